"""Which figure, row or column of a document a correction is about, so that it is found again in every later version.

Pages and offsets move when a file is read anew, so they are no part of it. A figure is the one of its statement whose row's label, period
and terms (segment, status, basis, unit) are the same and that is still printed so: when a new version prints another number there, or two
rows fit, the correction is about neither. A row is the one of its statement with that label and unit; a column is all figures of a
statement, of the group or of the parent, that are read with that period before any correction. Labels are compared without case,
punctuation and spaces.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from research.concepts.catalogue import normalize_label
from research.nouns.facts import Basis, Fact

ABSENT = "the figure is not there any more, or it is printed otherwise"
AMBIGUOUS = "more than one row has this label, so that it is not certain which one is meant"


@dataclass(frozen=True, slots=True)
class FactKey:
    """What a correction is about: of a figure everything, of a row statement, label and unit, of a column statement, entity and period.

    No statement stands for the other tables.
    """

    statement: str = ""
    label: str = ""
    unit: str = ""
    start: str = ""
    end: str = ""
    terms: str = ""
    printed: str = ""

    def to_text(self) -> str:
        """Return the key as a correction's `field` holds it."""
        said = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps({name: value for name, value in said.items() if value}, ensure_ascii=False, sort_keys=True)


def read_key(text: str) -> FactKey:
    """Return the key of a correction's `field`; raises ValueError for a text that is none."""
    try:
        return FactKey(**json.loads(text))
    except TypeError as error:
        raise ValueError(f"{text[:80]!r} names no figure") from error


def figure_key(fact: Fact) -> FactKey:
    """Return the key of a figure."""
    start = fact.period.start.isoformat() if fact.period.start else ""
    return replace(row_key(fact), start=start, end=fact.period.end.isoformat(), terms=_terms(fact), printed=fact.printed)


def row_key(fact: Fact) -> FactKey:
    """Return the key of a figure's row."""
    return FactKey(_statement(fact), fact.label, fact.unit)


def column_key(fact: Fact) -> FactKey:
    """Return the key of a figure's column."""
    start = fact.period.start.isoformat() if fact.period.start else ""
    return FactKey(_statement(fact), start=start, end=fact.period.end.isoformat(), terms=fact.basis.entity or "")


def find_figure(key: FactKey, facts: Sequence[Fact]) -> list[Fact]:
    """Return the figures that a key fits; no more than one when it is certain."""
    return [fact for fact in facts if _same(figure_key(fact), key)]


def find_row(key: FactKey, facts: Sequence[Fact]) -> list[list[Fact]]:
    """Return the rows that a key fits, each with its figures; no more than one when it is certain."""
    rows: dict[tuple[int, int, int], list[Fact]] = {}
    for fact in facts:
        if _same(row_key(fact), key):
            rows.setdefault((fact.page, fact.start, fact.end), []).append(fact)
    return list(rows.values())


def find_column(key: FactKey, facts: Sequence[Fact]) -> list[Fact]:
    """Return the figures of the column that a key fits; none for the other tables, whose columns cannot be told apart."""
    return [fact for fact in facts if key.statement and column_key(fact) == key]


def _statement(fact: Fact) -> str:
    return fact.statement.value if fact.statement else ""


def _terms(fact: Fact) -> str:
    """Return what else tells a figure from others of its row and period; "" for a plain one."""
    basis = "" if fact.basis == Basis() else str([getattr(fact.basis, name) for name in Basis.__slots__])
    return " ".join(part for part in (fact.status.value, basis, str(fact.dimensions) if fact.dimensions else "") if part)


def _same(one: FactKey, other: FactKey) -> bool:
    return replace(one, label=normalize_label(one.label)) == replace(other, label=normalize_label(other.label))
