"""The source pane: who wrote the page and when, which version it is, what is lit on it, and its text with the cited line marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from research.nouns.answers import Citation
from research.nouns.documents import Document, DocumentState, Page
from ui.render.escaping import escape_html, shorten
from ui.render.lights import TextLight, note_lights, text_lights, words_html
from ui.render.words import age_words, day, document_period, document_version

CONTEXT_LINES = 4
# Defects of a page's own text that stand beside it.
_HIDDEN = frozenset({"hidden_text", "hidden_cells", "hidden_sheet", "hidden_slide"})


@dataclass(frozen=True, slots=True)
class SourceView:
    """A page of a document ready to show.

    `lit` is the citation that was clicked, None when the reader has turned to another page; `others` are the answer's other citations of
    this page; `newer` is the version that answers in the document's place, if it is superseded.
    """

    document: Document
    page: Page
    text: str
    lit: Citation | None
    others: tuple[Citation, ...] = ()
    newer: Document | None = None

    @property
    def page_count(self) -> int:
        """Return the number of the document's pages."""
        return self.document.page_count

    @property
    def is_printed(self) -> bool:
        """Return whether the page has a printed form, an image of which can be shown; other formats show their own view."""
        return self.page.width > 0

    @property
    def alt(self) -> str:
        """Return what the page shows, in words."""
        where = f"Page {self.page.number} of {self.page_count} of {self.document.name}"
        return f"{where}; marker [{self.lit.marker}] boxes: {shorten(self.lit.quote, 160)}" if self.lit else where

    @property
    def lights(self) -> tuple[TextLight, ...]:
        """Return what of the text is lit, the clicked citation first, and what is marked as an instruction."""
        return (*text_lights(self.lit, self.others), *self.notes)

    @property
    def notes(self) -> tuple[TextLight, ...]:
        """Return the marks of the page's passages that read like instructions to whoever answers."""
        return note_lights(self.text, self.page.start)


def source_view(
    document: Document,
    page: tuple[Page, str],
    citation: Citation | None,
    *,
    also: Sequence[Citation] = (),
    newer: Document | None = None,
) -> SourceView:
    """Return the view; citations of another page or document light nothing. `also` are all citations of the answer."""
    sheet, text = page
    here = [one for one in also if (one.document_id, one.page) == (document.id, sheet.number)]
    lit = citation if citation and (citation.document_id, citation.page) == (document.id, sheet.number) else None
    others = {one.marker: one for one in here if lit is None or (one.start, one.figure) != (lit.start, lit.figure)}
    return SourceView(document, sheet, text, lit, tuple(others.values()), newer)


def header_html(view: SourceView, today: date) -> str:
    """Return the pane's head: title; company, kind and period; tier, filing date with its age, and version."""
    document = view.document
    title = document.title or document.name
    kind = " ".join(dict.fromkeys(part for part in (document.form_type, document.kind.value) if part))
    parts = [*(part for part in (document.company,) if part and part not in title), kind, document_period(document)]
    line = " · ".join(escape_html(part) for part in parts)
    version = escape_html(document_version(document, view.newer))
    if document.state is DocumentState.SUPERSEDED:
        version = f'<span class="rd-superseded" data-testid="superseded"><span aria-hidden="true">▲</span> {version}</span>'
    small = " · ".join([f"tier: {escape_html(document.tier.value)}", escape_html(filed_words(document, today)), version])
    return (
        f'<div class="rd-source-head"><div class="rd-source-title" title="{escape_html(title)}">{escape_html(title)}</div>'
        f'<div class="rd-source-line">{line}</div><div class="rd-muted rd-small" data-testid="filed">{small}</div></div>'
    )


def filed_words(document: Document, today: date) -> str:
    """Return when a document was published and how long ago: "filed 3 March 2023 (2 years ago)"; that it is not known."""
    verb = "filed" if document.form_type or document.kind.value == "filing" else "published"
    if document.published_at is None:
        return "filing date unknown" if verb == "filed" else "publication date unknown"
    on = document.published_at.date()
    return f"{verb} {day(on)} ({age_words(on, today)})"


def lit_html(view: SourceView) -> str:
    """Return the line that names the page and the lit marker, in words, and the page's other markers, each once."""
    place = f'<span class="rd-page-number">Page {view.page.number} of {view.page_count}</span>'
    markers = dict.fromkeys(one.marker for one in view.others if view.lit is None or one.marker != view.lit.marker)
    also = ", ".join(f"[{escape_html(one)}]" for one in markers)
    if view.lit is None:
        said = f"cited here: {also}" if also else "no citation on this page"
        return f'<div class="rd-lit">{place}<span class="rd-muted">{said}</span></div>'
    marker = f'<span class="rd-lit-marker">Marker [{escape_html(view.lit.marker)}] boxed</span>'
    more = f'<span class="rd-muted">also here: {also}</span>' if also else ""
    return f'<div class="rd-lit" data-testid="lit-marker">{place}{marker}{more}</div>'


def notes_html(view: SourceView) -> str:
    """Return what a reader should know of the page's text: what is hidden and left out, and what reads like an instruction."""
    lines = [one.message for one in view.document.defects if one.code in _HIDDEN and one.page in (None, view.page.number)]
    if count := len(view.notes):
        passages = (
            "A passage on this page reads like an instruction" if count == 1 else f"{count} passages on this page read like instructions"
        )
        lines.append(f"{passages} to whoever answers: shown as data and followed by nothing.")
    items = "".join(f'<div><span aria-hidden="true">!</span> {escape_html(line)}</div>' for line in lines)
    return f'<div class="rd-page-notes" data-testid="page-notes">{items}</div>' if items else ""


def gone_html(citation: Citation | None) -> str:
    """Return what is left to show of a document that is not there any more: the words that the answer quoted."""
    if citation is None:
        return ""
    return (
        f'<p class="rd-muted">The answer quoted, from page {citation.page} of {escape_html(citation.document)}:</p>'
        f'<blockquote class="rd-quote" data-testid="kept-quote">{escape_html(citation.quote)}</blockquote>'
    )


def excerpt_html(view: SourceView) -> str:
    """Return the lines around the cited span as selectable text, the span marked; the rest of the page folds out.

    Without a citation the whole page is shown, and so is one that has no image beside it.
    """
    if view.lit is None or not view.is_printed:
        return f'<div class="rd-excerpt" data-testid="excerpt">{words_html(view.text, view.page.start, view.lights)}</div>'
    start, end = view.lit.start - view.page.start, view.lit.end - view.page.start
    far_before, _ = _split_last_lines(view.text[:start])
    near_after, far_after = _split_first_lines(view.text[end:])
    near = view.text[len(far_before) : end + len(near_after)]
    marked = words_html(near, view.page.start + len(far_before), view.lights)
    more = ""
    if far_before or far_after:
        whole = words_html(view.text, view.page.start, view.lights)
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
