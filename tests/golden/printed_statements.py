"""Prints statements of invented companies as PDFs, with the layouts that filings use; each carries the figures it must be read as."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

FONT, SIZE, LEADING = "Helvetica", 8.5, 11.0


@dataclass(slots=True)
class Sheet:
    """A page being printed: rows go from top to bottom, figures end at the right edges of their columns."""

    edges: Sequence[float]
    left: float = 50.0
    rotate: int = 0
    font: str = FONT
    lines: list[tuple[float, list[tuple[str, float, str]]]] = field(default_factory=list)
    y: float = 60.0

    def text(self, words: str, *, x: float | None = None, gap: float = 0.0) -> Sheet:
        """Print words at `x`, else at the left margin."""
        self.y += gap
        self.lines.append((self.y, [(words, self.left if x is None else x, "left")]))
        self.y += LEADING
        return self

    def centred(self, *words_at: tuple[str, float]) -> Sheet:
        """Print words centred on given places, all on one line."""
        self.lines.append((self.y, [(words, x, "centre") for words, x in words_at]))
        self.y += LEADING
        return self

    def heads(self, *heads: str, stub: str = "") -> Sheet:
        """Print column heads, right-aligned like the figures, and words at the left of them."""
        cells = [(head, edge, "right") for head, edge in zip(heads, self.edges, strict=True)]
        self.lines.append((self.y, [(stub, self.left, "left"), *cells]))
        self.y += LEADING
        return self

    def row(self, label: str, *figures: str, indent: float = 0.0, gap: float = 0.0) -> Sheet:
        """Print a label and its figures; "$ 5" prints the sign at the column's left, a closing bracket hangs outside the edge."""
        self.y += gap
        cells: list[tuple[str, float, str]] = [(label, self.left + indent, "left")]
        for figure, edge in zip(figures, self.edges, strict=True):
            digits = figure.removeprefix("$ ")
            hang = stringWidth(")", FONT, SIZE) if digits.endswith(")") else 0.0
            cells.append((digits, edge + hang, "right"))
            if figure.startswith("$ "):
                cells.append(("$", edge - 48, "left"))
        self.lines.append((self.y, cells))
        self.y += LEADING
        return self


def print_pdf(*sheets: Sheet) -> bytes:
    """Return the sheets as a PDF of letter pages; `rotate` prints the page sideways and lets the viewer turn it upright."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(612, 792))
    for sheet in sheets:
        _print(canvas, sheet)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _print(canvas: Canvas, sheet: Sheet) -> None:
    canvas.setPageRotation(sheet.rotate)  # which also swaps the sides of the page's own frame for a quarter turn
    canvas.saveState()
    if sheet.rotate:
        canvas.translate(*{90: (792, 0), 180: (612, 792), 270: (0, 612)}[sheet.rotate])
        canvas.rotate({90: 90, 180: 180, 270: -90}[sheet.rotate])
    canvas.setFont(sheet.font, SIZE)
    draw = {"left": canvas.drawString, "right": canvas.drawRightString, "centre": canvas.drawCentredString}
    for y, cells in sheet.lines:
        for words, x, align in cells:
            if words:
                draw[align](x, 792 - y, words)
    canvas.restoreState()
