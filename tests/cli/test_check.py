"""`desk check`: the JSON of the contract, the exit codes, and sentences that are let stand."""

import json

from tests.cli.desk_process import desk

WRONG = "Quillmere's diluted EPS was $2.12 in 2024."
DRAFT = f"# Quillmere in 2024\n\nNet sales were $1,284.6 million. {WRONG} We like the shares.\n"


def check(tmp_path, home, text, *words):
    file = tmp_path / "note.md"
    file.write_text(text)
    done = desk("check", file, *words, "--json", home=home)
    return done, json.loads(done.stdout) if done.stdout else None


def test_the_json_of_the_contract_and_4_for_a_mismatch(sample_home, tmp_path):
    done, found = check(tmp_path, sample_home, DRAFT)
    assert (done.returncode, done.stderr) == (4, "")
    told = [(one["number"], one["text"], one["verdict"], one.get("expected")) for one in found["sentences"]]
    assert told == [
        (1, "Quillmere in 2024", "not_checkable", None),
        (2, "Net sales were $1,284.6 million.", "supported", None),
        (3, WRONG, "mismatch", "$2.09 per share"),
        (4, "We like the shares.", "not_checkable", None),
    ]
    source = found["sentences"][2]["source"]
    assert (source["document"], source["page"], source["quote"]) == ("quillmere-10k-2024", 9, "Diluted $ 2.09 $ 2.48 $ 2.08")
    assert found["sentences"][3]["source"] is None
    assert found["contradictions"] == []


def test_a_draft_without_a_mismatch_ends_with_0(sample_home, tmp_path):
    done, found = check(tmp_path, sample_home, "Quillmere's net sales were $1,284.6 million in 2024.\n")
    assert (done.returncode, [one["verdict"] for one in found["sentences"]]) == (0, ["supported"])


def test_a_contradiction_ends_with_4(sample_home, tmp_path):
    text = "Quillmere's backlog was $486.2 million in 2024.\n\nIn 2024 the backlog of Quillmere was $468.2 million.\n"
    done, found = check(tmp_path, sample_home, text)
    assert done.returncode == 4
    assert [one["sentences"] for one in found["contradictions"]] == [[1, 2]]


def test_a_sentence_that_is_let_stand_no_longer_ends_with_4(sample_home, tmp_path):
    done, found = check(tmp_path, sample_home, DRAFT, "--accept", "3", "--reason", "basic, as agreed")
    assert (done.returncode, found["sentences"][2]["accepted"]) == (0, "basic, as agreed")
    done, found = check(tmp_path, sample_home, DRAFT)
    assert (done.returncode, found["sentences"][2]["accepted"]) == (0, "basic, as agreed")
    done, found = check(tmp_path, sample_home, DRAFT, "--reopen", "3")
    assert (done.returncode, "accepted" in found["sentences"][2]) == (4, False)


def test_the_same_file_is_written_with_what_was_found(sample_home, tmp_path):
    out = tmp_path / "checked.md"
    done, _ = check(tmp_path, sample_home, DRAFT, "-o", out, "--footnotes")
    written = out.read_text()
    assert done.returncode == 4
    assert written.startswith("# Quillmere in 2024\n\nNet sales were $1,284.6 million.[^")
    assert "$2.09 per share" in written
    assert (tmp_path / "note.md").read_text() == DRAFT
    done, found = check(tmp_path, sample_home, DRAFT, "--footnotes")
    assert (done.returncode, found) == (2, None)
    done, found = check(tmp_path, sample_home, DRAFT, "-o", tmp_path / "nowhere" / "checked.md")
    assert (done.returncode, found) == (1, None)


def test_the_copy_is_never_the_draft_itself_nor_of_another_kind(sample_home, tmp_path):
    for name in ("note.md", "checked.docx"):
        done, found = check(tmp_path, sample_home, DRAFT, "-o", tmp_path / name)
        assert (done.returncode, found, len(done.stderr.splitlines())) == (2, None, 1)
    assert (tmp_path / "note.md").read_text() == DRAFT


def test_errors_are_one_line(sample_home, tmp_path):
    missing = desk("check", tmp_path / "none.md", "--json", home=sample_home)
    assert (missing.returncode, missing.stdout, len(missing.stderr.splitlines())) == (1, "", 1)
    for words in (
        ("--accept", "3"),
        ("--reason", "so"),
        ("--accept", "99", "--reason", "so"),
        ("--accept", "2", "--reason", "so"),
        ("--reopen", "3"),
    ):
        done, found = check(tmp_path, sample_home, DRAFT, *words)
        assert (done.returncode, found, len(done.stderr.splitlines())) == (2, None, 1)


def test_on_a_terminal_what_is_wrong_is_said_with_its_source(sample_home, tmp_path):
    file = tmp_path / "note.md"
    file.write_text(DRAFT)
    done = desk("check", file, home=sample_home)
    assert done.stdout.splitlines() == [
        f"3. mismatch “{WRONG}”",
        "   diluted earnings per share of Quillmere Pumps & Instruments, Inc. for FY2024 is $2.09 per share, not $2.12",
        "   quillmere-10k-2024, page 9: Diluted $ 2.09 $ 2.48 $ 2.08",
        "1 supported, 1 mismatch, 2 not checkable",
    ]
