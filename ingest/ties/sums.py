"""Sums of a statement: which rows a total adds up, told from the printed order of rows and totals, and whether they add up to it.

Rows are read from the top. Each total takes the place of the rows that it sums, so that a later total sees it in their stead. Which rows
those are is the same in every column: they are found where they add up, and the columns in which they do not are what differs. A total
that must be one (it is called so, or it states a sum such as total assets) and that no run of rows before it gives differs in every column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ingest.ties.sheets import AMOUNT, Line, Sheet
from research.nouns.facts import Statement
from research.text.han import is_han

TOTALS = frozenset(
    {
        "total_current_assets",
        "total_assets",
        "total_current_liabilities",
        "total_liabilities",
        "total_equity",
        "shareholders_equity",
        "total_liabilities_and_equity",
        "gross_profit",
        "total_operating_expenses",
        "operating_income",
        "pretax_income",
        "net_income",
        "net_income_including_noncontrolling",
        "operating_cash_flow",
        "investing_cash_flow",
        "financing_cash_flow",
        "net_change_in_cash",
    }
)
SECTIONS = frozenset({"operating_cash_flow", "investing_cash_flow", "financing_cash_flow"})
# Totals of other totals; any other that follows one directly is printed without its rows, and they cannot be checked.
_WHOLE = frozenset(TOTALS) - {
    "total_current_assets",
    "total_current_liabilities",
    "total_equity",
    "shareholders_equity",
    "total_operating_expenses",
}
_CALLED_TOTAL = re.compile(r"^\W*(?:sub)?total\b|(?:合计|总计|小计)$", re.IGNORECASE)
_NET_CASH = re.compile(r"^\W*net cash (?:provided|used|generated|from|flows?)\b(?!.*discontinued)", re.IGNORECASE)
_MAY_BE_TOTAL = re.compile(r"^\W*(?:total|net|gross)\b|\bbefore\b|\bend of\b|^$", re.IGNORECASE)
_LESS = re.compile(r"^\W*(?:less\b|deduct\b|accumulated (?:depreciation|amortization)|allowances? for|减)|流出小计$", re.IGNORECASE)
_NET_OF_TAX = re.compile(
    r"\([^()]*\)|\b(?:after|pre)-?\s?tax\b|\b(?:net|before)(?: of)?(?: income| applicable)* tax(?:es)?\b", re.IGNORECASE
)
_EXPENSE_OR_INCOME = re.compile(
    r"(?P<expense>\b(?:expenses?|costs?|loss(?:es)?|provisions?|(?:income )?tax(?:es)?|charges?|depreciation|amortization|impairments?|"
    r"noncontrolling|minority|dividends?|less|selling|administrative|research|restructuring)\b)|"
    r"(?P<income>\b(?:income|gains?|revenues?|earnings|benefits?|credits?)\b)",
    re.IGNORECASE,
)
# A statement of at least so many exact sums is one whose figures were made to add up: a sum that is off by rounding stands out there.
EXACT_SUMS = 8
_MOST_ROUNDED = 2


@dataclass(frozen=True, slots=True)
class Sum:
    """A total and the rows that it adds up, each with the sign that it is taken with; by column what the rows give beyond the total.

    `certain` says that some column adds up, so that the rows are known to be the right ones.
    """

    total: int
    parts: tuple[tuple[int, int], ...]
    off: Mapping[int, Decimal]
    differs: tuple[int, ...]
    certain: bool


@dataclass(slots=True)
class _Reading:
    """Rows read so far that no total has taken yet, and where the part of them begins that the next total may take."""

    stack: list[int] = field(default_factory=list)
    floor: int = 0
    closed: bool = False


def find_sums(sheet: Sheet) -> list[Sum]:
    """Return the sums of a statement in printed order; a total of which nothing can be said is left out."""
    reading, found = _Reading(), []
    for at, line in enumerate(sheet.lines):
        if line.unit != AMOUNT:
            continue
        if one := _sum_at(sheet, reading, at):
            found.append(one)
            taken = {part for part, _ in one.parts}
            reading.stack = [held for held in reading.stack if held not in taken]
            reading.floor = min(reading.floor, len(reading.stack))
        reading.stack.append(at)
        _move_floor(sheet, reading, at)
    return _without_rounding(found)


def _move_floor(sheet: Sheet, reading: _Reading, at: int) -> None:
    """Set how far back the next total may reach: to the end of assets, of a section of cash flows, of the cash flows with the cash held.

    What follows the last section of cash flows sums up all of them.
    """
    line = sheet.lines[at]
    if line.concept in SECTIONS:
        read = {held.concept for held in sheet.lines[: at + 1]}
        reading.floor = 0 if read >= SECTIONS else len(reading.stack)
    elif line.concept == "total_assets":
        reading.floor = len(reading.stack)
    elif sheet.statement is Statement.CASH_FLOW and sheet.states_end(line):
        reading.floor, reading.closed = len(reading.stack), True


def _without_rounding(sums: list[Sum]) -> list[Sum]:
    """Return the sums, those off by no more than rounding taken as differing where all others are exact."""
    fits = [(one, column) for one in sums for column in one.off if column not in one.differs]
    rounded = {(one.total, column) for one, column in fits if one.off[column]}
    if not 0 < len(rounded) <= _MOST_ROUNDED or len(fits) - len(rounded) < EXACT_SUMS:
        return sums
    return [replace(one, differs=tuple(at for at in one.off if at in one.differs or (one.total, at) in rounded)) for one in sums]


def _sum_at(sheet: Sheet, reading: _Reading, at: int) -> Sum | None:
    line = sheet.lines[at]
    free = reading.stack[reading.floor :]
    must = _repeats(sheet, at) if reading.closed else _must_sum(sheet, free, line)
    tried = [_weigh(sheet, at, parts) for parts in _runs(sheet, free, line, single=must)]
    best = max(tried, key=lambda one: len(one.off) - len(one.differs), default=None)
    if best and best.certain and (not best.differs or must or _may_differ(line, best)):
        return best
    lacks_rows = sheet.statement is Statement.BALANCE and line.concept not in _WHOLE and bool(free) and _is_total(sheet.lines[free[-1]])
    return _weigh(sheet, at, _expected(sheet, free, line)) if must and free and not lacks_rows else None


def _may_differ(line: Line, one: Sum) -> bool:
    """Return whether a row that is not known to be a total is one all the same, though it does not add up in every column.

    A row that is called so may be, when another column adds up to the last digit; any other row only when two columns do.
    """
    exact = sum(1 for column, off in one.off.items() if not off and column not in one.differs and line.value(column))
    called = line.concept == "ppe_net" or bool(_MAY_BE_TOTAL.search(line.label))
    return len(one.parts) > 1 and exact >= (1 if called else 2)


def _repeats(sheet: Sheet, at: int) -> bool:
    """Return whether a row says again what one further up says: the rows before it say what that one is made of."""
    one = sheet.lines[at]
    return any(other.label == one.label and _share_figure(other, one) for other in sheet.lines[:at])


def _share_figure(one: Line, other: Line) -> bool:
    return any(entry.value and entry.value == other.value(column) for column, entry in one.entries.items())


def _is_total(line: Line) -> bool:
    return line.concept in TOTALS or bool(_CALLED_TOTAL.search(line.label))


def _must_sum(sheet: Sheet, free: Sequence[int], line: Line) -> bool:
    """Return whether a row is a total by its concept, its name, its place below rows of its head, or as what was held at the end.

    A Chinese income statement prints totals above the rows that they are made of: there a row must only where it is called a total.
    """
    if sheet.statement is Statement.INCOME and is_han(line.label):
        return bool(_CALLED_TOTAL.search(line.label))
    if _is_total(line) or (sheet.statement is Statement.CASH_FLOW and _NET_CASH.search(line.label)):
        return True
    if not line.label:
        beside = sum(1 for at in free if sheet.lines[at].section == line.section)
        return beside > 1 and any(one.value for one in line.entries.values())
    return sheet.statement is Statement.CASH_FLOW and sheet.states_end(line)


def _runs(sheet: Sheet, free: Sequence[int], total: Line, *, single: bool) -> Iterator[tuple[tuple[int, int], ...]]:
    """Yield the runs of last rows that a total may add up, short ones first, with their signs."""
    for count in range(1 if single else 2, len(free) + 1):
        run = free[-count:]
        for signs in _signs(sheet, run, total):
            yield tuple(zip(run, signs, strict=True))


def _signs(sheet: Sheet, run: Sequence[int], total: Line) -> list[tuple[int, ...]]:
    """Return with which signs rows may be taken, the likeliest first.

    As printed, rows called "less" deducted; in an income statement also all but the first deducted, expenses deducted, all as printed, or
    only totals of expenses deducted. Rows under one head with their total are added up as printed.
    """
    lines = [sheet.lines[at] for at in run]
    plain = tuple(-1 if _LESS.search(line.label) and all(one.value >= 0 for one in line.entries.values()) else 1 for line in lines)
    under_one_head = total.section and all(line.section == total.section for line in lines)
    if sheet.statement is not Statement.INCOME or (under_one_head and (not total.label or _CALLED_TOTAL.search(total.label))):
        return [plain]
    rest = lines[1:]
    otherwise = -1 if total.concept in {"gross_profit", "operating_income"} else 1
    totals = tuple(-1 if _CALLED_TOTAL.search(line.label or "total") and _meant(line, 1) < 0 else 1 for line in rest)
    deducted = () if len(rest) == 1 and _is_income(rest[0]) else ((1, *(-1 for _ in rest)),)
    others = (*deducted, (1, *(_meant(line, otherwise) for line in rest)), tuple(1 for _ in lines), (1, *totals))
    return list(dict.fromkeys([plain, *others]))


def _meant(line: Line, otherwise: int) -> int:
    """Return -1 for a row that names an expense before an income, 1 for an income; an unnamed row is what its head says."""
    found = _EXPENSE_OR_INCOME.search(_NET_OF_TAX.sub(" ", line.label or line.section))
    return otherwise if found is None else -1 if found["expense"] else 1


def _is_income(line: Line) -> bool:
    """Return whether a row names nothing but an income."""
    kinds = {found.lastgroup for found in _EXPENSE_OR_INCOME.finditer(line.label)}
    return kinds == {"income"}


def _weigh(sheet: Sheet, at: int, parts: tuple[tuple[int, int], ...]) -> Sum:
    off: dict[int, Decimal] = {}
    differs: list[int] = []
    certain = False
    for column, entry in sheet.lines[at].entries.items():
        entries = [(sheet.lines[part].entries[column], sign) for part, sign in parts if column in sheet.lines[part].entries]
        if not entries:
            continue
        off[column] = sum((one.value * sign for one, sign in entries), Decimal(0)) - entry.value
        last = max(entry.last_digit, *(one.last_digit for one, _ in entries))
        if abs(off[column]) > last * (len(entries) + 1) / 2:
            differs.append(column)
        elif entry.value and (len(parts) == 1 or sum(1 for one, _ in entries if one.value) > 1):
            certain = True
    return Sum(at, parts, off, tuple(differs), certain)


def _expected(sheet: Sheet, free: Sequence[int], total: Line) -> tuple[tuple[int, int], ...]:
    """Return the rows that a total should add up when none do: those under its head, or all that are left for a statement's own totals."""
    run = list(free)
    if total.concept not in _WHOLE and sheet.statement is not Statement.INCOME:
        while len(run) > 1 and sheet.lines[run[0]].section != total.section:
            run.pop(0)
    return tuple(zip(run, _signs(sheet, run, total)[0], strict=True))
