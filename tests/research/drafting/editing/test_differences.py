"""What changed between two versions: sections added, removed and changed, with their words."""

from dataclasses import replace
from time import process_time

from research.drafting.editing.differences import difference, word_runs
from research.drafting.editing.sections import with_ids
from research.nouns.answers import Claim
from research.nouns.drafts import ParagraphBlock, Section
from research.nouns.editing import ChangeKind, WordRun
from tests.research.drafting.editing.desk import make_draft


def test_sections_are_told_by_what_became_of_them():
    old = with_ids(replace(make_draft(), version=1))
    new = Section("Outlook", (ParagraphBlock((Claim("It rises."),)),), 1, "outlook")
    changed = replace(old.sections[2], heading="The case")
    found = difference(old, replace(old, version=2, sections=(new, old.sections[0], changed)))
    assert [(one.heading, one.kind) for one in found.sections] == [
        ("Outlook", ChangeKind.ADDED),
        ("The case", ChangeKind.CHANGED),
        ("Figures", ChangeKind.REMOVED),
    ]
    assert (found.old, found.new, found.sections[0].words) == (1, 2, (WordRun(ChangeKind.ADDED, "It rises."),))


def test_words_are_told_apart_and_put_together_again_as_both_texts():
    old, new = "Sales rose in 2024.\n\nCosts fell.", "Sales fell in 2024.\n\nCosts fell by 2 %."
    runs = list(word_runs(old, new))
    assert "".join(run.text for run in runs if run.kind is not ChangeKind.ADDED) == old
    assert "".join(run.text for run in runs if run.kind is not ChangeKind.REMOVED) == new
    assert WordRun(ChangeKind.REMOVED, "rose") in runs


def test_space_alone_between_two_changes_is_changed_with_them():
    runs = list(word_runs("one two three end", "uno dos tres end"))
    assert runs == [
        WordRun(ChangeKind.REMOVED, "one two three"),
        WordRun(ChangeKind.ADDED, "uno dos tres"),
        WordRun(ChangeKind.SAME, " end"),
    ]


def test_sections_of_the_greatest_length_are_compared_at_once():
    old, new = "costs rose again and again " * 1_500, "costs fell again and sales rose " * 1_300
    began = process_time()
    runs = list(word_runs(old, new))
    assert process_time() - began < 5
    assert "".join(run.text for run in runs if run.kind is not ChangeKind.ADDED) == old
    assert "".join(run.text for run in runs if run.kind is not ChangeKind.REMOVED) == new
