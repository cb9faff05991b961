"""A slice of the malformed files of `tests.bench.malformed`: each is read, or refused in one line that names it and says what to do."""

import random
from importlib import import_module

import pytest

from ingest.discovery import discover
from ingest.formats import FEED, format_of, recognise, recognise_file
from ingest.feeds import read_feed
from ingest.loaded import Limits, Loaded
from research.errors import CannotReadError, UnsupportedFileError
from tests.bench.malformed_pdf import pdf_files
from tests.bench.malformed_places import NAMES, write_places
from tests.bench.malformed_seeds import FACTS, seeds, spoiled, spoiled_inside, workbook, zipped

LIMITS = Limits()
SEEDS = seeds()
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


@pytest.mark.parametrize("suffix", SEEDS)
def test_a_spoiled_file_is_read_or_told_in_one_line(suffix):
    content = SEEDS[suffix]
    made = list(spoiled(random.Random(suffix), content[:9_000] if suffix in {"htm", "xml"} else content, SEEDS["csv"]))
    if suffix in {"docx", "pptx"}:
        made += spoiled_inside(random.Random(suffix), content)
    for name, one in made:
        assert_told(read(one, f"{name}.{suffix}"), f"{name}.{suffix}")
    assert not isinstance(read(content, f"sound.{suffix}"), CannotReadError)


def test_pdfs_made_to_loop_are_read_or_told_in_one_line():
    made = {name: content for name, content in pdf_files(QUICK)}
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
