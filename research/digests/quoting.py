"""Lines of a digest: verbatim sentences with their citations, and the ids by which they are known again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace

from research.citations import Quote, resolve, resolve_fact
from research.errors import NotFoundError, QuoteNotFoundError
from research.nouns.access import Access
from research.nouns.answers import Citation
from research.nouns.digests import DigestLine, DigestSection
from research.nouns.facts import Calculation, Fact
from research.protocols.documents import DocumentStore

_ID_DIGITS = 16


class Quoting:
    """Cites what documents print, for one reader; what is not there is not cited."""

    def __init__(self, documents: DocumentStore, access: Access) -> None:
        self.documents = documents
        self.access = access

    def words(self, document_id: str, text: str, *, page: int = 1, at: tuple[int, int] | None = None) -> Citation | None:
        """Return the citation of words on a page, None where they do not stand there."""
        try:
            return resolve(self.documents, self.access, Quote(document_id, page, text, at), marker="")
        except (QuoteNotFoundError, NotFoundError):
            return None

    def rows(self, facts: Iterable[Fact]) -> tuple[Citation, ...] | None:
        """Return the citations of the rows that print facts, None when any does not."""
        try:
            return tuple(resolve_fact(self.documents, self.access, fact, marker="") for fact in facts)
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
