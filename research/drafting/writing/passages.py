"""Paragraphs made of a company's own sentences, word for word, each with its place; by a model where one is set up, and checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import islice
from typing import TypeAlias

from research.drafting.templates.evidence import PassagesSpec
from research.drafting.writing.gatekeeper import Gatekeeper
from research.drafting.writing.held import HeldCompany, HeldDocuments
from research.drafting.writing.places import Looked, Place, places_on
from research.drafting.writing.worded import Wording, pages_for, worded_blocks
from research.nouns.answers import Claim, Verdict
from research.nouns.documents import Chunk, Document, Kind
from research.nouns.drafts import Block, MissingBlock, ParagraphBlock, ParagraphStyle
from research.nouns.queries import DocumentFilter
from research.protocols.documents import DocumentStore

_MOST_PAGES = 40
_MOST_OF_PAGE = 2
# A sentence that has so many of the words looked for tells of the subject.
_TELLING = 2
_WHOLE = (0, 10**9)
# How a sentence begins that says what a company is or does.
_DEFINES = re.compile(
    r"(?:We|The company|Our (?:company|principal business activity)|[A-Z0-9][\w&.,'’ ]{0,60}?)\s+"
    r"(?:is|are)\s+(?:an?|the|one of|engaged|a leading)\b|"
    r"(?:We|The company|[A-Z0-9][\w&.,'’ ]{0,60}?)\s+(?:designs?|makes?|operates?|provides?|sells?|develops?|manufactures?|serves?)\b",
    re.IGNORECASE,
)
# What stands before the name of a section: "Item 1.", "Note 16 —".
_ITEM = re.compile(r"^\s*(?:part [ivx]+|(?:item|note)\s*\d+[a-z]?)\s*[.:–—-]*\s*(?=\S)")


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
            claims = [claim for place in _chosen(places, spec) if (claim := self._claim(place))]
            if claims:
                return claims
        return []

    def _places(self, spec: PassagesSpec, company: HeldCompany, papers: Sequence[Document], about: str) -> Iterator[list[Place]]:
        """Yield the sentences that fit, group by group: of the first paper that has any, of all together where all are wanted.

        Where no paragraph opens so, any sentence is taken.
        """
        for looked in (Looked(tuple(spec.lead), about, opening) for opening in ((True, False) if spec.opening else (False,))):
            for group in (papers,) if spec.papers == "all" else tuple((one,) for one in papers):
                for pages in (self._in_sections(spec, group), self._found(company, group, about)):
                    yield [
                        place
                        for document, number, span in pages
                        for page, text in self._held.pages(self._gate.access, document.id, [number])
                        for place in places_on(document, page, text, span=span, looked=looked)
                    ]

    def _claim(self, place: Place) -> Claim | None:
        citation = self._gate.quote(place.document.id, place.page, place.part.text, (place.start, place.start + len(place.part.text)))
        return Claim(place.said, (citation,), verdict=Verdict.SUPPORTED) if citation else None

    def _in_sections(self, spec: PassagesSpec, papers: Sequence[Document]) -> Iterator[_Pages]:
        """Yield the pages of sections so called, each with the stretch of the document that is of them."""
        found = ((document, page, span) for document in papers for page, span in self._sections(spec, document).items())
        yield from islice(found if spec.sections else (), _MOST_PAGES)

    def _found(self, company: HeldCompany, papers: Sequence[Document], about: str) -> Iterator[_Pages]:
        """Yield the pages that a search finds; nothing is searched before it is asked for."""
        by_id = {one.id: one for one in papers}
        hits = self._finding.search(f"{company.company.name}: {about}", DocumentFilter(ids=tuple(by_id)))
        yield from ((by_id[at], page, _WHOLE) for at, page in dict.fromkeys(hits) if at in by_id)

    def _sections(self, spec: PassagesSpec, document: Document) -> dict[int, tuple[int, int]]:
        """Return the pages of a document's sections so called, each with the stretch of the document that is of them."""
        spans: dict[int, tuple[int, int]] = {}
        for chunk in self._documents.chunks(self._gate.access, document_ids=(document.id,)):
            if _is_of(chunk, spec.sections):
                start, end = spans.get(chunk.page, (chunk.start, chunk.end))
                spans[chunk.page] = (min(start, chunk.start), max(end, chunk.end))
        return dict(sorted(spans.items()))


def papers_for(spec: PassagesSpec, company: HeldCompany) -> tuple[Document, ...]:
    """Return the papers that a passage is taken from, in the order in which they are tried."""
    if spec.papers == "annual":
        return (*company.annual[:2], *(one for one in company.reports[:1] if one not in company.annual[:2]))
    if spec.papers == "calls":
        return tuple(one for one in company.papers if one.kind in {Kind.TRANSCRIPT, Kind.RESULTS})[:2]
    return company.reports[:2] if spec.papers == "latest" else company.papers[:6]


def _sort_of(spec: PassagesSpec) -> str:
    return {"annual": "an annual report", "calls": "a call or a release", "latest": "a report", "all": "a paper"}[spec.papers]


def _is_of(chunk: Chunk, sections: Sequence[str]) -> bool:
    called = {_ITEM.sub("", part.casefold()).strip(" .:–—-") for part in chunk.section.split("›")}
    return any(fnmatchcase(name, wanted.casefold()) for name in called if name for wanted in sections)


def _chosen(places: Sequence[Place], spec: PassagesSpec) -> list[Place]:
    """Return sentences in the order of the paper: prose from where it begins, a list of what fits best, one of a paragraph."""
    pages = len({(one.document.id, one.page) for one in places})
    of_page = max(_MOST_OF_PAGE, -(-spec.most // max(pages, 1)))
    in_order = sorted(places, key=_place)
    if spec.style == "prose":
        defining = [one for one in in_order if _DEFINES.match(one.part.text)]
        ordered = [*defining[:1], *(one for one in in_order if one.score >= _TELLING), *in_order]
    else:
        ordered = sorted(in_order, key=lambda one: -one.score)
    taken: list[Place] = []
    for place in ordered:
        same = [one for one in taken if (one.document.id, one.page) == (place.document.id, place.page)]
        crowded = spec.style == "list" and len(same) >= of_page
        if not crowded and not any(one.part.paragraph == place.part.paragraph for one in same):
            taken.append(place)
    return sorted(taken[: spec.most], key=_place)


def _place(one: Place) -> tuple[str, int, int]:
    return one.document.name, one.page, one.start
