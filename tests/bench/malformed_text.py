"""Text of every kind (HTML, feeds, JSON, mail, tables, Markdown, plain) made to nest, to repeat without end, or in no right encoding."""

from tests.bench.malformed_packed import LAUGHS, OUTSIDE
from tests.bench.malformed_seeds import FACTS, MARKDOWN, SEPARATED, TEXT, seeds

_MIB = 1024 * 1024
_XHTML = b'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL">'


def text_files():
    """Yield (name with its suffix, bytes)."""
    yield from _encodings()
    yield from _pages()
    yield from _tagged()
    yield from _feeds()
    yield from _json()
    yield from _mails()
    yield from _separated()
    yield from _markdown()
    yield from _plain()


def _encodings():
    page = "<html><body><p>Quillmere’s revenue rose to €120 million.</p></body></html>"
    for suffix, text in (("txt", TEXT), ("csv", SEPARATED), ("md", MARKDOWN), ("html", page), ("json", FACTS)):
        yield f"wide-no-mark.{suffix}", text.encode("utf-16-le")
        yield f"wide-big-no-mark.{suffix}", text.encode("utf-16-be")
        yield f"wide-odd-length.{suffix}", text.encode("utf-16")[:-1]
        yield f"wide-four.{suffix}", text.encode("utf-32")
        yield f"mark-wrong.{suffix}", b"\xff\xfe" + text.encode()
        yield f"half-pairs.{suffix}", (text + "\ud800 \udfff").encode("utf-8", "surrogatepass")
        yield f"half-pairs-wide.{suffix}", (text + "\udc00\ud800").encode("utf-16-le", "surrogatepass")
        yield f"zeros.{suffix}", b"\0".join(text.encode()[at : at + 1] for at in range(len(text.encode()))) + bytes(5_000)
        yield f"bytes.{suffix}", bytes(range(256)) * 2_000
    yield "seven.html", b'<html><meta charset="utf-7"><body>+ADw-script+AD4-alert(1)+ADw-/script+AD4- Quillmere</body></html>'
    for name in ("idna", "unicode-escape", "rot13", "zlib", "undefined", "utf-16", "nonsense-9"):
        yield f"charset-{name}.html", f'<html><meta charset="{name}"><body>Quillmere revenue 120 \\u202e</body></html>'.encode()
    yield "overlong.txt", b"\xc0\xaf\xe0\x80\xaf\xf8\x88\x80\x80\x80 Quillmere " * 500


def _pages():
    for name, opened, closed, count in (
        ("divs", b"<div>", b"</div>", 200_000),
        ("tables", b"<table><tr><td>", b"</td></tr></table>", 3_000),
        ("fonts", b"<font>", b"", 200_000),
        ("lists", b"<ul><li>", b"</li></ul>", 5_000),
    ):
        yield f"{name}-deep.html", b"<html><body>" + opened * count + b"Quillmere" + closed * count
        yield f"{name}-deep.xhtml", _XHTML + b"<body>" + opened * count + b"Quillmere" + closed * count + b"</body></html>"
    yield "spans-huge.html", b"<table>" + b'<tr><td colspan="999999999" rowspan="999999999">120</td><td>1</td></tr>' * 50 + b"</table>"
    yield "spans-many.html", b"<table>" + (b"<tr>" + b'<td colspan="1000" rowspan="65534">120</td>' * 20 + b"</tr>") * 1_000 + b"</table>"
    yield "rows-many.html", b"<table>" + b"<tr><td>Revenue<td>120<td>110" * 12_000 + b"</table>"
    yield "paragraphs-many.html", b"<html>" + b"<p>Revenue" * 40_000
    yield "attribute-endless.html", b'<html><body><p title="' + b"x" * (40 * _MIB) + b'">Quillmere'
    yield "attributes-many.html", b"<html><body><p " + b"".join(b"a%d=1 " % at for at in range(200_000)) + b">Quillmere"
    yield "style-endless.html", b'<html><body><p style="' + b"a:b;" * 2_000_000 + b'">Quillmere'
    yield "styles-many.html", b"<html><style>" + b"p > a, b { display : none } /* " * 100_000 + b"</style><p>Quillmere"
    for name, opened in (
        ("comment", b"<!--"),
        ("script", b"<script>"),
        ("tag", b"<p "),
        ("data", b"<![CDATA["),
        ("type", b"<!DOCTYPE html ["),
    ):
        yield f"{name}-unclosed.html", b"<html><body><p>Quillmere</p>" + opened + b"x<" * 500_000
        yield f"{name}-many.html", b"<html><body>" + opened * 200_000 + b"Quillmere"
    yield "word-endless.html", b"<html><p>" + b"Q" * (20 * _MIB)
    yield "references-odd.html", b"<html><p>Quillmere &#xD800; &#x110000; &#0; &#99999999999999; &nosuch; &#x202e;" * 1_000
    yield "laughs.xhtml", LAUGHS + _XHTML + b"<body><p>&l;</p></body></html>"
    yield "outside.xhtml", OUTSIDE + _XHTML + b"<body><p>&x;</p></body></html>"
    yield "type-late.html", b"<!--" + b" " * 70_000 + b"-->" + LAUGHS[21:] + b"<html><p>&l;</p></html>"
    yield "picture-inside.html", b'<html><p>Quillmere<img src="data:image/png;base64,' + b"A" * (20 * _MIB) + b'">'
    yield "empty-body.html", b"<html><body></body></html>"
    yield "spaces-only.html", b"<html>" + b"&nbsp; \n" * 300_000
    part = b"<DOCUMENT>\n<TYPE>10-K\n<SEQUENCE>1\n<FILENAME>a.htm\n<TEXT>\n<html><p>Quillmere"
    yield "submission-unclosed.txt", b"<SEC-DOCUMENT>\n<SEC-HEADER>" + part * 2_000
    yield "submission-nested.html", b"<SEC-DOCUMENT>" * 5_000 + part
    yield (
        "submission-coded.txt",
        b"<SEC-DOCUMENT>" + part.replace(b"<html><p>Quillmere", b"begin 644 a.pdf\n" + b"M" + b"_" * 60 + b"\n" * 200_000),
    )


def _tagged():
    def tagged(body):
        context = (
            b'<xbrli:context id="c" xmlns:xbrli="http://www.xbrl.org/2003/instance"><xbrli:period><xbrli:instant>2024-99-99</xbrli:instant>'
        )
        head = b"<ix:header><ix:resources>" + context + b"</xbrli:period></xbrli:context></ix:resources></ix:header>"
        return _XHTML + b"<body><div>" + head + body + b"</div></body></html>"

    figure = b'<p>Revenue <ix:nonFraction name="us-gaap:Revenues" contextRef="%s" %s>%s</ix:nonFraction></p>'
    yield "scale-huge.htm", tagged(figure % (b"c", b'scale="999999999" decimals="-999999999"', b"120"))
    yield "scale-odd.htm", tagged(figure % (b"c", b'scale="1e9" decimals="x" sign="--" unitRef="gone"', b"1-2-0"))
    yield "figure-endless.htm", tagged(figure % (b"c", b'scale="6"', b"9" * 200_000))
    yield "context-missing.htm", tagged(figure % (b"nowhere", b"", b"120") * 3_000)
    nested = b'<ix:nonFraction name="a:B" contextRef="c">' * 3_000 + b"1" + b"</ix:nonFraction>" * 3_000
    yield "figures-nested.htm", tagged(nested)
    yield (
        "continuation-loop.htm",
        tagged(b'<ix:nonNumeric name="a:B" continuedAt="k">x</ix:nonNumeric><ix:continuation id="k" continuedAt="k">y</ix:continuation>'),
    )
    chain = b"".join(b'<ix:continuation id="k%d" continuedAt="k%d">y</ix:continuation>' % (at, at + 1) for at in range(20_000))
    yield "continuation-long.htm", tagged(b'<ix:nonNumeric name="a:B" continuedAt="k0">x</ix:nonNumeric>' + chain)
    yield "format-odd.htm", tagged(figure % (b"c", b'format="ixt:numwordsen"', b"hundred " * 50_000))


def _feeds():
    def feed(items, head=b"", begins=b'<?xml version="1.0"?>'):
        return begins + b'<rss version="2.0"><channel><title>Quillmere</title>' + head + items + b"</channel></rss>"

    item = b"<item><title>Quillmere rose</title><link>https://example.org/a</link><pubDate>%s</pubDate></item>"
    yield "laughs.xml", feed(b"<item><title>&l;</title></item>", begins=LAUGHS)
    yield "outside.rss", feed(b"<item><title>&x;</title></item>", begins=OUTSIDE)
    quadratic = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "' + b"a" * 100_000 + b'">]>'
    yield "laughs-flat.xml", feed(b"<item><title>" + b"&a;" * 50_000 + b"</title></item>", begins=quadratic)
    yield "encoding-unknown.xml", feed(item % b"x", begins=b'<?xml version="1.0" encoding="nonsense-9"?>')
    yield "encoding-seven.xml", feed(item % b"x", begins=b'<?xml version="1.0" encoding="utf-7"?>')
    yield "encoding-wrong.xml", feed(item % b"x", begins=b'<?xml version="1.0" encoding="utf-16"?>')
    yield "items-many.xml", feed((item % b"Fri, 14 Feb 2025 12:00:00 GMT") * 45_000)
    yield "items-nested.xml", feed(b"<item>" * 10_000 + b"<title>Quillmere</title>" + b"</item>" * 10_000)
    yield "deep.atom", b'<feed xmlns="http://www.w3.org/2005/Atom">' + b"<entry>" * 1_500 + b"<title>x</title>" + b"</entry>" * 1_500
    yield "deep-markup.xml", feed(b"<item><title>Quillmere</title><description>" + b"<div>" * 50_000 + b"</description></item>")
    yield "title-endless.xml", feed(b"<item><title>" + b"Quillmere " * 30_000 + b"</title></item>")
    yield "text-escaped.xml", feed(b"<item><title>Quillmere</title><description>" + b"&lt;b&gt;x" * 40_000 + b"</description></item>")
    for at, day in enumerate((b"Fri, 99 Foo 99999 99:99:99 +9999", b"9" * 100_000, b"-1", b"\xff\xfe", b"0000-00-00T00:00:00Z")):
        yield f"date-odd{at}.xml", feed(item % day)
    yield "cdata-unclosed.xml", feed(b"<item><title><![CDATA[Quillmere" + b"x]]" * 100_000)
    yield "base-loop.xml", feed(b"<item xml:base='../'>" * 3_000 + b"<title>Quillmere</title>" + b"</item>" * 3_000)
    yield "letters-odd.xml", feed(b"<item><title>Quillmere\x1b[31m &#x202e;evil &#0;\x00 end</title></item>")
    yield "no-items.xml", feed(b"")
    yield "no-feed.xml", b"<?xml version='1.0'?><urlset><url><loc>https://example.org</loc></url></urlset>"
    yield "list.opml", b"<opml><body>" + b"<outline>" * 10_000


def _json():
    yield "arrays-deep.json", b"[" * 1_000_000
    yield "objects-deep.json", b'{"facts":' * 300_000
    facts = FACTS.encode()
    for name, old, new in (
        ("facts-a-list", b'"facts": {', b'"facts": [], "other": {'),
        ("facts-null", b'"us-gaap": {', b'"x": null, "us-gaap": {'),
        ("value-huge", b"120", b"1" * 5_000),
        ("value-infinite", b"120", b"1e400"),
        ("value-nan", b"120", b"NaN"),
        ("value-text", b"120", b'"120"'),
        ("value-object", b"120", b'{"a": [1]}'),
        ("date-odd", b'"2024-12-31"', b'"0000-99-99"'),
        ("date-a-list", b'"2024-12-31"', b"[2024, 12, 31]"),
        ("half-pair", b"Quillmere Inc", b"\\ud800Quill\\u202e\\u0000"),
        ("name-endless", b"Quillmere Inc", b"Quillmere " * 30_000),
        ("cik-huge", b'"cik": 1', b'"cik": 1' + b"0" * 4_000),
        ("year-huge", b"2024, ", b"99999999999999, "),
        ("trailing", b"}}}}}", b"}}}}} and more"),
    ):
        assert old in facts, name
        yield f"{name}.json", facts.replace(old, new)
    one = FACTS[FACTS.index('{"end"') : FACTS.index("]}}}}}")].encode()
    yield "facts-many.json", facts.replace(one, b",".join([one] * 400_000))
    yield "not-facts.json", b'{"hello": [1, 2, 3]}'
    yield "lines.json", facts + b"\n" + facts
    feed = b'{"version": "https://jsonfeed.org/version/1.1", "title": "Quillmere", "items": %s}'
    for name, items in (("object", b"{}"), ("numbers", b"[1, null, []]"), ("deep", b"[" * 100_000), ("ids", b'[{"id": {}, "title": 7}]')):
        yield f"feed-items-{name}.json", feed % items
    yield "feed-items-many.json", feed % (b"[" + b",".join([b'{"id": "a", "title": "Quillmere"}'] * 60_000) + b"]")


def _mails():
    head = b"Subject: Quillmere\nFrom: a@example.org\nDate: Fri, 14 Feb 2025 12:00:00 +0000\nMIME-Version: 1.0\n"
    for depth in (300, 1_000, 50_000):
        yield f"mails-nested-{depth}.eml", head + b"Content-Type: message/rfc822\n\n" * depth + b"Quillmere"
    parts = b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n'
    for depth in (90, 1_000, 20_000):
        yield f"parts-nested-{depth}.eml", head + b"".join(parts % (at, at) for at in range(depth)) + b"\nQuillmere"
    yield "boundary-loop.eml", head + b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n' * 2_000
    yield "boundary-missing.eml", head + b"Content-Type: multipart/mixed\n\nQuillmere"
    yield "boundary-empty.eml", head + b'Content-Type: multipart/mixed; boundary=""\n\n--\nQuillmere'
    yield "boundary-endless.eml", head + b'Content-Type: multipart/mixed; boundary="' + b"b" * 1_000_000 + b'"\n\nQuillmere'
    yield (
        "parts-many.eml",
        head + b'Content-Type: multipart/alternative; boundary="b"\n\n' + b"--b\nContent-Type: text/plain\n\nx\n" * 60_000,
    )
    yield "header-endless.eml", b"Subject: " + b"Quillmere " * 1_000_000 + b"\n\nQuillmere"
    yield "headers-many.eml", head + b"".join(b"X-%d: y\n" % at for at in range(150_000)) + b"\nQuillmere"
    yield "header-coded.eml", b"Subject: " + b"=?utf-8?q?" * 100_000 + b"\nFrom: a@example.org\n\nQuillmere"
    yield "addresses-nested.eml", b"From: " + b"(" * 100_000 + b"\nTo: " + b"<a," * 100_000 + b"\nSubject: x\n\nQuillmere"
    yield "addresses-many.eml", b"To: " + b"a <a@example.org>, " * 60_000 + b"\nSubject: x\n\nQuillmere"
    yield (
        "parameters-many.eml",
        head + b"Content-Type: text/plain;" + b"".join(b" n*%d*=a;" % at for at in range(30_000)) + b"\n\nQuillmere",
    )
    yield (
        "parameter-huge.eml",
        head + b"Content-Disposition: attachment; filename*999999999=a\nContent-Type: text/plain; n*=x'y'%ff\n\nQuillmere",
    )
    for name in ("nonsense-9", "idna", "utf-7", "zlib", "undefined"):
        yield f"charset-{name}.eml", head + f"Content-Type: text/plain; charset={name}\n\nQuillmere +AGE- \\xff".encode()
    yield "coding-odd.eml", head + b"Content-Transfer-Encoding: base64\n\n" + b"=Q=" * 300_000
    yield "coding-unknown.eml", head + b"Content-Transfer-Encoding: x-none\nContent-Type: text/html\n\n<p>Quillmere"
    yield "page-deep.eml", head + b"Content-Type: text/html\n\n" + b"<div>" * 100_000 + b"Quillmere"
    yield "date-odd.eml", b"Subject: Quillmere\nDate: Fri, 99 Foo 999999999 99:99:99 +99999999\n\nRevenue was 120."
    yield "headers-only.eml", head
    yield "headers-odd.eml", b"\x00\xff: \x1b[31m\nSubject\n:\n From\n\nQuillmere"
    yield "box.mbox", b"From a@example.org Fri Feb 14\n" + seeds()["eml"]


def _separated():
    yield "columns-many.csv", b",".join([b"1"] * 1_500_000)
    yield "rows-many.csv", b"a,1\n" * 60_000
    yield "rows-over-limit.csv", b"1,2,3,4\n" * 1_500_000
    yield "quote-unclosed.csv", b'a,"' + b"b,c\n" * 2_000_000
    yield "quotes-only.csv", b'"' * 3_000_000
    yield "field-endless.csv", b"a," + b"x" * (20 * _MIB) + b"\n1,2\n"
    yield "separators-only.csv", b",;|\t" * 1_000_000
    yield "ends-odd.csv", b"a,b\r1,2\r\r\n3,4\x0b5,6\x1c7,8\x00"
    yield "rows-uneven.csv", b"\n".join(b"," * (at % 3_000) + b"1" for at in range(3_000))
    yield "formulas.csv", b"name,value\n\"=cmd|' /C calc'!A0\",1\n@SUM(A1),2\n+1+1,3\n"
    yield "figures-endless.csv", b"item,2024\nRevenue," + b"9" * 3_000_000 + b"\nCosts,1e999999999\n"
    yield "empty-lines.tsv", b"\n" * 5_000_000


def _markdown():
    for name, mark, count in (
        ("quotes", b"> ", 300_000),
        ("lists", b"- ", 300_000),
        ("brackets", b"[", 1_000_000),
        ("links", b"[a](", 60_000),
        ("ticks", b"`", 2_000_000),
        ("stars", b"*a ", 80_000),
        ("marks", b"**_", 80_000),
        ("pipes", b"|", 2_000_000),
        ("escapes", b"\\", 2_000_000),
        ("tags", b"<a ", 600_000),
        ("pictures", b"![", 800_000),
    ):
        yield f"{name}.md", b"# Quillmere\n\n" + mark * count + b"Revenue"
        yield f"{name}-lines.md", b"# Quillmere\n\n" + (mark * 20 + b"Revenue 120\n") * 1_500
    deep = b"".join(b"  " * at + b"- item\n" for at in range(1_500))
    yield "lists-deep.md", deep
    yield "table-wide.md", b"|" + b" 1 |" * 20_000 + b"\n|" + b"---|" * 20_000 + b"\n" + (b"|" + b" 2 |" * 20_000 + b"\n") * 10
    yield "table-long.md", b"| a | b |\n|---|---|\n" + b"| 1 | 2 |\n" * 20_000
    laughs = b"---\na: &a [x,x]\n" + b"".join(
        b"%c: &%c [*%c,*%c,*%c]\n" % (98 + at, 98 + at, 97 + at, 97 + at, 97 + at) for at in range(20)
    )
    yield "front-laughs.md", laughs + b"---\n# Quillmere\n"
    yield "front-unclosed.md", b"---\ntitle: x\n" * 20_000
    yield "front-odd.md", b"---\ntitle: [\ncompany: {{{\ndate: 9999-99-99\nkind: !!python/object:os.system\n---\n# Quillmere\n"
    yield "heading-endless.md", b"# " + b"Quillmere " * 30_000
    yield "headings-many.md", b"# a\n\nb\n\n" * 20_000
    yield "fence-unclosed.md", b"```\n" + b"Quillmere\n" * 300_000
    yield "notes-loop.md", b"[a]: [b]\n[b]: [a]\n[^1]: [^1]\n" * 20_000 + b"# Quillmere [^1]\n"


def _plain():
    yield "line-endless.txt", b"Quillmere " * (3 * _MIB)
    yield "word-endless.txt", b"Q" * (30 * _MIB)
    yield "lines-empty.txt", b"\n" * (20 * _MIB)
    yield "spaces.txt", b" " * (20 * _MIB)
    yield "only-zeros.txt", bytes(30 * _MIB)
    yield "pages-many.txt", b"a\f" * 200_000
    yield "tabs.txt", b"\t" * (4 * _MIB) + b"a"
    yield "accents.txt", "Qu\u0301".encode() + "\u0301".encode() * 2_000_000
    yield "joined.txt", ("\U0001f468\u200d" * 400_000).encode()
    yield "direction.txt", ("\u202eQuillmere\u2066" * 100_000).encode()
    yield "separators.txt", ("Quillmere\u2028\u2029\x85\x1c\x1d\x0b" * 100_000).encode()
    for name, piece in (
        ("digits", "9"),
        ("figures", "120 "),
        ("commas", "1,"),
        ("points", "1."),
        ("brackets", "("),
        ("closed", ")"),
        ("dollars", "$"),
        ("dashes", "-"),
        ("years", "2024 "),
        ("quarters", "Q1 2024, "),
        ("months", "December 31, "),
        ("millions", "in millions "),
        ("revenue", "revenue of "),
        ("rose", "rose by 5% to "),
        ("ended", "year ended "),
        ("capitals", "QUILLMERE "),
        ("quotes", "“"),
        ("initials", "U.S."),
        ("inc", "Inc. "),
        ("stops", "A. "),
        ("addresses", "a@b."),
        ("links", "https://a/"),
        ("chinese", "营业收入"),
        ("chinese-figures", "一百二十亿"),
        ("zero-width", "a\u200b"),
        ("dots", ". . . ."),
        ("percent", "%"),
        ("note", "Note 1. "),
        ("item", "Item 1A. "),
        ("speaker", "Operator: "),
        ("table", "of Contents 12 "),
        ("fiscal", "fiscal year "),
        ("slashes", "1/2/"),
    ):
        yield f"repeated-{name}.txt", ("Quillmere Annual Report\n\n" + piece * (250_000 // len(piece))).encode()
        yield f"repeated-{name}-lines.txt", ("Quillmere Annual Report\n\n" + (piece * 12 + "\n") * (120_000 // len(piece) // 12)).encode()
    columns = "Revenue" + "          120" * 400 + "\n"
    yield "columns-many.txt", ("Quillmere\n\n" + columns * 400).encode()
    yield "columns-endless.txt", ("Quillmere\n\n" + "Revenue" + "     120" * 200_000 + "\n" + "Costs" + "     80" * 200_000).encode()
