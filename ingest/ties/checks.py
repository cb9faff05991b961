"""The tie-outs of a document's statements: what they must agree on within themselves and with each other, checked figure by figure.

A check ties, differs, or is not checked: where the statements do not print what it needs, nothing is said of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from ingest.ties.causes import cause_of
from ingest.ties.sheets import Entry, Line, Sheet
from ingest.ties.sums import SECTIONS, Sum, find_sums
from research.concepts.catalogue import find_concept
from research.nouns.facts import Period, Statement
from research.nouns.quality import HEADED_TWICE, OTHER_SIGN, OTHER_UNIT, ROW_UNREAD


class Verdict(StrEnum):
    """What a check came to."""

    TIES = "ties"
    DIFFERS = "differs"
    NOT_CHECKED = "not checked"


@dataclass(frozen=True, slots=True)
class Check:
    """One tie-out of one period: its name, where, the verdict, what was found in a sentence, and the starts of the cells that it involves.

    `period` is the column's label; the sentence is "" unless the verdict is differs.
    """

    name: str
    statement: Statement
    page: int
    period: str
    verdict: Verdict
    finding: str = ""
    cells: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure and the line it stands on."""

    line: Line
    entry: Entry


def check_sheet(sheet: Sheet) -> list[Check]:
    """Return the checks of one statement by itself: its sums, and of a balance sheet that both sides are equal."""
    sums = find_sums(sheet)
    found = [_check_sum(sheet, one, column) for one in sums for column in one.off]
    if sheet.statement is Statement.BALANCE:
        found += _both_sides(sheet)
    return [*found, *_magnitudes(sheet), *_repeated(sheet), *_lacking(sheet, sums), *_signs(sheet, sums)]


# Concepts of which a statement must state one when rows stand under such a head.
_UNDER_HEADS = {
    Statement.BALANCE: (
        (("total_current_assets",), re.compile(r"^current assets", re.IGNORECASE)),
        (("total_liabilities",), re.compile(r"^liabilities$", re.IGNORECASE)),
        (("total_current_liabilities",), re.compile(r"^current liabilities", re.IGNORECASE)),
        (
            ("total_equity", "shareholders_equity"),
            re.compile(r"(?:share|stock)(?:holders?|owners?)\W{0,2}s?\W{0,2} ?(?:equity|deficit)", re.IGNORECASE),
        ),
    ),
    Statement.INCOME: ((("revenue",), re.compile(r"^(?:net )?(?:revenues?|sales)$", re.IGNORECASE)),),
    Statement.CASH_FLOW: (),
}
_NEEDED = {
    Statement.BALANCE: ("total_assets", "total_liabilities_and_equity"),
    Statement.CASH_FLOW: ("operating_cash_flow", "investing_cash_flow", "financing_cash_flow"),
    Statement.INCOME: (),
}
# Concepts that are printed together: where all but one were read, that one is lacking.
_TOGETHER = (
    frozenset({"eps_basic", "eps_diluted", "shares_basic", "shares_diluted"}),
    frozenset({"pretax_income", "income_tax"}),
)


def _lacking(sheet: Sheet, sums: Sequence[Sum]) -> list[Check]:
    """Return a finding for each row that such a statement prints and that was not read."""
    stated = {line.concept for line in sheet.lines if line.concept}
    sections = [line.section for line in sheet.lines]
    lacking = [concept for concept in _NEEDED[sheet.statement] if concept not in stated]
    lacking += [names[0] for names, head in _UNDER_HEADS[sheet.statement] if not stated & set(names) and any(map(head.search, sections))]
    if sheet.statement is Statement.INCOME:
        # Net income with noncontrolling interests is printed to be parted from them.
        parted = "net_income_including_noncontrolling" in stated and sheet.entity != "parent"
        lacking += ["net_income"] if parted and "net_income" not in stated else []
        lacking += [next(iter(beside - stated)) for beside in _TOGETHER if len(beside - stated) == 1]
    if any(sheet.states_end(sheet.lines[one.total]) and _adds_sections(sheet, one) for one in sums):
        lacking.append("net_change_in_cash")
    titles = [known.title if (known := find_concept(concept)) else concept for concept in lacking]
    return [
        Check(
            f"row: {title}",
            sheet.statement,
            sheet.page,
            "",
            Verdict.DIFFERS,
            f"{sheet.statement.value.capitalize()}: no row \u201c{title}\u201d {ROW_UNREAD}",
        )
        for title in titles
    ]


def _adds_sections(sheet: Sheet, one: Sum) -> bool:
    return any(sheet.lines[at].concept in SECTIONS for at, _ in one.parts)


def _signs(sheet: Sheet, sums: Sequence[Sum]) -> list[Check]:
    """Return a finding for each cost above operating income that is printed with the other sign than the others."""
    if sheet.statement is not Statement.INCOME:
        return []
    above = [one for one in sums if sheet.lines[one.total].concept in {"gross_profit", "operating_income", "pretax_income"} and one.certain]
    costs = [(sheet.lines[at], sign) for one in above for at, sign in one.parts[1:] if sheet.lines[at].concept in _COSTS]
    deducted = [line for line, sign in costs if sign < 0]
    odd = [line for line, sign in costs if sign > 0]
    return [
        Check(
            "sign of costs",
            sheet.statement,
            line.page,
            "",
            Verdict.DIFFERS,
            f"Income statement: \u201c{line.label}\u201d is printed {OTHER_SIGN}",
            frozenset(entry.cell_start for entry in line.entries.values()),
        )
        for line in (odd if deducted else ())
    ]


def _repeated(sheet: Sheet) -> list[Check]:
    """Return a finding for each period that more than one column is headed: which of them is meant is not known."""
    counted = Counter(sheet.columns.values())
    unread = [(period, "and was not read") for period in sheet.repeated]
    several = [(period, "under different figures") for period, count in counted.items() if count > 1]
    return [
        Check(
            "one column a period",
            sheet.statement,
            sheet.page,
            period_name(period),
            Verdict.DIFFERS,
            f"{_title(sheet)} {period_name(period)}: the period {HEADED_TWICE} {what}",
            frozenset(line.entries[at].cell_start for line in sheet.lines for at in line.entries if sheet.columns.get(at) == period),
        )
        for period, what in unread + several
    ]


def _check_sum(sheet: Sheet, one: Sum, column: int) -> Check:
    total = sheet.lines[one.total]
    name = f"sum: {total.label or total.section or 'unnamed total'}"
    label = period_name(total.entries[column].period)
    if column not in one.differs:
        return Check(name, sheet.statement, total.page, label, Verdict.TIES, cells=frozenset({total.entries[column].cell_start}))
    entry, named = total.entries[column], total.label or "the unnamed total"
    cells = frozenset({entry.cell_start, *(_cells(sheet.lines[part], column) for part, _ in one.parts)} - {-1})
    given, printed = amount(entry.value + one.off[column]), amount(entry.value)
    cause = _cause(sheet, one, column)
    finding = f"{_title(sheet)} {label}: the rows above \u201c{named}\u201d give {given}, printed is {printed}{cause}"
    return Check(name, sheet.statement, total.page, label, Verdict.DIFFERS, finding, cells)


def _cause(sheet: Sheet, one: Sum, column: int) -> str:
    """Return what one other figure would make a sum tie, "" without one."""
    parts = [(sheet.lines[at], sign) for at, sign in one.parts if column in sheet.lines[at].entries]
    total = sheet.lines[one.total]
    terms = [(line.label, sign * line.value(column)) for line, sign in parts]
    digits = [line.entries[column].last_digit for line in (total, *(line for line, _ in parts))]
    return cause_of([*terms, (total.label, -total.value(column))], min(digits) * len(digits) / 2)


def _cells(line: Line, column: int) -> int:
    return line.entries[column].cell_start if column in line.entries else -1


def _both_sides(sheet: Sheet) -> list[Check]:
    sides = [stating(sheet, concept) for concept in ("total_assets", "total_liabilities_and_equity")]
    if None in sides:
        return []
    assets, finance = (line for line in sides if line)
    found = []
    for column in sorted(set(assets.entries) & set(finance.entries)):
        pair = Placed(assets, assets.entries[column]), Placed(finance, finance.entries[column])
        found.append(compare("assets = liabilities and equity", sheet, *pair))
    return found


def compare(name: str, sheet: Sheet, one: Placed, other: Placed, *, slack: Decimal = Decimal(0)) -> Check:
    """Return the check that two figures are equal, but for half a last digit of each and the slack given."""
    label = period_name(one.entry.period)
    cells = frozenset({one.entry.cell_start, other.entry.cell_start})
    rounding = max(one.entry.last_digit, other.entry.last_digit) if one.entry.last_digit != other.entry.last_digit else Decimal(0)
    if abs(one.entry.value - other.entry.value) <= rounding + slack:
        return Check(name, sheet.statement, one.line.page, label, Verdict.TIES, cells=cells)
    finding = (
        f"{_title(sheet)} {label}: \u201c{one.line.label}\u201d is {amount(one.entry.value)}, "
        f"but \u201c{other.line.label}\u201d is {amount(other.entry.value)}"
        f"{cause_of([(one.line.label, one.entry.value), (other.line.label, -other.entry.value)], rounding + slack)}"
    )
    return Check(name, sheet.statement, one.line.page, label, Verdict.DIFFERS, finding, cells)


def _magnitudes(sheet: Sheet) -> list[Check]:
    """Return a finding for each column whose figures are about a thousand times those of another, row for row."""
    found = []
    for column, period in sheet.columns.items():
        ratios = sorted(_ratios(sheet.lines, column))
        if len(ratios) >= _FEWEST_RATIOS and ratios[len(ratios) // 2] >= _JUMP:
            cells = frozenset(line.entries[column].cell_start for line in sheet.lines if column in line.entries)
            finding = f"{_title(sheet)} {period_name(period)}: most figures are over {_JUMP} times those of another column; {OTHER_UNIT}"
            found.append(Check("unit of the column", sheet.statement, sheet.page, period_name(period), Verdict.DIFFERS, finding, cells))
    return found


_COSTS = frozenset({"cost_of_revenue", "research_and_development", "selling_general_and_administrative", "total_operating_expenses"})
_JUMP = 250
_FEWEST_RATIOS = 4


def _ratios(lines: Sequence[Line], column: int) -> Iterator[Decimal]:
    """Yield, for each row, how many times a column's figure is the smallest of the others."""
    for line in lines:
        others = [abs(one.value) for at, one in line.entries.items() if at != column and one.value]
        if others and line.value(column):
            yield abs(line.value(column)) / min(others)


def period_name(period: Period) -> str:
    """Return a period as findings name it: its label, and an instant's date."""
    return period.label if period.start else f"{period.label} ({period.end.isoformat()})"


def amount(value: Decimal) -> str:
    """Return an amount with its thousands set apart, in units."""
    return f"{value:,f}"


def _title(sheet: Sheet) -> str:
    return f"{sheet.statement.value.capitalize()},"


def stating(sheet: Sheet, concept: str) -> Line | None:
    """Return the first row of a statement that states a concept, None without one."""
    return next((line for line in sheet.lines if line.concept == concept), None)
