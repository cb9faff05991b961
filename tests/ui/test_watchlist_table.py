"""Watchlists as tables: what spreadsheets save is read, and what is written reads back."""

import pytest

from research.errors import UsageError
from research.nouns.watchlists import WatchedCompany
from ui.render.watchlist_table import read_table, write_table

QUILLMERE = WatchedCompany("Quillmere Pumps, Inc.", "QLMR", "Machinery", "M. Okafor")


@pytest.mark.parametrize(
    "text",
    [
        'company,ticker,sector,owner\n"Quillmere Pumps, Inc.",QLMR,Machinery,M. Okafor\n',
        "\ufeffOwner;Symbol;Weight;Company_Name;Industry\r\nM. Okafor;QLMR;3%;Quillmere Pumps, Inc.;Machinery\r\n\r\n",
        "Sector\tIssuer\tAnalyst\tTicker\nMachinery\t Quillmere  Pumps, Inc. \tM. Okafor\tQLMR",
    ],
)
def test_columns_stand_in_any_order_under_their_usual_heads(text):
    assert read_table(text, name="list.csv").companies == (QUILLMERE,)


def test_a_file_without_heads_is_a_company_a_line():
    assert read_table("Quillmere\n\n江屿精密传动\n", name="a.txt").companies == (
        WatchedCompany("Quillmere"),
        WatchedCompany("江屿精密传动"),
    )


def test_a_line_with_only_a_ticker_is_named_by_it():
    assert read_table("ticker,company\nQLMR,\n", name="a.csv").companies == (WatchedCompany("QLMR", "QLMR"),)


def test_lines_that_name_no_company_or_one_again_are_told():
    found = read_table("company,owner\nQuillmere,ann\n,bob\nQUILLMERE INC,bob\nAldermoor\n", name="a.csv")
    assert [one.company for one in found.companies] == ["Quillmere", "QUILLMERE INC", "Aldermoor"]
    assert found.told == ("line 3 names no company and is left out", "line 4 names QUILLMERE INC again, as line 2 does")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds no lines"),
        (" \n\n", "holds no lines"),
        ("weight,price\n1,2\n", "no column is headed company or ticker"),
        ("company\nQuill\0mere\n", "list.csv is no text"),
        ("company\n" + "x" * 200_000, "line 2: field larger than field limit"),
    ],
)
def test_what_is_no_table_of_companies_is_refused(text, said):
    with pytest.raises(UsageError, match=said):
        read_table(text, name="list.csv")


def test_what_is_written_reads_back_and_starts_no_formula():
    companies = (QUILLMERE, WatchedCompany("江屿精密传动", "609917"))
    assert read_table(write_table(companies), name="x").companies == companies
    assert write_table([WatchedCompany('=HYPERLINK("x")')]).splitlines()[1].startswith("\"'=HYPERLINK")
