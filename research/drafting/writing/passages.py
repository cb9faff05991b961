"""Paragraphs made of a company's own sentences, word for word, each with its place; by a model where one is set up, and checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeAlias

from research.drafting.templates.evidence import PassagesSpec
from research.drafting.writing.choosing import chosen
from research.drafting.writing.gatekeeper import Gatekeeper
from research.drafting.writing.held import HeldCompany, HeldDocuments
from research.drafting.writing.places import Looked, Place, places_on
from research.drafting.writing.sectioning import Stretch, stretches
from research.drafting.writing.worded import Wording, pages_for, worded_blocks
from research.nouns.answers import Claim, Verdict
from research.nouns.documents import Document, Kind
from research.nouns.drafts import Block, MissingBlock, ParagraphBlock, ParagraphStyle
from research.nouns.queries import DocumentFilter, FactFilter
from research.protocols.documents import DocumentStore

_MOST_STRETCHES = 120
_WHOLE = (0, 10**9)


@dataclass(frozen=True, slots=True)
class Finding:
    """How a draft finds pages by words, and how a model puts what they say in its own: None where none is set up."""

    search: Callable[[str, DocumentFilter], Sequence[tuple[str, int]]]
    word: Wording | None = None


# A page to read, and the stretch of the document to read there.
_Pages: TypeAlias = tuple[Document, int, tuple[int, int]]


class PassageWriter:
    """Writes paragraphs about a company out of its papers."""

    def __init__(self, documents: DocumentStore, held: HeldDocuments, gate: Gatekeeper, finding: Finding) -> None:
        self._documents, self._held, self._gate, self._finding = documents, held, gate, finding
        self._sections: dict[str, tuple[Stretch, ...]] = {}
        self.models: dict[str, None] = {}

    def blocks(self, spec: PassagesSpec, company: HeldCompany, about: str) -> list[Block]:
        """Return the paragraphs about a subject, `about` what is asked for in words; what is lacking where no paper speaks of it."""
        papers = papers_for(spec, company)
        if not papers:
            return [MissingBlock(f"Not in the library: {_sort_of(spec)} of {company.company.name}, for {about}")]
        worded = self._worded(spec, company, papers, about)
        if worded and not isinstance(worded[0], MissingBlock):
            return worded
        claims = self._quoted(spec, company, papers, about)
        if not claims:
            looked = ", ".join(one.name for one in papers[:3])
            return [MissingBlock(f"Not in the library: {about}; looked in {looked}")]
        if spec.style == "prose":
            return [ParagraphBlock(tuple(claims)), *worded]
        return [*(ParagraphBlock((claim,), ParagraphStyle.BULLET) for claim in claims), *worded]

    def _worded(self, spec: PassagesSpec, company: HeldCompany, papers: Sequence[Document], about: str) -> list[Block]:
        """Return the passage in a model's words, or the lines that say why it is not; nothing where no model is to be asked."""
        if not spec.model or self._finding.word is None:
            return []
        places = next((places for places in self._places(spec, company, papers, about) if places), [])
        if not places:
            return []
        prose = self._finding.word(f"{company.company.name}: {about}", pages_for(places, self._held), spec.most)
        self.models |= {prose.model: None} if prose.model else {}
        return worded_blocks(prose, spec)

    def _quoted(self, spec: PassagesSpec, company: HeldCompany, papers: Sequence[Document], about: str) -> list[Claim]:
        """Return the sentences that fit best, in the order of the paper, those alone that the gate lets pass."""
        for places in self._places(spec, company, papers, about):
            claims = [claim for place in chosen(places, spec) if (claim := self._claim(place))]
            if claims:
                return claims
        return []

    def _places(self, spec: PassagesSpec, company: HeldCompany, papers: Sequence[Document], about: str) -> Iterator[list[Place]]:
        """Yield the sentences that fit, group by group: of the first paper that has any, of all together where all are wanted.

        Where no paragraph opens so, any sentence is taken.
        """
        for opening in (True, False) if spec.opening else (False,):
            looked = Looked(
                tuple(spec.lead),
                about,
                first=tuple(spec.first),
                without=tuple(spec.without),
                opening=opening,
                own_period=spec.papers == "latest",
                defining=spec.style == "prose",
            )
            for group in (papers,) if spec.papers == "all" else tuple((one,) for one in papers):
                yield self._on(self._in_sections(spec, company, group), replace(looked, loose=opening))
                yield self._on(self._found(company, group, about), looked)

    def _on(self, pages: Iterable[_Pages], looked: Looked) -> list[Place]:
        """Return the sentences that fit on stretches of pages."""
        return [
            place
            for document, number, span in pages
            for page, text in self._held.pages(self._gate.access, document.id, [number])
            for place in places_on(document, page, text, span=span, looked=looked)
        ]

    def _claim(self, place: Place) -> Claim | None:
        citation = self._gate.quote(place.document.id, place.page, place.part.text, (place.start, place.start + len(place.part.text)))
        return Claim(place.said, (citation,), verdict=Verdict.SUPPORTED) if citation else None

    def _in_sections(self, spec: PassagesSpec, company: HeldCompany, papers: Sequence[Document]) -> Iterator[_Pages]:
        """Yield the stretches of sections so called."""
        found = (
            (document, one.page, (one.start, one.end))
            for document in papers
            for one in self._stretches(company, document)
            if one.is_of(spec.sections)
        )
        yield from islice(found if spec.sections else (), _MOST_STRETCHES)

    def _found(self, company: HeldCompany, papers: Sequence[Document], about: str) -> Iterator[_Pages]:
        """Yield the pages that a search finds; nothing is searched before it is asked for."""
        by_id = {one.id: one for one in papers}
        hits = self._finding.search(f"{company.company.name}: {about}", DocumentFilter(ids=tuple(by_id)))
        yield from ((by_id[at], page, _WHOLE) for at, page in dict.fromkeys(hits) if at in by_id)

    def _stretches(self, company: HeldCompany, document: Document) -> tuple[Stretch, ...]:
        if document.id not in self._sections:
            access = self._gate.access
            chunks = self._documents.chunks(access, document_ids=(document.id,))
            facts = company.facts.find(access, FactFilter(document_ids=(document.id,), everything=True))
            self._sections[document.id] = stretches(self._documents.get(access, document.id), chunks, facts)
        return self._sections[document.id]


def papers_for(spec: PassagesSpec, company: HeldCompany) -> tuple[Document, ...]:
    """Return the papers that a passage is taken from, in the order in which they are tried."""
    if spec.papers == "annual":
        return (*company.annual[:2], *(one for one in company.reports[:1] if one not in company.annual[:2]))
    if spec.papers == "calls":
        return tuple(one for one in company.papers if one.kind in {Kind.TRANSCRIPT, Kind.RESULTS})[:2]
    return company.reports[:2] if spec.papers == "latest" else company.papers[:6]


def _sort_of(spec: PassagesSpec) -> str:
    return {"annual": "an annual report", "calls": "a call or a release", "latest": "a report", "all": "a paper"}[spec.papers]
