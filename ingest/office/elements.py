"""Reading XML elements by their names without namespaces: office files spell one thing in several of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml import etree

# Marks of ranges may stand before an element's properties.
MOST_BEFORE = 32


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace, "" for what is no element."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """Yield the direct children of a name, in order; none of None."""
    if element is not None:
        yield from (one for one in element if local(one) == name)


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """Return the first descendant that a path of child names leads to, None without."""
    for name in path:
        element = next(children(element, name), None)
    return element


def lead(element: etree._Element | None, name: str) -> etree._Element | None:
    """Return what an element says of itself, None without: such properties stand before all that it holds, which is not gone through."""
    first = () if element is None else islice(element, MOST_BEFORE)
    return next((one for one in first if local(one) == name), None)


def attribute(element: etree._Element | None, name: str) -> str | None:
    """Return an attribute by its name without namespace, None without."""
    if element is None:
        return None
    found = element.get(name)
    if found is not None:
        return str(found)
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith(f"}}{name}")), None)


def whole(text: str | None, default: int = 0) -> int:
    """Return a whole number of at most nine digits that is not negative, else the default."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else default


def is_on(element: etree._Element | None) -> bool:
    """Return whether a switch such as <w:b/> is there and not turned off."""
    return element is not None and attribute(element, "val") not in ("0", "false", "off", "none")
