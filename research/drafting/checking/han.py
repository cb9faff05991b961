"""What a Chinese sentence says of each of its figures: read from left to right, clause by clause, as such sentences are built."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from research.drafting.checking.reading import SentenceRead, blanked, is_known, with_year
from research.drafting.checking.when import Around
from research.drafting.checking.words import DOWN, FLAT, UP, HanWords, han_checking_words
from research.nouns.answers import PeriodTerm
from research.planning.topics import TopicMatch
from research.text.figures import PERCENT, POINTS, TIMES
from research.text.han import is_han

_LETTER = re.compile(r"[A-Za-z]")
_SEAM = re.compile(r"[，；。：、（）,;:()]")
_HARD_SEAM = re.compile(r"[；。;]")
_TO = re.compile(r"(?:至|到|为|达)(?:了|的|约|近|逾|超|超过|\s)*$")
_FROM = re.compile(r"(?:由|从|自)[^，；。]{0,8}$")
_RANGE = re.compile(r"\s*(?:至|到|[-–—~～])\s*")
_AGAINST = re.compile(r"(?:较|比|相较于?|相比于?|对比|同)\s*$")
_RUN = re.compile(r"[\u4e00-\u9fffA-Za-z]+")


@dataclass(frozen=True, slots=True)
class HanFigure:
    """One figure of a Chinese sentence: its name, words that narrow it, its period, and how it is told.

    `way` is "up", "down", "flat" or ""; `is_change` that the figure is by how much it went that way; `is_reached` that it is where it
    went to; `is_range` that it is one end of a range; `back` how far before the period it lies; `whole` what it is a share of.
    """

    topic: TopicMatch | None
    narrowing: tuple[str, ...]
    company: str | None
    period: PeriodTerm | None
    is_dated: bool
    way: str = ""
    is_change: bool = False
    is_reached: bool = False
    is_range: bool = False
    is_compound: bool = False
    back: str = ""
    base: PeriodTerm | None = None
    whole: TopicMatch | None = None
    zone: str = ""


def is_han_sentence(text: str) -> bool:
    """Return whether a sentence is Chinese, and not one in another language that names a Chinese company."""
    han = sum(is_han(letter) for letter in text)
    return han > 0 and han * 2 > len(_LETTER.findall(text))


def han_figures_of(read: SentenceRead, around: Around) -> tuple[HanFigure, ...]:
    """Return what a Chinese sentence says of each of its figures, in order."""
    reader = _Reader(read, around)
    return tuple(reader.figure(at) for at in range(len(read.figures)))


def han_clauses(read: SentenceRead) -> Iterator[tuple[int, int]]:
    """Yield the offsets of the clauses of a Chinese sentence."""
    start = 0
    for seam in re.finditer(r"[，；。,;]", read.text):
        if any(one.start <= seam.start() < one.end for one in read.figures):
            continue
        yield start, seam.start()
        start = seam.end()
    yield start, len(read.text)


def han_way(text: str, known: HanWords) -> str:
    """Return the way that the last word of direction in a text tells, "" without any."""
    found = [
        (match.end(), way) for way, pattern in ((UP, known.up), (DOWN, known.down), (FLAT, known.flat)) for match in pattern.finditer(text)
    ]
    return max(found)[1] if found else ""


def unexplained(text: str, known: HanWords) -> tuple[str, ...]:
    """Return the runs of words of a Chinese text that neither tell a way nor stand around any figure."""
    for pattern in (known.neutral, known.up, known.down, known.flat):
        text = pattern.sub("\n", text)
    return tuple(dict.fromkeys(run[0].lower() for run in _RUN.finditer(text) if len(run[0]) > 1))


class _Reader:
    """Reads the figures of one sentence, each with what was said before it."""

    def __init__(self, read: SentenceRead, around: Around) -> None:
        self._read = read
        self._around = around
        self._known = han_checking_words()
        self._topic: TopicMatch | None = None
        self._narrowing: tuple[str, ...] = ()
        self._start = 0

    def figure(self, at: int) -> HanFigure:
        """Return what is said of a figure; called once for each, in order."""
        read = self._read
        figure = read.figures[at]
        previous = read.figures[at - 1].end if at else 0
        seams = [one.end() for one in _SEAM.finditer(read.text, previous, figure.start)]
        before = read.text[previous : figure.start]
        dated = [(one.start, one.end) for one in read.periods]
        close = blanked(read.text, dated)[seams[-1] if seams else previous : figure.start].replace("\n", "")
        has_own = any(start >= (seams[-1] if seams else previous) and end <= figure.start for start, end in dated)
        whole = self._whole(previous, at)
        self._take_topic(previous, figure.start, whole)
        period, is_dated, base = self._period(figure.start)
        after = read.text[figure.end : read.figures[at + 1].start if at + 1 < len(read.figures) else len(read.text)]
        way = han_way(before, self._known)
        is_reached = _TO.search(close) is not None
        told = self._known.change.search(close) is not None and not is_reached
        is_ratio = self._topic is not None and self._topic.topic.unit == PERCENT
        is_signed = figure.unit == PERCENT and before.endswith(("（", "(")) and figure.text.startswith(("+", "-"))
        if before.endswith(("（+", "(+", "（-", "(-")) or is_signed:
            way, told, is_ratio = (DOWN if figure.number < 0 or before.endswith("-") else UP), True, False
        is_change = figure.unit == POINTS or (bool(han_way(close, self._known)) and not is_reached) or (told and not is_ratio)
        is_start = _FROM.search(close) is not None and bool(han_way(after, self._known))
        joined = (at > 0 and _RANGE.fullmatch(before)) or (
            at + 1 < len(read.figures) and _RANGE.fullmatch(after) and figure.unit not in {POINTS}
        )
        back = "year" if (is_start and not has_own) or self._known.before.search(close) else ""
        if is_change:
            back = "quarter" if self._known.before_quarter.search(close) else ""
        return HanFigure(
            self._topic,
            self._narrowing,
            self._company(figure.start),
            period,
            is_dated,
            way="" if back and not is_change else way,
            is_change=is_change,
            is_reached=is_reached and not back,
            is_range=bool(joined),
            is_compound=self._known.compound.search(close) is not None,
            back=back,
            base=base,
            whole=whole if figure.unit == PERCENT else None,
            zone=read.text[self._start : figure.end],
        )

    def _whole(self, previous: int, at: int) -> TopicMatch | None:
        """Return the name that a figure is a share of: "占营业收入的23.9%"."""
        start = self._read.figures[at].start
        for topic in self._read.topics:
            is_inside = previous <= topic.start and topic.end <= start
            if is_inside and self._read.text[: topic.start].endswith("占") and not _SEAM.search(self._read.text[topic.end : start]):
                return topic
        return None

    def _take_topic(self, previous: int, start: int, whole: TopicMatch | None) -> None:
        """Take the name that stands before a figure since the one before it; without one, that one's goes on, but not beyond a stop."""
        named = [one for one in self._read.topics if previous <= one.start and one.end <= start and one != whole]
        gap = self._read.text[previous:start]
        hard = [one.end() for one in _HARD_SEAM.finditer(gap)]
        if not named and self._topic is not None and not hard and not self._own_subject(previous, start, whole):
            return
        seams = [one.end() for one in _SEAM.finditer(gap) if not named or previous + one.end() <= named[-1].start]
        self._topic = named[-1] if named else None
        self._start = previous + (seams[-1] if seams else 0)
        spans = [*self._read.spans(topics=True)]
        self._narrowing = unexplained(blanked(self._read.text, spans)[self._start : start], self._known)

    def _own_subject(self, previous: int, start: int, whole: TopicMatch | None) -> bool:
        """Return whether the words before a figure name something of their own: "其中境外收入占23.9%"."""
        spans = self._read.spans(topics=True)
        return whole is None and bool(unexplained(blanked(self._read.text, spans)[previous:start], self._known))

    def _period(self, start: int) -> tuple[PeriodTerm | None, bool, PeriodTerm | None]:
        """Return the last period named before a figure, whether the sentence says it, and one that it is set against since then."""
        base = None
        for one in reversed([one for one in self._read.periods if one.start < start]):
            term = self._with_year(one.term)
            if _AGAINST.search(self._read.text[: one.start]):
                base = base or term
                continue
            return (term, is_known(term), base)
        return self._around.period, False, base

    def _with_year(self, term: PeriodTerm) -> PeriodTerm:
        years = {one.term.fiscal_year for one in self._read.periods if one.term.fiscal_year}
        year = years.pop() if len(years) == 1 else self._around.period.fiscal_year if self._around.period else None
        return replace(with_year(term, year), words="")

    def _company(self, start: int) -> str | None:
        named = [one for one in self._read.companies if one.start < start] or list(self._read.companies[:1])
        return named[-1].company if named else self._around.company


def kind_of(told: HanFigure, unit: str) -> str:
    """Return what a figure is of the one that it is said of, by the names of `claims.Kind`."""
    if told.whole is not None:
        return "share"
    if told.is_range and not told.way:
        return "untold"
    is_ratio = told.topic is not None and told.topic.topic.unit == PERCENT
    if told.is_compound:
        return "yearly growth" if told.base else "untold"
    if unit == TIMES:
        return "level" if told.topic is not None and told.topic.topic.unit == "x" else "multiple"
    if unit == POINTS:
        return "change"
    if unit == PERCENT:
        return "growth" if told.is_change else "level" if is_ratio or told.topic is None else "untold"
    return "change" if told.is_change else "level"
