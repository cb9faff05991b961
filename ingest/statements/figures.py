"""Printed figures: where they stand in a line of text, and what they are worth."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

CURRENCY = "$€£¥"
DASHES = "-–—−‒―"
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
# A figure: brackets or a minus in front, currency signs in between, digits; or a dash alone, which means nil.
_FIGURE = re.compile(
    rf"(?<![\w.,])(?P<open>[(\[]?\s?)(?P<minus>[{DASHES}]?)(?P<sign>[{CURRENCY}]?\s?)(?P<open2>\(?)(?P<number>{_NUMBER})(?P<close>\s?[)\]]?)(?P<percent>\s?%?\s?\)?)(?![\w])"
)
_NIL = re.compile(rf"(?<!\S)[{DASHES}]+(?!\S)|(?<=[{CURRENCY}])\s?[{DASHES}](?!\S)")
_FILLER = re.compile(rf"[\s{CURRENCY}()\[\]%.*_†‡#]*|(?:US|U\.S\.|C|A|HK)\$|\((?:[a-z]|\d)\)|(?:USD|EUR|GBP|RMB|Rs\.?)")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed figure: its place in the string that was read, its value with the printed sign, and whether it is a percentage."""

    start: int
    end: int
    value: Decimal
    percent: bool = False
    nil: bool = False


def find_figures(text: str) -> list[Figure]:
    """Return the figures of a piece of text in order; a dash that stands alone counts as nil."""
    found = [_figure(match) for match in _FIGURE.finditer(text)]
    taken = [(figure.start, figure.end) for figure in found]
    for match in _NIL.finditer(text):
        start, end = match.end() - len(match[0].strip()), match.end()
        if not any(a < end and start < b for a, b in taken):
            found.append(Figure(start, end, Decimal(0), nil=True))
    return sorted(found, key=lambda figure: figure.start)


def is_all_figures(text: str) -> bool:
    """Return whether a run holds figures, currency signs, footnote marks and nothing else."""
    rest, at = [], 0
    figures = find_figures(text)
    for figure in figures:
        rest.append(text[at : figure.start])
        at = figure.end
    rest.append(text[at:])
    return bool(figures) and all(_is_filler(part) for part in rest)


@lru_cache(maxsize=16_384)
def is_one_figure(text: str) -> bool:
    """Return whether a run holds one figure and nothing else but signs and marks; cells are asked this several times over."""
    return is_all_figures(text) and len(find_figures(text)) == 1


def is_filler(text: str) -> bool:
    """Return whether a run holds only currency signs, brackets, leaders or footnote marks."""
    return _is_filler(text) and not find_figures(text)


def is_year(text: str) -> bool:
    """Return whether the text is a bare year, perhaps with a footnote mark."""
    return bool(re.fullmatch(r"(?:19|20)\d\d\s?(?:\([a-z0-9*]\)|[*†])?", text.strip()))


def _is_filler(text: str) -> bool:
    return all(_FILLER.fullmatch(part) for part in text.split())


def _figure(match: re.Match[str]) -> Figure:
    number = Decimal(match["number"].replace(",", ""))
    opened = "(" in match["open"] or "[" in match["open"] or "(" in match["open2"]
    percent = "%" in match["percent"]
    start = match.start("open") if match["open"].strip() else match.start("minus") if match["minus"] else match.start("open2")
    if match["open"].strip() == "" and not match["minus"] and not match["open2"]:
        start = match.start("number")
    end = match.end("close") if match["close"].strip() else match.end("number")
    if percent:
        end = match.start("percent") + len(match["percent"].rstrip())
    negative = bool(match["minus"]) or opened
    return Figure(start, end, -number if negative and number else number, percent)
