"""Which words of a sentence are said of which of its figures, and what part each figure plays: a level, a change, a start, an end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from research.text.figures import PERCENT, POINTS, TIMES, PrintedFigure, printed_figures
from research.verification.words import said, topics_in, years_in

LEVEL, CHANGE, START, END, RANGE = "level", "change", "start", "end", "range"

_SEAM = re.compile(
    r"[;:]\s|,\s|\s[–—]\s|\s(?:and|while|whereas|but|compared|versus|vs\.?|against|from|than|or)\b|[，；。]|\n", re.IGNORECASE
)
_JOINED = re.compile(r"\s*(?:,|,?\s*(?:and|or|to|through|[-–—至到]))\s*", re.IGNORECASE)
_TO = re.compile(r"\s*(?:to|through|[-–—至到])\s*", re.IGNORECASE)
_BELONGS_BEFORE = re.compile(r"\s*(?:of|in|for|at|on|during|per)\b", re.IGNORECASE)
_BECAUSE = re.compile(r"\s*(?:due|driven|because|reflecting|as\s+a\s+result|primarily|mainly|partially|partly|owing)\b", re.IGNORECASE)
_TAIL_ENDS = re.compile(
    r"[;；]|,\s+(?:and|while|but|whereas|which)\s|\b(?:while|whereas|suggesting|implying|indicating|because)\b|"
    r"\b(?:primarily|mainly|largely|partly|partially)?\s*(?:due\s+to|driven\s+by|owing\s+to)\b",
    re.IGNORECASE,
)
_RESPECTIVELY = re.compile(r"\brespectively\b|分别", re.IGNORECASE)
_ABOUT = (
    r"(?:\s+(?:approximately|about|around|roughly|nearly|almost|over|more\s+than|at\s+least|just|some|only|an?|the|another))*"
    r"\s*[(~$€£]*\s*$"
)
_NOUN = r"(?:increases?|decreases?|declines?|growth|drops?|reductions?|rises?|improvements?|changes?|expansion|contraction)"
_FROM = re.compile(r"\bfrom" + _ABOUT, re.IGNORECASE)
_AGAINST = re.compile(r"\b(?:compared\s+(?:to|with)|versus|vs\.?|against)(?:\s+(?:an?|the))?" + _ABOUT, re.IGNORECASE)
_REACHES = re.compile(r"\bto" + _ABOUT, re.IGNORECASE)
_BY = re.compile(r"\bby" + _ABOUT, re.IGNORECASE)
_NOUN_OF = re.compile(rf"\b{_NOUN}(?:\s+in\s+[\w\s&'’-]{{1,60}})?(?:\s+(?:of|was|were|is|:))" + _ABOUT, re.IGNORECASE)
_NOUN_FIRST = re.compile(rf"\b{_NOUN}\b[^,;]{{0,90}}\s(?:was|were|is|at)" + _ABOUT, re.IGNORECASE)
_THEN_NOUN = re.compile(rf"\s*(?:\w+\s+){{0,2}}?(?:{_NOUN}|higher|lower|more|less|fewer|up|down|above|below)\b", re.IGNORECASE)
_MOVED = re.compile(
    r"(?:\b(?:increased|decreased|rose|grew|fell|declined|dropped|climbed|improved|reduced|expanded|contracted|shrank|up|down)(?:\s+(?:\w+ly|further))*|"
    r"增长|增加|上升|提高|下降|减少|降低|下跌)了?" + _ABOUT,
    re.IGNORECASE,
)
_LEVEL = re.compile(
    r"\b(?:was|were|is|are|be|been|of|at|totall?ed|totall?ing|reached|reported|recorded|had|amounted\s+to|stood\s+at|equal\s+to|equals|为|达)"
    + _ABOUT,
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\b(?:between|from|range\s+of|ranging|ranges?)" + _ABOUT, re.IGNORECASE)
_DENIED = re.compile(
    r"\b(?:not|never|neither|nor|without|cannot|none|failed\s+to|fails\s+to)\b|\bno\b(?!\.)|n[’']t\b|未|没有|并非", re.IGNORECASE
)
_NOT_DENIED = re.compile(
    r"\b(?:not\s+only|no\s+(?:more|less|fewer|later|earlier)\s+than|not\s+(?:more|less)\s+than|whether\s+or\s+not|not\s+(?:including|material|meaningful))\b",
    re.IGNORECASE,
)
# How many characters from a figure its part in the sentence is told.
_FAR = 300


@dataclass(frozen=True, slots=True)
class FigureWords:
    """What a sentence says of one figure: the words before and after it that are of no other, and the part it plays ("" where unclear).

    A figure that shares its words with the one before it ("5 percent in Europe and 9 percent in Asia") has those too.
    """

    before: str
    after: str
    role: str = ""

    @property
    def text(self) -> str:
        """Return the words on both sides."""
        return f"{self.before} {self.after}"

    @property
    def topics(self) -> frozenset[str]:
        """Return the stems that say what the figure is of, words of direction left out."""
        return _topics(self.text)

    @property
    def is_denied(self) -> bool:
        """Return whether the words deny the figure: "did not", "no impairment of"."""
        return bool(_DENIED.search(_NOT_DENIED.sub(" ", self.text)))


@lru_cache(maxsize=20_000)
def words_of(text: str) -> tuple[FigureWords, ...]:
    """Return what a sentence says of each of its figures, in order."""
    figures = printed_figures(text)
    if not figures:
        return ()
    gaps = [text[one.end : other.start] for one, other in pairwise(figures)]
    parts = [_parted(gap) for gap in gaps]
    before = [text[: figures[0].start], *(right for _, right in parts)]
    after = [*(left for left, _ in parts), text[figures[-1].end :]]
    for at in range(1, len(figures)):
        if not _topics(before[at]):
            before[at] = f"{before[at - 1]} {before[at]}"
    after[-1] = _cut(after[-1])
    found = [FigureWords(*pair) for pair in zip(before, after, strict=True)]
    roles = _roles(text, figures)
    return tuple(replace(one, role=role) for one, role in zip(_paired(text, figures, found), roles, strict=True))


def said_of(text: str, figure: PrintedFigure) -> FigureWords:
    """Return what a sentence says of one of its figures; raises KeyError for a figure that it does not hold."""
    return words_of(text)[place_of(text, figure)]


def place_of(text: str, figure: PrintedFigure) -> int:
    """Return which of a sentence's figures this is, from 0; raises KeyError for a figure that it does not hold."""
    return _places(text)[figure.start]


@lru_cache(maxsize=20_000)
def _places(text: str) -> dict[int, int]:
    return {figure.start: at for at, figure in enumerate(printed_figures(text))}


def are_alike(first: PrintedFigure, second: PrintedFigure) -> bool:
    """Return whether two figures are of one sort, so that one could stand in the other's place: amounts, shares of a whole, per share."""
    relative = {PERCENT, POINTS, TIMES}
    return (
        (first.unit in relative) == (second.unit in relative)
        and (first.unit == second.unit or first.unit not in relative)
        and first.per == second.per
    )


def _topics(text: str) -> frozenset[str]:
    return frozenset(one for one in topics_in(text) if not said("direction", one))


def _parted(gap: str) -> tuple[str, str]:
    """Return the words between two figures as those of the first and those of the second."""
    seams = list(_SEAM.finditer(gap))
    if not seams:
        return (gap, "") if _BELONGS_BEFORE.match(gap) else ("", gap)
    first, last = seams[0], seams[-1]
    rest = gap[first.end() :]
    if not _topics(gap[: first.start()]) and not _BECAUSE.match(rest):
        return gap[: first.start()], rest
    for seam in (last, *seams[-2:-1]):
        if _topics(gap[seam.end() :]):
            return gap[: seam.start()], gap[seam.end() :]
        if not gap[seam.end() :].strip():
            break
    return gap[: last.start()], gap[last.end() :]


def _cut(tail: str) -> str:
    """Return the words after the last figure up to a clause of its own."""
    seam = _TAIL_ENDS.search(tail)
    return tail[: seam.start()] if seam else tail


def runs_of(text: str, figures: Sequence[PrintedFigure]) -> list[list[int]]:
    """Return the figures' places in lists that only commas and "and" join: [[0, 1], [2]] for "5 and 6 in May, 7"."""
    runs = [[0]] if figures else []
    for at in range(1, len(figures)):
        if _JOINED.fullmatch(text[figures[at - 1].end : figures[at].start]):
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _paired(text: str, figures: Sequence[PrintedFigure], found: list[FigureWords]) -> list[FigureWords]:
    """Return the words with those that "respectively" pairs with a list of figures, one subject each."""
    if not _RESPECTIVELY.search(text):
        return found
    for run in (one for one in runs_of(text, figures) if len(one) > 1):
        first, last = run[0], run[-1]
        for words, is_before in ((found[first].before, True), (found[last].after, False)):
            listed = [part for part in re.split(r",\s*(?:and\s+)?|\s+and\s+", _RESPECTIVELY.sub(" ", words)) if _topics(part)]
            if len(listed) == len(run) and len(years_in(found[last].after)) != len(run):
                for at, part in zip(run, listed, strict=True):
                    found[at] = FigureWords(part, "") if is_before else FigureWords(found[first].before, part)
                break
    return found


def _roles(text: str, figures: Sequence[PrintedFigure]) -> list[str]:
    found: list[str] = []
    for at, figure in enumerate(figures):
        first = figures[at - 1].end if at else 0
        last = figures[at + 1].start if at + 1 < len(figures) else len(text)
        before = " ".join(text[max(first, figure.start - _FAR) : figure.start].split())
        found.append(_role(text[max(0, first - _FAR) : first], before, text[figure.end : min(last, figure.end + _FAR)], found))
    for at in range(len(figures) - 1):
        between = text[figures[at].end : figures[at + 1].start]
        first = figures[at - 1].end if at else 0
        before = text[first : figures[at].start]
        moves = bool(said("direction", before[-_FAR:]))
        before = " ".join(before[-_FAR:].split())
        if (_TO.fullmatch(between) and not moves) or (
            between.strip().lower() == "and" and re.search(r"\bbetween" + _ABOUT, before, re.IGNORECASE)
        ):
            found[at] = found[at + 1] = RANGE
    return found


def _role(earlier: str, before: str, after: str, roles: Sequence[str]) -> str:
    """Return the part that a figure plays by the words right before it, else right after it."""
    moves = bool(said("direction", re.split(r"[;，。]|\bwhile\b|\bwhereas\b", earlier + before)[-1]))
    if _AGAINST.search(before):
        return START
    if _FROM.search(before):
        return START if moves or re.match(r"[^;]{0,60}?\bto\b", after) else ""
    if _REACHES.search(before) and not re.search(r"\b(?:amounted|equal|due|attributable|related|up)\s+to" + _ABOUT, before, re.IGNORECASE):
        return END if moves or roles[-1:] == [START] else ""
    if (_BY.search(before) and moves) or _NOUN_OF.search(before) or _NOUN_FIRST.search(before) or _MOVED.search(before):
        return CHANGE
    if _THEN_NOUN.match(after):
        return CHANGE
    return LEVEL if _LEVEL.search(before) else ""
