"""`desk compare`: what it prints, writes and refuses."""

import json

import pytest

from research.settings import Settings
from research.workspace import Workspace
from tests.cli.desk_process import desk
from tests.research.drafting.comparing.pair import newer, older, stated


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("compare") / "home"
    with Workspace.open(Settings(home=folder)) as workspace:
        other = stated("w-2024", 2024, "Item 1. Business\n\nWe lend.\n", company="Wexcombe Bancshares, Inc.")
        for document, chunks, facts in (older(), newer(), other):
            workspace.documents.add(document, chunks, facts)
    return folder


def test_changes_are_listed_with_their_places_and_the_figures_below(home):
    done = desk("compare", "q-2024", "q-2023", home=home)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[1] == "  older: q-2023 (10-K · FY2023 · period ended 31 December 2023)"
    assert lines[3] == "  1 added, 1 removed, 2 reworded, 1 figures updated, 1 restated, 4 paragraphs unchanged"
    assert "  1. Risk factor removed: Herons block our intake" in done.stdout
    assert "     - q-2023, page 1 · Item 1A. Risk Factors" in lines
    assert "  Revenue: 2,400 USD in millions → 2,640 USD in millions, +10.0 % [pages 3 and 3]" in lines


def test_a_limit_says_how_many_are_left(home):
    done = desk("compare", "q-2023", "q-2024", "--limit", 2, home=home)
    assert "4 more changes: --limit 6 or -o FILE.html" in done.stdout
    assert "Restated" not in done.stdout


def test_json_and_files(home, tmp_path):
    page, text = tmp_path / "changes.html", tmp_path / "changes.md"
    done = desk("compare", "q-2023", "q-2024", "--json", "-o", page, home=home)
    found = json.loads(done.stdout)
    assert (len(found["changes"]), found["output"], done.stderr) == (6, str(page), "")
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    done = desk("compare", "q-2023", "q-2024", "-o", text, home=home)
    assert (done.stdout, done.stderr) == ("", f"6 changes written to {text}\n")
    assert text.read_text(encoding="utf-8").startswith("# Quillmere Pumps, Inc.: q")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("q-2023", "q-2033"), 1, "no document named q-2033 is in the library; near ones are q-2023"),
        (("q-2023", "q-2023"), 2, "q-2023 is named twice"),
        (("q-2023", "w-2024"), 2, "compare two documents of one company"),
        (("q-2023", "q-2024", "-o", "changes.docx"), 2, "neither HTML nor Markdown"),
        (("q-2023", "q-2024", "-o", "/nowhere/changes.md"), 1, "no such file or directory"),
    ],
)
def test_what_cannot_be_done_is_one_line(home, words, code, said):
    done = desk("compare", *words, home=home)
    assert (done.returncode, done.stdout) == (code, "")
    assert len(done.stderr.splitlines()) == 1
    assert said in done.stderr


def test_what_was_not_yet_known_is_named(home):
    done = desk("compare", "q-2023", "q-2024", "--as-of", "2024-06-01", home=home)
    assert done.returncode == 1
    assert "no document named q-2024 is in the library, as it was known by 2024-06-01" in done.stderr
