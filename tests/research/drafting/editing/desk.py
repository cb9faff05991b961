"""A draft of three sections over a library in memory, and an editor for it whose clock moves on by a second at each look."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from research.audit.accepting import RecordedAccepted
from research.audit.acts import Acts
from research.directory import CompanyDirectory
from research.drafting.checking.checker import CheckedAgainst, DraftChecker
from research.drafting.editing.editor import DraftEditor, Editing
from research.drafting.writing.desk import DraftDesk
from research.drafting.writing.passages import Finding
from research.drafting.writing.writer import DraftWriter, Library
from research.news.stories import StoryReader
from research.nouns.access import Access
from research.nouns.answers import Citation, Claim, Verdict
from research.nouns.drafts import (
    CitedSource,
    Draft,
    DraftElement,
    DraftState,
    MissingBlock,
    ParagraphBlock,
    ParagraphStyle,
    Section,
    TableBlock,
    Voice,
)
from research.verification.citing import EvidenceReader
from tests.contracts.samples import make_chunks, make_document
from tests.fakes.ledger import fake_ledger
from tests.fakes.stores import fake_catalog

ANN = Access("ann")
START = datetime(2025, 3, 1, 9, 0, tzinfo=UTC)
OPEN = make_document("alpha")
SECRET = make_document("secret", label="secret", company="Beta Corp")
SHOWN = Citation("1", OPEN.id, OPEN.name, 3, 17, 40, OPEN.text[17:40])
HIDDEN = Citation("2", SECRET.id, SECRET.name, 3, 17, 40, SECRET.text[17:40])


def make_draft():
    """Return a draft that was never saved: one section of words, one with a table, one to be written."""
    words = ParagraphBlock((Claim("Revenues were $1,577 million.", (SHOWN,), verdict=Verdict.SUPPORTED), Claim("They rose.")))
    quoted = ParagraphBlock((Claim("A secret figure of 12.", (HIDDEN,), verdict=Verdict.SUPPORTED),), ParagraphStyle.BULLET)
    view = ParagraphBlock((Claim("We like the shares."),), voice=Voice.OPINION)
    table = TableBlock("Income", ("", "FY2023"), ((Claim("Revenues"), Claim("1,577", (SHOWN,))),), (SHOWN,))
    sections = (
        Section("Results", (words, quoted, view)),
        Section("Figures", (table, ParagraphBlock((Claim("As filed."),), ParagraphStyle.NOTE))),
        Section("Case", (MissingBlock("To be written: the case"),)),
    )
    return Draft(
        id="d1",
        title="Alpha",
        company="Alpha Corp",
        template="tear-sheet",
        state=DraftState.DRAFT,
        version=0,
        sections=sections,
        saved_at=START,
        sources=(CitedSource(SHOWN, "Alpha 10-K"), CitedSource(HIDDEN, "Secret memo")),
        elements=(DraftElement("rating", ""), DraftElement("sources", "2 places")),
        open_items=("rating", "Case: To be written: the case"),
    )


class Desk:
    """Stores in memory with the draft in them, and its editor."""

    def __init__(self, ledger=None, draft=None, *, is_new=True):
        self.catalog = fake_catalog()
        for document in (OPEN, SECRET):
            self.catalog.documents.add(document, make_chunks(document), [])
        self.ledger = ledger or fake_ledger()
        ticks = count(1)
        documents, facts = self.catalog.documents, self.catalog.facts
        directory = CompanyDirectory(documents, self.catalog.names)
        evidence = EvidenceReader(documents, facts, directory)
        acts = Acts(self.ledger.ledger, documents)
        against = CheckedAgainst(documents, facts, directory, evidence, lambda *_: (), self.ledger.accepted)
        library = Library(
            documents, facts, evidence, StoryReader(self.catalog.news, self.catalog.stories), lambda _: Finding(lambda *_: ())
        )
        self.editor = DraftEditor(
            Editing(
                drafts=self.ledger.drafts,
                documents=documents,
                evidence=evidence,
                checker=DraftChecker(against),
                desk=DraftDesk(DraftWriter(library), self.ledger.drafts, acts, folder=Path("nowhere")),
                directory=directory,
                accepted=RecordedAccepted(self.ledger.accepted, acts),
                acts=acts,
                now=lambda: START + timedelta(seconds=next(ticks)),
            )
        )
        if is_new:
            self.ledger.drafts.save(ANN, draft or make_draft(), expected=0)

    def open(self, access=ANN, version=None, tab=""):
        """Return the draft as opened."""
        return self.editor.open("d1", access, version, tab=tab)

    def section(self, heading, access=ANN):
        """Return a section of the newest version."""
        return next(one for one in self.open(access, tab="look").draft.sections if one.heading == heading)

    def text(self, heading, access=ANN):
        """Return what the writer edits of a section."""
        return self.editor.text_of(self.section(heading, access))

    def edit(self, heading, text, *, base, tab="a", access=ANN):
        """Save the text of a section."""
        section = next(one for one in self.ids if one[0] == heading)
        return self.editor.edit("d1", section[1], text, access, base=base, tab=tab)

    @property
    def ids(self):
        """Return the headings of the first version with their ids."""
        return [(one.heading, one.id) for one in self.editor.open("d1", ANN, 1, tab="look").draft.sections]

    def events(self):
        """Return what the audit trail says of drafts, oldest first."""
        return [one for one in reversed(self.ledger.ledger.events(ANN)) if one.action.startswith("draft")]


def labelled(*labels):
    """Return a reader who may see these labels."""
    return replace(ANN, labels=frozenset(labels))
