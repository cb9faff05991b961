"""`desk digest`: a day or a window of a list, as Markdown or JSON, on stdout or in a file."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from research.nouns.access import Access
from research.nouns.watchlists import WatchedCompany, Watchlist
from research.settings import Settings
from research.workspace import Workspace
from tests.cli.desk_process import desk
from tests.contracts.samples import make_document

CAME = datetime(2025, 2, 13, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("digest") / "home"
    with Workspace.open(Settings(home=folder), create=True) as workspace:
        workspace.documents.add(make_document(known_at=CAME, published_at=CAME, title="Cover"), [], [])
        workspace.watchlists.save(Access("analyst"), Watchlist("Alphas", "analyst", (WatchedCompany("Alpha"), WatchedCompany("Beta"))))
    return folder


def run(home, *words, code=0):
    done = desk("digest", *words, home=home)
    assert done.returncode == code, done.stderr
    return done


def test_a_day_is_told_as_markdown(home):
    text = run(home, "--date", "2025-02-13").stdout
    assert text.startswith("# Alphas, 13 February 2025\n\nWed 12 Feb 2025, 16:00 EST to Fri 14 Feb 2025, 00:00 EST\n\n## Exceptions\n")
    assert "- **Alpha Corp**: Cover \\[1\\]\n  - results · 10-K FY2023 · Wed 12 Feb 2025, 21:00 EST\n" in text
    assert text.endswith("- \\[1\\] alpha, page 1\n")


def test_a_window_may_begin_and_end_at_any_time(home):
    told = json.loads(run(home, "--to", "2025-02-13T07:30", "--json").stdout)
    assert (told["start"], told["end"], told["silent"]) == ("2025-02-12T21:00:00Z", "2025-02-13T12:30:00Z", ["Beta"])
    text = run(home, "--from", "2025-02-03", "--to", "2025-02-14").stdout
    assert text.startswith("# Alphas, 3 February 2025 to 14 February 2025\n\nMon 3 Feb 2025, 00:00 EST to Sat 15 Feb 2025, 00:00 EST\n")
    told = json.loads(run(home, "--from", "2025-02-13T00:00Z", "--to", "2025-02-13T02:00Z", "--format", "json").stdout)
    assert (told["start"], told["end"], told["silent"]) == ("2025-02-13T00:00:00Z", "2025-02-13T02:00:00Z", ["Alpha Corp", "Beta"])


def test_a_window_that_ends_in_time_to_come_ends_now(home):
    end = datetime.fromisoformat(json.loads(run(home, "--to", "2099-01-01", "--json").stdout)["end"])
    assert abs(datetime.now(UTC) - end) < timedelta(minutes=10)


def test_the_same_day_is_the_same_file_each_time(home, tmp_path):
    files = [tmp_path / name for name in ("one.md", "two.md")]
    for file in files:
        done = run(home, "--date", "2025-02-13", "--watchlist", "alphas", "-o", file)
        assert (done.stdout, done.stderr) == ("", f"{file}: 1 line\n")
    assert files[0].read_bytes() == files[1].read_bytes()


def test_where_nothing_is_new_the_last_day_with_something_is_named(home):
    done = run(home, "--date", "2025-02-20")
    assert done.stderr == "the last day with something is 2025-02-12: desk digest --watchlist Alphas --date 2025-02-12\n"
    assert run(home, "--date", "2025-02-12").stderr == ""
    assert run(home, "--date", "2025-01-07").stderr == ""


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--date", "13.02.2025"), 2, "date '13.02.2025' is not one"),
        (("--to", "noon"), 2, "time 'noon' is not one"),
        (("--date", "2025-02-13", "--to", "2025-02-13T07:30"), 2, "--date with --from or --to"),
        (("--from", "2025-02-13T07:30", "--to", "2025-02-13T07:30"), 2, "is empty"),
        (("--date", "2099-01-01"), 2, "2099-01-01 has not begun; name a day up to 20"),
        (("--from", "2099-01-01", "--to", "2099-01-02"), 2, "2099-01-01 has not come yet"),
        (("--date", "2999-01-01"), 2, "is too far off; name a time between 1900 and 2200"),
        (("--to", "0001-01-01"), 2, "is too far off"),
        (("--from", "9999-12-31T23:59-11:00"), 2, "is too far off"),
        (("--watchlist", "Betas"), 1, "no watchlist Betas"),
        (("--format", "pdf"), 2, "format 'pdf' is not known"),
        (("-o", "/nowhere/digest.md"), 1, "no such file"),
    ],
)
def test_what_cannot_be_is_one_line(home, words, code, said):
    done = run(home, *words, code=code)
    assert (done.stdout, done.stderr.count("\n")) == ("", 1)
    assert said in done.stderr


def test_a_report_of_the_sample_says_what_changed(sample_home):
    with Workspace.open(Settings(home=sample_home)) as workspace:
        workspace.watchlists.save(Access("analyst"), Watchlist("Sample", "analyst", (WatchedCompany("QLMR"), WatchedCompany("Tarrowby"))))
    told = json.loads(run(sample_home, "--date", "2025-02-21", "--json").stdout)
    assert told["silent"] == ["Tarrowby Foods Corporation"]
    assert "Tarrowby is taken for Tarrowby Foods Corporation: write the whole name on the list" in told["missing"]
    (exception,) = next(one["lines"] for one in told["sections"] if one["kind"] == "exceptions")
    assert (exception["text"], exception["note"]) == ("For the fiscal year ended December 31, 2024", "10-K FY2024; dated 2025-02-21")
    changes = {line["text"]: line for one in told["sections"] if one["kind"] == "changes" for line in one["lines"]}
    assert {
        "Revenue FY2024: $1,284.6 million, up 5.4 % from $1,219.3 million in FY2023",
        "Gross margin FY2024: 36.08 %, down 1.5 pp from 37.59 % in FY2023",
        "Diluted earnings per share FY2024: $2.09 per share, down 15.7 % from $2.48 per share in FY2023",
    } <= changes.keys()
    margin = changes["Gross margin FY2024: 36.08 %, down 1.5 pp from 37.59 % in FY2023"]["calculation"]
    assert (margin["metric"], margin["unit"]) == ("gross_margin change", "pp")
    assert [one["name"] for one in margin["inputs"]] == ["Gross margin FY2023", "Gross margin FY2024"]


def test_json_says_why_no_paragraph_stands_on_top(home):
    told = json.loads(run(home, "--date", "2025-02-13", "--json").stdout)
    assert (told["paragraph"], told["paragraph_why"]) == (None, "no model is configured")
    told = json.loads(run(home, "--date", "2025-02-13", "--json", "--no-llm").stdout)
    assert (told["paragraph"], told["paragraph_why"]) == (None, None)
