"""Facts that are held for a draft are those that the store itself finds, in its order."""

import pytest

from research.drafting.checking.kept_facts import KeptFacts
from research.nouns.access import Access
from research.nouns.facts import Statement
from research.nouns.queries import DocumentFilter, FactFilter
from research.settings import load_settings
from research.workspace import Workspace

ANN = Access("ann")


@pytest.fixture(scope="module")
def workspace(sample_home):
    with Workspace.open(load_settings(sample_home), create=False) as opened:
        yield opened


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"everything": True},
        {"concepts": ("net_income", "revenue")},
        {"concepts": ("revenue",), "fiscal_years": (2023,)},
        {"statements": (Statement.BALANCE,), "fiscal_periods": ("FY",), "everything": True},
        {"companies": ("Tarrowby Foods Corporation",)},
    ],
)
def test_it_finds_what_the_store_finds(workspace, wanted):
    documents = workspace.documents.find(ANN, DocumentFilter())
    kept = KeptFacts(workspace.facts, {one.id: one.name for one in documents})
    asked = FactFilter(document_ids=tuple(one.id for one in reversed(documents)), **wanted)
    found = workspace.facts.find(ANN, asked)
    assert found
    assert kept.find(ANN, asked) == found
    assert kept.find(ANN, asked) == found


def test_documents_that_it_does_not_know_are_the_stores(workspace):
    kept = KeptFacts(workspace.facts, {})
    asked = FactFilter(concepts=("revenue",))
    assert kept.find(ANN, asked) == workspace.facts.find(ANN, asked)
    assert kept.companies(ANN) == workspace.facts.companies(ANN)
