"""What texts say of a sentence's figures: only of the same thing, and asked for once."""

import pytest

from research.drafting.checking.passages import PassageJudge
from research.nouns.access import Access
from research.nouns.answers import Verdict
from research.settings import load_settings
from research.text.figures import printed_figures
from research.verification.citing import EvidenceReader
from research.workspace import Workspace

ANN = Access("ann")
QUILLMERE = ("Quillmere Pumps & Instruments, Inc.",)


@pytest.fixture(scope="module")
def workspace(sample_home):
    with Workspace.open(load_settings(sample_home), create=False) as opened:
        yield opened


@pytest.fixture
def asked():
    return []


@pytest.fixture
def judge(workspace, asked):
    def search(words, access, wanted, limit):
        asked.append(words)
        return workspace.pages_for(words, access, wanted=wanted, top_k=limit).retrieval.results

    return PassageJudge(workspace.documents, EvidenceReader(workspace.documents, workspace.facts, workspace.directory), search, ANN)


def said_of(judge, text, spellings=QUILLMERE):
    return judge.judge(text, printed_figures(text), spellings=spellings, about="")


@pytest.mark.parametrize("text", ["Unit 14", "Table 4: results of unit 4", "Sales were 6."])
def test_a_bare_number_that_a_page_prints_of_something_else_supports_nothing(judge, text):
    assert said_of(judge, text).verdict is Verdict.NO_EVIDENCE


def test_a_margin_of_nobody_is_not_anybodys(judge):
    assert said_of(judge, "The margin was 13.4%.", spellings=()).verdict is Verdict.NO_EVIDENCE


def test_a_sentence_that_a_source_prints_is_supported_with_its_place(judge):
    found = said_of(judge, "Operating profit of Fluid Handling fell to $84.9 million from $93.1 million.")
    assert found.verdict is Verdict.SUPPORTED
    assert "$84.9 million from $93.1 million" in found.citation.quote


def test_what_a_draft_says_twice_is_looked_for_once(judge, asked):
    for _ in range(2):
        said_of(judge, "Fluid Handling shipped 4,317 pumps.")
    assert asked == ["Fluid Handling shipped 4,317 pumps."]
