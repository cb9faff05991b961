"""Corrections of figures in words."""

from __future__ import annotations

from decimal import Decimal

from ingest.corrected_facts import read_period
from ingest.fact_upkeep import ListedCorrection
from research.concepts.catalogue import find_concept
from research.nouns.corrections import Corrected, Correction
from ui.render.escaping import escape_html
from ui.render.words import day, period_words


def listed_html(listed: ListedCorrection) -> str:
    """Return a correction: what it is about, both values, who, when and why, and whether it is undone or not applied."""
    one = listed.correction
    undone = f" · undone by {one.undone_by} on {day(one.undone_at.date())}" if one.undone_at else ""
    scope = " · for every document of the company" if one.company else ""
    told = f"by {one.user} on {day(one.made_at.date())} — {one.reason}{scope}{undone}"
    sign, why = '<span aria-hidden="true">!</span>', escape_html(listed.not_applied)
    state = f'<div class="rd-note" data-testid="not-applied">{sign} Not applied: {why}</div>' if why else ""
    told += " · being applied" if listed.waiting else ""
    return (
        f'<div class="rd-small{" rd-muted" if undone else ""}" data-testid="fact-correction"><strong>{escape_html(one.origin)}</strong>: '
        f'{escape_html(_before(one))} → {escape_html(_after(one))} <span class="rd-muted">{escape_html(told)}</span>{state}</div>'
    )


def concept_words(name: str | None) -> str:
    """Return a concept's title, "no concept" for none."""
    found = find_concept(name) if name else None
    return found.title if found else "no concept"


def _before(one: Correction) -> str:
    return _value(one.kind, one.before)


def _after(one: Correction) -> str:
    return "withdrawn" if one.kind is Corrected.FACT and one.value is None else _value(one.kind, one.value)


def _value(kind: Corrected, value: str | None) -> str:
    if kind is Corrected.LABEL:
        return concept_words(value)
    if value is None:
        return "unknown"
    return period_words(read_period(value)) if kind is Corrected.PERIOD else f"{Decimal(value):,f}"
