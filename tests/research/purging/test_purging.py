"""What was purged is nowhere; what was made from it says "withdrawn"; a hold refuses; what was cut goes on."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from research.audit.acts import Act
from research.audit.proving import prove
from research.errors import CouldNotAskError, HeldError, NotFoundError, UsageError
from research.nouns.access import Access
from research.nouns.audit import AuditFilter
from research.nouns.purging import WITHDRAWN, Chosen, PurgedDocument, PurgeOrder
from research.nouns.queries import DocumentFilter
from research.purging.choosing import Choice
from research.purging.traces import Traces
from research.purging.withdrawing import Withdrawing
from tests.bench.canaries import hits
from tests.research.purging.planted import ANN, CANARIES, PLANTED, QUESTION, derive, opened, plant
from ui.cli.ingest import ingest_paths, readmit

LIGHT = ("note", "html", "feed")


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


def purge_all(workspace, names):
    for name in names:
        workspace.purger.purge(ANN, workspace.purger.plan(ANN, Choice(Chosen.DOCUMENT, name)), reason="asked for")


def whole_trail(workspace):
    with workspace.trail.whole() as (end, rows):
        return prove(rows, end)


def places(tmp_path):
    return {name.split("/")[0] for name, _, _ in hits(tmp_path / "home", CANARIES)}


def test_no_byte_is_left_in_any_file_and_the_trail_is_whole(home, tmp_path):
    with opened(home) as workspace:
        names = plant(workspace, tmp_path / "files", LIGHT)
        assert len(names) == len(LIGHT)
        derive(workspace)
    assert places(tmp_path) >= {"catalog.db", "ledger.db", "originals", "indexes", "summaries", "catalog.db.schema0003"}
    assert hits(tmp_path / "cache", CANARIES)
    with opened(home) as workspace:
        purge_all(workspace, names)
        assert whole_trail(workspace).fault == ""
        assert [one.name for one in workspace.documents.find(ANN, DocumentFilter(any_state=True))] == ["kept"]
        assert hits(home, CANARIES) == []
    assert hits(home, CANARIES) == hits(tmp_path / "cache", CANARIES) == []
    with opened(home) as workspace:
        assert workspace.search("freight", ANN).retrieval.results[0].document == "kept"


def test_what_was_made_of_it_says_withdrawn_and_keeps_its_hashes(home, tmp_path):
    with opened(home) as workspace:
        names = plant(workspace, tmp_path / "files", ("note",))
        derive(workspace)
        answer_id = dict(workspace.ledger.events(ANN, action="feedback")[0].details)["answer"]
        signed = workspace.drafts.versions(ANN, "d1")[-1]
        report = workspace.purger.purge(ANN, workspace.purger.plan(ANN, Choice(Chosen.DOCUMENT, names[0])), reason="asked for")
        made = report.withdrawn
        assert (made.draft_versions, made.digests, made.messages, made.remarks) == (2, 1, 1, 2)
        kept = workspace.reopen(answer_id, ANN)
        assert (kept.answer.question, kept.answer.text, kept.answer.citations) == (QUESTION, WITHDRAWN, ())
        with pytest.raises(NotFoundError):
            workspace.reopen(answer_id, Access("bob"))
        for version in (1, 2):
            draft = workspace.drafts.get(ANN, "d1", version)
            told = [[claim.text for claim in section.claims] for section in draft.sections]
            assert told == [[WITHDRAWN, "We like the shares.", WITHDRAWN], ["Nothing of it."]]
            assert (draft.sources, draft.conflicts[0].text) == ((), WITHDRAWN)
        again = workspace.drafts.versions(ANN, "d1")[-1]
        assert (again.sha256, again.sign_offs[0].sha256, again.sign_offs[0].comment) == (signed.sha256, signed.sha256, WITHDRAWN)
        assert workspace.schedules.last_sent(ANN, 1).sections[0].lines[0].text == WITHDRAWN
        sent = workspace.outbox.find(ANN)[0]
        assert (sent.state.value, "purged" in sent.error) == ("failed", True)
        assert "figures" not in dict(workspace.ledger.events(ANN, action="feedback")[0].details)
        details = dict(workspace.ledger.events(ANN, action="withdraw text")[0].details)
        assert details["versions"] == "d1:1,d1:2"


def test_a_hold_refuses_and_says_why_who_and_since_when(home, tmp_path):
    with opened(home) as workspace:
        plant(workspace, tmp_path / "files", ("note",))
        holds = workspace.legal_holds
        hold = holds.add(ANN, Choice(Chosen.LABEL, "public"), reason="matter 17")
        with pytest.raises(HeldError, match=rf"hold 1 on label public, by analyst since {hold.held_at:%Y-%m-%d %H:%M} UTC: matter 17"):
            workspace.purger.plan(ANN, Choice(Chosen.DOCUMENT, "planted-note"))
        holds.lift(ANN, hold.number, reason="settled")
        with pytest.raises(NotFoundError):
            holds.lift(ANN, hold.number, reason="again")
        for choice in (Choice(Chosen.DOCUMENT, "planted-note"), Choice(Chosen.SOURCE, str(tmp_path / "files" / "planted-note.md"))):
            held = holds.add(ANN, choice, reason="matter 18")
            with pytest.raises(HeldError):
                workspace.purger.plan(ANN, Choice(Chosen.LABEL, "public"))
            holds.lift(ANN, held.number, reason="settled")
        assert workspace.purger.plan(ANN, Choice(Chosen.DOCUMENT, "planted-note")).documents
        assert [one.action for one in workspace.ledger.events(ANN)[:2]] == ["lift hold", "hold"]


def test_it_does_not_come_back_by_itself_and_does_when_that_is_asked_for(home, tmp_path):
    files = tmp_path / "files"
    with opened(home) as workspace:
        plant(workspace, files, ("note", "feed"))
        for name in [one.name for one in workspace.documents.find(ANN, DocumentFilter()) if one.name != "kept"]:
            purge_all(workspace, [name])
        assert [one.name for one in files.iterdir() if workspace.jobs.latest([str(one)])] == ["kept.md"]
        again = ingest_paths(workspace, [files])
        assert [one.reason for one in again.skipped] == [again.skipped[0].reason]
        assert "it was purged on" in again.skipped[0].reason
        assert (again.added, again.failed, hits(home, CANARIES)) == ((), (), [])
        # The feed says something else under the same key now: that comes in again too.
        feed = next(files.glob("planted-feed*"))
        feed.write_text(feed.read_text().replace("38.25%", "40%"))
        readmit(workspace, [feed])
        assert not ingest_paths(workspace, [feed]).skipped
        readmit(workspace, [files / "planted-note.md"])
        back = ingest_paths(workspace, [files / "planted-note.md"])
        assert [one.document.name for one in back.added] == ["planted-note"]
        assert workspace.ledger.events(ANN, action="readmit")


def test_copies_under_another_source_stay_and_are_named(home, tmp_path):
    with opened(home) as workspace:
        plant(workspace, tmp_path / "files", ("note",))
        document = workspace.documents.find(ANN, DocumentFilter(names=("planted-note",)))[0]
        whole = workspace.documents.get(ANN, document.id)
        copy = replace(whole, id="f" * 64, name="copy", source_key="/elsewhere/copy.md")
        workspace.documents.add(copy, [], [])
        plan = workspace.purger.plan(ANN, Choice(Chosen.DOCUMENT, "planted-note"))
        assert [one.name for one in plan.copies] == ["copy"]
        workspace.purger.purge(ANN, plan, reason="asked for")
        assert workspace.documents.original(ANN, copy.id) == (tmp_path / "files" / "planted-note.md").read_bytes()


def test_a_purge_that_was_cut_is_invisible_at_once_and_goes_on_when_the_workspace_is_opened(home, tmp_path):
    with opened(home) as workspace:
        names = plant(workspace, tmp_path / "files", ("note",))
        derive(workspace)
        # What is next cannot be done: a folder stands in the place of a file that is to be deleted.
        (home / "ledger.db.schema0001").mkdir()
        report = workspace.purger.purge(ANN, workspace.purger.plan(ANN, Choice(Chosen.DOCUMENT, names[0])), reason="asked for")
        assert "ledger.db.schema0001" in report.problem
        assert workspace.documents.find(ANN, DocumentFilter(names=tuple(names), any_state=True)) == []
        assert "ledger.db-wal" in places(tmp_path)
    (home / "ledger.db.schema0001").rmdir()
    with opened(home) as workspace:
        assert hits(home, CANARIES) == []
        assert [one.action for one in workspace.ledger.events(ANN)[:2]] == ["purge done", "withdraw text"]
    with opened(home) as workspace:
        assert workspace.purger.finish() == []


def test_a_choice_is_one_thing_that_is_there(home, tmp_path):
    with pytest.raises(UsageError):
        Choice.of("a", None, "b", None)
    with pytest.raises(UsageError):
        Choice.of(None, None, None, None)
    with opened(home) as workspace:
        plant(workspace, tmp_path / "files", ("note",))
        with pytest.raises(NotFoundError):
            workspace.purger.plan(ANN, Choice(Chosen.COMPANY, "Nobody"))
        with pytest.raises(UsageError):
            workspace.purger.purge(ANN, workspace.purger.plan(ANN, Choice(Chosen.DOCUMENT, "kept")), reason=" ")
        rows = workspace.trail.newest(AuditFilter(), limit=100)
        assert not [row for row in rows if PLANTED[0][:30] in row.details]


class CutAtDrafts(Withdrawing):
    """Is killed when it comes to drafts: answers have lost their text by then."""

    def draft(self, draft):
        raise KeyboardInterrupt


def test_answers_that_lost_their_text_leave_no_word_of_it_when_it_is_cut_there_and_are_counted(home, tmp_path):
    with opened(home) as workspace:
        names = plant(workspace, tmp_path / "files", ("note",))
        document = derive(workspace)[0]
        purged = PurgedDocument(document.id, document.name, document.source_key, document.content_hash, document.known_at)
        order = PurgeOrder("p1", ANN.user, datetime.now(UTC), "asked for", (purged,))
        event = workspace.acts.event(ANN, Act("withdraw text", order.id))
        derived, traces = workspace._ledger.derived, Traces.of([workspace.documents.get(ANN, document.id).text])
        with pytest.raises(KeyboardInterrupt):
            derived.withdraw(order, CutAtDrafts(order, traces), event)
        assert "figures" not in dict(workspace.ledger.events(ANN, action="feedback")[0].details)
        answers = derived.withdrawn(event).answers
        assert (answers > 0, derived.withdrawn(event).draft_versions) == (True, 0)
        report = derived.withdraw(order, Withdrawing(order, traces), event)
        assert (report.answers, report.draft_versions, report.digests) == (answers, 2, 1)
        assert derived.withdraw(order, Withdrawing(order, traces), event) == report
        assert names == [document.name]


def test_what_is_done_is_recorded_once_with_what_all_runs_did(home, tmp_path):
    with opened(home) as workspace:
        names = plant(workspace, tmp_path / "files", ("note",))
        derive(workspace)
        purger = workspace.purger
        # The answers lose their text and files go; the free space of the ledger cannot be given back yet.
        held = workspace._ledger.derived
        cut = replace(purger._stores, derived=NoRoom(held))
        purger._stores, whole = cut, purger._stores
        report = purger.purge(ANN, purger.plan(ANN, Choice(Chosen.DOCUMENT, names[0])), reason="asked for")
        assert "no room" in report.problem
        purger._stores = whole
        (again,) = purger.finish()
        assert (again.problem, again.files, again.withdrawn.draft_versions) == ("", report.files, 2)
        assert again.files["originals"] == 1
        done = dict(workspace.ledger.events(ANN, action="purge done")[0].details)
        assert (done["deleted originals"], done["draft_versions"], int(done["answers"])) == ("1", "2", again.withdrawn.answers)
        purger._record_done(again.order, again.withdrawn)
        assert len(workspace.ledger.events(ANN, action="purge done")) == 1


class NoRoom:
    """Withdraws, and has no room to write its file anew."""

    def __init__(self, derived):
        self._derived = derived

    def __getattr__(self, name):
        return getattr(self._derived, name)

    def compact(self):
        raise CouldNotAskError("no room")


def test_a_source_that_is_let_in_again_may_say_something_else_and_its_old_bytes_stay_out(home):
    with opened(home) as workspace:
        purges, documents = workspace._catalog.purges, workspace.documents
        now = datetime.now(UTC)
        key = "/files/feed.xml#entry"
        gone = tuple(PurgedDocument(f"id{n}", "entry", key, f"{n}" * 64, now) for n in (1, 2))
        purges.begin(PurgeOrder("p1", "ann", now, "asked for", gone), b"", first=lambda: None)
        assert set(documents.purged([key], ["1" * 64, "2" * 64])) == {key, "1" * 64, "2" * 64}
        assert purges.readmit(["3" * 64], []) == 0
        assert purges.readmit(["2" * 64], []) == 2
        assert set(documents.purged([key], ["1" * 64, "2" * 64])) == {"1" * 64}
        purges.begin(PurgeOrder("p2", "ann", now, "asked for", gone[1:]), b"", first=lambda: None)
        assert purges.readmit(["3" * 64], [key]) == 1
        assert set(documents.purged([key], ["1" * 64, "2" * 64])) == {"1" * 64, "2" * 64}
