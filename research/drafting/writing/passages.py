"""Paragraphs made of a company's own sentences, word for word, each with its place; by a model where one is set up, and checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cache
from itertools import islice
from typing import TypeAlias

from research.drafting.templates.evidence import PassagesSpec
from research.drafting.writing.gatekeeper import Gatekeeper
from research.drafting.writing.held import HeldCompany, HeldDocuments
from research.nouns.answers import Answer, Claim, Verdict
from research.nouns.documents import Chunk, Document, Kind
from research.nouns.drafts import Block, MissingBlock, ParagraphBlock, ParagraphStyle
from research.nouns.queries import DocumentFilter
from research.protocols.documents import DocumentStore
from research.text.patterns import any_of, read_beside
from research.text.quotable import Part, PartKind, quotable_parts
from research.text.words import topic_stems

_SHORTEST, _LONGEST = 45, 420
_MOST_PAGES = 40
_MOST_OF_PAGE = 2
# A sentence that has so many of the words looked for tells of the subject.
_TELLING = 2
_MOST_HEADING_WORDS = 6
_WHOLE = (0, 10**9)
# How a sentence begins that says what a company is or does.
_DEFINES = re.compile(
    r"(?:We|The company|Our (?:company|principal business activity)|[A-Z0-9][\w&.,'’ ]{0,60}?)\s+"
    r"(?:is|are)\s+(?:an?|the|one of|engaged|a leading)\b|"
    r"(?:We|The company|[A-Z0-9][\w&.,'’ ]{0,60}?)\s+(?:designs?|makes?|operates?|provides?|sells?|develops?|manufactures?|serves?)\b",
    re.IGNORECASE,
)
_MARKER = re.compile(r"\s?\[\d+\]")
# What stands before the name of a section: "Item 1.", "Note 16 —".
_ITEM = re.compile(r"^\s*(?:part [ivx]+|(?:item|note)\s*\d+[a-z]?)\s*[.:–—-]*\s*(?=\S)")
_QUOTED = frozenset({PartKind.SENTENCE, PartKind.ITEM})
_HAN = re.compile(r"[\u4e00-\u9fff]")
# Where a sentence of Han text ends, and what its headings begin with; a line break inside a word of it is none of its own.
_HAN_END = re.compile(r"(?<=[。！？])")
_HAN_HEADING = re.compile(
    r"\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|第[一二三四五六七八九十]+[节章])[^。；，！？\n]{1,40}\n"
)
_HAN_BREAK = re.compile(r"(?<=[\u4e00-\u9fff，、；：。])\s+(?=[\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class Finding:
    """How a draft finds pages by words, and how a model puts an answer in words: None where none is set up."""

    search: Callable[[str, DocumentFilter], Sequence[tuple[str, int]]]
    ask: Callable[[str, DocumentFilter], Answer] | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence that may be quoted: its document, its page, its offsets in the document, and how well it fits."""

    document: Document
    page: int
    part: Part
    start: int
    score: int


# A page to read, and the stretch of the document to read there.
_Pages: TypeAlias = tuple[Document, int, tuple[int, int]]


class PassageWriter:
    """Writes paragraphs about a company out of its papers."""

    def __init__(self, documents: DocumentStore, held: HeldDocuments, gate: Gatekeeper, finding: Finding) -> None:
        self._documents, self._held, self._gate, self._finding = documents, held, gate, finding

    def blocks(self, spec: PassagesSpec, company: HeldCompany, about: str) -> list[Block]:
        """Return the paragraphs about a subject, `about` what is asked for in words; what is lacking where no paper speaks of it."""
        papers = papers_for(spec, company)
        if not papers:
            return [MissingBlock(f"Not in the library: {_sort_of(spec)} of {company.company.name}, for {about}")]
        wanted = DocumentFilter(ids=tuple(one.id for one in papers))
        worded = self._in_words(f"{about} ({company.company.name})", wanted)
        if worded:
            return [ParagraphBlock(worded)]
        claims = tuple(self._quoted(spec, company, papers, about))
        if not claims and spec.opening:
            claims = tuple(self._quoted(_without_opening(spec), company, papers, about))
        if not claims:
            looked = ", ".join(one.name for one in papers[:3])
            return [MissingBlock(f"Not in the library: {about}; looked in {looked}")]
        if spec.style == "prose":
            return [ParagraphBlock(claims)]
        return [ParagraphBlock((claim,), ParagraphStyle.BULLET) for claim in claims]

    def _in_words(self, question: str, wanted: DocumentFilter) -> tuple[Claim, ...]:
        """Return an answer in a model's words, none where there is no model, or a sentence of it is not borne out."""
        answer = self._finding.ask(question, wanted) if self._finding.ask else None
        if answer is None or not answer.model or not answer.claims:
            return ()
        if any(claim.verdict is not Verdict.SUPPORTED for claim in answer.claims):
            return ()
        return tuple(Claim(_MARKER.sub("", one.text), one.citations, one.calculation, one.verdict) for one in answer.claims)

    def _quoted(self, spec: PassagesSpec, company: HeldCompany, papers: Sequence[Document], about: str) -> list[Claim]:
        """Return the sentences that fit best, in the order of the paper, those alone that the gate lets pass.

        They are of the first paper that has any; of all together where all are wanted.
        """
        for group in (papers,) if spec.papers == "all" else tuple((one,) for one in papers):
            for pages in (self._in_sections(spec, group), self._found(company, group, about)):
                places = [
                    place for document, page, span in pages for place in self._sentences(document, page, span, spec=spec, about=about)
                ]
                claims = [claim for place in _chosen(places, spec) if (claim := self._claim(place))]
                if claims:
                    return claims
        return []

    def _claim(self, place: Place) -> Claim | None:
        citation = self._gate.quote(place.document.id, place.page, place.part.text, (place.start, place.start + len(place.part.text)))
        said = " ".join(_HAN_BREAK.sub("", place.part.text).split())
        return Claim(said, (citation,), verdict=Verdict.SUPPORTED) if citation else None

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

    def _sentences(self, document: Document, number: int, span: tuple[int, int], *, spec: PassagesSpec, about: str) -> Iterator[Place]:
        lead = any_of(spec.lead) if spec.lead else None
        stems = set(topic_stems(about))
        for page, text in self._held.pages(self._gate.access, document.id, [number]):
            opened = set[int]()
            for whole in (one for part in quotable_parts(text) for one in _han_sentences(part)):
                first = whole.paragraph not in opened
                opened.add(whole.paragraph)
                if spec.opening and not first:
                    continue
                part, start = _without_headings(whole, page.start + whole.start)
                if not span[0] <= start < span[1] or not _is_quoted(part):
                    continue
                said = {found.casefold() for found in lead.findall(part.text)} if lead else stems & set(topic_stems(part.text))
                hits = len(said)
                if hits:
                    yield Place(document, page.number, part, start, hits)


def _han_sentences(part: Part) -> Iterator[Part]:
    """Yield the sentences of a part in Han characters, which no space parts, without the headings above them; any other as it is."""
    if part.kind not in _QUOTED or not _HAN.search(part.text):
        yield part
        return
    at = 0
    for said in _HAN_END.split(part.text):
        heading = _HAN_HEADING.match(said)
        while heading and (further := _HAN_HEADING.match(said, heading.end())):
            heading = further
        begin = heading.end() if heading else 0
        begin += len(said[begin:]) - len(said[begin:].lstrip())
        text = said[begin:].rstrip()
        if text:
            yield replace(part, text=text, start=part.start + at + begin, end=part.start + at + begin + len(text))
        at += len(said)


def _without_headings(part: Part, start: int) -> tuple[Part, int]:
    """Return a sentence without the headings that stand above it on lines of their own, and where it begins."""
    at = 0
    for line in part.text.splitlines(keepends=True):
        words = line.split()
        after = part.text[at + len(line) :].lstrip()
        is_heading = 0 < len(words) <= _MOST_HEADING_WORDS and words[-1][-1] not in ".,;:" and all(map(_is_capital, words))
        if not is_heading or not after[:1].isupper():
            break
        at += len(line)
    at += len(part.text[at:]) - len(part.text[at:].lstrip())
    return replace(part, text=part.text[at:]), start + at


def _is_capital(word: str) -> bool:
    return not word[0].islower() or len(word) < 4


def papers_for(spec: PassagesSpec, company: HeldCompany) -> tuple[Document, ...]:
    """Return the papers that a passage is taken from, in the order in which they are tried."""
    if spec.papers == "annual":
        return (*company.annual[:2], *(one for one in company.reports[:1] if one not in company.annual[:2]))
    if spec.papers == "calls":
        return tuple(one for one in company.papers if one.kind in {Kind.TRANSCRIPT, Kind.RESULTS})[:2]
    return company.reports[:2] if spec.papers == "latest" else company.papers[:6]


def _without_opening(spec: PassagesSpec) -> PassagesSpec:
    """Return what is wanted where no paragraph opens so: any sentence."""
    return spec.model_copy(update={"opening": False})


def _sort_of(spec: PassagesSpec) -> str:
    return {"annual": "an annual report", "calls": "a call or a release", "latest": "a report", "all": "a paper"}[spec.papers]


def _is_of(chunk: Chunk, sections: Sequence[str]) -> bool:
    called = {_ITEM.sub("", part.casefold()).strip(" .:–—-") for part in chunk.section.split("›")}
    return any(fnmatchcase(name, wanted.casefold()) for name in called if name for wanted in sections)


def _is_quoted(part: Part) -> bool:
    """Return whether a sentence may stand by itself."""
    if part.kind not in _QUOTED or not _SHORTEST // (3 if _HAN.search(part.text) else 1) <= len(part.text) <= _LONGEST:
        return False
    said = part.text.strip()
    return said[-1] in ".。!；" and (said[0].isupper() or bool(_HAN.match(said)) or said[0] in '“"') and not _skipped().search(said)


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


@cache
def _skipped() -> re.Pattern[str]:
    return re.compile("|".join(read_beside(__file__, "words.toml")["skipped"]), re.IGNORECASE)
