"""How the original lays out a page whose text the catalog holds: what a source view needs beyond the text.

A layout never carries HTML, only shapes and offsets into the document's text, so that whoever shows it shows the catalog's own words.
`digest` is that of the page's text: a layout of another reading of the file is told by it and not used.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol, TypeAlias

from ingest.loaded import Limits
from research.errors import CannotReadError

# Raise it when a layout is made otherwise: kept layouts of another version are not read.
LAYOUT_VERSION = 1
# Pages on each side of the one asked for that are laid out with it, for whoever turns the page.
NEIGHBOURS = 20


@dataclass(frozen=True, slots=True)
class Opened:
    """The start of an element: its name, its looks ("r" flush right, "b" bold …), columns and rows that a cell spans, indent in points."""

    tag: str
    looks: str = ""
    columns: int = 1
    rows: int = 1
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """Words: their offsets in the document's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Closed:
    """The end of the element that was opened last."""


Token: TypeAlias = Opened | Run | Closed


@dataclass(frozen=True, slots=True)
class MarkupLayout:
    """A page of HTML as balanced tokens in reading order, and where the headings on it start."""

    digest: str
    tokens: tuple[Token, ...] = field(repr=False)
    headings: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A worksheet's cell: row and column (0-based), columns that it spans, text as displayed, its offsets, whether it is a figure."""

    row: int
    column: int
    span: int
    text: str
    start: int
    end: int
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """Part of a worksheet: its name, its cells by row and column, and the rows of column heads; those may stand on an earlier page.

    `is_cut` says that the page holds more cells than are listed.
    """

    digest: str
    name: str
    cells: tuple[SheetCell, ...] = field(repr=False)
    heads: tuple[int, ...] = ()
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class TextRow:
    """A row of a table in running text: its offsets, and column (0-based, after the labels) and offsets of each figure."""

    start: int
    end: int
    cells: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class TextLayout:
    """A page of running text: start, level and words of the headings that begin on it, and the rows of its tables."""

    digest: str
    headings: tuple[tuple[int, int, str], ...] = ()
    rows: tuple[TextRow, ...] = ()


PageLayout: TypeAlias = MarkupLayout | SheetLayout | TextLayout


class LayOut(Protocol):
    """Lays out pages of one kind of file. Run in the limited child process."""

    def __call__(self, content: bytes, page: int, *, name: str, limits: Limits, loader: str, kind: str) -> Mapping[int, PageLayout]:
        """Return the layouts of a page and its neighbours by number; `loader` reads this file, `kind` is the document's. Raises as it."""
        ...


_FORMS: dict[str, type[MarkupLayout | SheetLayout | TextLayout]] = {"markup": MarkupLayout, "sheet": SheetLayout, "text": TextLayout}


def digest_of(text: str) -> str:
    """Return what tells one page's text from another."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def layout_to_json(layout: PageLayout) -> str:
    """Return a layout as JSON."""
    form = next(name for name, kind in _FORMS.items() if isinstance(layout, kind))
    record = asdict(layout)
    if isinstance(layout, MarkupLayout):
        record["tokens"] = [_token(one) for one in layout.tokens]
    elif isinstance(layout, SheetLayout):
        record["cells"] = [[c.row, c.column, c.span, c.text, c.start, c.end, c.is_figure] for c in layout.cells]
    return json.dumps({"form": form} | record, separators=(",", ":"))


def layout_from_json(text: str | bytes, *, name: str) -> PageLayout:
    """Return the layout that `layout_to_json` wrote; raises CannotReadError, naming `name`, for anything else."""
    try:
        raw: dict[str, Any] = json.loads(text)
        form = raw.pop("form")
        if form == "markup":
            return MarkupLayout(str(raw["digest"]), tuple(_token_from(one) for one in raw["tokens"]), tuple(map(int, raw["headings"])))
        if form == "sheet":
            cells = tuple(_cell_from(one) for one in raw["cells"])
            return SheetLayout(str(raw["digest"]), str(raw["name"]), cells, tuple(map(int, raw["heads"])), bool(raw["is_cut"]))
        headings = tuple((int(start), int(level), str(words)) for start, level, words in raw["headings"])
        return TextLayout(str(raw["digest"]), headings, tuple(_row_from(one) for one in raw["rows"]))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise CannotReadError(f"{name}: its layout is damaged ({type(error).__name__})", "open the page again") from error


def _token(token: Token) -> list[object]:
    if isinstance(token, Run):
        return [token.start, token.end]
    if isinstance(token, Closed):
        return []
    return [token.tag, token.looks, token.columns, token.rows, token.indent]


def _token_from(raw: list[Any]) -> Token:
    if not raw:
        return Closed()
    if len(raw) == 2:
        return Run(int(raw[0]), int(raw[1]))
    tag, looks, columns, rows, indent = raw
    return Opened(str(tag), str(looks), int(columns), int(rows), int(indent))


def _cell_from(raw: list[Any]) -> SheetCell:
    row, column, span, text, start, end, is_figure = raw
    return SheetCell(int(row), int(column), int(span), str(text), int(start), int(end), bool(is_figure))


def _row_from(raw: dict[str, Any]) -> TextRow:
    cells = tuple((int(column), int(start), int(end)) for column, start, end in raw["cells"])
    return TextRow(int(raw["start"]), int(raw["end"]), cells)
