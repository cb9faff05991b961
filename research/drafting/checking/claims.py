"""What a sentence says of each of its figures: of which company and period, what it is called, and whether it is a level or a change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from research.drafting.checking.groups import Group, groups_of
from research.drafting.checking.han import HanFigure, han_figures_of, is_han_sentence, kind_of
from research.drafting.checking.names import topics_known
from research.drafting.checking.reading import SentenceRead
from research.drafting.checking.when import Around, Times
from research.drafting.checking.words import DOWN, FLAT, UP, checking_words, is_better_lower, nearest_direction
from research.nouns.answers import PeriodTerm
from research.planning.topics import Topic, TopicMatch
from research.text.figures import PERCENT, POINTS, TIMES, PrintedFigure
from research.verification.clauses import CHANGE, RANGE, words_of

_AROUND = (
    r"(?:\s+(?:an?|the|some|about|around|roughly|approximately|nearly|almost|just|only|over|more|than|under|below|above|less|well|slightly|"
    r"close\s+to|little|bit))*\s*[(~$€£¥]*\s*$"
)
_NOUNS = "increases?|decreases?|declines?|growth|drops?|rises?|fall|gains?|improvements?|reductions?|changes?|expansion|contraction"
_NOUN = rf"(?:{_NOUNS}|jump|slide|plunge|surge)"
_OF_NOUN = re.compile(
    rf"\b{_NOUN}\b(?:\s+(?:in|of)\s+[^,;]{{1,70}}?)?\s+(?:of|was|were|at|to|came\s+to|came\s+in\s+at|reached|stood\s+at)" + _AROUND,
    re.IGNORECASE,
)
_COMPARED = r"higher|lower|more|less|fewer|up|down|above|below|growth|(?:short|shy|ahead)\s+of"
_THEN_NOUN = re.compile(rf"\s*\)?\s*(?:[\w-]+\s+){{0,2}}?(?:{_NOUN}|{_COMPARED})\b", re.IGNORECASE)
_BY = re.compile(r"\bby" + _AROUND, re.IGNORECASE)
_TO = re.compile(r"\b(?:to|at)" + _AROUND, re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|versus|vs\.?|against|compared\s+(?:to|with))" + _AROUND, re.IGNORECASE)
_REACHED = re.compile(r"\b(?:to|at|from|reach\w*|total\w*)" + _AROUND, re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|range|ranging)\b[^,;]*$", re.IGNORECASE)
# Verbs with "up" right before a figure that tell no movement.
_NO_MOVE = re.compile(r"\b(?:made|makes?|making|adds?|added|adding|summed)\s+up(?:\s+to)?" + _AROUND, re.IGNORECASE)
_A_YEAR = re.compile(r"\s+(?:a|per|each|every)\s+year\b(?!\s+(?:earlier|ago|before|later))", re.IGNORECASE)
_POINTS = re.compile(r"\s+points?\b", re.IGNORECASE)
_AND = re.compile(r"\s*(?:and|to|or|[-–])\s*[$€£¥]?", re.IGNORECASE)
_GROWTH = re.compile(r"\b(?:growth|grew|grow|growing|grown)\b", re.IGNORECASE)
_OTHER_WHOLE = re.compile(r"\s*(?:of|as\s+a\s+(?:share|percentage|proportion)\s+of)\s", re.IGNORECASE)
_OF_MULTIPLE = re.compile(r"\s+(?:of\s+|the\s+|its\s+|annual\s+|reported\s+)*", re.IGNORECASE)
# Figures that statements print per share too.
_PER_SHARE = {
    "net_income": "eps_diluted",
    "net_income_to_common": "eps_diluted",
    "dividends_paid": "dividends_per_share",
    "total_equity": "book_value_per_share",
    "shareholders_equity": "book_value_per_share",
    "free_cash_flow": "free_cash_flow_per_share",
}


_DIVIDEND = re.compile(r"\b(?:dividends?|payout|distributions?)\b", re.IGNORECASE)


class Kind(StrEnum):
    """What a figure of a sentence is of the figure that the sentence names."""

    LEVEL = "level"
    GROWTH = "growth"  # change in percent
    CHANGE = "change"  # change as an amount; of a percentage in percentage points
    CAGR = "yearly growth"
    SHARE = "share"  # of another figure, in percent
    MULTIPLE = "multiple"  # of the figure of another period or company
    UNTOLD = "untold"


@dataclass(frozen=True, slots=True)
class FigureClaim:
    """One figure of a sentence as it is understood.

    `topic` is what it is called, `said` in the sentence's words, `narrowing` the words that make it another figure than that alone;
    `whole` what it is a share of. `company` is the library's name. `period` is None where none is told; `base` is the period that a
    change is measured from where that is told, `back` how many years ("year"), quarters ("quarter") or nothing ("") the figure lies
    before `period`, and `is_dated` that the sentence itself says it. `direction` is "up", "down", "flat" or "". `zone` are the words that
    are said of the figure, `is_aside` that it stands in words that only say why.
    """

    figure: PrintedFigure
    kind: Kind
    topic: Topic | None
    said: str
    narrowing: tuple[str, ...]
    company: str | None
    period: PeriodTerm | None
    whole: TopicMatch | None = None
    base: PeriodTerm | None = None
    back: str = ""
    is_dated: bool = True
    direction: str = ""
    zone: str = ""
    is_aside: bool = False


def claims_of(read: SentenceRead, around: Around) -> tuple[FigureClaim, ...]:
    """Return what a sentence says of each of its figures, in order."""
    if is_han_sentence(read.text):
        return tuple(_of_han(read, at, told) for at, told in enumerate(han_figures_of(read, around)))
    groups = groups_of(read)
    times = Times(read, around)
    found: list[FigureClaim] = []
    for at in range(len(read.figures)):
        group = next(one for one in groups if at in one.figures)
        found.append(_claim(read, at, group, times=times, around=around, before_it=found))
    return tuple(found)


def _of_han(read: SentenceRead, at: int, told: HanFigure) -> FigureClaim:
    """Return one figure of a Chinese sentence as it is understood."""
    figure = read.figures[at]
    return FigureClaim(
        figure=figure,
        kind=Kind(kind_of(told, figure.unit)),
        topic=told.topic.topic if told.topic else None,
        said=told.topic.words if told.topic else "",
        narrowing=told.narrowing,
        company=told.company,
        period=told.period,
        whole=told.whole,
        base=told.base if told.is_change or told.is_compound else None,
        back=told.back,
        is_dated=told.is_dated,
        direction=told.way,
        zone=told.zone,
        is_aside=read.is_aside(figure.start),
    )


def _claim(read: SentenceRead, at: int, group: Group, *, times: Times, around: Around, before_it: Sequence[FigureClaim]) -> FigureClaim:
    figure = _in_points(read, at)
    before = read.text[read.figures[at - 1].end if at else 0 : figure.start]
    after = read.text[figure.end : read.figures[at + 1].start if at + 1 < len(read.figures) else len(read.text)]
    lower = is_better_lower(group.topic.topic if group.topic else None)
    direction = nearest_direction(before, after if _THEN_NOUN.match(after) else "", lower_is_better=lower) or nearest_direction(
        read.text[group.start : figure.start], "", lower_is_better=lower
    )
    whole = group.whole_of(at) if figure.unit == PERCENT else None
    is_second = bool(before_it) and before_it[-1].kind is Kind.UNTOLD and bool(_AND.fullmatch(before))
    kind = Kind.SHARE if whole else Kind.UNTOLD if is_second else _kind(read, at, group, before=before, after=after)
    if kind is Kind.UNTOLD and (like := _like(before_it, group)):
        kind, whole = like.kind, like.whole
    moved = bool(direction) or checking_words().multiples.search(read.text, group.start, figure.start) is not None
    when = (
        times.of_figure(at, group.start, group.end, moved=moved)
        if kind in {Kind.LEVEL, Kind.SHARE}
        else times.own(at) or times.main(group.start, group.end)
    )
    is_change = kind in {Kind.GROWTH, Kind.CHANGE, Kind.CAGR}
    if kind is Kind.MULTIPLE and (ratio := _ratio(read, at)):
        ratio_when = times.own(at) or times.main()
        company = group.company_of(read, at, around.company)
        return FigureClaim(
            figure, Kind.LEVEL, ratio, ratio.phrases[0], (), company, ratio_when.period, is_dated=ratio_when.is_said, zone=group.zone
        )
    return FigureClaim(
        figure=figure,
        kind=kind,
        topic=_of_share(group.topic.topic if group.topic else None, read, at, group),
        said=group.topic.words if group.topic else "",
        narrowing=group.narrowing,
        company=group.company_of(read, at, around.company),
        period=when.period,
        whole=whole,
        base=times.earlier(group.start, group.end, when.period) if is_change and when.period else None,
        back=when.back,
        is_dated=when.is_said,
        direction=direction,
        zone=group.zone,
        is_aside=read.is_aside(figure.start),
    )


def _ratio(read: SentenceRead, at: int) -> Topic | None:
    """Return the ratio that a multiple of one named figure is for another: "net debt of $279 million, or 1.5x EBITDA"; None without one."""
    figure = read.figures[at]
    later = (one for one in read.topics if one.start >= figure.end)
    below = next((one for one in later if _OF_MULTIPLE.fullmatch(read.text[figure.end : one.start])), None)
    above = [one for one in read.topics if one.end <= figure.start]
    if below is None or not above:
        return None
    tops = {above[-1].topic.name, above[-1].topic.name.removeprefix("total_")}
    return next((one for one in topics_known() if one.name in {f"{top}_to_{below.topic.name}" for top in tops}), None)


def _in_points(read: SentenceRead, at: int) -> PrintedFigure:
    """Return a figure of a sentence, in percentage points where the word after it says "points" alone."""
    figure = read.figures[at]
    return replace(figure, unit=POINTS) if not figure.unit and not figure.scale and _POINTS.match(read.text, figure.end) else figure


def _like(found: Sequence[FigureClaim], group: Group) -> FigureClaim | None:
    """Return the share before a percentage of the same subject: "26.0% of net sales, compared with 25.8%"."""
    last = next((one for one in reversed(found) if one.figure.unit == PERCENT), None)
    return last if last and last.kind is Kind.SHARE and last.zone == group.zone else None


def _of_share(topic: Topic | None, read: SentenceRead, at: int, group: Group) -> Topic | None:
    """Return a topic as the figure per share that statements print of it where a figure is one: dividends, earnings.

    An amount without a scale beside a figure per share is one too: "$0.92 a share, up from $0.86".
    """
    figure = read.figures[at]
    beside = any(read.figures[one].per for one in group.figures) and figure.scale is None and figure.unit not in {PERCENT, POINTS, TIMES}
    if not (figure.per or beside):
        return topic
    name = _PER_SHARE.get(topic.name if topic else "dividends_paid" if _DIVIDEND.search(group.zone) else "net_income")
    if name is None:
        return topic
    basic = re.search(r"\bbasic\b", group.zone, re.IGNORECASE) and name == "eps_diluted"
    return next(one for one in topics_known() if one.name == ("eps_basic" if basic else name))


def _kind(read: SentenceRead, at: int, group: Group, *, before: str, after: str) -> Kind:
    figure, role = read.figures[at], words_of(read.text)[at].role
    is_range = role == RANGE and _in_range(read, at) and not nearest_direction(read.text[group.start : figure.start], "")
    if is_range or _BETWEEN.search(before):
        return Kind.UNTOLD
    if figure.unit == TIMES:
        return Kind.LEVEL if group.topic and group.topic.topic.unit == "x" else Kind.MULTIPLE
    if figure.unit == POINTS or _POINTS.match(after):
        return Kind.CHANGE
    if figure.unit == PERCENT and (checking_words().yearly.search(group.zone) or _A_YEAR.match(after)):
        return Kind.CAGR
    if figure.unit == PERCENT and (before.endswith("+") or (figure.number < 0 and figure.text.startswith(("-", "–", "−")))):
        return Kind.LEVEL if group.topic and group.topic.topic.unit == PERCENT and figure.number < 0 else Kind.GROWTH
    is_verb = _NO_MOVE.search(before) is not None
    changes = (role == CHANGE and not is_verb) or bool(_BY.search(before) or _OF_NOUN.search(before) or _THEN_NOUN.match(after))
    if figure.unit == PERCENT:
        return _kind_of_percentage(read, at, group, changes=changes, before=before)
    reached = _TO.search(before) and not _OF_NOUN.search(before)
    return Kind.CHANGE if changes and not reached and not _REACHED.search(before) else Kind.LEVEL


def _in_range(read: SentenceRead, at: int) -> bool:
    """Return whether a figure and the one beside it are the two ends of a range: of one unit, with nothing but a joining word between."""
    for first, last in ((at - 1, at), (at, at + 1)):
        if first < 0 or last >= len(read.figures):
            continue
        one, other = read.figures[first], read.figures[last]
        if _AND.fullmatch(read.text[one.end : other.start]) and (one.unit == other.unit or not one.unit or not other.unit):
            return True
    return False


def _kind_of_percentage(read: SentenceRead, at: int, group: Group, *, changes: bool, before: str) -> Kind:
    """Return whether a percentage is a change, or the figure itself; of a figure in percent a change is told by its words alone."""
    reached = bool(_TO.search(before) or _FROM.search(before))
    if group.topic is not None and group.topic.topic.unit == PERCENT:
        # What a colon ends does not move the figures that it lists: "Gross margin fell in each period: FY2022 36.8%".
        _, colon, listed = before.rpartition(":")
        if colon and not nearest_direction(listed, "") and not _THEN_NOUN.match(read.text, read.figures[at].end):
            return Kind.LEVEL
        moved = changes or (bool(nearest_direction(before, "")) and not reached)
        return Kind.GROWTH if moved and not (reached and not _BY.search(before)) else Kind.LEVEL
    said = read.text[group.start : read.figures[at].start]
    if reached and not _BY.search(before) and not _OF_NOUN.search(before):
        return Kind.GROWTH if _GROWTH.search(said) else Kind.LEVEL if group.topic is None else Kind.UNTOLD
    told = changes or nearest_direction(said, "") or _GROWTH.search(group.zone)
    return Kind.GROWTH if told else Kind.LEVEL if group.topic is None else Kind.UNTOLD


def signed(claim: FigureClaim) -> int:
    """Return 1 where a change is said to go up, -1 where it goes down, 0 where the words do not tell."""
    return {UP: 1, DOWN: -1, FLAT: 0}.get(claim.direction, 0)
