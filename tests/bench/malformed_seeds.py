"""Sound files of every format that ingest takes, from the sample or made here, and what is done to them to spoil them."""

import io
import zipfile
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import docx
import openpyxl
import pptx

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample" / "library"
FIXED_DATE = (2025, 1, 1, 0, 0, 0)
MARKDOWN = """# Quillmere

Revenue rose to $120 million in 2024.

| | 2024 | 2023 |
|---|---|---|
| Revenue | 120 | 110 |
| Costs | 80 | 77 |
"""
SEPARATED = "item,2024,2023\nRevenue,120,110\nCosts,80,77\nProfit,40,33\n"
TEXT = """Quillmere Annual Report

Revenue was 120 in the year.

                2024     2023
Revenue          120      110
Costs             80       77
"""
FACTS = (
    '{"cik": 1, "entityName": "Quillmere Inc", "facts": {"us-gaap": {"Revenues": {"label": "Revenues", "units": {"USD": ['
    '{"end": "2024-12-31", "start": "2024-01-01", "val": 120, "accn": "0000000001-25-000001", "fy": 2024, "fp": "FY", "form": "10-K", '
    '"filed": "2025-02-14"}]}}}}}'
)


@dataclass(frozen=True)
class Made:
    """A malformed file: its name and its bytes."""

    name: str
    content: bytes


def seeds():
    """Return sound files by suffix."""
    return {
        "pdf": (SAMPLE / "tarrowby-10k-2024.pdf").read_bytes(),
        "htm": (SAMPLE / "osgrove-10ka-2023.htm").read_bytes(),
        "xhtml": b'<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Quillmere rose.</p><table><tr><td>Revenue</td><td>120</td></tr>'
        b"<tr><td>Costs</td><td>80</td></tr></table></body></html>",
        "xlsx": zipped(parts_of((SAMPLE / "tarrowby-statements-2022-2024.xlsx").read_bytes())),
        "docx": zipped(parts_of(word())),
        "pptx": zipped(parts_of(slides())),
        "xml": (SAMPLE / "feed-ledger-post.xml").read_bytes(),
        "json": FACTS.encode(),
        "csv": SEPARATED.encode() * 20,
        "md": MARKDOWN.encode() * 20,
        "txt": TEXT.encode() * 20,
        "eml": mail().as_bytes(),
    }


def word():
    """Return a Word document with a heading, a paragraph and a table."""
    document = docx.Document()
    document.add_heading("Quillmere", 1)
    document.add_paragraph("Revenue rose to $120 million in 2024.")
    table = document.add_table(2, 3)
    for row, texts in enumerate((("", "2024", "2023"), ("Revenue", "120", "110"))):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    return _saved(document)


def slides():
    """Return a presentation of one slide with a text and a table."""
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Quillmere rose"
    table = slide.shapes.add_table(2, 2, 0, 0, 1_000_000, 1_000_000).table
    table.cell(0, 0).text, table.cell(1, 1).text = "Revenue", "120"
    return _saved(deck)


def workbook(rows=((" ", 2024, 2023), ("Revenue", 120, 110))):
    """Return a workbook of one sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return _saved(book)


def mail():
    """Return a message of a text, its HTML and an attachment."""
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Quillmere rose", "a@example.org", "b@example.org"
    message["Date"] = "Fri, 14 Feb 2025 12:00:00 +0000"
    message.set_content("Revenue was 120 in the year.\n")
    message.add_alternative("<p>Revenue was <b>120</b> in the year.</p>", subtype="html")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="report.pdf")
    message.set_boundary("boundary-one")
    return message


def parts_of(content):
    """Return the parts of a packed file by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts, method=zipfile.ZIP_DEFLATED):
    """Return a packed file of parts (a dict, or pairs where names come twice), the same bytes at any time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items() if isinstance(parts, dict) else parts:
            info = zipfile.ZipInfo(name, FIXED_DATE)
            info.compress_type = method
            archive.writestr(info, content)
    return out.getvalue()


def _saved(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def spoiled(dice, content, other):
    """Yield (name, bytes) of what a bad disk, a cut line or a careless hand makes of a sound file; `other` is one of another format."""
    size = len(content)
    for number, share in enumerate((0.02, 0.3, 0.7, 0.97)):
        yield f"cut{number}", content[: max(1, int(size * share) + dice.randint(-3, 3))]
    for number, count in enumerate((1, 20, max(size // 100, 40))):
        flipped = bytearray(content)
        for _ in range(count):
            flipped[dice.randrange(size)] ^= 1 << dice.randrange(8)
        yield f"flipped{number}", bytes(flipped)
    start = dice.randrange(size // 4, size // 2)
    length = max(size // 10, 16)
    yield "zeroed", content[:start] + bytes(length) + content[start + length :]
    yield "spliced", content[:start] + other[:length] + content[start + length :]
    yield "lacking", content[:start] + content[start + length :]
    yield "headless", content[dice.randrange(8, 64) :]
    yield "twice", content + content
    yield "shuffled", b"".join(sorted((content[at : at + 64] for at in range(0, size, 64)), key=lambda _: dice.random()))


def spoiled_inside(dice, content):
    """Yield (name, bytes) of a packed file whose parts are spoiled and packed again, so that its directory and sums are right."""
    parts = parts_of(content)
    names = [name for name in parts if name.endswith((".xml", ".rels")) and len(parts[name]) > 40]
    for number in range(6):
        name = dice.choice(names)
        part = bytearray(parts[name])
        for _ in range(max(1, len(part) // 200)):
            part[dice.randrange(len(part))] ^= 1 << dice.randrange(8)
        yield f"inside{number}", zipped(parts | {name: bytes(part)})
    for number in range(4):
        name = dice.choice(names)
        yield f"inside-cut{number}", zipped(parts | {name: parts[name][: len(parts[name]) // 2]})
    for number in range(4):
        gone = set(dice.sample(list(parts), max(1, len(parts) // 4)))
        yield f"parts-gone{number}", zipped({name: part for name, part in parts.items() if name not in gone})
    shuffled = list(parts.values())
    dice.shuffle(shuffled)
    yield "parts-shuffled", zipped(dict(zip(parts, shuffled, strict=True)))
    yield "numbers-huge", zipped({name: _huge_numbers(part) if name in names else part for name, part in parts.items()})
    yield "numbers-negative", zipped({name: part.replace(b'="', b'="-') if name in names else part for name, part in parts.items()})


def _huge_numbers(part):
    return part.replace(b'="1"', b'="999999999999"').replace(b'="2"', b'="1e308"').replace(b'="0"', b'="2147483648"')
