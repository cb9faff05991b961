"""Lines of a digest: verbatim sentences with their citations, and the ids by which they are known again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from research.citations import Quote, resolve, resolve_fact
from research.errors import NotFoundError, QuoteNotFoundError
from research.nouns.access import Access
from research.nouns.answers import Citation
from research.nouns.digests import DigestLine, DigestSection
from research.nouns.documents import Document, Page
from research.nouns.facts import Calculation, Fact
from research.nouns.queries import DocumentFilter
from research.protocols.documents import DocumentStore

_ID_DIGITS = 16


class _Remembered:
    """Documents and pages that were read once, for one reader: a line cites several places of one page."""

    def __init__(self, documents: DocumentStore) -> None:
        self._documents = documents
        self._known: dict[str, list[Document]] = {}
        self._pages: dict[tuple[str, tuple[int, ...]], list[tuple[Page, str]]] = {}

    def learn(self, access: Access, ids: Iterable[str]) -> None:
        """Read documents together that will be asked for one by one."""
        wanted = tuple(dict.fromkeys(ids))
        for one in self._documents.find(access, DocumentFilter(ids=wanted, any_state=True)) if wanted else ():
            self._known[one.id] = [one]

    def find(self, access: Access, wanted: DocumentFilter) -> list[Document]:
        """Return what the store finds, the document of one id from memory."""
        if len(wanted.ids) != 1 or wanted != DocumentFilter(ids=wanted.ids, any_state=True):
            return self._documents.find(access, wanted)
        if wanted.ids[0] not in self._known:
            self._known[wanted.ids[0]] = self._documents.find(access, wanted)
        return self._known[wanted.ids[0]]

    def pages(self, access: Access, document_id: str, numbers: Sequence[int]) -> list[tuple[Page, str]]:
        """Return pages, those of the document that was asked for last from memory."""
        key = (document_id, tuple(numbers))
        if key not in self._pages:
            if all(held[0] != document_id for held in self._pages):
                self._pages.clear()
            self._pages[key] = self._documents.pages(access, document_id, numbers)
        return self._pages[key]


class Quoting:
    """Cites what documents print, for one reader; what is not there is not cited."""

    def __init__(self, documents: DocumentStore, access: Access) -> None:
        self._remembered = _Remembered(documents)
        self.access = access

    def learn(self, ids: Iterable[str]) -> None:
        """Read documents together that are to be cited."""
        self._remembered.learn(self.access, ids)

    def pages(self, document_id: str, numbers: Sequence[int]) -> list[tuple[Page, str]]:
        """Return pages of a document with their text, none where it is not there for the reader."""
        try:
            return self._remembered.pages(self.access, document_id, numbers)
        except NotFoundError:
            return []

    def first_page(self, document_id: str) -> str:
        """Return the text of a document's first page, "" where it is not there for the reader."""
        return next((text for _, text in self.pages(document_id, [1])), "")

    def words(self, document_id: str, text: str, *, page: int = 1, at: tuple[int, int] | None = None) -> Citation | None:
        """Return the citation of words on a page, None where they do not stand there."""
        try:
            return resolve(self._remembered, self.access, Quote(document_id, page, text, at), marker="")
        except (QuoteNotFoundError, NotFoundError):
            return None

    def rows(self, facts: Iterable[Fact]) -> tuple[Citation, ...] | None:
        """Return the citations of the rows that print facts, None when any does not."""
        try:
            return tuple(resolve_fact(self._remembered, self.access, fact, marker="") for fact in facts)
        except (QuoteNotFoundError, NotFoundError):
            return None


def digest_id(*parts: str) -> str:
    """Return a short id made of some texts."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:_ID_DIGITS]


def make_line(text: str, citations: tuple[Citation, ...], *, company: str = "", calculation: Calculation | None = None) -> DigestLine:
    """Return a line whose id is made of what it says, of whom, and of the places it cites; white space in it is made single."""
    said = " ".join(text.split())
    places = [f"{one.document_id}:{one.page}:{one.start}-{one.end}" for one in citations]
    return DigestLine(digest_id(company, said, *places), said, citations, company=company, calculation=calculation)


def numbered(sections: Iterable[DigestSection]) -> tuple[DigestSection, ...]:
    """Return sections with their citations numbered in order, one place of a document by one number; a line that repeats is left out."""
    numbers: dict[tuple[str, int, int, int], str] = {}
    seen: set[str] = set()

    def mark(citation: Citation) -> Citation:
        """Return a citation with its place's number."""
        place = (citation.document_id, citation.page, citation.start, citation.end)
        return replace(citation, marker=numbers.setdefault(place, str(len(numbers) + 1)))

    found: list[DigestSection] = []
    for section in sections:
        lines = []
        for line in section.lines:
            if line.id not in seen:
                seen.add(line.id)
                lines.append(replace(line, citations=tuple(map(mark, line.citations))))
        found.append(replace(section, lines=tuple(lines)))
    return tuple(found)
