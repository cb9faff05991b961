"""Metadata that a file states outside its prose (inline XBRL's `dei` facts, a page's head), in place of what its text suggests."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from ingest.given import LABEL, PARSERS, Value, parse_field
from ingest.html.about import SOURCE as PAGE_TITLE
from ingest.loaded import Metadata, Stated
from ingest.office.properties import SOURCE as PROPERTIES
from research.models.instructions import is_instruction

# Where names stand that no reader of the document's pages sees.
_UNSEEN = frozenset({PAGE_TITLE, PROPERTIES})
# What parts a page's title from its section's and its site's.
_PARTED = re.compile(r"\s+[|–—·:»-]+\s+|\s*[|»]\s*")
_WORD = re.compile(r"[^\W_]+")
_ENDS = re.compile(r"[!?;。！？；]$")
# A name may end in an abbreviation, as "Tarrowby Foods Corp." does.
_SHORT_END = re.compile(r"\b[A-Z][A-Za-z]{0,3}\.$")
_MOST_WORDS = 8
_LONGEST_LINE, _FIRST_LINES = 160, 6


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


def borne_out(stated: Sequence[Stated], text: str) -> tuple[Stated, ...]:
    """Return what a file states without names that nobody can see to be its own.

    A title or a company that stands where no reader sees it counts as far as the text has its words, a title in parts; no title speaks
    to whoever answers.
    """
    words: set[str] = set()
    found = []
    for one in stated:
        if one.field == "title" and is_instruction(one.value):
            continue
        if one.field in ("title", "company") and one.source in _UNSEEN:
            words = words or _words(text)
            parts = [one.value, *(_PARTED.split(one.value) if one.field == "title" else ())]
            value = next((part.strip() for part in parts if (said := _words(part)) and said <= words), "")
            found += [replace(one, value=value)] if value else []
        else:
            found.append(one)
    return tuple(found)


def first_title(opening: str) -> str:
    """Return the first of a document's first lines that may be its title: none that is a sentence, or that speaks to whoever answers."""
    return next((line for line in _first_lines(opening) if not _is_sentence(line) and not is_instruction(line)), "")


def _is_sentence(line: str) -> bool:
    bare = line.rstrip(" \"'”’)]")
    if not bare.endswith("."):
        return _ENDS.search(bare) is not None
    return _SHORT_END.search(bare) is None or len(bare.split()) > _MOST_WORDS


def _first_lines(opening: str) -> Iterator[str]:
    rows = [line for row in opening.split("\n") if re.search(r"\w{3}", line := row.strip())]
    return (row for row in rows[:_FIRST_LINES] if len(row) <= _LONGEST_LINE)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


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
