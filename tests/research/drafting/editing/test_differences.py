"""What changed between two versions: sections added, removed and changed, with their words."""

from dataclasses import replace

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
