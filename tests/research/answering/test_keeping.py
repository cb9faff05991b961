"""An answer says something of more documents than it cites."""

from dataclasses import replace

from research.answering.keeping import documents_shown
from research.directory import CompanyDirectory
from research.nouns.access import Access
from research.nouns.answers import Choice
from research.nouns.documents import Kind
from tests.fakes.stores import fake_catalog
from tests.research.library import make_document
from tests.ui.sample_desk import figure_answer

OTHER = make_document("tarrow-2024", "Tarrow Foods Corporation", 2024, ("Total assets 1",))
READER = Access("ann", frozenset({"public"}))


def shown(answer, *documents):
    catalog = fake_catalog()
    for one in documents:
        catalog.documents.add(one, [], [])
    return documents_shown(answer, catalog.documents, CompanyDirectory(catalog.documents, catalog.names), READER)


def test_what_is_cited_is_shown_once():
    assert shown(figure_answer("capex?", (2024, 2023))) == ("quillmere-id",)


def test_documents_named_in_caveats_missing_lines_and_choices_are_shown():
    answer = figure_answer("capex?")
    assert shown(answer, OTHER) == ("quillmere-id",)
    value = answer.values[0]
    caveat = replace(value, calculation=replace(value.calculation, caveats=("tarrow-2024 states 1 for the same period (page 1)",)))
    for said in (
        replace(answer, values=(caveat,)),
        replace(answer, missing=("looked in tarrow-2024",)),
        replace(answer, choices=(Choice("Tarrow Foods Corporation", "?"),)),
    ):
        assert shown(said, OTHER) == ("quillmere-id", "id-tarrow-2024")
        assert shown(said, replace(OTHER, label="desk")) == ("quillmere-id",)


def test_an_answer_whose_notes_are_empty_names_no_document():
    answer = replace(figure_answer("capex?"), claims=(), values=(), missing=("",))
    assert "id-tarrow-2024" not in shown(answer, OTHER)


def test_of_a_company_that_only_news_tell_of_one_entry_stands_for_all():
    news = [replace(OTHER, id=f"id-{at}", name=f"entry-{at}", source_key=f"{at}", kind=Kind.NEWS, pages=(), text="") for at in range(3)]
    offered = replace(figure_answer("capex?"), choices=(Choice("Tarrow Foods Corporation", "?"),))
    assert shown(offered, *news) == ("quillmere-id", "id-0")
