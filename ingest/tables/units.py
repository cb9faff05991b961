"""What one figure of a table is in: unit, currency and multiplier, or that nothing says so with certainty."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.statements.currencies import currency_in
from ingest.statements.figures import CURRENCY, is_year
from ingest.statements.measures import PER_SHARE, own_scale, per_share_unit, share_kind
from ingest.statements.units import Units, read_scale, read_units
from ingest.tables.vocabulary import words
from research.nouns.documents import Table, TableRow
from research.nouns.facts import Fact, Period

_EXCEPT = re.compile(r"\b(?:except|other than|excluding)\b(.*)$", re.IGNORECASE)
_WORD = re.compile(r"[a-z]{4,}|gpv|arm", re.IGNORECASE)
_SMALL = frozenset(
    {
        "data",
        "amounts",
        "share",
        "shares",
        "where",
        "noted",
        "otherwise",
        "percentages",
        "percentage",
        "information",
        "unless",
        "indicated",
        "millions",
        "thousands",
        "average",
        "revenue",
    }
)
_AMOUNTS = re.compile(r"\bamounts?\b", re.IGNORECASE)
_PER = re.compile(r"\bper\s+(?:average\s+|paying\s+|available\s+|occupied\s+|paid\s+|square\s+)*([a-z]+)", re.IGNORECASE)
_PER_PHRASE = re.compile(r"\w*\s*\bper\s+\w+(?:\s+\w+)?", re.IGNORECASE)
# Heads that each say the scale of their own column: of two such none is the table's.
_BARE_SCALE = re.compile(r"\(\s*(?:in\s+)?(thousand|million|billion)s?\s*\)", re.IGNORECASE)
# Beside amounts of money only such words make a row a count.
_COUNTED = re.compile(
    r"\bnumber of\b|\bcounts?\b|\b(?:at|beginning|end) of\b|\b(?:open|opened|closed|average|total|net|paid|active)\b", re.IGNORECASE
)
_OR_LOST = re.compile(r"\((?:net )?loss(?:es)?\)", re.IGNORECASE)
_MARGIN = re.compile(r"\bmargins?\b", re.IGNORECASE)
_DIGITS = re.compile(r"\D")
# What is called a percentage and is larger is an amount.
MOST_PERCENT = 1_000
# A rate or a margin without a percent sign that is larger is an amount.
LEAST_AMOUNT = 100
# One figure of so many digits that a statement prints too for that period tells the table's scale; of shorter ones two must.
LONG_FIGURE, SHORT_FIGURE = 5, 3


@dataclass(frozen=True, slots=True)
class Scale:
    """A table's units as it states them: `units` with their multiplier, whether that is certain, and the words that state it.

    `counted` tells that a table without units counts things: some row names what is counted, none is of money;
    `of_money` that its first row prints a currency's sign.
    """

    units: Units
    certain: bool
    text: str
    counted: bool = False
    of_money: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """What one figure is in."""

    unit: str
    currency: str | None
    scale: int


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """A figure as it is printed: its value and form, whether a percent sign stands at it, whether a currency's does, its own multiplier."""

    printed: str
    value: Decimal
    percent: bool
    signed: bool
    scale: int | None = None


def table_scale(table: Table, text: str, *, currency: str | None) -> Scale:
    """Return a table's units; certain only when its head, or a line above it, states a multiplier. `currency` is the document's own."""
    figures = text[table.start : table.end]
    units = read_units(table.units)
    if units.currency is None:
        units = Units(units.scale, units.share_scale, currency or read_units("", figures=figures).currency)
    labels = [row.label for row in table.rows if row.cells and "%" not in text[row.start : row.end]]
    signed = any(sign in figures for sign in CURRENCY)
    counted = not table.units and not signed and any(words("measures", "counts").search(label) for label in labels)
    money = any(words("measures", "money").search(label) for label in labels)
    first = next((row for row in table.rows if row.cells), None)
    of_money = first is not None and any(sign in text[first.start : first.end] for sign in CURRENCY)
    certain = read_scale(table.units) is not None and len({match[1].casefold() for match in _BARE_SCALE.finditer(table.units)}) < 2
    return Scale(units, certain, table.units, counted and not money, of_money)


def tied_scale(cells: Iterable[tuple[Period, str]], stated: Mapping[tuple[Period, str], int]) -> int | None:
    """Return the multiplier of a table without one whose figures a statement prints too, for the same period; None when it does not tell.

    `stated` gives the statements' multipliers by period and digits.
    """
    found: Counter[int] = Counter()
    longest = 0
    for period, printed in set(cells):
        digits = _DIGITS.sub("", printed)
        scale = stated.get((period, digits))
        if scale and len(digits) > SHORT_FIGURE and not is_year(printed):
            found[scale] += 1
            longest = max(longest, len(digits))
    if len(found) != 1 or (longest < LONG_FIGURE and found.total() < 2):
        return None
    return next(iter(found))


def stated_figures(facts: Sequence[Fact]) -> dict[tuple[Period, str], int]:
    """Return the multiplier of every amount that the statements print, by period and digits."""
    return {(fact.period, _DIGITS.sub("", fact.printed)): fact.scale for fact in facts if fact.statement and fact.unit == fact.currency}


def unit_of(row: TableRow, name: str, figure: PrintedFigure, scale: Scale) -> Unit | None:
    """Return the unit of a figure in a row, under a column of that `name` ("" without); None when it is not certain."""
    label, value, signed = f"{row.label} {name}".strip(), figure.value, figure.signed
    if figure.percent:
        return Unit("%", None, 1)
    if kind := share_kind(row, name, figure.printed):
        return _of_shares(row, name, kind, scale)
    if words("measures", "percents").search(label) and not signed:
        return Unit("%", None, 1) if abs(value) < MOST_PERCENT else None
    if not signed and abs(value) < LEAST_AMOUNT and (words("measures", "doubtful").search(label) or _MARGIN.search(label)):
        return None
    if (per := _PER.search(label)) and not PER_SHARE.search(label):
        currency = scale.units.currency
        return Unit(f"{currency}/{per[1].lower()}", currency, 1) if signed and currency else None
    if signed and words("measures", "each").search(label) and (currency := scale.units.currency):
        return Unit(currency, currency, 1)
    if not signed and (_is_counted(label) or _is_counted(row.section)):
        return _count(row, label, value, scale)
    return _amount(row, label, figure, scale)


def _is_counted(text: str) -> bool:
    """Return whether words name things that are counted, and no money; "additions (losses)" are not."""
    return bool(words("measures", "counts").search(text)) and not words("measures", "money").search(_OR_LOST.sub(" ", text))


def _of_shares(row: TableRow, name: str, kind: str, scale: Scale) -> Unit | None:
    currency = scale.units.currency
    if kind == "per share":
        return Unit(per_share_unit(currency, row.label, row.section, name, scale.text), currency, 1)
    multiplier = own_scale(row) or (scale.units.share_scale if scale.certain else None)
    return Unit("shares", None, multiplier) if multiplier and kind == "shares" else None


def _amount(row: TableRow, label: str, figure: PrintedFigure, scale: Scale) -> Unit | None:
    if scale.counted and not figure.signed and figure.value == figure.value.to_integral_value():
        return Unit("count", None, 1)
    multiplier = figure.scale or own_scale(row)
    if multiplier is None:
        if not scale.certain or _is_excepted(label, scale.text):
            return None
        multiplier = scale.units.scale
    currency = scale.units.currency
    return Unit(currency or "currency", currency, multiplier)


def _count(row: TableRow, label: str, value: Decimal, scale: Scale) -> Unit | None:
    own = own_scale(row)
    if own:
        return Unit("count", None, own)
    if value != value.to_integral_value() or (scale.of_money and scale.certain and not _COUNTED.search(f"{row.section} {label}")):
        return None
    if not scale.certain or currency_in(_EXCEPT.sub("", scale.text)) or _is_excepted(label, scale.text):
        return Unit("count", None, 1)
    return None if _AMOUNTS.search(_EXCEPT.sub("", scale.text)) else Unit("count", None, scale.units.scale)


def _is_excepted(label: str, units: str) -> bool:
    """Return whether a table's units say that they do not hold for a row: "except store data", "except for GPV"."""
    found = _EXCEPT.search(units)
    named = {word.lower() for word in _WORD.findall(_PER_PHRASE.sub(" ", found[1]))} - _SMALL if found else set()
    lower = label.lower()
    return any(word.rstrip("s") in lower for word in named)
