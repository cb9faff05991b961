import io
import json
import os
import signal
import struct
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from ingest import child
from ingest.child import _answer, load_in_child, render_in_child, start_ahead
from ingest.loaded import Limits
from ingest.pdf.loader import PdfLoader
from ingest.wire import ERROR, loaded_from_wire, loaded_to_wire
from research.errors import CannotReadError, LimitExceededError
from research.settings import Settings
from tests.golden.printed_statements import Sheet, print_pdf


@pytest.fixture(scope="module")
def content() -> bytes:
    sheet = Sheet((440, 520)).text("Consolidated Balance Sheets").text("(In millions)").heads("December 31, 2021", "December 31, 2020")
    sheet.text("Current assets").row("Cash", "10", "9").row("Total assets", "100", "90").row("Accounts payable", "20", "19")
    sheet.row("Total liabilities", "40", "38").row("Retained earnings", "30", "22").row("Total equity", "60", "52")
    return print_pdf(sheet, Sheet((440, 520)))


def test_the_child_reads_what_the_loader_reads(content, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(content)
    here = PdfLoader(Limits(max_pages=10)).load(content, name="report.pdf")
    there = load_in_child(path, name="report.pdf", settings=Settings())
    assert there == load_in_child(content, name="report.pdf", settings=Settings())
    assert (there.text, there.tables, there.defects) == (here.text, here.tables, here.defects)
    assert there.tables[0].heads == ("December 31, 2021", "December 31, 2020")
    assert [defect.code for defect in there.defects] == ["no_text"]
    assert there.pages[0].lines[0].box.x0 == pytest.approx(here.pages[0].lines[0].box.x0, abs=0.01)


def test_the_wire_carries_every_part(content):
    loaded = PdfLoader(Limits(max_pages=10)).load(content, name="report.pdf")
    again = loaded_from_wire(loaded_to_wire(loaded))
    assert loaded_to_wire(again) == loaded_to_wire(loaded)
    assert again.tables == loaded.tables


def test_a_page_is_drawn_in_the_child(content):
    image = Image.open(io.BytesIO(render_in_child(content, 1, scale=0.5, settings=Settings())))
    assert (image.format, image.size) == ("PNG", (306, 396))


def test_errors_cross_with_their_kind_name_and_next_step(content, tmp_path):
    with pytest.raises(CannotReadError, match=r"^notes\.pdf: not a PDF file \(no %PDF header\); check what was saved"):
        load_in_child(b"plain text", name="notes.pdf", settings=Settings())
    with pytest.raises(LimitExceededError, match=r"^report\.pdf: 2 pages, the limit is 1; raise DESK_MAX_PAGES"):
        load_in_child(content, name="report.pdf", settings=Settings(max_pages=1))
    with pytest.raises(CannotReadError, match=r"^gone\.pdf: no such file or directory; check the path"):
        load_in_child(tmp_path / "gone.pdf", name="gone.pdf", settings=Settings())
    with pytest.raises(CannotReadError, match="no page 9"):
        render_in_child(content, 9, scale=1.0, name="report.pdf", settings=Settings())


def test_a_file_over_the_size_limit_is_not_even_read(tmp_path):
    path = tmp_path / "huge.pdf"
    with path.open("wb") as stream:
        stream.truncate(2 * 1024 * 1024)
    with pytest.raises(LimitExceededError, match="2 MiB, the limit is 1 MiB; raise DESK_MAX_FILE_MB"):
        load_in_child(path, name="huge.pdf", settings=Settings(max_file_mb=1))


def test_time_is_limited():
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(612, 792), pageCompression=1)
    canvas.beginForm("words")
    for line in range(70):
        canvas.drawString(30, 780 - 11 * line, "many words on every line of every page " * 3)
    canvas.endForm()
    for _ in range(2_000):  # far more than the reader's clock allows, should the processor's timer not be kept
        canvas.doForm("words")
        canvas.showPage()
    canvas.save()
    with pytest.raises(LimitExceededError, match=r"^slow\.pdf: not read within 0\.\d+ seconds; raise DESK_PARSE_SECONDS"):
        load_in_child(out.getvalue(), name="slow.pdf", settings=Settings(parse_seconds=0.2))


@pytest.mark.parametrize(("size", "seconds"), [(0, 15.0), (1024 * 1024, 15.0), (4 * 1024 * 1024, 75.0), (200 * 1024 * 1024, 120.0)])
def test_a_small_file_has_less_time_than_a_large_one(size, seconds):
    assert child._seconds_for(size, Settings()) == seconds


def test_memory_is_limited():
    with pytest.raises((LimitExceededError, CannotReadError), match=r"^big\.pdf: .*(MiB|memory)"):
        load_in_child(b"%PDF-1.4\n" + bytes(160 * 1024 * 1024), name="big.pdf", settings=Settings(parse_memory_mb=128))


@pytest.mark.parametrize(
    ("code", "error", "words"),
    [
        (-signal.SIGSEGV, CannotReadError, r"crashed \(SIGSEGV\)"),
        (-signal.SIGKILL, LimitExceededError, "stopped by the system"),
        (-signal.SIGPROF, LimitExceededError, "not read within 120 seconds"),
        (3, CannotReadError, r"failed \(exit 3\)"),
    ],
)
def test_the_death_of_a_child_is_one_line_with_a_next_step(code, error, words):
    with pytest.raises(error, match=rf"^x\.pdf: .*{words}.*; \w+"):
        _answer("x.pdf", b"", code, Settings())


def test_a_reported_error_keeps_its_hint():
    with pytest.raises(CannotReadError, match=r"^m; h$"):
        _answer("x.pdf", ERROR + b'{"kind": "read", "message": "m", "hint": "h"}', 0, Settings())


def _outcome(path: Path) -> str:
    """Return "" when the file was read, else the line that says why not."""
    try:
        loaded = load_in_child(path, name=path.name, settings=Settings(parse_seconds=20))
    except CannotReadError as error:
        return str(error)
    return "" if loaded.pages else "no pages"


@pytest.mark.shared
def test_every_hostile_pdf_is_read_or_refused_in_one_line(shared: Path, capfd):
    files = sorted((shared / "hostile" / "pdf").glob("*.pdf"))
    assert len(files) > 25
    read = 0
    for path in files:
        outcome = _outcome(path)
        read += outcome == ""
        assert outcome == "" or (outcome.startswith(f"{path.name}: ") and "; " in outcome and "\n" not in outcome)
    assert read >= 20
    assert capfd.readouterr() == ("", "")


def test_a_child_that_was_started_ahead_reads_the_next_file_and_no_other(content):
    children = []
    for _ in range(2):
        start_ahead()
        children += child._waiting
    assert children[0] is children[1]
    there = load_in_child(content, name="report.pdf", settings=Settings())
    assert children[0].returncode == 0
    assert child._waiting == []
    assert there == load_in_child(content, name="report.pdf", settings=Settings())


def test_a_child_that_ended_while_it_waited_costs_nothing(content):
    start_ahead()
    (waiting,) = child._waiting
    waiting.kill()
    waiting.communicate()
    assert load_in_child(content, name="report.pdf", settings=Settings()).tables


def test_a_child_that_waits_ends_with_its_parent():
    start_ahead()
    waiting = child._waiting.pop()
    waiting.stdin.close()
    assert waiting.wait(20) == 0
    waiting.stdout.close()


def test_an_answer_that_could_not_be_written_whole_is_none_at_all():
    task = {"task": "load", "name": "note.txt", "memory_mb": 512, "seconds": 5.0, "loader": "ingest.entry_loading:EntriesLoader"}
    header = json.dumps(task | asdict(Limits())).encode()
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "ingest.child_main"]
        done = subprocess.run(command, input=struct.pack("<I", len(header)) + header, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == os.EX_IOERR, done.stderr
    told = r"note.txt: what the reader read could not be handed over \(input/output error\)"
    with pytest.raises(CannotReadError, match=told):
        _answer("note.txt", b"L{", os.EX_IOERR, Settings())
