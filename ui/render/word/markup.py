"""Elements of WordprocessingML: runs, paragraphs, links, references to comments and notes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from research.text.invisible import without_invisible
from ui.render.web_links import web_link
from ui.render.word.remarks import Words

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# ISO's strict form names the same elements and relations otherwise.
STRICT = "http://purl.oclc.org/"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# What XML cannot hold.
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LONGEST = 4_000
LINK_COLOUR = "0B5A6B"


def clean(text: str) -> str:
    """Return text that XML can hold, on one line, without what is not seen in it."""
    line = " ".join(_UNFIT.sub("", without_invisible(text)).split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"


class Markup:
    """Makes elements in one of the two namespaces that Word files use."""

    def __init__(self, namespace: str = WORD) -> None:
        self.namespace = namespace
        self.relations = STRICT_RELATIONS if namespace.startswith(STRICT) else RELATIONS

    def name(self, tag: str) -> str:
        """Return a name in the namespace."""
        return f"{{{self.namespace}}}{tag}"

    def element(self, tag: str, *children: etree._Element, **values: str | int) -> etree._Element:
        """Return an element with attributes of the same namespace."""
        made = etree.Element(self.name(tag), nsmap={"w": self.namespace})
        for key, value in values.items():
            made.set(self.name(key.rstrip("_")), str(value))
        made.extend(children)
        return made

    def run(self, text: str, *formats: etree._Element) -> etree._Element:
        """Return a run of text; a text that nothing may be stripped from says so."""
        words = self.element("t")
        words.text = text
        words.set(SPACE, "preserve")
        return self.element("r", *self._formats(formats), words)

    def _formats(self, formats: Iterable[etree._Element]) -> list[etree._Element]:
        given = list(formats)
        return [self.element("rPr", *given)] if given else []

    def holding(self, inner: etree._Element, *formats: etree._Element) -> etree._Element:
        """Return a run that holds an element, such as a reference."""
        return self.element("r", *self._formats(formats), inner)

    def paragraph(self, *content: etree._Element, style: str = "", formats: Iterable[etree._Element] = ()) -> etree._Element:
        """Return a paragraph in a style (by its id), with formats of its own after it."""
        properties = [self.element("pStyle", val=style)] if style else []
        properties += formats
        return self.element("p", *([self.element("pPr", *properties)] if properties else []), *content)

    def words(self, said: Words, links: Links, *, size: int = 0) -> list[etree._Element]:
        """Return the runs of a line of a remark: strong where it is, linked where it has an address of the web; `size` in half points."""
        address = web_link(said.link)
        bold = [self.element("b")] if said.strong else []
        colour = [self.element("color", val=LINK_COLOUR)] if address else []
        sized = [self.element("sz", val=size)] if size else []
        lined = [self.element("u", val="single")] if address else []
        run = self.run(clean(said.text), *bold, *colour, *sized, *lined)
        if not address:
            return [run]
        linked = self.element("hyperlink", run)
        linked.set(f"{{{self.relations}}}id", links.identity(address))
        return [linked]


@dataclass(slots=True)
class Links:
    """The addresses that a part links to, by the ids of their relations; `taken` are those that the part has already."""

    taken: frozenset[str] = frozenset()
    by_address: dict[str, str] = field(default_factory=dict)

    def identity(self, address: str) -> str:
        """Return the id of an address, a new one when it has none."""
        if address not in self.by_address:
            number = len(self.by_address) + 1
            while f"link{number}" in self.taken or f"link{number}" in self.by_address.values():
                number += 1
            self.by_address[address] = f"link{number}"
        return self.by_address[address]


def namespace_of(root: etree._Element) -> str:
    """Return the namespace that a part's own elements are in."""
    return str(root.tag).partition("}")[0].lstrip("{")
