"""`desk drafts`: listed, shown, compared, signed; what is asked wrongly is one clear line."""

import json
import shutil

import pytest

from research.nouns.access import Access
from research.settings import Settings
from research.workspace import Workspace
from tests.cli.desk_process import desk

CLOCK = {"SOURCE_DATE_EPOCH": "1740787200"}
ANALYST = Access("analyst")
GIVEN = ("--set", "rating=Hold", "--set", "price date=2025-02-28", "--set", "disclaimer=No advice.")


def run(home, *words, code=0):
    done = desk(*words, home=home, **CLOCK)
    assert done.returncode == code, done.stderr
    return done


@pytest.fixture(scope="module")
def home(sample_ingest, tmp_path_factory):
    """Return a workspace of these tests alone: other tests keep drafts in theirs."""
    return shutil.copytree(sample_ingest[0], tmp_path_factory.mktemp("drafts") / "home")


@pytest.fixture(scope="module")
def edited(home):
    """The id of a draft with two versions: as written, and with a sentence of its own."""
    told = json.loads(run(home, "draft", "Quillmere", *GIVEN, "-o", home / "q.md", "--json").stdout)
    with Workspace.open(Settings(home=home)) as workspace:
        opened = workspace.draft_editor.open(told["draft"], ANALYST)
        section = next(one for one in opened.draft.sections if one.heading == "Risks")
        text = "Quillmere's net sales were $1,284.6 million in 2024."
        workspace.draft_editor.edit(told["draft"], section.id, text, ANALYST, base=1, tab="t")
    return told["draft"]


def test_drafts_are_listed(home, edited):
    (found,) = json.loads(run(home, "drafts", "list", "--json").stdout)["drafts"]
    assert found | {"saved_at": ""} == {
        "draft": edited,
        "title": "Quillmere Pumps & Instruments, Inc.",
        "company": "Quillmere Pumps & Instruments, Inc.",
        "template": "tear-sheet",
        "state": "draft",
        "version": 2,
        "saved_at": "",
        "by": "analyst",
    }
    assert edited in run(home, "drafts").stdout


def test_a_draft_is_shown_as_it_is_edited_with_what_its_sentences_rest_on(home, edited):
    found = json.loads(run(home, "drafts", "show", edited, "--check", "--json").stdout)
    (risks,) = [one for one in found["sections"] if one["heading"] == "Risks"]
    assert risks["text"] == "Quillmere's net sales were $1,284.6 million in 2024."
    (rests,) = [one for one in found["support"] if one["section"] == risks["id"]]
    assert (rests["verdict"], rests["by"], rests["marks"]) == ("supported", "library", [])
    assert "1,284.6" in rests["source"]["quote"]
    assert (found["blocking"], found["withheld"], found["conflicts"], found["open"]) == ([], [], [], [])
    assert [one["version"] for one in found["versions"]] == [2, 1]
    assert "## Risks" in run(home, "drafts", "show", edited, "--version", "1").stdout


def test_a_draft_of_one_version_has_none_to_be_compared_with(home, tmp_path):
    own = shutil.copytree(home, tmp_path / "home")
    told = json.loads(run(own, "draft", "Tarrowby", "-o", tmp_path / "t.md", "--json").stdout)
    assert run(own, "drafts", "diff", told["draft"]).stdout == "version 1 is the only one: there is none to compare it with\n"


def test_versions_are_compared_word_by_word(home, edited):
    (section,) = json.loads(run(home, "drafts", "diff", edited, "--json").stdout)["sections"]
    assert (section["heading"], section["change"]) == ("Risks", "changed")
    assert "$1,284.6" in "".join(one["text"] for one in section["words"] if one["change"] == "added")
    assert run(home, "drafts", "diff", edited, "1", "1").stdout == "versions 1 and 1 say the same\n"
    assert "{+" in run(home, "drafts", "diff", edited, "1", "2").stdout


def test_a_version_is_reviewed_released_and_reopened_by_its_hash(home, edited):
    digest = json.loads(run(home, "drafts", "show", edited, "--json").stdout)["sha256"]
    assert "not 00ff; open it again" in run(home, "drafts", "review", edited, "--version", "2", "--sha256", "00ff", code=2).stderr
    assert "version 2 of draft" in run(home, "drafts", "review", edited, "--version", "1", code=1).stderr
    assert "only one that is reviewed can be released" in run(home, "drafts", "release", edited, "--version", "2", code=2).stderr
    signed = json.loads(
        run(home, "drafts", "review", edited, "--version", "2", "--sha256", digest[:12], "--comment", "read", "--json").stdout
    )
    assert signed["version"]["state"] == "reviewed"
    assert signed["signed"] | {"at": ""} == {
        "action": "reviewed",
        "version": 2,
        "sha256": digest,
        "by": "analyst",
        "at": "",
        "comment": "read",
        "own_draft": True,
    }
    released = run(home, "drafts", "release", edited, "--version", "2").stdout
    assert released == "Quillmere Pumps & Instruments, Inc.: version 2 released; it is your own draft, and the record says so\n"
    run(home, "drafts", "reopen", edited, "--version", "2")
    shown = json.loads(run(home, "drafts", "show", edited, "--json").stdout)
    assert (shown["state"], [one["action"] for one in shown["signed"]]) == ("draft", ["reviewed", "released", "reopened"])


def test_what_is_not_there_is_one_line(home, edited):
    assert run(home, "drafts", "show", "nothing", code=1).stderr.count("\n") == 1
    assert "has no version 9" in run(home, "drafts", "review", edited, "--version", "9", code=2).stderr
