"""The words of a paragraph: as they stand after all changes are accepted, with breaks, note marks, and the text boxes that hang on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from ingest.office.elements import attribute, child, local
from ingest.statements.figures import is_all_figures
from ingest.word.sight import RunSight, is_off_page

PAGE_BREAK = "\f"
# Elements inside a paragraph whose words are not part of it as it stands with all changes accepted.
LEFT_OUT = frozenset(
    {"pPr", "rPr", "del", "moveFrom", "delText", "instrText", "delInstrText", "fldData", "rt", "binData", "sdtPr", "sdtEndPr"}
)
_PLAIN = {"tab": "\t", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(slots=True)
class NoteMarks:
    """Which notes the text refers to, in order of their first mention: footnotes count 1, 2, 3, endnotes i, ii, iii."""

    footnotes: dict[str, str] = field(default_factory=dict)
    endnotes: dict[str, str] = field(default_factory=dict)

    def mark(self, kind: str, identity: str) -> str:
        """Return the mark of a note, a new one for its first mention."""
        if kind == "footnoteReference":
            return self.footnotes.setdefault(identity, f"[{len(self.footnotes) + 1}]")
        return self.endnotes.setdefault(identity, f"[{roman(len(self.endnotes) + 1)}]")


@dataclass(slots=True)
class Words:
    """What a paragraph holds: its text with page breaks in it, the text boxes anchored there, and the hidden words left out."""

    parts: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    _marks: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the paragraph's text."""
        return "".join(self.parts)

    @property
    def cell_text(self) -> str:
        """Return the text as a table's cell shows it: without breaks, and without the note marks on a figure, which would hide it."""
        bare = "".join(part for at, part in enumerate(self.parts) if at not in self._marks)
        return (bare if is_all_figures(bare) else self.text).replace(PAGE_BREAK, " ")

    def add_mark(self, mark: str) -> None:
        """Add a note's mark."""
        self._marks.append(len(self.parts))
        self.parts.append(mark)


def read_words(paragraph: etree._Element, marks: NoteMarks, sight: RunSight) -> Words:
    """Return a paragraph's words: inserted ones kept, deleted ones and those that nobody sees left out, fields by their last result."""
    words = Words()
    _walk(paragraph, words, marks, sight)
    return words


def roman(number: int) -> str:
    """Return a small Roman numeral for 1 to 39, the plain number beyond."""
    if number > 39:
        return str(number)
    out = ""
    for value, letters in _ROMAN:
        while number >= value:
            out, number = out + letters, number - value
    return out


def _walk(element: etree._Element, words: Words, marks: NoteMarks, sight: RunSight) -> None:
    for one in element:
        name = local(one)
        if name in LEFT_OUT or not name:
            continue
        if name == "t":
            words.parts.append(one.text or "")
        elif name in _PLAIN:
            words.parts.append(_PLAIN[name])
        elif name == "br":
            words.parts.append(PAGE_BREAK if attribute(one, "type") == "page" else "\n")
        elif name in ("footnoteReference", "endnoteReference"):
            words.add_mark(marks.mark(name, attribute(one, "id") or ""))
        else:
            _enter(one, words, marks, sight)


def _outermost(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the descendants of a name that stand in no other of it: those inside are found with the one around them."""
    walk = etree.iterwalk(element, events=("start",))
    for _, one in walk:
        if local(one) == name:
            walk.skip_subtree()
            yield one


def _enter(element: etree._Element, words: Words, marks: NoteMarks, sight: RunSight) -> None:
    """Go into an element that holds others: the chosen form of one that is given in several, text boxes put aside."""
    name = local(element)
    if name == "AlternateContent":
        chosen = child(element, "Choice")
        chosen = chosen if chosen is not None else child(element, "Fallback")
        if chosen is not None:
            _walk(chosen, words, marks, sight)
    elif name in ("drawing", "pict", "object"):
        for box in _outermost(element, "txbxContent"):
            if is_off_page(box):
                words.hidden.extend(one.text or "" for one in box.iter() if local(one) == "t")
            else:
                words.boxes.append(box)
    elif name == "r" and not sight.sees(element):
        words.hidden.extend(one.text or "" for one in element if local(one) == "t")
    else:
        _walk(element, words, marks, sight)
