"""Writes a draft: what its template asks for is drawn from the library, its text filled, its places numbered, what is open listed."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from research.digests.sources import Stories
from research.directory import Company
from research.drafting.templates.body import Piece, PieceKind, evidence_of, pieces_of
from research.drafting.templates.reading import Template
from research.drafting.templates.sandbox import Placed, TemplateTextError, Value, fill
from research.drafting.writing.drawing import Drawer
from research.drafting.writing.elements import OWN
from research.drafting.writing.gatekeeper import Counts, Gatekeeper
from research.drafting.writing.held import EVERYTHING, Chosen, HeldCompany, HeldDocuments
from research.drafting.writing.numbering import numbered, sources_for
from research.drafting.writing.particulars import currency_of, ticker_of
from research.drafting.writing.passages import Finding
from research.drafting.writing.tables import sources_of
from research.drafting.writing.tidings import day_of
from research.errors import CannotReadError, NotFoundError
from research.nouns.access import Access
from research.nouns.answers import Claim
from research.nouns.documents import Document
from research.nouns.drafts import (
    Block,
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
from research.nouns.facts import Fact, fiscal_label
from research.nouns.queries import DocumentFilter, FactFilter
from research.protocols.documents import DocumentStore, FactStore
from research.verification.citing import EvidenceReader

_ID_DIGITS = 16
# So often may one piece of evidence be placed.
_MOST_PLACED = 4
_LOST = "Not shown: a sentence that its source does not carry"


@dataclass(frozen=True, slots=True)
class Library:
    """What drafts are written from."""

    documents: DocumentStore
    facts: FactStore
    evidence: EvidenceReader
    stories: Stories
    finding: Callable[[Access], Finding]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a draft is about: a company, those beside it, a topic; and the elements that were given for it."""

    company: Company
    peers: tuple[Company, ...] = ()
    topic: str = ""
    elements: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A draft as written, and what was held against its sources on the way.

    `footnotes` counts the places that it cites, `resolved` those whose words stand there; `missing` names what it lacks; `models` are
    those that put some of it in words.
    """

    draft: Draft
    counts: Counts
    footnotes: int
    resolved: int
    missing: tuple[str, ...]
    models: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WantedSection:
    """A section that is to be written anew: the how manieth of its heading (0-based), from which documents or pages first or not at all."""

    heading: str
    number: int = 0
    pinned: frozenset[tuple[str, int | None]] = frozenset()
    excluded: frozenset[tuple[str, int | None]] = frozenset()


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A section as written anew, what its footnotes cite, and what its author has still to write, as open items of a draft."""

    section: Section
    sources: tuple[CitedSource, ...]
    to_write: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What a draft is drawn from: the gate, the companies with their papers, and what draws."""

    gate: Gatekeeper
    companies: list[HeldCompany]
    drawer: Drawer

    def drawn(self, template: Template, name: str, subject: Subject) -> list[Block]:
        """Return what a piece of evidence of a template is drawn as."""
        elements = subject.elements or {}
        shown = {name: value for name, value in elements.items() if value or name in template.front.required}
        return self.drawer.blocks(template.front.evidence[name], self.companies, subject.topic, elements=shown)


class DraftWriter:
    """Writes drafts from a library, for one reader at a time: the same library, subject and instant give the same draft."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def write(self, template: Template, subject: Subject, access: Access, now: datetime, *, in_words: bool = True) -> Written:
        """Return the draft; raises NotFoundError for a company without papers, CannotReadError for a template that cannot be filled.

        With `in_words` of false no model is asked.
        """
        drawing = self._drawing(subject, access, in_words=in_words)
        gate, companies = drawing.gate, drawing.companies
        if not companies[0].papers:
            raise _no_paper(subject)
        elements = dict(subject.elements or {})
        drawn = {name: drawing.drawn(template, name, subject) for name in template.front.evidence}
        title, sections = _sections(template, _filled(template, companies, subject, elements, drawn=drawn, now=now), drawn)
        kept = numbered(_resolving(section, gate) for section in sections)
        draft = _draft(template, subject, title, kept, now=now)
        sources = sources_for(kept, self._cited(kept, access), _rows(companies))
        draft = replace(draft, sources=sources)
        draft = replace(draft, elements=_elements(template, draft, elements), open_items=_open_items(template, draft, elements, drawn))
        resolved = sum(gate.resolves(one.citation) for one in sources)
        missing = tuple(dict.fromkeys(line for section in kept for line in section.missing))
        return Written(draft, gate.counts, len(sources), resolved, missing, drawing.drawer.models)

    def rewrite(self, template: Template, subject: Subject, access: Access, wanted: WantedSection, *, now: datetime) -> Rewritten:
        """Return one section of a draft as it would be written now, from the chosen sources; what stands in no other is not drawn.

        What the pinned sources have whole is taken from them alone. Raises as `write`, and NotFoundError where the template has no such
        section any more.
        """
        every = self._drawing(subject, access, Chosen(wanted.excluded))
        if not every.companies[0].papers:
            raise _no_paper(subject)
        pinned = self._drawing(subject, access, Chosen(wanted.excluded, wanted.pinned)) if wanted.pinned else None
        named = evidence_of(template.body, wanted.heading)
        drawn: dict[str, Sequence[Block]] = dict.fromkeys(template.front.evidence, ())
        for name in (one for one in template.front.evidence if one in named):
            first = pinned.drawn(template, name, subject) if pinned and pinned.companies[0].papers else []
            drawn[name] = first if _is_whole(first) else every.drawn(template, name, subject)
        elements = dict(subject.elements or {})
        filled = _filled(template, every.companies, subject, elements, drawn=drawn, now=now)
        found = [one for one in _sections(template, filled, drawn)[1] if one.heading == wanted.heading]
        if not found:
            raise NotFoundError(f"template {template.name} has no section “{wanted.heading}” now", "edit the section by hand")
        kept = numbered([_resolving(found[min(wanted.number, len(found) - 1)], every.gate)])
        cited = sources_for(kept, self._cited(kept, access), _rows(every.companies))
        return Rewritten(kept[0], cited, tuple(_to_write(kept, drawn, _lacking(template, elements, has_sources=True))))

    def _drawing(self, subject: Subject, access: Access, chosen: Chosen = EVERYTHING, *, in_words: bool = True) -> _Drawing:
        held = HeldDocuments(self._library.documents, access, chosen)
        gate = Gatekeeper(held, self._library.evidence)
        companies = [HeldCompany(one, held, self._library.facts) for one in (subject.company, *subject.peers)]
        finding = self._library.finding(access)
        finding = finding if in_words else replace(finding, word=None)
        drawer = Drawer(self._library.documents, self._library.stories, held=held, gate=gate, finding=finding)
        return _Drawing(gate, companies, drawer)

    def _cited(self, sections: Sequence[Section], access: Access) -> dict[str, Document]:
        """Return the documents that are cited, by id."""
        ids = tuple(dict.fromkeys(one.document_id for section in sections for one in sources_of(section.blocks)))
        return {one.id: one for one in self._library.documents.find(access, DocumentFilter(ids=ids))} if ids else {}


def draft_id(template: Template, subject: Subject) -> str:
    """Return the id of the draft of a template about a subject: the same subject's next draft is its next version."""
    parts = [template.name, subject.company.name, *(one.name for one in subject.peers), subject.topic]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:_ID_DIGITS]


def _filled(
    template: Template,
    companies: Sequence[HeldCompany],
    subject: Subject,
    elements: Mapping[str, str],
    *,
    drawn: Mapping[str, Sequence[Block]],
    now: datetime,
) -> str:
    """Return the template's text filled; raises CannotReadError, which names the template."""
    main = companies[0]
    newest = main.annual[0] if main.annual else main.reports[0] if main.reports else main.papers[0]
    local = now.astimezone(UTC)
    values: dict[str, Value] = {
        "company": {
            "name": subject.company.name,
            "ticker": ticker_of(main),
            "currency": currency_of(main),
            "year": fiscal_label(newest.fiscal_year) if newest.fiscal_year else "",
            "fiscal_year_end": day_of_end(newest),
            "period": fiscal_label(main.papers[0].fiscal_year, main.papers[0].fiscal_period) if main.papers[0].fiscal_year else "",
        },
        "draft": {
            "title": template.front.title,
            "date": day_of(local),
            "time": f"{local:%H:%M} UTC",
            "topic": subject.topic,
            "author": main.access.user,
        },
        "elements": {name: elements.get(name, "") for name in (*template.front.required, *template.front.optional)},
        "evidence": {name: Placed(name) for name in template.front.evidence},
        "found": {name: any(not isinstance(block, MissingBlock) for block in blocks) for name, blocks in drawn.items()},
        "peers": tuple(one.company.name for one in companies[1:]),
    }
    try:
        return fill(template.body, values)
    except TemplateTextError as error:
        where = f", line {error.line}" if error.line else ""
        raise CannotReadError(f"template {template.path}{where}: {error.reason}", "correct the template") from error


def _sections(template: Template, filled: str, drawn: Mapping[str, Sequence[Block]]) -> tuple[str, list[Section]]:
    """Return the title that a filled text gives, the template's own without one, and its sections.

    Raises CannotReadError for evidence that is placed over and over.
    """
    title, sections, placed = "", list[Section](), Counter[str]()
    small = False
    for piece in pieces_of(filled):
        if piece.kind is PieceKind.HEADING and piece.level == 1 and not title:
            title = piece.text
        elif piece.kind is PieceKind.HEADING:
            small = piece.text in template.front.small_print if piece.level <= 2 else small
            sections.append(Section(piece.text, (), max(1, piece.level - 1)))
        elif sections:
            placed.update([piece.text] if piece.kind is PieceKind.EVIDENCE else [])
            if placed[piece.text] > _MOST_PLACED:
                raise CannotReadError(f"template {template.path}: it places “{piece.text}” more than {_MOST_PLACED} times", "place it once")
            blocks = drawn[piece.text] if piece.kind is PieceKind.EVIDENCE else [_block(piece, small=small)]
            sections[-1] = replace(sections[-1], blocks=(*sections[-1].blocks, *blocks))
    return title or template.front.title, sections


def _block(piece: Piece, *, small: bool) -> Block:
    """Return the template's own words as a block; a quoted line is what its author has still to write."""
    if piece.kind is PieceKind.QUOTE:
        return MissingBlock(piece.text)
    bullet = ParagraphStyle.BULLET if piece.kind is PieceKind.BULLET else ParagraphStyle.BODY
    style = ParagraphStyle.NOTE if small else bullet
    return ParagraphBlock((Claim(piece.text),), style, Voice.FACT if small else Voice.OPINION)


def _resolving(section: Section, gate: Gatekeeper) -> Section:
    """Return a section without what cites a place that does not carry its words; each is named as missing."""
    blocks: list[Block] = []
    for block in section.blocks:
        if isinstance(block, ParagraphBlock):
            kept = tuple(claim for claim in block.claims if all(map(gate.resolves, claim.citations)))
            lost = [claim for claim in block.claims if claim not in kept]
            blocks += [replace(block, claims=kept)] if kept else []
            blocks += [MissingBlock(_LOST) for _ in lost]
            continue
        if isinstance(block, TableBlock):
            rows = tuple(tuple(cell if all(map(gate.resolves, cell.citations)) else Claim("n.a.") for cell in row) for row in block.rows)
            block = replace(block, rows=rows, sources=tuple(filter(gate.resolves, block.sources)))  # noqa: PLW2901
        blocks.append(block)
    return replace(section, blocks=tuple(blocks))


def _draft(template: Template, subject: Subject, title: str, sections: tuple[Section, ...], *, now: datetime) -> Draft:
    local = now.astimezone(UTC)
    return Draft(
        id=draft_id(template, subject),
        title=title,
        company=subject.company.name,
        template=template.name,
        state=DraftState.DRAFT,
        version=0,
        sections=sections,
        saved_at=now,
        subtitle=f"{template.front.title} · completed {day_of(local)}, {local:%H:%M} UTC",
        completed_at=now,
        peers=tuple(one.name for one in subject.peers),
        topic=subject.topic,
    )


def _elements(template: Template, draft: Draft, elements: Mapping[str, str]) -> tuple[DraftElement, ...]:
    own = {"sources": f"{len(draft.sources)} places" if draft.sources else ""}
    known = [(name, True) for name in template.front.required] + [(name, False) for name in template.front.optional]
    return tuple(DraftElement(name, elements.get(name) or own.get(name, ""), required) for name, required in known)


def _open_items(template: Template, draft: Draft, elements: Mapping[str, str], drawn: Mapping[str, Sequence[Block]]) -> tuple[str, ...]:
    """Return what keeps a draft from being final: required elements that are open, and what its author has still to write."""
    lacking = _lacking(template, elements, has_sources=bool(draft.sources))
    open_elements = [name for name in template.front.required if name in lacking]
    return (*open_elements, *_to_write(draft.sections, drawn, lacking))


def _lacking(template: Template, elements: Mapping[str, str], *, has_sources: bool) -> frozenset[str]:
    """Return the required elements that are open."""
    return frozenset(name for name in template.front.required if not (elements.get(name) or (name in OWN and has_sources)))


def _to_write(sections: Sequence[Section], drawn: Mapping[str, Sequence[Block]], lacking: Collection[str]) -> list[str]:
    """Return what the author of some sections has still to write, a line each; what the library lacks is none of it."""
    lacked = {block.text for blocks in drawn.values() for block in blocks if isinstance(block, MissingBlock)} | {_LOST}
    return [
        f"{section.heading}: {line}"
        for section in sections
        for line in section.missing
        if line not in lacked and section.heading.casefold() not in lacking
    ]


def _is_whole(blocks: Sequence[Block]) -> bool:
    """Return whether nothing is lacking of what was drawn."""
    return bool(blocks) and not any(isinstance(block, MissingBlock) for block in blocks)


def _no_paper(subject: Subject) -> NotFoundError:
    return NotFoundError(f"no paper of {subject.company.name} is in the library", "desk status lists what is; add one with desk ingest")


def _rows(companies: Sequence[HeldCompany]) -> dict[tuple[str, int, int, int], Fact]:
    """Return a fact of each printed row, by its place."""
    found: dict[tuple[str, int, int, int], Fact] = {}
    for company in companies:
        for fact in company.facts.find(company.access, FactFilter(everything=True)):
            found.setdefault((fact.document_id, fact.page, fact.start, fact.end), fact)
    return found


def day_of_end(document: Document) -> str:
    """Return the day on which a paper's period ended, "" where it is not known."""
    return f"{document.period_end.day} {document.period_end:%B %Y}" if document.period_end else ""
