"""What is saved is recorded where another hand takes over, and is made again when somebody saves in between."""

from dataclasses import replace

import pytest

from research.drafting.editing.keeping import Change, DraftKeeper
from research.errors import CouldNotAskError
from tests.research.drafting.editing.desk import ANN, START, Desk


def test_the_audit_trail_tells_of_a_tab_that_begins_and_not_of_each_save():
    desk = Desk()
    desk.edit("Case", "One.", base=1, tab="a")
    desk.edit("Case", "Two.", base=2, tab="a")
    desk.edit("Case", "Three.", base=3, tab="b")
    assert [(one.action, dict(one.details)["version"]) for one in desk.events()] == [("draft edit", "2"), ("draft edit", "4")]


def test_a_change_is_made_again_of_what_somebody_saved_in_between():
    desk = Desk()
    seen = []

    def change(newest):
        if not seen:
            desk.ledger.drafts.save(ANN, replace(newest, title="Theirs"), expected=newest.version)
        seen.append(newest.version)
        return Change(replace(newest, subtitle="Mine"), action="fill")

    kept = DraftKeeper(desk.ledger.drafts, lambda: START).keep(ANN, "d1", change).draft
    assert seen == [1, 2]
    assert (kept.version, kept.title, kept.subtitle) == (3, "Theirs", "Mine")


def test_who_is_always_too_late_is_told():
    desk = Desk()

    def change(newest):
        desk.ledger.drafts.save(ANN, newest, expected=newest.version)
        return Change(replace(newest, subtitle="Mine"), action="fill")

    with pytest.raises(CouldNotAskError, match="being saved by others all the time"):
        DraftKeeper(desk.ledger.drafts, lambda: START).keep(ANN, "d1", change)
