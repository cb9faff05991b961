"""Packed files (Word, Excel, PowerPoint, ZIP) made to grow, to loop, to lie about what is in them, or to reach outside."""

import io
import lzma
import struct
import zipfile
import zlib

from tests.bench.malformed_seeds import mail, parts_of, seeds, slides, word, workbook, zipped

_MIB = 1024 * 1024
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + level, b"&%c;" % (97 + level) * 10) for level in range(12))
    + b"]>"
)
OUTSIDE = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY % p SYSTEM "http://127.0.0.1:9/p.dtd"> %p;]>'
)
_SHEET = "xl/worksheets/sheet1.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def sheet(rows, *, before="", after=""):
    """Return a workbook whose sheet holds this XML in its data."""
    xml = f'<worksheet xmlns="{_MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    return _changed(workbook(), _SHEET, xml.encode())


def document(body):
    """Return a Word document whose body holds this XML."""
    xml = b'<w:document xmlns:w="%s"><w:body>%s</w:body></w:document>' % (_WORD.encode(), body.encode() if isinstance(body, str) else body)
    return _changed(word(), "word/document.xml", xml)


def _changed(content, name, part):
    return zipped(parts_of(content) | {name: part})


def packed_files():
    """Yield (name with its suffix, bytes)."""
    yield from _bombs()
    yield from _nested()
    yield from _directories()
    yield from _entities()
    yield from _workbooks()
    yield from _words()
    yield from _slides()
    yield from _kinds()


def _bombs():
    zeros = b"<worksheet>" + b" " * (300 * _MIB)
    yield "bomb.xlsx", _changed(workbook(), _SHEET, zeros)
    yield "bomb-many-parts.docx", zipped(parts_of(word()) | {f"word/media/{number}.bin": bytes(15 * _MIB) for number in range(40)})
    yield "bomb.zip", zipped({"a.txt": bytes(300 * _MIB)})
    cells = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(1, 40_000))
    yield "cells-many.xlsx", sheet(cells)
    yield (
        "strings-many.xlsx",
        _changed(workbook(), "xl/sharedStrings.xml", f'<sst xmlns="{_MAIN}">{"<si><t>Revenue</t></si>" * 3_000_000}</sst>'.encode()),
    )
    yield "paragraphs-many.docx", document("<w:p><w:r><w:t>Revenue</w:t></w:r></w:p>" * 40_000)
    yield "paragraph-endless.docx", document(f"<w:p><w:r><w:t>{'Revenue ' * 60_000}</w:t></w:r></w:p>")
    shrunk = zipped(parts_of(workbook()))
    yield "size-lies.xlsx", _lying(shrunk, _SHEET)
    yield "bomb-overlapping.docx", _overlapping(30_000)
    for name, method in (("bz2", zipfile.ZIP_BZIP2), ("lzma", zipfile.ZIP_LZMA)):
        yield f"bomb-{name}.xlsx", zipped(parts_of(workbook()) | {_SHEET: bytes(40 * _MIB)}, method)


def _lying(content, part):
    """Return a packed file whose directory says that a part of many MiB has 100 bytes."""
    parts = parts_of(content) | {part: b"<worksheet>" + b" " * (100 * _MIB)}
    made = bytearray(zipped(parts))
    size = struct.pack("<L", 100 * _MIB + 11)
    return bytes(made.replace(size, struct.pack("<L", 100)))


def _overlapping(count):
    """Return a file whose directory names one packed body under many names."""
    body = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = bytes(_MIB)
    packed = body.compress(content) + body.flush()
    crc = zlib.crc32(content)
    common = struct.pack("<HHHHHLLL", 20, 0, 8, 0, 33, crc, len(packed), len(content))
    out = bytearray(b"PK\x03\x04" + common + struct.pack("<HH", 1, 0) + b"a" + packed)
    start = len(out)
    for number in range(count):
        name = b"word/%d" % number
        out += b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHHHLL", len(name), 0, 0, 0, 0, 0, 0) + name
    return bytes(out + b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, min(count, 65_535), min(count, 65_535), len(out) - start, start, 0))


def entries(count, name=b"word/"):
    """Return a file whose directory has so many empty entries."""
    local = b"PK\x03\x04" + struct.pack("<HHHHHLLLHH", 20, 0, 0, 0, 33, 0, 0, 0, len(name), 0) + name
    entry = b"PK\x01\x02" + struct.pack("<HHHHHHLLLHHHHHLL", 20, 20, 0, 0, 0, 33, 0, 0, 0, len(name), 0, 0, 0, 0, 0, 0) + name
    size = len(entry) * count
    end = b"PK\x06\x06" + struct.pack("<QHHLLQQQQ", 44, 45, 45, 0, 0, count, count, size, len(local))
    end += b"PK\x06\x07" + struct.pack("<LQL", 0, len(local) + size, 1)
    return local + entry * count + end + b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 65_535, 65_535, 0xFFFFFFFF, 0xFFFFFFFF, 0)


def _nested():
    inner = seeds()["txt"]
    for _ in range(60):
        inner = zipped({"inner.zip": inner})
    yield "nested.zip", inner
    yield "nested.docx", inner
    yield "nested-in-word.docx", zipped(parts_of(word()) | {"word/embeddings/a.docx": word(), "word/embeddings/b.zip": inner})
    yield "nested-many.zip", zipped({f"{number}.zip": zipped({"a.zip": inner}) for number in range(300)})
    yield "office-in-zip.zip", zipped({"a.docx": word(), "b.xlsx": workbook(), "c.eml": mail().as_bytes()})
    yield "two-kinds.docx", zipped(parts_of(workbook()) | parts_of(word()))
    yield "mislabelled.docx", workbook()
    yield "mislabelled.xlsx", slides()
    yield "mislabelled.pptx", word()


def _directories():
    yield "entries-many.docx", entries(1_200_000)
    yield "entries-many.zip", entries(1_200_000, b"a")
    yield "entries-many", entries(1_200_000, b"xl/")
    yield "entries-many.txt", entries(300_000, b"xl/")
    yield "entries-over-limit.xlsx", zipped(parts_of(workbook()) | {f"xl/{number}": b"" for number in range(11_000)})
    yield "directory-empty.docx", b"PK\x05\x06" + bytes(18)
    yield "directory-twice.docx", word() + b"PK\x05\x06" + bytes(18)
    yield "comment-long.xlsx", workbook()[:-2] + b"\xff\xff" + b"PK\x05\x06" * 16_000
    yield (
        "names-outside.docx",
        zipped([*parts_of(word()).items(), ("../../../../tmp/out.txt", b"x"), ("/etc/out", b"x"), ("C:\\out", b"x")]),
    )
    yield "names-odd.docx", zipped([*parts_of(word()).items(), ("word/\x1b[31m\n\u202e.xml", b"<a/>"), ("word/" + "n" * 60_000, b"")])
    yield "parts-twice.xlsx", zipped([*parts_of(workbook()).items(), (_SHEET, b"<worksheet/>"), (_SHEET.upper(), b"<x/>")])
    yield "offsets-beyond.xlsx", workbook().replace(b"PK\x01\x02", b"PK\x01\x03", 1)
    for name, at in (("method-unknown", 10), ("locked", 8)):
        made = bytearray(workbook())
        place = made.index(b"PK\x01\x02")
        made[place + at] |= 99 if at == 10 else 1
        yield f"{name}.xlsx", bytes(made)
    sums = bytearray(workbook())
    place = sums.index(b"PK\x01\x02")
    sums[place + 16] ^= 0xFF
    yield "sum-wrong.xlsx", bytes(sums)
    dictionary = bytearray(zipped(parts_of(workbook()), zipfile.ZIP_LZMA))
    for place in (at for at in range(len(dictionary) - 9) if dictionary[at : at + 4] == b"\x09\x04\x05\x00"):
        dictionary[place + 5 : place + 9] = b"\xff\xff\xff\xff"
    yield "dictionary-huge.xlsx", bytes(dictionary)


def _entities():
    for suffix, content in (("docx", word()), ("xlsx", workbook()), ("pptx", slides())):
        parts = parts_of(content)
        main = {"docx": "word/document.xml", "xlsx": _SHEET, "pptx": "ppt/slides/slide1.xml"}[suffix]
        for name, head in (("laughs", LAUGHS), ("outside", OUTSIDE)):
            yield f"{name}.{suffix}", zipped(parts | {main: head + b"<l>&l;&x;</l>"})
            yield f"{name}-links.{suffix}", zipped(parts | {"_rels/.rels": head + b"<Relationships>&l;&x;</Relationships>"})
        wide = (LAUGHS.decode() + "<l>&l;</l>").replace('version="1.0"', 'version="1.0" encoding="utf-16"').encode("utf-16")
        yield f"laughs-wide.{suffix}", zipped(parts | {main: wide})
        yield (
            f"laughs-seven.{suffix}",
            zipped(parts | {main: b'<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE l [+ADw-!ENTITY a "b"+AD4AXQA+-<l/>'}),
        )
        late = b"<?xml version='1.0'?><!--" + b" " * 70_000 + b"-->" + LAUGHS[21:] + b"<l>&l;</l>"
        yield f"laughs-late.{suffix}", zipped(parts | {main: late})
        deep = b"<a>" * 100_000 + b"</a>" * 100_000
        yield f"deep.{suffix}", zipped(parts | {main: deep})
        links = "".join(f'<Relationship Id="r{at}" Type="x/officeDocument" Target="../../../etc/hostname{at}"/>' for at in range(100_000))
        yield f"links-many.{suffix}", zipped(parts | {"_rels/.rels": f'<Relationships xmlns="{_MAIN}">{links}</Relationships>'.encode()})
        loop = '<Relationship Id="r1" Type="x/officeDocument" Target="_rels/.rels"/>'
        yield f"links-loop.{suffix}", zipped(parts | {"_rels/.rels": f"<Relationships>{loop}</Relationships>".encode()})
        yield f"parts-without.{suffix}", zipped({"[Content_Types].xml": parts["[Content_Types].xml"]})


def _cell(place, value, extra=""):
    return f'<row><c r="{place}" {extra}><v>{value}</v></c></row>'


def _workbooks():
    yield "dimension-huge.xlsx", sheet(_cell("A1", 1), before='<dimension ref="A1:XFD1048576"/>')
    yield "cell-far.xlsx", sheet(_cell("A1", 1) + _cell("XFD1048576", 2))
    yield "cell-beyond.xlsx", sheet(_cell("ZZZZZ99999999999", 1) + '<row r="99999999999"><c><v>2</v></c></row>')
    yield "cell-odd.xlsx", sheet(_cell("1A", 1) + _cell("-A0", 2) + _cell("", 3) + '<row r="0"><c r="A0"><v>2</v></c></row>')
    yield "cells-diagonal.xlsx", sheet("".join(_cell(f"{column(at)}{at * 60}", at) for at in range(1, 16_000)))
    yield "strings-out-of-range.xlsx", sheet(_cell("A1", 99_999_999, 't="s"') + _cell("A2", -1, 't="s"') + _cell("A3", "x", 't="s"'))
    yield "styles-out-of-range.xlsx", sheet(_cell("A1", 120, 's="99999999"') + _cell("A2", 1, 's="-1"') + _cell("A3", 1, 's="x"'))
    for name, value in (("nan", "NaN"), ("infinite", "1e999"), ("long", "9" * 2_000_000), ("tiny", "1e-400"), ("date", "-99999999999")):
        yield f"value-{name}.xlsx", sheet(_cell("A1", value) + _cell("B1", value, 't="n" s="1"') + _cell("C1", value, 't="d"'))
    yield "formula-loop.xlsx", sheet('<row r="1"><c r="A1"><f>B1</f></c><c r="B1"><f>A1</f></c><c r="C1"><f t="shared" si="99"/></c></row>')
    yield "formula-long.xlsx", sheet(f'<row r="1"><c r="A1"><f>{"(" * 500_000}</f><v>1</v></c></row>')
    merged = "".join('<mergeCell ref="A1:XFD1048576"/>' for _ in range(20_000))
    yield "merged-all.xlsx", sheet(_cell("A1", 1), after=f"<mergeCells>{merged}</mergeCells>")
    yield (
        "merged-odd.xlsx",
        sheet(_cell("A1", 1), after='<mergeCells><mergeCell ref="B2:A1"/><mergeCell ref="x"/><mergeCell/></mergeCells>'),
    )
    columns = "".join(f'<col min="1" max="{at}" width="1e99"/>' for at in range(1, 16_384))
    yield "columns-many.xlsx", sheet(_cell("A1", 1), before=f"<cols>{columns}</cols>")
    text = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"Revenue " * 3_000_000}</t></is></c></row>'
    yield "text-endless.xlsx", sheet(text)
    wide = "".join(f'<c r="{column(at)}1"><v>{at}</v></c>' for at in range(1, 16_385))
    yield "row-wide.xlsx", sheet(f'<row r="1">{wide}</row>' * 60)
    formats = (
        f'<numFmts><numFmt numFmtId="164" formatCode="{"0" * 200_000}"/><numFmt numFmtId="165" formatCode="{"[" * 200_000}"/></numFmts>'
    )
    styles = f'<styleSheet xmlns="{_MAIN}">{formats}<cellXfs><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>'
    yield (
        "formats-long.xlsx",
        zipped(parts_of(sheet(_cell("A1", 1, 's="0"') + _cell("A2", 2, 's="1"'))) | {"xl/styles.xml": styles.encode()}),
    )
    names = "".join(f'<sheet name="s{at}\u202e" sheetId="{at}" r:id="rId1"/>' for at in range(20_000))
    book = f'<workbook xmlns="{_MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{names}</sheets></workbook>'
    yield "sheets-many.xlsx", _changed(workbook(), "xl/workbook.xml", book.encode())
    yield "macros.xlsm", zipped(parts_of(workbook()) | {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(600)})


def column(number):
    """Return the letters of a column by its number, from 1 on."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def _words():
    text = "<w:p><w:r><w:t>Revenue 120</w:t></w:r></w:p>"
    for depth in (60, 400, 3_000):
        cell = text
        for _ in range(depth):
            cell = f"<w:tbl><w:tr><w:tc>{cell}{text}</w:tc></w:tr></w:tbl>"
        yield f"tables-nested-{depth}.docx", document(cell)
    yield "span-huge.docx", document(f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>{text}</w:tc></w:tr></w:tbl>' * 3)
    row = "<w:tr>" + "<w:tc><w:p/></w:tc>" * 2_000 + "</w:tr>"
    yield "cells-many.docx", document("<w:tbl>" + row * 400 + "</w:tbl>")
    yield (
        "runs-nested.docx",
        document("<w:p>" + "<w:hyperlink>" * 200 + "<w:r><w:t>Revenue</w:t></w:r>" + "</w:hyperlink>" * 200 + "</w:p>"),
    )
    yield "fields-open.docx", document('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>' * 50_000 + text)
    styles = f'<w:styles xmlns:w="{_WORD}">' + "".join(
        f'<w:style w:type="paragraph" w:styleId="s{at}"><w:basedOn w:val="s{(at + 1) % 5_000}"/></w:style>' for at in range(5_000)
    )
    styled = document('<w:p><w:pPr><w:pStyle w:val="s1"/></w:pPr><w:r><w:t>Revenue</w:t></w:r></w:p>' * 500)
    yield "styles-loop.docx", zipped(parts_of(styled) | {"word/styles.xml": f"{styles}</w:styles>".encode()})
    note = '<w:footnote w:id="1"><w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p></w:footnote>'
    notes = f'<w:footnotes xmlns:w="{_WORD}">{note}</w:footnotes>'
    noted = document('<w:p><w:r><w:t>Revenue</w:t><w:footnoteReference w:id="1"/><w:footnoteReference w:id="-9e9"/></w:r></w:p>')
    yield "notes-loop.docx", zipped(parts_of(noted) | {"word/footnotes.xml": notes.encode()})
    yield (
        "levels-odd.docx",
        document('<w:p><w:pPr><w:numPr><w:ilvl w:val="99999999999"/><w:numId w:val="x"/></w:numPr></w:pPr></w:p>' + text),
    )
    yield "macros.docm", zipped(parts_of(word()) | {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(600)})
    yield "letters-odd.docx", document("<w:p><w:r><w:t>\u202eRevenue\u2066 \ufffe \ufdd0 \U000e0041 120\u0085</w:t></w:r></w:p>")
    yield "body-without.docx", _changed(word(), "word/document.xml", b'<w:document xmlns:w="x"/>')


def _slides():
    deck = slides()
    parts = parts_of(deck)
    slide = parts["ppt/slides/slide1.xml"]
    at = slide.index(b"</p:spTree>")
    for depth in (100, 2_000):
        yield (
            f"groups-nested-{depth}.pptx",
            zipped(parts | {"ppt/slides/slide1.xml": slide[:at] + b"<p:grpSp>" * depth + b"</p:grpSp>" * depth + slide[at:]}),
        )
    yield "slides-many.pptx", _changed(deck, "ppt/presentation.xml", _repeated_slides(parts["ppt/presentation.xml"], 20_000))
    yield "sizes-huge.pptx", zipped({name: part.replace(b'"1000000"', b'"99999999999999999999"') for name, part in parts.items()})
    links = "ppt/slides/_rels/slide1.xml.rels"
    yield "slide-of-itself.pptx", _changed(deck, links, parts[links].replace(b"../slideLayouts/slideLayout6.xml", b"slide1.xml"))
    yield "layout-gone.pptx", zipped({name: part for name, part in parts.items() if "slideLayout6" not in name})


def _repeated_slides(presentation, count):
    start = presentation.index(b"<p:sldId ")
    end = presentation.index(b"/>", start) + 2
    return presentation[:end] + presentation[start:end] * count + presentation[end:]


def _kinds():
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    yield "locked.docx", compound + "EncryptedPackage\0".encode("utf-16-le") + bytes(1_000)
    yield "old.xlsx", compound + "Workbook\0".encode("utf-16-le") + bytes(1_000)
    yield "compound.pptx", compound
    yield "old.doc", compound + "WordDocument\0".encode("utf-16-le")
    yield "message.msg", compound + "__properties_version1.0\0".encode("utf-16-le")
    yield "open.ods", zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}, zipfile.ZIP_STORED)
    yield "binary.xlsb", zipped({"xl/workbook.bin": b"\x83\x01"})
    yield "binary.xlsx", zipped({"xl/workbook.bin": b"\x83\x01"})
    packed = io.BytesIO()
    with lzma.open(packed, "w") as archive:
        archive.write(bytes(_MIB))
    yield "packed.xz", packed.getvalue()
    yield "packed.gz", zlib.compressobj(9, zlib.DEFLATED, 31).compress(bytes(100)) + b"\x1f\x8b"
    yield "archive.rar", b"Rar!\x1a\x07\x01\x00" + bytes(100)
    yield "archive.7z", b"7z\xbc\xaf\x27\x1c" + bytes(100)
    yield "program.txt", b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 400
    yield "picture.pdf", b"\x89PNG\r\n\x1a\n" + bytes(2_000)
