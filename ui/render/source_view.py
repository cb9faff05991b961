"""The source pane: who wrote the page, which page it is, what is lit on it, and its text with the cited line marked."""

from __future__ import annotations

from dataclasses import dataclass

from research.nouns.answers import Citation
from research.nouns.documents import Document, Page
from ui.render.escaping import escape_html, shorten
from ui.render.words import document_period, document_version

CONTEXT_LINES = 4


@dataclass(frozen=True, slots=True)
class SourceView:
    """A page of a document ready to show; `lit` is the citation to box, None when the reader has turned to another page."""

    document: Document
    page: Page
    text: str
    lit: Citation | None

    @property
    def page_count(self) -> int:
        """Return the number of the document's pages."""
        return self.document.page_count

    @property
    def is_printed(self) -> bool:
        """Return whether the page has a printed form, an image of which can be shown; other formats show their text."""
        return self.page.width > 0

    @property
    def alt(self) -> str:
        """Return what the page image shows, in words."""
        where = f"Page {self.page.number} of {self.page_count} of {self.document.name}"
        return f"{where}; marker [{self.lit.marker}] boxes: {shorten(self.lit.quote, 160)}" if self.lit else where


def source_view(document: Document, page: tuple[Page, str], citation: Citation | None) -> SourceView:
    """Return the view; a citation of another page or document lights nothing."""
    sheet, text = page
    lit = citation if citation and (citation.document_id, citation.page) == (document.id, sheet.number) else None
    return SourceView(document, sheet, text, lit)


def header_html(view: SourceView) -> str:
    """Return the pane's head: title, company, form, period, page of pages, tier and version, and the lit marker."""
    document = view.document
    title = document.title or document.name
    parts = [*(part for part in (document.company, document.form_type) if part and part not in title), document_period(document)]
    line = " · ".join(escape_html(part) for part in parts)
    small = " · ".join(escape_html(part) for part in (f"{document.tier.value}", document_version(document)))
    return (
        f'<div class="rd-source-head"><div class="rd-source-title">{escape_html(title)}</div>'
        f'<div class="rd-source-line">{line}</div><div class="rd-muted rd-small">{small}</div></div>'
    )


def lit_html(view: SourceView) -> str:
    """Return the line that names the page and the lit marker, in words."""
    place = f'<span class="rd-page-number">Page {view.page.number} of {view.page_count}</span>'
    if view.lit is None:
        return f'<div class="rd-lit">{place}<span class="rd-muted">no citation on this page</span></div>'
    marker = f'<span class="rd-lit-marker">Marker [{escape_html(view.lit.marker)}] boxed</span>'
    return f'<div class="rd-lit" data-testid="lit-marker">{place}{marker}</div>'


def excerpt_html(view: SourceView) -> str:
    """Return the lines around the cited span as selectable text, the span marked; the rest of the page folds out.

    Without a citation the whole page is shown, and so is one that has no image beside it.
    """
    if view.lit is None:
        return f'<div class="rd-excerpt" data-testid="excerpt">{escape_html(view.text)}</div>'
    start, end = view.lit.start - view.page.start, view.lit.end - view.page.start
    before, quote, after = view.text[:start], view.text[start:end], view.text[end:]
    if not view.is_printed:
        lit = f"{escape_html(before)}<mark>{escape_html(quote)}</mark>{escape_html(after)}"
        return f'<div class="rd-excerpt" data-testid="excerpt">{lit}</div>'
    far_before, near_before = _split_last_lines(before)
    near_after, far_after = _split_first_lines(after)
    marked = f"{escape_html(near_before)}<mark>{escape_html(quote)}</mark>{escape_html(near_after)}"
    whole = f"{escape_html(before)}<mark>{escape_html(quote)}</mark>{escape_html(after)}"
    more = ""
    if far_before or far_after:
        more = f'<details class="rd-more"><summary>Whole page as text</summary><div class="rd-excerpt">{whole}</div></details>'
    return f'<div class="rd-excerpt" data-testid="excerpt">{marked.strip()}</div>{more}'


def _split_last_lines(text: str) -> tuple[str, str]:
    lines = text.splitlines(keepends=True)
    inside = 0 if text.endswith("\n") or not lines else 1
    cut = max(len(lines) - CONTEXT_LINES - inside, 0)
    return "".join(lines[:cut]), "".join(lines[cut:])


def _split_first_lines(text: str) -> tuple[str, str]:
    lines = text.splitlines(keepends=True)
    return "".join(lines[: CONTEXT_LINES + 1]), "".join(lines[CONTEXT_LINES + 1 :])
