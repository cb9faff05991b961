from datetime import UTC, date, datetime

from ingest.fiscal import find_year_end, name_fiscal_year, quarter_of
from ingest.loaded import Loaded
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
    heads = ["2017", "2016", "2015", "February 3, 2018"]
    assert name_fiscal_year("fiscal 2018 " * 20, date(2018, 2, 3), heads=heads) == (2017, "heads of the statements")
    assert name_fiscal_year("", date(2018, 12, 31), heads=["Year Ended December 31, 2017"])[0] == 2018


def test_year_ends_before_a_quarter():
    text = "for the year ended December 31, 2022 ... years ended December 31, 2022 ... year ended December 31, 2021"
    assert find_year_end(text, date(2023, 6, 30)) == date(2022, 12, 31)
    assert find_year_end("nothing", date(2023, 6, 30)) is None
    assert quarter_of(date(2023, 6, 30), date(2022, 12, 31)) == 2
    assert quarter_of(date(2023, 10, 1), date(2022, 12, 31)) == 3
