"""Words of a passage: what passages are aligned by, and which words of two versions are others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import Indel

from research.text.patterns import read_beside

FIGURE = "#"
# So few words between two changes are shown as changed with them: single words that both versions happen to have make no sense alone.
SHORTEST_COMMON = 2
_STOP = re.compile(r"[.!?;:。！？；：]")
_TOKEN = re.compile(r"(?P<figure>\d[\d,.]*\d|\d)|(?P<han>[\u3400-\u9fff])|[^\W\d_]+(?:['’][^\W\d_]+)*", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a text in lower case, where each stands in it, and the words with figures and dates left open.

    In `open` a run of figures, months, scale words and ordinals of quarters is one "#": two texts with equal `open` differ in those alone.
    `opened_at` gives for each open word which word it begins with.
    """

    tokens: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    open: tuple[str, ...]
    opened_at: tuple[int, ...]

    @property
    def shingles(self) -> frozenset[tuple[str, ...]]:
        """Return the runs of three open words, of fewer where there are no three."""
        length = min(3, len(self.open))
        return frozenset(self.open[at : at + length] for at in range(len(self.open) - length + 1)) if length else frozenset()


def read_wording(text: str) -> Wording:
    """Return the words of a text; each Han character counts as a word, punctuation does not count."""
    dates, joined = _words_of_figures()
    tokens, spans, opened, opened_at = list[str](), list[tuple[int, int]](), list[str](), list[int]()
    for found in _TOKEN.finditer(text):
        token = found.group().casefold().replace("’", "'")
        tokens.append(token)
        spans.append(found.span())
        after_figure = bool(opened) and opened[-1] == FIGURE and not _STOP.search(text, spans[-2][1], found.start())
        is_figure = bool(found["figure"]) or token in dates or (after_figure and token in joined)
        if not (is_figure and after_figure):
            opened.append(FIGURE if is_figure else token)
            opened_at.append(len(tokens) - 1)
    return Wording(tuple(tokens), tuple(spans), tuple(opened), tuple(opened_at))


def similarity(one: Sequence[str], other: Sequence[str], *, at_least: float = 0.0) -> float:
    """Return the share of words that two texts have in common in order, 0 when below `at_least`."""
    return Indel.normalized_similarity(one, other, score_cutoff=at_least or None)


def differing(older: Wording, newer: Wording) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...], int]:
    """Return where the older text has words that the newer lacks, where the newer has others, and how many words that are.

    Each span covers a run of words. Common runs of fewer than `SHORTEST_COMMON` words between two changes count as changed.
    """
    removed, added = list[tuple[int, int]](), list[tuple[int, int]]()
    changed = 0
    for old_run, new_run in _runs(older.tokens, newer.tokens):
        changed += max(old_run[1] - old_run[0], new_run[1] - new_run[0])
        for run, spans, marks in ((old_run, older.spans, removed), (new_run, newer.spans, added)):
            if run[0] < run[1]:
                marks.append((spans[run[0]][0], spans[run[1] - 1][1]))
    return tuple(removed), tuple(added), changed


def _runs(one: Sequence[str], other: Sequence[str]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return the runs of words that differ, near ones put together."""
    runs: list[tuple[tuple[int, int], tuple[int, int]]] = []
    for op in Indel.opcodes(one, other):
        if op.tag == "equal":
            continue
        here = (op.src_start, op.src_end), (op.dest_start, op.dest_end)
        if runs and here[0][0] - runs[-1][0][1] < SHORTEST_COMMON:
            before = runs.pop()
            here = (before[0][0], here[0][1]), (before[1][0], here[1][1])
        runs.append(here)
    return runs


@cache
def _words_of_figures() -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that stand for figures and dates by themselves, and those that go on with a figure before them."""
    data = read_beside(__file__, "comparing.toml")["figures"]
    return frozenset(data["alone"]), frozenset(data["after"])
