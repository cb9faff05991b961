"""Counting word pieces of many overlapping texts by counting each word once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

CountPieces: TypeAlias = Callable[[Sequence[str]], list[int]]
# So many characters count as a piece at least: a table of figures, which count nothing, stays as long as a reader can take in.
CHARS_PER_PIECE = 12


class PieceCounter:
    """Sizes of texts in word pieces, summed over their words; a long text of few pieces counts by its characters.

    Exact for word-piece models, whose pieces never cross white space; for others nearly, so that what depends on it is
    counted once more as a whole (`count`).
    """

    def __init__(self, count_pieces: CountPieces) -> None:
        self._count_pieces = count_pieces
        self._words: dict[str, int] = {}

    def learn(self, *texts: str) -> None:
        """Count the words of `texts` that are new, all in one call."""
        words = sorted({word for text in texts for word in text.split()} - self._words.keys())
        if words:
            self._words.update(zip(words, self._count_pieces(words), strict=True))

    def size(self, text: str) -> int:
        """Return the sum over the text's words, or its characters' share when that is more; no text counts nothing."""
        words = text.split()
        try:
            pieces = sum([self._words[word] for word in words])
        except KeyError:
            self.learn(text)
            pieces = sum([self._words[word] for word in words])
        return max(pieces, -(-len(text) // CHARS_PER_PIECE))

    def count(self, texts: Sequence[str]) -> list[int]:
        """Return the exact number of pieces of each text, as the model sees it."""
        return self._count_pieces(texts)
