"""What changed between versions, and the two texts of two tabs."""

from datetime import UTC, datetime

from research.drafting.editing.differences import word_runs
from research.drafting.editing.merging import holds
from research.nouns.drafts import SectionConflict
from research.nouns.editing import ChangeKind, DraftDifference, SectionDifference, WordRun
from ui.render.draft_changes import difference_html, difference_words, runs_html
from ui.render.draft_conflict import all_texts, both_texts, conflict_html

AT = datetime(2026, 3, 2, tzinfo=UTC)
LONG = " ".join(f"word{number}" for number in range(200))


def changed(*kinds):
    return DraftDifference("d1", 1, 2, tuple(SectionDifference(f"s{at}", f"S{at}", kind) for at, kind in enumerate(kinds)))


def test_words_that_came_and_went_are_marked_and_escaped():
    runs = tuple(word_runs("Sales rose <b>2%</b>.", "Sales fell <b>2%</b>."))
    assert runs_html(runs) == "Sales <del>rose</del><ins>fell</ins> &lt;b&gt;2%&lt;/b&gt;."


def test_a_sentence_that_is_another_one_is_marked_as_a_whole():
    runs = tuple(word_runs("Sales. To be written soon.", "Sales. We think so."))
    assert runs_html(runs) == "Sales. <del>To be written soon.</del><ins>We think so.</ins>"
    assert runs_html(tuple(word_runs("One.", "One.\n\nTwo."))) == "One.<ins><br><br>Two.</ins>".replace("<ins><br><br>", "<br><br><ins>")


def test_a_long_stretch_without_change_keeps_what_is_around_the_changes():
    runs = (WordRun(ChangeKind.SAME, LONG), WordRun(ChangeKind.ADDED, "New."), WordRun(ChangeKind.SAME, f" {LONG}"))
    shown = runs_html(runs)
    assert shown.startswith("… ")
    assert shown.endswith("…")
    assert "word199<ins>New.</ins> word0" in shown
    assert "word100" not in shown


def test_the_sections_that_changed_are_counted():
    assert difference_words(changed(ChangeKind.CHANGED, ChangeKind.CHANGED, ChangeKind.ADDED)) == "2 sections changed, 1 section added"
    assert difference_words(changed()) == "no words changed"
    assert "Version 1 to version 2: 1 section removed" in difference_html(changed(ChangeKind.REMOVED))
    same = SectionDifference("s1", "Results", ChangeKind.CHANGED, (WordRun(ChangeKind.SAME, "{{table: Sales}}"),))
    assert "Its words are the same; figures of its tables" in difference_html(DraftDifference("d1", 1, 2, (same,)))


def test_two_texts_of_a_section_stand_beside_each_other():
    shown = conflict_html("Sales rose. <i>", [SectionConflict("s1", "Sales fell.", 3, AT)])
    assert "This section has 2 texts" in shown
    assert "version 3 has the other one whole" in shown
    assert "Sales <ins>rose. &lt;i&gt;</ins>" in shown
    assert "Sales <del>fell.</del>" in shown


def test_several_other_texts_are_told_once():
    shown = conflict_html("A.", [SectionConflict("s1", "B.", 3, AT), SectionConflict("s1", "C.", 4, AT)])
    assert "This section has 3 texts" in shown
    assert "versions 3, 4 have the others whole" in shown
    assert all_texts("A.", ["B.", "A.\n\nC."]) == "A.\nB.\n\nC."


def test_both_texts_in_one_have_every_line_of_each():
    own, other = "- a\n- b\n\nMine.", "First.\n\n- a\n- b\n\nTheirs."
    both = both_texts(own, other)
    assert both == "First.\n\n- a\n- b\n\nMine.\nTheirs."
    assert holds(both, own)
    assert holds(both, other)
