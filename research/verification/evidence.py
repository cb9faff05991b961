"""Evidence as the gate reads it: a page or a raw text, cut into sentences and table rows with what stands over them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import takewhile

from research.nouns.facts import Fact
from research.text.figures import PERCENT, PrintedFigure, printed_figures
from research.text.words import sentences
from research.verification.words import topics_in, years_in

_UNIT_LINE = re.compile(
    r"(?:\(|\b(?:in|dollars in|amounts in|expressed in)\s+)(?:[\w$€£,]+\s+){0,4}?(thousands|millions|billions)\b|"
    r"单位[:：]?\s?(?:人民币)?(千元|万元|百万元|亿元|元)",
    re.IGNORECASE,
)
_SCALES = {
    "thousands": 10**3,
    "millions": 10**6,
    "billions": 10**9,
    "千元": 10**3,
    "万元": 10**4,
    "百万元": 10**6,
    "亿元": 10**8,
    "元": 1,
}
# How many pages are kept as read.
PAGES_KEPT = 128
_HEAD_LINES = 3
_HEADINGS = 6
_LINES_KEPT = 40
_LONGEST_HEADING = 110
# "Sam's Club U.S.(1)": the mark stands close to the last word of a heading.
_FOOTNOTE_MARK = re.compile(r"(?<=[A-Za-z.])(?:\(\d{1,2}\))+$")
# A point that ends a shortened name ends no sentence: "Walmart U.S.", "Beta Foods Inc.".
_SHORTENED = re.compile(r"\b(?:(?:[A-Z]\.){2,}|(?:Inc|Corp|Co|Ltd|Cos)\.)$")
_YEAR_HEAD = re.compile(r"(?:19|20)\d\d")
# A column's head in a line of heads: a change between two years, a year, or a change.
_COLUMN = re.compile(
    r"(?:19|20)\d\d\s*(?:vs\.?|v\.|versus|compared\s+(?:to|with)|over|/|-|–)\s*(?:19|20)\d\d|(?:19|20)\d\d|%?\s?\bchange\b|\bvar(?:iance)?\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(r"\bchanges?\b|\bvar(?:iance)?\b|\bincrease\b|\bvs\b|%", re.IGNORECASE)
_SPAN_HEAD = re.compile(
    r"\b(?:(?:three|six|nine|twelve)[\s-]+months|(?:thirteen|twenty-six|thirty-nine|fifty-two)[\s-]+weeks|"
    r"(?:first|second|third|fourth)\s+quarter|full\s+year|year-to-date)\b",
    re.IGNORECASE,
)
_LABEL_WORD = re.compile(r"[A-Za-z\u4e00-\u9fff]{3,}")
_NIL = re.compile(r"(?<!\S)[$€£]?\s?[-–—](?!\S)")
_WORDS_OF_PROSE = 9


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a text is held against: a page's text with the facts read from it, or a raw text alone.

    `company` and `names` are what the document's company is called ("" and none for a raw text), `others` the names of the library's
    other companies. `fiscal_year`, `fiscal_period` and `period_end` are the document's. `start` is the page's offset in the document:
    facts carry the document's offsets.
    """

    text: str = field(repr=False)
    document: str = ""
    page: int | None = None
    company: str = ""
    names: tuple[str, ...] = ()
    others: tuple[str, ...] = field(default=(), hash=False)
    facts: tuple[Fact, ...] = field(default=(), repr=False, hash=False)
    fiscal_year: int | None = None
    fiscal_period: str | None = None
    period_end: date | None = None
    start: int = 0

    @property
    def place(self) -> str:
        """Return how the evidence is named in a reason: "quillmere-10k-2024, page 11"."""
        return f"{self.document}, page {self.page}" if self.document else "the text given"


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence or a table row of the evidence: its text and offsets, the lines over it, and the multiplier of its table.

    `heads` are a row's column heads, one for each figure, none where they could not be read. `scale` is None where nothing prints it;
    a sentence's is 1.
    """

    evidence: Evidence
    text: str
    start: int
    over: str
    is_row: bool
    label: str = ""
    heads: tuple[str, ...] = ()
    scale: int | None = 1
    figures: tuple[PrintedFigure, ...] = ()

    @property
    def context(self) -> str:
        """Return the passage with the lines over it."""
        return f"{self.over}\n{self.text}"


@dataclass(frozen=True, slots=True)
class Stated:
    """One figure of the evidence: where it stands, what it is worth, the head of its column, and its fact where one was read.

    `at` is its place among the figures of its passage.
    """

    passage: Passage
    figure: PrintedFigure
    at: int = 0
    head: str = ""
    fact: Fact | None = None

    @property
    def amounts(self) -> tuple[Decimal, ...]:
        """Return what the figure may be worth in units, its table's multiplier applied."""
        if self.fact:
            return (self.fact.value,)
        if self.figure.scale or self.figure.unit in {PERCENT, "pp", "x"} or self.passage.scale in {None, 1}:
            return (self.figure.value,)
        return (self.figure.number * (self.passage.scale or 1), self.figure.number)


@lru_cache(maxsize=PAGES_KEPT)
def passages_of(evidence: Evidence) -> tuple[Passage, ...]:
    """Return the sentences and table rows of the evidence in order."""
    found: list[Passage] = []
    over: list[str] = []
    block: list[tuple[int, str]] = []
    at = 0
    for line in evidence.text.splitlines(keepends=True):
        text = line.strip()
        if not text:
            found += _sentences(evidence, block, over)
            block = []
        elif _is_row(text) or _is_heading(text):
            found += _sentences(evidence, block, over)
            if block and _is_row(text) and _may_head(block[-1][1]):
                over = [*over, block[-1][1].strip()]
            block = []
            if _is_row(text):
                found.append(_row(evidence, text, at + line.index(text[0]), over))
            over = [*over[-_LINES_KEPT:], text]
        else:
            block.append((at, line))
        at += len(line)
    return (*found, *_sentences(evidence, block, over))


def figures_of(evidence: Evidence) -> tuple[Stated, ...]:
    """Return the figures of the evidence in order, each with its fact where one was read from the page."""
    facts = {fact.cell_start - evidence.start: fact for fact in evidence.facts}
    found: list[Stated] = []
    for passage in passages_of(evidence):
        columns = passage.heads if len(passage.heads) == len(passage.figures) else ()
        for number, figure in enumerate(passage.figures):
            first = passage.start + figure.start
            near = (facts[at] for at in range(first - 2, passage.start + figure.end) if at in facts)
            fact = next((one for one in near if one.cell_end - evidence.start > first), None)
            found.append(Stated(passage, figure, number, columns[number] if columns else "", fact))
    return tuple(found)


def rows_beside(stated: Stated) -> tuple[Passage, ...]:
    """Return the rows of a figure's table, its own among them, with as many figures: up to a line that is no such row."""
    passages = passages_of(stated.passage.evidence)
    at = next((at for at, one in enumerate(passages) if one.start == stated.passage.start and one.is_row), None)
    if at is None:
        return ()
    count = len(stated.passage.figures)
    before = [*takewhile(lambda one: one.is_row and len(one.figures) == count, reversed(passages[:at]))]
    after = takewhile(lambda one: one.is_row and len(one.figures) == count, passages[at:])
    return (*reversed(before), *after)


def _is_row(line: str) -> bool:
    """Return whether a line is a table row: a label and figures that end it, or a line of column heads."""
    figures = printed_figures(_FOOTNOTE_MARK.sub("", line))
    if not figures:
        return bool(_YEAR_HEAD.search(line)) and len(_YEAR_HEAD.findall(line)) > 1 and _is_line_of_heads(line)
    if _has_cell(line):
        return True
    tail = line[figures[0].start :]
    words = re.findall(r"[A-Za-z\u4e00-\u9fff]{2,}", tail)
    ends = len(line) - figures[-1].end <= 6 and not line.rstrip().endswith((".", ";", ","))
    return ends and len(words) <= len(figures) and not (len(figures) == 1 and len(line.split()) > _WORDS_OF_PROSE + 5)


def _has_cell(line: str) -> bool:
    """Return whether a cell of a line that is parted by tabs, as tables of files are, holds a figure alone."""
    cells = [cell.strip() for cell in line.split("\t")[1:]]
    return any((found := printed_figures(cell)) and found[0].start == 0 and found[0].end == len(cell) for cell in cells)


def _is_line_of_heads(line: str) -> bool:
    """Return whether a line that names years names columns: hardly more words than years, a bracket that says the units aside."""
    plain = re.sub(r"\([^()]*\)", " ", line)
    return not line.endswith((".", ";")) and len(plain.split()) <= 6 + 2 * len(_YEAR_HEAD.findall(plain))


def _is_heading(line: str) -> bool:
    ends = line[-1] in ";," or (line[-1] == "." and not _SHORTENED.search(line))
    if len(line) > _LONGEST_HEADING or ends or not (line[0].isupper() or line[0] in "(“" or "\u4e00" <= line[0] <= "\u9fff"):
        return False
    return line[-1] in ":)" or len(line.split()) <= _WORDS_OF_PROSE


def _may_head(line: str) -> bool:
    """Return whether a line right above a row may hold column heads: it ends no sentence and has no figure."""
    text = line.strip()
    return len(text) <= 2 * _LONGEST_HEADING and text[-1:] not in ".;," and not printed_figures(text)


def _row(evidence: Evidence, text: str, start: int, over: Sequence[str]) -> Passage:
    figures = printed_figures(text)
    begins = _end_of_label(text, figures)
    inside = sum(1 for figure in figures if figure.start < begins)
    heads = _heads(over, text[begins:])
    # Figures inside the label are of the row's periods all together.
    heads = (*[" ".join(_YEAR_HEAD.findall(" ".join(heads)))] * inside, *heads) if heads else ()
    return Passage(
        evidence,
        text,
        start,
        _over_row(over),
        True,
        text[:begins].strip(" $€£¥") if figures else text,
        heads,
        _table_scale(evidence, start),
        figures,
    )


def _end_of_label(text: str, figures: Sequence[PrintedFigure]) -> int:
    """Return where the label of a row ends: after its last word, figures inside it passed ("net of depreciation of $19 and $17")."""
    last = max((match.end() for match in _LABEL_WORD.finditer(text)), default=0)
    if any(figure.start >= last for figure in figures):
        return last
    return figures[0].start if figures else len(text)


def _heads(over: Sequence[str], text: str) -> tuple[str, ...]:
    """Return the head of each figure of a row: its year and the span named over it, by the nearest line that names years enough.

    Columns of changes ("2022 vs. 2021", "Change") have no year; a dash in the row is a column without a figure.
    """
    cells = _cells(text)
    for back, line in enumerate(reversed(over)):
        columns = _COLUMN.findall(line)
        years = [one for one in columns if _YEAR_HEAD.fullmatch(one)]
        if not years or not cells or len(line.split()) > 8 + 6 * len(cells):
            continue
        above = " ".join(over[max(0, len(over) - back - 4) : len(over) - back])
        heads = _fitted(_with_spans(columns, above), len(cells), f"{above} {' '.join(columns)}")
        if heads:
            return tuple(head for head, is_figure in zip(heads, cells, strict=True) if is_figure)
        if len(years) > 1:
            return ()
    return ()


def _fitted(heads: list[str], count: int, above: str) -> list[str]:
    """Return the heads of as many columns as a row has, none where that cannot be told."""
    if len(heads) == count:
        return heads
    leading = next((at for at, head in enumerate(heads) if not _YEAR_HEAD.search(head)), len(heads))
    if leading == count:
        return heads[:count]
    if len(heads) < count and _CHANGE.search(above):
        return [*heads, *[""] * (count - len(heads))]
    return []


def _over_row(over: Sequence[str]) -> str:
    """Return what stands over a row: the last headings and column heads, other rows left out."""
    heads = [line for line in over if not _is_row(line) or not _has_label(line)]
    return "\n".join(heads[-_HEADINGS - _HEAD_LINES :])


def _has_label(row: str) -> bool:
    """Return whether a row says what its figures are of: then it says nothing of the rows below it."""
    figures = printed_figures(row)
    return bool(figures and topics_in(row[: figures[0].start]))


def _cells(text: str) -> list[bool]:
    """Return for each column of a row whether it holds a figure or only a dash."""
    figures = printed_figures(text)
    if not figures:
        return []
    marks = [(match.start(), False) for match in _NIL.finditer(text)]
    taken = [(figure.start, figure.end) for figure in figures]
    free = [mark for mark in marks if not any(start <= mark[0] < end for start, end in taken)]
    return [is_figure for _, is_figure in sorted([*free, *((start, True) for start, _ in taken)])]


def _with_spans(columns: Sequence[str], above: str) -> list[str]:
    """Return the year of each column with the span over it, "" for a column of changes: two spans share an even number of columns."""
    years = [one for one in columns if _YEAR_HEAD.fullmatch(one)]
    spans = list(dict.fromkeys(re.sub(r"[\s-]+", " ", match[0].lower()) for match in _SPAN_HEAD.finditer(above)))
    half = len(years) // 2
    if len(spans) == 2 and len(years) % 2 == 0 and years[:half] == years[half:]:
        over = [spans[0]] * half + [spans[1]] * half
    elif len(spans) == 2 and len(years) == 3 and years[0] == years[1]:
        over = [spans[0], spans[1], spans[1]]
    else:
        over = [spans[0] if len(spans) == 1 else ""] * len(years)
    dated = iter(f"{span} {year}".strip() for span, year in zip(over, years, strict=True))
    return [next(dated) if _YEAR_HEAD.fullmatch(one) else "" for one in columns]


def _table_scale(evidence: Evidence, start: int) -> int | None:
    """Return the multiplier that the page prints last before an offset, else the one of its facts, None when neither says."""
    printed = list(_UNIT_LINE.finditer(evidence.text, 0, start + 200))
    before = [match for match in printed if match.start() <= start] or printed
    if before:
        return _SCALES[(before[-1][1] or before[-1][2]).lower()]
    scales = {fact.scale for fact in evidence.facts if fact.scale > 1}
    return scales.pop() if len(scales) == 1 else None


def _sentences(evidence: Evidence, block: Sequence[tuple[int, str]], over: Sequence[str]) -> list[Passage]:
    if not block:
        return []
    first = block[0][0]
    text = "".join(line for _, line in block)
    found = []
    for start, end in sentences(text):
        said = text[start:end]
        found.append(Passage(evidence, said, first + start, "\n".join(over[-2:]), False, figures=printed_figures(said)))
    return found


def years_over(passage: Passage) -> frozenset[int]:
    """Return the years that the lines over a passage name, the nearest line that names any."""
    for line in reversed(passage.over.splitlines()):
        if found := years_in(line):
            return found
    return frozenset()
