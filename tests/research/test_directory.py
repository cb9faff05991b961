"""Which printed names are one company: legal forms, tickers, and the user's own table."""

from research.directory import Company, CompanyDirectory, companies_called, companies_nearly_called, company_directory, identity
from research.nouns.access import Access
from research.nouns.documents import Kind
from research.nouns.queries import DocumentFilter
from tests.contracts.samples import make_document

MMM = Company("3M Company", ("3M COMPANY", "3M Company"), ("3M", "MMM"))
AMAZON = Company("Amazon.com, Inc.", ("Amazon.com, Inc.",), ("AMZN", "Amazon", "Amazon.com"))
OTHER = Company("Amazon Gold Corp.", ("Amazon Gold Corp.",), ("Amazon",))


def document(key, company, ticker=None, year=2023, kind=Kind.FILING):
    return make_document(key, company=company, ticker=ticker, fiscal_year=year, also_called=(), kind=kind)


def names(companies):
    return [(company.name, company.spellings) for company in companies]


def test_names_that_differ_in_their_legal_form_are_one_company():
    found = company_directory([document("a", "Quillmere, Inc.", year=2022), document("b", "QUILLMERE CORP"), document("c", "Tarrowby plc")])
    assert names(found) == [("QUILLMERE CORP", ("QUILLMERE CORP", "Quillmere, Inc.")), ("Tarrowby plc", ("Tarrowby plc",))]


def test_a_shared_ticker_joins_a_former_name():
    found = company_directory([document("a", "Quillmere Stores", "QLM", 2019), document("b", "Quillmere Inc.", "QLM", 2023)])
    assert names(found) == [("Quillmere Inc.", ("Quillmere Inc.", "Quillmere Stores"))]
    assert {"Quillmere", "QLM"} <= set(found[0].other_names)


def test_the_users_table_joins_names_and_says_what_the_company_is_called():
    held = [document("a", "Fennimore Payments, Inc."), document("b", "Tarrowby plc")]
    (company, _) = company_directory(held, {"Fennimore Payments": "Alder"})
    assert (company.name, company.spellings) == ("Alder", ("Fennimore Payments, Inc.",))
    (company, _) = company_directory(held, {"Alder": "Fennimore Payments, Inc."})
    assert company.name == "Fennimore Payments, Inc."
    assert "Alder" in company.other_names


def test_names_in_other_scripts_are_told_apart():
    assert identity("云栖科技") != identity("海棠食品")
    assert len(company_directory([document("a", "云栖科技"), document("b", "海棠食品")])) == 2


def test_case_and_punctuation_do_not_count():
    for name in ("3m", "3M", "mmm", "3m company"):
        assert companies_called(name, (MMM, AMAZON)) == (MMM,)
    assert companies_called("amazon com inc", (MMM, AMAZON)) == (AMAZON,)


def test_a_part_of_a_name_is_no_name_and_neither_is_nothing():
    assert companies_called("amaz", (MMM, AMAZON)) == ()
    assert companies_called(" . ", (MMM, AMAZON)) == ()


def test_a_name_of_two_companies_gives_both():
    assert companies_called("amazon", (AMAZON, OTHER)) == (AMAZON, OTHER)


def test_a_name_with_a_letter_amiss_is_near_and_a_short_one_never():
    quillmere = Company("Quillmere Pumps, Inc.", ("Quillmere Pumps, Inc.",), ("Quillmere", "QLM"))
    directory = (quillmere, Company("Alder plc", ("Alder plc",), ("Alder",)))
    for typed in ("Quilmere", "Quillmeer", "quillmerre"):
        assert [one.name for one in companies_nearly_called(typed, directory)] == ["Quillmere Pumps, Inc."]
    for typed in ("Aldes", "QLN", "Quarmere", "Tarrowby", ""):
        assert companies_nearly_called(typed, directory) == ()


class Held:
    """A store that holds these documents for every reader."""

    def __init__(self, *documents):
        self._documents = documents

    def find(self, access, wanted):
        return [one for one in self._documents if one.kind in wanted.kinds]

    def news_carriers(self, access):
        return self.find(access, DocumentFilter(kinds=(Kind.NEWS,)))


class NoNames:
    """A table of names that is empty."""

    def all(self):
        return {}


def test_who_is_only_in_the_news_or_in_notes_reports_nothing():
    held = Held(
        document("a", "Aldmoor plc", kind=Kind.NEWS),
        document("b", "Bexhollow plc", kind=Kind.NOTE),
        document("c", "Quillmere, Inc.", kind=Kind.FILING),
        document("d", "QUILLMERE CORP", kind=Kind.NEWS),
    )
    directory = CompanyDirectory(held, NoNames())
    assert [company.name for company in directory.companies(Access("ann"))] == ["Aldmoor plc", "Bexhollow plc", "QUILLMERE CORP"]
    assert [company.name for company in directory.reporting(Access("ann"))] == ["QUILLMERE CORP"]
