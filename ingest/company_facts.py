"""The "company facts" that the SEC gives of a filer: JSON of every figure that its filings tag, concept by concept.

Written as plain tables, so that a figure can be quoted, and as tagged figures with their places. `fy` and `fp` in the file describe the
filing that carried a value, not the value's period, and `frame` the calendar's nearest one: they are not read, periods come from start
and end. Of several values for one period the one that was filed last counts; the others are printed beside it as what it replaced.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from itertools import groupby
from typing import Any, NoReturn

from ingest.fiscal import name_fiscal_year
from ingest.grids import GridCell
from ingest.loaded import Limits, Loaded, Stated, TaggedFact
from ingest.writing import PAGE_CHARS, TextWriter
from research.errors import CannotReadError, LimitExceededError, UnsupportedFileError
from research.nouns.documents import Defect, Kind, Tier
from research.text.patterns import read_beside

FORM_TYPE = "company facts"
UNREADABLE_VALUES = "values_unread"
_KEYS = ("cik", "entityName", "facts")
_HEADS = ("Concept", "Period", "Value", "Unit", "Form", "Filed", "Note")
_VALUE_COLUMN = 2
# A table of more rows than fill a page goes on in another, under its own heads.
_MOST_ROWS = 25
# A fiscal year of 52 weeks, of 53, and of a calendar's.
_YEAR_DAYS = range(357, 379)
# A year's end that fewer than a tenth as many values share as the commonest one is a note's own date.
_RARE = 10
_SOURCE = "company facts"
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z]+|[a-z]+|\d+")


@dataclass(frozen=True, slots=True)
class _Reported:
    """One value: its period (no start for an instant), the filing that gave it first, and when the last one did.

    `replaced_by` is the value that a later filing gives for the same period, `replaces` the one that an earlier filing gave.
    """

    concept: str
    label: str
    unit: str
    start: date | None
    end: date
    value: Decimal
    form: str
    filed: date
    last_filed: date
    replaced_by: _Reported | None = None
    replaces: _Reported | None = None

    @property
    def days(self) -> int:
        """Return how many days the period has, both ends counted; 0 for an instant."""
        return (self.end - self.start).days + 1 if self.start else 0

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the value as a row of the table: label, period, value in units, unit, form, day of filing, note."""
        period = f"{self.start} – {self.end}" if self.start else f"{self.end}"
        return self.label, period, f"{self.value:,f}", self.unit, self.form, f"{self.filed}", self.note

    @property
    def note(self) -> str:
        """Return what a reader should know of the value, "" for one that all filings agree on."""
        if self.replaced_by:
            return f"Replaced by {self.replaced_by.value:,f} in the {self.replaced_by.form} of {self.replaced_by.filed}."
        if self.replaces:
            return f"Restated: the {self.replaces.form} of {self.replaces.filed} gave {self.replaces.value:,f}."
        return ""


@dataclass(slots=True)
class _Read:
    """What was read: the values by what makes them one, how many records were left out, and when the last filing came."""

    values: dict[tuple[str, str, date | None, date, Decimal], _Reported] = field(default_factory=dict)
    unreadable: int = 0
    last_filed: date = date.min


@cache
def _vocabulary() -> Mapping[str, Any]:
    return read_beside(__file__, "company_facts.toml")


class CompanyFactsLoader:
    """Reads company facts JSON: a table for each concept and unit, newest period first, each value tagged with its place."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def load(self, content: bytes, *, name: str) -> Loaded:
        """Return the values as tables; the same value that later filings repeat is shown once, with the filing that gave it first.

        Raises UnsupportedFileError for other JSON, CannotReadError for what is no JSON, LimitExceededError over the limits.
        """
        record = _record(content, name)
        company = " ".join(str(record["entityName"]).split())
        read = _read_values(record["facts"])
        values = _compared(list(read.values.values()))
        if not values:
            raise CannotReadError(f"{name} holds no value that can be read", "fetch it again")
        if len(values) * len(_HEADS) > self._limits.max_cells:
            raise LimitExceededError(f"{name}: more than {self._limits.max_cells:,} cells", "raise DESK_MAX_CELLS")
        writer = TextWriter(self._limits, name=name)
        writer.heading(f"{company} (CIK {record['cik']}): {FORM_TYPE}")
        _write(writer, values)
        writer.stated += _stated(company, values, read.last_filed)
        if read.unreadable:
            writer.defects.append(Defect(UNREADABLE_VALUES, f"{read.unreadable} values of the file could not be read."))
        return writer.loaded()


def _record(content: bytes, name: str) -> Mapping[str, Any]:
    try:
        record = json.loads(content, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise CannotReadError(f"{name} is not valid JSON", "fetch it again") from error
    if not isinstance(record, dict) or not all(key in record for key in _KEYS) or not isinstance(record["facts"], dict):
        raise UnsupportedFileError(f"{name}: of JSON files only XBRL company facts are read (keys {', '.join(_KEYS)})", "export it as text")
    return record


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")


def _read_values(facts: Mapping[str, Any]) -> _Read:
    """Return the values by concept in the file's order; of those that later filings repeat the first is kept."""
    read = _Read()
    for concept, label, unit, raw in _raw_values(facts):
        try:
            one = _reported(raw, concept=concept, label=label, unit=unit)
        except (ValueError, TypeError, LookupError, ArithmeticError):
            read.unreadable += 1
            continue
        key = (concept, unit, one.start, one.end, one.value)
        held = read.values.get(key, one)
        first, last = min(held, one, key=lambda each: each.filed), max(held.last_filed, one.filed)
        read.values[key] = replace(first, last_filed=last)
        read.last_filed = max(read.last_filed, one.filed)
    return read


def _raw_values(facts: Mapping[str, Any]) -> Iterator[tuple[str, str, str, Any]]:
    """Yield (concept with prefix, label, unit, value record); what has another shape than the SEC's is left out."""
    for taxonomy, concepts in facts.items():
        for name, concept in concepts.items() if isinstance(concepts, dict) else ():
            units = concept.get("units") if isinstance(concept, dict) else None
            for unit, values in units.items() if isinstance(units, dict) else ():
                for raw in values if isinstance(values, list) else ():
                    yield f"{taxonomy}:{name}", concept.get("label") or _spaced(name), unit, raw


def _spaced(name: str) -> str:
    """Return a concept's name as words: "Profit loss" for "ProfitLoss"."""
    words = [word if word.isupper() and len(word) > 1 else word.lower() for word in _WORDS.findall(name)]
    return " ".join(words)[:1].upper() + " ".join(words)[1:]


def _reported(raw: Mapping[str, Any], *, concept: str, label: str, unit: str) -> _Reported:
    value = raw["val"]
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise TypeError("no number")
    number = Decimal(value)
    if number.adjusted() > 30:
        raise InvalidOperation("larger than anything that is counted")
    start = date.fromisoformat(raw["start"]) if raw.get("start") else None
    end, filed = date.fromisoformat(raw["end"]), date.fromisoformat(raw["filed"])
    if start and start > end:
        raise ValueError("ends before it starts")
    return _Reported(concept, label, unit, start, end, number, str(raw["form"]), filed, filed)


def _compared(values: Sequence[_Reported]) -> list[_Reported]:
    """Return the values with what replaced them, or what they replaced, where filings differ on one period by more than rounding."""
    periods: dict[tuple[str, str, date | None, date], list[_Reported]] = {}
    for one in values:
        periods.setdefault((one.concept, one.unit, one.start, one.end), []).append(one)
    found: list[_Reported] = []
    for same in periods.values():
        latest = max(same, key=lambda one: (one.last_filed, one.filed))
        others = [one for one in same if one is not latest]
        before = max((one for one in others if not _rounds_alike(one.value, latest.value)), key=lambda one: one.filed, default=None)
        found.append(replace(latest, replaces=before))
        found += [replace(one, replaced_by=latest) for one in others]
    return found


def _rounds_alike(one: Decimal, other: Decimal) -> bool:
    """Return whether two values are one amount, given to more and to fewer digits."""
    coarse = max(one.normalize(), other.normalize(), key=lambda value: int(value.as_tuple().exponent))
    unit = Decimal(1).scaleb(int(coarse.as_tuple().exponent))
    return abs(one - other) < unit / 2 and unit > 1


def _write(writer: TextWriter, values: Sequence[_Reported]) -> None:
    """Write a page and more for each taxonomy: under each concept a table for each unit."""
    for taxonomy, of_taxonomy in groupby(values, key=lambda one: one.concept.partition(":")[0]):
        if taxonomy != values[0].concept.partition(":")[0]:
            writer.end_page()
        writer.heading(_vocabulary()["taxonomies"].get(taxonomy, taxonomy))
        page_start = writer.offset
        for concept, of_concept in groupby(of_taxonomy, key=lambda one: one.concept):
            rows = sorted(of_concept, key=_newest_first)
            title = f"{rows[0].label} · {concept}"
            for part, table in enumerate(_tables(rows)):
                if writer.offset - page_start + _length(table) > PAGE_CHARS:
                    writer.end_page()
                    page_start = writer.offset
                if part == 0:
                    writer.heading(title, 2)
                _write_table(writer, table, title)


def _newest_first(one: _Reported) -> tuple[str, int, int, bool, int]:
    """Return the order of a concept's rows: by unit, the newest period first, and in it the value that counts."""
    return one.unit, -one.end.toordinal(), -one.days, one.replaced_by is not None, -one.last_filed.toordinal()


def _tables(rows: Sequence[_Reported]) -> Iterator[Sequence[_Reported]]:
    for _, group in groupby(rows, key=lambda one: one.unit):
        of_unit = list(group)
        for at in range(0, len(of_unit), _MOST_ROWS):
            yield of_unit[at : at + _MOST_ROWS]


def _length(table: Sequence[_Reported]) -> int:
    return sum(len(cell) + 1 for row in table for cell in row.cells)


def _write_table(writer: TextWriter, table: Sequence[_Reported], title: str) -> None:
    heads = [GridCell(head, column) for column, head in enumerate(_HEADS if any(one.note for one in table) else _HEADS[:-1])]
    rows = [[GridCell(cell, column) for column, cell in enumerate(one.cells)] for one in table]
    _, *places = writer.table([heads, *rows], title=title, units=table[0].unit)
    for one, cells in zip(table, places, strict=True):
        start, end = cells[_VALUE_COLUMN]
        text = one.cells[_VALUE_COLUMN]
        if one.replaced_by is None:
            writer.tagged.append(TaggedFact(one.concept, f"{one.value:f}", text, one.unit, one.start, one.end, (), start, end, one.note))


def _stated(company: str, values: Sequence[_Reported], last_filed: date) -> list[Stated]:
    period_end = _last_year_end(values)
    fields = {
        "title": f"{company} {FORM_TYPE}",
        "company": company,
        "kind": Kind.FILING.value,
        "tier": Tier.FILED.value,
        "form_type": FORM_TYPE,
        "published_at": last_filed.isoformat(),
        "language": "en",
    }
    if period_end:
        year, _ = name_fiscal_year("", period_end)
        fields |= {"period_end": period_end.isoformat(), "fiscal_year": str(year), "fiscal_period": "FY"}
    return [Stated(name, value, _SOURCE) for name, value in fields.items() if value]


def _last_year_end(values: Sequence[_Reported]) -> date | None:
    """Return when the last fiscal year ended that an annual report covers; without one, the last whole year of any form."""
    years = [one for one in values if one.days in _YEAR_DAYS and one.end <= one.filed]
    annual = [one for one in years if one.form.removesuffix("/A") in _vocabulary()["annual_forms"]]
    counts = Counter(one.end for one in annual or years)
    return max((end for end, count in counts.items() if count * _RARE >= max(counts.values())), default=None)
