"""The parts of a company that its document names: segments in tables and titles, and the letters that stand for them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ingest.statements.periods import FiscalCalendar
from ingest.tables.columns import Role, bare, read_columns
from ingest.tables.periods import is_only_period
from ingest.tables.vocabulary import whole, words
from research.nouns.documents import Table

# A longer label is no name of a part; a name that fewer tables of segments have may be of anything.
MOST_WORDS, LEAST_TABLES = 6, 2
_BY_SEGMENT = re.compile(r"\b(?:segments?|divisions?)\b", re.IGNORECASE)
# A title that names one segment: "Domestic Segment", "our International segment".
ONE_SEGMENT = re.compile(
    r"\b((?:(?!(?:Operating|Reportable|Total|Business|Company[’']?s?|The|Our|Each|By|Other|All|Per|Of|Selected|Certain|Summary|Information)\b)"
    r"[A-Z][\w.&’'-]*\s+){1,4}?)(?:operating |reportable |business )?[Ss]egment\b"
)
# A title that says one part's name at its head and again at its end: "Orchard Tools The following shows key figures for Orchard Tools".
_SAID_TWICE = re.compile(r"(?P<name>[A-Z][\w.&’'-]*(?:\s+[A-Z][\w.&’'-]*){0,4})\s+.*\bfor\s+(?:our\s+|the\s+)?(?P=name)\W*")
_LETTERED = re.compile(r"((?:[A-Z][\w.&’'-]{0,60},?\s{1,9}(?:(?:and|of|&)\s+)?){1,6})\(\W?([A-Z]{2,6})\W?\)")
_SENTENCE_END = re.compile(r"(?<=[a-z)\d%])\.\s+(?=[A-Z])")
_FOR = re.compile(r"\b(?:for|of)\s+(?:our\s+|the\s+)?$", re.IGNORECASE)
_PLACE_MARK = re.compile(r"\s*\([A-Z]{2,6}\)$")
_PLACES = re.compile(r",\s*(?:and\s+|&\s*)?|\s+(?:and|&)\s+|(?<=Asia)-", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parts:
    """The names of a document's parts as printed, by the same in small letters; `letters` are those that stand for a name."""

    names: Mapping[str, str] = field(default_factory=dict)
    letters: Mapping[str, str] = field(default_factory=dict)

    def name(self, text: str) -> str:
        """Return the part that a text names and nothing else, "" for none."""
        return self.names.get(bare(text).casefold(), "")

    def titled(self, title: str) -> str:
        """Return the one part that a title says all of its table is of, "" where it names none or several.

        A name of one word counts only where it is all that the title says, or stands at its end after "for".
        """
        if (twice := _SAID_TWICE.fullmatch(title)) and _is_name(twice["name"]):
            return self._written(twice["name"])
        said = _SENTENCE_END.split(title)[-1]
        found = {self.letters.get(name, name) for name, at in self._in(said) if self._counts(name, said, at)}
        widest = {one for one in found if not any(one != other and one in other for other in found)}
        return self._written(widest.pop()) if len(widest) == 1 else ""

    def _in(self, said: str) -> Iterator[tuple[str, int]]:
        for known in self.names.values():
            for match in re.finditer(rf"(?<![\w-]){re.escape(known)}(?![\w-])", said, re.IGNORECASE):
                if match[0][:1].isupper():
                    yield known, match.start()

    def _counts(self, name: str, said: str, at: int) -> bool:
        if " " in name:
            return True
        whole_title = bare(said).casefold() == name.casefold()
        return whole_title or name in self.letters or (bool(_FOR.search(said[:at])) and not said[at + len(name) :].strip(" :.()"))

    def _written(self, name: str) -> str:
        """Return a name with the letters that stand for it: both are used."""
        letters = next((letters for letters, full in self.letters.items() if full == name), "")
        return f"{name} ({letters})" if letters else name


NO_PARTS = Parts()


def parts_of(text: str, tables: Iterable[Table], calendar: FiscalCalendar) -> Parts:
    """Return the parts that a document's tables of segments name in rows, columns and sections, and that its titles call segments."""
    titled: dict[str, str] = {}
    counted: defaultdict[str, set[int]] = defaultdict(set)
    for table in tables:
        named = [(name, True) for match in ONE_SEGMENT.finditer(table.title) if (name := bare(match[1]))]
        if _BY_SEGMENT.search(table.title):
            columns = (one.name for one in read_columns(table, calendar).values() if one.role is Role.MEMBER)
            named += [(bare(label), False) for row in table.rows for label in (row.label, row.section)]
            named += [(bare(name), False) for name in columns]
        for name, is_titled in named:
            if _is_name(name):
                counted[name.casefold()] |= {table.start, -1} if is_titled else {table.start}
                titled.setdefault(name.casefold(), name)
    found = {key: name for key, name in titled.items() if len(counted[key]) >= LEAST_TABLES}
    letters = {match[2]: bare(match[1]) for match in _LETTERED.finditer(text) if match[2].casefold() in found}
    return Parts(found | {name.casefold(): name for name in letters.values()}, letters)


def place_titled(title: str) -> str:
    """Return the place, or places taken together, that are all a title says: "Asia-Pacific (APAC)"; "" for any other title."""
    said = bare(title)
    return said if is_place(_PLACE_MARK.sub("", said)) else ""


def is_place(label: str) -> bool:
    """Return whether a label is a place's name, or several joined: "Europe, Middle East & Africa"."""
    known = whole("members", "geography")
    return bool(known.fullmatch(label)) or (len(label.split()) <= 2 * MOST_WORDS and all(map(known.fullmatch, _PLACES.split(label))))


def _is_name(label: str) -> bool:
    if not label[:1].isupper() or len(label.split()) > MOST_WORDS or is_only_period(label) or re.search(r"\d", label):
        return False
    other = words("measures", "words").search(label) or words("members", "none").search(label)
    return not other and not whole("columns", "total").fullmatch(label)
