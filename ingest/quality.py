"""What a reader should know of a document's quality, found when it is read: metadata it lacks, too little text, odd sizes."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

from ingest.loaded import Loaded, Metadata
from research.models.instructions import addressed_spans
from research.nouns.documents import Defect, Kind

# Fewer characters a page than this, in the middle, and the document says little as text: slides, scans, forms.
FEW_CHARACTERS = 200
# A page this many times as long as the one in the middle was not cut where pages end.
LONG_PAGE = 20
LONG_PAGE_CHARACTERS = 30_000
INSTRUCTION = "instruction_like"
_NEEDED = {"company": "company", "published_at": "date of publication"}
_NEEDED_OF_FILINGS = {"form_type": "form", "fiscal_year": "fiscal year", "period_end": "end of its period"}
_PERIODIC = frozenset({Kind.FILING, Kind.RESULTS})


def check_quality(loaded: Loaded, metadata: Metadata) -> tuple[Defect, ...]:
    """Return the defects of a document as a whole, besides those that its loader found page by page."""
    return (*_missing(metadata), *_sizes(loaded), *_instructions(loaded))


def _missing(metadata: Metadata) -> Iterable[Defect]:
    current = (metadata.form_type or "").startswith(("8-K", "6-K"))
    needed = _NEEDED | (_NEEDED_OF_FILINGS if metadata.kind in _PERIODIC and not current else {})
    names = [shown for field, shown in needed.items() if getattr(metadata, field) is None]
    if names:
        listed = ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1]
        yield Defect("missing_metadata", f"The document does not say its {listed}; give it with --metadata or on the page.")


def _sizes(loaded: Loaded) -> Iterable[Defect]:
    sizes = [len(loaded.text[page.start : page.end].strip()) for page in loaded.pages]
    middle = median(sizes) if sizes else 0.0
    if len(sizes) > 1 and middle < FEW_CHARACTERS:
        yield Defect("little_text", f"Half of the {len(sizes)} pages hold fewer than {FEW_CHARACTERS} characters of text.")
    for page, size in zip(loaded.pages, sizes, strict=True):
        if size > max(LONG_PAGE * middle, LONG_PAGE_CHARACTERS) and len(sizes) > 1:
            yield Defect("long_page", f"Page {page.number} holds {size:,} characters, most hold {middle:,.0f}.", page.number)


def _instructions(loaded: Loaded) -> Iterable[Defect]:
    """Yield a defect for each page with passages that read like an instruction to whoever answers: they stay data."""
    for page in loaded.pages:
        count = len(addressed_spans(loaded.text[page.start : page.end]))
        if count:
            passages = "a passage that reads like an instruction" if count == 1 else f"{count} passages that read like instructions"
            yield Defect(
                INSTRUCTION, f"Page {page.number} holds {passages} to whoever answers; it is data, and followed by nothing.", page.number
            )
