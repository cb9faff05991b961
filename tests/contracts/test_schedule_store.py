"""What every ScheduleStore and every ReadMarks promises."""

from dataclasses import replace
from datetime import time

import pytest

from research.errors import NotFoundError
from research.nouns.access import Access
from research.nouns.sending import FileFormat, Schedule
from tests.contracts.samples import JANUARY

ANN, BOB = Access("ann"), Access("bob")
MORNING = Schedule(
    0, "ann", "Pumps", time(7, 30), "Europe/Berlin", JANUARY, (0, 2, 6), ("ann@example.org", "über@example.org"), "/drop", FileFormat.JSON
)


def test_schedules_come_back_equal_with_ids_that_are_never_given_again(ledger_stores):
    store = ledger_stores.schedules
    first, second = store.add(MORNING), store.add(replace(MORNING, recipients=(), at=time(0, 5)))
    assert store.all(ANN) == [replace(MORNING, id=first.id), replace(MORNING, id=second.id, recipients=(), at=time(0, 5))]
    store.remove(ANN, second.id)
    assert store.add(MORNING).id > second.id


def test_schedules_are_their_users_own(ledger_stores):
    kept = ledger_stores.schedules.add(MORNING)
    assert ledger_stores.schedules.all(BOB) == []
    with pytest.raises(NotFoundError, match="no schedule"):
        ledger_stores.schedules.remove(BOB, kept.id)
    ledger_stores.schedules.remove(ANN, kept.id)
    with pytest.raises(NotFoundError):
        ledger_stores.schedules.remove(ANN, kept.id)


def test_read_marks_are_kept_for_each_reader(ledger_stores):
    marks = ledger_stores.read_marks
    marks.mark(ANN, ["a", "b"], JANUARY)
    marks.mark(ANN, ["b", "c"], JANUARY)
    assert marks.read(ANN, ["a", "c", "d"]) == {"a", "c"}
    assert marks.read(BOB, ["a"]) == frozenset()
    marks.unmark(ANN, ["a", "d"])
    assert marks.read(ANN, ["a", "b", "c"]) == {"b", "c"}
    assert marks.read(ANN, []) == frozenset()
