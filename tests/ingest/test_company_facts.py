import json
from datetime import date

import pytest

from ingest.company_facts import UNREADABLE_VALUES, CompanyFactsLoader
from ingest.formats import load_file
from ingest.loaded import Limits, TaggedFact
from ingest.metadata import read_metadata
from ingest.statements.facts import read_facts
from ingest.wire import loaded_from_wire, loaded_to_wire
from research.errors import CannotReadError, LimitExceededError, UnsupportedFileError
from research.settings import Settings


def value(start, end, val, filed="2024-02-20", form="10-K"):
    return {"start": start, "end": end, "val": val, "form": form, "filed": filed, "fy": 1999, "fp": "Q9"}


REVENUES = [
    value("2022-01-01", "2022-12-31", 98_000_000, filed="2023-02-21"),
    value("2022-01-01", "2022-12-31", 98_000_000),
    value("2022-01-01", "2022-12-31", 97_500_000),
    value("2023-01-01", "2023-12-31", 104_250_000),
    value("2024-01-01", "2024-03-31", 27_100_000, filed="2024-05-03", form="10-Q"),
    value("2023-04-01", "2024-03-31", 105_000_000, filed="2024-05-03", form="10-Q"),
]
FACTS = {
    "dei": {"EntityPublicFloat": {"label": "Public Float", "units": {"USD": [value(None, "2023-06-30", 61e6)]}}},
    "us-gaap": {
        "Revenues": {"label": "Revenues", "units": {"USD": REVENUES}},
        "EarningsPerShareDiluted": {"label": None, "units": {"USD/shares": [value("2023-01-01", "2023-12-31", -1.25)]}},
        "Assets": {"label": "Assets", "units": {"USD": [value(None, "2023-12-31", 410_000_000), {"end": "soon", "val": 1}]}},
    },
}


def company_facts(facts=FACTS, **more):
    return json.dumps({"cik": 17, "entityName": "Quillmere Pumps, Inc.", "facts": facts} | more).encode()


def load(content):
    return CompanyFactsLoader(Limits()).load(content, name="facts.json")


def test_values_are_printed_by_concept_newest_first_and_once():
    loaded = load(company_facts())
    assert loaded.text.splitlines()[6:] == [
        "US GAAP",
        "Revenues · us-gaap:Revenues",
        "Concept\tPeriod\tValue\tUnit\tForm\tFiled\tNote",
        "Revenues\t2023-04-01 – 2024-03-31\t105,000,000\tUSD\t10-Q\t2024-05-03",
        "Revenues\t2024-01-01 – 2024-03-31\t27,100,000\tUSD\t10-Q\t2024-05-03",
        "Revenues\t2023-01-01 – 2023-12-31\t104,250,000\tUSD\t10-K\t2024-02-20",
        "Revenues\t2022-01-01 – 2022-12-31\t97,500,000\tUSD\t10-K\t2024-02-20\tRestated: the 10-K of 2023-02-21 gave 98,000,000.",
        "Revenues\t2022-01-01 – 2022-12-31\t98,000,000\tUSD\t10-K\t2023-02-21\tReplaced by 97,500,000 in the 10-K of 2024-02-20.",
        "",
        "Earnings per share diluted · us-gaap:EarningsPerShareDiluted",
        "Concept\tPeriod\tValue\tUnit\tForm\tFiled",
        "Earnings per share diluted\t2023-01-01 – 2023-12-31\t-1.25\tUSD/shares\t10-K\t2024-02-20",
        "",
        "Assets · us-gaap:Assets",
        "Concept\tPeriod\tValue\tUnit\tForm\tFiled",
        "Assets\t2023-12-31\t410,000,000\tUSD\t10-K\t2024-02-20",
        "",
    ]
    assert [page.number for page in loaded.pages] == [1, 2]
    assert [(heading.text, heading.level) for heading in loaded.headings][:3] == [
        ("Quillmere Pumps, Inc. (CIK 17): company facts", 1),
        ("Document and entity information", 1),
        ("Public Float · dei:EntityPublicFloat", 2),
    ]
    assert [(table.page, table.title, table.units, table.heads) for table in loaded.tables][-2:] == [
        (2, "Earnings per share diluted · us-gaap:EarningsPerShareDiluted", "USD/shares", ("Value",)),
        (2, "Assets · us-gaap:Assets", "USD", ("Value",)),
    ]


def test_each_printed_value_is_tagged_where_it_stands():
    loaded = load(company_facts())
    assert [loaded.text[fact.start : fact.end] for fact in loaded.tagged] == [fact.text for fact in loaded.tagged]
    loss = next(fact for fact in loaded.tagged if fact.name == "us-gaap:EarningsPerShareDiluted")
    at = loaded.text.index("-1.25")
    assert loss == TaggedFact(
        "us-gaap:EarningsPerShareDiluted", "-1.25", "-1.25", "USD/shares", date(2023, 1, 1), date(2023, 12, 31), (), at, at + 5
    )
    assets = loaded.tagged[-1]
    assert (assets.begins, assets.ends, assets.value) == (None, date(2023, 12, 31), "410000000")


def facts_of(revenues, assets=()):
    loaded = load(company_facts({"us-gaap": {"Revenues": {"units": {"USD": revenues}}, "Assets": {"units": {"USD": list(assets)}}}}))
    metadata = read_metadata(loaded)
    found = read_facts(loaded, metadata, document_id="d", company="Quillmere Pumps, Inc.")
    return {(fact.concept, fact.period.label): fact for fact in found}


def test_the_value_filed_last_counts_and_says_what_it_replaced():
    back = [
        value("2022-01-01", "2022-12-31", 98_000_000, filed="2023-02-21"),
        value("2022-01-01", "2022-12-31", 97_500_000, filed="2024-02-20"),
        value("2022-01-01", "2022-12-31", 98_000_000, filed="2025-02-19"),
        value("2023-01-01", "2023-12-31", 104_250_000, filed="2024-02-20"),
        value("2023-01-01", "2023-12-31", 104_250_317, filed="2025-02-19"),
    ]
    facts = facts_of(back)
    assert facts["revenue", "FY2022"].value == 98_000_000
    assert facts["revenue", "FY2022"].caveats == ("Restated: the 10-K of 2024-02-20 gave 97,500,000.",)
    assert (facts["revenue", "FY2023"].value, facts["revenue", "FY2023"].caveats) == (104_250_317, ())


def test_periods_come_from_their_days_and_not_from_the_filing_or_the_frame():
    revenues = [
        value("2023-01-01", "2023-12-31", 104_250_000),
        value("2023-07-01", "2023-09-30", 26_000_000, form="10-Q") | {"frame": "CY2023Q4"},
        value("2023-01-01", "2023-09-30", 77_000_000, form="10-Q") | {"frame": "CY2023"},
    ]
    facts = facts_of(revenues, [value(None, "2023-12-31", 410_000_000), value(None, "2023-09-30", 400_000_000, form="10-Q")])
    assert {fact.label for fact in facts.values()} == {"Revenues", "Assets"}
    assert {key: (int(fact.value), fact.period.start) for key, fact in facts.items()} == {
        ("revenue", "FY2023"): (104_250_000, date(2023, 1, 1)),
        ("revenue", "Q3 FY2023"): (26_000_000, date(2023, 7, 1)),
        ("revenue", "9M FY2023"): (77_000_000, date(2023, 1, 1)),
        ("total_assets", "FY2023"): (410_000_000, None),
        ("total_assets", "Q3 FY2023"): (400_000_000, None),
    }


def test_the_filer_and_its_last_fiscal_year_are_stated_from_dates_alone():
    loaded = load(company_facts())
    assert {one.field: one.value for one in loaded.stated} == {
        "title": "Quillmere Pumps, Inc. company facts",
        "company": "Quillmere Pumps, Inc.",
        "kind": "filing",
        "tier": "filed",
        "form_type": "company facts",
        "published_at": "2024-05-03",
        "language": "en",
        "period_end": "2023-12-31",
        "fiscal_year": "2023",
        "fiscal_period": "FY",
    }
    assert [(one.code, one.message) for one in loaded.defects] == [(UNREADABLE_VALUES, "1 values of the file could not be read.")]


def test_many_values_go_on_over_pages_under_their_own_heads():
    facts = {
        "us-gaap": {"Revenues": {"label": "Revenues", "units": {"USD": [value(None, f"{year}-12-31", year) for year in range(1900, 2020)]}}}
    }
    loaded = load(company_facts(facts))
    assert len(loaded.tagged) == 120
    assert len(loaded.pages) > 2
    assert max(page.end - page.start for page in loaded.pages) < 3500
    assert {table.heads for table in loaded.tables} == {("Value",)}


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        (b'{"a": 1}', UnsupportedFileError, "of JSON files only XBRL company facts"),
        (b"[1]", UnsupportedFileError, "of JSON files only XBRL company facts"),
        (b"{", CannotReadError, "is not valid JSON"),
        (b"[" * 200_000, CannotReadError, "is not valid JSON"),
        (
            company_facts({"us-gaap": {"A": {"units": {"USD": [{"end": "2023-12-31", "val": float("nan")}]}}}}),
            CannotReadError,
            "valid JSON",
        ),
        (company_facts({"us-gaap": {"A": []}, "b": 3}), CannotReadError, "holds no value"),
        (company_facts({"us-gaap": {"A": {"units": {"USD": [value(None, "2023-12-31", "12"), 7]}}}}), CannotReadError, "holds no value"),
    ],
)
def test_other_json_is_refused_with_a_reason(content, error, words):
    with pytest.raises(error, match=words) as raised:
        load(content)
    assert type(raised.value) is error


def test_limits():
    with pytest.raises(LimitExceededError, match="more than 10 cells"):
        CompanyFactsLoader(Limits(max_cells=10)).load(company_facts(), name="f")


def test_json_is_read_in_the_child_and_other_json_is_skipped_not_failed():
    assert load_file(company_facts(), name="facts.json", settings=Settings()) == load(company_facts())
    with pytest.raises(UnsupportedFileError, match=r"^other\.json: of JSON files only"):
        load_file(b'{"a": 1}', name="other.json", settings=Settings())


@pytest.mark.shared
def test_a_real_filers_facts(shared):
    loaded = load((shared / "filings-html" / "lpa-companyfacts.json").read_bytes())
    by_name = {(fact.name, fact.begins, fact.ends): fact for fact in loaded.tagged}
    revenue = by_name["ifrs-full:Revenue", date(2024, 1, 1), date(2024, 12, 31)]
    assert (revenue.value, revenue.text, revenue.unit) == ("43862372", "43,862,372", "USD")
    assert all(loaded.text[fact.start : fact.end] == fact.text for fact in loaded.tagged)
    assert {"period_end": "2024-12-31", "fiscal_year": "2024"}.items() <= {one.field: one.value for one in loaded.stated}.items()
    assert loaded_from_wire(loaded_to_wire(loaded)) == loaded
    assert (len(loaded.tagged), loaded.defects) == (569, ())
