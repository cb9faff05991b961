"""Periods, scales, statuses and names in the words that readers use."""

from __future__ import annotations

from datetime import date

from research.concepts.catalogue import concepts
from research.nouns.documents import Document, DocumentState
from research.nouns.facts import Period, fiscal_label


def day(value: date) -> str:
    """Return a date as "31 December 2024"."""
    return f"{value.day} {value:%B %Y}"


def period_words(period: Period) -> str:
    """Return a period with its days: "FY2024 (year ended 31 December 2024)", "FY2024 (at 31 December 2024)"."""
    when = f"at {day(period.end)}" if period.start is None else f"{period.span.value} ended {day(period.end)}"
    return f"{period.label} ({when})"


def plain_name(identifier: str) -> str:
    """Return an identifier in words, its first letter large: "capital_expenditure" is "Capital expenditure"."""
    words = identifier.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def metric_name(metric: str) -> str:
    """Return a metric as analysts call it ("Weighted average diluted shares"); one that the catalogue does not know, in its own words."""
    return next((concept.title for concept in concepts() if concept.name == metric), plain_name(metric))


def document_period(document: Document) -> str:
    """Return what a document covers: "FY2024 · period ended 31 December 2024", as far as it is known."""
    label = fiscal_label(document.fiscal_year, document.fiscal_period) if document.fiscal_year is not None else ""
    ended = f"period ended {day(document.period_end)}" if document.period_end else ""
    return " · ".join(part for part in (label, ended) if part) or "period not stated"


def document_version(document: Document, newer: Document | None = None) -> str:
    """Return which version of a source this is; `newer` is the one that answers in a superseded one's place, if there is one."""
    if document.state is DocumentState.SUPERSEDED:
        return "superseded: a newer version exists" if newer else "deleted from the library: it does not answer any more"
    words = {
        DocumentState.FAILED: "failed version",
        DocumentState.PARSED: "current version, figures not read yet",
        DocumentState.LEXICAL: "current version, embeddings pending",
    }
    return words.get(document.state, "current version")


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: "1 page", "1,204 pages", "2 companies"; `many` is the plural that is not `one` with an s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def age_words(since: date, today: date) -> str:
    """Return how long ago a day was: "today", "12 days ago", "5 months ago", "3 years ago"; "in the future" for a later one."""
    days = (today - since).days
    if days < 0:
        return "in the future"
    if days == 0:
        return "today"
    months = (today.year - since.year) * 12 + today.month - since.month - (today.day < since.day)
    for number, unit in ((months // 12, "year"), (months, "month"), (days, "day")):
        if number > 0:
            return f"{counted(number, unit)} ago"
    return "today"
