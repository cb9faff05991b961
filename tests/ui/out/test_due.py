"""Schedules that are due: one digest each, whatever was missed, from where the last one ended, for each reader and folder."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from email import message_from_bytes, policy
from types import SimpleNamespace

import pytest

from research.errors import NotFoundError
from research.nouns.access import Access
from research.nouns.digests import DigestSentence, DigestSummary
from research.nouns.sending import Channel, FileFormat, OutgoingState, Schedule, Settled
from research.settings import Settings
from tests.fakes.ledger import fake_ledger
from tests.ui.digests import LINKS, line, sample_digest
from ui.out.due import DigestPress, DueDigests, file_name

ANN = Access("ann")
MONDAY = datetime(2025, 2, 10, 12, 30, tzinfo=UTC)  # 07:30 in New York
MORNING = Schedule(
    0, "ann", "Pumps", time(7, 30), "America/New_York", MONDAY - timedelta(hours=1), recipients=("ann@example.org", "bob@example.org")
)


class Press:
    """Makes the sample digest for any window, and keeps what was asked for; `late` are lines that have come since."""

    def __init__(self):
        self.asked, self.late, self.error = [], (), None

    def __call__(self, access, watchlist, *, start, end):
        self.asked.append((start, end))
        if self.error:
            raise self.error
        digest = sample_digest()
        first, *others = digest.sections
        sections = (replace(first, lines=(*first.lines, *self.late)), *others)
        begin = start or end - timedelta(hours=15)
        return replace(digest, watchlist=watchlist, user=access.user, start=begin, end=end, sections=sections, id=f"d-{end.isoformat()}")


def later(sent, now):
    told = {line.id for section in sent.sections for line in section.lines}
    late = tuple(line for section in now.sections for line in section.lines if line.id not in told)
    return replace(now, id="late", addendum_to=sent.id, sections=(replace(now.sections[0], lines=late),)) if late else None


@pytest.fixture
def desk():
    stores, press = fake_ledger(), Press()
    moment = SimpleNamespace(now=MONDAY)
    workspace = SimpleNamespace(
        schedules=stores.schedules, outbox=stores.outbox, settings=Settings(smtp_host="mail.example.org", smtp_from="desk@example.org")
    )
    render = lambda digest, form, _links: f"{form.value} {digest.id}".encode()  # noqa: E731
    due = DueDigests(workspace, DigestPress(press, later, lambda _: LINKS, render), ANN, clock=lambda: moment.now)
    return SimpleNamespace(stores=stores, press=press, due=due, moment=moment, workspace=workspace)


def waiting(desk):
    return [(one.channel, one.target, one.digest) for one in reversed(desk.stores.outbox.find(ANN, [OutgoingState.WAITING]))]


def taken(desk):
    found = []
    while item := desk.stores.outbox.claim("ann", "t", now=desk.moment.now, seconds=10**9):
        found.append(item)
    return found


def test_what_is_due_is_queued_once_for_each_reader(desk):
    kept = desk.stores.schedules.add(MORNING)
    (run,) = desk.due.queue()
    assert (run.schedule, run.due, run.queued, run.error) == (kept, MONDAY, 2, None)
    assert list(desk.due.queue()) == []
    digest = f"d-{MONDAY.isoformat()}"
    assert waiting(desk) == [(Channel.MAIL, "ann@example.org", digest), (Channel.MAIL, "bob@example.org", digest)]
    (after,) = desk.stores.schedules.all(ANN)
    assert (after.done_at, after.window_end) == (MONDAY, MONDAY)
    ann, bob = (message_from_bytes(item.content, policy=policy.default) for item in taken(desk))
    assert (ann["To"], bob["To"]) == ("ann@example.org", "bob@example.org")
    assert ann["Message-ID"] != bob["Message-ID"]
    assert ann["Subject"] == "Pumps: 2 exceptions, 5 new lines · 10 Feb 2025"


def test_after_a_sleep_one_digest_covers_what_was_missed(desk):
    desk.stores.schedules.add(MORNING)
    list(desk.due.queue())
    desk.moment.now = woken = MONDAY + timedelta(days=2, hours=3)
    (run,) = desk.due.queue()
    assert run.due == MONDAY + timedelta(days=2)
    assert (MONDAY, woken) in desk.press.asked
    assert list(desk.due.queue()) == []
    desk.moment.now = MONDAY + timedelta(days=3)
    list(desk.due.queue())
    assert (woken, desk.moment.now) in desk.press.asked


def test_two_processes_queue_it_once(desk):
    desk.stores.schedules.add(MORNING)
    press = desk.press
    other = DueDigests(desk.workspace, DigestPress(press, later, lambda _: LINKS, lambda *_: b""), ANN, clock=lambda: desk.moment.now)

    queued = []

    class MeanwhilePress(Press):
        def __call__(self, access, watchlist, *, start, end):
            queued.extend(other.queue())
            return super().__call__(access, watchlist, start=start, end=end)

    slow = DueDigests(desk.workspace, DigestPress(MeanwhilePress(), later, lambda _: LINKS, lambda *_: b""), ANN, clock=lambda: MONDAY)
    assert list(slow.queue()) == []
    assert len(queued) == 1
    assert len(waiting(desk)) == 2


def test_what_came_late_goes_out_as_an_addendum_before_the_next(desk):
    desk.stores.schedules.add(replace(MORNING, recipients=("ann@example.org",)))
    list(desk.due.queue())
    desk.press.late = (line(40, "Quillmere Pumps named a new treasurer.", at=MONDAY - timedelta(minutes=1)),)
    desk.moment.now = MONDAY + timedelta(days=1)
    list(desk.due.queue())
    first, addendum, second = taken(desk)
    assert (first.digest, addendum.digest, second.digest) == (f"d-{MONDAY.isoformat()}", "late", f"d-{desk.moment.now.isoformat()}")
    message = message_from_bytes(addendum.content, policy=policy.default)
    assert message["Subject"] == "Pumps (addendum): 1 exception · 10 Feb 2025"
    assert "named a new treasurer" in message.get_body(("plain",)).get_content()
    assert "lowered its 2025" not in message.get_body(("plain",)).get_content()
    desk.moment.now += timedelta(days=1)
    list(desk.due.queue())
    assert len(taken(desk)) == 1


def test_the_next_mail_tells_of_one_that_may_not_have_arrived(desk):
    desk.stores.schedules.add(MORNING)
    list(desk.due.queue())
    for item in taken(desk):
        state = OutgoingState.UNSURE if item.target.startswith("ann") else OutgoingState.SENT
        desk.stores.outbox.settle(item.id, "t", Settled(state, desk.moment.now))
    told = []
    for _ in range(2):
        desk.moment.now += timedelta(days=1)
        list(desk.due.queue())
        for item in taken(desk):
            plain = message_from_bytes(item.content, policy=policy.default).get_body(("plain",)).get_content()
            told.append((item.target, "may not have reached you" in " ".join(plain.split())))
    assert told == [("ann@example.org", True), ("bob@example.org", False), ("ann@example.org", False), ("bob@example.org", False)]


def test_a_file_is_dropped_under_a_name_of_its_own(desk):
    desk.stores.schedules.add(replace(MORNING, recipients=(), folder="/drop", format=FileFormat.JSON, watchlist="Pumps / «Foods» & co."))
    list(desk.due.queue())
    (item,) = taken(desk)
    assert (item.channel, item.target, item.content) == (Channel.FILE, "/drop", f"json d-{MONDAY.isoformat()}".encode())
    assert item.name == f"pumps-foods-co-2025-02-10-0730-{item.id[:8]}.json"


@pytest.mark.parametrize("watchlist", ["", "..", "../../etc/passwd", "a/b", "\0", "." * 300, "é" * 300])
def test_a_files_name_never_leaves_its_folder(watchlist):
    name = file_name(replace(sample_digest(), watchlist=watchlist), "0123456789", FileFormat.HTML)
    assert "/" not in name
    assert "\0" not in name
    assert not name.startswith(".")
    assert len(name.encode()) < 200


def test_a_digest_that_cannot_be_made_stays_due_and_says_why(desk):
    desk.stores.schedules.add(MORNING)
    desk.stores.schedules.add(replace(MORNING, watchlist="Foods"))
    desk.press.error = NotFoundError("no watchlist Pumps", "make it")
    runs = list(desk.due.queue())
    assert [str(run.error) for run in runs] == ["no watchlist Pumps; make it"] * 2
    assert waiting(desk) == []
    desk.press.error = None
    desk.moment.now += timedelta(hours=1)
    assert [run.queued for run in desk.due.queue()] == [2, 2]


def test_mail_that_is_not_set_up_keeps_a_digest_due(desk):
    desk.stores.schedules.add(MORNING)
    desk.workspace.settings = Settings()
    (run,) = desk.due.queue()
    assert "no mail server is set; set DESK_SMTP_HOST" in str(run.error)
    assert desk.due.due() != []


def test_a_digest_that_is_asked_for_goes_out_beside_the_one_that_is_due(desk):
    kept = desk.stores.schedules.add(MORNING)
    desk.moment.now = MONDAY - timedelta(minutes=20)
    assert desk.due.queue_now(kept).queued == 2
    assert desk.stores.schedules.all(ANN) == [kept]
    desk.moment.now = MONDAY
    assert [run.queued for run in desk.due.queue()] == [2]
    assert len(waiting(desk)) == 4


def test_the_next_moment_is_the_first_of_all_schedules(desk):
    assert desk.due.next_due() is None
    desk.stores.schedules.add(MORNING)
    desk.stores.schedules.add(replace(MORNING, at=time(7, 0), zone="Europe/Berlin"))
    assert desk.due.next_due() == datetime(2025, 2, 11, 6, 0, tzinfo=UTC)


def test_what_goes_out_has_its_summary_and_an_addendum_none(desk):
    said = DigestSummary((DigestSentence("Guidance was lowered.", ("line-1",)),), "test-model")
    summed = []

    def sum_up(digest):
        summed.append(digest.end)
        return replace(digest, summary=said)

    press = DigestPress(desk.press, later, lambda _: LINKS, lambda digest, *_: digest.id.encode(), sum_up)
    due = DueDigests(desk.workspace, press, ANN, clock=lambda: desk.moment.now)
    desk.stores.schedules.add(MORNING)
    assert [run.queued for run in due.queue()] == [2]
    message = message_from_bytes(taken(desk)[0].content, policy=policy.default)
    assert "Guidance was lowered. [1]" in message.get_body(("plain",)).get_content()
    desk.press.late = (line(9, "A late line."),)
    desk.moment.now = MONDAY + timedelta(days=1)
    assert [run.queued for run in due.queue()] == [4]
    assert summed == [MONDAY, MONDAY + timedelta(days=1)]


def test_what_goes_out_says_what_it_cites_an_addendum_too(desk):
    desk.stores.schedules.add(replace(MORNING, recipients=("ann@example.org",)))
    list(desk.due.queue())
    desk.press.late = (line(41, "Quillmere Pumps named a new auditor.", at=MONDAY - timedelta(minutes=1)),)
    desk.moment.now += timedelta(days=1)
    list(desk.due.queue())
    found = {one.digest: one.documents for one in desk.stores.outbox.find(ANN, [OutgoingState.WAITING])}
    assert found["late"] == tuple(sorted({one.document_id for one in desk.press.late[0].citations}))
    assert set(found["late"]) < set(found[f"d-{desk.moment.now.isoformat()}"])
    assert len(found) == 3
