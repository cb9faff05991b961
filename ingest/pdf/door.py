"""The door to pdfium: words with their boxes, and page images. Only it and `unseen`, which it asks, import pypdfium2.

pdfium can crash on hostile files, so it runs in the child process that `ingest.child` starts, never in the parent.
"""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.hidden import signs
from ingest.pdf import unseen
from research.errors import CannotReadError, LimitExceededError

OpenPdf: TypeAlias = pypdfium2.PdfDocument
# 40 megapixels: an A0 poster at 100 dots an inch; more is a file that wants our memory.
MAX_PIXELS = 40_000_000
# pdfium marks a hyphen that it found at a line's end with U+FFFE (older versions with U+0002).
LINE_END_HYPHENS = "\ufffe\x02"
_WORD = re.compile(r"[^\s\x00-\x01\x03-\x1f\x7f-\xa0\u200b\ufeff\ufffe\uffff\x02]+[\ufffe\x02]?")


class Word(NamedTuple):
    """Characters printed without a space, and their box in points, origin at the top left of the page as shown."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class PageWords:
    """One page as pdfium reads it: 1-based number, shown size in points, words in the file's order, and how it is turned.

    `turn` is 0 for upright text, 1 when most of the page reads from top to bottom, 3 when it reads from bottom to top. `hidden` counts
    the letters and figures of words that nobody sees on the page; they are not among its words.
    """

    number: int
    width: float
    height: float
    words: list[Word]
    turn: int
    hidden: int = 0


class _Frame(NamedTuple):
    """The shown area of a page in its own coordinates, and the quarter turns clockwise it is shown with."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    def show(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """Return a box (left, bottom, right, top) of the page's own coordinates as shown: (x0, y0, x1, y1), y down."""
        if self.rotation == 0:
            return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0
        if self.rotation == 1:
            return y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left
        if self.rotation == 2:
            return self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom
        return self.top - y1, self.right - x1, self.top - y0, self.right - x0


def open_pdf(content: bytes, *, name: str) -> OpenPdf:
    """Return the open document; raises CannotReadError naming the file and why: empty, no PDF, encrypted, damaged, no pages."""
    if not content:
        raise CannotReadError(f"{name}: the file is empty", "fetch it again")
    if b"%PDF-" not in content[:1024]:
        raise CannotReadError(f"{name}: not a PDF file (no %PDF header)", "check what was saved under this name")
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if pdfium.FPDF_GetLastError() in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
            raise CannotReadError(f"{name}: encrypted with a password", "save a copy without the password and ingest that") from error
        raise CannotReadError(f"{name}: damaged beyond reading ({_reason(error)})", "fetch the file again or repair it") from error
    if len(document) == 0:
        raise CannotReadError(f"{name}: a PDF without pages", "fetch the file again or repair it")
    return document


def _reason(error: pypdfium2.PdfiumError) -> str:
    """Return pdfium's own word for what is wrong."""
    found = re.search(r"PDFium: ([^)]*)", str(error))
    return found[1].strip(" .").lower() if found else "pdfium gives no reason"


def read_pages(document: OpenPdf, numbers: Iterable[int]) -> Iterator[PageWords | int]:
    """Yield the words of the pages of these 1-based numbers, in order; a page that pdfium cannot load is yielded as its number."""
    watch = unseen.Watch()
    for index in (number - 1 for number in numbers):
        page = pdfium.FPDF_LoadPage(document.raw, index)
        if not page:
            yield index + 1
            continue
        text_page = pdfium.FPDFText_LoadPage(page)
        try:
            if not text_page:
                yield index + 1
                continue
            yield _page_words(page, text_page, index + 1, watch)
        finally:
            if text_page:
                pdfium.FPDFText_ClosePage(text_page)
            pdfium.FPDF_ClosePage(page)


def render_page(document: OpenPdf, number: int, *, scale: float, name: str) -> bytes:
    """Return the page as PNG bytes, `scale` pixels a point; raises CannotReadError or LimitExceededError."""
    if not 1 <= number <= len(document):
        raise CannotReadError(f"{name}: no page {number}", f"ask for a page from 1 to {len(document)}")
    try:
        page = document[number - 1]
        width, height = page.get_size()
        if not 0 < width * height * scale * scale <= MAX_PIXELS:
            raise LimitExceededError(
                f"{name}: page {number} is {width:.0f} × {height:.0f} points, too large to draw", "use a smaller scale"
            )
        image = page.render(scale=scale).to_pil()
    except pypdfium2.PdfiumError as error:
        raise CannotReadError(f"{name}: page {number} cannot be drawn", "open the file in another viewer") from error
    out = io.BytesIO()
    image.save(out, format="PNG")
    return out.getvalue()


def _page_words(page: pdfium.FPDF_PAGE, text_page: pdfium.FPDF_TEXTPAGE, number: int, watch: unseen.Watch) -> PageWords:
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    found, outside = _placed_words(_frame(page), text_page, width, height)
    places = [unseen.Placed(start, end - 1, word[1:]) for word, start, end, _ in found]
    hidden = unseen.unseen_words(unseen.Page(page, text_page, width, height, watch), places)
    down = up = upright = 0
    for word, start, end, is_down in found:
        if end - start > 2:
            if word.y1 - word.y0 <= 1.2 * (word.x1 - word.x0):
                upright += 1
            elif is_down:
                down += 1
            else:
                up += 1
    turn = 0 if upright >= max(down, up) else 1 if down >= up else 3
    words = [word for at, (word, *_) in enumerate(found) if at not in hidden]
    return PageWords(number, width, height, words, turn, outside + sum(signs(found[at][0].text) for at in hidden))


def _placed_words(
    frame: _Frame, text_page: pdfium.FPDF_TEXTPAGE, width: float, height: float
) -> tuple[list[tuple[Word, int, int, bool]], int]:
    """Return the words of a page, each with its characters and whether it runs down, and how many characters stand outside it."""
    first, last = pdfium.FS_RECTF(), pdfium.FS_RECTF()
    words: list[tuple[Word, int, int, bool]] = []
    outside = 0
    for found in _WORD.finditer(_characters(text_page)):
        start, end = found.span()
        if not pdfium.FPDFText_GetLooseCharBox(text_page, start, first) or not pdfium.FPDFText_GetLooseCharBox(text_page, end - 1, last):
            continue
        a = frame.show(first.left, first.bottom, first.right, first.top)
        b = frame.show(last.left, last.bottom, last.right, last.top)
        word = Word(_printed(found[0]), min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))
        if word.x1 <= 0 or word.y1 <= 0 or word.x0 >= width or word.y0 >= height:
            outside += signs(found[0])  # nobody can check it
        else:
            words.append((word, start, end, a[1] < b[1]))
    return words, outside


def _frame(page: pdfium.FPDF_PAGE) -> _Frame:
    box = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page, box):
        return _Frame(0.0, 0.0, pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page), 0)
    return _Frame(box.left, box.bottom, box.right, box.top, pdfium.FPDFPage_GetRotation(page))


def _characters(text_page: pdfium.FPDF_TEXTPAGE) -> str:
    """Return one Python character per pdfium character, so that an index into one is an index into the other."""
    count = pdfium.FPDFText_CountChars(text_page)
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(text_page, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(written - 1, 0)].decode("utf-16-le", "replace")
    if len(text) == count:
        return text
    codes = (pdfium.FPDFText_GetUnicode(text_page, index) for index in range(count))
    return "".join(chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd" for code in codes)


def _printed(text: str) -> str:
    return text[:-1] + "-" if text[-1] in LINE_END_HYPHENS else text
