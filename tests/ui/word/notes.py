"""A draft of ours that has everything a draft can have, of an invented company."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from research.nouns.answers import Citation, Claim
from research.nouns.drafts import (
    ChartBlock,
    ChartForm,
    ChartSeries,
    CitedSource,
    Draft,
    DraftState,
    MissingBlock,
    ParagraphBlock,
    ParagraphStyle,
    Section,
    TableBlock,
    Voice,
)

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def cited(number, page, row=""):
    citation = Citation(str(number), "id-fenn", "fennimore-10k-2024", page, 0, 9, "Net sales")
    link = f"http://127.0.0.1:8501/?document=fennimore-10k-2024&page={page}"
    return CitedSource(citation, "Fennimore 10-K 2024", datetime(2025, 2, 14, tzinfo=UTC), "Income statement", row, link)


SALES, COSTS, CALL = cited(1, 41, "Net sales"), cited(2, 42, "Cost of sales"), cited(3, 7)


def table():
    rows = (
        (Claim("Per unit"), Claim(""), Claim("")),
        (Claim("Net sales"), Claim("1,234"), Claim("1,200")),
        (Claim("Cost of sales"), Claim("(900)"), Claim("n.m.")),
        (Claim("Profit"), Claim("334"), Claim("330")),
    )
    places = (SALES.citation, COSTS.citation)
    return TableBlock("Results of Fennimore", ("", "FY2024A", "FY2025E"), rows, places, "US$ in millions", (3,))


def chart():
    sales = ChartSeries("Sales", (Decimal("1200.5"), Decimal(1234), None))
    costs = ChartSeries("成本", (Decimal(-870), Decimal(900), Decimal(950)))
    labels = ("FY2023", "FY2024", "FY2025E")
    words = "Sales rose from 1,200.5 to 1,234."
    return ChartBlock("Sales and costs", words, "US$ m", labels, (sales, costs), (SALES.citation,))


def own_draft(**changes):
    sales = Claim("Net sales were $1,234 million.", (SALES.citation,))
    results = (
        ParagraphBlock((sales, Claim("Costs fell.", (COSTS.citation, SALES.citation)))),
        table(),
        chart(),
        replace(chart(), caption="The same as lines", form=ChartForm.LINES, estimates_from=2, sources=()),
        MissingBlock("The FY2021 10-K is not in the library."),
    )
    outlook = (
        ParagraphBlock((Claim("Sales of $1,300 million are expected.", (CALL.citation,)),), voice=Voice.ESTIMATE),
        ParagraphBlock((Claim("Freight <costs>"),), ParagraphStyle.BULLET, Voice.OPINION),
        ParagraphBlock((Claim("Another item"),), ParagraphStyle.BULLET),
        ParagraphBlock((Claim("“We are confident.”", (CALL.citation,)),), ParagraphStyle.QUOTE),
        ParagraphBlock((Claim("This is no offer."),), ParagraphStyle.NOTE),
    )
    sections = (Section("Results", results), Section("Outlook & risks", outlook, 2))
    draft = Draft(
        "d1", "Fennimore plc", "Fennimore plc", "results-note", DraftState.DRAFT, 1, sections, AT, "Results note", (SALES, COSTS, CALL), AT
    )
    return replace(draft, **changes)
