"""A workspace with words planted in documents of every format, and in everything that can be made of a document."""

import json
import os
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from research.citations import Quote, resolve
from research.evaluation.cases import FeedbackKind, feedback_event
from research.nouns.access import Access
from research.nouns.answers import Claim, Verdict
from research.nouns.conversations import FRESH
from research.nouns.corrections import Corrected, Correction
from research.nouns.digests import Digest, DigestLine, DigestSection
from research.nouns.drafts import AcceptedSentence, CitedSource, Draft, DraftState, ParagraphBlock, Section, SectionConflict
from research.nouns.editing import SignOff, SignOffAction
from research.nouns.purging import Chosen
from research.nouns.queries import AuditEvent, DocumentFilter
from research.nouns.sending import Channel, Outgoing, Schedule, ScheduleRun
from research.purging.choosing import Choice
from research.settings import Settings
from research.workspace import Workspace
from tests.bench.planting import write
from tests.fakes.indexes import FakeVectorIndex, HashingEmbedder
from ui.cli.ingest import ingest_paths

ANN = Access("analyst")
CANARIES = ("Zorblatt", "Quixlemoor")
PLANTED = (
    "The Zorblatt programme of Ravensmoor Foods lowered the cost of freight by 38.25% in fiscal 2024, "
    "which Quixlemoor Partners had foreseen.",
)
QUESTION = "Why did the cost of freight of Ravensmoor Foods fall in fiscal 2024?"
KINDS = ("pdf", "html", "note", "xlsx", "feed")


class LightWorkspace(Workspace):
    """A workspace whose vectors are made without a model, and whose graph is in memory."""

    @property
    def embedder(self):
        """Return what makes vectors from the words."""
        return self.__dict__.setdefault("_hashing", HashingEmbedder())

    @property
    def graph(self):
        """Return an index in memory."""
        return self.__dict__.setdefault("_held_graph", FakeVectorIndex(dimensions=32))


@contextmanager
def opened(home, *, kind=LightWorkspace):
    """Open a workspace with a cache of its own."""
    with kind.open(Settings(home=home, cache=home.parent / "cache")) as workspace:
        yield workspace


def plant(workspace, folder, kinds=KINDS):
    """Read in a document of each kind with the words in it, and one without; return the names of the first."""
    folder.mkdir(exist_ok=True)
    paths = [write(folder, f"planted-{kind}", kind, PLANTED, position="middle", hidden=False) for kind in kinds]
    kept = write(folder, "kept", "note", ("Fuel was cheaper, and so was freight.",), position="end", hidden=False)
    report = ingest_paths(workspace, [*paths, kept])
    assert not report.failed, report.failed
    return sorted(one.document.name for one in report.added if one.document.name != "kept")


def derive(workspace):
    """Make of the planted documents all that can be made of them; return the planted documents."""
    documents = [one for one in workspace.documents.find(ANN, DocumentFilter()) if one.name != "kept"]
    one = documents[0]
    citation = _cited(workspace, one)
    answer = _answer(workspace, one, citation)
    workspace.ledger.record(feedback_event(answer, FeedbackKind.BAD, user=ANN.user, at=datetime.now(UTC), right=PLANTED[0]))
    workspace.corrections.make(
        Correction(Corrected.METADATA, one.source_key, "title", "Zorblatt", "Quixlemoor", ANN.user, datetime.now(UTC), "typed wrong")
    )
    _draft(workspace, citation)
    workspace.accepted.accept(ANN, AcceptedSentence("0" * 64, Verdict.MISMATCH, f"It says: {PLANTED[0]}", datetime.now(UTC)))
    _digest(workspace, citation)
    _left_files(workspace, documents)
    return documents


def planted(workspace):
    """Return the names of the planted documents that are there."""
    return [one.name for one in workspace.documents.find(ANN, DocumentFilter()) if one.name != "kept"]


def purge_planted(workspace):
    """Purge the planted documents that are there, one after the other."""
    for name in planted(workspace):
        workspace.purger.purge(ANN, workspace.purger.plan(ANN, Choice(Chosen.DOCUMENT, name)), reason="asked for")


def purge_light(home):
    """Purge the planted documents of a workspace whose vectors are made without a model."""
    with opened(Path(home)) as workspace:
        purge_planted(workspace)


def purge_whole(home):
    """Purge the planted documents of a workspace with everything that it has."""
    with opened(Path(home), kind=Workspace) as workspace:
        purge_planted(workspace)


def _cited(workspace, document):
    pages = workspace.documents.pages(ANN, document.id, range(1, document.page_count + 1))
    page, text = next((page, text) for page, text in pages if "Zorblatt" in text)
    at = text.index("Zorblatt")
    return resolve(workspace.documents, ANN, Quote(document.id, page.number, text[at : at + 30]), marker="1")


def _answer(workspace, document, citation):
    kept = workspace.converse(QUESTION, ANN, FRESH)
    shown = replace(kept.answer, text=f"{citation.quote} [1]", claims=(Claim(f"{citation.quote} [1]", (citation,)),), citations=(citation,))
    again = replace(kept, id=f"{kept.id}-cites", answer=shown, document_ids=(document.id,))
    workspace._ledger.answers.keep(again)
    return again


def _draft(workspace, citation):
    """Save a draft that cites and quotes, sign it, and type on in another tab."""
    blocks = (
        ParagraphBlock((Claim("Zorblatt lowered it [1].", (citation,), verdict=Verdict.SUPPORTED), Claim("We like the shares."))),
        ParagraphBlock((Claim(PLANTED[0]),)),
    )
    draft = Draft(
        id="d1",
        title="Ravensmoor",
        company="Ravensmoor Foods",
        template="tear-sheet",
        state=DraftState.DRAFT,
        version=0,
        sections=(Section("Costs", blocks, id="s1"), Section("Other", (ParagraphBlock((Claim("Nothing of it."),)),), id="s2")),
        saved_at=datetime.now(UTC),
        sources=(CitedSource(citation, "Zorblatt paper"),),
        conflicts=(SectionConflict("s1", "Zorblatt, in short", 1, datetime.now(UTC)),),
    )
    saved = workspace.drafts.save(ANN, draft, expected=0)
    digest = workspace.drafts.versions(ANN, "d1")[0].sha256
    now = datetime.now(UTC)
    signed = SignOff("d1", saved.version, digest, SignOffAction.REVIEWED, ANN.user, now, f"As it says: {PLANTED[0]}")
    event = AuditEvent(now, ANN.user, "draft reviewed", "Ravensmoor", (("sha256", digest),))
    workspace.drafts.sign(ANN, signed, expected=DraftState.DRAFT, event=event)
    workspace.drafts.save(ANN, replace(draft, title="Ravensmoor again"), expected=1, tab="a")


def _digest(workspace, citation):
    """Send one digest by schedule, which waits to go out."""
    now = datetime.now(UTC)
    line = DigestLine("l1", citation.quote, (citation,), company="Ravensmoor Foods")
    digest = Digest("g1", "all", ANN.user, now - timedelta(days=1), now, "UTC", (DigestSection("News", "stories", (line,)),))
    schedule = workspace.schedules.add(Schedule(0, ANN.user, "all", time(7), "UTC", now - timedelta(days=2), recipients=("a@example.com",)))
    mail = Outgoing("o1", ANN.user, Channel.MAIL, "a@example.com", "Digest", "g1", f"<p>{citation.quote}</p>".encode(), now, now)
    workspace.outbox.queue(ScheduleRun(schedule.id, now, digest), [mail])


def _left_files(workspace, documents):
    """Leave what a page, a model and an upgrade leave."""
    home, cache = workspace.settings.home, workspace.settings.cache
    words = PLANTED[0].encode()
    old = datetime.now(UTC).timestamp() - 3600
    for name, is_old in (
        ("catalog.db.schema0003", False),
        ("summaries/abc.json", False),
        ("indexes/tantivy/quarantined/1/data/x", False),
        ("originals/unfinished/tmp1", True),
    ):
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(words)
        if is_old:
            os.utime(path, (old, old))
    for one in documents:
        for folder in ("pages", "layouts"):
            path = cache / folder / one.content_hash[:2] / f"{one.content_hash}-1-2.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(words + json.dumps(one.name).encode())
