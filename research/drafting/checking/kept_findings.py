"""What was found of sentences, kept while a draft is written: a sentence is looked up again when it, or what it leaves unsaid, changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import RLock

from research.drafting.checking.library import LibraryFigures
from research.drafting.checking.sentence import Finding

MOST_FINDINGS = 20_000


class KeptFindings:
    """Findings of one reader in one state of the library, the last used ones kept; one thread at a time."""

    def __init__(self, library: LibraryFigures) -> None:
        self.library = library
        self.lock = RLock()
        self._found: OrderedDict[Hashable, Finding] = OrderedDict()

    def find(self, key: Hashable, look: Callable[[], Finding]) -> Finding:
        """Return what is kept under a key, else what `look` finds, which is kept from now on."""
        if key in self._found:
            self._found.move_to_end(key)
            return self._found[key]
        found = self._found[key] = look()
        if len(self._found) > MOST_FINDINGS:
            self._found.popitem(last=False)
        return found
