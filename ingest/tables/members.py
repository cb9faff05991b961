"""Of whom a figure is stated: segments, places, products and other parts, told from what is measured."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ingest.tables.columns import Column, Role, bare
from ingest.tables.measured import is_measure, of_parts, title_axis, title_measure
from ingest.tables.parts import NO_PARTS, ONE_SEGMENT, Parts, is_place, place_titled
from ingest.tables.periods import is_only_period
from ingest.tables.vocabulary import whole, words
from research.nouns.documents import Table, TableRow

# A title that ends with one of these measures heads a table of parts even where it names none.
_OF_INCOME = re.compile(r"(?:revenues?|sales|ebitdar?|operating (?:income|profit))\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table tells parts from measures.

    `axis` is of its parts, `measure` what its title names, `parts` the heads of sections that are parts, `bridge` whether it shows adjusted
    figures too, `of` the one part that all of it is of and its axis, `places` the labels that are places, `under` the document's parts by
    the heads of sections that name them, where several do.
    """

    axis: str | None
    measure: str
    parts: frozenset[str]
    bridge: bool
    of: tuple[tuple[str, str], ...] = ()
    places: frozenset[str] = field(default=frozenset())
    under: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Named:
    """A figure's label, its dimensions, and all the words that say on which terms it is stated."""

    label: str
    dimensions: tuple[tuple[str, str], ...]
    words: str


def read_layout(table: Table, columns: Mapping[int, Column], known: Parts = NO_PARTS) -> Layout:
    """Return how a table names its parts, judged by its title, heads and rows together; `known` are the parts that its document names."""
    labels = [bare(row.label) for row in table.rows if row.cells]
    title = table.title
    everything = " ".join([title, *labels, *(row.section for row in table.rows)])
    places = frozenset(label for label in labels if is_place(label))
    measure = title_measure(title)
    parts = [label for label in labels if label and not is_measure(label) and not is_total(label)]
    axis = title_axis(title) or ("geography" if len(places) > 1 and 2 * len(places) >= len(parts) else None)
    if axis is None and _OF_INCOME.search(title) and len(parts) > 1 and not any(is_measure(label) for label in labels):
        axis = "segment"
    if axis is None:
        axis = next((found for row in table.rows if (found := title_axis(row.section))), None)
    if axis is None and any(_of_parts(section, rows) for section, rows in _by_section(table.rows).items()):
        axis = "segment"
    bridge = bool(words("basis", "adjusted").search(" ".join([everything, *(one.name for one in columns.values())])))
    return Layout(axis, measure, _repeated_sections(table.rows), bridge, _of(title, known), places, _named_sections(table.rows, known))


def _named_sections(rows: Sequence[TableRow], known: Parts) -> dict[str, str]:
    """Return the document's parts by the heads of sections that name them, {} where a table has only one such head."""
    sections = dict.fromkeys(bare(row.section) for row in rows if row.section and row.cells)
    found = {section: part for section in sections if (part := known.name(section))}
    return found if len(found) > 1 else {}


def _of(title: str, known: Parts) -> tuple[tuple[str, str], ...]:
    """Return the one part that a title says a table is of, by its axis; () for none."""
    if named := known.titled(title):
        return (("segment", named),)
    if alone := ONE_SEGMENT.search(title):
        return (("segment", bare(alone[1])),)
    place = place_titled(title)
    return (("geography", place),) if place else ()


def name_figure(layout: Layout, row: TableRow, column: Column) -> Named | None:
    """Return what a figure is called and of whom it is; None when neither its row, its head nor the title says what is measured."""
    label, section = bare(row.label), bare(row.section)
    if is_only_period(label):
        label = ""
    said = " ".join(filter(None, (row.section, row.label, column.name)))
    if column.role is Role.MEASURE or (column.role is Role.PLAIN and column.name):
        return _under_measure(layout, label, column, said)
    dimensions: tuple[tuple[str, str], ...] = ()
    if column.role is Role.MEMBER:
        dimensions = ((_axis(layout, column.name, otherwise="column"), column.name),)
    elif section in layout.parts and not is_total(section):
        dimensions = (*layout.of, (_axis(layout, section, otherwise="segment"), section))
    elif layout.of and is_measure(label):
        dimensions = layout.of
    if dimensions:
        label = label or section or layout.measure
        return Named(label, dimensions, said) if label else None
    if part := layout.under.get(section):
        return _in_part(layout, label, part, said)
    return _in_plain_column(layout, label, section, said)


def _in_part(layout: Layout, label: str, part: str, said: str) -> Named | None:
    """Return what a row under the head of a part is called: a measure of the part, a part of it, or where it has no name, its total."""
    of = ("segment", part)
    if label and is_measure(label):
        return Named(label, (of,), said)
    if not layout.measure:
        return Named(label, (of,), said) if label else None
    over = f"{said} {layout.measure}"
    return Named(layout.measure, (of,) if not label or is_total(label) else (of, ("product", label)), over)


def _in_plain_column(layout: Layout, label: str, section: str, said: str) -> Named | None:
    over = section if section and is_measure(section) else layout.measure if layout.axis else ""
    if not label or is_total(label):
        named = over if over and layout.axis else label or over or section
        return Named(named, (), f"{said} {named}") if named else None
    if over and layout.axis and not is_measure(label):
        return Named(of_parts(over), ((_axis(layout, label, otherwise="segment"), label),), f"{said} {over}")
    return Named(label, (), said)


def _under_measure(layout: Layout, label: str, column: Column, said: str) -> Named:
    if not label or is_total(label):
        return Named(column.name, (), said)
    if layout.bridge and (is_measure(label) or not layout.axis):
        return Named(f"{column.name}: {label}", (), said)
    if is_measure(label) and not is_place(label):
        return Named(f"{label}: {column.name}", (), said)
    return Named(column.name, ((_axis(layout, label, otherwise="segment"), label),), said)


def is_total(label: str) -> bool:
    """Return whether a label stands for the whole."""
    return bool(whole("columns", "total").fullmatch(label))


def _axis(layout: Layout, member: str, *, otherwise: str) -> str:
    if is_place(member) and layout.axis in (None, "geography"):
        return "geography"
    return layout.axis or otherwise


def _by_section(rows: Sequence[TableRow]) -> dict[str, list[TableRow]]:
    """Return the rows that print figures under each head of a section."""
    found: defaultdict[str, list[TableRow]] = defaultdict(list)
    for row in rows:
        if row.section and row.cells:
            found[row.section].append(row)
    return found


def _of_parts(section: str, rows: Sequence[TableRow]) -> bool:
    """Return whether a section is headed by a measure of income and its rows divide it: none of them but a total names another."""
    if not _OF_INCOME.search(re.sub(r"\(loss\)", "", section, flags=re.IGNORECASE)):
        return False
    labels = [bare(row.label) for row in rows]
    measure = title_measure(section).lower().rpartition(" ")[2]
    parts = [label for label in labels if label and not label.lower().startswith("total") and measure not in label.lower()]
    return len(parts) > 1 and not any(is_measure(label) for label in parts)


def _repeated_sections(rows: Sequence[TableRow]) -> frozenset[str]:
    """Return the section heads under which the same measures stand again and again: these are parts, not kinds of figures."""
    under: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.cells and row.section and is_measure(bare(row.label)):
            under[bare(row.label).lower()].add(bare(row.section))
    return frozenset(section for sections in under.values() if len(sections) > 1 for section in sections if _is_part(section))


_PER = re.compile(r"\bper\b|\bEPS\b|\bshares?\b", re.IGNORECASE)


def _is_part(section: str) -> bool:
    """Return whether a repeated section head names a part: few of its words are a measure's, and it ends with none of income."""
    if _PER.search(section) or _OF_INCOME.search(section):
        return False
    return 2 * len(words("measures", "words").findall(section)) < len(section.split()) or is_place(section)
