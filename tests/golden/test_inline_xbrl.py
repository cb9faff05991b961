"""Inline XBRL filings, each with the tags, metadata and facts that it must be read as."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from ingest.html.loader import HtmlLoader
from ingest.html.transforms import date_of, number_of
from ingest.loaded import Limits, Loaded
from ingest.metadata import read_metadata
from ingest.statements.facts import read_facts
from research.nouns.documents import Tier
from research.nouns.facts import Fact, Span, Statement
from tests.golden.inline_xbrl import BREAK, COVER, context, filing, income_statement, row, tag

MINUS, NIL = 'sign="-"', 'xsi:nil="true"'


def load(*blocks: str, **parts: str) -> Loaded:
    return HtmlLoader(Limits()).load(filing(*blocks, **parts), name="filing.html")


def facts_of(loaded: Loaded) -> tuple[Fact, ...]:
    facts = read_facts(loaded, read_metadata(loaded), document_id="doc", company="Orchard Tools, Inc.")
    assert len({fact.id for fact in facts}) == len(facts)
    for fact in facts:
        assert loaded.text[fact.cell_start : fact.cell_end] == fact.printed
        assert fact.start <= fact.cell_start < fact.cell_end <= fact.end
        page = loaded.pages[fact.page - 1]
        assert page.start <= fact.start < fact.end <= page.end
    return facts


def values(facts: tuple[Fact, ...], concept: str) -> dict[str, Decimal]:
    return {fact.period.label: fact.value for fact in facts if fact.concept == concept}


@pytest.mark.parametrize(
    ("printed", "form", "scale", "sign", "value"),
    [
        ("1,577", "ixt:num-dot-decimal", "6", "", "1577000000"),
        ("1.577,5", "ixt:num-comma-decimal", "3", "-", "-1577500"),
        ("1 577.25", "ixt4:numspacedot", "", "", "1577.25"),
        ("30.8", "ixt:num-dot-decimal", "-2", "", "0.308"),
        ("—", "ixt:fixed-zero", "6", "", "0"),
        ("-", "ixt:zerodash", "", "-", "0"),
        ("", "ixt:nocontent", "", "", None),
        ("3.04", "", "", "", "3.04"),
        ("no", "ixt-sec:numwordsen", "", "", "0"),
        ("Twenty-five million", "ixt-sec:numwordsen", "", "", "25000000"),
        ("one hundred and two", "ixt-sec:numwordsen", "", "", "102"),
        ("several", "ixt-sec:numwordsen", "", "", None),
        ("5", "ixt:num-dot-decimal", "999999999", "", None),
        ("9" * 500, "ixt:num-dot-decimal", "6", "", None),
    ],
)
def test_a_printed_number_by_its_transformation(printed: str, form: str, scale: str, sign: str, value: str | None):
    assert number_of(printed, form, scale=scale, sign=sign) == value


@pytest.mark.parametrize(
    ("printed", "form", "on"),
    [
        ("December 31, 2024", "ixt:date-monthname-day-year-en", date(2024, 12, 31)),
        ("2024-12-31", "", date(2024, 12, 31)),
        ("31.12.2024", "ixt:date-day-month-year", date(2024, 12, 31)),
        ("12/31/24", "ixt:date-month-day-year", date(2024, 12, 31)),
        ("soon", "", None),
    ],
)
def test_a_printed_date(printed: str, form: str, on: date | None):
    assert date_of(printed, form) == on


def test_every_tag_comes_with_its_place_value_unit_and_context():
    hidden = tag("us-gaap:Goodwill", "90", "end24", scale="6")
    loaded = load(
        f"<p>We sold {tag('us-gaap:Revenues', '4,210', 'fy24')} million, saws {tag('us-gaap:Revenues', '1,100', 'saws')} million.</p>",
        f"<p>A loss of ({tag('us-gaap:NetIncomeLoss', '12', 'fy23', extra=MINUS)}).</p>",
        f"<p>{tag('us-gaap:CommitmentsAndContingencies', '', 'end24', extra=NIL)}</p>",
        f"<p>Per share {tag('us-gaap:EarningsPerShareBasic', '3.10', 'fy24', unit='perShare', scale='')}</p>",
        hidden=hidden,
    )
    goodwill, sales, saws, loss, nil, share = loaded.tagged
    assert (goodwill.value, goodwill.start, goodwill.ends, goodwill.begins) == ("90000000", -1, date(2024, 12, 31), None)
    assert loaded.text[sales.start : sales.end] == sales.text == "4,210"
    assert (sales.value, sales.unit, sales.begins, sales.ends) == ("4210000000", "USD", date(2024, 1, 1), date(2024, 12, 31))
    assert saws.dimensions == (("us-gaap:StatementBusinessSegmentsAxis", "orch:SawsMember"),)
    assert (loss.value, loaded.text[loss.start - 1 : loss.end + 1]) == ("-12000000", "(12)")
    assert (nil.value, nil.start) == (None, -1)
    assert (share.value, share.unit) == ("3.10", "USD/shares")
    assert "90" not in loaded.text


def test_tags_inside_tags_and_continuations_have_their_places():
    inner = tag("us-gaap:LongTermDebt", "750", "end24")
    outer = f'<ix:nonFraction name="us-gaap:DebtInstrumentFaceAmount" contextRef="end24" unitRef="usd" scale="6">{inner}</ix:nonFraction>'
    loaded = load(f'<p><ix:continuation id="c1">Notes of ${outer} million are due.</ix:continuation></p>')
    assert [(one.name, loaded.text[one.start : one.end], one.value) for one in loaded.tagged] == [
        ("us-gaap:DebtInstrumentFaceAmount", "750", "750000000"),
        ("us-gaap:LongTermDebt", "750", "750000000"),
    ]


def test_the_same_filing_as_html_that_is_not_well_formed():
    broken = filing(income_statement()).replace(b"</body>", b"<p>unclosed & loose</body>")
    loaded, sound = HtmlLoader(Limits()).load(broken, name="filing.html"), load(income_statement())
    assert [(one.name, one.value, one.begins, one.unit) for one in loaded.tagged] == [
        (one.name, one.value, one.begins, one.unit) for one in sound.tagged
    ]
    assert loaded.stated == sound.stated


def test_the_cover_states_the_metadata():
    found = read_metadata(load(income_statement()))
    assert (found.company, found.ticker, found.form_type) == ("Orchard Tools, Inc.", "ORCH", "10-K")
    assert (found.fiscal_year, found.fiscal_period, found.period_end, found.tier) == (2024, "FY", date(2024, 12, 31), Tier.AUDITED)
    sources = dict(found.sources)
    assert {sources[name] for name in ("company", "ticker", "form_type", "period_end")} == {"inline XBRL (dei)"}
    assert found.title == "Orchard Tools, Inc. 10-K FY2024"


def test_the_documents_own_name_for_its_year_goes_before_dei():
    cover = tuple((name, "2023" if name.endswith("YearFocus") else value) for name, value in COVER)
    named = "<p>Fiscal 2024 ended on December 31, 2024.</p>"
    assert read_metadata(load(named, cover=cover)).fiscal_year == 2024
    assert read_metadata(load(cover=cover)).fiscal_year == 2023


def test_a_statement_takes_period_and_unit_from_its_tags():
    loaded = load(BREAK, income_statement())
    facts = facts_of(loaded)
    assert values(facts, "revenue") == {"FY2024": 4_210_000_000, "FY2023": 3_980_000_000}
    assert values(facts, "eps_diluted") == {"FY2024": Decimal("3.04"), "FY2023": Decimal("2.61")}
    (interest,) = [fact for fact in facts if fact.concept == "interest_expense" and fact.period.fiscal_year == 2024]
    assert (interest.printed, interest.value, interest.scale, interest.unit) == ("(44)", -44_000_000, 1_000_000, "USD")
    assert (interest.page, interest.period.start, interest.period.span) == (2, date(2024, 1, 1), Span.YEAR)
    assert not any(fact.caveats for fact in facts)


def test_a_tag_names_the_concept_that_the_label_hides():
    loaded = load(income_statement())
    (workshop,) = [fact for fact in facts_of(loaded) if fact.label == "Workshop and design" and fact.period.fiscal_year == 2024]
    assert workshop.concept == "research_and_development"
    without = facts_of(replace(loaded, tagged=()))
    assert [fact.concept for fact in without if fact.label == "Workshop and design"] == [None, None]


def test_a_tag_that_contradicts_the_page_is_a_caveat():
    wrong = tuple(replace(one, value="9990000000") if one.text == "4,210" else one for one in load(income_statement()).tagged)
    facts = facts_of(replace(load(income_statement()), tagged=wrong))
    (sales,) = [fact for fact in facts if fact.concept == "revenue" and fact.period.fiscal_year == 2024]
    assert sales.value == 4_210_000_000
    assert sales.caveats == ("The file tags this figure as 9,990,000,000, which is not what is printed.",)


def test_tagged_figures_elsewhere_become_facts_unless_a_statement_gives_them():
    sales, stock_held = tag("us-gaap:Revenues", "4.2", "fy24", scale="9"), tag("us-gaap:InventoryNet", "310", "end24")
    prose = f"<p>Inventories were ${stock_held} million. Sales were ${sales} billion.</p>"
    rows = row("Goodwill, end of year", tag("us-gaap:Goodwill", "90", "end24")) + row("of saws", tag("us-gaap:Goodwill", "40", "saws"))
    facts = facts_of(load(income_statement(), prose, f"<table>{rows}</table>"))
    assert values(facts, "revenue") == {"FY2024": 4_210_000_000, "FY2023": 3_980_000_000}
    (stock,) = [fact for fact in facts if fact.concept == "inventories"]
    assert (stock.label, stock.value, stock.statement, stock.period.span) == ("Inventories", 310_000_000, Statement.BALANCE, Span.INSTANT)
    assert stock.caveats == ("Stated in the text, not in a primary statement.",)
    (goodwill,) = [fact for fact in facts if fact.concept == "goodwill"]
    assert (goodwill.label, goodwill.value, goodwill.caveats) == ("Goodwill, end of year", 90_000_000, ())


def test_a_segments_figure_states_no_concept_of_the_whole():
    loaded = load(income_statement())
    parts = tuple(replace(one, dimensions=(("axis", "member"),)) if one.text == "4,210" else one for one in loaded.tagged)
    facts = facts_of(replace(loaded, tagged=parts))
    assert values(facts, "revenue") == {"FY2023": 3_980_000_000}
    assert [fact.dimensions for fact in facts if fact.printed == "4,210"] == [(("axis", "member"),)]


def test_a_figure_whose_printed_sign_is_another_states_nothing_outside_a_statement():
    line = f"<p>Less: due within a year ({tag('us-gaap:LongTermDebtCurrent', '50', 'end24')})</p>"
    assert values(facts_of(load(line)), "current_portion_of_long_term_debt") == {}


def test_equity_is_the_whole_only_where_no_other_equity_is_tagged():
    balance = f"<p>Equity of ${tag('us-gaap:StockholdersEquity', '900', 'end24')} million</p>"
    whole = "us-gaap:StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest"
    assert values(facts_of(load(balance)), "total_equity") == {"FY2024": 900_000_000}
    facts = facts_of(load(balance, f"<p>All equity of ${tag(whole, '950', 'end24')} million</p>"))
    assert (values(facts, "total_equity"), values(facts, "shareholders_equity")) == ({"FY2024": 950_000_000}, {"FY2024": 900_000_000})


def test_a_period_that_the_calendar_does_not_name_gives_nothing():
    odd = context("odd", "2024-11-10", "2024-10-01")
    loaded = load(f"<p>{tag('us-gaap:Revenues', '77', 'odd')}</p>", contexts=odd + context("fy24", "2024-12-31", "2024-01-01"))
    assert values(facts_of(loaded), "revenue") == {}
