"""HTML bytes into a tree, without network, entities or trust: character sets, control characters, sizes, names of elements."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TypeAlias

from lxml import etree

from ingest.loaded import Limits
from research.errors import CannotReadError, LimitExceededError

Element: TypeAlias = "etree._Element"

HEAD_BYTES = 4096
# A document type stands, and ends, within so many characters.
DOCTYPE_WITHIN = 64_000
# A cell of markup costs about as much time as this many of a workbook; a page has about as many tags as a workbook may have cells.
CELL_COST = 4
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)|<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_DECLARATION = re.compile(r"<\?xml[^>]{0,1000}\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]{0,1000}(?:\[[^\]]{0,60000}\]\s{0,100})?>", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
# Encodings that Python knows and no web page means.
_NOT_TEXT = ("idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem", "utf-7", "utf-16", "utf-32")
# What pages so labelled hold in truth (WHATWG Encoding Standard).
_MEANT = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932"}
_XHTML = re.compile(r"<html[^>]{0,20000}?\bxmlns\s*=", re.IGNORECASE)
# Each with its blank takes two characters at least.
MOST_ATTRIBUTES = 5_000
_LONG_TAG = re.compile(rf"<[a-zA-Z][^<>]{{{MOST_ATTRIBUTES * 2},}}")
_ATTRIBUTE = re.compile(r"\s[^\s=]")
_INLINE_XBRL = "inlinexbrl"
_SPACE = re.compile(r"\s+")
# Page numbers and running heads inside one tagged text; those of a long note stand after what is read of it.
MOST_EXCLUDED = 50


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's characters, the encoding that gave them, and whether some bytes did not fit it."""

    text: str
    encoding: str
    damaged: bool


@dataclass(frozen=True, slots=True)
class Markup:
    """The root of a parsed page, and whether the parser gave up before its end (markup nested too deeply)."""

    root: Element
    cut: bool


def decode(content: bytes) -> Decoded:
    """Return a page's characters: by its byte order mark, its declaration, as UTF-8 if it is that, else as Windows-1252.

    Control characters, which no page may hold, are left out.
    """
    encoding, content = _encoding(content)
    try:
        text, damaged = content.decode(encoding), False
    except UnicodeDecodeError:
        text, damaged = content.decode(encoding, "replace"), True
    return Decoded(_CONTROLS.sub("", text), encoding, damaged)


def parse(text: str, limits: Limits, *, name: str) -> Markup:
    """Return the tree of a page: as XML when it is well-formed XHTML, else as browsers read HTML.

    Its document type, with what that declares, is left out. Raises LimitExceededError for more tags or cells than the limit on cells
    allows, CannotReadError for a file without any content.
    """
    if text.count("<") > limits.max_cells:
        raise LimitExceededError(f"{name}: more than {limits.max_cells} tags", "raise DESK_MAX_CELLS or split the file")
    if sum(text.count(cell) for cell in ("<td", "<TD", "<th>", "<TH>", "<th ", "<TH ")) > most_cells(limits):
        raise too_many_cells(limits, name)
    check_tags(text, name=name)
    text = text.lstrip("\ufeff \t\r\n")
    declaration = _DECLARATION.match(text)
    text = text[declaration.end() if declaration else 0 :]
    # Neither parser needs what a document type declares, and its entities are never expanded.
    doctype = _DOCTYPE.search(text, 0, DOCTYPE_WITHIN)
    body = (text[: doctype.start()] + text[doctype.end() :] if doctype else text).encode("utf-8", "replace")
    if not body:
        raise CannotReadError(f"{name} has no text", "fetch the page again")
    root = _parse_xml(body) if _XHTML.search(text[:60_000]) and "<!ENTITY" not in text else None
    return Markup(root, cut=False) if root is not None else _parse_html(body, name)


def check_tags(text: str, *, name: str) -> None:
    """Raise CannotReadError for a tag of very many attributes: each is compared with all before it, for minutes."""
    for tag in _LONG_TAG.finditer(text):
        if len(_ATTRIBUTE.findall(tag[0])) > MOST_ATTRIBUTES:
            raise CannotReadError(
                f"{name}: a tag with more than {MOST_ATTRIBUTES:,} attributes, which no page has", "do not trust this file"
            )


def most_cells(limits: Limits) -> int:
    """Return how many table cells of markup the limit on cells allows."""
    return limits.max_cells // CELL_COST


def too_many_cells(limits: Limits, name: str) -> LimitExceededError:
    """Return the error for a page with more."""
    return LimitExceededError(f"{name}: more than {most_cells(limits)} table cells", "raise DESK_MAX_CELLS or split the file")


@lru_cache(maxsize=2048)
def name_of(tag: str) -> str:
    """Return an element's name in lower case without its prefix, but "ix:…" for those of inline XBRL."""
    space, _, local = tag.rpartition("}")
    if space:
        return f"ix:{local.lower()}" if _INLINE_XBRL in space.lower() else local.lower()
    tag = tag.lower()
    return tag if tag.startswith("ix:") else tag.rpartition(":")[2]


def attribute(element: Element, name: str) -> str:
    """Return an attribute as XML spells it or in the lower case that HTML makes of it, "" without it."""
    return element.get(name) or element.get(name.lower()) or ""


def text_of(element: Element, most: int) -> str:
    """Return the words of an element, white space folded, cut after about `most` characters; `ix:exclude` is left out."""
    parts: list[str] = []
    length = 0
    for part in element.itertext():
        parts.append(_SPACE.sub(" ", str(part))[: most + 1])
        length += len(parts[-1])
        if length > most:
            break
    left_out = (one for one in element if isinstance(one.tag, str) and name_of(one.tag) == "ix:exclude")
    excluded = [" ".join("".join(map(str, one.itertext())).split()) for one in islice(left_out, MOST_EXCLUDED)]
    text = " ".join("".join(parts).split())
    for words in excluded:
        text = " ".join(text.replace(words, " ", 1).split()) if words else text
    return text[:most]


def _encoding(content: bytes) -> tuple[str, bytes]:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return encoding, content[len(mark) :]
    head = content[:HEAD_BYTES]
    if wide := _wide(head):
        return wide, content
    declared = next((found for match in _DECLARED.finditer(head) if (found := _known((match[1] or match[2]).decode("ascii")))), None)
    if declared and declared != "utf-8":
        return declared, content
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        # A page that says UTF-8 and is so up to stray bytes stays UTF-8.
        return "utf-8" if declared and error.start > 0 and _is_mostly_utf8(content) else "cp1252", content
    return "utf-8", content


def _is_mostly_utf8(content: bytes) -> bool:
    text = content.decode("utf-8", "replace")
    odd = text.count("\ufffd")
    return odd <= 20 or odd * 1000 <= len(text)


def _wide(head: bytes) -> str | None:
    """Return UTF-16 for text in it without a mark: every other byte is zero."""
    half = max(len(head) // 2, 1)
    if head[1::2].count(0) > 0.8 * half and head[::2].count(0) < 0.2 * half:
        return "utf-16-le"
    return "utf-16-be" if head[::2].count(0) > 0.8 * half and head[1::2].count(0) < 0.2 * half else None


def _known(name: str) -> str | None:
    try:
        found = codecs.lookup(name).name
        b" ".decode(found, "replace")  # none of no bytes: codecs that make no text ("rot13") are found out by their first
    except (LookupError, UnicodeError):
        return None
    found = _MEANT.get(found, found)
    return None if found.replace("_", "-").startswith(_NOT_TEXT) else found


def _parse_xml(body: bytes) -> Element | None:
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        return None


def _parse_html(body: bytes, name: str) -> Markup:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise CannotReadError(f"{name} is not readable as HTML", "fetch the page again") from error
    if root is None:
        raise CannotReadError(f"{name} has no text", "fetch the page again")
    return Markup(root, cut=any("depth" in entry.message.lower() for entry in parser.error_log))
