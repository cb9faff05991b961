"""A comparison as Markdown: what was taken out is struck through, what came in is bold, every passage with its pages."""

from __future__ import annotations

from collections.abc import Iterator

from research.nouns.comparisons import Change, Comparison, FigureChange, Passage
from ui.render.compare_view import change_words, counts_line, document_words, figure_words, pieces, place_words, size_words
from ui.render.digest_markdown import plain


def comparison_markdown(comparison: Comparison) -> str:
    """Return a comparison as Markdown text that ends with a line feed; the same comparison gives the same text."""
    return "\n".join(_parts(comparison)) + "\n"


def _parts(comparison: Comparison) -> Iterator[str]:
    older, newer = comparison.older, comparison.newer
    yield f"# {plain(comparison.company)}: {plain(older.name)} and {plain(newer.name)}"
    yield ""
    for word, document in (("Older", older), ("Newer", newer)):
        yield f"- {word}: **{plain(document.name)}** ({plain(document_words(document))})"
    yield from ("", plain(counts_line(comparison)) + ".")
    yield from ("", "Words that were taken out are ~~struck through~~, words that came in are **bold**.", "")
    for number, change in enumerate(comparison.changes, 1):
        yield from _change(number, change, comparison)
    if comparison.figures:
        yield from _figures(comparison)
    if comparison.missing:
        yield from ("## Missing", "", *(f"- {plain(line)}" for line in comparison.missing))


def _change(number: int, change: Change, comparison: Comparison) -> Iterator[str]:
    yield f"## {number}. {change_words(change)}: {plain(change.title)}"
    yield ""
    yield " · ".join(filter(None, (change.topic.value.capitalize(), size_words(change))))
    yield ""
    if change.older:
        yield from _passage(change.older, comparison.older.name, "~~")
    if change.newer:
        yield from _passage(change.newer, comparison.newer.name, "**")
    if change.figure and change.figure.caveats:
        yield from (*(f"- {plain(line)}" for line in change.figure.caveats), "")


def _passage(passage: Passage, name: str, mark: str) -> Iterator[str]:
    yield f"> {plain(name)}, {plain(place_words(passage))}"
    yield ">"
    for line in _lines(passage, mark):
        yield from (f"> {line}", ">")
    yield ""


def _lines(passage: Passage, mark: str) -> list[str]:
    """Return the lines of a passage with its marks; a mark never goes over a line's end, and never begins or ends with a space."""
    lines = [""]
    for text, other in pieces(passage):
        for at, part in enumerate(text.split("\n")):
            if at:
                lines.append("")
            core = part.strip()
            if not core:
                lines[-1] += " " if part else ""
                continue
            before, after = " " * part.startswith(" "), " " * part.endswith(" ")
            lines[-1] += f"{before}{mark}{plain(core)}{mark}{after}" if other else f"{before}{plain(core)}{after}"
    return lines


def _figures(comparison: Comparison) -> Iterator[str]:
    older, newer = comparison.figures[0].older.period.label, comparison.figures[0].newer.period.label
    yield from (f"## Figures of {plain(newer)} and {plain(older)}", "")
    yield f"| | {plain(older)} | {plain(newer)} | Change | Pages | Notes |"
    yield "|---|---:|---:|---:|---|---|"
    for figure in comparison.figures:
        yield _figure_row(figure)
    yield ""


def _figure_row(figure: FigureChange) -> str:
    cells = (figure.name, *figure_words(figure), f"{figure.older.page}, {figure.newer.page}", "; ".join(figure.caveats))
    return f"| {' | '.join(plain(cell).removeprefix(chr(92)) if cell[:1] == '+' else plain(cell) for cell in cells)} |"
