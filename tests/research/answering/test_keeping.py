"""An answer says something of more documents than it cites."""

from dataclasses import replace

from research.answering.keeping import documents_shown
from research.nouns.answers import Choice
from tests.research.library import make_document
from tests.ui.sample_desk import figure_answer

OTHER = make_document("tarrow-2024", "Tarrow Foods Corporation", 2024, ("Total assets 1",))


def test_what_is_cited_is_shown_once():
    assert documents_shown(figure_answer("capex?", (2024, 2023)), []) == ("quillmere-id",)


def test_documents_named_in_caveats_missing_lines_and_choices_are_shown():
    answer = figure_answer("capex?")
    assert documents_shown(answer, [OTHER]) == ("quillmere-id",)
    value = answer.values[0]
    caveat = replace(value, calculation=replace(value.calculation, caveats=("tarrow-2024 states 1 for the same period (page 1)",)))
    for said in (
        replace(answer, values=(caveat,)),
        replace(answer, missing=("looked in tarrow-2024",)),
        replace(answer, choices=(Choice("Tarrow Foods Corporation", "?"),)),
    ):
        assert documents_shown(said, [OTHER]) == ("quillmere-id", "id-tarrow-2024")
