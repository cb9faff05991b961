"""A cell of a draft's table as a figure: its row says of what it is, its column when or whose, the caption in which unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from research.drafting.checking.claims import FigureClaim, Kind
from research.drafting.checking.context import DraftContext
from research.drafting.checking.groups import narrowing_in
from research.drafting.checking.reading import UNTOLD, SentenceRead, is_known, with_year
from research.drafting.checking.scales import scale_in
from research.drafting.checking.when import Around, Times
from research.nouns.answers import PeriodTerm
from research.nouns.drafts import DraftCell, DraftTable
from research.planning.topics import TopicMatch
from research.text.figures import PERCENT, POINTS, TIMES, PrintedFigure, printed_figures

_CHANGE = re.compile(
    r"\bchanges?\b|\bgrowth\b|\bvar(?:iance)?\b|\by[/-]?o[/-]?y\b|\bincrease\b|Δ|\bvs\.?\b|\+/-|同比|环比|增速|增幅|变动|增减",
    re.IGNORECASE,
)
_EXPECTED = re.compile(
    r"(?:19|20)?\d\dE\b|\bestimates?\b|\bforecasts?\b|\bguidance\b|\bconsensus\b|\boutlook\b|\btarget\b|预测|预计|预期|指引|目标",
    re.IGNORECASE,
)
_PERCENT_HEAD = re.compile(r"\(\s*(?:in\s+)?(?:%|percent)\s*\)|^\s*%|%\s*$|\bpercent\b", re.IGNORECASE)
_OF_WHOLE = re.compile(r"(?:%|percent|percentage|share)\s+of\b", re.IGNORECASE)
_BARE = re.compile(r"[\s$€£¥()%+\-–−.,xX]*|[\s$€£¥()%+\-–−.,xX]*(?:pp|bps|pts?|per cent|percent|m|mn|bn|million|billion)[\s)]*")
_OF_TABLE = re.compile(r"\b(?:tables?|below|following|figures\s+(?:are\s+)?in|amounts\s+(?:are\s+)?in)\b", re.IGNORECASE)
# A bare year that heads a column is written as a figure.
_YEAR = re.compile(r"^\(?(?:FY\s?)?(?:19|20)\d\d[AE]?\)?$")


def is_figure(text: str) -> bool:
    """Return whether a cell holds one figure and nothing else."""
    figures = printed_figures(text)
    if len(figures) != 1 or _YEAR.match(text.strip()):
        return False
    rest = f"{text[: figures[0].start]} {text[figures[0].end :]}"
    return bool(_BARE.fullmatch(rest))


def cell_claim(
    cell: DraftCell, text: str, table: DraftTable, *, context: DraftContext, around: Around
) -> tuple[FigureClaim, SentenceRead] | None:
    """Return what a cell says and how it was read, None where it says nothing that can be looked up: no figure, one that is expected."""
    heads = " ".join(cell.column_heads)
    if not is_figure(text) or _EXPECTED.search(f"{heads} {cell.row_head}"):
        return None
    row, column = context.read(cell.row_head), context.read(heads)
    above = [context.read(one) for one in dict.fromkeys((table.caption, _lead_in(table.before))) if one]
    topic_of = next((one for one in (row, column) if one.topics), row)
    company = _company([row, column, *above]) or around.company
    period = _period(row, column, above, around)
    topics = topic_of.topics
    whole = topics[-1] if len(topics) > 1 and _OF_WHOLE.search(topic_of.text[: topics[-1].start]) else None
    name = topics[0] if topics else _of_caption(above)
    figure = _scaled(printed_figures(text)[0], name.topic.unit if name else "", cell, table)
    kind = _kind(figure, name.topic.unit if name else "", f"{heads} {cell.row_head}", is_share=whole is not None)
    if kind is None:
        return None
    narrowing = narrowing_in(topic_of, 0, len(topic_of.text), topics)
    narrowing = tuple(word for word in narrowing if word not in {"usd", "us", "$m", "$bn", "million", "change"})
    claim = FigureClaim(
        figure, kind, name.topic if name else None, name.words if name else "", narrowing, company, period, whole, zone=topic_of.text
    )
    return claim, SentenceRead(text, (figure,), (), (), ())


def _lead_in(before: str) -> str:
    """Return the paragraph over a table where it speaks of the table: it is no sentence of its own, or ends in a colon or names it."""
    is_sentence = before.rstrip().endswith((".", "!", "?"))
    return "" if is_sentence and not _OF_TABLE.search(before) else before


def _of_caption(above: Sequence[SentenceRead]) -> TopicMatch | None:
    """Return the one figure that the lines over a table name, None where they name several or none: "Revenue by product"."""
    named = [one for read in above for one in read.topics]
    return named[0] if len({one.topic.name for one in named}) == 1 else None


def _company(reads: Sequence[SentenceRead]) -> str | None:
    """Return the company that the nearest of some texts names; None where that one names several."""
    for read in reads:
        names = {one.company for one in read.companies}
        if names:
            return names.pop() if len(names) == 1 else None
    return None


def _period(row: SentenceRead, column: SentenceRead, above: Sequence[SentenceRead], around: Around) -> PeriodTerm | None:
    """Return the period of a cell: that of its column, else of its row, with the part of a year that the caption names."""
    for read in (column, row):
        terms = [one.term for one in read.periods]
        if not terms:
            continue
        years = [one for one in terms if one.fiscal_year or one.on]
        parts = [one for one in terms if not is_known(one)]
        if len(years) == 1 and len(parts) == 1:
            return with_year(parts[0], years[0].fiscal_year)
        if len(years) != 1:
            return max(years, key=lambda one: one.fiscal_year or 0) if years and _CHANGE.search(read.text) else None
        return _in_part(years[0], above)
    found = [Times(read, around).main().period for read in above if read.periods]
    return next((one for one in found if one is not None), around.period)


def _in_part(year: PeriodTerm, above: Sequence[SentenceRead]) -> PeriodTerm | None:
    """Return a year as the part of it that the lines over a table name, as itself where they name none."""
    parts = {
        one.term.fiscal_period
        for read in above
        for one in read.periods
        if one.term.on is None and one.term.fiscal_period not in {"FY", "date", UNTOLD}
    }
    if year.fiscal_period != "FY" or not parts:
        return year
    return replace(year, fiscal_period=parts.pop()) if len(parts) == 1 else None


def _scaled(figure: PrintedFigure, unit: str, cell: DraftCell, table: DraftTable) -> PrintedFigure:
    """Return the figure of a cell in the unit that its heads name, at the scale that they or the caption do."""
    near, far = (
        f"{cell.row_head} {' '.join(cell.column_heads)}",
        f"{table.caption} {table.before} {table.rows[0][0] if table.rows and table.rows[0] else ''}",
    )
    if not figure.unit and (_PERCENT_HEAD.search(near) or unit == PERCENT):
        return replace(figure, unit=PERCENT)
    if figure.unit in {PERCENT, POINTS, TIMES} or figure.scale or "per share" in unit or unit in {"x", "days"}:
        return figure
    scale = scale_in(near) or scale_in(far)
    return replace(figure, scale=scale) if scale else figure


def _kind(figure: PrintedFigure, unit: str, heads: str, *, is_share: bool) -> Kind | None:
    """Return what the figure of a cell is, None where a percentage is of something that its heads do not tell."""
    if is_share:
        return Kind.SHARE
    changes = _CHANGE.search(heads) is not None
    if figure.unit == POINTS:
        return Kind.CHANGE
    if figure.unit == PERCENT and unit != PERCENT:
        return Kind.GROWTH if changes else None
    if changes:
        return Kind.GROWTH if figure.unit == PERCENT else Kind.CHANGE
    return Kind.LEVEL
