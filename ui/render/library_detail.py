"""One document in full: every metadata field with where it comes from, its file, defects, versions and corrections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ingest.given import CALLER, PARSERS, as_text
from ingest.upkeep import field_words
from research.nouns.corrections import Correction
from research.nouns.documents import Document, DocumentState
from ui.render.escaping import escape_html
from ui.render.library_table import STATE_WORDS
from ui.render.words import counted, day

# Fields whose value no single place of the document gives.
_WORKED_OUT = {"title": "worked out from its words", "kind": "worked out from its form", "tier": "worked out from its form"}


@dataclass(frozen=True, slots=True)
class FieldView:
    """A metadata field in words: its value, None when unknown, and where it came from."""

    name: str
    value: str | None
    source: str


def field_views(document: Document) -> tuple[FieldView, ...]:
    """Return every metadata field, those that may be corrected first, then what only this kind of document says."""
    sources = dict(document.sources)
    known = tuple(FieldView(field_words(name), shown_value(document, name), _source(document, name, sources)) for name in PARSERS)
    called = FieldView("Also called", ", ".join(document.also_called) or None, "names used in its text" if document.also_called else "")
    return (*known, called, *(FieldView(field_words(name), value, "the document's own words") for name, value in document.details))


def shown_value(document: Document, field: str) -> str | None:
    """Return a field's value as readers see it, None when it is unknown."""
    value = getattr(document, field)
    if value in (None, ""):
        return None
    if isinstance(value, datetime):
        clock = "" if value.hour == value.minute == 0 else f", {value:%H:%M} UTC"
        return f"{day(value.date())}{clock}"
    return day(value) if isinstance(value, date) else str(value)


def typed_value(document: Document, field: str) -> str:
    """Return a field's value as a user types it, "" when it is unknown."""
    value = getattr(document, field)
    return "" if value in (None, "") else as_text(value)


def fields_html(document: Document) -> str:
    """Return the fields as a table; unknown ones say so in words and are listed once more below."""
    views = field_views(document)
    rows = "".join(_field_row(view) for view in views)
    unknown = [view.name for view in views if view.value is None]
    line = f'<p class="rd-note" data-testid="unknown">Unknown: {escape_html(", ".join(unknown))}.</p>' if unknown else ""
    head = '<thead><tr><th scope="col">Field</th><th scope="col">Value</th><th scope="col">Where it comes from</th></tr></thead>'
    return f'<table class="rd-table rd-fields" data-testid="fields">{head}<tbody>{rows}</tbody></table>{line}'


def heading_html(document: Document, state: str) -> str:
    """Return the document's name with its state in words."""
    return (
        f'<h2 class="rd-h2" data-testid="detail">{escape_html(document.name)}</h2>'
        f'<div class="rd-small"><span class="rd-tag">{escape_html(state)}</span> '
        f'<span class="rd-muted">{escape_html(document.title or "no title")}</span></div>'
    )


def state_words(document: Document, *, newest: Document, answering: bool) -> str:
    """Return a version's state: ready, being replaced, replaced by a newer version, deleted."""
    if document.state is DocumentState.SUPERSEDED and answering:
        return "older version: replaced, still opened by old answers"
    if document.id != newest.id and document.state is not DocumentState.SUPERSEDED:
        return "ready; a newer version is being made"
    return STATE_WORDS[document.state]


def file_html(document: Document) -> str:
    """Return what is known of the file itself."""
    counts = " · ".join([_pages(document), counted(document.chunk_count, "passage"), counted(document.fact_count, "fact")])
    rows = (
        ("File", document.source_key),
        ("Received", f"{day(document.known_at.date())}, {document.known_at:%H:%M} UTC"),
        ("Read into", counts),
        ("Document id", document.id),
        ("SHA-256 of the file", document.content_hash),
    )
    body = "".join(f'<tr><th scope="row">{name}</th><td class="rd-break">{escape_html(value)}</td></tr>' for name, value in rows)
    return f'<table class="rd-table rd-rows"><tbody>{body}</tbody></table>'


def defects_html(document: Document) -> str:
    """Return the document's defects as a list, or that none was found."""
    if not document.defects:
        return '<p class="rd-muted rd-small">No defects found.</p>'
    items = "".join(f"<li>{escape_html(one.message)}{f' (page {one.page})' if one.page else ''}</li>" for one in document.defects)
    return f'<div class="rd-note">Defects ({len(document.defects)})</div><ul class="rd-list rd-small" data-testid="defects">{items}</ul>'


def correction_html(one: Correction) -> str:
    """Return one correction in a line: field, both values, who, when and why, and whether it was undone."""
    reason = f" — {one.reason}" if one.reason else ""
    undone = f" · undone by {one.undone_by} on {day(one.undone_at.date())}" if one.undone_at else ""
    line = (
        f"<strong>{escape_html(field_words(one.field))}</strong>: {escape_html(one.before or 'unknown')} → "
        f"{escape_html(one.value or 'unknown')}"
    )
    told = f"by {one.user} on {day(one.made_at.date())}{reason}{undone}"
    return f'<div class="rd-small{" rd-muted" if undone else ""}">{line} <span class="rd-muted">{escape_html(told)}</span></div>'


def version_line(document: Document) -> str:
    """Return a version in one line: when it was read, to the minute, its pages and facts."""
    read = f"read on {day(document.known_at.date())}, {document.known_at:%H:%M} UTC"
    return f"{read} · {_pages(document)} · {counted(document.fact_count, 'fact')}"


def _pages(document: Document) -> str:
    return counted(document.page_count, "page")


def effective(corrections: Sequence[Correction]) -> tuple[Correction, ...]:
    """Return the corrections that count now, one a field, the last made first."""
    last = {one.field: one for one in corrections if one.undone_at is None}
    return tuple(sorted(last.values(), key=lambda one: -one.id))


def _field_row(view: FieldView) -> str:
    if view.value is None:
        value = '<span class="rd-unknown">unknown</span>'
        source = "the document does not say" if not view.source else view.source
    else:
        value, source = escape_html(view.value), view.source
    return f'<tr><th scope="row">{escape_html(view.name)}</th><td>{value}</td><td class="rd-muted">{escape_html(source)}</td></tr>'


def _source(document: Document, field: str, sources: dict[str, str]) -> str:
    source = sources.get(field, "")
    if source == CALLER:
        return "given when it was added"
    if source or getattr(document, field) in (None, ""):
        return source
    if field == "label":
        return "default"
    return _WORKED_OUT.get(field, "the document's own words")
