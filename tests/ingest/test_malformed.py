"""A slice of the malformed files of `tests.bench.malformed`: each is read, or refused in one line that names it and says what to do."""

import random
import signal
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib import import_module

import pytest

from ingest.discovery import discover
from ingest.feeds import read_feed
from ingest.formats import FEED, format_of, recognise
from ingest.loaded import Limits, Loaded
from ingest.metadata import read_metadata
from ingest.outline import read_outline
from ingest.quality import check_quality
from ingest.sentences import split_sentences
from ingest.sheets.cells import LONGEST_CELL
from ingest.statements.facts import read_facts
from ingest.wire import loaded_from_wire, loaded_to_wire
from research.errors import CannotReadError
from research.models.instructions import instruction_spans
from research.nouns.documents import Document, DocumentState
from tests.bench.malformed_packed import column, document, entries, sheet
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
        ("rules.html", STYLED + b"p{x:y}" * 4_000 + b"</style>" + b"".join(b"<p id=i%d>Q" % at for at in range(500)), "Q\n"),
        (
            "left-out.html",
            b'<html><ix:nonNumeric name="dei:EntityRegistrantName">' + b"Quill " * 60_000 + b"<ix:exclude>x</ix:exclude>" * 2_000,
            "Quill",
        ),
        ("contexts.html", b"<html><p>Quillmere<xbrli:context id=a>" + b"<xbrli:context>" * 200 + b"<b/>" * 50_000, "Quillmere"),
    ],
    ids=lambda one: one if isinstance(one, str) and "." in one else "",
)
def test_what_is_made_to_take_long_takes_no_longer_than_others(name, content, words):
    with at_most(MOST_SECONDS):
        loaded = read(content, name)
    assert words in loaded.text


LINES = [". ", "(", "Q", "1,", "A. ", "· ", "-", "ends on ", "(a) ", "Note 1 ", "Dated ", "\u3001"]


def test_a_line_that_repeats_itself_without_end_holds_no_reader_up():
    page = "<html>" + "".join(f"<p style='page-break-before:always'>Quillmere</p><p>{one * (20_000 // len(one))}</p>" for one in LINES)
    with at_most(MOST_SECONDS):
        loaded = loaded_from_wire(loaded_to_wire(read(page.encode(), "lines.html")))
        metadata = replace(read_metadata(loaded), company="Quillmere", fiscal_year=2024, fiscal_period="FY", period_end=date(2024, 12, 31))
        assert read_facts(loaded, metadata, document_id="a", company="Quillmere") == ()
        assert check_quality(loaded, metadata) is not None
        document = Document(
            id="a", name="a", source_key="a", content_hash="a", kind=metadata.kind, tier=metadata.tier, state=DocumentState.LEXICAL,
            known_at=datetime(2025, 1, 1, tzinfo=UTC), text=loaded.text, pages=loaded.pages,
        )  # fmt: skip
        assert read_outline(document).headings == ()
        assert sum(len(split_sentences(line)) for line in loaded.text.splitlines()) > len(LINES)
        assert len(list(instruction_spans(loaded.text))) == 0


def test_many_statements_and_tables_are_read_once_each():
    statement = (
        b"<p>CONSOLIDATED BALANCE SHEETS (in millions)</p><table><tr><td></td><td>2024</td><td>2023</td></tr>"
        b"<tr><td>Total assets</td><td>1</td><td>2</td></tr><tr><td>Cash</td><td>1</td><td>2</td></tr></table>"
    )
    with at_most(MOST_SECONDS):
        loaded = read(b"<html>" + statement * 100, "statements.html")
        assert len(loaded.tables) == 100
        wide = b"<tr><td>Revenue</td>" + b"<td>12</td>" * 4_000 + b"</tr>"
        assert read(b"<html><table>" + wide * 3 + b"</table>", "wide.html").text.count("12") == 12_000


SIDE = '<c r="{0}{2}" t="inlineStr"><is><t>a</t></is></c><c r="{1}{2}"><v>12</v></c>'
RUN, HEAD = "<w:r><w:t>a </w:t></w:r>", b"Subject: Quillmere\nFrom: a@example.org\n"
BOXES = 40


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("runs.docx", document(f"<w:p>{RUN * 15_000}</w:p>"), "a a a"),
        (
            "boxes.docx",
            document("<w:p><w:r><w:pict><w:txbxContent>" * BOXES + f"<w:p>{RUN}</w:p>" + "</w:txbxContent></w:pict></w:r></w:p>" * BOXES),
            "a\n",
        ),
        (
            "gaps.xlsx",
            sheet("".join(f'<row r="{at}"><c r="A{at}"><v>1</v></c><c r="B{at}"><v>2</v></c></row>' for at in range(1, 9_000, 2))),
            "2",
        ),
        (
            "beside.xlsx",
            sheet(
                "".join(
                    f'<row r="{row}">{"".join(SIDE.format(column(at), column(at + 1), row) for at in range(1, 3_400, 3))}</row>'
                    for row in (1, 2)
                )
            ),
            "12",
        ),
        ("under.md", b"|" + b" " * 60_000 + b"\n|-----" + b" " * 60_000 + b"x\n", "|"),
        ("strong.md", b"__a+. " * 8_000, "a+"),
        ("ticks.md", b"x " + b"`" * 60_000 + b" Revenue", "Revenue"),
        ("comments.md", b"<!--" * 60_000 + b" Revenue", "Revenue"),
        ("to.eml", HEAD + b"To: " + b'"' * 60_000 + b"\n\nRevenue", "Revenue"),
        ("words.eml", b"Subject: " + b"=?utf-8?b?QQ==?= " * 12_000 + b"\n\nRevenue", "AAAA"),
        (
            "named.eml",
            HEAD + b"Content-Type: text/plain;" + b"".join(b" n*%d*=a;" % at for at in range(12_000)) + b"\n\nRevenue",
            "Revenue",
        ),
    ],
    ids=lambda one: one if isinstance(one, str) and "." in one else "",
)
def test_packed_files_and_mail_made_to_take_long_take_no_longer_than_others(name, content, words):
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
        (b"Subject: x\nContent-Type: text/html\n\n<p " + b" ".join(b"a%d" % at for at in range(6_000)) + b">", "attributes"),
        (b"Subject: x\n\n" + b"--b\nContent-Type: text/plain\n\nx\n" * 6_000, "parts"),
    ],
)
def test_mail_made_to_take_long_is_told(content, words):
    assert words in str(read(content, "mail.eml"))


def test_a_number_of_millions_of_digits_is_none_and_a_text_is_no_longer_than_a_cell_can_be():
    digits, words = "9" * 500_000, "x" * 500_000
    rows = f'<row r="1"><c r="A1"><v>{digits}</v></c><c r="B1" t="str"><v>{words}</v></c><c r="C1"><v>12</v></c></row>'
    loaded = read(sheet(rows), "long.xlsx")
    assert (digits[:400] in loaded.text, "x" * LONGEST_CELL in loaded.text, "12" in loaded.text) == (False, True, True)
    assert len(loaded.text) < 2 * LONGEST_CELL
