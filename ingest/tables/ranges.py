"""Cells that state more than a bare figure: a range ("$9.20 to $9.70", "3% – 5%"), or a figure with its own scale ("$63.8 million")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from ingest.statements.figures import Figure, find_figures, is_year
from ingest.statements.units import read_scale

_NUMBER = r"[($€£~≈-]*\s?\d[\d,]*(?:\.\d+)?\)?\s?%?"
_SCALE = r"(?:\s?(?:thousand|million|billion|mm|bn|[MB])\b)?"
_ABOUT = r"(?:(?:approximately|approx\.|about|around|~|≈|up to|at least)\s*)?"
_RANGE = re.compile(rf"{_ABOUT}(?P<first>{_NUMBER}{_SCALE})\s*(?:\bto\b|–|—|-|\band\b)\s*(?P<second>{_NUMBER}{_SCALE})", re.IGNORECASE)
_SCALED = re.compile(rf"(?P<about>{_ABOUT})(?P<first>{_NUMBER}{_SCALE})", re.IGNORECASE)
# A hyphen between bare whole numbers joins days, pages or years rather than ends of a range.
_BARE = re.compile(r"\d+\s?[-–—]\s?\d+")
LONGEST = 60
# What such a cell has besides digits: something between two figures, or a word.
_LIKELY = re.compile(r"\d.*(?:[–—-]|\bto\b|\band\b).*\d|\d.*[A-Za-z]|[A-Za-z~≈].*\d", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Stretch:
    """What such a cell states: the two ends (equal for a single figure), as printed, whether in percent, and its own scale or None."""

    low: Decimal
    high: Decimal
    percent: bool
    scale: int | None


def read_stretch(text: str) -> Stretch | None:
    """Return what a cell states that is a range or a figure with a scale of its own; None for anything else, bare figures included."""
    if len(text) > LONGEST or not _LIKELY.search(text):
        return None
    text = " ".join(text.split())
    if match := _RANGE.fullmatch(text):
        return _range(match, text)
    match = _SCALED.fullmatch(text)
    if match and (read_scale(match["first"].lower()) or match["about"]):
        figure = _one(match["first"])
        return Stretch(figure.value, figure.value, figure.percent, read_scale(match["first"])) if figure else None
    return None


def _range(match: re.Match[str], text: str) -> Stretch | None:
    first, second = _one(match["first"]), _one(match["second"])
    if first is None or second is None or _BARE.fullmatch(text) or is_year(match["first"]) or is_year(match["second"]):
        return None
    scale = read_scale(match["second"])
    own = read_scale(match["first"])
    if (own and own != scale) or first.value > second.value:
        return None
    return Stretch(first.value, second.value, first.percent or second.percent, scale)


def _one(text: str) -> Figure | None:
    found = find_figures(re.sub(r"[A-Za-z~≈]", " ", text).strip())
    return found[0] if len(found) == 1 else None
