"""Findings as HTML: every word escaped, their severity in a word and not in colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from research.nouns.facts import Fact
from research.nouns.quality import Finding, Severity
from ui.render.escaping import escape_html, visible_line

# So many places of a finding are offered: those in doubt, then those that they are held against.
MOST_PLACES = 4
_SIGNS = {Severity.ERROR: "✕", Severity.WARNING: "!", Severity.NOTE: "i"}


@dataclass(frozen=True, slots=True)
class Place:
    """A page that shows what a finding is about: the document, and the figure there, None where the page as a whole is meant."""

    document_id: str
    document: str
    page: int
    fact: Fact | None = None


def finding_html(one: Finding) -> str:
    """Return a finding as a card's words: severity and kind, where, the sentence, and what to do next."""
    where = " · ".join(filter(None, (one.company, one.document, f"page {one.page}" if one.page else "")))
    look = one.severity.value
    return (
        f'<div class="rd-finding rd-finding-{look}" data-testid="finding"><div class="rd-finding-head">'
        f'<span class="rd-severity"><span aria-hidden="true">{_SIGNS[one.severity]}</span> {look.capitalize()}</span>'
        f"<strong>{escape_html(one.doubt.value.capitalize())}</strong>"
        f'<span class="rd-muted rd-small">{escape_html(visible_line(where))}</span></div>'
        f"<p>{escape_html(visible_line(one.message))}</p>"
        f'<p class="rd-muted rd-small">{escape_html(one.advice)}</p></div>'
    )


def places_of(one: Finding, names: dict[str, str]) -> tuple[Place, ...]:
    """Return the pages that show what a finding is about, each once, those of the figures in doubt first; `names` are those that exist."""
    found: dict[tuple[str, int], Place] = {}
    for fact in one.figures:
        if fact.document_id in names:
            found.setdefault((fact.document_id, fact.page), Place(fact.document_id, names[fact.document_id], fact.page, fact))
    if not found and one.page and one.document_id in names:
        return (Place(one.document_id, one.document, one.page),)
    return tuple(found.values())[:MOST_PLACES]


def companies_of(findings: Sequence[Finding]) -> list[str]:
    """Return the companies that have findings, by name."""
    return sorted({one.company for one in findings if one.company})
