"""Column heads into periods: end, start, span and the fiscal label that the document uses."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ingest.statements.chinese_heads import cash_edge, in_english
from ingest.statements.heads import is_calendar_year, is_estimate, named_part, span_between, spell_out
from research.nouns.facts import Period, Span, Statement, fiscal_label
from research.text.dates import date_in, find_dates, find_spans, find_years, is_month_end, month_days, shift_years

_NOT_A_PERIOD = re.compile(
    r"\bchange\b|\bvariance\b|%|\bincrease\b|\bdecrease\b|\bvs?\b\.?|\bversus\b|pro ?forma|\badjustments?\b|\bnotes?\b$", re.IGNORECASE
)
# What lasts otherwise than a quarter, a half, nine months or a year, or adds several years up.
_OTHER_LENGTH = re.compile(
    r"\b(?:one|two|four|five|seven|eight|ten|eleven|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|twenty[\s-]?four|"
    r"[124578]|1[013-9]|[2-9]\d)[\s-]+months?\b|\bmonth\s+(?:ended|to)\b|"
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|[1-9]|1[01])[\s-]+weeks?\b|"
    r"\b(?:two|three|four|five|six|seven|ten|[2-9]|10)-year\b|\bcagr\b|\binception\b|\bcumulative\b",
    re.IGNORECASE,
)
_FROM_TO = re.compile(r"\bperiods?\s+(?:beginning|commencing|from)\b|\bfrom\b.*\b(?:to|through|until)\b", re.IGNORECASE)
_UNPRINTED = "The exact first or last day of this period is not printed; it is counted in whole weeks."
_FROM_GAPS = "The length of this period is not printed; it follows from how far the columns lie apart."
_AT_BALANCE = re.compile(
    r"\b(?:at|,|and cash equivalents|balance)\W*\b(?P<edge>beginning|end)\b(?: of)?(?: the)? ?(?:year|period|quarter|fiscal)?",
    re.IGNORECASE,
)
_MONTHS = {Span.QUARTER: 3, Span.HALF: 6, Span.NINE_MONTHS: 9, Span.YEAR: 12}
_WEEKS = {Span.QUARTER: 13, Span.HALF: 26, Span.NINE_MONTHS: 39, Span.YEAR: 52}
# How many days such a stretch may have: 12- to 17-week quarters, 24- to 28-week halves, 36- to 40-week nine months, 52 or 53 weeks.
_DAYS = {Span.QUARTER: (80, 120), Span.HALF: (165, 200), Span.NINE_MONTHS: (250, 285), Span.YEAR: (350, 380)}
_QUARTER_NAMES = {Span.HALF: {2: "H1", 4: "H2"}, Span.NINE_MONTHS: {3: "9M"}, Span.YEAR: {4: "FY"}}
# How far a period's end may lie from a whole number of quarters after another's: 52- and 53-week years drift.
DRIFT_DAYS = 16
# A period that ends so long after the document's own has not happened yet.
GRACE_DAYS = 20
QUARTER_DAYS = 365.25 / 4


@dataclass(frozen=True, slots=True)
class FiscalCalendar:
    """How a document names its years: one period end, the fiscal year and quarter (1 to 4) that end then, and all dates it prints."""

    end: date
    fiscal_year: int
    quarter: int
    annual: bool
    printed: tuple[tuple[date, int], ...] = ()

    def place(self, on: date) -> tuple[int, int] | None:
        """Return the fiscal year and quarter that end on a date, None when it is no quarter's end."""
        quarters = round((on - self.end).days / QUARTER_DAYS)
        if abs((on - self.end).days - quarters * QUARTER_DAYS) > DRIFT_DAYS:
            return None
        index = self.fiscal_year * 4 + self.quarter - 1 + quarters
        return index // 4, index % 4 + 1

    def year_end(self, fiscal_year: int) -> tuple[date, bool] | None:
        """Return when a fiscal year ended and whether the document says so; None when the document's own period is no year's end."""
        return self.near(shift_years(self.end, fiscal_year - self.fiscal_year)) if self.quarter == 4 else None

    def part_end(self, fiscal_year: int, quarter: int) -> tuple[date, bool]:
        """Return when a quarter of a fiscal year ended and whether the document says so, counted from its own period's end."""
        quarters = (fiscal_year - self.fiscal_year) * 4 + quarter - self.quarter
        return self.near(_shift_quarters(self.end, quarters))

    def near(self, expected: date) -> tuple[date, bool]:
        """Return the date within days of the expected one that the document prints most, and whether there is one.

        Where years end with a month there is nothing to look for: "January 1" is the day that an accounting rule came in.
        """
        if not self.weekly:
            return expected, True
        close = [(count, on) for on, count in self.printed if abs((on - expected).days) <= 8]
        return (max(close)[1], True) if close else (expected, False)

    @property
    def ends_with_year(self) -> bool:
        """Return whether fiscal years end with calendar years, or within days of it."""
        year_end = self.part_end(self.fiscal_year, 4)[0] + timedelta(days=DRIFT_DAYS)
        return year_end.month == 1

    @property
    def weekly(self) -> bool:
        """Return whether years end on a weekday (52 or 53 weeks), always the same one, rather than with a month."""
        if not is_month_end(self.end):
            return True
        before = shift_years(self.end, -1)
        near = [(count, on) for on, count in self.printed if abs((on - before).days) <= 8]
        close = [(count, on) for count, on in near if is_month_end(on) or on.weekday() == self.end.weekday()]
        return bool(close) and not is_month_end(max(close)[1])


def read_calendar(text: str, end: date, fiscal_year: int, fiscal_period: str) -> FiscalCalendar:
    """Return the fiscal calendar of a document whose own period ends on `end` and is labelled so ("FY", "Q1" to "Q4", "H1", "9M")."""
    quarter = {"Q1": 1, "Q2": 2, "H1": 2, "Q3": 3, "9M": 3}.get(fiscal_period, 4)
    printed = Counter(one.on for one in find_dates(text))
    return FiscalCalendar(end, fiscal_year, quarter, fiscal_period == "FY", tuple(printed.items()))


def read_periods(heads: Sequence[str], statement: Statement, calendar: FiscalCalendar) -> dict[int, tuple[Period, tuple[str, ...]]]:
    """Return by column the period and caveats of each head that states one with certainty.

    Columns that name only their last day are years in an annual document, unless they lie closer together than years do. One that ends
    after the document's own period holds what is expected, whatever its head says, and has none.
    """
    heads = [in_english(head, calendar) for head in heads]
    between = span_between(heads)
    found: dict[int, tuple[Period, tuple[str, ...]]] = {}
    for at, head in enumerate(heads):
        period = read_period(head, statement, calendar, unnamed=between)
        if period and (period[0].end - calendar.end).days <= GRACE_DAYS:
            found[at] = period
    return found


def read_period(
    head: str, statement: Statement, calendar: FiscalCalendar, *, unnamed: Span | None = Span.YEAR
) -> tuple[Period, tuple[str, ...]] | None:
    """Return a column's period and caveats; None when the head states none with certainty, or holds what is only expected.

    `unnamed` is how long the period of a head is that names only its last day, None when nothing tells.
    """
    if _NOT_A_PERIOD.search(head) or is_estimate(head) or (is_calendar_year(head) and not calendar.ends_with_year):
        return None
    head = spell_out(head)
    if _FROM_TO.search(head):
        return _between(head, statement, calendar)
    if _OTHER_LENGTH.search(head):
        return None
    part = named_part(head)
    spans = [part[0]] if part else find_spans(head)
    inferred = not spans and calendar.annual and statement is not Statement.BALANCE
    if inferred:
        spans = [Span.YEAR] if not find_dates(head) else [unnamed] if unnamed else []
    if statement is Statement.BALANCE:
        spans = [Span.INSTANT]
    if len(spans) != 1:
        return None
    end, placed, sure = _placed_end(head, part, calendar)
    label = _label(spans[0], placed)
    if end is None or label is None or placed is None:
        return None
    start, start_sure = _start(end, spans[0], calendar)
    caveats = () if sure and start_sure else (_UNPRINTED,)
    if inferred and spans[0] is not Span.YEAR:
        caveats = (*caveats, _FROM_GAPS)
    return Period(end, start, spans[0], label[0], placed[0], label[1]), caveats


def _between(head: str, statement: Statement, calendar: FiscalCalendar) -> tuple[Period, tuple[str, ...]] | None:
    """Return the period from one printed day to another, None when it is no quarter, half, nine months or year, or is not printed so."""
    days = [one.on for one in find_dates(head)]
    if len(days) != 2 or days[0] >= days[1] or statement is Statement.BALANCE:
        return None
    period = name_period(days[0], days[1], calendar)
    return (period, ()) if period else None


def _placed_end(head: str, part: tuple[Span, int] | None, calendar: FiscalCalendar) -> tuple[date | None, tuple[int, int] | None, bool]:
    """Return a head's last day, the fiscal year and quarter that end then, and whether the day is printed.

    A named part of a year ("Q3 2024") has no day of its own; where a date stands beside it, both must agree.
    """
    years = set(find_years(head))
    if part and not month_days(head):
        if len(years) != 1:
            return None, None, False
        placed = (years.pop(), part[1])
        end, sure = calendar.part_end(*placed)
        return end, placed, sure
    ends, named_year, printed = _end(head, calendar)
    if ends is None:
        return None, None, False
    found = (named_year, 4) if named_year else calendar.place(ends)
    return (None, None, False) if part and found and found[1] != part[1] else (ends, found, printed)


def balance_period(label: str, period: Period, calendar: FiscalCalendar) -> Period:
    """Return the instant that a row of a statement over time states ("Cash at beginning of year"), else the row's period as it is."""
    found = _AT_BALANCE.search(label)
    edge = found["edge"].lower() if found else cash_edge(label)
    if not edge or period.start is None:
        return period
    on = period.start - timedelta(days=1) if edge.startswith("begin") else period.end
    placed = calendar.place(on)
    named = _label(Span.INSTANT, placed)
    return Period(on, None, Span.INSTANT, named[0], placed[0], named[1]) if named and placed else period


def name_period(begins: date | None, ends: date, calendar: FiscalCalendar) -> Period | None:
    """Return the period between two known days (an instant without the first) as the document's calendar names it, else None."""
    days = (ends - begins).days + 1 if begins else 0
    span = Span.INSTANT if begins is None else next((span for span, (least, most) in _DAYS.items() if least <= days <= most), None)
    placed = calendar.place(ends)
    label = _label(span, placed) if span else None
    return Period(ends, begins, span, label[0], placed[0], label[1]) if span and label and placed else None


def _end(head: str, calendar: FiscalCalendar) -> tuple[date | None, int | None, bool]:
    """Return the period's end, the fiscal year if the head gives only that, and whether the end is printed."""
    dates, years = [one.on for one in find_dates(head)], find_years(head)
    if not years:
        return None, None, False
    own = years[-1]
    matching = sorted({on for on in dates if on.year == own})
    if len(matching) == 1:
        return matching[0], None, True
    if matching:
        return (dates[-1], None, True) if dates[-1].year == own else (None, None, False)
    days = sorted(set(month_days(head)))
    if len(days) == 1:
        return date_in(own, *days[0]) or (date(own, 2, 28) if days[0] == (2, 29) else None), None, True
    if days or len(set(years)) != 1:
        return None, None, False
    found = calendar.year_end(own)
    return (found[0], own, found[1]) if found else (None, None, False)


def _shift_quarters(end: date, quarters: int) -> date:
    """Return the day so many quarters after a quarter's end; the last day of a month stays the last."""
    months = end.year * 12 + end.month - 1 + 3 * quarters
    year, month = divmod(months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, last if is_month_end(end) else min(end.day, last))


def _label(span: Span, placed: tuple[int, int] | None) -> tuple[str, str] | None:
    """Return a period's label and fiscal period: ("FY2018", "FY"), ("Q2 FY2024", "Q2"), ("9M FY2024", "9M")."""
    if placed is None:
        return None
    year, quarter = placed
    if span is Span.INSTANT:
        name: str | None = "FY" if quarter == 4 else f"Q{quarter}"
    elif span is Span.QUARTER:
        name = f"Q{quarter}"
    else:
        name = _QUARTER_NAMES[span].get(quarter)
    if name is None:
        return None
    return fiscal_label(year, name), name


def _start(end: date, span: Span, calendar: FiscalCalendar) -> tuple[date | None, bool]:
    """Return a period's first day, None for an instant, and whether it follows from printed dates."""
    if span is Span.INSTANT:
        return None, True
    if is_month_end(end) and not calendar.weekly:
        month = end.year * 12 + end.month - _MONTHS[span]
        return date(month // 12, month % 12 + 1, 1), True
    before, printed = calendar.near(end - timedelta(weeks=_WEEKS[span]))
    return before + timedelta(days=1), printed
