"""Page images with the cited lines boxed: PNG bytes in, PNG bytes out."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFont

from research.nouns.documents import Box

ROW_COLOR = (255, 226, 120)
EDGE_COLOR = (214, 158, 0)
FOCUS_COLOR = (200, 52, 20)
TAG_TEXT = (255, 255, 255)
PAD_POINTS = 2.0
CROP_POINTS = 34.0
INK_BELOW = 200


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's size in points."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Light:
    """What to light on a page: rows, the figure inside them, and the name on the tag ("1")."""

    rows: tuple[Box, ...]
    focus: tuple[Box, ...] = ()
    name: str = ""


def draw_light(png: bytes, sheet: Sheet, light: Light) -> bytes:
    """Return the page image with a translucent box on each cited row, a strong ring on the figure, and a tag with the marker's name.

    Boxes are in points, origin top left; ink under a box stays as dark as it was.
    """
    image = _open(png)
    scale = image.width / sheet.width
    boxes = [_pixels(box, scale, image.size) for box in light.rows]
    tint = Image.new("RGB", image.size, (255, 255, 255))
    pen = ImageDraw.Draw(tint)
    for box in boxes:
        pen.rectangle(box, fill=ROW_COLOR)
    image = ImageChops.multiply(image, tint)
    pen = ImageDraw.Draw(image)
    for box in boxes:
        pen.rectangle(box, outline=EDGE_COLOR, width=max(1, round(scale * 0.7)))
    for box in (_pixels(item, scale, image.size) for item in light.focus):
        pen.rounded_rectangle(box, radius=scale * 2, outline=FOCUS_COLOR, width=max(2, round(scale * 1.5)))
    if light.name and boxes:
        _tag(pen, light.name, boxes[0], scale)
    return _save(image)


def crop_to_light(png: bytes, sheet: Sheet, light: Light) -> bytes:
    """Return the band of the page around the lit rows, full width of their text with a margin; the whole page when nothing is lit.

    The upper and lower edge move outward to a row without ink, so that no line of text is cut in half.
    """
    image = _open(png)
    if not light.rows:
        return png
    scale = image.width / sheet.width
    left = round(max(0.0, (min(box.x0 for box in light.rows) - CROP_POINTS) * scale))
    right = round(min(image.width, (max(box.x1 for box in light.rows) + CROP_POINTS / 2) * scale))
    blank = _blank_rows(image.crop((left, 0, right, image.height)))
    top = _nearest(blank, (min(box.y0 for box in light.rows) - CROP_POINTS) * scale, step=-1)
    bottom = _nearest(blank, (max(box.y1 for box in light.rows) + CROP_POINTS) * scale, step=1)
    return _save(image.crop((left, top, right, bottom)))


def _blank_rows(image: Image.Image) -> list[bool]:
    """Return for each row of pixels whether it carries no ink."""
    darkest = np.asarray(image.convert("L")).min(axis=1)
    return [bool(value > INK_BELOW) for value in darkest]


def _nearest(blank: list[bool], edge: float, *, step: int) -> int:
    """Return the first row without ink from an edge outward, the page's own edge when there is none."""
    place = min(max(round(edge), 0), len(blank) - 1)
    while 0 < place < len(blank) - 1 and not blank[place]:
        place += step
    return place


def _tag(pen: ImageDraw.ImageDraw, name: str, row: tuple[float, float, float, float], scale: float) -> None:
    """Draw the marker's name in a filled tag left of the first row, or inside the page's edge when there is no room."""
    font = ImageFont.load_default(size=max(10.0, 8.5 * scale))
    text = f"[{name}]"
    width = pen.textlength(text, font=font) + 6 * scale
    height = 13 * scale
    x1 = row[0] - 3 * scale if row[0] - 3 * scale >= width else width
    middle = (row[1] + row[3]) / 2
    pen.rounded_rectangle((x1 - width, middle - height / 2, x1, middle + height / 2), radius=3 * scale, fill=FOCUS_COLOR)
    pen.text((x1 - width / 2, middle), text, fill=TAG_TEXT, font=font, anchor="mm")


def _pixels(box: Box, scale: float, size: tuple[int, int]) -> tuple[float, float, float, float]:
    pad = PAD_POINTS
    edges: Sequence[float] = (box.x0 - pad, box.y0 - pad, box.x1 + pad, box.y1 + pad)
    x0, y0, x1, y1 = (edge * scale for edge in edges)
    x0, y0 = min(max(0.0, x0), size[0] - 1), min(max(0.0, y0), size[1] - 1)
    return x0, y0, max(x0, min(size[0] - 1.0, x1)), max(y0, min(size[1] - 1.0, y1))


def _open(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def _save(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format="PNG", compress_level=3)
    return buffer.getvalue()
