"""Printed figures: where they stand in a line of text, and what they are worth."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

CURRENCY = "$€£¥￥₹₩"
DASHES = "-–—−‒―‐‑﹣－"
# White space inside a figure that does not break a line, as thousands are parted with in many countries.
FIXED_SPACES = "\u00a0\u202f\u2009"
_NUMBER = (
    # In India thousands are parted in threes, what is above them in twos.
    rf"[1-9]\d?(?:,\d\d)+,\d{{3}}(?:\.\d+)?|"
    rf"\d{{1,3}}(?:['’]\d{{3}})+(?:\.\d+)?|\d{{1,3}}(?:[{FIXED_SPACES}]\d{{3}})+(?:[.,]\d+)?|\d{{1,3}}(?: \d{{3}})+,\d{{1,2}}|"
    r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}|[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?|\d+,\d{1,2}|0,\d+|\d+(?:\.\d+)?|\.\d+"
)
# A figure: brackets or a minus in front, currency signs in between, digits, but no zeros alone ("£000" is a unit); or a dash alone: nil.
_FIGURE = re.compile(
    rf"(?<![\w.,])(?P<open>[(\[]?\s?)(?P<minus>[{DASHES}]?)(?P<sign>[{CURRENCY}]?\s?)(?P<open2>\(?)(?P<number>(?!00+(?![\d.,]))(?:{_NUMBER}))(?P<close>\s?[)\]]?)(?P<percent>\s?%?\s?\)?)(?![\w])"
)
_NIL = re.compile(rf"(?<!\S)[{DASHES}]+(?!\S)|(?<=[{CURRENCY}])\s?[{DASHES}](?!\S)")
_FILLER = re.compile(rf"[\s{CURRENCY}()\[\]%.*_†‡#]*|(?:US|U\.S\.|CA?|AU?|HK|NT|NZ|S|R)\$|\((?:[a-z]|\d)\)|(?:USD|EUR|GBP|RMB|INR|Rs\.?)")
# No sign or currency's name has so many letters.
_A_WORD = re.compile(r"[A-Za-z]{4}")
# One mark with three digits after it and one to three before.
_DOUBTFUL = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_GROUPED = re.compile(rf"[(]?[{DASHES}]?[{CURRENCY}]?\s?[1-9]\d{{0,2}}(?: \d{{3}})+(?:,\d+)?\s?[)]?\s?%?")
_GROUP_GAP = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
# Figures otherwise: several in one run, parted by commas, or of four digits and more that are no year.
_UNGROUPED = re.compile(r"(?:[\d(),.-]+ )+[\d(),.-]+|\(?\d{1,3}(?:,\d{3})+(?:\.\d+)?\)?|(?!(?:19|20)\d\d$)\d{4,}")
FEWEST_GROUPED = 3
_YEAR = re.compile(r"(?:19|20)\d\d")
_MARKED_YEAR = re.compile(r"(?:19|20)\d\d(?:\s?\((?:\d{1,2}|[a-z])\))+")


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed figure: its place in the string that was read, its value with the printed sign, and whether it is a percentage.

    `doubtful` is the one mark of a figure such as "1.234" or "1,234", which may part thousands or begin decimals; `value` then takes a
    point for the one and a comma for the other, as English does.
    """

    start: int
    end: int
    value: Decimal
    percent: bool = False
    doubtful: str = ""


def find_figures(text: str) -> list[Figure]:
    """Return the figures of a piece of text in order; a dash that stands alone counts as nil."""
    found = [_figure(match) for match in _FIGURE.finditer(text)]
    taken = [(figure.start, figure.end) for figure in found]
    for match in _NIL.finditer(text):
        start, end = match.end() - len(match[0].strip()), match.end()
        if not any(a < end and start < b for a, b in taken):
            found.append(Figure(start, end, Decimal(0)))
    return sorted(found, key=lambda figure: figure.start)


def is_all_figures(text: str) -> bool:
    """Return whether a run holds figures, currency signs, footnote marks and nothing else."""
    if _A_WORD.search(text):
        return False
    rest, at = [], 0
    figures = find_figures(text)
    for figure in figures:
        rest.append(text[at : figure.start])
        at = figure.end
    rest.append(text[at:])
    return bool(figures) and all(_is_filler(part) for part in rest)


@lru_cache(maxsize=65_536)
def is_one_figure(text: str) -> bool:
    """Return whether a cell's text holds one figure and nothing else but signs and marks; asked several times of each cell."""
    text = join_groups(text)
    figures = find_figures(text)
    return len(figures) == 1 and _is_filler(text[: figures[0].start]) and _is_filler(text[figures[0].end :])


def is_filler(text: str) -> bool:
    """Return whether a run holds only currency signs, brackets, leaders or footnote marks."""
    return _is_filler(text) and not find_figures(text)


def is_year(text: str) -> bool:
    """Return whether the text is a bare year, perhaps with a footnote mark."""
    return bool(re.fullmatch(r"(?:19|20)\d\d\s?(?:\([a-z0-9*]\)|[*†])?", text.strip()))


def is_marked_year(text: str) -> bool:
    """Return whether the text is a year with the marks of footnotes, "2018 (2)(3)": the marks are no figures."""
    return bool(_MARKED_YEAR.fullmatch(text.strip()))


def _is_filler(text: str) -> bool:
    return all(_FILLER.fullmatch(part) for part in text.split())


def _figure(match: re.Match[str]) -> Figure:
    number, doubtful = _number(match["number"])
    opened = "(" in match["open"] or "[" in match["open"] or "(" in match["open2"]
    percent = "%" in match["percent"]
    start = match.start("open") if match["open"].strip() else match.start("minus") if match["minus"] else match.start("open2")
    if match["open"].strip() == "" and not match["minus"] and not match["open2"]:
        start = match.start("number")
    end = match.end("close") if match["close"].strip() else match.end("number")
    if percent:
        end = match.start("percent") + len(match["percent"].rstrip())
    negative = bool(match["minus"]) or opened
    return Figure(start, end, -number if negative and number else number, percent, doubtful=doubtful)


def _number(printed: str) -> tuple[Decimal, str]:
    """Return what digits with their marks are worth, and the mark when it alone does not tell what it is."""
    mark = decimal_mark(printed)
    thousands = rf"[{FIXED_SPACES} '’{'.' if mark == ',' else ','}]"
    doubtful = printed[-4] if not mark and _DOUBTFUL.fullmatch(printed) else ""
    return Decimal(re.sub(thousands, "", printed).replace(",", ".")), doubtful


def decimal_mark(printed: str) -> str:
    """Return the mark before a figure's decimals, as its own shape shows it: "." or ","; "" for one that shows neither.

    A mark that occurs twice parts thousands, and so does what comes before another mark; other than three digits after it are decimals.
    """
    marks = [character for character in printed if character in ".,"]
    if not marks:
        return ""
    if len(set(marks)) > 1:
        return marks[-1]
    if len(marks) > 1:
        return "," if marks[0] == "." else "."
    spaced = any(character in f"{FIXED_SPACES} '’" for character in printed)
    return "" if _DOUBTFUL.fullmatch(printed) and not spaced else marks[0]


def common_mark(texts: Iterable[str]) -> str:
    """Return the decimal mark that the figures of these texts agree on, "" when none shows one or they differ."""
    marks = {mark for text in texts for figure in find_figures(text) if (mark := decimal_mark(_digits(text[figure.start : figure.end])))}
    return marks.pop() if len(marks) == 1 else ""


def settle(figure: Figure, mark: str) -> Figure | None:
    """Return a figure as a table with this decimal mark means it; None for one that nothing decides.

    Without a known mark a comma parts thousands, as in nearly all statements that print no decimals; a point stays open.
    """
    if not figure.doubtful or mark == ".":
        return figure
    if not mark:
        return figure if figure.doubtful == "," else None
    return replace(figure, value=figure.value * 1000 if figure.doubtful == "." else figure.value / 1000, doubtful="")


def join_groups(text: str) -> str:
    """Return a text that holds one figure with the plain spaces between its groups of thousands made fixed ones, else as it is."""
    return _GROUP_GAP.sub("\u00a0", text) if _GROUPED.fullmatch(text) else text


def are_grouped(runs: Sequence[str]) -> bool:
    """Return whether the runs of a page part thousands by plain spaces: several do, and nothing is printed in another way.

    Two columns that stand close look alike ("5 120"): a run with groups of other lengths, a comma or four digits in a row speak against it.
    """
    grouped = sum(1 for run in runs if _GROUPED.fullmatch(run))
    return grouped >= FEWEST_GROUPED and not any(_UNGROUPED.fullmatch(run) and not _GROUPED.fullmatch(run) for run in runs)


def _digits(printed: str) -> str:
    """Return a printed figure from its first digit or mark to its last digit."""
    found = re.search(r"[\d.,].*\d", printed)
    return found[0] if found else ""
