"""A comparison in words: what each change is, where it stands, and the text of a passage cut at the words that are others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from research.metrics.operands import printed_with_unit
from research.metrics.operations import POINTS
from research.nouns.comparisons import Change, ChangeKind, ChangeTopic, Comparison, FigureChange, Passage
from research.nouns.documents import Document
from research.nouns.facts import Calculation, scale_words
from research.text.han import is_han
from ui.render.words import counted, document_period

KIND_WORDS: Mapping[ChangeKind, str] = {
    ChangeKind.ADDED: "Added",
    ChangeKind.REMOVED: "Removed",
    ChangeKind.REWORDED: "Reworded",
    ChangeKind.MOVED: "Moved",
    ChangeKind.FIGURES_UPDATED: "Figures updated",
    ChangeKind.RESTATED: "Restated",
}


def change_words(change: Change) -> str:
    """Return what a change is: "New risk factor", "Section removed", "Reworded and moved"."""
    if change.topic is ChangeTopic.RISK and change.is_risk_factor and not change.whole_section:
        return "New risk factor" if change.kind is ChangeKind.ADDED else "Risk factor removed"
    if change.whole_section:
        return "New section" if change.kind is ChangeKind.ADDED else "Section removed"
    return f"{KIND_WORDS[change.kind]}{' and moved' if change.moved else ''}"


def size_words(change: Change) -> str:
    """Return how large a change is, "" for a figure."""
    if change.kind is ChangeKind.RESTATED:
        return ""
    said = "".join(side.text for side in (change.older, change.newer) if side)
    return counted(change.words, "character" if is_han(said) else "word")


def place_words(passage: Passage) -> str:
    """Return where a passage stands: "page 4", "pages 12 to 13", with its section."""
    pages = passage.pages
    where = f"page {pages[0]}" if len(pages) == 1 else f"pages {pages[0]} to {pages[-1]}" if pages else ""
    return " · ".join(filter(None, (where, passage.section)))


def document_words(document: Document) -> str:
    """Return what a document is: "10-K · FY2024 · period ended 31 December 2024"."""
    return " · ".join((document.form_type or document.kind.value, document_period(document)))


def counts_line(comparison: Comparison) -> str:
    """Return how many changes of each kind there are, those of none left out."""
    counts = [f"{comparison.count(kind):,} {KIND_WORDS[kind].lower()}" for kind in ChangeKind if comparison.count(kind)]
    more = [f"of which the {len(comparison.changes):,} most material are listed"] if comparison.left_out else []
    return (
        ", ".join([*counts, *more, f"{counted(comparison.unchanged_paragraphs, 'paragraph')} unchanged"])
        if counts
        else "no change was found"
    )


def pieces(passage: Passage) -> Iterator[tuple[str, bool]]:
    """Yield the text of a passage in pieces, each with whether the other document lacks it."""
    at = 0
    for start, end in passage.marks:
        if at < start:
            yield passage.text[at:start], False
        if start < end:
            yield passage.text[start:end], True
        at = max(at, end)
    if at < len(passage.text):
        yield passage.text[at:], False


def figure_words(figure: FigureChange) -> tuple[str, str, str]:
    """Return both figures of a change as they are printed, with their units, and how far the newer is from the older one."""
    return printed_with_unit(figure.older), printed_with_unit(figure.newer), moved_words(figure.calculation, figure)


def moved_words(change: Calculation | None, figure: FigureChange) -> str:
    """Return a change with its sign: "+6.5 %", "−1.4 pp", "+93.2 USD in millions"; "n.m." where none can be worked out."""
    if change is None:
        return "n.m."
    sign = "+" if change.value > 0 else "−" if change.value < 0 else "±"
    size = abs(change.value)
    if change.unit in {"%", POINTS}:
        return f"{sign}{size.quantize(Decimal('0.1')):,f} {change.unit}"
    scale = figure.newer.scale
    amount = size / scale
    shown = f"{amount.quantize(figure.newer.last_digit / scale):,f}" if figure.newer.value else f"{amount.normalize():,f}"
    return " ".join(filter(None, (f"{sign}{shown}", change.unit, scale_words(scale))))
