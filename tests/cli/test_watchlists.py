"""`desk watchlists`: lists are made, shown, filled from tables and written as such."""

import json
from dataclasses import replace

import pytest

from research.nouns.access import Access
from research.nouns.documents import Kind
from research.nouns.news import EventType, NewsFilter
from research.settings import Settings
from research.workspace import Workspace
from tests.cli.desk_process import desk
from tests.contracts.samples import make_document


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("watchlists") / "home"
    with Workspace.open(Settings(home=folder), create=True) as workspace:
        workspace.documents.add(make_document(), [], [])
    return folder


def run(home, *words, code=0):
    done = desk("watchlists", *words, home=home)
    assert done.returncode == code, done.stderr
    return done


def test_without_lists_it_says_how_to_make_one(home):
    done = run(home)
    assert (done.stdout, "desk watchlists add NAME COMPANY" in done.stderr) == ("", True)


def test_a_list_is_made_changed_shown_and_removed(home, tmp_path):
    added = json.loads(run(home, "add", "Pumps", "ALP", "Osgrove", "--owner", "ann", "--json").stdout)
    assert added["watchlist"]["companies"] == [
        {"company": name, "ticker": "", "sector": "", "owner": "ann"} for name in ("Alpha Corp", "Osgrove")
    ]
    words = ["--keyword", "tariff", "--mute", "class action", "--event", "results", "--event", "RATING", "--zone", "Europe/London"]
    told = json.loads(run(home, "set", "pumps", *words, "--shared", "--json").stdout)["watchlist"]
    assert told | {"companies": []} == {
        "name": "Pumps",
        "user": "analyst",
        "companies": [],
        "sectors": [],
        "events": [EventType.RESULTS.value, EventType.RATING.value],
        "keywords": ["tariff"],
        "sources": [],
        "muted": ["class action"],
        "includes": [],
        "house": [],
        "market": "XNYS",
        "zone": "Europe/London",
        "shared": True,
    }
    told = run(home, "set", "Team", "--include", "Pumps", "--include", "bob/Banks")
    assert told.stdout == "Team: 0 companies; includes: Pumps, bob/Banks\n"
    assert told.stderr == "the watchlist bob/Banks, which Team includes, is not there for you\n"
    team = json.loads(run(home, "show", "Team", "--json").stdout)
    assert [one["company"] for one in team["companies"]] == ["Alpha Corp", "Osgrove"]
    assert team["missing"] == ["the watchlist bob/Banks, which Team includes, is not there for you"]
    assert "keywords: tariff" in run(home, "show", "Pumps").stdout
    run(home, "set", "Pumps", "--keyword", "", "--private")
    assert "tariff" not in run(home).stdout
    assert run(home, "drop", "Pumps", "Osgrove").stdout == "Pumps: 1 company\n"
    run(home, "remove", "Team")
    assert [one["name"] for one in json.loads(run(home, "--json").stdout)["watchlists"]] == ["Pumps"]
    table = tmp_path / "out.csv"
    run(home, "export", "Pumps", "-o", table)
    assert table.read_text("utf-8-sig") == "company,ticker,sector,owner\nAlpha Corp,,,ann\n"
    run(home, "remove", "Pumps")


def test_a_table_is_imported_and_what_is_off_in_it_told(home, tmp_path):
    table = tmp_path / "coverage.csv"
    table.write_bytes("Company;Analyst\nCafé Müller;Zoë\n;x\n".encode("cp1252"))
    done = run(home, "import", "Cafés", table)
    assert done.stdout == "Cafés: 1 company\n"
    assert "coverage.csv: line 3 names no company and is left out" in done.stderr
    table.write_text("company\nAlpha\nALP\n")
    told = run(home, "import", "Cafés", table).stderr
    assert "Alpha is taken for Alpha Corp\n" in told
    assert "coverage.csv: ALP and Alpha are one company: what the later line says of it holds\n" in told
    run(home, "drop", "Cafés", "Alpha Corp")
    table.write_text("company\nAldermoor\n")
    run(home, "import", "Cafés", table)
    assert run(home, "export", "Cafés").stdout == "company,ticker,sector,owner\nCafé Müller,,,Zoë\nAldermoor,,,\n"
    assert run(home, "import", "Cafés", table, "--replace").stdout == "Cafés: 1 company\n"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("show", "Nothing"), 1, "no watchlist Nothing"),
        (("add", "a/b", "X"), 2, "another user's list"),
        (("add", "New", "A", "B", "--ticker", "T"), 2, "--ticker T with 2 companies"),
        (("set", "New", "--event", "weather"), 2, "write one of: results, guidance"),
        (("set", "New", "--market", "MARS"), 2, "market 'MARS' is not known"),
        (("import", "New", "/nowhere/x.csv"), 1, "no such file"),
        (("set", "New"), 2, "nothing to change was given"),
    ],
)
def test_what_cannot_be_is_one_line(home, words, code, said):
    done = run(home, *words, code=code)
    assert (done.stdout, done.stderr.count("\n")) == ("", 1)
    assert said in done.stderr


def test_news_that_were_there_before_are_read_for_who_comes_on_a_list(home):
    text = "Zorbex raises its guidance\nHarrow Wire\n\nZorbex raised its guidance for 2026.\n"
    made = make_document(
        id="news-1", name="news-1", source_key="news-1", content_hash="news-1", kind=Kind.NEWS, company=None, text=text, title="Zorbex"
    )
    page = replace(made.pages[0], start=0, end=len(text))
    with Workspace.open(Settings(home=home)) as workspace:
        workspace.documents.add(replace(made, pages=(page,)), [], [])
    run(home, "add", "Newcomers", "Zorbex")
    with Workspace.open(Settings(home=home)) as workspace:
        (entry,) = workspace.entries.find(Access("analyst"), NewsFilter(companies=("Zorbex",)))
        assert (entry.document_id, workspace.news.outdated()) == ("news-1", [])


def test_a_company_without_a_name_is_refused(home):
    done = run(home, "add", "Nameless", "", " ", code=2)
    assert done.stderr == "error: a company without a name; name the companies to follow, by name or ticker\n"
