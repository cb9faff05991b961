"""Which words of a page nobody sees: painted by nothing, in the ground's own colour, covered, cut off, under a layer that is off, or tiny.

What counts is the drawn page. A word is seen when something is drawn where it stands; one in a light or clear colour, or without anything
drawn there, only when the drawn page changes without it. Words that paint nothing but lie on a picture are how scans are read by others:
they are kept where the picture shows something and no seen word stands. A word that lies under a picture cannot be told from such.
"""

from __future__ import annotations

import ctypes
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

import pypdfium2.raw as pdfium

# Text of fewer points is read by nobody.
TINY = 1.5
# Half a pixel a point tells whether anything is drawn; what is doubtful is drawn four times as fine.
COARSE, FINE = 0.5, 2.0
MOST_PIXELS = 8_000_000
# Levels of 255 by which a drawn word differs from its ground, so far that one can read it; by which a scan's letters do.
CONTRAST, INK = 20, 40
# A colour whose darkest channel is lighter than this may be the ground's own; one clearer than this may be none.
LIGHT, CLEAR = 200, 200
# Pages are drawn for so many seconds of one file; a file that is slower to draw is looked at by its colours alone.
MOST_SECONDS = 8.0
_DEEPEST = 6
_LAST_LATIN = 0xFF
# Segments of a path that is a rectangle, closed or not.
_CORNERS = (4, 5)
_PAINTS_NOTHING = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)

Edges: TypeAlias = tuple[float, float, float, float]


class Placed(NamedTuple):
    """A word's first and last character (of the page's), and its box as shown, in points."""

    first: int
    last: int
    box: Edges


@dataclass(slots=True)
class Watch:
    """How long the pages of one file took to draw."""

    seconds: float = 0.0

    @property
    def is_over(self) -> bool:
        """Return whether no more pages are drawn."""
        return self.seconds > MOST_SECONDS


class _Drawn(NamedTuple):
    """A drawn page: its bytes, bytes a row and a pixel, and pixels a point."""

    pixels: bytes
    stride: int
    size: int
    scale: float
    width: int
    height: int

    def rows(self, box: Edges) -> Iterator[tuple[int, int]]:
        """Yield where the bytes of a box begin and end, row by row."""
        left, right = max(int(box[0] * self.scale), 0), min(int(box[2] * self.scale) + 1, self.width)
        top, bottom = max(int(box[1] * self.scale), 0), min(int(box[3] * self.scale) + 1, self.height)
        if left < right:
            for row in range(top, bottom):
                yield row * self.stride + left * self.size, row * self.stride + right * self.size


@dataclass(slots=True)
class Page:
    """A loaded page, its text, and its shown size in points."""

    page: pdfium.FPDF_PAGE
    text: pdfium.FPDF_TEXTPAGE
    width: float
    height: float
    watch: Watch = field(default_factory=Watch)


def unseen_words(page: Page, words: Sequence[Placed]) -> frozenset[int]:
    """Return the places (in `words`) of those that nobody sees on the page."""
    tiny = {at for at, word in enumerate(words) if _is_tiny(word)}
    bare, pale = _looks(page.text, words)
    coarse = _draw(page, COARSE, colours=False)
    blank = set() if coarse is None else {at for at, word in enumerate(words) if not _is_drawn(coarse, word.box)}
    bare, doubtful = bare - tiny, (pale | blank) - tiny - bare
    if not doubtful and not bare:
        return frozenset(tiny)
    fine = _draw(page, FINE, colours=True)
    strange = {at for at in doubtful if _is_strange(page.text, words[at])}
    hidden = _unchanged(page, fine, words, doubtful - strange)
    hidden |= {at for at in strange & pale if fine is None or _is_ground(page.text, fine, words[at])} | _painted_over(page, words, strange)
    return frozenset(tiny | hidden | (bare - _on_pictures(page, fine, words, bare=bare, unseen=tiny | hidden)))


def _is_tiny(word: Placed) -> bool:
    """Return whether a word is tiny rather than a thin sign: its whole box counts, for text across the page too."""
    left, top, right, bottom = word.box
    wide, high = right - left, bottom - top
    return (wide < TINY or high < TINY) and max(wide, high) < TINY * max(word.last - word.first + 1, 2)


def _looks(text: pdfium.FPDF_TEXTPAGE, words: Sequence[Placed]) -> tuple[set[int], set[int]]:
    """Return the places of the words that paint nothing, and of those in a light or clear colour, by their first and last characters."""
    bare, pale = set[int](), set[int]()
    channels = [ctypes.c_uint() for _ in range(4)]
    red, green, blue, alpha = channels
    given = [ctypes.byref(one) for one in channels]
    for at, word in enumerate(words):
        for character in (word.first, word.last):
            one = pdfium.FPDFText_GetTextObject(text, character)
            if pdfium.FPDFTextObj_GetTextRenderMode(one) in _PAINTS_NOTHING:
                bare.add(at)
            elif (
                not pdfium.FPDFPageObj_GetFillColor(one, *given) or min(red.value, green.value, blue.value) >= LIGHT or alpha.value < CLEAR
            ):
                pale.add(at)
    return bare, pale


def _draw(page: Page, scale: float, *, colours: bool) -> _Drawn | None:
    """Return the page as it is drawn on white, None when there is no time or no room for it."""
    area = page.width * page.height
    if page.watch.is_over or not area > 0:
        return None
    scale = min(scale, (MOST_PIXELS / area) ** 0.5)
    width, height = int(page.width * scale) + 1, int(page.height * scale) + 1
    began = time.monotonic()
    form = pdfium.FPDFBitmap_BGRx if colours else pdfium.FPDFBitmap_Gray
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, form, None, 0)
    if not bitmap:
        return None
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        shown = round(page.width * scale), round(page.height * scale)
        pdfium.FPDF_RenderPageBitmap(bitmap, page.page, 0, 0, *shown, 0, 0 if colours else pdfium.FPDF_GRAYSCALE)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    page.watch.seconds += time.monotonic() - began
    return _Drawn(pixels, stride, 4 if colours else 1, scale, width, height)


def _is_drawn(coarse: _Drawn, box: Edges) -> bool:
    """Return whether anything is drawn in a box of a grey page: first along its middle, which nearly every word crosses."""
    left, top, right, bottom = box
    row = int((top + bottom) / 2 * coarse.scale) * coarse.stride
    middle = coarse.pixels[max(row + int(left * coarse.scale), 0) : row + int(right * coarse.scale) + 1]
    if middle and max(middle) - min(middle) >= CONTRAST:
        return True
    return _contrast(coarse, box) >= CONTRAST


def _contrast(drawn: _Drawn, box: Edges) -> int:
    """Return how far apart the levels of a box are, in the channel where they are farthest."""
    most = 0
    for channel in range(min(drawn.size, 3)):
        rows = [row for start, end in drawn.rows(box) if (row := drawn.pixels[start + channel : end : drawn.size])]
        most = max(most, max(map(max, rows), default=0) - min(map(min, rows), default=0))
    return most


def _unchanged(page: Page, fine: _Drawn | None, words: Sequence[Placed], doubtful: set[int]) -> set[int]:
    """Return those of doubtful words without which the drawn page is the same where they stand; all of them when it cannot be drawn."""
    if not doubtful:
        return set()
    for at in doubtful:
        for character in range(words[at].first, words[at].last + 1):
            pdfium.FPDFPageObj_SetIsActive(pdfium.FPDFText_GetTextObject(page.text, character), False)
    without = _draw(page, FINE, colours=True) if fine else None
    for at in doubtful:
        for character in range(words[at].first, words[at].last + 1):
            pdfium.FPDFPageObj_SetIsActive(pdfium.FPDFText_GetTextObject(page.text, character), True)
    if fine is None or without is None:
        return doubtful
    return {at for at in doubtful if not _changes(fine, without, words[at].box)}


def _is_strange(text: pdfium.FPDF_TEXTPAGE, word: Placed) -> bool:
    """Return whether a word may draw nothing for want of its font here: one that the file lacks, for letters that others may lack too."""
    font = pdfium.FPDFTextObj_GetFont(pdfium.FPDFText_GetTextObject(text, word.first))
    if pdfium.FPDFFont_GetIsEmbedded(font) == 1:
        return False
    return any(pdfium.FPDFText_GetUnicode(text, at) > _LAST_LATIN for at in range(word.first, word.last + 1))


def _painted_over(page: Page, words: Sequence[Placed], strange: set[int]) -> set[int]:
    """Return those of the words that may draw nothing here on which an opaque rectangle was painted after them."""
    if not strange:
        return set()
    ones = [pdfium.FPDFPage_GetObject(page.page, at) for at in range(pdfium.FPDFPage_CountObjects(page.page))]
    places = {_address(one): at for at, one in enumerate(ones)}
    covers = [(at, box) for at, one in enumerate(ones) if _is_opaque(one) and (box := _bounds(page, one))]
    found = set()
    for at in strange:
        place = places.get(_address(pdfium.FPDFText_GetTextObject(page.text, words[at].first)), len(ones))
        left, top, right, bottom = words[at].box
        if any(after > place and box[0] <= left and box[1] <= top and box[2] >= right and box[3] >= bottom for after, box in covers):
            found.add(at)
    return found


def _address(one: pdfium.FPDF_PAGEOBJECT) -> int | None:
    return ctypes.cast(one, ctypes.c_void_p).value


def _is_opaque(one: pdfium.FPDF_PAGEOBJECT) -> bool:
    """Return whether an object is a filled rectangle that lets nothing through."""
    if pdfium.FPDFPageObj_GetType(one) != pdfium.FPDF_PAGEOBJ_PATH or pdfium.FPDFPageObj_HasTransparency(one):
        return False
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(one, ctypes.byref(fill), ctypes.byref(stroke)):
        return False
    return fill.value != pdfium.FPDF_FILLMODE_NONE and pdfium.FPDFPath_CountSegments(one) in _CORNERS


def _is_ground(text: pdfium.FPDF_TEXTPAGE, fine: _Drawn, word: Placed) -> bool:
    """Return whether a word's colour is that of the ground where it stands, or as good as none."""
    channels = [ctypes.c_uint() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetFillColor(pdfium.FPDFText_GetTextObject(text, word.first), *channels):
        return False
    red, green, blue, alpha = (one.value for one in channels)
    ground = next((fine.pixels[start : start + 3] for start, _ in fine.rows(word.box)), b"")
    near = all(abs(one - other) < CONTRAST for one, other in zip((blue, green, red), ground, strict=False))
    return near or alpha < CONTRAST


def _changes(drawn: _Drawn, without: _Drawn, box: Edges) -> bool:
    for start, end in drawn.rows(box):
        one, other = drawn.pixels[start:end], without.pixels[start:end]
        if one != other and any(abs(a - b) >= CONTRAST for a, b in zip(one, other, strict=True)):
            return True
    return False


def _on_pictures(page: Page, fine: _Drawn | None, words: Sequence[Placed], *, bare: set[int], unseen: set[int]) -> set[int]:
    """Return those of the words that paint nothing that stand on a picture's own letters, as the text of a scan does."""
    pictures = list(_pictures(page)) if bare else []
    if not pictures or fine is None:
        return set()
    seen = [word.box for at, word in enumerate(words) if at not in bare and at not in unseen]
    return {
        at
        for at in bare
        if any(_holds(one, words[at].box) for one in pictures)
        and _contrast(fine, words[at].box) >= INK
        and not any(_overlap(one, words[at].box) for one in seen)
    }


def _pictures(page: Page) -> Iterator[Edges]:
    """Yield the boxes of the page's pictures as shown, those inside forms as large as the form."""
    count = pdfium.FPDFPage_CountObjects(page.page)
    for at in range(count):
        one = pdfium.FPDFPage_GetObject(page.page, at)
        if _holds_picture(one, 0) and (box := _bounds(page, one)):
            yield box


def _bounds(page: Page, one: pdfium.FPDF_PAGEOBJECT) -> Edges | None:
    """Return an object's box as shown, None where it has none."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(one, left, bottom, right, top):
        return None
    return _shown(page, (left.value, bottom.value, right.value, top.value))


def _holds_picture(one: pdfium.FPDF_PAGEOBJECT, depth: int) -> bool:
    kind = pdfium.FPDFPageObj_GetType(one)
    if kind != pdfium.FPDF_PAGEOBJ_FORM or depth > _DEEPEST:
        return bool(kind == pdfium.FPDF_PAGEOBJ_IMAGE)
    return any(_holds_picture(pdfium.FPDFFormObj_GetObject(one, at), depth + 1) for at in range(pdfium.FPDFFormObj_CountObjects(one)))


def _shown(page: Page, box: Edges) -> Edges:
    """Return a box of the page's own coordinates as shown."""
    across, down = ctypes.c_int(), ctypes.c_int()
    corners = []
    for x, y in ((box[0], box[1]), (box[2], box[3])):
        pdfium.FPDF_PageToDevice(page.page, 0, 0, round(page.width * 10), round(page.height * 10), 0, x, y, across, down)
        corners.append((across.value / 10, down.value / 10))
    (a, b), (c, d) = corners
    return min(a, c), min(b, d), max(a, c), max(b, d)


def _holds(outer: Edges, inner: Edges) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def _overlap(one: Edges, other: Edges) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
