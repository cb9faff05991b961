"""Pages that repeat others: boilerplate carried from filing to filing of one company, and near-copies anywhere.

MinHash over runs of words, banded (Broder, "On the resemblance and containment of documents", 1997); every candidate is then compared
exactly. The marks follow from the pages alone, so their order of arrival does not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rensa import RMinHash, RMinHashLSH

from research.nouns.access import PUBLIC, Access
from research.nouns.documents import PAPERS, Document, MarkKind, PageMark
from research.nouns.queries import DocumentFilter
from research.protocols.documents import DocumentStore
from research.retrieval.marked import repeats

SHINGLE = 4
PERMUTATIONS, BANDS = 64, 16
# Jaccard similarity of word runs: figures count for near-copies; boilerplate is the same prose though years and figures changed.
NEAR_COPY, SAME_PROSE = 0.9, 0.8
# A page with fewer words is a cover, a divider or a form's rest.
FEWEST_WORDS = 60
_WORD = re.compile(r"\w+")
_PROSE_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class _Page:
    """One page to compare: where it is, and its two sets of hashed word runs."""

    document: Document
    number: int
    words: frozenset[str]
    prose: frozenset[str]

    @property
    def order(self) -> tuple[str, int]:
        """Return what pages are put in order by: the name of the document, then the page."""
        return self.document.name, self.number


def mark_repeats(documents: DocumentStore, access: Access) -> int:
    """Find the repeated pages of all documents that answer and store their marks; return how many pages are marked.

    News are left out: there are many times more of them than of all else, and stories tell which repeat each other.
    """
    papers = documents.find(access, DocumentFilter(kinds=PAPERS))
    pages = [page for document in papers for page in _pages(documents, access, document)]
    pages.sort(key=lambda page: page.order)
    found: dict[tuple[str, int, MarkKind], PageMark] = {}
    for mark in (*_near_copies(pages), *_boilerplate(pages)):
        found.setdefault((mark.document_id, mark.page, mark.kind), mark)
    documents.mark([MarkKind.NEAR_DUPLICATE, MarkKind.BOILERPLATE], list(found.values()))
    return len({(mark.document_id, mark.page) for mark in found.values()})


def _pages(documents: DocumentStore, access: Access, document: Document) -> Iterable[_Page]:
    whole = documents.get(access, document.id)
    for page in whole.pages:
        text = whole.text[page.start : page.end].casefold()
        words = _WORD.findall(text)
        if len(words) >= FEWEST_WORDS:
            yield _Page(document, page.number, _runs(words), _runs(_PROSE_WORD.findall(text)))


def _runs(words: Sequence[str]) -> frozenset[str]:
    return frozenset(" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1))


def _near_copies(pages: Sequence[_Page]) -> Iterable[PageMark]:
    """Yield a mark for every page that is almost word for word a page before it, by name of document and number."""
    for at, other in _similar([page.words for page in pages], NEAR_COPY):
        if other < at and _is_seen_by_all(pages[other].document, pages[at].document):
            yield _mark(pages[at], MarkKind.NEAR_DUPLICATE, pages[other])


def _boilerplate(pages: Sequence[_Page]) -> Iterable[PageMark]:
    """Yield a mark for every page whose prose stands in another document of the same company too."""
    companies: dict[str, list[_Page]] = {}
    for page in pages:
        if page.document.company:
            companies.setdefault(page.document.ticker or page.document.company, []).append(page)
    for group in companies.values():
        for at, other in _similar([page.prose for page in group], SAME_PROSE):
            if group[at].document.id != group[other].document.id and _is_seen_by_all(group[other].document, group[at].document):
                yield _mark(group[at], MarkKind.BOILERPLATE, group[other])


def _is_seen_by_all(repeated: Document, of: Document) -> bool:
    """Return whether whoever may see one document may see the one that it repeats: a mark tells nobody of a document that is not theirs."""
    return repeated.label == PUBLIC or (repeated.label, repeated.company) == (of.label, of.company)


def _similar(sets: Sequence[frozenset[str]], threshold: float) -> Iterable[tuple[int, int]]:
    """Yield pairs (place, other place) of sets with at least this Jaccard similarity, both ways, in order."""
    index = RMinHashLSH(threshold=threshold, num_perm=PERMUTATIONS, num_bands=BANDS)
    hashes: list[RMinHash] = []
    for place, members in enumerate(sets):
        found = RMinHash(num_perm=PERMUTATIONS, seed=1)
        found.update(sorted(members))
        index.insert(place, found)
        hashes.append(found)
    for place, members in enumerate(sets):
        for other in sorted(index.query(hashes[place])):
            union = len(members | sets[other])
            if other != place and union and len(members & sets[other]) >= threshold * union:
                yield place, other


def _mark(page: _Page, kind: MarkKind, other: _Page) -> PageMark:
    return PageMark(page.document.id, page.number, kind, repeats(other.number, other.document.name))
