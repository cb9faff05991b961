"""The markup inside a feed's titles and summaries → plain text whose paragraphs stay apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from lxml import etree, html

from ingest.html.sight import PLAIN as SEEN
from ingest.html.sight import Sheet, see
from research.text.invisible import without_invisible
from research.text.patterns import read_beside

_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")
_OPEN_TAG = re.compile(r"<(?=[a-zA-Z/!?])")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
# What feeds made on old machines mean by control characters, as browsers read them: quotation marks, dashes, the sign of the euro.
_OLD_SIGNS = {byte: bytes([byte]).decode("cp1252", "ignore") for byte in range(0x80, 0xA0)}
# Some publishers escape their markup twice, and twice again.
_DEEPEST_ESCAPE = 3


@cache
def _elements(role: str) -> frozenset[str]:
    return frozenset(read_beside(__file__, "feed_markup.toml")[role])


def plain_text(markup: str) -> str:
    """Return the words of a piece of HTML or text, a line for each paragraph, row and line break; no tag is left in them.

    Markup that was escaped once more than it should be is read too. Text without markup comes back as it is, white space folded.
    What is not seen is taken out: it would hide words, or turn those around it.
    """
    text = _seen(markup)
    for _ in range(_DEEPEST_ESCAPE):
        if not (_TAG.search(text) or _ENTITY.search(text)):
            break
        text = _words(text)
    text = _OPEN_TAG.sub("< ", _TAG.sub(" ", text))
    return "\n".join(folded for line in text.splitlines() if (folded := " ".join(line.split())))


def plain_line(markup: str) -> str:
    """Return the words of a piece of HTML or text on one line."""
    return " ".join(plain_text(markup).split())


def _seen(text: str) -> str:
    return without_invisible(text.translate(_OLD_SIGNS))


def _words(markup: str) -> str:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    # A line break in the source is white space, except where nothing else parts the paragraphs.
    flat = markup if _has_no_breaks(markup) else " ".join(markup.split())
    try:
        root = html.document_fromstring(f"<div>{flat}</div>".encode(), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return _TAG.sub(" ", markup)
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        return _TAG.sub(" ", markup)  # nested too deep: the parser stopped without a word
    return _seen("".join(_pieces(root)))


def _has_no_breaks(markup: str) -> bool:
    return not any(tag.strip("<>/ ").split(" ")[0].lower() in _elements("breaks") for tag in _TAG.findall(markup))


def _pieces(root: etree._Element) -> Iterator[str]:
    """Yield the text in order, walking without recursion: a hostile entry nests as deep as its parser allows."""
    unprinted, sheet, sights = 0, Sheet(), [SEEN]
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            unprinted += tag in _elements("unprinted")
            gone = element.get("hidden") is not None
            sights.append(replace(sights[-1], gone=True) if gone else see(element, tag, sights[-1], sheet))
            yield _gap(tag)
            yield "" if unprinted or not sights[-1].sees else element.text or ""
        else:
            unprinted -= tag in _elements("unprinted")
            sights.pop()
            yield _gap(tag)
            yield "" if unprinted or not sights[-1].sees else element.tail or ""


def _gap(tag: str) -> str:
    return "\n" if tag in _elements("breaks") else "\t" if tag in _elements("cells") else ""
