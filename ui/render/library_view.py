"""The library at a glance, and questions that it can be asked."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from research.nouns.documents import Document
from ui.render.escaping import escape_html
from ui.render.words import document_period

MOST_LISTED = 12
MOST_EXAMPLES = 4


@cache
def _templates() -> tuple[str, ...]:
    """Return the example questions' texts, with places for company and period."""
    return tuple(tomllib.loads(Path(__file__).with_name("examples.toml").read_text(encoding="utf-8"))["templates"])


def example_questions(documents: Sequence[Document], limit: int = MOST_EXAMPLES) -> tuple[str, ...]:
    """Return questions about companies and years that the library holds, spread over its companies; none for an empty one."""
    newest: dict[str, int] = {}
    for document in documents:
        if document.company and document.fiscal_year:
            newest[document.company] = max(newest.get(document.company, 0), document.fiscal_year)
    companies = sorted(newest)
    if not companies:
        return ()
    chosen = [companies[place % len(companies)] for place in range(limit)]
    return tuple(
        template.format(company=company, period=f"FY{newest[company]}") for template, company in zip(_templates(), chosen, strict=False)
    )


def library_line(documents: Sequence[Document]) -> str:
    """Return the library in one line: "2 documents · 2 companies"."""
    companies = {document.company for document in documents if document.company}
    return " · ".join([_count(len(documents), "document"), _count(len(companies), "company", "companies")])


def library_html(documents: Sequence[Document]) -> str:
    """Return the documents as a table: company, form, period, tier; the rest counted."""
    rows = "".join(_row(document) for document in documents[:MOST_LISTED])
    more = f'<div class="rd-muted rd-small">and {len(documents) - MOST_LISTED:,} more</div>' if len(documents) > MOST_LISTED else ""
    head = "<thead><tr><th>Company</th><th>Form</th><th>Period</th><th>Tier</th></tr></thead>"
    return f'<table class="rd-table" data-testid="library">{head}<tbody>{rows}</tbody></table>{more}'


def _row(document: Document) -> str:
    cells = (
        document.company or document.title or document.name,
        document.form_type or document.kind.value,
        document_period(document),
        document.tier.value,
    )
    return "<tr>" + "".join(f"<td>{escape_html(cell)}</td>" for cell in cells) + "</tr>"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
