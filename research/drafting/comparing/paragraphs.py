"""Paragraphs of a document in reading order, each with its section, put together from printed lines, also across pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from statistics import quantiles

from research.drafting.comparing.headings import Sections, is_among_exhibits, topic_of
from research.drafting.comparing.lines import PrintedLine, printed_lines
from research.drafting.comparing.wording import Wording, read_wording
from research.nouns.comparisons import ChangeTopic
from research.nouns.documents import Chunk, Document
from research.nouns.facts import Fact
from research.text.han import is_han, join_words
from research.text.words import sentences

# A line that ends a sentence and leaves this share of the page's width free ends its paragraph; one that ends none, half of it.
FULL_LINE, HALF_LINE = 0.85, 0.6
# Fewer words than this are a label or a fragment, and no paragraph that is worth a line.
LEAST_WORDS, LEAST_HAN = 5, 10
LONGEST_HEADING, LONGEST_RISK_NAME = 32, 50
# A page with so many figures belongs to the statements and their notes.
FIGURES_OF_NOTES = 4
_ENDS = re.compile(r"[.!?:;。！？：；][\"”’)）]*$")
_BULLET = re.compile(
    r"[•●▪◦■□➢✓\uf000-\uf0ff]\s*(?=\S)|[-–—*·o]\s+(?=\S)|\d{1,2}、|[（(][一二三四五六七八九十\d]+[）)](?=[\u4e00-\u9fff])", re.IGNORECASE
)
_NUMBERED = re.compile(r"\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})[).]\s+(?=\S)", re.IGNORECASE)
_GOES_ON = re.compile(r"(?:[,;:.，；：。]|\b(?:and|or))[\"”’)）]*$")
_LONE_BULLET = re.compile(r"[•●▪◦■□–—*·o➢✓\uf000-\uf0ff]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: its printed lines, its section and topic, its text on one line, and its words.

    `heading` says that it names what follows it: the paragraph after it goes on with it.
    """

    lines: tuple[PrintedLine, ...]
    section: str
    topic: ChangeTopic
    text: str
    wording: Wording
    heading: bool

    @property
    def places(self) -> tuple[tuple[int, int, int], ...]:
        """Return where it stands in the document: start, end and the page's number, one for each page."""
        spans: dict[int, tuple[int, int]] = {}
        for line in self.lines:
            spans[line.page] = spans.get(line.page, (line.start, line.end))[0], line.end
        return tuple((start, end, page) for page, (start, end) in spans.items())

    @property
    def start(self) -> int:
        """Return where it begins in the document."""
        return self.lines[0].start

    @property
    def size(self) -> int:
        """Return how many words it has."""
        return len(self.wording.tokens)

    @property
    def counts(self) -> bool:
        """Return whether it has words enough to be told of."""
        return self.size >= (LEAST_HAN if is_han(self.text) else LEAST_WORDS) and any(word != "#" for word in self.wording.open)


def read_paragraphs(document: Document, chunks: Sequence[Chunk], facts: Sequence[Fact]) -> list[Paragraph]:
    """Return the paragraphs of a document's prose in order; tables, running heads and page numbers are left out."""
    sections = Sections(chunks)
    lines = printed_lines(document, facts)
    widths = _widths(lines)
    found: list[Paragraph] = []
    held: list[PrintedLine] = []
    held_section, after_heading = "", False
    for line in lines:
        section, heading = sections.at(line)
        if held and (line.row or heading or after_heading or _parts(held, line, widths)):
            found.append(_paragraph(held, held_section, heading=after_heading))
            held = []
        if not line.row:
            held_section = section if not held else held_section
            held.append(line)
        after_heading = heading
    if held:
        found.append(_paragraph(held, held_section, heading=after_heading))
    attached = _last_figures(facts)
    found = [replace(one, topic=ChangeTopic.FORMAL) if one.start > attached and is_among_exhibits(one.section) else one for one in found]
    return [replace(one, heading=True) if _names_risk(one, after) else one for one, after in zip_longest(found, found[1:])]


def _last_figures(facts: Sequence[Fact]) -> int:
    """Return where the last page with figures ends: what stands after it among the exhibits was attached, and is no note."""
    pages = Counter(fact.page for fact in facts)
    return max((fact.end for fact in facts if pages[fact.page] >= FIGURES_OF_NOTES), default=0)


def _names_risk(one: Paragraph, after: Paragraph | None) -> bool:
    """Return whether a paragraph of one sentence names the risk that a longer one after it tells of."""
    if one.heading or after is None or one.topic is not ChangeTopic.RISK or after.section != one.section:
        return False
    sized = LEAST_WORDS < one.size <= LONGEST_RISK_NAME and after.size >= 1.3 * one.size
    return (
        sized and not _BULLET.match(one.text) and not _BULLET.match(after.text) and one.text.endswith(".") and len(sentences(one.text)) == 1
    )


def _widths(lines: Iterable[PrintedLine]) -> dict[int, float]:
    """Return how many characters a full line of prose has on each page."""
    by_page: dict[int, list[int]] = {}
    for line in lines:
        if not line.row:
            by_page.setdefault(line.page, []).append(len(line.text))
    return {page: quantiles(sizes, n=10, method="inclusive")[-1] if len(sizes) > 1 else float(sizes[0]) for page, sizes in by_page.items()}


def _parts(held: Sequence[PrintedLine], line: PrintedLine, widths: dict[int, float]) -> bool:
    """Return whether a line begins another paragraph than the lines before it."""
    before = held[-1]
    if _LONE_BULLET.fullmatch(before.text):
        return False
    if _BULLET.match(line.text) or _LONE_BULLET.fullmatch(line.text):
        return True
    if _NUMBERED.match(line.text) and (_GOES_ON.search(before.text) or not _is_full(before, widths, FULL_LINE)):
        return True
    return _parts_plainly(held, line, widths)


def _parts_plainly(held: Sequence[PrintedLine], line: PrintedLine, widths: dict[int, float]) -> bool:
    """Return whether a line that is no point of a list begins another paragraph."""
    before = held[-1]
    ended = _ENDS.search(before.text) is not None
    if ended and not _ENDS.search(line.text) and (line.text[0] in "(（" or not _is_full(line, widths, HALF_LINE)):
        return True
    if before.page != line.page:
        return ended or _names(before.text) or not (line.text[0].islower() or _is_full(before, widths, FULL_LINE))
    if line.blank_before:
        return ended or not line.text[0].islower()
    if ended:
        return not _is_full(before, widths, FULL_LINE)
    if line.text[0].islower():
        return False
    return not _is_full(before, widths, HALF_LINE) or (len(held) <= 2 and _names(before.text) and not _names(line.text))


def _is_full(line: PrintedLine, widths: dict[int, float], share: float) -> bool:
    return len(line.text) >= share * widths.get(line.page, 0.0)


def _names(text: str) -> bool:
    """Return whether a line is set like a title: its longer words begin with capitals, and no sentence ends."""
    words = [word for word in text.split() if len(word) > 3 and word[0].isalpha()]
    return len(words) >= 2 and not _ENDS.search(text) and sum(word[0].isupper() for word in words) >= 0.8 * len(words)


def cut_paragraph(paragraph: Paragraph, at: int) -> tuple[Paragraph, Paragraph] | None:
    """Return a paragraph cut in two before offset `at` of its text, None where no sentence ends there."""
    if not _ENDS.search(paragraph.text[:at].rstrip()):
        return None
    letters = sum(not character.isspace() for character in paragraph.text[:at])
    before, after = list[PrintedLine](), list[PrintedLine]()
    for line in paragraph.lines:
        own = sum(not character.isspace() for character in line.text)
        if letters >= own:
            before.append(line)
        elif letters <= 0:
            after.append(line)
        else:
            place = _after_letters(line.text, letters)
            before.append(replace(line, end=line.start + len(line.text[:place].rstrip()), text=line.text[:place].rstrip()))
            after.append(replace(line, start=line.start + place, text=line.text[place:], blank_before=False))
        letters -= own
    parts = [_paragraph(lines, paragraph.section, heading=False) for lines in (before, after) if lines]
    return (replace(parts[0], topic=paragraph.topic), replace(parts[1], topic=paragraph.topic)) if len(parts) == 2 else None


def _after_letters(text: str, letters: int) -> int:
    """Return where the first character after so many that are no white space stands."""
    for place, character in enumerate(text):
        if not character.isspace():
            if not letters:
                return place
            letters -= 1
    return len(text)


def _paragraph(lines: Sequence[PrintedLine], section: str, *, heading: bool) -> Paragraph:
    text = ""
    for line in lines:
        text = join_words(text, " ".join(line.text.split()))
    wording = read_wording(text)
    titled = heading or (len(wording.tokens) <= LONGEST_HEADING and not _ENDS.search(text) and text[:1].isupper()) or _names(text)
    return Paragraph(tuple(lines), section, topic_of(section), text, wording, titled)
