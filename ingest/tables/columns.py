"""What each column of a table holds: a period's value, on which terms, of whom; or nothing that is a value of a period."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from ingest.statements.periods import FiscalCalendar
from ingest.tables.periods import When, common_span, names_stretch, read_when, states_period, without_period
from ingest.tables.vocabulary import whole, words
from research.nouns.documents import Table

LONGEST_HEADING = 90
# What has more words than this over one column is the heads of several.
MOST_WORDS = 10
_SENTENCE = re.compile(r"\b(?:the following|is|are|was|were|as follows|we|our|which|table)\b", re.IGNORECASE)
_MIXED = re.compile(r"\b(?:as of|at)\b.*\b(?:ended|years?|months|period)\b", re.IGNORECASE)
_ONLY_ADJUSTED = re.compile(
    r"(?:as )?(?:adjusted|non-?gaap)(?:\W+(?:results?|amounts?|basis|measures?|non-?gaap|adjusted))*\W*", re.IGNORECASE
)
_FOOTNOTE = re.compile(r"\s*\((?:[a-z]{1,2}|\d{1,2}|\*)\)(?=\s|$|,)|[*†‡]+$")


class Role(StrEnum):
    """What a column's own words name besides its period."""

    PLAIN = "plain"
    TOTAL = "total"
    MEASURE = "measure"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Column:
    """A column whose figures are values: its period if its head has one, its words besides, and the terms that these state.

    `stretch` tells whether the head says how long its period is ("Year ended"), or only names a year;
    `mixed` that its rows may be of the period or of its last day ("As of and for the years ended").
    """

    when: When | None
    name: str
    role: Role
    accounting: str | None = None
    restated: str | None = None
    stretch: bool = True
    mixed: bool = False


def read_columns(table: Table, calendar: FiscalCalendar) -> dict[int, Column]:
    """Return by index the columns that hold values; two for the same period and of the same name say neither which is which.

    Where no head names a period, that of a short title holds for all.
    """
    if words("tables", "no_periods").search(table.title) or words("tables", "no_periods").search(" ".join(table.heads)):
        return {}
    expected = bool(words("tables", "guidance").search(table.title)) and len(table.title) <= LONGEST_HEADING
    unnamed = common_span(table.heads)
    shared = None
    if not any(map(states_period, table.heads)) and len(table.title) <= LONGEST_HEADING and not _SENTENCE.search(table.title):
        shared = read_when(table.title, calendar, expected=expected)
    found: dict[int, Column] = {}
    for at, head in enumerate(table.heads):
        when = read_when(head, calendar, unnamed=unnamed, expected=expected) if states_period(head) else shared
        column = _column(head, when)
        if column and (when or not states_period(head)):
            stretch = names_stretch(head) or (when is shared and when is not None and names_stretch(table.title))
            found[at] = replace(column, stretch=stretch, mixed=stretch and bool(_MIXED.search(head)))
    _total_last(found)
    seen = Counter((one.when, one.name, one.accounting, one.restated) for one in found.values())
    return {at: one for at, one in found.items() if seen[(one.when, one.name, one.accounting, one.restated)] == 1}


def _total_last(found: dict[int, Column]) -> None:
    """Make the last of several parts the whole when it is called a total: "Total Orchard Tools, Inc." beside its segments."""
    parts = [at for at, one in found.items() if one.role is Role.MEMBER]
    if len(parts) > 1 and found[parts[-1]].name.lower().startswith("total "):
        found[parts[-1]] = replace(found[parts[-1]], name="", role=Role.TOTAL)


def _column(head: str, when: When | None) -> Column | None:
    name = bare(without_period(head))
    if not name or not re.search(r"[^\W\d_]", name):
        return Column(when, "", Role.PLAIN)
    if terms := _only_terms(name):
        return Column(when, "", *terms)
    if words("basis", "pro_forma").search(name):
        return Column(when, name, Role.PLAIN, "pro forma")
    measure = bool(words("measures", "words").search(name))
    if words("basis", "adjusted").search(name):
        return Column(when, name, Role.MEASURE if measure else Role.PLAIN, "adjusted")
    if words("columns", "no_value").search(name) or words("columns", "adjustments").search(name) or len(name.split()) > MOST_WORDS:
        return None
    return Column(when, name, Role.MEASURE if measure and not _is_place(name) else Role.MEMBER)


def _only_terms(name: str) -> tuple[Role, str | None, str | None] | None:
    """Return the role, accounting and restatement of a head that names the terms of its column and nothing else, None for another."""
    if whole("columns", "reported").fullmatch(name):
        gaap = words("basis", "gaap").search(name) or re.search(r"reported", name, re.IGNORECASE)
        previous = "as previously reported" if re.search(r"previously|originally", name, re.IGNORECASE) else None
        return Role.PLAIN, "GAAP" if gaap else None, previous
    if whole("columns", "recast").fullmatch(name):
        return Role.PLAIN, None, "as restated"
    if whole("columns", "total").fullmatch(name):
        return Role.TOTAL, None, None
    return (Role.PLAIN, "adjusted", None) if _ONLY_ADJUSTED.fullmatch(name) else None


def _is_place(name: str) -> bool:
    return bool(whole("members", "geography").fullmatch(name))


@lru_cache(maxsize=16_384)
def bare(label: str) -> str:
    """Return a label without its footnote marks, the colon after it, and the "by" that says that its rows divide it."""
    return " ".join(_FOOTNOTE.sub(" ", label).split()).rstrip(":$ ").removesuffix(" by")
