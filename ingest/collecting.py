"""Python's search for garbage in cycles, made seldom while much is held and little of it becomes such."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# New objects between two searches of the young ones. What ingest makes is freed without a search; by default (700) searches took a fifth of
# the time in which news are understood (`python -m tests.bench.news_scale --one-run`).
OBJECTS = 50_000


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Search seldom inside the block, in all threads of the process, and as before after it."""
    before = gc.get_threshold()
    gc.set_threshold(max(OBJECTS, before[0]) if before[0] else 0, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
