"""Each command that asks, takes or puts in leaves its row of the audit trail, with the hash of what it wrote."""

import json
import shutil
from hashlib import sha256

import pytest

from tests.cli.desk_process import desk

QUILLMERE, QUESTION = "Quillmere", "What was Quillmere's capital expenditure in FY2024?"
CLAIM = {"id": 1, "claim": "Net sales were $5 million.", "evidence": ["Net sales were $5 million in 2024."]}


@pytest.fixture(scope="module")
def home(sample_home, tmp_path_factory):
    return shutil.copytree(sample_home, tmp_path_factory.mktemp("recorded") / "home")


@pytest.fixture
def files(tmp_path):
    """Return a folder with what commands read."""
    (tmp_path / "note.md").write_text("# Quillmere\n\nNet sales were $1,284.6 million in 2024.\n", encoding="utf-8")
    (tmp_path / "claims.jsonl").write_text(json.dumps(CLAIM) + "\n", encoding="utf-8")
    (tmp_path / "batch.jsonl").write_text(json.dumps({"question": "What was capital expenditure in FY2024?"}) + "\n", encoding="utf-8")
    (tmp_path / "asked.jsonl").write_text(json.dumps({"id": "1", "type": "x", "question": QUESTION, "expect": "prose"}) + "\n")
    (tmp_path / "memo.txt").write_text("Memo of 2 March 2026. Quillmere's orders grew.\n", encoding="utf-8")
    return tmp_path


def newest(home):
    found = json.loads(desk("audit", "list", "--limit", "1", "--json", home=home).stdout)["rows"]
    return found[0]["id"] if found else 0


def run(home, *words, codes=(0,)):
    """Run a command; return the rows that it left: action, subject and details of each."""
    before = newest(home)
    done = desk(*words, home=home)
    assert done.returncode in codes, done.stderr
    rows = json.loads(desk("audit", "list", "--limit", "20", "--json", home=home).stdout)["rows"]
    new = [row for row in reversed(rows) if row["id"] > before]
    return [(row["action"], row["subject"], dict(json.loads(row["details"]))) for row in new]


@pytest.mark.parametrize(
    ("words", "left"),
    [
        (("ask", QUESTION, "--no-llm"), [("ask", QUESTION)]),
        (("search", "tariffs"), [("search", "tariffs")]),
        (("facts", QUILLMERE, "--concept", "capital_expenditure"), [("facts", QUILLMERE)]),
        (("metrics", QUILLMERE, "gross_margin", "--period", "FY2024"), [("metrics", "Quillmere Pumps & Instruments, Inc.")]),
        (("check", "note.md"), [("check", "note.md")]),
        (("verify-claims", "claims.jsonl"), [("verify claims", "claims.jsonl")]),
        (("ask", "--batch", "batch.jsonl", "--across", QUILLMERE), [("grid", "What was capital expenditure in FY2024?")]),
        (("eval", "questions", "asked.jsonl"), [("evaluate", "asked.jsonl")]),
        (("watchlists", "add", "Pumps", QUILLMERE), [("set watchlist", "Pumps")]),
        (("ingest", "memo.txt", "--label", "desk:pumps"), [("ingest", "memo.txt")]),
        (("names", "add", "QI", "Quillmere Industries, Inc."), [("add name", "QI")]),
        (("feeds", "add", "https://wire.example.com/rss"), [("add feed", "https://wire.example.com/rss")]),
    ],
    ids=lambda words: words[0] if isinstance(words[0], str) else "",
)
def test_what_is_done_leaves_its_row(home, files, words, left):
    given = [str(files / word) if (files / word).is_file() else word for word in words]
    rows = run(home, *given)
    assert [(action, subject.rsplit("/", 1)[-1] if "memo" in subject else subject) for action, subject, _ in rows] == left
    if rows[0][0] not in {"set watchlist", "add name", "add feed"}:
        assert len(rows[0][2]["allowed_sha256"]) == 64


@pytest.mark.parametrize(
    ("words", "file", "what"),
    [
        (("facts", QUILLMERE), "facts.csv", "facts of Quillmere"),
        (("check", "note.md"), "checked.md", "check of note.md"),
        (("ask", "--batch", "batch.jsonl", "--across", QUILLMERE), "grid.xlsx", "grid of 1 cell"),
        (("digest", "--watchlist", "Pumps", "--format", "html"), "digest.html", "digest of Pumps"),
        (("draft", QUILLMERE, "--template", "tear-sheet"), "draft.md", "draft "),
        (("watchlists", "export", "Pumps"), "list.csv", "watchlist analyst/Pumps"),
        (("eval", "questions", "asked.jsonl", "--html"), "page.html", "Evaluation of asked.jsonl"),
    ],
    ids=lambda one: one if isinstance(one, str) and "." in one else "",
)
def test_what_is_taken_is_recorded_with_its_hash(home, files, words, file, what):
    desk("watchlists", "add", "Pumps", QUILLMERE, home=home)
    output = files / file
    given = [str(files / word) if (files / word).is_file() else word for word in words]
    flags = [str(output)] if words[-1] == "--html" else ["-o", str(output)]
    rows = run(home, *given, *flags)
    (said,) = [details for action, subject, details in rows if action == "export" and subject.startswith(what)]
    assert (said["sha256"], said["file"]) == (sha256(output.read_bytes()).hexdigest(), str(output))
    if not what.startswith(("watchlist", "digest")):
        assert said["source_hashes"]


def test_nothing_is_written_where_it_cannot_be_recorded(home, files):
    ledger = home / "ledger.db"
    kept = ledger.read_bytes()
    try:
        ledger.write_bytes(b"torn" * 100)
        done = desk("facts", QUILLMERE, "-o", str(files / "facts.csv"), home=home)
    finally:
        ledger.write_bytes(kept)
    assert done.returncode == 1
    assert not (files / "facts.csv").exists()
