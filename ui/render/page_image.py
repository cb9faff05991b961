"""Page images with the cited lines boxed: PNG bytes in, PNG bytes out."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFont

from research.nouns.answers import Citation
from research.nouns.documents import Box
from ui.render.crops import Crop
from ui.render.words import counted

ROW_COLOR = (255, 226, 120)
OTHER_COLOR = (222, 232, 240)
EDGE_COLOR = (214, 158, 0)
FOCUS_COLOR = (200, 52, 20)
OTHER_EDGE = (70, 104, 134)
TAG_TEXT = (255, 255, 255)
TORN_PAPER = (236, 236, 232)
TORN_INK = (96, 100, 104)
PAD_POINTS = 2.0
# The names in a tag are made smaller when they are wider than the margin beside a crop's rows.
TAG_POINTS = 24.0
TORN_POINTS, EDGE_POINTS = 13.0, 4.0
INK_BELOW = 200
# Ink further than this from a band's edge is another line's.
EDGE_SEARCH = 8.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's size in points."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Light:
    """What to light on a page: rows, the figure inside them, its column's heads, the name on the tag ("1"), and how strongly."""

    rows: tuple[Box, ...]
    focus: tuple[Box, ...] = ()
    name: str = ""
    heads: tuple[Box, ...] = ()
    is_main: bool = True


def lights_of(lit: Citation | None, others: Sequence[Citation], heads: tuple[Box, ...] = ()) -> list[Light]:
    """Return the light of the clicked citation, first, and one for each row of others, its figures ringed and named from left to right.

    `heads` are those of the clicked figure's column. Its own row is tinted once: other figures of it are only ringed.
    """
    found = [Light(lit.boxes, lit.focus, lit.marker, heads)] if lit else []
    rows: dict[tuple[Box, ...], list[Citation]] = {}
    for one in others:
        rows.setdefault(one.boxes, []).append(one)
    for boxes, cited in rows.items():
        cited.sort(key=lambda one: one.focus[0].x0 if one.focus else 0.0)
        focus = tuple(box for one in cited for box in one.focus)
        tinted = lit is not None and boxes == lit.boxes
        found.append(Light(() if tinted else boxes, focus, " ".join(one.marker for one in cited), is_main=False))
    return found


def draw_page(png: bytes, sheet: Sheet, lights: Sequence[Light]) -> bytes:
    """Return the page image with a translucent box on each cited row, a ring on the figure, and a tag with the marker's name.

    Boxes are in points, origin top left; ink under a box stays as dark as it was. A dashed box stands around column heads.
    """
    return _save(_drawn(_open(png), sheet, lights))


def draw_crop(png: bytes, sheet: Sheet, lights: Sequence[Light], crop: Crop) -> bytes:
    """Return the bands of a crop under each other, lit as the page is, a torn strip between those that do not touch.

    A band's upper and lower edge move outward to a row without ink, so that no line of text is cut in half.
    """
    image = _open(png)
    scale = image.width / sheet.width
    left, right = round(crop.left * scale), round(crop.right * scale)
    blank = _blank_rows(image.crop((left, 0, right, image.height)))
    image = _drawn(image, sheet, lights)
    parts: list[Image.Image] = []
    for band in crop.bands:
        if parts:
            parts.append(_torn(right - left, band.left_out, scale))
        top = _nearest(blank, band.top * scale, step=-1, most=EDGE_SEARCH * scale)
        bottom = _nearest(blank, band.bottom * scale, step=1, most=EDGE_SEARCH * scale)
        parts.append(image.crop((left, top, right, max(bottom, top + 1))))
    edge = Image.new("RGB", (right - left, round(EDGE_POINTS * scale)), (255, 255, 255))
    return _save(_stacked([edge, *parts, edge]))


def _drawn(image: Image.Image, sheet: Sheet, lights: Sequence[Light]) -> Image.Image:
    """Draw the lights into the image, the first one on top, and return it."""
    scale = image.width / sheet.width
    for light in reversed(lights):
        _draw_rows(image, light, scale)
    pen = ImageDraw.Draw(image)
    for light in reversed(lights):
        edge = FOCUS_COLOR if light.is_main else OTHER_EDGE
        for box in (_pixels(item, scale, image.size) for item in light.focus):
            width = max(2, round(scale * (1.5 if light.is_main else 0.8)))
            pen.rounded_rectangle(box, radius=scale * 2, outline=edge, width=width)
        for box in (_pixels(item, scale, image.size) for item in light.heads):
            _dashed(pen, box, scale)
        if light.name and light.rows:
            _tag(pen, light.name, _pixels(light.rows[0], scale, image.size), scale=scale, fill=edge)
    return image


def _draw_rows(image: Image.Image, light: Light, scale: float) -> None:
    """Tint the rows of a light and outline them."""
    pen = ImageDraw.Draw(image)
    fill, edge = (ROW_COLOR, EDGE_COLOR) if light.is_main else (OTHER_COLOR, OTHER_EDGE)
    for item in light.rows:
        box = _pixels(item, scale, image.size)
        area = (round(box[0]), round(box[1]), round(box[2]) + 1, round(box[3]) + 1)
        part = image.crop(area)
        image.paste(ImageChops.multiply(part, Image.new("RGB", part.size, fill)), area[:2])
        pen.rectangle(box, outline=edge, width=max(1, round(scale * 0.7)))


def _dashed(pen: ImageDraw.ImageDraw, box: tuple[float, float, float, float], scale: float) -> None:
    """Draw a dashed box: the column's head, lighter than the figure's ring."""
    x0, y0, x1, y1 = box
    step, width = 4 * scale, max(1, round(scale * 0.8))
    for y in (y0, y1):
        x = x0
        while x < x1:
            pen.line((x, y, min(x + step * 0.6, x1), y), fill=FOCUS_COLOR, width=width)
            x += step
    for x in (x0, x1):
        y = y0
        while y < y1:
            pen.line((x, y, x, min(y + step * 0.6, y1)), fill=FOCUS_COLOR, width=width)
            y += step


def _torn(width: int, left_out: int, scale: float) -> Image.Image:
    """Return the strip between two bands: a torn edge above and below, and how many lines are not shown."""
    height = round(TORN_POINTS * scale)
    strip = Image.new("RGB", (width, height), TORN_PAPER)
    pen = ImageDraw.Draw(strip)
    tooth = max(2, round(2 * scale))
    for base, tip in ((0, tooth), (height - 1, height - 1 - tooth)):
        points = [(x, base if place % 2 else tip) for place, x in enumerate(range(0, width + 2 * tooth, 2 * tooth))]
        pen.line(points, fill=TORN_INK, width=1)
    font = ImageFont.load_default(size=max(9.0, 6.5 * scale))
    text = f"{counted(left_out, 'line')} not shown" if left_out > 0 else "not shown"
    pen.text((width / 2, height / 2), text, fill=TORN_INK, font=font, anchor="mm")
    return strip


def _stacked(parts: Sequence[Image.Image]) -> Image.Image:
    whole = Image.new("RGB", (parts[0].width, sum(part.height for part in parts)), (255, 255, 255))
    y = 0
    for part in parts:
        whole.paste(part, (0, y))
        y += part.height
    return whole


def _blank_rows(image: Image.Image) -> list[bool]:
    """Return for each row of pixels whether it carries no ink."""
    darkest = np.asarray(image.convert("L")).min(axis=1)
    return [bool(value > INK_BELOW) for value in darkest]


def _nearest(blank: list[bool], edge: float, *, step: int, most: float) -> int:
    """Return the first row without ink from an edge outward, the edge itself when there is none within `most` pixels."""
    place = start = min(max(round(edge), 0), len(blank) - 1)
    while 0 < place < len(blank) - 1 and not blank[place]:
        place += step
        if abs(place - start) > most:
            return start
    return place


def _tag(pen: ImageDraw.ImageDraw, name: str, row: tuple[float, float, float, float], *, scale: float, fill: tuple[int, int, int]) -> None:
    """Draw the marker's name in a filled tag left of the first row, or inside the page's edge when there is no room."""
    text = f"[{name}]"
    font = ImageFont.load_default(size=max(10.0, 8.5 * scale))
    if (long := pen.textlength(text, font=font)) > TAG_POINTS * scale:
        font = ImageFont.load_default(size=max(5.0 * scale, 8.5 * scale * TAG_POINTS * scale / long))
    width = pen.textlength(text, font=font) + 6 * scale
    height = 13 * scale
    x1 = row[0] - 3 * scale if row[0] - 3 * scale >= width else width
    middle = (row[1] + row[3]) / 2
    pen.rounded_rectangle((x1 - width, middle - height / 2, x1, middle + height / 2), radius=3 * scale, fill=fill)
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
