"""Metadata that a file states outside its prose (inline XBRL's `dei` facts, a page's head), in place of what its text suggests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from ingest.given import LABEL, PARSERS, Value, parse_field
from ingest.loaded import Metadata, Stated


@dataclass(frozen=True, slots=True)
class Statements:
    """The stated fields that fit, each with where it stands; of several for one field the first."""

    values: tuple[tuple[str, Value, str], ...] = ()

    def has(self, field: str) -> bool:
        """Return whether the field is stated."""
        return any(name == field for name, _, _ in self.values)

    def text(self, field: str) -> str | None:
        """Return a stated word or name, None when it is not stated."""
        value = self._value(field)
        return str(value) if value is not None else None

    def number(self, field: str) -> int | None:
        """Return a stated whole number, None when it is not stated."""
        value = self._value(field)
        return value if isinstance(value, int) else None

    def day(self, field: str) -> date | None:
        """Return a stated day, None when it is not stated."""
        value = self._value(field)
        return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None

    def instant(self, field: str) -> datetime | None:
        """Return a stated instant, None when it is not stated."""
        value = self._value(field)
        return value if isinstance(value, datetime) else None

    def source(self, field: str) -> str:
        """Return where a stated field stands, "" when it is not stated."""
        return next((source for name, _, source in self.values if name == field), "")

    def _value(self, field: str) -> Value | None:
        return next((value for name, value, _ in self.values if name == field), None)


def read_stated(stated: Sequence[Stated]) -> Statements:
    """Return the stated fields whose values fit their field; what does not fit says nothing."""
    found: dict[str, tuple[Value, str]] = {}
    for one in stated:
        value = _parsed(one)
        if value is not None:
            found.setdefault(one.field, (value, one.source))
    return Statements(tuple((name, value, source) for name, (value, source) in found.items()))


def complete(metadata: Metadata, stated: Statements) -> Metadata:
    """Return the metadata with the fields that it lacks taken from what the file states."""
    lacking = [(name, value, source) for name, value, source in stated.values if getattr(metadata, name) in (None, "")]
    sources = metadata.sources + tuple((name, source) for name, _, source in lacking)
    return replace(metadata, **{name: value for name, value, _ in lacking}, sources=sources)  # type: ignore[arg-type]


def _parsed(one: Stated) -> Value | None:
    if one.field not in PARSERS or one.field == LABEL:
        return None
    try:
        return parse_field(one.field, one.value)
    except ValueError:
        return None
