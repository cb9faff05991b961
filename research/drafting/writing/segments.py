"""A figure by the parts of a company: only where the parts add up to what its statement states, so that none is lacking."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from research.answering.targets import Row as LabelledRow
from research.concepts.catalogue import find_concept, normalize_label
from research.drafting.templates.evidence import SegmentsSpec
from research.drafting.writing.gatekeeper import Candidate, Gatekeeper, as_cell
from research.drafting.writing.held import HeldCompany
from research.drafting.writing.house import NOT_THERE, decimals_of, head_of, shown, unit_line
from research.metrics.blocks import Block as Parts
from research.metrics.blocks import blocks_of, member_of
from research.metrics.labelled import Topic
from research.metrics.members import Table, compared
from research.nouns.answers import Claim
from research.nouns.documents import Document
from research.nouns.drafts import Block, MissingBlock, TableBlock
from research.nouns.facts import Calculation, Fact, Period, Statement, Status
from research.nouns.queries import FactFilter
from research.planning.choices import Group

_NOTHING = re.compile(r"(?!)")
_TOTAL = re.compile(r"^total\s+", re.IGNORECASE)
_LEAST_PARTS, _MOST_PARTS = 2, 12
_CALLED = {"segment": "segment", "product": "product", "geography": "region"}


@dataclass(frozen=True, slots=True)
class _Year:
    """The parts of a period; `named` is what their total is called where it is not the statement's own figure."""

    period: Period
    parts: Parts
    named: str = ""


def segment_blocks(spec: SegmentsSpec, held: HeldCompany, gate: Gatekeeper) -> list[Block]:
    """Return a table of the parts with their total, from the newest annual report whose parts add up; else what is lacking."""
    newest = held.annual[0] if held.annual else held.reports[0] if held.reports else None
    kinds = tuple(_CALLED) if spec.by == "any" else (spec.by,)
    for kind in kinds if newest else ():
        found = list(_years(spec.figure, kind, held, newest))[: spec.years] if newest else []
        name = (found[0].named if found else "") or spec.caption
        table = _table(f"{name} by {_kind_of(found, kind)}", held, gate, found[::-1]) if found else None
        if table is not None:
            return [table]
    concept = find_concept(spec.figure)
    name = (concept.title if concept else spec.figure).lower()
    where = f" in {newest.name}" if newest else ""
    parts = " or ".join(_CALLED[kind] for kind in kinds)
    return [MissingBlock(f"Not in the library: {name} by {parts} that adds up to what the statement states{where}")]


def _years(figure: str, kind: str, held: HeldCompany, document: Document) -> Iterator[_Year]:
    """Yield the parts of each of a filing's longest periods, the newest first, all of the same members as the newest."""
    read = held.facts.find(held.access, FactFilter(document_ids=(document.id,), everything=True))
    facts = [fact for fact in read if fact.status is Status.ACTUAL and fact.basis.entity != "parent" and fact.low is None]
    table = Table(facts, blocks_of(facts))
    group = Group(kind, kind, _NOTHING, (kind,))
    own = [fact.period for fact in facts if fact.concept == figure and fact.is_stated_total]
    # What its income statement prints under another of the figure's names: "Net sales" above "Total revenues".
    stated = (fact for fact in facts if fact.statement is Statement.INCOME and fact.concept is None)
    namesakes = {(fact.unit, fact.period, fact.value) for fact in stated if _is_called(fact.label, figure) and not fact.dimensions}
    spans = {one.span for one in own if one.label == max(own, key=lambda period: period.end).label} if own else set()
    periods = sorted({one for one in own if one.span in spans}, key=lambda one: one.end, reverse=True)
    names: tuple[str, ...] = ()
    for period in periods:
        for members in table.members(group, [period]):
            parts = members.block
            adds_up = figure in table.concepts_of(parts) or (parts.total.unit, period, parts.total.value) in namesakes
            # Parts that are called as the whole is are rows of its statement, and no parts of the company.
            is_whole = any(_is_called(member_of(fact), figure) for fact in _listed(parts))
            if adds_up and not is_whole and len(members.names) >= _LEAST_PARTS and names in {(), members.names}:
                names = members.names
                yield _Year(period, parts, "" if figure in table.concepts_of(parts) else parts.total.label)
                break


def _table(caption: str, held: HeldCompany, gate: Gatekeeper, years: Sequence[_Year]) -> TableBlock | None:
    """Return the table of the parts; None where one of the newest year does not pass."""
    newest = years[-1].parts
    by_name = [{compared(member_of(fact)): fact for fact in _listed(parts)} for parts in (one.parts for one in years)]
    names = [(compared(member_of(fact)), _TOTAL.sub("", member_of(fact))) for fact in _listed(newest)]
    scale = held.scale
    rows = [(shown_as, [facts.get(name) for facts in by_name]) for name, shown_as in names]
    rows = [row for row in rows if any(fact is not None and fact.value for fact in row[1])]
    rows.append(("Total", [one.parts.total for one in years]))
    wanted = [fact for _, facts in rows for fact in facts if fact]
    whole = all(fact.last_digit >= scale for fact in wanted)
    calculations = {fact.id: _printed(fact, held.company.name) for fact in wanted}
    passed = dict(
        zip(
            (fact.id for fact in wanted),
            gate.figures([_candidate(calculations[fact.id], fact, scale, whole=whole) for fact in wanted]),
            strict=True,
        )
    )
    if any(passed.get(fact.id) is None for fact in _listed(newest) if fact.value):
        return None

    def cell(fact: Fact | None) -> Claim:
        """Return the cell of a figure that passed."""
        by = passed.get(fact.id) if fact else None
        if fact is None or by is None:
            return Claim(NOT_THERE)
        calculation = calculations[fact.id]
        return as_cell(shown(by.number, fact.unit, decimals_of(calculation, scale, whole=whole)), calculation, by.citations)

    cells = tuple((Claim(name), *(cell(fact) for fact in facts)) for name, facts in rows)
    head = ("", *(head_of(period.label, [Status.ACTUAL]) for period in (one.period for one in years)))
    sources = tuple(citation for row in cells for one in row for citation in one.citations)
    return TableBlock(caption, head, cells, sources, unit_line(calculations.values(), scale), totals=(len(cells) - 1,))


def _kind_of(years: Sequence[_Year], kind: str) -> str:
    """Return what the parts are: as they are called themselves, where most of them say that they are segments."""
    names = [member_of(fact).casefold() for one in years[:1] for fact in _listed(one.parts)]
    said = sum("segment" in name or "business group" in name for name in names)
    return "segment" if 2 * said > len(names) else _CALLED[kind]


def _is_called(label: str, figure: str) -> bool:
    """Return whether a row is called as a figure is, by any of its names."""
    concept = find_concept(figure)
    names = (concept.title, *concept.aliases) if concept else ()
    return normalize_label(label) in {normalize_label(name) for name in names}


def _listed(parts: Parts) -> tuple[Fact, ...]:
    """Return the parts that a table lists: their sub-totals where they are too many for one."""
    return parts.rows if len(parts.parts) > _MOST_PARTS and _LEAST_PARTS <= len(parts.rows) <= _MOST_PARTS else parts.parts


def _printed(fact: Fact, company: str) -> Calculation:
    label = fact.label if fact.concept is None else fact.concept
    return Calculation(label, fact.label, "as printed", fact.value, fact.unit, fact.period, company, ((fact.label, fact),), fact.caveats)


def _candidate(calculation: Calculation, fact: Fact, scale: int, *, whole: bool) -> Candidate:
    target = LabelledRow(Topic.of((fact.label,)), fact.label)
    places = decimals_of(calculation, scale, whole=whole)
    return Candidate(target, calculation, scale, places if fact.value else int(Decimal(0)))
