"""The sections of a paper by what its own headings say: each stretch of a page with the names of all sections that it is in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from research.drafting.comparing.headings import BETWEEN, Sections
from research.drafting.comparing.lines import printed_lines
from research.nouns.documents import Chunk, Document
from research.nouns.facts import Fact

# What stands before the name of a section: "Item 1.", "Note 16 —", "二、".
_NUMBER = re.compile(r"^\s*(?:part [ivx]+|(?:item|note)\s*\d+[a-z]?|[（(]?[一二三四五六七八九十]+[）)、])\s*[.:–—-]*\s*(?=\S)")
_ITEM = re.compile(r"item\s*\d{1,2}[a-c]?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of lines of one page in one section: the page's number, offsets in the document, and the section's names, outermost first."""

    page: int
    start: int
    end: int
    names: tuple[str, ...]

    def is_of(self, wanted: Sequence[str]) -> bool:
        """Return whether it is in a section so called; a name may have wildcards."""
        called = {_NUMBER.sub("", name.casefold()).strip(" .:–—-") for name in self.names}
        return any(fnmatchcase(name, one.casefold()) for name in called if name for one in wanted)


def stretches(document: Document, chunks: Sequence[Chunk], facts: Sequence[Fact]) -> tuple[Stretch, ...]:
    """Return the stretches of a document, which has its text, in order."""
    return tuple(_stretches(document, chunks, facts))


def _stretches(document: Document, chunks: Sequence[Chunk], facts: Sequence[Fact]) -> Iterator[Stretch]:
    sections = Sections(chunks)
    item, held = "", None
    for line in printed_lines(document, facts):
        section, _ = sections.at(line)
        parts = tuple(section.split(BETWEEN))
        item = next((part for part in parts if _ITEM.match(part)), item)
        names = parts if item in parts else (item, *parts)
        if held is not None and (held.page, held.names) == (line.page, names):
            held = Stretch(held.page, held.start, line.end, names)
            continue
        if held is not None:
            yield held
        held = Stretch(line.page, line.start, line.end, names)
    if held is not None:
        yield held
