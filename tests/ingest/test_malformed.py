"""A slice of the malformed files of `tests.bench.malformed`: each is read, or refused in one line that names it and says what to do."""

import random
import signal
from contextlib import contextmanager
from importlib import import_module

import pytest

from ingest.discovery import discover
from ingest.feeds import read_feed
from ingest.formats import FEED, format_of, recognise
from ingest.loaded import Limits, Loaded
from research.errors import CannotReadError
from tests.bench.malformed_packed import entries
from tests.bench.malformed_pdf import pdf_files
from tests.bench.malformed_places import NAMES, write_places
from tests.bench.malformed_seeds import FACTS, seeds, spoiled, spoiled_inside

LIMITS = Limits()
SEEDS = seeds()
# Of the processor, for what takes a tenth of a second; each of these took minutes once.
MOST_SECONDS = 8.0
STYLED, CLOSED = b"<html><style>", b"</style><p>Quillmere"
QUICK = ("tree-of-itself", "count-huge", "root-a-number", "box-odd", "size-huge", "xref-of-itself", "xref-beyond", "locked", "title-odd")


def read(content, name):
    """What the fitting loader makes of a file in this process; the error when it refuses it."""
    try:
        known = format_of(content, name=name)
        if known.name == FEED:
            return read_feed(content, name=name)
        module, _, loader = known.loader.partition(":")
        return getattr(import_module(module), loader)(LIMITS).load(content, name=name)
    except CannotReadError as error:
        return error


def assert_told(result, name):
    """A refusal is one line that names the file and says what to do next."""
    if isinstance(result, CannotReadError):
        assert name in result.message
        assert result.hint
        assert len(str(result).splitlines()) == 1
        assert str(result).isprintable()


@contextmanager
def at_most(seconds):
    """Fail when what is done takes more seconds of the processor."""

    def end(*_):
        raise AssertionError(f"more than {seconds} seconds of the processor")

    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("comments.html", STYLED + b"/*" * 150_000 + CLOSED, "Quillmere"),
        ("braces.html", STYLED + b"{" * 399_000 + CLOSED, "Quillmere"),
        ("blocks.html", STYLED + b"a{" * 150_000 + b"}" + CLOSED, "Quillmere"),
        ("rules.html", STYLED + b"p{x:y}" * 4_000 + b"</style>" + b"".join(b"<p id=i%d>Q" % at for at in range(2_000)), "Q\n"),
        (
            "left-out.html",
            b'<html><ix:nonNumeric name="dei:EntityRegistrantName">' + b"Quill " * 60_000 + b"<ix:exclude>x</ix:exclude>" * 2_000,
            "Quill",
        ),
    ],
    ids=lambda one: one if isinstance(one, str) and "." in one else "",
)
def test_what_is_made_to_take_long_takes_no_longer_than_others(name, content, words):
    with at_most(MOST_SECONDS):
        loaded = read(content, name)
    assert words in loaded.text


@pytest.mark.parametrize("suffix", SEEDS)
def test_a_spoiled_file_is_read_or_told_in_one_line(suffix):
    content = SEEDS[suffix]
    dice = random.Random(suffix)  # noqa: S311
    made = list(spoiled(dice, content[:9_000] if suffix in {"htm", "xml"} else content, SEEDS["csv"]))
    if suffix in {"docx", "pptx"}:
        made += spoiled_inside(dice, content)
    for name, one in made:
        assert_told(read(one, f"{name}.{suffix}"), f"{name}.{suffix}")
    assert not isinstance(read(content, f"sound.{suffix}"), CannotReadError)


def test_pdfs_made_to_loop_are_read_or_told_in_one_line():
    made = dict(pdf_files(QUICK))
    assert made.keys() == {*QUICK}
    for name, content in made.items():
        assert_told(read(content, f"{name}.pdf"), f"{name}.pdf")
    assert "password" in str(read(made["locked"], "locked.pdf"))


@pytest.mark.parametrize("charset", ["rot13", "hex", "zlib", "idna", "utf-16", "unicode-escape", "undefined", "nonsense-9"])
def test_a_page_in_an_encoding_that_is_none_of_text_is_read_all_the_same(charset):
    page = f'<html><meta charset="{charset}"><body><p>Quillmere’s revenue</p></body></html>'.encode()
    result = read(page, "page.html")
    assert isinstance(result, Loaded)
    assert result.text.strip() == "Quillmere’s revenue"


@pytest.mark.parametrize("value", ["1" * 5_000, "1e400", "NaN", '"120"', "[1]", "null"])
def test_figures_that_are_none_are_left_out_of_company_facts(value):
    result = read(FACTS.replace("120", value).encode(), "facts.json")
    assert_told(result, "facts.json")


def test_odd_names_links_and_devices_are_each_listed_once(tmp_path):
    paths = write_places(tmp_path)
    found = discover([tmp_path])
    listed = [*map(str, found.files), *(one.path for one in (*found.skipped, *found.failed))]
    assert len(listed) == len(set(listed))
    assert {str(tmp_path / name) for name in NAMES if recognise(name)} <= set(listed)
    assert len(listed) >= len(paths) - 3  # links to what is listed already


def test_a_directory_of_a_million_names_is_not_taken_in():
    name, content = "entries.docx", entries(100_000)
    assert len(content) < 6_000_000
    assert "ZIP directory is larger than 4 MiB" in str(read(content, name))


def test_a_tag_of_thousands_of_attributes_is_told():
    page = "<html><p " + "".join(f"a{number}=1 " for number in range(6_000)) + ">Quillmere"
    assert "more than 5,000 attributes" in str(read(page.encode(), "page.html"))
    assert isinstance(read(b"<html><p>Quillmere<img src='data:" + b"A" * 300_000 + b"'>", "page.html"), Loaded)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Subject: " + b"x " * 200_000 + b"\n\nBody", "headers are longer"),
        (b"Subject: x\n\n" + b"--b\nContent-Type: text/plain\n\nx\n" * 6_000, "parts"),
    ],
)
def test_mail_made_to_take_long_is_told(content, words):
    assert words in str(read(content, "mail.eml"))
