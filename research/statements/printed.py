"""One filing's statement as it is printed: rows with their heads and indents, put together again from facts and page texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import TypeAlias

from research.nouns.documents import Document, Page
from research.nouns.facts import Fact, Period, Span, Statement, Status
from research.text.patterns import read_beside

# A column: when its period ends and how long it is.
ColumnKey: TypeAlias = tuple[date, Span]
Pages: TypeAlias = Mapping[int, tuple[Page, str]]

# How far above a page's first row its heads may stand, and how long a head may be.
ABOVE_CHARS = 500
LONGEST_HEAD = 140
MOST_LEVELS = 3
# Labels begin this far apart, in points, when one is indented under the other.
INDENT_POINTS = 3.0
_FIGURE = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]{2}")
# What `Basis.entity` says of the parent company alone, beside its group.
_OF_STATEMENTS = frozenset({"gaap", "ifrs"})


@dataclass(frozen=True, slots=True)
class Head:
    """A head printed over rows."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row as one filing prints it: the heads right above it, the section that it stands in, and its figures by column."""

    label: str
    concept: str | None
    section: str
    level: int
    total: bool
    heads: tuple[Head, ...] = ()
    facts: Mapping[ColumnKey, Fact] = field(default_factory=dict)

    @property
    def first(self) -> Fact:
        """Return the row's first figure."""
        return next(iter(self.facts.values()))


@dataclass(frozen=True, slots=True)
class PrintedStatement:
    """A filing's statement: rows in printed order, and the period of each column."""

    document: Document
    rows: tuple[PrintedRow, ...]
    columns: Mapping[ColumnKey, Period]


@dataclass(frozen=True, slots=True)
class _Line:
    """The facts of one printed row."""

    facts: tuple[Fact, ...]

    @property
    def first(self) -> Fact:
        """Return the row's first figure."""
        return self.facts[0]

    @property
    def concept(self) -> str | None:
        """Return the first concept that a figure of the row has, None when none has."""
        return next((fact.concept for fact in self.facts if fact.concept), None)


@dataclass(slots=True)
class _Sections:
    """The sections that are open, the innermost last."""

    open: list[str] = field(default_factory=list)
    closed: bool = False

    def begin(self, heads: Sequence[str]) -> None:
        """Open the sections of some heads; one alone takes the place of the innermost section, unless a sum has closed one before."""
        if self.open and len(heads) == 1 and not self.closed:
            self.open.pop()
        if heads:
            self.open, self.closed = [*self.open, *heads][-MOST_LEVELS:], False

    def close(self) -> None:
        """Close the innermost section: its sum was printed."""
        self.open, self.closed = self.open[:-1], True


def of_statement(fact: Fact, statement: Statement | None) -> bool:
    """Return whether a fact stands on a statement's sheet: what happened, of the whole company, on the accounting standard's terms.

    With `statement` None: whether it comes from a table that is no primary statement, whatever its terms.
    """
    if statement is None:
        return fact.statement is None
    return fact.statement is statement and fact.is_stated_total


def terms_of(fact: Fact) -> str:
    """Return what sets a figure of another table apart: its segment or region, its status and basis; "" when nothing does."""
    parts = [value for _, value in fact.dimensions]
    parts += [fact.status.value] if fact.status is not Status.ACTUAL else []
    parts += [one for one in (fact.basis.accounting, fact.basis.operations) if one and one.casefold() not in _OF_STATEMENTS]
    return ", ".join(parts)


def read_printed(document: Document, facts: Sequence[Fact], pages: Pages) -> PrintedStatement:
    """Return a filing's statement from its facts of one statement; `pages` are those that they stand on.

    A balance in a statement of flows (cash at the beginning and at the end) stands in the column of the flow that it begins or ends.
    """
    lines = [_Line(tuple(group)) for group in _by_row(facts)]
    columns = _columns(facts)
    rows: list[PrintedRow] = []
    sections = _Sections()
    before: Fact | None = None
    left = _left_edge(lines, pages)
    for line in lines:
        if not (placed := _placed(line, columns)):
            continue
        heads = _heads_above(line.first, before, pages)
        sections.begin(heads)
        closing = _closes(line.first.label)
        level = _level(line.first, pages, left, default=max(len(sections.open) - closing, 0))
        rows.append(
            PrintedRow(
                label=line.first.label,
                concept=line.concept,
                section=sections.open[-1] if sections.open else "",
                level=level,
                total=closing or _is_result(line),
                heads=_placed_heads(heads, pages, left, line=line, level=level),
                facts=placed,
            )
        )
        if closing:
            sections.close()
        before = line.first
    return PrintedStatement(document, tuple(rows), columns)


def read_others(document: Document, facts: Sequence[Fact]) -> PrintedStatement:
    """Return the figures of a document's other tables: its printed rows in order, those of like terms under one head."""
    groups: dict[str, list[PrintedRow]] = {}
    for line in _by_row(facts):
        for terms in dict.fromkeys(terms_of(fact) for fact in line):
            found = [fact for fact in line if terms_of(fact) == terms]
            placed = {(fact.period.end, fact.period.span): fact for fact in reversed(found)}
            heads = (Head(terms, 0),) if terms and terms not in groups else ()
            concept = next((fact.concept for fact in found if fact.concept), None)
            row = PrintedRow(found[0].label, concept, terms, int(bool(terms)), total=False, heads=heads, facts=placed)
            groups.setdefault(terms, []).append(row)
    columns = {(fact.period.end, fact.period.span): fact.period for fact in facts}
    return PrintedStatement(document, tuple(row for rows in groups.values() for row in rows), columns)


def _by_row(facts: Iterable[Fact]) -> Iterator[list[Fact]]:
    rows: dict[tuple[int, int, int], list[Fact]] = {}
    for fact in sorted(facts, key=lambda one: (one.page, one.start, one.cell_start)):
        rows.setdefault((fact.page, fact.start, fact.end), []).append(fact)
    yield from rows.values()


def _columns(facts: Sequence[Fact]) -> dict[ColumnKey, Period]:
    flows = [fact.period for fact in facts if fact.period.span is not Span.INSTANT]
    periods = flows or [fact.period for fact in facts]
    return {(period.end, period.span): period for period in periods}


def _placed(line: _Line, columns: Mapping[ColumnKey, Period]) -> dict[ColumnKey, Fact]:
    """Return a row's figures by column; none of a row of balances that neither begin nor end the statement's flows."""
    if any((fact.period.end, fact.period.span) in columns for fact in line.facts):
        return {key: fact for fact in reversed(line.facts) if (key := (fact.period.end, fact.period.span)) in columns}
    ends = {key[0]: key for key in columns}
    starts = {period.start - timedelta(days=1): key for key, period in columns.items() if period.start}
    for places in (ends, starts):
        if all(fact.period.end in places for fact in line.facts):
            return {places[fact.period.end]: fact for fact in line.facts}
    return {}


def _heads_above(fact: Fact, before: Fact | None, pages: Pages) -> tuple[str, ...]:
    """Return the heads printed between a row and the one before it: the last lines above it that hold words and no figure."""
    if fact.page not in pages:
        return ()
    page, text = pages[fact.page]
    fresh = before is None or before.page != fact.page
    begin = max(page.start, fact.start - ABOVE_CHARS) if fresh or before is None else before.end
    lines = [line.strip() for line in text[max(begin - page.start, 0) : fact.start - page.start].splitlines()]
    heads: list[str] = []
    for line in lines:
        if _FIGURE.search(line):
            heads = []
        elif _WORD.search(line) and heads and not heads[-1].endswith((":", "：")) and line[0].islower():
            heads[-1] = f"{heads[-1]} {line}"
        elif _WORD.search(line):
            heads.append(line)
    return tuple(head for head in heads if len(head) <= LONGEST_HEAD)


def _closes(label: str) -> bool:
    return any(pattern.search(label.strip()) for pattern in _totals().closing)


def _is_result(line: _Line) -> bool:
    named = line.first.statement is Statement.INCOME and any(one.search(line.first.label.strip()) for one in _totals().set_off)
    return named or line.concept in _totals().results


def _left_edge(lines: Sequence[_Line], pages: Pages) -> float | None:
    """Return where the leftmost labels begin, in points; None where the pages have no printed form."""
    edges = [edge for line in lines if (edge := _edge(line.first.start, line.first.page, pages)) is not None]
    return min(edges, default=None)


def _edge(start: int, number: int, pages: Pages) -> float | None:
    page = pages[number][0] if number in pages else None
    return next((line.box.x0 for line in page.lines if line.start <= start < line.end), None) if page else None


def _level(fact: Fact, pages: Pages, left: float | None, *, default: int) -> int:
    """Return how far a row is indented: as printed where that is known, else by the sections that it stands in."""
    edge = _edge(fact.start, fact.page, pages)
    return _steps(edge, left) if edge is not None and left is not None else min(default, MOST_LEVELS)


def _steps(edge: float, left: float) -> int:
    """Return the indents between two edges; one is about nine points wide, a smaller shift that is no accident counts as one."""
    shift = edge - left
    return 0 if shift < INDENT_POINTS else min(max(round(shift / 9), 1), MOST_LEVELS)


def _placed_heads(heads: Sequence[str], pages: Pages, left: float | None, *, line: _Line, level: int) -> tuple[Head, ...]:
    placed = []
    for at, text in enumerate(heads):
        found = _start_of(text, line.first, pages)
        edge = _edge(found, line.first.page, pages) if found is not None else None
        by_place = max(level - len(heads) + at, 0)
        placed.append(Head(text, _steps(edge, left) if edge is not None and left is not None else by_place))
    return tuple(placed)


def _start_of(head: str, fact: Fact, pages: Pages) -> int | None:
    page, text = pages[fact.page]
    at = text.rfind(head[:30], 0, fact.start - page.start)
    return page.start + at if at >= 0 else None


@dataclass(frozen=True, slots=True)
class _Totals:
    """What closes a section, what is set off, and the concepts that are results."""

    closing: tuple[re.Pattern[str], ...]
    set_off: tuple[re.Pattern[str], ...]
    results: frozenset[str]


@cache
def _totals() -> _Totals:
    said = read_beside(__file__, "totals.toml")
    closing, set_off = (tuple(re.compile(one, re.IGNORECASE) for one in said[name]) for name in ("closing", "set_off"))
    return _Totals(closing, set_off, frozenset(said["results"]))
