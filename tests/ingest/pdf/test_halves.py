"""A long file read by two processes gives what one gives, whatever becomes of the second."""

import os
import signal

import pytest

from ingest.loaded import Limits
from ingest.pdf import loader
from ingest.pdf.halves import read_halves
from ingest.pdf.loader import PdfLoader
from research.errors import CannotReadError
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


@pytest.mark.parametrize("end", [lambda: os.kill(os.getpid(), signal.SIGKILL), lambda: 1 / 0])
def test_the_second_half_is_read_here_when_its_process_ends(end):
    here = os.getpid()

    def second():
        if os.getpid() != here:
            end()
        return "second"

    assert read_halves(lambda: "first", second) == ("first", "second")


def test_what_fails_is_raised_and_leaves_no_process(monkeypatch):
    forks, fork = [], os.fork

    def counted():
        forks.append(fork())
        return forks[-1]

    monkeypatch.setattr(os, "fork", counted)

    def fails():
        raise CannotReadError("a.pdf: damaged", "repair it")

    with pytest.raises(CannotReadError, match="damaged"):
        read_halves(fails, lambda: 2)
    with pytest.raises(CannotReadError, match="damaged"):
        read_halves(lambda: 1, fails)
    assert len(forks) == 2
    for process in forks:
        with pytest.raises(ChildProcessError):
            os.waitpid(process, os.WNOHANG)
