"""What a question wants done with figures: growth, change, averages, sums, differences; over which periods; and shown in which unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from research.nouns.answers import Operation, PeriodTerm, PlanTerm, RelativePeriods
from research.nouns.facts import Statement
from research.planning.amounts import amount_words, money_words
from research.planning.multiples import second_over_first
from research.planning.periods import PlacedPeriod, each_once, find_relative
from research.planning.wordlists import phrases
from research.planning.written import is_capital_name

_PERCENT_SIGN = re.compile(r"(?<![\d])(?<!\d\s)%")
_POINTS = re.compile(r"\b(?:percentage\s+points?|basis\s+points|bps|pp|ppt|pts|points)\b", re.IGNORECASE)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_COUNT = re.compile(
    rf"\b(?:over\s+(?:the\s+)?|the\s+)?(?P<count>{'|'.join(_NUMBERS)}|\d\d?)(?:\s+|-)(?:fiscal\s+)?(?P<unit>years?|yr|quarters?)(?:['’]s)?(?!\w)",
    re.IGNORECASE,
)
_QUARTER_ENDS = {"Q1": 1, "Q2": 2, "H1": 2, "Q3": 3, "9M": 3}
# "Cash spent on capital expenditure": the cash flow statement is of nothing else. "Capital expenditure and cash" are two figures.
_CASH = re.compile(r"(?<!and )(?<!& )(?<!or )(?<!, )\bcash\b(?!\s+flow)", re.IGNORECASE)
# What a figure that is one may be called beside its name: "capital intensity ratio".
_RATIO = re.compile(r"\bratios?\b(?:\s+of\b)?", re.IGNORECASE)
# How long a period is, said again beside it: "Q2 2024 (three months)".
_RESTATED = (
    (re.compile(r"\b(?:three|3)[\s-]+months?\b|\bquarterly\b", re.IGNORECASE), frozenset({"Q1", "Q2", "Q3", "Q4", "quarter"})),
    (re.compile(r"\b(?:(?:six|6)[\s-]+months?|half[\s-]+year)\b", re.IGNORECASE), frozenset({"H1", "H2", "half"})),
    (re.compile(r"\b(?:nine|9)[\s-]+months?\b", re.IGNORECASE), frozenset({"9M", "nine months"})),
    (re.compile(r"\b(?:twelve|12)[\s-]+months?\b", re.IGNORECASE), frozenset({"FY", "year", "LTM"})),
)
_SPANNING = re.compile(r"\b(?:between|from)\s+(?:the\s+)?(?:end\s+of\s+)?$", re.IGNORECASE)
# "the three years to 2023", "three years ended FY2023".
_UP_TO_ONE = re.compile(
    rf"\b(?:{'|'.join(_NUMBERS)}|\d\d?)[\s-]+(?:fiscal\s+|financial\s+)?years?\s+(?:to|through|until|up\s+to|ended|ending)(?:\s+(?:in|with))?\s+$",
    re.IGNORECASE,
)
_LONGEST_RANGE = 15
# The gain on a sale is an amount of its own, and no change of sales.
_GAIN_ON = re.compile(
    r"\bgains?\b[^?.;]{0,30}?\b(?:on|from)\s+(?:(?:the|its|a)\s+)*(?:\w+\s+)?(?:sale|disposal|disposition|divestiture|split-off|exit)\b",
    re.IGNORECASE,
)
_HAPPENED = re.compile(r"\bwhat\s+happened(?:\s+to)?(?!\w)", re.IGNORECASE)
_AGAINST = re.compile(r"(?<!\w)(?:versus|vs\.?|v\.?|against|compared\s+(?:with|to))(?!\w)", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\b", re.IGNORECASE)
_OVER_TIME = frozenset({Operation.GROWTH, Operation.CHANGE, Operation.CAGR})


@dataclass(frozen=True, slots=True)
class Asked:
    """What operations are about: the figure's unit and statement ("" and None without one), how many companies, and the periods.

    `places` are the offsets of every place that names a company.
    """

    unit: str
    statement: Statement | None
    companies: int
    periods: tuple[PlacedPeriod, ...]
    places: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Operated:
    """What was understood of the words around a figure; `rest` is the text less those words, offsets kept.

    `averaged` tells that the average of opening and closing balance is asked for, `turned` that the company named second is divided by
    the first. `unit` is "%", "x" or "days" where words say so.
    `unread` are signs that no word of the rest shows: the percentage of an amount.
    """

    rest: str
    periods: tuple[PeriodTerm, ...]
    operation: PlanTerm | None = None
    base: str = ""
    relative: RelativePeriods | None = None
    direction: str = ""
    unit: str | None = None
    averaged: bool = False
    turned: bool = False
    unread: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reader:
    """Reads the words of one question, taking those that it understands out of `rest`."""

    rest: str
    question: str
    asked: Asked
    periods: tuple[PeriodTerm, ...]
    count: int = 0
    relative: RelativePeriods | None = None
    base: str = ""
    percent: bool = False
    points: bool = False
    turned: bool | None = None
    unread: list[str] = field(default_factory=list)

    def take(self, pattern: re.Pattern[str]) -> str:
        """Return the first words that a pattern finds, "" without; every place of it is taken out of the rest."""
        match = pattern.search(self.rest)
        if match is None:
            return ""
        self.rest = pattern.sub(lambda found: " " * len(found.group()), self.rest)
        return " ".join(match.group().split())

    def take_manner(self, pattern: re.Pattern[str]) -> None:
        """Take out the words that say how to answer; one that is written like a name is none of them ("Compute revenue")."""
        self.rest = pattern.sub(
            lambda found: found.group() if is_capital_name(self.question, *found.span()) else " " * len(found.group()), self.rest
        )

    @property
    def is_balance(self) -> bool:
        """Return whether the figure is one of a day, from the balance sheet."""
        return self.asked.statement is Statement.BALANCE

    @property
    def several(self) -> bool:
        """Return whether more than one figure is asked for: of several periods or companies, or counted back."""
        return len(self.periods) > 1 or self.asked.companies > 1 or (self.relative is not None and self.relative.count > 1)


def read_operation(rest: str, question: str, asked: Asked) -> Operated:
    """Return what is to be done with the figure that was taken out of `rest`; words that are not understood stay in it."""
    reader = _Reader(rest, question, asked, each_once(placed.term for placed in asked.periods))
    reader.take_manner(phrases("manner")["words"])
    reader.take(phrases("manner")["first_reported"])
    if asked.unit in ("%", "x"):
        reader.take(_RATIO)
    if asked.statement is Statement.CASH_FLOW:
        reader.take(_CASH)
    reader.points = _POINTS.search(reader.rest) is not None
    reader.percent = _PERCENT_SIGN.search(reader.rest) is not None or phrases("units")["percent"].search(reader.rest) is not None
    _take_counts(reader)
    if phrases("operations")["prior"].search(reader.rest):
        reader.base = "prior"
    elif phrases("operations")["previous"].search(reader.rest):
        reader.base = "previous"
    operation, words = _operation(reader)
    direction = reader.take(phrases("operations")["direction"]) if reader.several and operation not in _OVER_TIME else ""
    averaged = operation is Operation.AVERAGE and not reader.several and reader.is_balance and reader.count == 0
    if operation in _OVER_TIME:
        _settle_growth(reader, operation)
    else:
        reader.base = ""
    _take_beside(reader, operation)
    if reader.several:
        direction = direction or reader.take(phrases("operations")["direction"])
    if operation is not None or reader.count or len(reader.periods) > 1:
        reader.periods = _spread(reader, operation)
    unit = _unit(reader, operation)
    return Operated(
        rest=reader.rest,
        periods=reader.periods,
        operation=PlanTerm(operation.value, words) if operation and not averaged else None,
        base=reader.base,
        relative=reader.relative,
        direction=direction,
        unit=unit,
        averaged=averaged,
        turned=operation is Operation.RATIO and reader.turned is True,
        unread=tuple(reader.unread),
    )


def _take_beside(reader: _Reader, operation: Operation | None) -> None:
    """Take the words that only join several periods or companies, or say that an average is one of years."""
    if operation is Operation.AVERAGE:
        reader.take(phrases("operations")["each_year"])
    if reader.several:
        reader.take(phrases("operations")["beside"])
        if len(reader.periods) > 1 or reader.relative is not None or reader.count:
            reader.take(phrases("operations")["through"])


def _take_counts(reader: _Reader) -> None:
    """Read "last three years" where no period is named, and "3-year", which must fit the periods that are.

    How long the periods are, said again beside them, is taken.
    """
    for pattern, parts in _RESTATED:
        if reader.periods and all(_part_of(one) in parts for one in reader.periods):
            reader.take(pattern)
    if found := find_relative(reader.rest):
        relative, start, end = found
        if not reader.periods:
            reader.relative = relative
            reader.rest = reader.rest[:start] + " " * (end - start) + reader.rest[end:]
            return
    if match := _COUNT.search(reader.rest):
        count = _NUMBERS.get(match["count"].lower()) or int(match["count"])
        if 1 < count <= _LONGEST_RANGE:
            reader.count = -count if match["unit"].lower().startswith("q") else count


def _operation(reader: _Reader) -> tuple[Operation | None, str]:
    """Return what is to be done and the words that say so, which are taken out of the rest."""
    known = phrases("operations")
    two, dated = reader.asked.companies == 2, len(reader.periods) > 1 or reader.count > 0 or reader.relative is not None
    if len(reader.periods) > 1 and reader.asked.companies < 2 and (words := reader.take(known["added"])):
        return Operation.CHANGE, words
    if words := reader.take(known["cagr"]) if dated and known["cagr"].search(reader.rest) else "":
        reader.take(known["growth"])
        return Operation.CAGR, words
    if two and known["times"].search(reader.rest):
        reader.turned = second_over_first(reader.question, reader.asked.places)
        return (Operation.RATIO, reader.take(known["times"])) if reader.turned is not None else (None, "")
    if two and (words := reader.take(known["gap"])):
        return Operation.DIFFERENCE, words
    is_average = dated or (reader.is_balance and len(reader.periods) == 1)
    if is_average and (words := reader.take(known["average"])):
        return Operation.AVERAGE, words
    if dated and reader.asked.companies < 2 and (words := reader.take(known["total"])):
        return Operation.TOTAL, words
    return _change(reader)


def _change(reader: _Reader) -> tuple[Operation | None, str]:
    known = phrases("operations")
    is_rate = reader.asked.unit == "%"
    money, amount = _money(reader), amount_words(reader.rest)
    grows = reader.take(known["growth"])
    changes = ""
    if not (reader.several and known["direction"].search(reader.rest) and "or" in reader.rest.split()):
        changes = "" if _GAIN_ON.search(reader.question) else reader.take(known["change"])
    if not grows and not changes and len(reader.periods) == 2 and reader.asked.companies < 2 and (gap := reader.take(known["gap"])):
        changes = gap
    if grows and (money or amount):
        return _grown_by_amount(reader, grows, money or amount, is_money=money != "")
    if grows and not is_rate:
        return Operation.GROWTH, grows
    if changes or grows:
        return (Operation.GROWTH if reader.percent and not is_rate and not reader.points else Operation.CHANGE), changes or grows
    if reader.asked.companies < 2 and len(reader.periods) > 1 and (happened := reader.take(_HAPPENED)):
        return Operation.CHANGE, happened
    if against := _set_against(reader):
        return Operation.CHANGE, against
    if reader.base and not reader.several:
        return (Operation.CHANGE if is_rate or money else Operation.GROWTH), reader.take(known[reader.base])
    return None, ""


def _set_against(reader: _Reader) -> str:
    """Return the words that set two periods of one company against each other ("2021 vs 2020"): how far apart they are is asked."""
    places = sorted({(placed.start, placed.end) for placed in reader.asked.periods})
    if len(places) != 2 or len(reader.periods) != 2 or reader.asked.companies > 1 or phrases("operations")["direction"].search(reader.rest):
        return ""
    between = " ".join(reader.question[places[0][1] : places[1][0]].split())
    match = _AGAINST.search(between)
    return match.group() if match else ""


def _money(reader: _Reader) -> str:
    """Return the words that ask for an amount of money, "" where there are none or a percentage is asked for."""
    return "" if reader.percent else money_words(reader.rest)


def _grown_by_amount(reader: _Reader, grows: str, words: str, *, is_money: bool) -> tuple[Operation, str]:
    """Return growth as an amount; of a rate of growth, and in money of a figure that is none, its words are not understood."""
    is_rate_of_growth = "rate" in grows.lower().split() or grows.endswith("率")
    if is_rate_of_growth or (is_money and reader.asked.unit not in ("currency", "per share")):
        reader.unread.append(words.lower())
        return Operation.GROWTH, grows
    return Operation.CHANGE, grows


def _settle_growth(reader: _Reader, operation: Operation | None) -> None:
    """Take the words that go with growth and change, and tell from what they are measured."""
    known = phrases("operations")
    reader.take(known["prior"])
    reader.take(known["previous"])
    spans = _spans(reader)
    reader.take(known["beside_change"])
    if operation is Operation.CAGR:
        reader.base = ""
    elif len(reader.periods) > 1:
        listed = not spans and _are_listed(reader)
        follow = reader.base == "prior" and len(reader.periods) == 2 and _follow(reader.periods)
        reader.base = reader.base or ("prior" if listed else "")
        reader.base = "" if follow and not listed else reader.base


def _spans(reader: _Reader) -> bool:
    """Return whether "between" stands before the periods, or "from" just before one."""
    return _BETWEEN.search(reader.question, 0, _first(reader)) is not None or any(
        _SPANNING.search(reader.question[: placed.start]) for placed in reader.asked.periods
    )


def _first(reader: _Reader) -> int:
    return min((placed.start for placed in reader.asked.periods), default=0)


def _ranges(reader: _Reader) -> bool:
    """Return whether two years are the ends of a range: "between 2020 and 2022", "from 2020 to the end of 2022"."""
    return len({(placed.start, placed.end) for placed in reader.asked.periods}) > 1 and _spans(reader)


def _are_listed(reader: _Reader) -> bool:
    """Return whether periods stand in a list ("2022 and 2023", "2021, 2022, 2023") and not as a range or against each other."""
    places = sorted({(placed.start, placed.end) for placed in reader.asked.periods})
    between = [reader.question[a[1] : b[0]].strip(" ,").lower() for a, b in pairwise(places)]
    return bool(between) and all(link in {"", "and", "&", "和", "及", "与", "、"} for link in between)


def _follow(periods: Sequence[PeriodTerm]) -> bool:
    first, last = sorted((one.fiscal_year or 0) for one in periods)
    return last - first == 1


def _spread(reader: _Reader, operation: Operation | None) -> tuple[PeriodTerm, ...]:
    """Return the periods in order of time: "3-year average FY2020" and "average between 2016 and 2018" are of three years."""
    periods = tuple(sorted(reader.periods, key=_when))
    years = [one.fiscal_year for one in periods if one.fiscal_year is not None and one.fiscal_period == "FY"]
    whole = len(years) == len(periods) > 0
    count = reader.count
    if operation is None and not (_ranges(reader) if len(years) > 1 else _UP_TO_ONE.search(reader.question, 0, _first(reader))):
        return reader.periods
    if count > 0 and whole and _fits(operation, years, count):
        reader.take(_COUNT)
        first = periods[0] if len(periods) > 1 else None
        words = periods[-1].words
        if operation not in _OVER_TIME:
            return tuple(PeriodTerm(year, "FY", words) for year in range(years[-1] - count + 1, years[-1] + 1))
        return (first or PeriodTerm(years[-1] - count, "FY", words), periods[-1])
    if count > 0 and not periods and reader.relative is None:
        words = reader.take(_COUNT)
        reader.relative = RelativePeriods(count, "FY", words)
        return ()
    if count > 0 and reader.relative is not None and reader.relative.count == count:
        reader.take(_COUNT)
    spanning = _spans(reader)
    if (
        operation in (None, Operation.AVERAGE, Operation.TOTAL)
        and whole
        and len(years) == 2
        and spanning
        and years[1] - years[0] < _LONGEST_RANGE
    ):
        return tuple(PeriodTerm(year, "FY", periods[0].words) for year in range(years[0], years[1] + 1))
    if operation in (Operation.GROWTH, Operation.CHANGE, Operation.CAGR) and not reader.base and len(periods) > 2:
        return (periods[0], periods[-1])
    return periods


def _fits(operation: Operation | None, years: Sequence[int], count: int) -> bool:
    """Return whether a count of years goes with the years that are named."""
    if len(years) == 1:
        return True
    steps = years[-1] - years[0]
    averaged = operation in (Operation.AVERAGE, Operation.TOTAL)
    return count == steps + 1 or (not averaged and count == steps)


def _part_of(period: PeriodTerm) -> str:
    return "LTM" if period.fiscal_period.startswith("LTM") else period.fiscal_period


def _when(period: PeriodTerm) -> tuple[int, int]:
    if period.on is not None:
        return period.on.year, period.on.month
    part = period.fiscal_period.removeprefix("LTM").strip()
    return period.fiscal_year or 0, 3 * _QUARTER_ENDS.get(part, 4)


def _unit(reader: _Reader, operation: Operation | None) -> str | None:
    """Return the unit that words ask for, as far as the figure can have it; then they are taken out of the rest."""
    known = phrases("units")
    unit = reader.asked.unit
    ratio = unit in ("%", "x") or operation in (Operation.GROWTH, Operation.CAGR)
    if reader.percent and ratio:
        reader.take(known["percent"])
        return "%"
    if reader.percent and _PERCENT_SIGN.search(reader.rest):
        reader.unread.append("%")
    if unit in ("%", "x") and reader.take(known["multiple"]):
        return "x"
    if unit == "days" and reader.take(known["days"]):
        return "days"
    if operation in (Operation.GROWTH, Operation.CAGR):
        return "%"
    return None
