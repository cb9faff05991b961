"""What of a text its vector is made from: the words, not the figures.

Figures take half of the word pieces of a page of statements and say nothing of its topic; who asks for one finds it by its words, its
row and its facts. Without them a whole table fits one vector, and a filing needs a third fewer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from research.protocols.search import Embedder, FloatMatrix

# Raise it when other words would be taken: part of what makes two vectors comparable.
RULE = "words-1"

# So many single words are remembered with their pieces: news say the same ones again and again.
MOST_WORDS = 200_000

_FIGURE = re.compile(r"[\W_]*(?:\d[\d.,]*)?[\W_]*")
_YEAR = re.compile(r"\D*(?:19|20)\d\d\D*")


def without_figures(text: str) -> str:
    """Return the words of `text` and its years, one space between two; the text itself when it has none."""
    kept = " ".join(word for word in text.split() if _is_word(word))
    return kept or text


def _is_word(word: str) -> bool:
    return not _FIGURE.fullmatch(word) or bool(_YEAR.fullmatch(word))


class WordsEmbedder:
    """The `Embedder` that makes vectors from words alone, over one that takes what it is given."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._pieces: dict[str, int] = {}

    @property
    def fingerprint(self) -> str:
        """Return the model's fingerprint and the rule by which words are taken."""
        return f"{self._embedder.fingerprint}:{RULE}"

    @property
    def dimensions(self) -> int:
        """Return the length of a vector."""
        return self._embedder.dimensions

    @property
    def max_pieces(self) -> int:
        """Return how many word pieces of a text's words are read, special ones not counted."""
        return self._embedder.max_pieces

    def count_pieces(self, texts: Sequence[str]) -> list[int]:
        """Return the number of word pieces of each text's words, special ones not counted; figures count nothing."""
        if getattr(self._embedder, "counts_word_by_word", False):
            met = [self._pieces.get(text) for text in texts]  # single words, as a rule
            known = [count for count in met if count is not None]
            return known if len(known) == len(texts) else self._by_words([text.split() for text in texts])
        wanted = [" ".join(word for word in text.split() if _is_word(word)) for text in texts]
        unknown = list(dict.fromkeys(text for text in wanted if text not in self._pieces))
        counted = dict(zip(unknown, self._embedder.count_pieces(unknown), strict=True)) if unknown else {}
        counts = [counted[text] if text in counted else self._pieces[text] for text in wanted]
        self._remember({text: count for text, count in counted.items() if " " not in text})
        return counts

    def _by_words(self, texts: Sequence[Sequence[str]]) -> list[int]:
        """Return the sums of what the words have, each counted when it is first met."""
        pieces = self._pieces
        unknown = sorted({word for words in texts for word in words if word not in pieces})
        if unknown:
            said = [word for word in unknown if _is_word(word)]
            counted = dict.fromkeys(unknown, 0) | dict(zip(said, self._embedder.count_pieces(said), strict=True))
            self._remember(counted)
            pieces = pieces | counted if len(pieces) >= MOST_WORDS else self._pieces
        return [sum([pieces[word] for word in words]) for words in texts]

    def _remember(self, counted: Mapping[str, int]) -> None:
        if len(self._pieces) < MOST_WORDS:
            self._pieces.update(counted)

    def embed(self, texts: Sequence[str]) -> FloatMatrix:
        """Return one row of length 1 per text, in order, shape (len(texts), dimensions); raises ModelUnavailableError."""
        return self._embedder.embed([without_figures(text) for text in texts])

    def close(self) -> None:
        """Close the connections of the model, if it has any."""
        close = getattr(self._embedder, "close", None)
        if close is not None:
            close()
