"""Passages of two documents with citations to where they are printed."""

from __future__ import annotations

from collections.abc import Sequence

from research.citations import Quote, resolve, resolve_fact
from research.drafting.comparing.paragraphs import Paragraph
from research.errors import QuoteNotFoundError
from research.nouns.access import Access
from research.nouns.answers import Citation
from research.nouns.comparisons import Passage
from research.nouns.documents import Document, Page
from research.nouns.facts import Fact
from research.nouns.queries import DocumentFilter

# A passage shows so many characters and cites so many pages at most; what is left out is marked by an ellipsis.
LONGEST_TEXT, MOST_PAGES = 6_000, 8
_ELLIPSIS = "…"


class _Held:
    """The two documents as they were read, for citing without reading them again."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = {document.id: document for document in documents}

    def find(self, access: Access, wanted: DocumentFilter) -> list[Document]:  # noqa: ARG002 (a store asks who reads; these were allowed)
        """Return the documents of these ids."""
        return [self._documents[one] for one in wanted.ids if one in self._documents]

    def pages(self, access: Access, document_id: str, numbers: Sequence[int]) -> list[tuple[Page, str]]:  # noqa: ARG002
        """Return pages of one document with their text."""
        document = self._documents[document_id]
        return [(page, document.text[page.start : page.end]) for page in document.pages if page.number in numbers]


class PassageQuoter:
    """Quotes two documents that one reader may see; markers go on from 1."""

    def __init__(self, documents: Sequence[Document], access: Access) -> None:
        self._held = _Held(documents)
        self._documents = {document.id: document for document in documents}
        self._access = access
        self._count = 0

    def passage(self, document: Document, paragraphs: Sequence[Paragraph], marks: Sequence[tuple[int, int]] | None = None) -> Passage:
        """Return paragraphs of a document as a passage, one on a line; `marks` of None marks all of it."""
        text = "\n".join(paragraph.text for paragraph in paragraphs)
        shown = text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT].rsplit(" ", 1)[0] + _ELLIPSIS
        kept = ((0, len(shown)),) if marks is None else tuple((start, min(end, len(shown))) for start, end in marks if start < len(shown))
        return Passage(paragraphs[0].section, shown, self._citations(document, paragraphs), kept)

    def row(self, fact: Fact, section: str) -> Passage:
        """Return the printed row of a fact as a passage, its figure marked; raises QuoteNotFoundError when the page does not print it."""
        self._count += 1
        citation = resolve_fact(self._held, self._access, fact, marker=str(self._count))
        before = " ".join(citation.quote[: max(0, fact.cell_start - citation.start)].split())
        text = " ".join(citation.quote.split())
        at = text.find(fact.printed, max(0, len(before) - 1))
        return Passage(section, text, (citation,), ((at, at + len(fact.printed)),) if at >= 0 else ())

    def _citations(self, document: Document, paragraphs: Sequence[Paragraph]) -> tuple[Citation, ...]:
        spans: dict[int, tuple[int, int]] = {}
        for paragraph in paragraphs:
            for start, end, page in paragraph.places:
                first, last = spans.get(page, (start, end))
                spans[page] = min(first, start), max(last, end)
        return tuple(self._cite(document, page, *span) for page, span in sorted(spans.items())[:MOST_PAGES])

    def _cite(self, document: Document, page: int, start: int, end: int) -> Citation:
        self._count += 1
        quote = Quote(document.id, page, document.text[start:end], at=(start, end))
        try:
            return resolve(self._held, self._access, quote, marker=str(self._count))
        except QuoteNotFoundError:
            raise QuoteNotFoundError(f"{document.name} page {page} does not carry what was read from it", "ingest the file again") from None
