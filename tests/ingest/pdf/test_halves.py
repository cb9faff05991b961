"""A long file read by two processes gives what one gives, whatever becomes of the second."""

import json
import os
import signal

import pytest

from ingest.loaded import Limits
from ingest.pdf import loader
from ingest.pdf.halves import read_halves
from ingest.pdf.loader import PdfLoader
from research.errors import CannotReadError
from research.nouns.documents import Defect
from tests.ingest.pdf.test_loader import pdf, write


def long_file(pages: int) -> bytes:
    def draw(canvas):
        for number in range(pages):
            write(canvas, *([(f"Page {number} of the report", 20, 150), ("Total 1,577", 20, 136)] if number % 7 else []))

    return pdf(draw)


def test_a_long_file_reads_the_same_in_two_processes(monkeypatch):
    content = long_file(loader.LONG + 5)
    both = PdfLoader(Limits()).load(content, name="long.pdf")
    monkeypatch.setattr(loader, "LONG", 1000)
    assert PdfLoader(Limits()).load(content, name="long.pdf") == both
    assert [page.number for page in both.pages] == list(range(1, 38))
    assert both.text[both.pages[-1].start : both.pages[-1].end] == "Page 36 of the report\nTotal 1,577\n"


@pytest.mark.parametrize("end", [lambda: os.kill(os.getpid(), signal.SIGKILL), lambda: 1 / 0, lambda: b"", lambda: b"cos\nsystem\n"])
def test_the_second_half_is_read_here_when_its_process_ends_or_writes_what_is_none(end):
    here = os.getpid()

    def second():
        return end() if os.getpid() != here else b'"second"'

    assert read_halves(lambda: "first", second, json.loads) == ("first", "second")


def test_pages_cross_as_they_are():
    line = (0, 3, 1, (0.1, 1e300, 2.0 / 3, -0.0))
    pages = [loader._Written(2, 612.0, 791.9, "a\ud800\0\n", [line], (Defect("no_text", "x", 2), Defect("other", "y")))]
    (page,) = loader._from_bytes(loader._to_bytes(pages))
    assert (page.number, page.width, page.text, page.defects) == (2, 612.0, "a\ud800\0\n", pages[0].defects)
    assert [(*line[:3], tuple(line[3])) for line in page.lines] == pages[0].lines


def test_what_fails_is_raised_and_leaves_no_process(monkeypatch):
    forks, fork = [], os.fork

    def counted():
        forks.append(fork())
        return forks[-1]

    monkeypatch.setattr(os, "fork", counted)

    def fails():
        raise CannotReadError("a.pdf: damaged", "repair it")

    with pytest.raises(CannotReadError, match="damaged"):
        read_halves(fails, lambda: b"2", json.loads)
    with pytest.raises(CannotReadError, match="damaged"):
        read_halves(lambda: 1, fails, json.loads)
    assert len(forks) == 2
    for process in forks:
        with pytest.raises(ChildProcessError):
            os.waitpid(process, os.WNOHANG)
