"""Tie-outs between the statements of one document: net income, cash, and earnings per share with the shares they are per."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ingest.ties.checks import Check, Placed, Verdict, amount, compare, period_name, stating
from ingest.ties.sheets import AMOUNT, PER_SHARE, Entry, Line, Sheet
from research.concepts.catalogue import normalize_label
from research.nouns.facts import Statement
from research.nouns.quality import OTHER_UNIT, WRONG_SIGN

_NET_INCOME = re.compile(
    r"(?:consolidated)?(?:net)(?:income|earnings|loss|profit)(?:loss|income|earnings)?(?:including.*|before.*|attributable.*)?|(?:profit|loss)fortheyear"
)
_CASH = re.compile(r"\bcash\b", re.IGNORECASE)
_RESTRICTED = re.compile(r"restricted", re.IGNORECASE)
# Rows of a balance sheet whose sum the cash of a cash flow statement may be.
_MOST_CASH_ROWS = 6
# Convertible securities and shares that take part in earnings move diluted from basic earnings by about this part.
_CONVERTED = Decimal("0.005")
# Preferred dividends and redeemable interests, which no row need print, move basic and diluted earnings alike, by at most this part.
_MOST_ADJUSTED = Decimal("0.2")
_THOUSAND = Decimal(1_000)
# Continuing and discontinued.
_OPERATIONS = 2
_PER_SHARE = frozenset({"eps_basic", "eps_diluted", "eps_basic_and_diluted", "dividends_per_share"})


def check_across(sheets: Sequence[Sheet]) -> list[Check]:
    """Return the checks between statements; one that lacks a statement or a row is left out."""
    by_statement = {sheet.statement: sheet for sheet in sheets}
    income, balance = by_statement.get(Statement.INCOME), by_statement.get(Statement.BALANCE)
    flow = by_statement.get(Statement.CASH_FLOW)
    found: list[Check] = []
    if income:
        found += _shares(income)
        found += _parts_of_years(income)
    if income and flow:
        found += _net_income(income, flow)
    if flow:
        found += _cash_chain(flow)
    if flow and balance:
        found += _cash(flow, balance)
    return found


def _net_income(income: Sheet, flow: Sheet) -> Iterator[Check]:
    """Yield whether the cash flow statement begins with a net income of the income statement, for each period that both have."""
    first = next((line for line in flow.lines if line.unit == AMOUNT and _NET_INCOME.fullmatch(normalize_label(line.label))), None)
    if first is None:
        return
    lines = [line for line in income.lines if line.unit == AMOUNT and _NET_INCOME.fullmatch(normalize_label(line.label))]
    for entry in first.entries.values():
        own = [Placed(line, one) for line in lines for one in line.entries.values() if one.period == entry.period]
        if own:
            checks = [compare("net income of both statements", flow, Placed(first, entry), one) for one in own]
            yield next((check for check in checks if check.verdict is Verdict.TIES), checks[0])


def _cash_chain(flow: Sheet) -> Iterator[Check]:
    """Yield whether the cash that one period ends with is that with which the next begins."""
    ends: dict[date, list[Placed]] = {}
    begins: dict[date, list[Placed]] = {}
    for line in flow.lines:
        for column, entry in line.entries.items():
            if entry.period.start is None and column in flow.columns:
                held = ends if entry.period.end == flow.columns[column].end else begins
                held.setdefault(entry.period.end, []).append(Placed(line, entry))
    for on in sorted(set(ends) & set(begins)):
        pairs = [compare("cash at the end = cash at the beginning of the next", flow, a, b) for a in begins[on] for b in ends[on]]
        yield next((check for check in pairs if check.verdict is Verdict.TIES), pairs[0])


def _cash(flow: Sheet, balance: Sheet) -> Iterator[Check]:
    """Yield whether the cash of the cash flow statement is that of the balance sheet of the day, restricted cash counted or not."""
    rows = [line for line in balance.lines if line.unit == AMOUNT and _CASH.search(line.label)][:_MOST_CASH_ROWS]
    for column, period in balance.columns.items():
        stated = [Placed(line, one) for line in flow.lines for one in line.entries.values() if _is_at(one, period.end)]
        cash = [Placed(line, line.entries[column]) for line in rows if column in line.entries]
        if not stated or not cash:
            continue
        yield _same_cash(flow, stated, cash)


def _same_cash(flow: Sheet, stated: Sequence[Placed], cash: Sequence[Placed]) -> Check:
    name = "cash of the cash flow statement = cash of the balance sheet"
    sums = _partial_sums([one.entry.value for one in cash])
    label = period_name(cash[0].entry.period)
    cells = frozenset({cash[0].entry.cell_start, stated[0].entry.cell_start})
    if any(one.entry.value in sums for one in stated):
        return Check(name, flow.statement, stated[0].line.page, label, Verdict.TIES, cells=cells)
    more = any(_RESTRICTED.search(_words(one.line)) and one.entry.value > cash[0].entry.value for one in stated)
    if more or not any(_CASH.search(_words(one.line)) for one in stated):
        return Check(name, flow.statement, stated[0].line.page, label, Verdict.NOT_CHECKED)
    return compare(name, flow, stated[0], cash[0])


def _words(line: Line) -> str:
    return f"{line.section} {line.label}"


def _partial_sums(values: Sequence[Decimal]) -> set[Decimal]:
    sums = {Decimal(0)}
    for value in values:
        sums |= {value + held for held in sums}
    return sums - {Decimal(0)}


def _is_at(entry: Entry, on: date) -> bool:
    return entry.period.start is None and entry.period.end == on


def _shares(income: Sheet) -> Iterator[Check]:
    """Yield whether earnings per share times shares are the net income, basic and diluted, up to rounding.

    Preferred dividends, shares that take part in earnings and redeemable interests part them: where basic and diluted earnings lie off by
    alike, it is not checked.
    """
    earned = [line for name in ("net_income_to_common", "net_income") if (line := stating(income, name))]
    for column in income.columns:
        own = [line.entries[column] for line in earned if column in line.entries]
        kinds = {kind: one for kind in ("basic", "diluted") if (one := _product(income, kind, column))}
        for kind, one in kinds.items() if own else ():
            other = kinds.get("diluted" if kind == "basic" else "basic")
            yield _per_share(kind, one, other, own)
    yield from _more_when_diluted(income)
    yield from _signs_per_share(income)
    yield from _parts_per_share(income)


def _signs_per_share(income: Sheet) -> Iterator[Check]:
    """Yield a finding for earnings per share of another sign than the net income, and for dividends below zero."""
    earned = stating(income, "net_income")
    for line in income.lines:
        for column, entry in line.entries.items() if line.concept in _PER_SHARE else ():
            own = earned.entries.get(column) if earned else None
            turned = entry.value < 0 if line.concept == "dividends_per_share" else bool(own) and _opposite(entry, own)
            if turned:
                finding = f"Income statement, {period_name(entry.period)}: \u201c{line.label}\u201d is {entry.value}, {WRONG_SIGN}"
                cells = frozenset({entry.cell_start})
                yield Check("sign per share", income.statement, line.page, period_name(entry.period), Verdict.DIFFERS, finding, cells)


def _opposite(one: Entry, other: Entry | None) -> bool:
    return other is not None and one.value * other.value < 0


def _parts_per_share(income: Sheet) -> Iterator[Check]:
    """Yield whether the earnings per share of continuing and discontinued operations are together those of all."""
    for kind in ("basic", "diluted"):
        total = stating(income, f"eps_{kind}")
        parts = [line for line in income.lines if total and line.unit == PER_SHARE and line.section == total.section and line is not total]
        if total is None or len(parts) != _OPERATIONS or not any("discontinued" in line.label.lower() for line in parts):
            continue
        for column, entry in total.entries.items():
            each = [line.entries[column] for line in parts if column in line.entries]
            if len(each) == _OPERATIONS:
                whole = Entry(sum((one.value for one in each), Decimal(0)), entry.last_digit, entry.period, each[0].cell_start)
                slack = entry.last_digit * (_OPERATIONS + 1) / 2
                yield compare("earnings per share of all operations", income, Placed(total, entry), Placed(parts[0], whole), slack=slack)


@dataclass(frozen=True, slots=True)
class _Product:
    """Earnings per share and shares of one column, what they come to, and how far rounding may move that."""

    each: Placed
    count: Placed

    @property
    def value(self) -> Decimal:
        """Return earnings per share times shares, in units of the currency."""
        return self.each.entry.value * self.count.entry.value

    @property
    def rounding(self) -> Decimal:
        """Return by how much the product may be off because both factors are rounded: half of the last digit of each."""
        each, count = self.each.entry, self.count.entry
        return (count.value * each.last_digit + abs(each.value) * count.last_digit) / 2


def _product(income: Sheet, kind: str, column: int) -> _Product | None:
    each, count = stating(income, f"eps_{kind}"), stating(income, f"shares_{kind}")
    if each is None or count is None or column not in each.entries or column not in count.entries:
        return None
    return _Product(Placed(each, each.entries[column]), Placed(count, count.entries[column]))


def _per_share(kind: str, one: _Product, other: _Product | None, earned: Sequence[Entry]) -> Check:
    name = f"{kind} earnings per share \u00d7 shares = net income"
    label, page = period_name(one.each.entry.period), one.each.line.page
    cells = frozenset({one.each.entry.cell_start, one.count.entry.cell_start})
    off = min(abs(one.value - entry.value) for entry in earned)
    if off <= one.rounding + earned[0].last_digit:
        return Check(name, Statement.INCOME, page, label, Verdict.TIES, cells=cells)
    alike = other is not None and abs(one.value - other.value) <= one.rounding + other.rounding + _CONVERTED * abs(other.value)
    if alike and off <= _MOST_ADJUSTED * abs(earned[-1].value):
        return Check(name, Statement.INCOME, page, label, Verdict.NOT_CHECKED)
    finding = (
        f"Income statement, {label}: {kind} earnings per share of {one.each.entry.value} times {amount(one.count.entry.value)} shares "
        f"are not the net income of {amount(earned[0].value)}{_scale_apart(one.value, earned)}"
    )
    return Check(name, Statement.INCOME, page, label, Verdict.DIFFERS, finding, cells | {entry.cell_start for entry in earned})


def _scale_apart(product: Decimal, earned: Sequence[Entry]) -> str:
    """Return that the unit may differ, as the end of a sentence, where earnings per share lie about a thousand times off; else ""."""
    ratios = [abs(product / entry.value) for entry in earned if entry.value and product]
    thousands = (ratio * scale for ratio in ratios for scale in (_THOUSAND, 1 / _THOUSAND))
    return f"; {OTHER_UNIT}" if any(abs(one - 1) <= _MOST_ADJUSTED for one in thousands) else ""


def _more_when_diluted(income: Sheet) -> Iterator[Check]:
    basic, diluted = stating(income, "shares_basic"), stating(income, "shares_diluted")
    if basic is None or diluted is None:
        return
    for column in sorted(set(basic.entries) & set(diluted.entries)):
        few, many = Placed(basic, basic.entries[column]), Placed(diluted, diluted.entries[column])
        if few.entry.value > many.entry.value:
            yield compare("diluted shares are not fewer than basic ones", income, few, many)


def _parts_of_years(income: Sheet) -> Iterator[Check]:
    """Yield a finding where the revenue of a part of a year is more than that of a longer part that ends with it."""
    revenue = stating(income, "revenue")
    entries = [Placed(revenue, one) for one in revenue.entries.values() if one.period.start] if revenue else []
    for part in entries:
        for whole in entries:
            begins, longer = part.entry.period.start, whole.entry.period.start
            within = part.entry.period.end == whole.entry.period.end and begins and longer and longer < begins
            if within and part.entry.value > whole.entry.value > 0:
                yield compare("a part of a year is less than the year", income, part, whole)
