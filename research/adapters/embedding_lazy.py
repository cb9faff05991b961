"""An embedding model that is opened when the first vector is wanted: who only asks what it is called does not wait for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Protocol, TypeVar

from research.adapters.embedding_notes import Opened
from research.errors import ModelUnavailableError
from research.protocols.search import Embedder, FloatMatrix

_T = TypeVar("_T")


class PieceCounter(Protocol):
    """Counts word pieces, as an `Embedder` does."""

    @property
    def max_pieces(self) -> int:
        """Return how many word pieces of a text are read, special ones not counted."""
        ...

    def count_pieces(self, texts: Sequence[str]) -> list[int]:
        """Return the number of word pieces of each text, special ones not counted."""
        ...


class LazyEmbedder:
    """The `Embedder` that ran here before, which `open_counter` and `open_model` open again when first needed. Thread-safe.

    What opens must be what was promised, for vectors are kept under the promised fingerprint: another model, or none, is a
    ModelUnavailableError, after `forget`, so that the next process opens what does run.
    """

    def __init__(
        self, promised: Opened, *, open_counter: Callable[[], PieceCounter], open_model: Callable[[], Embedder], forget: Callable[[], None]
    ) -> None:
        self._promised = promised
        self._open_counter = open_counter
        self._open_model = open_model
        self._forget = forget
        self._counter: PieceCounter | None = None
        self._model: Embedder | None = None
        self._lock = Lock()

    @property
    def fingerprint(self) -> str:
        """Return model name, hash of its files, numeric precision and length."""
        return self._promised.fingerprint

    @property
    def dimensions(self) -> int:
        """Return the length of a vector."""
        return self._promised.dimensions

    @property
    def max_pieces(self) -> int:
        """Return how many word pieces of a text are read, special ones not counted."""
        return self._counting().max_pieces

    @property
    def counts_word_by_word(self) -> bool:
        """Return whether a text has as many pieces as its words have together."""
        return bool(getattr(self._counting(), "counts_word_by_word", False))

    def count_pieces(self, texts: Sequence[str]) -> list[int]:
        """Return the number of word pieces of each text, special ones not counted; raises ModelUnavailableError."""
        return self._counting().count_pieces(texts)

    def embed(self, texts: Sequence[str]) -> FloatMatrix:
        """Return one row of length 1 per text, in order, shape (len(texts), dimensions); raises ModelUnavailableError."""
        return self._opened().embed(texts)

    def _counting(self) -> PieceCounter:
        with self._lock:
            if self._model is not None:
                return self._model
            if self._counter is None:
                self._counter = self._or_forget(self._open_counter)
            return self._counter

    def _opened(self) -> Embedder:
        with self._lock:
            if self._model is None:
                model = self._or_forget(self._open_model)
                if (model.fingerprint, model.dimensions) != (self.fingerprint, self.dimensions):
                    self._forget()
                    raise ModelUnavailableError(
                        f"the embedding model runs as {model.fingerprint}, no more as {self.fingerprint}", "start the program again"
                    )
                self._model = model
            return self._model

    def _or_forget(self, open_it: Callable[[], _T]) -> _T:
        """Return what opens; when nothing does, the promise is forgotten."""
        try:
            return open_it()
        except ModelUnavailableError:
            self._forget()
            raise
