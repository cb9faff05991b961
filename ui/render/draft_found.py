"""What a search finds for a section: the sentences and rows of each page that say most of what is looked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from research.citations import Quote
from research.nouns.answers import Citation, RetrievedChunk
from research.text.passages import passage_spans
from research.text.words import stop_words, words
from ui.render.escaping import escape_html, shorten, visible_line

MOST_PASSAGES = 12
_OF_ONE_PAGE = 2
_LONGEST_SHOWN = 420


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A sentence or row that was found: the document's name, and where it stands."""

    document: str
    place: Quote

    @property
    def key(self) -> str:
        """Return what names the passage among those of a search."""
        start = self.place.at[0] if self.place.at else 0
        return f"{self.place.document_id[:12]}-{self.place.page}-{start}"

    @property
    def citation(self) -> Citation:
        """Return the passage as a place to be looked at; its mark says that it is not cited."""
        start, end = self.place.at or (0, 0)
        return Citation("found", self.place.document_id, self.document, self.place.page, start, end, self.place.text)


def found_passages(results: Iterable[RetrievedChunk], query: str) -> tuple[FoundPassage, ...]:
    """Return the passages of the pages that were found, best page first, those with most words of the query first on each."""
    wanted = set(words(query)) - stop_words() or set(words(query))
    found: list[FoundPassage] = []
    for result in results:
        found += [FoundPassage(result.document, place) for place in _best(result, wanted)]
    return tuple(found[:MOST_PASSAGES])


def passage_html(passage: FoundPassage, title: str) -> str:
    """Return a passage that was found with what it is from."""
    said, named = shorten(visible_line(passage.place.text), _LONGEST_SHOWN), escape_html(visible_line(title))
    return (
        f'<article class="rd-place" data-testid="draft-found"><div class="rd-place-head"><strong>{named}</strong>'
        f'<span class="rd-muted">, page {passage.place.page}</span></div><div class="rd-found">{escape_html(said)}</div></article>'
    )


def _best(result: RetrievedChunk, wanted: set[str]) -> Sequence[Quote]:
    chunk = result.chunk
    scored = [(len(wanted & set(words(chunk.text[start:end]))), start, end) for start, end in passage_spans(chunk.text)]
    best = sorted((one for one in scored if one[0]), key=lambda one: (-one[0], one[1]))[:_OF_ONE_PAGE]
    return [Quote(chunk.document_id, chunk.page, chunk.text[start:end], (chunk.start + start, chunk.start + end)) for _, start, end in best]
