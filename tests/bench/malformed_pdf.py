"""PDF files made to loop, to grow, to lie about their size, or to stand on structures that are not there."""

import zlib

_MIB = 1024 * 1024


def pdf(objects, *, root=1, trailer="", version="1.7"):
    """Return a PDF file of these objects (their bodies, the first is number 1), with a right table of where each stands."""
    out, places = bytearray(f"%PDF-{version}\n".encode()), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + (body if isinstance(body, bytes) else body.encode()) + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root {root} 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def stream(content, extra=""):
    """Return the body of a stream object."""
    return f"<< /Length {len(content)} {extra} >>\nstream\n".encode() + content + b"\nendstream"


CATALOG, PAGES = "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
WORDS = b"BT /F1 12 Tf 72 700 Td (Quillmere revenue was 120 in 2024) Tj ET\n"


def page(content=WORDS, *, box="[0 0 612 792]", resources="", extra="", more=(), content_extra=""):
    """Return a file of one page; `more` are objects from number 6 on."""
    leaf = f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> {resources} >> {extra} >>"
    return pdf([CATALOG, PAGES, leaf, stream(content, content_extra), FONT, *more])


def packed(content, rounds=1):
    """Return bytes that inflate to `content` after so many rounds, and the filters to say so."""
    for _ in range(rounds):
        content = zlib.compress(content, 9)
    return content, f"/Filter [{'/FlateDecode ' * rounds}]"


def forms(levels, width):
    """Return a page whose form calls a form, and so on, each so many times: work grows as a power."""
    more = []
    for level in range(levels):
        call = f"/X{level + 1} Do\n".encode() * width if level + 1 < levels else WORDS
        more.append(
            stream(
                call,
                f"/Type /XObject /Subtype /Form /BBox [0 0 612 792] "
                f"/Resources << /Font << /F1 5 0 R >> /XObject << /X{level + 1} {7 + level} 0 R >> >>",
            )
        )
    return page(b"/X0 Do\n", resources="/XObject << /X0 6 0 R >>", more=more)


def pdf_files(only=()):
    """Yield (name, bytes), of the named ones alone where names are given."""
    for made in (_trees, _tables, _streams, _contents, _others):
        if not only or made is not _streams:
            yield from ((name, content) for name, content in made() if not only or name in only)


def _trees():
    yield "tree-of-itself", pdf([CATALOG, "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"])
    yield "tree-of-two", pdf([CATALOG, PAGES, "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R >>"])
    yield "count-huge", pdf([CATALOG, "<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>", "<< /Type /Page /Parent 2 0 R >>"])
    yield "count-negative", pdf([CATALOG, "<< /Type /Pages /Kids [3 0 R] /Count -5 >>", "<< /Type /Page /Parent 2 0 R >>"])
    yield "count-a-million", pdf([CATALOG, "<< /Type /Pages /Kids [3 0 R] /Count 1000000 >>", "<< /Type /Page /Parent 2 0 R >>"])
    deep = [f"<< /Type /Pages /Kids [{number + 3} 0 R] /Count 1 /Parent {number + 1} 0 R >>" for number in range(30_000)]
    yield "tree-deep", pdf([CATALOG, PAGES, *deep, "<< /Type /Page >>"])
    same = " ".join(["3 0 R"] * 200_000)
    yield "same-page-often", pdf([CATALOG, f"<< /Type /Pages /Kids [{same}] /Count 200000 >>", "<< /Type /Page /Parent 2 0 R >>"])
    kids = " ".join(f"{number} 0 R" for number in range(3, 6_003))
    yield "pages-many", pdf([CATALOG, f"<< /Type /Pages /Kids [{kids}] /Count 6000 >>", *["<< /Type /Page /Parent 2 0 R >>"] * 6_000])
    yield "no-pages", pdf(["<< /Type /Catalog >>"])
    yield "root-missing", pdf([CATALOG, PAGES], root=99)
    yield "root-a-number", pdf(["42"])
    yield "kids-a-name", pdf([CATALOG, "<< /Type /Pages /Kids /None /Count 1 >>"])
    for name, box in (("huge", "[0 0 1e9 1e9]"), ("empty", "[0 0 0 0]"), ("negative", "[612 792 -612 -792]"), ("odd", "[/a (b) null 4]")):
        yield f"box-{name}", page(box=box)
    yield "unit-huge", page(extra="/UserUnit 1e30 /Rotate 45")


def _tables():
    sound = page()
    table = sound.rindex(b"startxref")
    yield "xref-of-itself", sound.replace(b"/Size 6", f"/Size 6 /Prev {sound.rindex(b'xref', 0, table)}".encode())
    yield "xref-beyond", sound[:table] + b"startxref\n99999999999\n%%EOF"
    yield "xref-negative", sound[:table] + b"startxref\n-1\n%%EOF"
    yield "xref-missing", sound[: sound.rindex(b"xref\n0")]
    yield "size-huge", sound.replace(b"/Size 6", b"/Size 4294967295")
    yield "xref-count-huge", sound.replace(b"xref\n0 6", b"xref\n0 99999999")
    rows = stream(bytes(40), "/Type /XRef /Size 2147483647 /W [4 8 4] /Index [0 2147483647] /Root 1 0 R")
    yield "xref-stream-huge", b"%PDF-1.7\n1 0 obj\n" + rows + b"\nendobj\nstartxref\n9\n%%EOF"
    wide = stream(bytes(40), "/Type /XRef /Size 9 /W [2147483647 2147483647 1] /Root 1 0 R")
    yield "xref-stream-wide", b"%PDF-1.7\n1 0 obj\n" + wide + b"\nendobj\nstartxref\n9\n%%EOF"
    packed = stream(b"1 0 2 10 << /Type /Catalog /Pages 2 0 R >>", "/Type /ObjStm /N 2147483647 /First 10 /Extends 3 0 R")
    yield "object-stream-of-itself", pdf([CATALOG, "<< /Kids [3 0 R] >>", packed])
    updates = bytearray(sound)
    for _ in range(3_000):
        last = updates.rindex(b"\nxref") + 1
        place = len(updates) + 1
        updates += f"\nxref\n0 0\ntrailer << /Size 6 /Root 1 0 R /Prev {last} >>\nstartxref\n{place}\n%%EOF\n".encode()
    yield "updates-many", bytes(updates)


def _streams():
    for name, rounds, size in (("bomb", 1, 400 * _MIB), ("bomb-twice", 2, 400 * _MIB)):
        content, filters = packed(bytes(size), rounds)
        yield name, page(content, content_extra=filters)
    content, filters = packed(WORDS * 400_000)
    yield "words-bomb", page(content, content_extra=filters)
    content, filters = packed(b"q " * 5_000_000)
    yield "states-many", page(content, content_extra=filters)
    content, filters = packed(b"[" * 5_000_000)
    yield "arrays-deep", page(content, content_extra=filters)
    content, filters = packed(b"0 0 m 9 9 l S\n" * 2_000_000)
    yield "lines-many", page(content, content_extra=filters)
    yield "runs-bomb", page(b"\x81 " * 2_000_000 + b"\x80", content_extra="/Filter /RunLengthDecode")
    yield "filters-many", page(content_extra=f"/Filter [{'/ASCIIHexDecode ' * 10_000}]")
    yield "length-huge", page().replace(b"/Length 69", b"/Length 2147483647")
    yield "length-negative", page().replace(b"/Length 69", b"/Length -69")
    yield "length-of-itself", page().replace(b"/Length 69", b"/Length 4 0 R")
    yield (
        "predictor-huge",
        page(*[zlib.compress(WORDS)], content_extra="/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 2147483647 >>"),
    )


def _contents():
    yield "form-of-itself", forms(1, 1).replace(WORDS, b"/X1 Do".ljust(len(WORDS))).replace(b"/X1 7 0 R", b"/X1 6 0 R")
    yield "forms-power", forms(12, 12)
    yield "forms-deep", forms(2_000, 1)
    yield "numbers-odd", page(b"BT /F1 1e38 Tf 1e38 0 0 1e38 1e38 -1e38 Tm (Quillmere) Tj 0 Tf (x) Tj ET")
    yield "operators-odd", page(b"BT (Quillmere Tj ET >> << ] [ { } \x00\xff /F9 Tf <zz> Tj EI ID BI")
    yield "word-endless", page(b"BT /F1 12 Tf 72 700 Td (" + b"Q" * 8_000_000 + b") Tj ET")
    one = b"BT /F1 9 Tf 1 0 0 1 %d %d Tm (%d) Tj ET\n"
    scattered = b"".join(one % (number * 7919 % 612, number * 104_729 % 792, number) for number in range(60_000))
    yield "words-scattered", page(scattered)
    yield "words-in-one-place", page(WORDS * 30_000)
    rows = b"".join(b"BT /F1 4 Tf %d %d Td (%d) Tj ET\n" % (20 + at % 60 * 9, 780 - at // 60 * 4, at) for at in range(11_000))
    yield "figures-all-over", page(rows)
    rules = b"".join(b"%d 0 m %d 792 l S 0 %d m 612 %d l S\n" % (at % 612, at % 612, at % 792, at % 792) for at in range(40_000))
    yield "rules-all-over", page(WORDS + rules)
    image = "/Type /XObject /Subtype /Image /Width 100000 /Height 100000 /ColorSpace /DeviceRGB /BitsPerComponent 8"
    for name, how in (("image-huge", ""), ("image-jbig", "/Filter /JBIG2Decode"), ("image-fax", "/Filter /CCITTFaxDecode")):
        yield (
            name,
            page(b"100 0 0 100 0 0 cm /I Do\n" + WORDS, resources="/XObject << /I 6 0 R >>", more=[stream(b"\xff" * 64, f"{image} {how}")]),
        )
    yield "image-inline", page(b"BI /W 99999 /H 99999 /BPC 8 /CS /RGB ID " + b"x" * 99 + b" EI\n" + WORDS)
    cmap = b"/CIDInit /ProcSet findresource begin 1 begincodespacerange <00> <FFFFFFFF> endcodespacerange "
    cmap += b"1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange endcmap"
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>"
    yield "letters-all", page(more=[stream(cmap)]).replace(FONT.encode(), font.encode())
    yield "letters-of-itself", page().replace(FONT.encode(), b"<< /Type /Font /Subtype /Type0 /DescendantFonts [5 0 R] /ToUnicode 5 0 R >>")
    glyphs = "<< /Type /Font /Subtype /Type3 /FontMatrix [1 0 0 1 0 0] /CharProcs << /a 4 0 R >> /Encoding << /Differences [65 /a] >> >>"
    yield "letters-draw-themselves", page(b"BT /F1 12 Tf (AAAA) Tj ET").replace(FONT.encode(), glyphs.encode())
    signs = "".join(
        f"<{code:04x}> <{point:04x}>\n" for code, point in ((0x41, 0xD800), (0x42, 0x202E), (0x43, 0), (0x44, 0xFFFF), (0x45, 0x1B))
    )
    odd = f"1 begincodespacerange <00> <FF> endcodespacerange 5 beginbfchar {signs} endbfchar".encode()
    letters = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>"
    yield "letters-odd", page(b"BT /F1 12 Tf 72 700 Td (ABCDE ABCDE) Tj ET", more=[stream(odd)]).replace(FONT.encode(), letters.encode())
    tile = stream(WORDS, "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep 0.0001 /YStep 0.0001")
    yield "tiles-endless", page(b"/Pattern cs /P scn 0 0 612 792 re f\n" + WORDS, resources="/Pattern << /P 6 0 R >>", more=[tile])


def _others():
    yield "header-only", b"%PDF-1.7"
    yield "header-and-end", b"%PDF-1.7\n%%EOF"
    yield "header-late", b"x" * 900 + page()
    yield "version-odd", page().replace(b"%PDF-1.7", b"%PDF-9.\xff")
    yield "dictionary-deep", pdf([CATALOG, "<< /A " * 100_000 + ">> " * 100_000])
    yield "array-deep", pdf(["[" * 500_000])
    yield "string-unclosed", pdf([CATALOG, PAGES, "(" * 300_000])
    yield "reference-loop", pdf(["2 0 R", "3 0 R", "1 0 R"])
    locked = "/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -3904 /O ({}) /U ({}) >> /ID [(a) (a)]".format("o" * 32, "u" * 32)
    yield "locked", pdf([CATALOG, PAGES, "<< /Type /Page /Parent 2 0 R >>"], trailer=locked)
    yield "locked-oddly", pdf([CATALOG, PAGES, "<< /Type /Page /Parent 2 0 R >>"], trailer="/Encrypt << /Filter /None /V 99 >>")
    yield "acts", page().replace(b"/Pages 2 0 R", b"/Pages 2 0 R /OpenAction << /S /Launch /F (/bin/sh) /JS (app.alert) >> /AA << >>")
    outline = "<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R >>"
    loop = "<< /Title (Quillmere) /First 6 0 R /Next 6 0 R /Parent 6 0 R /Dest [3 0 R /Fit] >>"
    yield "outline-loop", page(more=[loop]).replace(CATALOG.encode(), outline.encode())
    yield (
        "names-loop",
        page(more=["<< /Kids [6 0 R 6 0 R] >>"]).replace(b"/Pages 2 0 R >>", b"/Pages 2 0 R /Names << /Dests 6 0 R >> >>", 1),
    )
    links = " ".join(["<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (javascript:alert) >> >>"] * 50_000)
    yield "links-many", page(extra=f"/Annots [{links}]")
    title = "\ufeff\x1b[31mQuillmere\u202egnihton\n\x00end".encode("utf-16-be")
    yield (
        "title-odd",
        pdf([CATALOG, PAGES, "<< /Type /Page /Parent 2 0 R >>", b"<< /Title <" + title.hex().encode() + b"> >>"], trailer="/Info 4 0 R"),
    )
