"""Figures that the file itself tags (inline XBRL, company facts): joined to the cells of the statements, and facts of their own.

A tag gives a figure its period, unit and scale; the page gives its sign and its label. Where both state the amount and differ, the
fact says so.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from ingest.loaded import Loaded, TaggedFact
from ingest.statements.figures import CURRENCY, find_figures
from ingest.statements.measures import MINOR_PARTS, minor_unit
from ingest.statements.periods import FiscalCalendar, name_period
from research.concepts.catalogue import Concept, concepts
from research.nouns.documents import Table, TableRow
from research.nouns.facts import Basis, Fact, Period, Statement, Status

_CURRENCY = re.compile(r"[A-Z]{3}")
# Powers of ten by which a printed figure is scaled.
SCALES = tuple(10**power for power in (0, 3, 6, 9, 1, 2, 4, 5, 7, 8, 10, 11, 12))
# The period's own cell, as a list of figures prints it after what each is called: no part of the name.
_DATED = re.compile(r"(?:\s+\d{4}-\d\d-\d\d(?: – \d{4}-\d\d-\d\d)?)+$")
_IN_PROSE = "Stated in the text, not in a primary statement."
# A tagged figure inside a longer line is shown with this much of it.
MOST_LINE = 400


@dataclass(frozen=True, slots=True)
class Tags:
    """The tagged figures that are printed, in the order of their places, and every name that tags any figure."""

    printed: tuple[TaggedFact, ...] = field(default=(), repr=False)
    names: frozenset[str] = frozenset()
    _starts: tuple[int, ...] = field(default=(), repr=False)

    def at(self, start: int, end: int) -> TaggedFact | None:
        """Return the tag of the figure printed at [start, end), None for one without."""
        first = bisect_left(self._starts, start)
        found = self.printed[first] if first < len(self.printed) and self._starts[first] < end else None
        return found if found is not None and found.end <= end else None


def read_tags(loaded: Loaded) -> Tags:
    """Return the tags of a file by place; of several on one figure the outermost, which comes first."""
    printed: dict[int, TaggedFact] = {}
    for tag in loaded.tagged:
        if 0 <= tag.start < tag.end <= len(loaded.text):
            printed.setdefault(tag.start, tag)
    ordered = tuple(printed[start] for start in sorted(printed))
    return Tags(ordered, frozenset(tag.name for tag in loaded.tagged), tuple(tag.start for tag in ordered))


def tagged_period(tag: TaggedFact, calendar: FiscalCalendar) -> Period | None:
    """Return a tag's period, None when the document's calendar has no name for it."""
    return name_period(tag.begins, tag.ends, calendar) if tag.ends else None


def tagged_concepts(
    rows: Sequence[Sequence[TaggedFact]], taken: dict[int, Concept], statement: Statement, tags: Tags
) -> dict[int, Concept]:
    """Return the concepts of rows that the label rules left without one, by row index, from the tags of their figures.

    A concept that a row has is not given again, nor one that rows with different figures claim.
    """
    found = dict(taken)
    by_name: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        for name in {tag.name for tag in row if not tag.dimensions}:
            by_name.setdefault(name, []).append(at)
    for concept in concepts():
        if concept.statement is not statement or concept in found.values():
            continue
        best = next((name for name in _names(concept, tags) if name in by_name), "")
        free = [at for at in by_name.get(best, []) if at not in found]
        if free and len({tuple(tag.value for tag in rows[at]) for at in free}) == 1:
            found[free[0]] = concept
    return found


def confirm(fact: Fact, tag: TaggedFact) -> Fact:
    """Return a printed figure's fact with what its tag says: unit, scale, dimensions; a caveat where the amounts differ.

    A figure of a segment or another part states no concept of the whole, and a figure of another unit not this concept.
    """
    unit, currency = _unit(fact, tag.unit)
    printed_unit = fact.unit
    fact = replace(fact, unit=unit, currency=currency, dimensions=tag.dimensions)
    if tag.dimensions or not _fits(fact):
        fact = replace(fact, concept=None)
    value = _decimal(tag.value)
    if value is None:
        return fact
    bare = fact.value / fact.scale
    if unit == "%":
        agrees = abs(value) * 100 == abs(bare)
        return fact if agrees else _differs(fact, value)
    if abs(value) == abs(fact.value):
        return fact
    if unit.endswith("/share") and abs(value) * MINOR_PARTS == abs(bare):
        return replace(fact, unit=minor_unit(printed_unit, currency))
    scale = next((scale for scale in SCALES if abs(bare) * scale == abs(value)), None)
    if scale is None:
        return _differs(fact, value)
    caveats = fact.caveats
    if fact.scale > 1 and currency:
        caveats = (*caveats, f"The file tags this figure as {value:,f}; the table's head would make it {fact.value:,f}.")
    return replace(fact, scale=scale, value=_whole(bare * scale), caveats=caveats)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A tagged figure that may state a concept of the whole company."""

    tag: TaggedFact
    concept: Concept
    rank: int
    period: Period
    value: Decimal


def other_facts(
    loaded: Loaded, tags: Tags, calendar: FiscalCalendar, *, document_id: str, company: str, given: Sequence[Fact]
) -> list[Fact]:
    """Return facts from tagged figures outside the statements: of a known concept, for the whole company, not among `given`.

    One fact for each concept and period: under the best of its names, printed most exactly, first in the document.
    """
    known = {(fact.concept, fact.period.span, fact.period.label) for fact in given if not fact.dimensions}
    taken = {fact.cell_start for fact in given}
    best: dict[tuple[object, ...], _Candidate] = {}
    for one in _candidates(tags, calendar):
        key = (one.concept.name, one.period.span, one.period.label)
        if key not in known and (key not in best or _is_better(one, best[key])):
            best[key] = one
    places = _Places.of(loaded)
    facts: list[Fact] = []
    for one in best.values():
        fact = _fact(one, places, document_id=document_id, company=company)
        if fact is not None and fact.cell_start not in taken:
            taken.add(fact.cell_start)
            facts.append(fact)
    return facts


def fact_id(document_id: str, page: int, cell_start: int) -> str:
    """Return the id of the fact printed there."""
    return hashlib.sha256(f"{document_id}:{page}:{cell_start}".encode()).hexdigest()[:16]


def _names(concept: Concept, tags: Tags) -> list[str]:
    return [rule.name for rule in concept.tags if rule.without is None or rule.without not in tags.names]


def _candidates(tags: Tags, calendar: FiscalCalendar) -> Iterable[_Candidate]:
    by_name: dict[str, list[tuple[int, Concept]]] = {}
    for concept in concepts():
        for rank, name in enumerate(_names(concept, tags)):
            by_name.setdefault(name, []).append((rank, concept))
    for tag in tags.printed:
        value = _decimal(tag.value)
        if tag.name not in by_name or tag.dimensions or value is None:
            continue
        period = tagged_period(tag, calendar)
        for rank, concept in by_name[tag.name]:
            if period is not None and (period.start is None) == (concept.statement is Statement.BALANCE):
                yield _Candidate(tag, concept, rank, period, value)


def _is_better(one: _Candidate, held: _Candidate) -> bool:
    """Return whether a figure states more than another: under a better name, or the same amount to more digits."""
    if one.rank != held.rank:
        return one.rank < held.rank
    last = int(held.value.normalize().as_tuple().exponent)
    finer = int(one.value.normalize().as_tuple().exponent) < last
    return finer and one.value.quantize(Decimal(1).scaleb(last)) == held.value


@dataclass(frozen=True, slots=True)
class _Places:
    """Pages and table rows of a text, found by offset."""

    loaded: Loaded
    pages: tuple[int, ...]
    rows: tuple[tuple[int, TableRow, Table], ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, loaded: Loaded) -> _Places:
        """Return the places of a loaded file, its rows in order of their offsets."""
        rows = sorted(((row.start, row, table) for table in loaded.tables for row in table.rows), key=lambda one: one[0])
        return cls(loaded, tuple(page.start for page in loaded.pages), tuple(rows), tuple(row[0] for row in rows))

    def page_at(self, offset: int) -> int:
        """Return the number (1-based) of the page that an offset is on."""
        return self.loaded.pages[bisect_right(self.pages, offset) - 1].number

    def row_at(self, start: int, end: int) -> TableRow | None:
        """Return the table row that holds a whole stretch of text, None when none does."""
        at = bisect_right(self.starts, start) - 1
        return self.rows[at][1] if at >= 0 and end <= self.rows[at][1].end else None

    def line_at(self, start: int, end: int) -> tuple[int, int]:
        """Return the line that holds a figure, or of a long one the sentence."""
        text = self.loaded.text
        first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        last = len(text) if last < 0 else last
        if last - first > MOST_LINE:
            first = max(text.rfind(". ", first, start) + 2, first) if text.rfind(". ", first, start) >= 0 else first
            stop = text.find(". ", end, last)
            last = stop + 1 if stop >= 0 else last
        return first, last


def _fact(one: _Candidate, places: _Places, *, document_id: str, company: str) -> Fact | None:
    tag, text = one.tag, places.loaded.text
    start, end = _with_brackets(text, tag.start, tag.end)
    figures = find_figures(text[start:end])
    if len(figures) != 1:
        return None
    figure = figures[0]
    start, end = start + figure.start, start + figure.end
    row = places.row_at(start, end)
    first, last = (row.start, row.end) if row else places.line_at(start, end)
    page = places.page_at(start)
    fact = Fact(
        id=fact_id(document_id, page, start),
        company=company,
        concept=one.concept.name,
        label=_DATED.sub("", row.label or row.section if row else "") or one.concept.title,
        value=figure.value,
        printed=text[start:end],
        scale=1,
        unit="%" if figure.percent else one.concept.unit,
        currency=None,
        period=one.period,
        status=Status.ACTUAL,
        basis=_basis(one.concept),
        statement=one.concept.statement,
        document_id=document_id,
        page=page,
        start=first,
        end=last,
        cell_start=start,
        cell_end=end,
    )
    confirmed = confirm(fact, tag)
    # A figure that does not print what its tag says, sign included where formulas take it as printed, states nothing certain on its own.
    if not confirmed.concept or confirmed.caveats or (not one.concept.positive and figure.value and (figure.value < 0) != (one.value < 0)):
        return None
    return replace(confirmed, caveats=tuple(filter(None, ("" if row else _IN_PROSE, tag.note))))


def _with_brackets(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the place of a figure with the minus or brackets printed around its tagged digits."""
    before = start - 1 if start and text[start - 1] in CURRENCY else start
    if before and text[before - 1] in "([" and text[end : end + 1] in {")", "]"}:
        return before - 1, end + 1
    return (before - 1, end) if before and text[before - 1] in "-–−" and not text[before - 2 : before - 1].isalnum() else (start, end)


def _basis(concept: Concept) -> Basis:
    both = concept.name.endswith("basic_and_diluted")
    share = None if both else "diluted" if concept.name.endswith("_diluted") else "basic" if concept.name.endswith("_basic") else None
    return Basis(share=share)


def _unit(fact: Fact, declared: str | None) -> tuple[str, str | None]:
    """Return unit and currency as facts name them, from the tag's declaration."""
    if declared is None or (declared == "pure" and fact.unit == "%"):
        return fact.unit, fact.currency
    over, _, under = declared.partition("/")
    if not _CURRENCY.fullmatch(over):
        return declared, None
    return (f"{over}/share" if under.lower().startswith("share") else declared, over)


def _fits(fact: Fact) -> bool:
    """Return whether a fact's unit is its concept's kind of unit."""
    if fact.concept is None:
        return True
    kind = next((concept.unit for concept in concepts() if concept.name == fact.concept), "")
    if kind == "shares":
        return fact.unit == "shares"
    return fact.unit.endswith(("/share", "per share")) if kind == "per share" else fact.currency is not None and fact.unit == fact.currency


def _differs(fact: Fact, value: Decimal) -> Fact:
    return replace(fact, caveats=(*fact.caveats, f"The file tags this figure as {value:,f}, which is not what is printed."))


def _whole(value: Decimal) -> Decimal:
    return value.to_integral_value() if value == value.to_integral_value() else value


def _decimal(text: str | None) -> Decimal | None:
    try:
        value = Decimal(text) if text is not None else None
    except InvalidOperation:
        return None
    return value if value is not None and value.is_finite() else None
