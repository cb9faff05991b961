"""`desk verify-claims`: a line out for each line in, and the exit codes."""

import json

from tests.cli.desk_process import desk

PLACE = {"document": "quillmere-10k-2024", "page": 11}
SUPPORTED = {"id": "a", "claim": "Quillmere's capital expenditure was $63.8 million in 2024.", "evidence": [PLACE]}
WRONG_YEAR = {"id": "b", "claim": "Quillmere's capital expenditure was $63.8 million in 2023.", "evidence": [PLACE]}


def check(tmp_path, home, *lines):
    file = tmp_path / "claims.jsonl"
    file.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
    done = desk("verify-claims", file, "--json", home=home)
    return done, [json.loads(line) for line in done.stdout.splitlines()]


def test_a_supported_claim_ends_with_0(sample_home, tmp_path):
    done, (found,) = check(tmp_path, sample_home, SUPPORTED)
    assert (done.returncode, done.stderr) == (0, "")
    assert (found["id"], found["verdict"], found["reasons"]) == ("a", "supported", [])
    (figure,) = found["figures"]
    assert (figure["text"], figure["verdict"]) == ("$63.8 million", "supported")
    assert figure["found"].startswith("Purchases of property, plant and equipment")


def test_a_mismatch_ends_with_4_and_says_why(sample_home, tmp_path):
    done, found = check(tmp_path, sample_home, SUPPORTED, WRONG_YEAR)
    assert done.returncode == 4
    assert [one["verdict"] for one in found] == ["supported", "mismatch"]
    assert found[1]["reasons"] == ["period: the figure is of 2024, the claim says 2023"]


def test_a_bad_line_is_one_line_and_the_others_go_on(sample_home, tmp_path):
    bad = [
        "{not json",
        {"id": 1, "claim": "Sales rose 5%."},
        {"id": 2, "claim": "Sales rose 5%.", "evidence": [{"document": "nowhere", "page": 1}]},
        {"id": 3, "claim": "Sales rose 5%.", "evidence": [{"document": "quillmere-10k-2024", "page": 999}]},
    ]
    done, found = check(tmp_path, sample_home, *bad, SUPPORTED)
    assert done.returncode == 1
    assert [("error" in one, one.get("id")) for one in found] == [(True, None), (True, None), (True, 2), (True, 3), (False, "a")]
    assert "has no page 999" in found[3]["error"]


def test_a_text_is_evidence_and_a_question_gives_the_rest(sample_home, tmp_path):
    text = {"id": "t", "claim": "Sales rose 5% to $12 million in 2024.", "evidence": ["Sales rose 5% to $12 million in 2024."]}
    asked = {
        "id": "q",
        "claim": "$63.8",
        "evidence": [PLACE],
        "question": "What is Quillmere's FY2024 capital expenditure in USD millions?",
    }
    done, found = check(tmp_path, sample_home, text, asked)
    assert (done.returncode, [one["verdict"] for one in found]) == (0, ["supported", "supported"])


def test_what_is_no_claim_ends_with_2_in_one_line(sample_home, tmp_path):
    bad = ["{not json", {"id": 1, "claim": "Sales rose 5%."}, {"id": 4, "claim": "5%", "evidence": [{"document": "x", "page": True}]}]
    done, found = check(tmp_path, sample_home, *bad, SUPPORTED)
    assert (done.returncode, done.stderr) == (2, "")
    assert [("error" in one) for one in found] == [True, True, True, False]
    missing = desk("verify-claims", tmp_path / "none.jsonl", "--json", home=sample_home)
    assert (missing.returncode, missing.stdout, len(missing.stderr.splitlines())) == (2, "", 1)
