"""`desk eval`: what is told before anything is asked."""

import json

import pytest

from tests.cli.desk_process import desk


@pytest.fixture
def questions(tmp_path):
    path = tmp_path / "questions.jsonl"
    path.write_text(json.dumps({"id": "q", "type": "lookup", "question": "Who leads Quillmere?", "expect": "refuse"}))
    return path


def test_options_that_do_different_things_are_refused(questions, tmp_path):
    done = desk("eval", "questions", questions, "--fit-threshold", tmp_path / "t.toml", "--ablate", home=tmp_path / "none")
    assert (done.returncode, done.stderr) == (2, "error: --ablate and --fit-threshold do different things; give one of them\n")


@pytest.mark.parametrize("option", ["--html", "--fit-threshold"])
def test_a_file_that_cannot_be_written_is_told_at_once(questions, tmp_path, option):
    done = desk("eval", "questions", questions, option, tmp_path / "none" / "file", home=tmp_path / "none")
    assert done.returncode == 1
    assert "none/file: no such file or directory; name a file in a folder that you may write to" in done.stderr


def test_no_threshold_is_fitted_on_questions_of_one_sort(questions, tmp_path, sample_home):
    file = tmp_path / "threshold.toml"
    done = desk("eval", "questions", questions, "--fit-threshold", file, home=sample_home)
    assert (done.returncode, file.exists()) == (2, False)
    assert "give questions that the library answers and some that it does not" in done.stderr
