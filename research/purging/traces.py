"""What of a text is recognised in other texts once the text itself is gone: hashes of stretches of it.

After "Winnowing: Local Algorithms for Document Fingerprinting" (Schleimer, Wilkerson, Aiken 2003): every stretch of `SURE` characters that
two texts share is found, none shorter than `LEAST` is. White space, case and soft hyphens do not count.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

# Names of companies and titles of statements are shorter: a text is not taken for a document's because it says whose it is.
LEAST = 40
SURE = 48
_WINDOW = SURE - LEAST + 1
_FACTOR = 0x9E3779B97F4A7C15
_STORED = np.dtype("<u8")
_Hashes: TypeAlias = NDArray[np.uint64]


class Traces:
    """The traces of some texts."""

    def __init__(self, kept: bytes = b"") -> None:
        self._kept: _Hashes = np.frombuffer(kept, dtype=_STORED).astype(np.uint64)

    @classmethod
    def of(cls, texts: Iterable[str]) -> Traces:
        """Return the traces of texts."""
        chosen = [_chosen(_hashes(text)) for text in texts]
        found = cls()
        found._kept = np.unique(np.concatenate([np.empty(0, dtype=np.uint64), *chosen]))
        return found

    def packed(self) -> bytes:
        """Return what they are made of again."""
        return self._kept.astype(_STORED).tobytes()

    def found_in(self, text: str) -> bool:
        """Return whether a text has a stretch of one of the texts."""
        if not len(self._kept) or len(text) < LEAST:
            return False
        return bool(np.isin(_hashes(text), self._kept).any())


def _hashes(text: str) -> _Hashes:
    """Return the hash of every stretch of `LEAST` characters of a text, in order."""
    plain = "".join(unicodedata.normalize("NFKC", text).replace("\u00ad", "").casefold().split())
    codes = np.frombuffer(plain.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    count = len(codes) - LEAST + 1
    if count < 1:
        return np.empty(0, dtype=np.uint64)
    hashes = np.zeros(count, dtype=np.uint64)
    for at in range(LEAST):
        hashes = hashes * np.uint64(_FACTOR) + codes[at : at + count]
    # Neighbours' hashes are alike in their low digits: mixed, the least of a window is any of them.
    hashes ^= hashes >> np.uint64(32)
    hashes *= np.uint64(0xD6E8FEB86659FD93)
    return hashes ^ (hashes >> np.uint64(32))


def _chosen(hashes: _Hashes) -> _Hashes:
    """Return the least hash of each window: of every stretch of `SURE` characters at least one is among them."""
    if len(hashes) <= _WINDOW:
        return np.unique(hashes)
    return np.unique(np.lib.stride_tricks.sliding_window_view(hashes, _WINDOW).min(axis=1))
