"""What every Outbox promises."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from research.errors import NotFoundError
from research.nouns.access import Access
from research.nouns.sending import Channel, Outgoing, OutgoingState, Schedule, ScheduleRun, Settled
from tests.contracts.samples import JANUARY
from tests.ui.digests import sample_digest

ANN = Access("ann")
MAIL = Outgoing("m1", "ann", Channel.MAIL, "ann@example.org", "Digest", "d1", b"From: x\r\n\r\nhello", JANUARY, JANUARY)
FILE = replace(MAIL, id="f1", channel=Channel.FILE, target="/drop", name="digest.html", content=b"<html>")
LATER = JANUARY + timedelta(minutes=5)
HOLD = 60.0


def sent(at=LATER):
    return Settled(OutgoingState.SENT, at)


@pytest.fixture
def outbox(ledger_stores):
    return ledger_stores.outbox


def test_an_item_is_claimed_handed_over_and_sent_once(outbox):
    assert outbox.queue(None, [MAIL]) is True
    claimed = outbox.claim("ann", "t1", now=LATER, seconds=HOLD)
    assert claimed == replace(MAIL, state=OutgoingState.SENDING)
    assert outbox.claim("ann", "t2", now=LATER, seconds=HOLD) is None
    assert outbox.hand_over("m1", "t2") is False
    assert outbox.hand_over("m1", "t1") is True
    assert outbox.hand_over("m1", "t1") is False
    assert outbox.settle("m1", "t1", sent()) is True
    assert outbox.settle("m1", "t1", Settled(OutgoingState.FAILED, LATER)) is False
    assert outbox.claim("ann", "t3", now=LATER + timedelta(days=9), seconds=HOLD) is None
    (found,) = outbox.find(ANN)
    assert found == replace(MAIL, content=b"", state=OutgoingState.SENT, tries=1, handed_by="t1", settled_at=LATER)


def test_what_is_queued_twice_stays_as_it_was(outbox):
    outbox.queue(None, [MAIL])
    outbox.queue(None, [replace(MAIL, content=b"other"), replace(MAIL, id="m2", due_at=LATER)])
    assert outbox.claim("ann", "t1", now=JANUARY, seconds=3600).content == MAIL.content
    assert outbox.claim("ann", "t2", now=JANUARY, seconds=HOLD) is None
    assert outbox.next_due("ann") == LATER
    assert outbox.claim("ann", "t2", now=LATER, seconds=HOLD).id == "m2"
    assert outbox.next_due("ann") is None


def test_items_are_their_users_own_and_the_longest_due_goes_first(outbox):
    outbox.queue(None, [replace(MAIL, id="m2", due_at=LATER), MAIL])
    assert outbox.claim("bob", "t0", now=LATER, seconds=HOLD) is None
    assert [outbox.claim("ann", "t1", now=LATER, seconds=HOLD).id for _ in range(2)] == ["m1", "m2"]
    assert [one.id for one in outbox.find(ANN)] == ["m1", "m2"]
    assert outbox.find(ANN, limit=1)[0].id == "m1"
    assert outbox.find(Access("bob")) == []


def test_a_lost_claim_hands_nothing_over(outbox):
    outbox.queue(None, [MAIL])
    outbox.claim("ann", "t1", now=LATER, seconds=HOLD)
    after = LATER + timedelta(seconds=HOLD)
    assert outbox.claim("ann", "t2", now=after - timedelta(seconds=1), seconds=HOLD) is None
    assert outbox.claim("ann", "t2", now=after, seconds=HOLD).id == "m1"
    assert outbox.hand_over("m1", "t1") is False
    assert outbox.settle("m1", "t1", sent()) is False
    assert outbox.hand_over("m1", "t2") is True


def test_a_message_handed_over_is_never_claimed_again_and_becomes_unsure(outbox):
    outbox.queue(None, [MAIL])
    outbox.claim("ann", "t1", now=LATER, seconds=HOLD)
    outbox.hand_over("m1", "t1")
    assert outbox.sweep("ann", LATER) == []
    after = LATER + timedelta(seconds=HOLD)
    assert outbox.claim("ann", "t2", now=after, seconds=HOLD) is None
    (unsure,) = outbox.sweep("ann", after)
    assert (unsure.id, unsure.state, unsure.content, unsure.settled_at) == ("m1", OutgoingState.UNSURE, b"", after)
    assert "may or may not have arrived" in unsure.error
    assert outbox.sweep("ann", after) == []
    assert outbox.claim("ann", "t2", now=after, seconds=HOLD) is None
    assert outbox.settle("m1", "t1", sent(after)) is True  # the process was only slow, and knows
    assert outbox.find(ANN)[0].state is OutgoingState.SENT


def test_a_file_handed_over_is_taken_up_by_another(outbox):
    outbox.queue(None, [FILE])
    outbox.claim("ann", "t1", now=LATER, seconds=HOLD)
    outbox.hand_over("f1", "t1")
    after = LATER + timedelta(seconds=HOLD)
    assert outbox.sweep("ann", after) == []
    taken = outbox.claim("ann", "t2", now=after, seconds=HOLD)
    assert (taken.state, taken.handed_by, taken.content) == (OutgoingState.HANDED, "t1", b"<html>")
    assert outbox.settle("f1", "t1", sent()) is False
    assert outbox.settle("f1", "t2", sent()) is True


def test_a_file_that_stays_handed_over_is_free_when_it_is_due(outbox):
    outbox.queue(None, [FILE])
    outbox.claim("ann", "t1", now=LATER, seconds=HOLD)
    outbox.hand_over("f1", "t1")
    again = LATER + timedelta(seconds=5)
    assert outbox.settle("f1", "t1", Settled(OutgoingState.HANDED, LATER, "the disk is away", again)) is True
    assert outbox.claim("ann", "t2", now=LATER, seconds=HOLD) is None
    taken = outbox.claim("ann", "t2", now=again, seconds=HOLD)
    assert (taken.state, taken.handed_by, taken.content, taken.tries) == (OutgoingState.HANDED, "t1", b"<html>", 1)
    assert outbox.settle("f1", "t1", sent()) is False
    assert outbox.settle("f1", "t2", sent(again)) is True


def test_a_failed_try_waits_for_its_next_moment_and_forgets_who_handed_it_over(outbox):
    outbox.queue(None, [MAIL])
    outbox.claim("ann", "t1", now=LATER, seconds=HOLD)
    outbox.hand_over("m1", "t1")
    again = LATER + timedelta(minutes=2)
    assert outbox.settle("m1", "t1", Settled(OutgoingState.WAITING, LATER, "451 try later", again)) is True
    (found,) = outbox.find(ANN, [OutgoingState.WAITING])
    assert (found.tries, found.error, found.due_at, found.handed_by) == (1, "451 try later", again, "")
    assert outbox.claim("ann", "t2", now=LATER, seconds=HOLD) is None
    assert outbox.claim("ann", "t2", now=again, seconds=HOLD).tries == 1


@pytest.mark.parametrize("state", [OutgoingState.FAILED, OutgoingState.UNSURE])
def test_what_failed_or_is_unsure_goes_out_again_when_somebody_says_so(outbox, state):
    outbox.queue(None, [MAIL])
    outbox.claim("ann", "t1", now=LATER, seconds=HOLD)
    with pytest.raises(NotFoundError):
        outbox.again(ANN, "m1", LATER)
    outbox.settle("m1", "t1", Settled(state, LATER, "no such mailbox"))
    assert outbox.claim("ann", "t2", now=LATER, seconds=HOLD) is None
    with pytest.raises(NotFoundError):
        outbox.again(Access("bob"), "m1", LATER)
    outbox.again(ANN, "m1", LATER)
    assert outbox.settle("m1", "t1", sent()) is False
    claimed = outbox.claim("ann", "t2", now=LATER, seconds=HOLD)
    assert (claimed.content, claimed.error, claimed.tries) == (MAIL.content, "", 1)


def test_a_run_is_queued_once_and_moves_its_schedule(ledger_stores):
    schedules, outbox = ledger_stores.schedules, ledger_stores.outbox
    kept = schedules.add(Schedule(0, "ann", "Pumps", time(7, 30), "UTC", JANUARY))
    assert schedules.last_sent(ANN, kept.id) is None
    run = ScheduleRun(kept.id, LATER, sample_digest())
    assert outbox.queue(run, [MAIL]) is True
    assert outbox.queue(run, [replace(MAIL, id="m2")]) is False
    assert outbox.queue(replace(run, due=JANUARY), [replace(MAIL, id="m3")]) is False
    assert [one.id for one in outbox.find(ANN)] == ["m1"]
    assert schedules.all(ANN) == [replace(kept, done_at=run.due, window_end=run.digest.end)]
    assert schedules.last_sent(ANN, kept.id) == sample_digest()
    assert schedules.last_sent(Access("bob"), kept.id) is None
    assert outbox.queue(replace(run, due=LATER + timedelta(days=1)), []) is True
    schedules.remove(ANN, kept.id)
    assert outbox.queue(replace(run, due=LATER + timedelta(days=2)), [replace(MAIL, id="m4")]) is False


def test_what_an_item_cites_is_kept_and_may_be_unknown(outbox):
    outbox.queue(None, [MAIL, replace(MAIL, id="m2", documents=("doc b", "doc a")), replace(MAIL, id="m3", documents=())])
    assert {one.id: one.documents for one in outbox.find(ANN)} == {"m1": None, "m2": ("doc b", "doc a"), "m3": ()}
