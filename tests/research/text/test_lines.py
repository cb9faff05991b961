"""Files that a user names, line by line."""

import os

import pytest

from research.errors import CannotReadError, LimitExceededError
from research.text.lines import read_lines


def test_lines_end_with_a_line_feed_alone_and_blank_ones_are_left_out(tmp_path):
    path = tmp_path / "lines.jsonl"
    path.write_bytes('\ufeff{"q": "a\u2028b"}\r\n\n  \n{"q": 2}\n'.encode())
    assert read_lines(path, kind="file", hint="") == [(1, '{"q": "a\u2028b"}'), (4, '{"q": 2}')]


def test_a_file_that_is_none_or_no_text_says_why(tmp_path):
    (tmp_path / "binary").write_bytes(b"ab\xff")
    with pytest.raises(CannotReadError, match=r"batch file .*binary: byte 3 is not UTF-8 text; name another"):
        read_lines(tmp_path / "binary", kind="batch file", hint="name another")
    with pytest.raises(CannotReadError, match="is a directory"):
        read_lines(tmp_path, kind="file", hint="")
    with pytest.raises(CannotReadError, match="no such file"):
        read_lines(tmp_path / "none", kind="file", hint="")


def test_a_file_of_lines_has_a_largest_size(tmp_path):
    (tmp_path / "lines.jsonl").touch()
    os.truncate(tmp_path / "lines.jsonl", 200 * 1024 * 1024 + 1)
    with pytest.raises(LimitExceededError, match=r"batch file .*lines\.jsonl is larger than 200 MiB; split the file"):
        read_lines(tmp_path / "lines.jsonl", kind="batch file", hint="name another")
