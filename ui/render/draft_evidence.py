"""What a section of a draft rests on, page by page: the document, its day, the words that are cited, and what the writer decided of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from research.drafting.writing.tables import sources_of
from research.nouns.answers import Citation
from research.nouns.drafts import CitedSource, Draft, Section, SourceChoice, SourceUse
from ui.render.draft_view import source_words
from ui.render.escaping import escape_html, shorten, visible_line
from ui.render.words import counted, day

# So many places of one page are shown with their words; tables cite dozens of rows.
MOST_QUOTES = 4
_LONGEST_QUOTE = 260
_USES = {SourceUse.PINNED: "pinned: used first", SourceUse.EXCLUDED: "left out: not used"}


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """A page that a section cites, or of which its writer decided something: its places in the order of the section."""

    document_id: str
    page: int
    places: tuple[CitedSource, ...]
    use: SourceUse | None = None

    @property
    def key(self) -> str:
        """Return what names the page among those of a section."""
        return f"{self.document_id[:12]}-{self.page}"


def evidence_pages(draft: Draft, section: Section) -> tuple[EvidencePage, ...]:
    """Return the pages that a section cites: pinned ones first, then in the order of the section, those that are left out last."""
    known = {one.citation.marker: one for one in draft.sources}
    pages: dict[tuple[str, int], dict[str, CitedSource]] = {}
    for citation in sources_of(section.blocks):
        source = known.get(citation.marker) or CitedSource(citation, citation.document)
        pages.setdefault((citation.document_id, citation.page), {}).setdefault(citation.marker, source)
    choices = [one for one in draft.choices if one.section == section.id]
    found = [EvidencePage(*place, tuple(sources.values()), _use(place, choices)) for place, sources in pages.items()]
    order = {SourceUse.PINNED: 0, None: 1, SourceUse.EXCLUDED: 2}
    return tuple(sorted(found, key=lambda one: order[one.use]))


def places_of(draft: Draft) -> dict[str, str]:
    """Return where the source of each marker of a draft is, in words."""
    return {one.citation.marker: source_words(one) for one in draft.sources}


def citation_of(draft: Draft, marker: str) -> Citation | None:
    """Return the citation of a marker, None when the draft has none of it."""
    return next((one.citation for one in draft.sources if one.citation.marker == marker), None)


def page_html(shown: EvidencePage, lit: str = "") -> str:
    """Return a page that is cited: what it is, and the words that stand there, each after the mark that leads to it."""
    first = shown.places[0]
    dated = f", {day(first.published_at.date())}" if first.published_at else ""
    use = f'<span class="rd-place-use rd-place-{shown.use.value}">{_USES[shown.use]}</span>' if shown.use else ""
    quotes = "".join(_quote(one, lit) for one in shown.places[:MOST_QUOTES])
    rest = "".join(_mark(one.citation.marker, lit) for one in shown.places[MOST_QUOTES:])
    more = len(shown.places) - MOST_QUOTES
    left = f'<div class="rd-small rd-place-more">{counted(more, "more place")} on this page: {rest}</div>' if more > 0 else ""
    title = f"<strong>{escape_html(visible_line(first.title))}</strong>"
    return (
        f'<article class="rd-place" data-testid="draft-source"><div class="rd-place-head">{title}'
        f'<span class="rd-muted">{escape_html(dated)}, page {shown.page}</span> {use}</div>{quotes}{left}</article>'
    )


def mark_html(marker: str, said: str, lit: str) -> str:
    """Return a mark as a button that opens its source; `said` is told on hover, `lit` is the marker of the source that is open."""
    shown, pressed = escape_html(marker), str(marker == lit).lower()
    return (
        f'<button type="button" class="rd-cite" data-rd-marker="{shown}" aria-pressed="{pressed}" title="{escape_html(said)}">'
        f"[{shown}]</button>"
    )


def _quote(one: CitedSource, lit: str) -> str:
    quote = visible_line(one.citation.quote)
    row = f'<span class="rd-muted">{escape_html(visible_line(one.row))}: </span>' if one.row and visible_line(one.row) not in quote else ""
    said = f"<span>{row}{escape_html(shorten(quote, _LONGEST_QUOTE))}</span>"
    return f'<div class="rd-place-quote">{_mark(one.citation.marker, lit)}{said}</div>'


def _mark(marker: str, lit: str) -> str:
    return mark_html(marker, "Show where this stands", lit)


def _use(place: tuple[str, int], choices: Sequence[SourceChoice]) -> SourceUse | None:
    """Return what was decided of a page: of itself, else of its document."""
    of_page = [one.use for one in choices if (one.document_id, one.page) == place]
    of_document = [one.use for one in choices if one.document_id == place[0] and one.page is None]
    return next(iter([*of_page, *of_document]), None)
