"""The library at a glance, and questions that it can be asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache

from research.directory import Company
from research.nouns.documents import Document, Kind
from research.text.patterns import read_beside
from ui.render.escaping import escape_html, shorten
from ui.render.words import counted, day, document_period

MOST_LISTED = 12
MOST_EXAMPLES = 4
TITLE_CHARS = 80


@cache
def _templates() -> tuple[str, ...]:
    """Return the example questions' texts, with places for company and period."""
    return tuple(read_beside(__file__, "examples.toml")["templates"])


def example_questions(documents: Sequence[Document], companies: Sequence[Company], limit: int = MOST_EXAMPLES) -> tuple[str, ...]:
    """Return questions about companies and years that the library holds, spread over its companies; none for an empty one.

    `companies` are those of its directory, one for all spellings. A company with filings of a year is asked for one of these.
    """
    called = {spelling: company.name for company in companies for spelling in company.spellings}
    newest: dict[str, tuple[bool, int]] = {}
    for document in documents:
        if document.fiscal_year and (name := called.get(document.company or "")):
            newest[name] = max(newest.get(name, (False, 0)), (document.kind is Kind.FILING, document.fiscal_year))
    names = sorted(newest)
    if not names:
        return ()
    chosen = [names[place % len(names)] for place in range(limit)]
    return tuple(template.format(company=name, period=f"FY{newest[name][1]}") for template, name in zip(_templates(), chosen, strict=False))


def library_line(documents: int, companies: Sequence[Company]) -> str:
    """Return the library in one line: "2 documents · 2 companies"; `companies` are those of its directory, one for all spellings."""
    return " · ".join([counted(documents, "document"), counted(len(companies), "company", "companies")])


def library_html(documents: Sequence[Document], total: int) -> str:
    """Return the first of `total` documents as a table: company, what it is, period or date, tier; the rest counted.

    Filings come first, the newest period before the others, then everything else, the newest before the others.
    """
    newest_first = sorted(sorted(documents, key=lambda one: one.name), key=_when, reverse=True)
    shown = sorted(newest_first, key=lambda one: one.kind is not Kind.FILING)[:MOST_LISTED]
    rows = "".join(_row(document) for document in shown)
    more = f'<div class="rd-muted rd-small">and {total - len(shown):,} more</div>' if total > len(shown) else ""
    head = "<thead><tr><th>Company</th><th>Document</th><th>Period or date</th><th>Tier</th></tr></thead>"
    return f'<table class="rd-table" data-testid="library">{head}<tbody>{rows}</tbody></table>{more}'


def _row(document: Document) -> str:
    title = shorten(document.title or document.name, TITLE_CHARS)
    cells = (
        document.company or "—",
        document.form_type or (document.kind.value if document.company else f"{document.kind.value}: {title}"),
        _period_or_date(document),
        document.tier.value,
    )
    return "<tr>" + "".join(f"<td>{escape_html(cell)}</td>" for cell in cells) + "</tr>"


def _when(document: Document) -> date:
    """Return the day that a document is ordered by: a filing's period end, anything else's date; the first of all days when unknown."""
    published = document.published_at.date() if document.published_at else None
    days = (document.period_end, published) if document.kind is Kind.FILING else (published, document.period_end)
    return next((one for one in days if one), date(document.fiscal_year, 12, 31) if document.fiscal_year else date.min)


def _period_or_date(document: Document) -> str:
    if document.fiscal_year is None and document.period_end is None and document.published_at:
        return day(document.published_at.date())
    return document_period(document)
