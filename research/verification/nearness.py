"""A claim held against the words of its evidence: the place that it quotes, whole or nearly, and where the two differ."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from functools import lru_cache

from research.text.figures import PrintedFigure, printed_figures
from research.text.matching import SOFT_HYPHEN
from research.verification.words import neutral_stems

_TOKEN = re.compile(r"[\u4e00-\u9fff]|[^\W\d_]+(?:['’&.][^\W\d_]+)*|\d+[^\W\d_]+|[^\W_]+")
_CLAUSE_END = re.compile(r"[,;:.–—]|\n\s*\n")
_STOP = re.compile(r"[.!?;•·。]\s|\n\s*\n")
_FEWEST_TOKENS = 4
_NEAR = 0.7
_SLACK = 6
_WIDEST_GAP = 3
_LONGEST_LEAD = 12


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a figure of a text with its offsets; `key` is what two tokens are compared by."""

    key: str
    start: int
    end: int
    figure: PrintedFigure | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A run of the claim that stands in place of a run of the evidence; one of them may be empty. `at` is the run's first token."""

    claim: tuple[Token, ...]
    source: tuple[Token, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Near:
    """The place of the evidence that a claim nearly quotes: offsets there, the share of its tokens found, and every difference.

    `lead` are the words of the same clause before the place: what the claim left out at its beginning.
    """

    start: int
    end: int
    share: float
    differences: tuple[Difference, ...]
    lead: str = ""


@lru_cache(maxsize=256)
def tokens_of(text: str) -> tuple[Token, ...]:
    """Return the tokens of a text in order; a figure is one token whatever it is written with."""
    found: list[Token] = []
    at = 0
    for figure in (*printed_figures(text), None):
        end = figure.start if figure else len(text)
        for match in _TOKEN.finditer(text, at, end):
            found.append(Token(_key(match.group()), *match.span()))
        if figure:
            found.append(Token(_figure_key(figure), figure.start, figure.end, figure))
            at = figure.end
    return tuple(found)


def standing_of(tokens: Sequence[Token]) -> Mapping[str, Sequence[int]]:
    """Return where the tokens of each key stand among some tokens."""
    places: dict[str, list[int]] = {}
    for at, token in enumerate(tokens):
        places.setdefault(token.key, []).append(at)
    return places


def find_near(claim: Sequence[Token], source: Sequence[Token], standing: Mapping[str, Sequence[int]], text: str) -> Near | None:
    """Return the place of the evidence that most tokens of the claim stand at in their order, None when too few do.

    `standing` says where the tokens of `source` stand, `text` is its text.
    """
    if len(claim) < _FEWEST_TOKENS or not source or sum(token.key in standing for token in claim) < _NEAR * len(claim):
        return None
    best: Near | None = None
    for offset in _diagonals(claim, standing):
        first = max(0, offset - _SLACK)
        window = source[first : offset + len(claim) + _SLACK]
        near = _compare(claim, window, text)
        if near and (best is None or (near.share, -len(near.differences)) > (best.share, -len(best.differences))):
            best = near
        if best and best.share == 1 and not best.differences:
            break
    return best


def _key(word: str) -> str:
    return unicodedata.normalize("NFKC", word).replace(SOFT_HYPHEN, "").replace("’", "'").lower().removesuffix("'s").rstrip(".")


def _figure_key(figure: PrintedFigure) -> str:
    return f"#{figure.number.normalize():f} {figure.scale or ''} {figure.unit}"


def _diagonals(claim: Sequence[Token], places: Mapping[str, Sequence[int]]) -> list[int]:
    """Return the offsets in the evidence at which most tokens of the claim stand where it has them, a few tokens more or less."""
    counts: Counter[int] = Counter()
    for at, token in enumerate(claim):
        stands = places.get(token.key, [])
        for place in stands if len(stands) < 60 else ():
            counts[(place - at) // 3] += 3 if token.key not in neutral_stems() else 1
    wide = {bucket: counts[bucket] + counts[bucket + 1] for bucket in counts}
    return [max(0, bucket * 3) for bucket, _ in sorted(wide.items(), key=lambda pair: -pair[1])[:4]]


def _compare(claim: Sequence[Token], window: Sequence[Token], text: str) -> Near | None:
    matcher = SequenceMatcher(None, [token.key for token in claim], [token.key for token in window], autojunk=False)
    blocks = _joined([block for block in matcher.get_matching_blocks() if block.size], window, text)
    if not blocks:
        return None
    matched = sum(block.size for block in blocks)
    if matched < _NEAR * len(claim):
        return None
    low, high = blocks[0].b, blocks[-1].b + blocks[-1].size
    # What the claim has before its first and after its last match stands for as much of the evidence there.
    low = _back(window, low, blocks[0].a, text)
    high = _on(window, high, len(claim) - blocks[-1].a - blocks[-1].size, text)
    ops = SequenceMatcher(None, [token.key for token in claim], [token.key for token in window[low:high]], autojunk=False).get_opcodes()
    differences = tuple(Difference(tuple(claim[a:b]), tuple(window[low + c : low + d]), a) for kind, a, b, c, d in ops if kind != "equal")
    start, end = window[low].start, window[high - 1].end
    return Near(start, end, matched / len(claim), differences, _lead(text, start))


def _back(window: Sequence[Token], at: int, steps: int, text: str) -> int:
    """Return the place so many tokens before, or where its sentence begins."""
    while steps and at and not _STOP.search(text[window[at - 1].end : window[at].start]):
        at, steps = at - 1, steps - 1
    return at


def _on(window: Sequence[Token], at: int, steps: int, text: str) -> int:
    """Return the place so many tokens after, or where its sentence ends."""
    while steps and 0 < at < len(window) and not _STOP.search(text[window[at - 1].end : window[at].start]):
        at, steps = at + 1, steps - 1
    return at


def _joined(blocks: list[Match], window: Sequence[Token], text: str) -> list[Match]:
    """Return the matches without those at either end that stand further from the rest in the evidence, or in another sentence."""
    while len(blocks) > 1 and _is_apart(blocks[0], blocks[1], window, text) and blocks[0].size < blocks[1].size + 2:
        blocks = blocks[1:]
    while len(blocks) > 1 and _is_apart(blocks[-2], blocks[-1], window, text) and blocks[-1].size < blocks[-2].size + 2:
        blocks = blocks[:-1]
    return blocks


def _is_apart(first: Match, second: Match, window: Sequence[Token], text: str) -> bool:
    gap = _gap(first, second)
    between = text[window[first.b + first.size - 1].end : window[second.b].start]
    return gap > _WIDEST_GAP or (gap > 0 and bool(_STOP.search(between)))


def _gap(first: Match, second: Match) -> int:
    return (second.b - first.b - first.size) - (second.a - first.a - first.size)


def _lead(text: str, start: int) -> str:
    """Return the words before a place up to the mark or line that begins its clause."""
    before = text[max(0, start - 160) : start]
    marks = [match.end() for match in _CLAUSE_END.finditer(before)]
    lead = before[marks[-1] :] if marks else before
    last = lead.rpartition("\n")
    if last[1] and not last[2].strip():
        lead = last[0].rpartition("\n")[2] if not re.match(r"\s*[A-Z(]", text[start : start + 3]) else ""
    elif last[1]:
        lead = last[2] if re.match(r"\s*[A-Z•·]", last[2]) else lead
    return " ".join(lead.split()[-_LONGEST_LEAD:])
