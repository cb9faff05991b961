"""Marks put around a sentence in a Word file's body: runs are parted where it begins and ends, nothing else is changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy

from lxml import etree

from ingest.drafts.pieces import FieldSpan, Piece, Pieces, over
from ingest.office.elements import attribute, child, local, whole
from ui.render.word.markup import SPACE

# What may hold the marks of comments and runs of ours among its own runs; anything else is gone around.
_OPEN = frozenset({"hyperlink", "ins", "moveTo", "smartTag", "customXml", "dir", "bdo"})


class Anchors:
    """Puts marks around sentences. The sentences of a paragraph are to be taken from its last to its first."""

    def __init__(self, root: etree._Element) -> None:
        self._word = str(root.tag).partition("}")[0].lstrip("{")
        changes = (attribute(one, "id") for one in root.iter() if isinstance(one.tag, str) and attribute(one, "author") is not None)
        self._next_change = max((whole(identity) for identity in changes), default=0) + 1

    def put(self, pieces: Pieces, span: tuple[int, int], before: Iterable[etree._Element], after: Sequence[etree._Element]) -> None:
        """Put elements before and after the characters of a span; a reference to a note just behind it is taken in."""
        start, end = span
        last = self._last(pieces, end)
        for one in reversed(after):
            last.addnext(one)
        first = self._first(pieces, start)
        for one in before:
            first.addprevious(one)

    def put_around(self, element: etree._Element, before: Iterable[etree._Element], after: Sequence[etree._Element]) -> None:
        """Put elements before and after one that stands in a run, such as a reference to a note."""
        last = self._after(element, None)
        for one in reversed(after):
            last.addnext(one)
        first = self._before(element, 0)
        for one in before:
            first.addprevious(one)

    def _last(self, pieces: Pieces, end: int) -> etree._Element:
        noted = [note.element for note in pieces.notes if note.offset == end]
        at, piece = next((at, piece) for at, piece in over(pieces) if at < end <= at + len(piece.text))
        if field := _inside(piece, pieces):
            return self._after(field.end, None) if field.end is not None else self._after(piece.node, None)
        if noted and _block(noted[-1]) is _block(piece.node):
            return self._after(noted[-1], None)
        offset = end - at
        return self._after(piece.node, offset if local(piece.node) == "t" and offset < len(piece.node.text or "") else None)

    def _first(self, pieces: Pieces, start: int) -> etree._Element:
        at, piece = next((at, piece) for at, piece in over(pieces) if at <= start < at + len(piece.text))
        if field := _inside(piece, pieces):
            return self._before(field.begin, 0)
        return self._before(piece.node, start - at)

    def _after(self, node: etree._Element, offset: int | None) -> etree._Element:
        """Return what marks are put behind: the run that ends with a node (or at an offset in its text), or what closes it off."""
        anchor = _closed(node)
        if anchor is None:
            anchor = _parent(node)
            following = node.getnext()
            if offset is not None:
                self._part(anchor, node, offset)
            elif following is not None:
                self._part(anchor, following, 0)
        while local(_parent(anchor)) in _OPEN and anchor.getnext() is None:
            anchor = _parent(anchor)
        return anchor

    def _before(self, node: etree._Element, offset: int) -> etree._Element:
        """Return what marks are put before: the run that begins with a node (or at an offset in its text), or what closes it off."""
        anchor = _closed(node)
        if anchor is None:
            anchor = _parent(node)
            previous = node.getprevious()
            if offset or (previous is not None and local(previous) != "rPr"):
                anchor = self._part(anchor, node, offset)
        while local(_parent(anchor)) in _OPEN and anchor.getprevious() is None:
            anchor = _parent(anchor)
        return anchor

    def _part(self, run: etree._Element, node: etree._Element, offset: int) -> etree._Element:
        """Part a run before a node, or at an offset in its text; return the second half, which has the formats of the first."""
        half = run.makeelement(run.tag, _attributes(run))
        formats = child(run, "rPr")
        if formats is not None:
            half.append(self._own(deepcopy(formats)))
        moved = list(node.itersiblings())
        if offset:
            rest = node.makeelement(node.tag, _attributes(node))
            rest.text, node.text = (node.text or "")[offset:], (node.text or "")[:offset]
            for one in (node, rest):
                one.set(SPACE, "preserve")
            half.append(rest)
        else:
            half.append(node)
        half.extend(moved)
        run.addnext(half)
        return half

    def _own(self, formats: etree._Element) -> etree._Element:
        """Give a copied format's tracked changes ids of their own."""
        for one in formats.iter():
            if isinstance(one.tag, str) and attribute(one, "author") is not None:
                one.set(f"{{{self._word}}}id", str(self._next_change))
                self._next_change += 1
        return formats


def _parent(node: etree._Element) -> etree._Element:
    parent = node.getparent()
    if parent is None:
        raise ValueError("an element of a paragraph stands outside of it")
    return parent


def _closed(node: etree._Element) -> etree._Element | None:
    """Return the outermost element in the paragraph that nothing may be put into and that holds the node, None when its run is free."""
    found: etree._Element | None = None
    for one in _parent(node).iterancestors():
        if local(one) == "p":
            break
        if local(one) not in _OPEN:
            found = one
    return found


def _attributes(element: etree._Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.attrib.items()}


def _block(node: etree._Element) -> etree._Element | None:
    return next((one for one in node.iterancestors() if local(one) == "p"), None)


def _inside(piece: Piece, pieces: Pieces) -> FieldSpan | None:
    """Return the field that a piece is in when all of it stands in these paragraphs, None when marks may stand inside it."""
    field = piece.field
    if field is None or field.end is None:
        return None
    return field if _block(field.begin) in pieces.paragraphs and _block(field.end) in pieces.paragraphs else None
