"""What a user does that is kept at once: corrections, names, labels, questions, feedback, watchlists, schedules, grants, holds, remarks.

The acts come in one order, told apart by their number, so that each can be looked for: how often it is kept, how often it is recorded.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

from ingest.progress import Silence
from ingest.readers import file_readers
from ingest.upkeep import Upkeep
from ingest.worker import IngestWorker
from research.evaluation.cases import FeedbackKind, feedback_event, read_cases
from research.nouns.access import Access
from research.nouns.answers import Verdict
from research.nouns.conversations import FRESH
from research.nouns.corrections import Corrected
from research.nouns.drafts import AcceptedSentence
from research.nouns.purging import Chosen
from research.nouns.queries import DocumentFilter
from research.nouns.sending import FileFormat
from research.nouns.watchlists import WatchedCompany
from research.purging.choosing import Choice
from research.rights.service import Leave
from tests.research.purging.planted import opened
from ui.cli.ingest import ingest_paths
from ui.out.scheduling import Plan, Scheduling

ANN = Access("ann")
WHY = "for the record"
ROUNDS = 2
TEXTS = {
    "pumps.txt": "Quillmere Pumps sold twenty pumps in 2024.\n",
    "soup.txt": "Tarrowby Foods sold soup in 2024.\n",
    "glass.txt": "Osgrove Glass sold panes in 2024.\n",
}


@dataclass(frozen=True)
class Kind:
    """A kind of act: how it is done for a number, how often that is kept, the action and the words by which the trail has it, and
    whether the catalog keeps it, not the ledger."""

    action: str
    do: Callable[[object, int], object]
    kept: Callable[[object, int], int]
    words: Callable[[int], str]
    in_catalog: bool = False


def make(home):
    """Make a workspace with the documents that are acted on."""
    folder = home.parent / "files"
    folder.mkdir(parents=True)
    for name, text in TEXTS.items():
        (folder / name).write_text(text)
    with opened(home) as workspace:
        workspace.watchlists.add(ANN, "Scheduled", [WatchedCompany("Quillmere Pumps")])
        report = ingest_paths(workspace, [folder])
        assert not report.failed, report.failed


def act_on(home, telling, first=0):
    """Do the acts from a number on, in a process of its own; tell of each number once it is done."""
    with opened(Path(home)) as workspace:
        for number in range(first, ROUNDS * len(KINDS)):
            kind_of(number).do(workspace, number)
            telling.send(number)


def kind_of(number):
    return KINDS[number % len(KINDS)]


def counted(workspace, number):
    """Return how often an act of a number is kept, and how often the trail has it."""
    kind = kind_of(number)
    return kind.kept(workspace, number), len(events(workspace, kind.action, kind.words(number)))


def finish(workspace):
    """Work through what waits in the queue, as the next ingest does, and return what the workspace holds of the acts."""
    IngestWorker(workspace, file_readers(), Silence()).run(workspace.jobs.enqueue([]))
    held = {name: counted(workspace, number) for number, name in enumerate(_names())}
    held["documents"] = [(one.name, one.title, one.label, one.fiscal_year) for one in documents(workspace)]
    held["waiting"] = workspace.jobs.waiting()
    return held


def documents(workspace):
    return workspace.documents.find(Access("any", None), DocumentFilter())


def document(workspace, number):
    found = documents(workspace)
    return found[number % len(found)]


def events(workspace, action, words):
    """Return the rows of the trail of an action that say the words."""
    with workspace.trail.whole() as (_, rows):
        return [row for row in rows if row.action == action and words in f"{row.subject} {row.details}"]


def _names():
    return [f"{number} {kind_of(number).action}" for number in range(ROUNDS * len(KINDS))]


def _correct(workspace, number):
    Upkeep(workspace).correct(ANN, document(workspace, number).id, "title", f"Title {number:03}", reason=f"reason {number:03}")


def _corrections(workspace, number, field, value):
    made = [one for each in documents(workspace) for one in workspace.corrections.of(ANN, Corrected.METADATA, each.source_key)]
    return sum(one.field == field and one.value == value for one in made)


def _relabel(workspace, number):
    Upkeep(workspace).relabel(ANN, document(workspace, number).id, f"desk:d{number:03}", reason=f"reason {number:03}")


def _ask(workspace, number):
    workspace.converse(f"What did Quillmere Pumps sell in week {number:03}?", ANN, FRESH)


def _kept_answers(workspace, number):
    with workspace._ledger.ledger._database.read() as connection:  # no store lists answers: nobody but this asks
        return connection.execute("SELECT count(*) FROM answers WHERE question LIKE ?", (f"%week {number:03}%",)).fetchone()[0]


def _say_wrong(workspace, number):
    kept = workspace.converse(f"What did Osgrove Glass sell in month {number:03}?", ANN, FRESH)
    event = feedback_event(kept, FeedbackKind.BAD, user=ANN.user, at=datetime.now(UTC), right=f"panes {number:03}")
    workspace.ledger.record(event)


def _cases(workspace, number):
    return sum(one.right == f"panes {number:03}" for one in read_cases(workspace.ledger.events(ANN, action="feedback", limit=1000)))


def _watch(workspace, number):
    workspace.watchlists.add(ANN, f"List {number:03}", [WatchedCompany("Quillmere Pumps")])


def _schedule(workspace, number):
    plan = Plan("Scheduled", time(7, number), folder=workspace.settings.home.parent / "files", format=FileFormat.HTML)
    Scheduling(workspace, ANN).add(plan)


KINDS = (
    Kind("correct", _correct, lambda w, n: _corrections(w, n, "title", f"Title {n:03}"), lambda n: f"reason {n:03}", in_catalog=True),
    Kind("add name", lambda w, n: Upkeep(w).add_name(ANN, f"Name {n:03}", "Quillmere Pumps"),
         lambda w, n: int(f"Name {n:03}" in w.names.all()), lambda n: f"Name {n:03}", in_catalog=True),
    Kind("ask", _ask, _kept_answers, lambda n: f"week {n:03}"),
    Kind("feedback", _say_wrong, _cases, lambda n: f"month {n:03}"),
    Kind("set watchlist", _watch, lambda w, n: sum(one.name == f"List {n:03}" for one in w.watchlists.all(ANN)), lambda n: f"List {n:03}"),
    Kind("add schedule", _schedule, lambda w, n: sum(one.at == time(7, n) for one in w.schedules.all(ANN)), lambda n: f"07:{n:02}"),
    Kind("grant", lambda w, n: w.rights.grant(ANN, f"user{n:03}", "deal:x", Leave("joan", WHY)),
         lambda w, n: len(w.rights.grants(ANN, user=f"user{n:03}")), lambda n: f"user{n:03}"),
    Kind("restrict", lambda w, n: w.rights.restrict(ANN, f"Company {n:03}", reason=WHY),
         lambda w, n: sum(one.company == f"Company {n:03}" for one in w.rights.restricted(ANN)), lambda n: f"Company {n:03}"),
    Kind("hold", lambda w, n: w.legal_holds.add(ANN, Choice(Chosen.COMPANY, f"Held {n:03}"), reason=WHY),
         lambda w, n: sum(one.shown == f"Held {n:03}" for one in w.legal_holds.standing(ANN)), lambda n: f"Held {n:03}"),
    Kind("accept sentence",
         lambda w, n: w.accepted.accept(ANN, AcceptedSentence(f"{n:064}", Verdict.MISMATCH, WHY, datetime.now(UTC))),
         lambda w, n: len(w.accepted.find(ANN, [f"{n:064}"])), lambda n: f"{n:064}"),
    Kind("correct", _relabel, lambda w, n: _corrections(w, n, "label", f"desk:d{n:03}"), lambda n: f"reason {n:03}", in_catalog=True),
)  # fmt: skip
