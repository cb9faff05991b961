"""Small grids with figures, prose, refusals and failures, for tests of what shows them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from research.errors import CouldNotAskError
from research.nouns.answers import Answer, AnswerStatus, Citation, Claim, FigureValue, QuestionPlan, Verdict
from research.nouns.facts import Calculation, Period, Span
from research.nouns.grids import Grid, GridCell, GridQuestion

PUMPS, FOODS = "Quillmere Pumps & Instruments, Inc.", "Tarrowby Foods Corporation"
HOSTILE = '=HYPERLINK("http://127.0.0.1","x")'
REVENUE, HISTORY, REASON = "What was revenue?", "What was capex in FY2023 and FY2024?", "Why did margin change?"


def citation(marker: str, quote: str, page: int = 9) -> Citation:
    return Citation(marker, "doc-id", "filing-2024", page, 0, len(quote), quote)


def figure(company: str, number: str, *, scale: int = 10**6, unit: str = "USD", year: int = 2024, marker: str = "1") -> FigureValue:
    period = Period(date(year, 12, 31), date(year, 1, 1), Span.YEAR, f"FY{year}", year)
    value = Decimal(number) * scale
    calculation = Calculation("revenue", "Revenue = Net sales", "as printed", value, unit, period, company, (), ("a note",))
    return FigureValue(Decimal(number), unit, scale, f"{number} at {scale}", "as reported", period.label, calculation, marker)


def answered(question: str, values: tuple[FigureValue, ...], quote: str = "Net sales 1,284.6 1,219.3") -> Answer:
    citations = tuple(citation(value.marker, quote) for value in values)
    claims = tuple(Claim(f"It was so [{one.marker}].", (one,), None, Verdict.SUPPORTED) for one in citations)
    return Answer(question, AnswerStatus.ANSWERED, "", QuestionPlan(question), claims=claims, values=values, citations=citations)


def prose(question: str, *quotes: str) -> Answer:
    citations = tuple(citation(str(place), quote, page=place + 3) for place, quote in enumerate(quotes, 1))
    claims = tuple(Claim(f"“{one.quote}” [{one.marker}]", (one,), None, Verdict.SUPPORTED) for one in citations)
    return Answer(question, AnswerStatus.ANSWERED, "", QuestionPlan(question), claims=claims, citations=citations)


def refused(question: str, *missing: str) -> Answer:
    return Answer(question, AnswerStatus.INSUFFICIENT_EVIDENCE, "Not enough.", QuestionPlan(question), missing=missing)


def make_grid(*rows: tuple[str, Answer | CouldNotAskError | None, Answer | CouldNotAskError | None]) -> Grid:
    """Return a grid of two companies; each row is its question and what each company's cell holds, None for one not asked."""
    grid = Grid(tuple(GridQuestion(row[0], place) for place, row in enumerate(rows)), (PUMPS, FOODS))
    for row, (text, *found) in enumerate(rows):
        for column, one in enumerate(found):
            question, company = GridQuestion(text, row), grid.companies[column]
            if isinstance(one, Answer):
                grid = grid.put((row, column), GridCell(question, company, one))
            elif one is not None:
                grid = grid.put((row, column), GridCell(question, company, error=one))
    return grid


def sample_grid() -> Grid:
    """Return a grid with a cell of every sort."""
    return make_grid(
        (REVENUE, answered(REVENUE, (figure(PUMPS, "1284.6"),)), answered(REVENUE, (figure(FOODS, "318462", scale=1000),))),
        (HISTORY, answered(HISTORY, (figure(PUMPS, "71.5", year=2023), figure(PUMPS, "63.8", marker="2"))), refused(HISTORY, "no filing")),
        (REASON, prose(REASON, "-2 points came from resin.", "Freight cost more."), CouldNotAskError("held by a worker", "wait")),
        (HOSTILE, prose(HOSTILE, "@SUM(A1:A9)"), None),
    )
