"""Word drafts that the tests make themselves, from the markup of their bodies."""

import docx
from docx.oxml import parse_xml

from ingest.drafts import read
from ingest.drafts.word import WordDraft
from tests.ingest.office_files import packed, repacked, saved

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    }.items()
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def run(text, properties=""):
    formatting = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{formatting}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*content, style=""):
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(content)}</w:p>"


def inserted(content):
    return f'<w:ins w:id="901" w:author="Ann" w:date="2026-01-05T09:00:00Z">{content}</w:ins>'


def deleted(text):
    return f'<w:del w:id="902" w:author="Ann" w:date="2026-01-05T09:00:00Z"><w:r><w:delText>{text}</w:delText></w:r></w:del>'


def footnote_mark(identity, kind="footnote"):
    return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:{kind}Reference w:id="{identity}"/></w:r>'


def cell(*content, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(content)}</w:tc>"


def table(*rows):
    def one(row):
        return "<w:tr>" + "".join(one if one.startswith("<w:tc>") else cell(paragraph(run(one))) for one in row) + "</w:tr>"

    return "<w:tbl><w:tblPr/><w:tblGrid/>" + "".join(map(one, rows)) + "</w:tbl>"


def word_file(*blocks, notes=(), endnotes=(), change=None):
    """Return a .docx with these blocks before the end of its body; notes get the ids 1, 2, 3 and parts of their own."""
    document = docx.Document()
    body = document.element.body
    for block in blocks:
        added = parse_xml(f"<w:body {NAMESPACES}>{block}</w:body>")
        for element in list(added):
            body.insert(len(body) - 1, element)
    if change:
        change(document)
    content = saved(document)
    for kind, texts in (("footnote", notes), ("endnote", endnotes)):
        content = with_notes(content, kind, texts) if texts else content
    return content


def lean_file(*blocks, notes=()):
    """Return a .docx with these blocks and hardly any other part: quick to make and to read."""
    kinds = "application/vnd.openxmlformats"
    document = f"<w:document {NAMESPACES}><w:body>{''.join(blocks)}<w:sectPr/></w:body></w:document>"
    defaults = f'<Default Extension="rels" ContentType="{kinds}-package.relationships+xml"/>'
    main = f'<Override PartName="/word/document.xml" ContentType="{kinds}-officedocument.wordprocessingml.document.main+xml"/>'
    related = f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/>'
    package = "http://schemas.openxmlformats.org/package/2006"
    content = packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types">{defaults}{main}</Types>',
            "_rels/.rels": f'<Relationships xmlns="{package}/relationships">{related}</Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships"></Relationships>',
            "word/document.xml": document,
        }
    )
    return with_notes(content, "footnote", notes) if notes else content


def with_notes(content, kind, texts):
    """Return a file with a part of notes: two that part them from the text, then these."""
    parting = "".join(
        f'<w:{kind} w:type="{name}" w:id="{number}"><w:p><w:r><w:{name}/></w:r></w:p></w:{kind}>'
        for number, name in ((-1, "separator"), (0, "continuationSeparator"))
    )
    own = "".join(
        f'<w:{kind} w:id="{number}"><w:p><w:r><w:{kind}Ref/></w:r>{run(f" {text}")}</w:p></w:{kind}>'
        for number, text in enumerate(texts, 1)
    )
    part = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:{kind}s {NAMESPACES}>{parting}{own}</w:{kind}s>'
    kind_of_part = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}s+xml"
    return repacked(
        content,
        {
            f"word/{kind}s.xml": part.encode(),
            "[Content_Types].xml": lambda old: old.replace(
                b"</Types>", f'<Override PartName="/word/{kind}s.xml" ContentType="{kind_of_part}"/></Types>'.encode()
            ),
            "word/_rels/document.xml.rels": lambda old: old.replace(
                b"</Relationships>",
                f'<Relationship Id="rId90{len(kind)}" Type="{RELATIONS}/{kind}s" Target="{kind}s.xml"/></Relationships>'.encode(),
            ),
        },
    )


def texts(content, name="note.docx"):
    return [sentence.text for sentence in read(content, name).sentences]


def found(content, sentence):
    """The raw characters that stand at a sentence's place in the file."""
    return WordDraft(content, name="note.docx").pieces(sentence.place).text[sentence.place.start : sentence.place.end]
