"""Statements of several filings put side by side: which filing gives a period, which rows are one row, what was restated."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from research.concepts.catalogue import normalize_label
from research.nouns.answers import PeriodTerm
from research.nouns.documents import Document, Kind, Tier
from research.nouns.facts import Fact, Period, Span
from research.nouns.sheets import SheetBasis, SheetCell, SheetColumn, SheetRequest, SheetRow, SheetSpan, StatementSheet
from research.planning.forms import is_amended
from research.retrieval.scope import own_filing
from research.statements.printed import ColumnKey, Head, PrintedRow, PrintedStatement

# A filing covers a period when it states this share of its statement's rows for it: a stray figure is no column.
LEAST_COVER = 0.25
# A label of so many letters says enough to be the same row when another filing goes on after it.
FEWEST_LETTERS = 16
_CHANGING = re.compile(r"\d[\d,.]*|\b(?:year|period|quarter)$", re.IGNORECASE)
_WHOLE_YEAR = frozenset({"FY", "Q4", None})
_SPANS = {
    SheetSpan.ANNUAL: frozenset({Span.YEAR}),
    SheetSpan.QUARTERLY: frozenset({Span.QUARTER}),
    SheetSpan.TO_DATE: frozenset({Span.QUARTER, Span.HALF, Span.NINE_MONTHS, Span.YEAR}),
}
_TIERS = {tier: place for place, tier in enumerate(Tier)}
_Key: TypeAlias = tuple[str, ...]
_Rank: TypeAlias = tuple[float | str, ...]


@dataclass(slots=True)
class _Line:
    """A row of the sheet in the making: its printed rows by document; `latest` when the latest filing prints it."""

    label: str
    section: str
    level: int
    heads: tuple[Head, ...]
    latest: bool
    printed: dict[str, PrintedRow] = field(default_factory=dict)


def spans_of(printed: Iterable[PrintedStatement]) -> tuple[SheetSpan, ...]:
    """Return the spans that can be put side by side; year to date only where a stretch of several quarters is printed."""
    periods = [period for statement in printed for period in statement.columns.values()]
    parts = [period for period in periods if period.span is not Span.INSTANT or period.fiscal_period not in _WHOLE_YEAR]
    telling = {
        SheetSpan.ANNUAL: periods,
        SheetSpan.QUARTERLY: parts,
        SheetSpan.TO_DATE: [period for period in periods if period.span in {Span.HALF, Span.NINE_MONTHS}],
    }
    return tuple(span for span in SheetSpan if any(_is_in(period, span) for period in telling[span]))


def assemble(company: str, request: SheetRequest, printed: Sequence[PrintedStatement]) -> StatementSheet:
    """Return the sheet of some filings' statements, all of one statement; empty when no period is of the wanted span.

    Every column of a statement is one filing's, so that its sums hold: as reported the period's own, recast the latest that covers it.
    Where it does not print a row the cell is empty, even if another filing does. Figures of other tables are chosen one by one.
    """
    by_column = request.statement is not None
    keys = _columns(request, printed)
    chosen = {key: _ranked(request.basis, period, printed) for key, period in keys.items()}
    used = _by_date({id(one): one for ranked in chosen.values() for one in (ranked[:1] if by_column else ranked)}.values())
    lines = _align(used, [one for one in printed if not any(one is other for other in used)])
    columns = tuple(_column(period, chosen[key], by_column=by_column) for key, period in keys.items())
    rows = [(line, _cells(line, chosen, by_column=by_column)) for line in lines]
    unit, scale = _money(cell.fact for _, cells in rows for cell in cells if cell)
    documents = {one.document.id: one.document.name for one in printed}
    return StatementSheet(company, request, columns, tuple(_with_heads(rows, unit, scale)), unit, scale, documents)


def _is_in(period: Period, span: SheetSpan) -> bool:
    if period.span is Span.INSTANT:
        return span is SheetSpan.QUARTERLY or (span is SheetSpan.ANNUAL and period.fiscal_period in _WHOLE_YEAR)
    return period.span in _SPANS[span] and (
        span is not SheetSpan.TO_DATE or period.span is not Span.QUARTER or period.fiscal_period == "Q1"
    )


def _columns(request: SheetRequest, printed: Sequence[PrintedStatement]) -> dict[ColumnKey, Period]:
    """Return the periods of the sheet, newest first."""
    found: dict[ColumnKey, Period] = {}
    for statement in _by_date(printed):
        for key, period in statement.columns.items():
            if _is_in(period, request.span) and (request.statement is None or _covers(statement, key)):
                found.setdefault(key, period)
    return dict(sorted(found.items(), key=lambda item: (item[0][0], _days(item[1])), reverse=True))


def _days(period: Period) -> int:
    return (period.end - period.start).days if period.start else 0


def _covers(statement: PrintedStatement, key: ColumnKey) -> bool:
    stated = sum(key in row.facts for row in statement.rows)
    return stated > 0 and stated >= LEAST_COVER * len(statement.rows)


def _ranked(basis: SheetBasis, period: Period, printed: Sequence[PrintedStatement]) -> list[PrintedStatement]:
    """Return the filings that cover a period, the one that gives its figures first."""
    key = (period.end, period.span)
    covering = [one for one in printed if _covers(one, key)]
    rank = _as_reported if basis is SheetBasis.AS_REPORTED else _recast
    return sorted(covering, key=lambda one: rank(one.document, period))


def _as_reported(document: Document, period: Period) -> _Rank:
    """Rank the period's own filing first, as it was first filed, then the filing of the nearest later period."""
    own = is_own(document, period)
    away = abs((document.period_end - period.end).days) if document.period_end else float("inf")
    published = _published(document)
    amended = bool(is_amended(document.form_type or ""))
    return published > 1, not own, 0 if own else away, published, amended, _TIERS[document.tier], document.name


def _recast(document: Document, period: Period) -> _Rank:
    """Rank the latest filing first, for a whole year the latest of a whole year; of one period the best vouched for, the last filed."""
    whole = period.fiscal_period in _WHOLE_YEAR and document.fiscal_period not in _WHOLE_YEAR
    ended = -document.period_end.toordinal() if document.period_end else 0
    filed = -document.published_at.timestamp() if document.published_at else 0.0
    amended = bool(is_amended(document.form_type or ""))
    return _published(document), whole, ended, _TIERS[document.tier], not amended, filed, document.name


def _published(document: Document) -> int:
    """Return how formally a document was published: 0 a filing, 1 a report or a release, 2 anything else, as a worksheet."""
    return {Kind.FILING: 0, Kind.RESULTS: 1, Kind.REPORT: 1}.get(document.kind, 2)


def is_own(document: Document, period: Period) -> bool:
    """Return whether a document reports on this very period."""
    return own_filing(document, PeriodTerm(period.fiscal_year, period.fiscal_period, ""))


def _by_date(printed: Iterable[PrintedStatement]) -> list[PrintedStatement]:
    """Return filings, the latest first; of one period the best vouched for first."""

    def date(one: PrintedStatement) -> _Rank:
        """Return what filings are put in order by: latest period end, then tier, then name."""
        ended = -one.document.period_end.toordinal() if one.document.period_end else 0
        return ended, _TIERS[one.document.tier], one.document.name

    return sorted(printed, key=date)


def _align(used: Sequence[PrintedStatement], others: Sequence[PrintedStatement]) -> list[_Line]:
    """Return the rows of the sheet: those of the latest filing in its order, a row that only an older one prints after its predecessor.

    `others` give no row of their own, only what they state for one.
    """
    lines: list[_Line] = []
    for statement in (*used, *others):
        matched = _matched(statement, lines)
        at = -1
        for place, row in enumerate(statement.rows):
            line = matched.get(place)
            if line is None and any(statement is one for one in used):
                line = _Line(row.label, row.section, row.level, row.heads, latest=statement is used[0])
                _insert(lines, at + 1, line)
            if line is not None:
                line.printed[statement.document.id] = row
                at = next(index for index, one in enumerate(lines) if one is line)
    return lines


def _insert(lines: list[_Line], at: int, line: _Line) -> None:
    """Put a row in a place; before the first row of its section it takes that one's heads, and among others their indent."""
    after = lines[at] if at < len(lines) else None
    if after is not None and after.heads and _section(after.section) == _section(line.section):
        line.heads, line.latest = after.heads, after.latest
        after.heads = ()
    beside = next((one for one in lines if line.section and _section(one.section) == _section(line.section)), None)
    line.level = beside.level if beside else line.level
    lines.insert(at, line)


def _section(text: str) -> str:
    """Return what two filings' heads of one section have in common: "Cash flows from operating activities", "Operating activities:"."""
    return normalize_label(text).removeprefix("cashflowsfrom")


def _matched(statement: PrintedStatement, lines: Sequence[_Line]) -> dict[int, _Line]:
    """Return the line of each row of a filing, by the row's place: by concept first, then by label within the same section.

    What a statement prints alike several times is matched in order. A label whose numbers change, that stands outside every section in one
    of the filings, or that stands in other tables ("Total" in many of them) only counts when it is printed once.
    """
    found: dict[int, _Line] = {}
    for keys_of, only_once in ((_by_concept, False), (_by_label, False), (_by_label_alone, True), (_by_words, True)):
        taken = {id(line) for line in found.values()}
        free = [line for line in lines if id(line) not in taken]
        known: dict[_Key, list[_Line]] = {}
        for line in free:
            for key in {keys_of(row) for row in line.printed.values()} - {()}:
                known.setdefault(key, []).append(line)
        rows = [(place, row) for place, row in enumerate(statement.rows) if place not in found]
        counts = Counter(keys_of(row) for _, row in rows)
        for place, row in rows:
            fitting = known.get(keys_of(row), [])
            alone = len(fitting) == 1 and counts[keys_of(row)] == 1
            in_order = not only_once and row.first.statement is not None
            if fitting and (in_order or (alone and _may_be_one(row, fitting[0]))):
                line = found[place] = fitting[0]
                for others in known.values():
                    others[:] = [one for one in others if one is not line]
    return found | _lengthened(statement, lines, found)


def _lengthened(statement: PrintedStatement, lines: Sequence[_Line], found: Mapping[int, _Line]) -> dict[int, _Line]:
    """Return the lines of rows whose label one filing prints longer than another: "…, excluding acquisitions", "… and divestitures"."""
    taken = {id(line) for line in found.values()}
    free = [line for line in lines if id(line) not in taken]
    rows = [(place, row) for place, row in enumerate(statement.rows) if place not in found]
    pairs = [(place, line) for place, row in rows for line in free if _is_longer(row, line)]
    places, partners = Counter(place for place, _ in pairs), Counter(id(line) for _, line in pairs)
    return {place: line for place, line in pairs if places[place] == 1 and partners[id(line)] == 1}


def _is_longer(row: PrintedRow, line: _Line) -> bool:
    alike = any(
        one.first.unit == row.first.unit and _begins(normalize_label(one.label), normalize_label(row.label))
        for one in line.printed.values()
    )
    return alike and _may_be_one(row, line)


def _begins(one: str, other: str) -> bool:
    """Return whether one of two texts is the beginning of the other, and long enough to say something."""
    short, long = sorted((one, other), key=len)
    return len(short) >= FEWEST_LETTERS and long.startswith(short)


def _may_be_one(row: PrintedRow, line: _Line) -> bool:
    """Return whether the sections of a row and a line do not tell them apart."""
    one, other = _section(row.section), _section(line.section)
    return one == other or not one or not other or _begins(one, other)


def _by_concept(row: PrintedRow) -> _Key:
    basis = row.first.basis
    return (row.concept, basis.share or "", basis.operations or "", row.section if not row.first.statement else "") if row.concept else ()


def _by_label(row: PrintedRow) -> _Key:
    return _section(row.section), normalize_label(row.label), row.first.unit


def _by_words(row: PrintedRow) -> _Key:
    """Return the key of a label whose numbers or period change: "Treasury stock; 8,284,210 shares", "Cash at end of year"."""
    words = normalize_label(_CHANGING.sub(" ", row.label.partition(";")[0]))
    return (words, row.first.unit) if words else ()


def _by_label_alone(row: PrintedRow) -> _Key:
    return normalize_label(row.label), row.first.unit


def _column(period: Period, ranked: Sequence[PrintedStatement], *, by_column: bool) -> SheetColumn:
    if not by_column or not ranked:
        return SheetColumn(period)
    document = ranked[0].document
    stated = ranked[0].columns[period.end, period.span]
    return SheetColumn(stated, document.id, document.name, is_own(document, stated))


def _cells(line: _Line, chosen: Mapping[ColumnKey, Sequence[PrintedStatement]], *, by_column: bool) -> tuple[SheetCell | None, ...]:
    return tuple(_cell(line, key, ranked, by_column=by_column) for key, ranked in chosen.items())


def _cell(line: _Line, key: ColumnKey, ranked: Sequence[PrintedStatement], *, by_column: bool) -> SheetCell | None:
    stated = [fact for one in ranked if (row := line.printed.get(one.document.id)) and (fact := row.facts.get(key))]
    if not stated or (by_column and stated[0].document_id != ranked[0].document.id):
        return None
    fact = stated[0]
    dates = {one.document.id: place for place, one in enumerate(_by_date(ranked))}
    others = [one for one in stated[1:] if _differs(fact, one)]
    return SheetCell(fact, tuple(sorted(others, key=lambda one: dates[one.document_id])))


def _differs(fact: Fact, other: Fact) -> bool:
    """Return whether two figures of one row and period differ by more than their rounding."""
    return fact.unit == other.unit and abs(fact.value - other.value) >= max(fact.last_digit, other.last_digit)


def _money(facts: Iterable[Fact]) -> tuple[str, int]:
    """Return the unit and scale that most amounts of money are printed in."""
    counts = Counter((fact.unit, fact.scale) for fact in facts if fact.currency and "/" not in fact.unit)
    return counts.most_common(1)[0][0] if counts else ("", 1)


def _with_heads(rows: Sequence[tuple[_Line, tuple[SheetCell | None, ...]]], unit: str, scale: int) -> list[SheetRow]:
    """Return the rows that have a figure, with the heads over them.

    A head over a row without figures goes to the next row of its section. A row that only an older filing prints does not repeat a head.
    """
    result: list[SheetRow] = []
    known = {normalize_label(head.text) for line, _ in rows if line.latest for head in line.heads}
    pending: tuple[Head, ...] = ()
    for line, cells in rows:
        heads = line.heads if line.latest else tuple(head for head in line.heads if normalize_label(head.text) not in known)
        pending = (*(head for head in pending if head.text == line.section), *heads)
        if any(cells):
            result += [SheetRow(head.text, head.text, head.level) for head in pending]
            result.append(_row(line, cells, unit, scale))
            pending = ()
    return result


def _row(line: _Line, cells: tuple[SheetCell | None, ...], unit: str, scale: int) -> SheetRow:
    facts = [cell.fact for cell in cells if cell]
    own_unit, own_scale = Counter((fact.unit, fact.scale) for fact in facts).most_common(1)[0][0]
    labels = dict.fromkeys(fact.label for fact in facts)
    rows = list(line.printed.values())
    label = facts[0].label
    return SheetRow(
        label=label,
        section=line.section,
        level=line.level,
        total=any(row.total for row in rows),
        cells=cells,
        also=tuple(one for one in labels if normalize_label(one) != normalize_label(label)),
        concept=next((fact.concept for fact in facts if fact.concept), None),
        unit=own_unit,
        scale=scale if own_unit == unit else own_scale,
    )
