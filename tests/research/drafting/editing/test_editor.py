"""Editing: text and evidence survive, tabs meet, versions are counted, labels are looked at again."""

import pytest

from research.errors import LimitExceededError, NotFoundError
from research.nouns.answers import Verdict
from research.nouns.drafts import DraftState, MissingBlock, ParagraphBlock, ParagraphStyle, TableBlock, Voice
from research.nouns.editing import ChangeKind
from tests.research.drafting.editing.desk import ANN, Desk, labelled

RESULTS = """Revenues were $1,577 million. [1] They rose.

- A secret figure of 12. [2]

Opinion: We like the shares."""


@pytest.fixture
def desk():
    return Desk()


def test_drafts_are_listed(desk):
    (found,) = desk.editor.drafts(ANN)
    assert (found.id, found.title, found.company, found.state, found.version, found.by) == (
        "d1",
        "Alpha",
        "Alpha Corp",
        DraftState.DRAFT,
        1,
        "ann",
    )


def test_a_section_is_edited_as_text_with_the_marks_of_its_sources(desk):
    assert desk.text("Results") == RESULTS
    assert desk.text("Figures") == "{{table: Income}}\n\n~ As filed."
    assert desk.text("Case") == "{{missing: To be written: the case}}"


def test_what_is_left_as_it_was_keeps_its_evidence(desk):
    saved = desk.edit("Results", RESULTS.replace("They rose.", "They rose a lot. [1]"), base=1)
    claims = saved.section.claims
    assert saved.version == 2
    assert [one.text for one in claims] == [
        "Revenues were $1,577 million.",
        "They rose a lot.",
        "A secret figure of 12.",
        "We like the shares.",
    ]
    assert [one.verdict for one in claims] == [Verdict.SUPPORTED, Verdict.NOT_CHECKABLE, Verdict.SUPPORTED, Verdict.NOT_CHECKABLE]
    assert [[cited.marker for cited in one.citations] for one in claims] == [["1"], ["1"], ["2"], []]
    assert [(one.style, one.voice) for one in saved.section.blocks] == [
        (ParagraphStyle.BODY, Voice.FACT),
        (ParagraphStyle.BULLET, Voice.FACT),
        (ParagraphStyle.BODY, Voice.OPINION),
    ]


def test_a_known_sentence_that_ends_a_typed_one_is_no_sentence_of_its_own(desk):
    first = desk.edit("Case", "the worst is over. Costs fell.", base=1)
    saved = desk.edit("Case", "We think the worst is over. Costs fell. the worst is over. [1] Costs fell.", base=first.version)
    assert [one.text for one in saved.section.claims] == ["We think the worst is over.", "Costs fell.", "the worst is over.", "Costs fell."]


def test_a_save_that_changes_nothing_makes_no_version(desk):
    saved = desk.edit("Results", f"{RESULTS}\r\n\r\n", base=1)
    assert saved.version == 1
    assert [one.number for one in desk.editor.versions("d1", ANN)] == [1]


def test_a_table_stands_as_one_line_and_comes_back_after_it_was_taken_out(desk):
    assert isinstance(desk.section("Figures").blocks[0], TableBlock)
    desk.edit("Figures", "Now words. {{table: Inc", base=1)
    saved = desk.edit("Figures", "Now words.\n\n{{table: Income}}", base=2)
    assert [type(one) for one in saved.section.blocks] == [ParagraphBlock, TableBlock]
    assert saved.section.blocks[1].rows[0][1].citations[0].marker == "1"


def test_what_was_to_be_written_is_open_until_it_is(desk):
    assert desk.open().draft.open_items == ("rating", "Case: To be written: the case")
    assert desk.edit("Case", "{{missing: To be written: the case}}\n\nFirst words.", base=1).draft.open_items == (
        "rating",
        "Case: To be written: the case",
    )
    saved = desk.edit("Case", "First words.", base=2)
    assert saved.draft.open_items == ("rating",)
    assert not any(isinstance(one, MissingBlock) for one in saved.section.blocks)


def test_tabs_that_edit_different_sections_both_keep_their_text(desk):
    desk.edit("Results", "One.", base=1, tab="a")
    saved = desk.edit("Case", "Two.", base=1, tab="b")
    assert saved.conflict is None
    assert saved.version == 3
    assert (desk.text("Results"), desk.text("Case")) == ("One.", "Two.")


def test_tabs_that_edit_one_section_keep_both_texts(desk):
    desk.edit("Case", "From the first tab.", base=1, tab="a")
    saved = desk.edit("Case", "From the second tab.", base=1, tab="b")
    assert desk.editor.text_of(saved.section) == "From the second tab."
    assert (saved.conflict.text, saved.conflict.version) == ("From the first tab.", 2)
    again = desk.edit("Case", "From the second tab, more.", base=saved.version, tab="b")
    assert [one.text for one in again.draft.conflicts] == ["From the first tab."]
    settled = desk.editor.settle("d1", saved.section.id, ANN, tab="b")
    assert settled.draft.conflicts == ()
    assert desk.text("Case") == "From the second tab, more."


def test_a_conflict_ends_when_the_text_has_the_words_of_the_other(desk):
    desk.edit("Case", "From the first tab.", base=1, tab="a")
    saved = desk.edit("Case", "From the second tab.", base=1, tab="b")
    both = desk.edit("Case", "From the second tab. From the first tab.", base=saved.version, tab="b")
    assert both.draft.conflicts == ()


def test_typing_on_in_one_tab_goes_on_with_its_version(desk):
    assert desk.edit("Case", "One", base=1, tab="a").version == 2
    assert desk.edit("Case", "One two.", base=2, tab="a").version == 2
    assert desk.edit("Case", "One and two.", base=2, tab="a").version == 2
    assert desk.edit("Case", "One two.", base=2, tab="a").version == 3
    assert desk.editor.text_of(desk.open(version=2, tab="a").draft.sections[2]) == "One and two."


def test_a_version_that_another_tab_has_opened_stays_as_it_was_seen(desk):
    desk.edit("Case", "One", base=1, tab="a")
    assert desk.open(tab="b").draft.version == 2
    assert desk.edit("Case", "One two", base=2, tab="a").version == 3
    saved = desk.edit("Case", "One three", base=2, tab="b")
    assert saved.conflict.text == "One two"


def test_a_section_that_is_gone_comes_back_with_its_text(desk):
    draft = desk.ledger.drafts.get(ANN, "d1")
    from dataclasses import replace

    desk.ledger.drafts.save(ANN, replace(draft, sections=draft.sections[1:]), expected=1)
    saved = desk.edit("Results", f"{RESULTS}\n\nMore.", base=1)
    assert [one.heading for one in saved.draft.sections] == ["Figures", "Case", "Results"]
    assert desk.editor.text_of(saved.section).endswith("More.")


def test_what_cites_a_document_that_is_not_there_for_the_reader_is_withheld(desk):
    opened = desk.open(labelled("public"))
    (withheld,) = opened.withheld
    assert (withheld.heading, withheld.pieces) == ("Results", 1)
    assert "secret figure" not in repr(opened)
    assert "Secret memo" not in repr(opened)
    assert [one.citation.marker for one in opened.draft.sources] == ["1"]
    text = desk.text("Results", labelled("public"))
    saved = desk.edit("Results", f"{text}\n\nMy own words.", base=1, access=labelled("public"))
    assert "secret figure" not in repr(saved)
    assert desk.text("Results") == f"{RESULTS}\n\nMy own words."


def test_another_text_is_withheld_as_the_section_is(desk):
    desk.edit("Case", "{{missing: To be written: the case}} A secret figure of 12. [2]", base=1, tab="a")
    saved = desk.edit("Case", "Mine.", base=1, tab="b", access=labelled("public"))
    assert "secret figure" not in repr(saved)
    assert "withheld" in saved.conflict.text
    assert "secret figure" in desk.open().draft.conflicts[0].text


def test_versions_differ_by_words(desk):
    desk.edit("Results", RESULTS.replace("like", "love"), base=1)
    (found,) = desk.editor.difference("d1", 1, 2, ANN).sections
    assert (found.heading, found.kind) == ("Results", ChangeKind.CHANGED)
    assert [(run.kind, run.text) for run in found.words if run.kind is not ChangeKind.SAME] == [
        (ChangeKind.REMOVED, "like"),
        (ChangeKind.ADDED, "love"),
    ]


def test_a_section_that_is_too_long_is_one_clear_line(desk):
    with pytest.raises(LimitExceededError, match=r"section “Case” would have 41,000 characters, more than 40,000; .*nothing was saved"):
        desk.edit("Case", "a" * 41_000, base=1)
    assert desk.open().draft.version == 1


def test_what_is_not_there_is_said(desk):
    with pytest.raises(NotFoundError, match="no section nowhere"):
        desk.editor.edit("d1", "nowhere", "Text", ANN, base=1)
    with pytest.raises(NotFoundError):
        desk.editor.open("d2", ANN)
    with pytest.raises(NotFoundError):
        desk.editor.versions("d2", ANN)
