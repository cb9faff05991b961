"""Rows of a statement that a total is made of: the liabilities of a balance sheet, its assets, the three cash flows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from research.metrics.blocks import Block, adds_up
from research.nouns.facts import Fact, Period, Statement
from research.planning.choices import Group

# Totals of whole sections; any other sub-total ("property, plant and equipment, net") is a row of its section.
_SECTION = re.compile(r"\btotal\b.*\b(?:assets|liabilities)\b|\b(?:assets|liabilities)\b.*\btotal\b|(?:资产|负债)合计", re.IGNORECASE)
_WITH_EQUITY = ("total_liabilities_and_equity",)
_EQUITY = ("total_equity", "shareholders_equity")


def rows_of_statement(group: Group, period: Period, facts: Sequence[Fact], blocks: Iterable[Block]) -> tuple[Fact, ...]:
    """Return the rows of a statement that are the members of a group at a period, none where they are not all known to be there."""
    stated = [fact for fact in facts if fact.statement is not None and fact.is_of_whole and fact.period == period]
    if group.concepts:
        rows = {fact.concept: fact for fact in reversed(stated) if fact.concept in group.concepts}
        same = len({fact.document_id for fact in rows.values()}) == 1
        return tuple(rows[name] for name in group.concepts) if len(rows) == len(group.concepts) and same else ()
    by_total = {block.total.id: block for block in blocks if block.period == period and block.total.statement is Statement.BALANCE}
    of_concept = {block.total.concept: block for block in by_total.values()}
    if group.total in of_concept:
        leaves = _leaves(of_concept[group.total], by_total)
    else:
        leaves = _without_total(of_concept, by_total) if group.total == "total_liabilities" else ()
    # The total of a section whose own rows are not all there is no row to choose.
    return leaves if not any(_SECTION.search(row.label) for row in leaves) else ()


def _leaves(block: Block, by_total: Mapping[str, Block]) -> tuple[Fact, ...]:
    """Return a block's rows, the totals of sections in it replaced by the sections' own rows."""
    found: list[Fact] = []
    for part in block.rows:
        inner = by_total.get(part.id)
        is_section = inner is not None and inner is not block and _SECTION.search(part.label)
        found += _leaves(inner, by_total) if inner is not None and is_section else (part,)
    return tuple(found)


def _without_total(of_concept: Mapping[str | None, Block], by_total: Mapping[str, Block]) -> tuple[Fact, ...]:
    """Return the rows above equity that make, with equity, the total of liabilities and equity: a sheet may print none of liabilities."""
    whole = next((of_concept[name] for name in _WITH_EQUITY if name in of_concept), None)
    equity = next((of_concept[name] for name in _EQUITY if name in of_concept), None)
    if whole is None or equity is None:
        return ()
    first = min(part.start for part in equity.parts)
    leaves = tuple(row for row in _leaves(whole, by_total) if row.start < first)
    return leaves if len(leaves) > 1 and adds_up((*leaves, equity.total), whole.total) else ()
