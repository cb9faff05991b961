"""What a sentence says of each of its figures: of which company and period, what it is called, and whether it is a level or a change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from research.drafting.checking.groups import Group, groups_of
from research.drafting.checking.names import topics_known
from research.drafting.checking.reading import SentenceRead, is_known, with_year
from research.drafting.checking.words import DOWN, FLAT, UP, checking_words, nearest_direction
from research.nouns.answers import PeriodTerm
from research.planning.topics import Topic, TopicMatch
from research.text.figures import PERCENT, POINTS, TIMES, PrintedFigure
from research.verification.clauses import CHANGE, words_of

_AROUND = r"(?:\s+(?:an?|the|some|about|around|roughly|approximately|nearly|almost|just|only|over|more|than|level|levels|of|restated|reported))*\s*[(~$€£¥]*\s*$"
_PRIOR = re.compile(r"\b(?:from|versus|vs\.?|against|compared\s+(?:to|with)|than|after|following)" + _AROUND, re.IGNORECASE)
_THEN_TO = re.compile(r"[^;]{0,80}?\bto\b", re.IGNORECASE)
_NOUN = r"(?:increases?|decreases?|declines?|growth|drops?|rises?|fall|gains?|improvements?|reductions?|changes?|expansion|contraction|jump|slide|plunge|surge)"
_OF_NOUN = re.compile(
    rf"\b{_NOUN}\b(?:\s+(?:in|of)\s+[^,;]{{1,70}}?)?\s+(?:of|was|were|at|to|came\s+to|came\s+in\s+at|reached|stood\s+at)" + _AROUND,
    re.IGNORECASE,
)
_GROWTH_RATE = re.compile(r"\b(?:growth|growth\s+rate|cagr)\b[^,;]{0,60}$", re.IGNORECASE)
_THEN_NOUN = re.compile(
    rf"\s*\)?\s*(?:[\w-]+\s+){{0,2}}?(?:{_NOUN}|higher|lower|more|less|fewer|up|down|above|below|growth)\b", re.IGNORECASE
)
_BY = re.compile(r"\bby" + _AROUND, re.IGNORECASE)
_TO = re.compile(r"\b(?:to|at)" + _AROUND, re.IGNORECASE)
_LEAD = re.compile(r"[\s(]*(?:(?:in|for|at|of|during)\s+)?", re.IGNORECASE)
_OTHER_WHOLE = re.compile(r"\s*(?:of|as\s+a\s+(?:share|percentage|proportion)\s+of)\s", re.IGNORECASE)
_OWN_PERIOD = re.compile(
    r"\s*(?:\)|,)?\s*(?:\(|in|for|at|during|over|on|as\s+of|by)?\s*(?:the\s+)?(?:(?:end|close|course|whole|full)\s+of\s+)?(?:the\s+)?(?:year\s+)?",
    re.IGNORECASE,
)


# Figures that statements print per share too.
_PER_SHARE = {"net_income": "eps_diluted", "net_income_to_common": "eps_diluted", "dividends_paid": "dividends_per_share"}


class Kind(StrEnum):
    """What a figure of a sentence is of the figure that the sentence names."""

    LEVEL = "level"
    GROWTH = "growth"  # change in percent
    CHANGE = "change"  # change as an amount; of a percentage in percentage points
    CAGR = "yearly growth"
    SHARE = "share"  # of another figure, in percent
    MULTIPLE = "multiple"  # of the figure of another period or company


@dataclass(frozen=True, slots=True)
class FigureClaim:
    """One figure of a sentence as it is understood.

    `topic` is what it is called, `said` in the sentence's words, `narrowing` the words that make it another figure than that alone;
    `whole` what it is a share of. `company` is the library's name. `period` is None where none is told; `base` is the period that a
    change is measured from where that is told, `back` how many years ("year"), quarters ("quarter") or nothing ("") the figure lies
    before `period`. `direction` is "up", "down", "flat" or "". `zone` are the words that are said of the figure.
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
    direction: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What is known before a sentence is read: the company and the period that are spoken of, None where none is."""

    company: str | None = None
    period: PeriodTerm | None = None


def claims_of(read: SentenceRead, around: Around) -> tuple[FigureClaim, ...]:
    """Return what a sentence says of each of its figures, in order."""
    groups = groups_of(read)
    return tuple(_claim(read, at, next(one for one in groups if at in one.figures), around) for at in range(len(read.figures)))


def main_period(read: SentenceRead, around: Around) -> PeriodTerm | None:
    """Return the period that a sentence is about: its latest, else that of what is around it; None where a part of a year is not told."""
    terms = list(_periods(read, around))
    if any(not is_known(one) for one in terms):
        return None
    return max(terms, key=_age, default=around.period)


def _claim(read: SentenceRead, at: int, group: Group, around: Around) -> FigureClaim:
    figure = read.figures[at]
    before = read.text[read.figures[at - 1].end if at else 0 : figure.start]
    after = read.text[figure.end : read.figures[at + 1].start if at + 1 < len(read.figures) else len(read.text)]
    whole = group.whole_of(at) if figure.unit == PERCENT and _OTHER_WHOLE.match(after) else None
    kind = _kind(read, at, group, before=before, after=after, is_share=whole is not None)
    period, back = _period(read, at, group, around, before=before, after=after, kind=kind)
    base = _base(read, group, around, kind=kind, period=period)
    return FigureClaim(
        figure=figure,
        kind=kind,
        topic=of_share(group.topic.topic if group.topic else None, read, group),
        said=group.topic.words if group.topic else "",
        narrowing=group.narrowing,
        company=group.company_of(read, at, around.company),
        period=period,
        whole=whole,
        base=base,
        back=back,
        direction=nearest_direction(before, after if _THEN_NOUN.match(after) else "") or _group_direction(read, group, figure),
        zone=group.zone,
    )


def of_share(topic: Topic | None, read: SentenceRead, group: Group) -> Topic | None:
    """Return a topic as the figure per share that statements print of it where a figure of its group is one: dividends, earnings."""
    if not any(read.figures[at].per for at in group.figures):
        return topic
    name = _PER_SHARE.get(topic.name if topic else "net_income")
    if name is None:
        return topic
    basic = re.search(r"\bbasic\b", group.zone, re.IGNORECASE) and name == "eps_diluted"
    return next(one for one in topics_known() if one.name == ("eps_basic" if basic else name))


def _group_direction(read: SentenceRead, group: Group, figure: PrintedFigure) -> str:
    """Return the direction that the words of a figure's group before it tell."""
    return nearest_direction(read.text[group.start : figure.start], "")


def _kind(read: SentenceRead, at: int, group: Group, *, before: str, after: str, is_share: bool) -> Kind:
    figure = read.figures[at]
    if is_share:
        return Kind.SHARE
    if figure.unit == TIMES:
        return Kind.LEVEL if group.topic and group.topic.topic.unit == "x" else Kind.MULTIPLE
    if figure.unit == POINTS:
        return Kind.CHANGE
    if figure.unit == PERCENT and checking_words().yearly.search(group.zone):
        return Kind.CAGR
    changes = words_of(read.text)[at].role == CHANGE or bool(_BY.search(before) or _OF_NOUN.search(before) or _THEN_NOUN.match(after))
    if figure.unit == PERCENT:
        return _kind_of_percentage(group, before, changes=changes, after=after)
    reached = _TO.search(before) and not _OF_NOUN.search(before)
    return Kind.CHANGE if changes and not reached and not _moved_to(before) else Kind.LEVEL


def _kind_of_percentage(group: Group, before: str, *, changes: bool, after: str) -> Kind:
    """Return whether a percentage is a change, or the figure itself; of a figure in percent a change is told by its words alone."""
    of_percent = group.topic is not None and group.topic.topic.unit == PERCENT
    reached = bool(_TO.search(before) or _PRIOR.search(before))
    if of_percent:
        moved = changes or (bool(nearest_direction(before, "")) and not reached)
        return Kind.GROWTH if moved and not (reached and not _BY.search(before)) else Kind.LEVEL
    return Kind.GROWTH


def _moved_to(before: str) -> bool:
    """Return whether the words before an amount say what it came to rather than by how much it moved."""
    return bool(re.search(r"\b(?:to|at|from|reach\w*|total\w*)" + _AROUND, before, re.IGNORECASE))


def _period(
    read: SentenceRead, at: int, group: Group, around: Around, *, before: str, after: str, kind: Kind
) -> tuple[PeriodTerm | None, str]:
    """Return the period of a figure and how far before it the figure lies ("year", "quarter", "")."""
    known = checking_words()
    own = _own_period(read, at, around)
    is_prior = (
        kind is Kind.LEVEL
        and bool(_PRIOR.search(before))
        and _is_set_against(before, after, _group_direction(read, group, read.figures[at]))
    )
    lead = _LEAD.match(after)
    said_before = kind is Kind.LEVEL and bool(known.before.match(after, lead.end() if lead else 0))
    if own is not None:
        return own, ""
    main = main_period(read, around) if not group.periods(read) else _latest(read, group, around)
    if said_before or is_prior:
        return main, "quarter" if known.before_quarter.search(after[:60]) else "year"
    return main, ""


def _is_set_against(before: str, after: str, moved: str) -> bool:
    """Return whether a figure is what another one is set against: "from" needs a movement, "than" a comparison."""
    match = _PRIOR.search(before)
    word = match[0].split()[0].lower() if match else ""
    if word in {"after", "following"}:
        return False
    if word == "from":
        return bool(moved or _THEN_TO.match(after))
    if word == "than":
        return False
    return True


def _own_period(read: SentenceRead, at: int, around: Around) -> PeriodTerm | None:
    """Return the period that stands at a figure: right after it, or in the list that "respectively" pairs with it."""
    figure = read.figures[at]
    if (paired := _paired(read, at, around)) is not None:
        return paired
    for one in read.periods:
        if one.start >= figure.end and _OWN_PERIOD.fullmatch(read.text[figure.end : one.start].split("\n")[0] or " "):
            return _dated(one.term, read, around)
    if at and len(read.periods) > 1:
        first = read.figures[at - 1].end
        between = [one for one in read.periods if first <= one.start and one.end <= figure.start]
        owned = [one for one in between if not _OWN_PERIOD.fullmatch(read.text[first : one.start] or " ")]
        return _dated(owned[-1].term, read, around) if owned else None
    return None


def _paired(read: SentenceRead, at: int, around: Around) -> PeriodTerm | None:
    """Return the period that a list of as many periods as figures pairs with a figure, None where no such lists stand side by side."""
    text = read.text
    runs: list[list[int]] = [[0]]
    for number in range(1, len(read.figures)):
        gap = text[read.figures[number - 1].end : read.figures[number].start]
        (runs[-1].append(number) if re.fullmatch(r"\s*(?:,|,?\s*and)\s*\$?", gap) else runs.append([number]))
    run = next(one for one in runs if at in one)
    listed: list[list[PeriodTerm]] = []
    last = -1
    for one in read.periods:
        joined = listed and re.fullmatch(r"\s*(?:,|,?\s*and|/)\s*(?:in\s+|fiscal\s+)?", text[last : one.start])
        listed[-1].append(one.term) if joined else listed.append([one.term])
        last = one.end
    lists = [terms for terms in listed if len(terms) == len(run)]
    if len(run) < 2 or len(lists) != 1:
        return None
    return _dated(lists[0][run.index(at)], read, around)


def _periods(read: SentenceRead, around: Around) -> Iterator[PeriodTerm]:
    for one in read.periods:
        yield _dated(one.term, read, around)


def _dated(term: PeriodTerm, read: SentenceRead, around: Around) -> PeriodTerm:
    """Return a period with its year: a part of a year without one has that of the sentence's other periods, else of what is around it."""
    years = {one.term.fiscal_year for one in read.periods if one.term.fiscal_year}
    year = years.pop() if len(years) == 1 else None
    return with_year(term, year or (around.period.fiscal_year if around.period and not years else None))


def _latest(read: SentenceRead, group: Group, around: Around) -> PeriodTerm | None:
    terms = [_dated(one.term, read, around) for one in group.periods(read)]
    parts = [one for one in terms if one.fiscal_period not in {"FY", "date"} or one.on]
    if any(not is_known(one) for one in terms):
        return None
    same_year = [one for one in parts if one.fiscal_year == max(terms, key=_age).fiscal_year]
    return max(same_year or terms, key=_age)


def _base(read: SentenceRead, group: Group, around: Around, *, kind: Kind, period: PeriodTerm | None) -> PeriodTerm | None:
    """Return the period that a change is measured from where the sentence names one beside the figure's own, None otherwise."""
    if kind not in {Kind.GROWTH, Kind.CHANGE, Kind.CAGR, Kind.MULTIPLE} or period is None:
        return None
    found = [_dated(one.term, read, around) for one in group.periods(read)]
    others = sorted({_age(one): one for one in found if is_known(one) and _age(one) < _age(period)}.items())
    return others[0][1] if others else None


def _age(term: PeriodTerm) -> tuple[int, int, str]:
    """Return by what periods are put in the order of time."""
    if term.on is not None:
        return term.on.year, term.on.timetuple().tm_yday, ""
    return term.fiscal_year or 0, 400, term.fiscal_period


def signed(claim: FigureClaim) -> int:
    """Return 1 where a change is said to go up, -1 where it goes down, 0 where the words do not tell."""
    return {UP: 1, DOWN: -1, FLAT: 0}.get(claim.direction, 0)


def said_company(claims: Sequence[FigureClaim]) -> str | None:
    """Return the one company that all claims are of, None where they are of none or of several."""
    found = {one.company for one in claims}
    return found.pop() if len(found) == 1 else None
