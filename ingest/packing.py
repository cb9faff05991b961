"""Fitting spans of text into a limit of word pieces: small neighbours are joined, large spans are divided."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.pieces import CountPieces, PieceCounter
from ingest.sentences import split_prose

# Spans are filled to the limit less this, so that a page number or a running head still fits beside its neighbour.
SLACK = 12
# A span at least this full ends where the next heading begins; a smaller one goes on.
FULL_ENOUGH = 0.5
# At most this share of the limit is spent on the context; a longer one is cut at a word.
CONTEXT_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one page: its section, what goes before it in the index, and, for a table, where its rows start.

    One that stands `apart` is joined with no span of another section, however small it is: a speaker's words stay the speaker's.
    """

    start: int
    end: int
    page: int
    section: str
    context: str
    rows: tuple[int, ...] = ()
    apart: bool = False

    def may_join(self, other: Span) -> bool:
        """Return whether a neighbour's words may stand in one span with these."""
        return self.section == other.section or not (self.apart or other.apart)


def pack_spans(text: str, regions: Sequence[Span], *, count_pieces: CountPieces, max_pieces: int) -> list[Span]:
    """Return spans that cover the printed characters of `regions`, in order, each within `max_pieces` with its context."""
    counter = PieceCounter(count_pieces)
    counter.learn(text, *{region.context for region in regions})
    packer = _Packer(text, counter, max_pieces)
    spans = [span for region in regions if (span := packer.prepared(region)).end > span.start]
    spans = packer.joined(spans, packer.may_go_on)
    spans = [part for span in spans for part in packer.divided(span)]
    spans = packer.without_scraps(spans)
    return packer.within_limit(spans)


class _Packer:
    def __init__(self, text: str, counter: PieceCounter, max_pieces: int) -> None:
        self._text = text
        self._counter = counter
        self._limit = max_pieces

    def prepared(self, region: Span) -> Span:
        """Return a region without blank edges, its context cut to its share of the limit."""
        context = region.context
        while self._counter.size(context) > CONTEXT_SHARE * self._limit:
            context = context.rsplit(" ", 1)[0] if " " in context else context[: len(context) // 2]
        return self._trimmed(replace(region, context=context))

    def joined(self, spans: Sequence[Span], wanted: Callable[[Span, Span], bool]) -> list[Span]:
        """Return the spans with neighbours on one page joined where `wanted` says so; the larger one names the section."""
        result: list[Span] = []
        for span in spans:
            if result and result[-1].page == span.page and result[-1].may_join(span) and wanted(result[-1], span):
                result[-1] = self._union(result[-1], span)
            else:
                result.append(span)
        return result

    def may_go_on(self, before: Span, span: Span) -> bool:
        """Return whether prose goes on over a heading: it is short so far, and both fit."""
        room = min(self._room(before), self._room(span)) - SLACK
        size = self._size(before)
        return not before.rows and not span.rows and size < FULL_ENOUGH * room and size + self._size(span) <= room

    def divided(self, span: Span) -> list[Span]:
        """Return a span that is over the limit in parts: a table cut between rows, prose at sentence ends."""
        room = self._room(span) - SLACK
        if self._size(span) <= room:
            return [span]
        if span.rows:
            edges = pairwise((span.start, *span.rows, span.end))
            rows = [self._trimmed(replace(span, start=start, end=end, rows=())) for start, end in edges]
            return self.joined(rows, lambda one, two: self._size(one) + self._size(two) <= room)
        parts = split_prose(self._of(span), budget=room, size=self._counter.size)
        return [replace(span, start=span.start + start, end=span.start + end) for start, end in parts]

    def without_scraps(self, spans: Sequence[Span]) -> list[Span]:
        """Return the spans with scraps, as a page number or a lone heading, joined to the next on the page, else to the one before."""
        result: list[Span] = []
        for span in reversed(spans):
            if result and result[-1].page == span.page and span.may_join(result[-1]) and self._takes_scrap(span, result[-1]):
                result[-1] = self._union(span, result[-1])
            else:
                result.append(span)
        return result[::-1]

    def within_limit(self, spans: Sequence[Span]) -> list[Span]:
        """Return the spans, those that the model itself counts over the limit halved at white space until none is."""
        sizes = self._counter.count([f"{span.context}\n{self._of(span)}" for span in spans])
        result: list[Span] = []
        for span, size in zip(spans, sizes, strict=True):
            result.extend([span] if size <= self._limit else self.within_limit(list(self._halves(span))))
        return result

    def _takes_scrap(self, before: Span, after: Span) -> bool:
        small, large = sorted((before, after), key=self._size)
        return self._size(small) <= SLACK and self._size(before) + self._size(after) <= self._room(large)

    def _halves(self, span: Span) -> Iterator[Span]:
        text = self._of(span)
        middle = len(text) // 2
        places = [place for place in (text.rfind(" ", 1, middle), text.find(" ", middle, len(text) - 1)) if place > 0]
        cut = span.start + min(places, key=lambda place: abs(place - middle), default=middle)
        for half in (replace(span, end=cut), replace(span, start=cut)):
            if (trimmed := self._trimmed(half)).end > trimmed.start:
                yield trimmed

    def _union(self, before: Span, span: Span) -> Span:
        return replace(max((before, span), key=self._size), start=before.start, end=span.end)

    def _size(self, span: Span) -> int:
        return self._counter.size(self._of(span))

    def _room(self, span: Span) -> int:
        """Return how many word pieces fit beside the span's context."""
        return self._limit - self._counter.size(span.context)

    def _of(self, span: Span) -> str:
        return self._text[span.start : span.end]

    def _trimmed(self, span: Span) -> Span:
        raw = self._of(span)
        start = span.start + len(raw) - len(raw.lstrip())
        return replace(span, start=start, end=max(start, span.start + len(raw.rstrip())))
