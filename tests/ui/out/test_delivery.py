"""Working through the outbox: each step kept before the next, what failed tried again, what is unsure told and never sent again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from research.errors import CouldNotAskError
from research.nouns.access import Access
from research.nouns.sending import Channel, Outgoing, OutgoingState
from tests.contracts.samples import JANUARY
from tests.fakes.ledger import fake_ledger
from ui.out.delivery import CLAIM_SECONDS, WITHHELD, Delivery, delivered_line
from ui.out.drop import FileDrop
from ui.out.handing import ClaimLostError, NeverHeardError, NotHandedOverError

ANN = Access("ann")
MAIL = Outgoing("m1", "ann", Channel.MAIL, "ann@example.org", "Pumps: nothing new", "d1", b"mail", JANUARY, JANUARY)


class Way:
    """A way out that does what a test wants at each try: None hands over, an error is raised before or after the mark."""

    def __init__(self, *tries):
        self.tries, self.handed = list(tries), []

    def hand(self, item, token, mark):
        error = self.tries.pop(0) if self.tries else None
        if error and not isinstance(error, NeverHeardError):
            raise error
        if not mark():
            raise ClaimLostError("taken over")
        self.handed.append(item.content)
        if error:
            raise error


class Clock:
    def __init__(self):
        self.now = JANUARY

    def __call__(self):
        return self.now

    def on(self, **time):
        self.now += timedelta(**time)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def stores():
    return fake_ledger()


def delivery(stores, way, clock):
    return Delivery(stores, {Channel.MAIL: way, Channel.FILE: way}, "ann", clock=clock)


def states(delivered):
    return [(one.id, one.state) for one in delivered]


def test_what_its_reader_may_not_see_any_more_is_not_sent(stores, clock):
    way = Way()
    stores.outbox.queue(None, [MAIL, replace(MAIL, id="m2")])
    guarded = Delivery(stores, {Channel.MAIL: way}, "ann", may_go=lambda item: item.id == "m2", clock=clock)
    assert states(guarded.deliver()) == [("m1", OutgoingState.FAILED), ("m2", OutgoingState.SENT)]
    assert way.handed == [b"mail"]
    stores.outbox.again(ANN, "m1", clock())
    assert [one.error for one in guarded.deliver()] == [WITHHELD]


def test_what_waits_is_sent_once_and_recorded(stores, clock):
    way = Way()
    stores.outbox.queue(None, [MAIL, replace(MAIL, id="m2", target="bob@example.org")])
    assert states(delivery(stores, way, clock).deliver()) == [("m1", OutgoingState.SENT), ("m2", OutgoingState.SENT)]
    assert states(delivery(stores, way, clock).deliver()) == []
    assert way.handed == [b"mail", b"mail"]
    events = stores.ledger.events(ANN, action="send")
    assert [(event.subject, dict(event.details)["to"], dict(event.details)["state"]) for event in events] == [
        ("Pumps: nothing new", "bob@example.org", "sent"),
        ("Pumps: nothing new", "ann@example.org", "sent"),
    ]


def test_what_nobody_got_is_tried_again_later_and_given_up_after_a_day(stores, clock):
    refused = [NotHandedOverError(f"try {number} failed", "wait") for number in range(100)]
    way = Way(*refused)
    stores.outbox.queue(None, [MAIL])
    pauses, state = [], None
    while state is not OutgoingState.FAILED:
        (one,) = delivery(stores, way, clock).deliver()
        state = one.state
        pauses.append((one.due_at - clock.now).total_seconds() / 60)
        assert list(delivery(stores, way, clock).deliver()) == []
        clock.now = max(one.due_at, clock.now)
    assert pauses[:8] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert clock.now - JANUARY >= timedelta(hours=24)
    assert "given up after" in stores.outbox.find(ANN)[0].error
    assert way.handed == []
    assert len(stores.ledger.events(ANN, action="send")) == 1


def test_a_refusal_for_good_is_not_tried_again(stores, clock):
    way = Way(NotHandedOverError("550 no such mailbox", for_good=True))
    stores.outbox.queue(None, [MAIL])
    assert states(delivery(stores, way, clock).deliver()) == [("m1", OutgoingState.FAILED)]
    clock.on(days=2)
    assert list(delivery(stores, way, clock).deliver()) == []


def test_an_answer_that_was_never_heard_is_unsure_and_never_sent_again(stores, clock):
    way = Way(NeverHeardError("the server did not answer"))
    stores.outbox.queue(None, [MAIL])
    (one,) = delivery(stores, way, clock).deliver()
    assert one.state is OutgoingState.UNSURE
    assert delivered_line(one) == (
        "unsure: “Pumps: nothing new” to ann@example.org: the server did not answer; ask, and send it again with: desk schedule resend m1"
    )
    clock.on(days=2)
    assert list(delivery(stores, way, clock).deliver()) == []
    assert way.handed == [b"mail"]
    stores.outbox.again(ANN, "m1", clock.now)
    assert states(delivery(stores, way, clock).deliver()) == [("m1", OutgoingState.SENT)]


def test_a_process_that_ended_before_handing_over_is_replaced(stores, clock):
    stores.outbox.queue(None, [MAIL])
    stores.outbox.claim("ann", "gone", now=clock.now, seconds=CLAIM_SECONDS)
    way = Way()
    assert list(delivery(stores, way, clock).deliver()) == []
    clock.on(seconds=CLAIM_SECONDS)
    assert states(delivery(stores, way, clock).deliver()) == [("m1", OutgoingState.SENT)]
    assert way.handed == [b"mail"]


def test_a_process_that_ended_after_handing_over_leaves_it_unsure(stores, clock):
    stores.outbox.queue(None, [MAIL])
    stores.outbox.claim("ann", "gone", now=clock.now, seconds=CLAIM_SECONDS)
    stores.outbox.hand_over("m1", "gone")
    clock.on(seconds=CLAIM_SECONDS)
    way = Way()
    assert states(delivery(stores, way, clock).deliver()) == [("m1", OutgoingState.UNSURE)]
    assert list(delivery(stores, way, clock).deliver()) == []
    assert way.handed == []
    assert dict(stores.ledger.events(ANN, action="send")[0].details)["state"] == "unsure"


def test_a_slow_process_whose_claim_was_taken_hands_nothing_over(stores, clock):
    stores.outbox.queue(None, [MAIL])
    fast = Way()

    class SlowWay(Way):
        def hand(self, item, token, mark):
            clock.on(seconds=CLAIM_SECONDS)
            assert states(delivery(stores, fast, clock).deliver()) == [("m1", OutgoingState.SENT)]
            super().hand(item, token, mark)

    slow = SlowWay()
    assert list(delivery(stores, slow, clock).deliver()) == []
    assert (fast.handed, slow.handed) == ([b"mail"], [])


def test_any_other_failure_of_ours_waits_too(stores, clock):
    stores.outbox.queue(None, [MAIL])
    (one,) = delivery(stores, Way(CouldNotAskError("no mail server is set")), clock).deliver()
    assert (one.state, one.error) == (OutgoingState.WAITING, "no mail server is set")
    assert delivered_line(one).startswith("waiting: “Pumps: nothing new” to ann@example.org: no mail server is set; next try 2")


def dropped(folder, **changes):
    plain = replace(MAIL, id="f1", channel=Channel.FILE, target=str(folder), name="pumps.html", content=b"<html>")
    return replace(plain, **changes)


def test_a_file_appears_whole_under_its_name(stores, clock, tmp_path):
    stores.outbox.queue(None, [dropped(tmp_path)])
    assert states(delivery(stores, FileDrop(), clock).deliver()) == [("f1", OutgoingState.SENT)]
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"pumps.html": b"<html>"}


def test_a_file_whose_rename_was_not_done_is_renamed(stores, clock, tmp_path):
    stores.outbox.queue(None, [dropped(tmp_path)])
    item = stores.outbox.claim("ann", "gone", now=clock.now, seconds=CLAIM_SECONDS)
    killed_at_mark(item, "gone", stores)
    assert [path.name for path in tmp_path.iterdir()] == [".pumps.html.gone.part"]
    clock.on(seconds=CLAIM_SECONDS)
    assert states(delivery(stores, FileDrop(), clock).deliver()) == [("f1", OutgoingState.SENT)]
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"pumps.html": b"<html>"}


def test_a_file_that_was_taken_away_is_not_put_there_again(stores, clock, tmp_path):
    stores.outbox.queue(None, [dropped(tmp_path)])
    item = stores.outbox.claim("ann", "gone", now=clock.now, seconds=CLAIM_SECONDS)
    killed_at_mark(item, "gone", stores)
    (tmp_path / ".pumps.html.gone.part").unlink()  # renamed, and taken away by who waited for it
    clock.on(seconds=CLAIM_SECONDS)
    assert states(delivery(stores, FileDrop(), clock).deliver()) == [("f1", OutgoingState.SENT)]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_away_is_waited_for_without_losing_what_was_done(stores, clock, tmp_path):
    folder = tmp_path / "disk"
    stores.outbox.queue(None, [dropped(folder)])
    (one,) = delivery(stores, FileDrop(), clock).deliver()
    assert one.state is OutgoingState.WAITING
    assert "no such file or directory; make the folder" in one.error
    folder.mkdir()
    clock.on(minutes=1)
    item = stores.outbox.claim("ann", "gone", now=clock.now, seconds=CLAIM_SECONDS)
    killed_at_mark(item, "gone", stores)
    away = folder.rename(tmp_path / "away")
    clock.on(seconds=CLAIM_SECONDS)
    (one,) = delivery(stores, FileDrop(), clock).deliver()
    assert one.state is OutgoingState.HANDED
    away.rename(folder)
    clock.on(hours=1)
    assert states(delivery(stores, FileDrop(), clock).deliver()) == [("f1", OutgoingState.SENT)]
    assert [path.name for path in folder.iterdir()] == ["pumps.html"]


def test_what_lost_claims_left_behind_is_tidied(stores, clock, tmp_path):
    (tmp_path / ".pumps.html.older.part").write_bytes(b"<ht")
    (tmp_path / ".other.html.older.part").write_bytes(b"x")
    stores.outbox.queue(None, [dropped(tmp_path)])
    list(delivery(stores, FileDrop(), clock).deliver())
    assert sorted(path.name for path in tmp_path.iterdir()) == [".other.html.older.part", "pumps.html"]


def killed_at_mark(item, token, stores):
    """Do what a process does that is killed when it has marked a file as handed over and not renamed it."""

    def mark():
        assert stores.outbox.hand_over(item.id, token)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        FileDrop().hand(item, token, mark)


def test_the_lines_of_what_was_delivered():
    sent = replace(MAIL, state=OutgoingState.SENT)
    file = dropped("/drop", state=OutgoingState.FAILED, error="the folder is full")
    assert delivered_line(sent) == "sent: “Pumps: nothing new” to ann@example.org"
    assert delivered_line(file) == "not sent: pumps.html into /drop: the folder is full"
