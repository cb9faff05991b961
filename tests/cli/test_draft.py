"""`desk draft`: drafts from templates in three forms, kept and recorded, refused while something is open."""

import io
import json

import docx
import pytest

from research.nouns.access import Access
from research.settings import Settings
from research.workspace import Workspace
from tests.cli.desk_process import desk

CLOCK = {"SOURCE_DATE_EPOCH": "1740787200"}


def run(home, *words, code=0):
    done = desk("draft", *words, home=home, **CLOCK)
    assert done.returncode == code, done.stderr
    return done


@pytest.fixture(scope="module")
def sheet(sample_home, tmp_path_factory):
    """What is told of a tear sheet, and the file that it is in."""
    path = tmp_path_factory.mktemp("draft") / "q.md"
    return json.loads(run(sample_home, "Quillmere", "-o", path, "--json").stdout), path


def test_a_tear_sheet_has_only_figures_that_passed_and_places_that_are_there(sheet):
    told, path = sheet
    assert told["figures"] == told["figures_passed"] > 100
    assert told["footnotes"] == told["footnotes_resolved"] > 30
    assert (told["status"], told["open"], told["completed_at"]) == (
        "draft",
        ["rating", "price date", "disclaimer"],
        "2025-03-01T00:00:00+00:00",
    )
    text = path.read_text(encoding="utf-8")
    assert "| Revenue | 1,148.6 | 1,219.3 | 1,284.6 |" in text
    assert "| Aftermarket Services | 208.4 | 229.1 | 247.6 |" in text
    assert "*Not in the library: news of Quillmere Pumps & Instruments, Inc.*" in text
    assert text.startswith("# Quillmere Pumps & Instruments, Inc.\n\nDraft · Company tear sheet · completed 1 March 2025, 00:00 UTC\n")


def test_the_same_library_and_clock_give_the_same_bytes_and_each_draft_is_a_version(sample_home, tmp_path, sheet):
    told, first = sheet
    again = tmp_path / "again.md"
    more = json.loads(run(sample_home, "Quillmere", "-o", again, "--json").stdout)
    assert again.read_bytes() == first.read_bytes()
    assert (more["draft"], more["version"]) == (told["draft"], told["version"] + 1)
    with Workspace.open(Settings(home=sample_home)) as workspace:
        kept = workspace.drafts.get(Access("analyst"), told["draft"])
        event = workspace.ledger.events(Access("analyst"), action="draft")[0]
    assert (kept.version, kept.template) == (more["version"], "tear-sheet")
    assert (event.subject, dict(event.details)["version"]) == ("Quillmere Pumps & Instruments, Inc.", str(more["version"]))


def test_a_draft_is_final_when_all_that_is_required_is_given(sample_home, tmp_path):
    refused = run(sample_home, "Quillmere", "--final", "-o", tmp_path / "q.html", code=3)
    assert refused.stdout.splitlines() == [
        "Quillmere Pumps & Instruments, Inc. is not final; open:",
        "  rating",
        "  price date",
        "  disclaimer",
    ]
    assert not (tmp_path / "q.html").exists()
    given = ("--set", "rating=Hold", "--set", "price date=2025-02-28", "--set", "disclaimer=No advice.")
    run(sample_home, "Quillmere", "--final", *given, "-o", tmp_path / "q.html")
    text = (tmp_path / "q.html").read_text(encoding="utf-8")
    assert "No advice." in text
    assert 'class="state"' not in text


def test_a_draft_is_written_for_word_with_its_state(sample_home, tmp_path):
    run(sample_home, "Quillmere", "-o", tmp_path / "q.docx")
    document = docx.Document(io.BytesIO((tmp_path / "q.docx").read_bytes()))
    words = [one.text for one in document.paragraphs]
    assert "Draft · Company tear sheet · completed 1 March 2025, 00:00 UTC" in words
    assert "Open before it is final" in words
    assert len(document.tables) >= 3


def test_templates_are_listed_with_what_is_wrong_with_one(sample_home):
    folder = sample_home / "templates"
    folder.mkdir()
    (folder / "ours.md").write_text("+++\nheading = 1\n+++\n", encoding="utf-8")
    try:
        listed = {one["template"]: one for one in json.loads(run(sample_home, "--list", "--json").stdout)["templates"]}
        refused = run(sample_home, "Quillmere", "--template", "ours", code=1)
    finally:
        (folder / "ours.md").unlink()
        folder.rmdir()
    assert listed["tear-sheet"]["required"] == ["rating", "price date", "sources", "disclaimer"]
    assert "line 2: there is no key “heading”" in listed["ours"]["problem"]
    assert "ours.md, line 2: there is no key “heading”" in refused.stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("Quillmere", "--template", "nothing"), 2, "template 'nothing' is not known"),
        (("Quillmere", "-o", "draft.pdf"), 2, "has no form that drafts are written in"),
        (("Quillmere", "--set", "mood=good"), 2, "element 'mood=good' is not known to this template"),
        (("Quillmere", "--template", "topic-brief"), 2, "template topic-brief needs a topic"),
        (("Nobody Anywhere",), 1, "no paper of Nobody Anywhere is in the library"),
        ((), 2, "no company is named"),
    ],
)
def test_what_cannot_be_written_is_one_line(sample_home, words, code, said):
    assert said in run(sample_home, *words, code=code).stderr


@pytest.mark.parametrize(
    ("template", "heading"),
    [
        ("results-note", "What management says"),
        ("initiation-outline", "Investment case"),
        ("topic-brief", "In its papers"),
        ("peer-comparison", "Side by side"),
    ],
)
def test_each_template_is_written_in_every_form(sample_home, tmp_path, template, heading):
    topic = ("--topic", "the new plant") if template == "topic-brief" else ()
    for form in ("md", "html", "docx"):
        path = tmp_path / f"draft.{form}"
        told = json.loads(run(sample_home, "Quillmere", "--template", template, *topic, "-o", path, "--json").stdout)
        assert (told["template"], told["footnotes"]) == (template, told["footnotes_resolved"])
        if form == "docx":
            words = [one.text for one in docx.Document(io.BytesIO(path.read_bytes())).paragraphs]
        else:
            words = path.read_text(encoding="utf-8")
        assert heading in words


def test_a_draft_leads_to_its_documents_on_the_page_where_that_has_an_address(sample_home, tmp_path):
    path = tmp_path / "q.md"
    done = desk("draft", "Quillmere", "-o", path, home=sample_home, DESK_PAGE_URL="https://desk.example.org/", **CLOCK)
    assert done.returncode == 0, done.stderr
    text = path.read_text(encoding="utf-8")
    note = next(line for line in text.splitlines() if "10-K FY2024, 21 February 2025, page 9, table “income statement”, rows “" in line)
    assert note.endswith(" <https://desk.example.org/library?document=quillmere-10k-2024&page=9>")


def test_a_peer_comparison_sets_companies_side_by_side(sample_home):
    text = run(sample_home, "Quillmere", "--template", "peer-comparison", "--peer", "Tarrowby").stdout
    assert "# Quillmere Pumps & Instruments, Inc. beside Tarrowby Foods Corporation" in text
    assert "Quillmere Pumps & Instruments, Inc. FY2024A (USD) | Tarrowby Foods Corporation FY2024A (USD) |" in text


def test_a_topic_is_no_essay(sample_home):
    done = desk("draft", "Quillmere", "--template", "topic-brief", "--topic", "x " * 200, home=sample_home, **CLOCK)
    assert (done.returncode, done.stderr) == (2, "error: the topic has 400 characters; name it in at most 200\n")
