from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ingest.fiscal import find_year_end, name_fiscal_year, quarter_of
from ingest.loaded import Loaded, Stated
from ingest.metadata import read_metadata
from research.nouns.documents import Kind, Page, Table, Tier


def loaded(*pages: str, tables: tuple[Table, ...] = ()) -> Loaded:
    text, out = "", []
    for number, page in enumerate(pages, 1):
        out.append(Page(number, len(text), len(text) + len(page) + 1, 612, 792))
        text += page + "\n"
    return Loaded(text, tuple(out), tables)


COVER = """UNITED STATES
SECURITIES AND EXCHANGE COMMISSION
FORM 10-K
For the fiscal year ended January 28, 2017
Commission file number 1-0000
ORCHARD TOOLS CO., INC.
____________
(Exact name of registrant as specified in its charter)
Title of each class Trading Symbol(s) Name of each exchange on which registered
Common Stock, $.10 par value ORCH New York Stock Exchange"""


def test_an_annual_report_names_its_fiscal_year_itself():
    body = "Orchard Tools Co., Inc. sells tools. " + "In fiscal 2017 we grew; fiscal 2016 was slower. " * 9
    end = "the undersigned, thereunto duly authorized.\nDate: March 24, 2017"
    found = read_metadata(loaded(COVER, body, end))
    assert (found.company, found.ticker, found.form_type) == ("Orchard Tools Co., Inc.", "ORCH", "10-K")
    assert (found.kind, found.tier) == (Kind.FILING, Tier.AUDITED)
    assert (found.fiscal_year, found.fiscal_period, found.period_end) == (2017, "FY", date(2017, 1, 28))
    assert found.published_at == datetime(2017, 3, 24, tzinfo=UTC)
    assert found.title == "Orchard Tools Co., Inc. 10-K FY2017"
    assert dict(found.sources)["ticker"] == "cover page"


def test_a_quarter_is_counted_from_the_last_year_end():
    cover = COVER.replace("10-K", "10-Q").replace("fiscal year ended January 28, 2017", "quarterly period ended July 29, 2023")
    body = "Annual Report on Form 10-K for the fiscal year ended January 28, 2023. " + "second quarter of fiscal 2024 " * 9
    found = read_metadata(loaded(cover, body))
    assert (found.fiscal_year, found.fiscal_period, found.tier) == (2024, "Q2", Tier.FILED)


def test_an_earnings_release_gives_quarter_date_and_ticker():
    page = (
        "ORCHARD TOOLS REPORTS FOURTH QUARTER AND\nFULL YEAR 2022 RESULTS\n"
        "Springfield, February 8, 2023 – Orchard Tools International (NYSE: ORC) today reported results "
        "for the quarter and year ended December 31, 2022."
    )
    found = read_metadata(loaded(page))
    assert (found.company, found.ticker, found.form_type, found.kind) == ("Orchard Tools International", "ORC", "results", Kind.RESULTS)
    assert (found.fiscal_year, found.fiscal_period, found.period_end) == (2022, "Q4", date(2022, 12, 31))
    assert found.published_at == datetime(2023, 2, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("page", "form", "kind", "year", "period"),
    [
        ("Orchard Tools plc\nAnnual Report 2024\nFinancial results for the year 12\nOutlook 14", "annual report", Kind.FILING, 2024, "FY"),
        ("ORCHARD TOOLS\nANNUAL REPORT\nAND ACCOUNTS\n2024", "annual report", Kind.FILING, 2024, "FY"),
        ("2023 Annual\nReport\nOrchard Tools, Inc.", "annual report", Kind.FILING, 2023, "FY"),
        ("Orchard Tools AG\nGeschäftsbericht 2023/24", "annual report", Kind.FILING, None, "FY"),
        ("Orchard Tools SA\nRapport annuel 2024", "annual report", Kind.FILING, 2024, "FY"),
        ("Orchard Tools plc\nHalf-Year Report 2024", "interim report", Kind.FILING, 2024, "H1"),
        ("Orchard Tools AB\nInterim report\nJanuary to September 2024, nine months", "interim report", Kind.FILING, 2024, "9M"),
        ("Orchard Tools Third Quarter 2024 Results", "results", Kind.RESULTS, None, None),
        ("Orchard Tools announces its results\nfor the first half of 2024", "results", Kind.RESULTS, None, None),
        ("Orchard Tools Q2 2024 Earnings Release\nSee also our Annual Report 2023.", "results", Kind.RESULTS, None, None),
        ("Orchard Tools publishes its Annual Report 2024\nThe report is on the website.", None, Kind.OTHER, None, None),
        ("Dear shareholder, you find the figures in our annual report.", None, Kind.OTHER, None, None),
        ("The yearly report on weather\nIn 2024 we reported rain.", None, Kind.OTHER, None, None),
    ],
)
def test_annual_reports_interim_reports_and_releases_are_told_apart_by_their_titles(page, form, kind, year, period):
    found = read_metadata(loaded(page, "More pages."))
    assert (found.form_type, found.kind, found.fiscal_year) == (form, kind, year)
    if year is not None:
        assert found.fiscal_period == period
        assert dict(found.sources)["fiscal_year"] == "title page"


def test_an_annual_report_keeps_its_title_and_counts_as_audited():
    found = read_metadata(loaded("Orchard Tools Annual Report 2024", "for the year ended 30 June 2024"))
    assert (found.title, found.tier, found.fiscal_year) == ("Orchard Tools Annual Report 2024", Tier.AUDITED, 2024)
    assert found.period_end == date(2024, 6, 30)


def test_a_story_about_results_is_news_and_no_release():
    story = loaded("Orchard Tools reports third quarter 2024 results")
    news = read_metadata(replace(story, stated=(Stated("kind", "news", "feed entry"),)))
    assert (news.form_type, news.kind, news.tier) == (None, Kind.NEWS, Tier.THIRD_PARTY)


def test_a_quarter_that_is_not_named_is_no_year():
    cover = COVER.replace("10-K", "10-Q").replace("fiscal year ended January 28, 2017", "quarterly period ended July 29, 2023")
    found = read_metadata(loaded(cover))
    assert (found.fiscal_year, found.fiscal_period, found.period_end) == (None, None, date(2023, 7, 29))
    heads = ("Three Months Ended March 31, 2024", "Three Months Ended March 31, 2023")
    table = Table(1, "Statement of Income", "", heads, (), 0, 5)
    found = read_metadata(loaded("Orchard model", tables=(table,)))
    assert (found.fiscal_period, found.period_end) == (None, date(2024, 3, 31))
    assert read_metadata(loaded("Orchard model", tables=(replace(table, heads=("December 31, 2024",)),))).fiscal_period == "FY"


def test_a_current_report_has_a_date_and_no_period():
    page = COVER.replace("10-K", "8-K").replace(
        "For the fiscal year ended January 28, 2017", "Date of Report (Date of earliest event reported): May 3, 2023"
    )
    found = read_metadata(loaded(page))
    assert (found.form_type, found.period_end, found.fiscal_year) == ("8-K", None, None)
    assert found.published_at == datetime(2023, 5, 3, tzinfo=UTC)


def test_small_capitals_with_stray_spaces_are_put_right_from_the_text():
    cover = COVER.replace("ORCHARD TOOLS CO., INC.", "O RCHARD T OOLS I NTERNATIONAL")
    found = read_metadata(loaded(cover, "As of today Orchard Tools International owns nine shops."))
    assert found.company == "Orchard Tools International"


def test_what_is_not_stated_stays_unknown():
    found = read_metadata(loaded("Some notes about tools."))
    assert (found.company, found.ticker, found.form_type, found.fiscal_year, found.period_end, found.published_at) == (None,) * 6
    assert (found.kind, found.sources) == (Kind.OTHER, ())
    assert read_metadata(Loaded("", ())).company is None


def test_a_document_that_defines_its_years_is_believed():
    text = 'the fiscal years ended January 31, 2018 ("fiscal 2018"), January 31, 2017 ("fiscal 2017") ' + "fiscal 2017 " * 30
    assert name_fiscal_year(text, date(2018, 1, 31)) == (2018, "the document's own name for the year")
    text = "Fiscal 2017, which ended on February 3, 2018, had 53 weeks."
    assert name_fiscal_year(text, date(2018, 2, 3))[0] == 2017


def test_without_its_own_name_a_year_is_that_of_its_last_day():
    assert name_fiscal_year("", date(2018, 12, 31))[0] == 2018
    assert name_fiscal_year("", date(2022, 1, 1))[0] == 2021


def test_bare_years_above_the_statements_are_the_documents_own_names():
    heads = [["2017", "2016", "2015"], ["February 3, 2018"]]
    assert name_fiscal_year("fiscal 2018 " * 20, date(2018, 2, 3), heads=heads) == (2017, "heads of the statements")
    assert name_fiscal_year("", date(2018, 12, 31), heads=[["Year Ended December 31, 2017"]])[0] == 2018


def test_year_ends_before_a_quarter():
    text = "for the year ended December 31, 2022 ... years ended December 31, 2022 ... year ended December 31, 2021"
    assert find_year_end(text, date(2023, 6, 30)) == date(2022, 12, 31)
    assert find_year_end("nothing", date(2023, 6, 30)) is None
    assert quarter_of(date(2023, 6, 30), date(2022, 12, 31)) == 2
    assert quarter_of(date(2023, 10, 1), date(2022, 12, 31)) == 3


def test_a_quarter_is_told_from_the_longest_columns_where_no_year_end_is_named():
    cover = COVER.replace("10-K", "10-Q").replace("fiscal year ended January 28, 2017", "quarterly period ended September 30, 2023")
    heads = ("Three Months Ended September 30, 2023", "Nine Months Ended September 30, 2023")
    table = Table(2, "Consolidated Statements of Income", "", heads, (), 0, 0)
    found = read_metadata(loaded(cover, "The first quarter was wet, the second quarter was dry.", tables=(table,)))
    assert (found.fiscal_year, found.fiscal_period) == (2023, "Q3")
