"""What aligned paragraphs differ in, as changes of passages: added, removed, reworded, moved, and those with figures updated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from research.drafting.comparing.aligning import Alignment, Group, align
from research.drafting.comparing.boundaries import cut_alike
from research.drafting.comparing.definitions import Definition, definitions
from research.drafting.comparing.headings import heading_key
from research.drafting.comparing.paragraphs import Paragraph
from research.drafting.comparing.quoting import PassageQuoter
from research.drafting.comparing.wording import Wording, differing, read_wording
from research.nouns.comparisons import Change, ChangeKind, ChangeTopic, Passage
from research.nouns.documents import Document
from research.text.han import is_han
from research.text.words import sentences

SHORTEST_TITLE, LONGEST_TITLE = 8, 140
_POINT = re.compile(r"^[•●▪◦■□➢✓·\uf000-\uf0ff–—*-]+\s*")
# A paragraph of which this share of runs of words stands somewhere in the other document was not added or removed but cut otherwise.
ELSEWHERE = 0.9
# A section is new when so much of it is, it has so many words, and no section of the other document is called so or nearly so.
SECTION_SHARE, SECTION_WORDS, SAME_HEADING = 0.8, 25, 85
# A section names its risks by lead-ins when so many of its paragraphs of so many words begin with a sentence of so few.
LED_IN, LEAST_RISK, LONGEST_LEAD_IN = 0.6, 20, 14


@dataclass(frozen=True, slots=True)
class Side:
    """One document and its paragraphs."""

    document: Document
    paragraphs: Sequence[Paragraph]


class PassageComparer:
    """Turns the alignment of two documents into changes with their citations."""

    def __init__(self, older: Side, newer: Side, quoter: PassageQuoter) -> None:
        ours, theirs = cut_alike(older.paragraphs, newer.paragraphs)
        self._older, self._newer = replace(older, paragraphs=ours), replace(newer, paragraphs=theirs)
        self._quoter = quoter
        self._aligned: Alignment = align(ours, theirs)
        self.unchanged = 0

    def changes(self) -> Iterator[Change]:
        """Yield the changes of passages: those of aligned paragraphs in the newer document's order, then what was added and removed."""
        yield from self._of_groups()
        yield from self._of_one_side(self._newer, self._older, self._aligned.added, ChangeKind.ADDED)
        yield from self._of_one_side(self._older, self._newer, self._aligned.removed, ChangeKind.REMOVED)

    def _of_groups(self) -> Iterator[Change]:
        moving: list[Group] = []
        for group in self._aligned.groups:
            if moving and not (group.moved and self._goes_on(moving[-1], group)):
                yield self._moved(moving)
                moving = []
            old, new = self._texts(group)
            if not any(paragraph.counts for paragraph in new):
                continue
            before, after = (read_wording("\n".join(paragraph.text for paragraph in side)) for side in (old, new))
            if before.tokens == after.tokens:
                self.unchanged += 1
                if group.moved:
                    moving.append(group)
                continue
            yield self._reworded(group, before, after)
        if moving:
            yield self._moved(moving)

    def _texts(self, group: Group) -> tuple[list[Paragraph], list[Paragraph]]:
        return [self._older.paragraphs[at] for at in group.older], [self._newer.paragraphs[at] for at in group.newer]

    def _goes_on(self, one: Group, other: Group) -> bool:
        """Return whether two moved groups stand one after the other in both documents."""
        return 0 < other.older[0] - one.older[-1] <= 2 and 0 < other.newer[0] - one.newer[-1] <= 2

    def _reworded(self, group: Group, before: Wording, after: Wording) -> Change:
        old, new = self._texts(group)
        removed, added, words = differing(before, after)
        older = self._quoter.passage(self._older.document, old, removed)
        newer = self._quoter.passage(self._newer.document, new, added)
        kind = ChangeKind.FIGURES_UPDATED if before.open == after.open else ChangeKind.REWORDED
        defined = _redefined(older, newer) if kind is ChangeKind.REWORDED else None
        topic = ChangeTopic.DEFINITION if defined else new[0].topic
        title = f"Definition of {defined.measure} changed" if defined else _opening(new)
        return Change(kind, topic, title, older, newer, words, moved=group.moved)

    def _moved(self, groups: Sequence[Group]) -> Change:
        old = [one for group in groups for one in self._texts(group)[0]]
        new = [one for group in groups for one in self._texts(group)[1]]
        older = self._quoter.passage(self._older.document, old, ())
        newer = self._quoter.passage(self._newer.document, new, ())
        return Change(ChangeKind.MOVED, new[0].topic, _opening(new), older, newer, sum(one.size for one in new))

    def _of_one_side(self, side: Side, other: Side, indexes: Sequence[int], kind: ChangeKind) -> Iterator[Change]:
        """Yield what only one side has: whole sections as one change, else paragraphs with the headings over them."""
        runs = {run for paragraph in other.paragraphs for run in _runs(paragraph)}
        lone = [at for at in indexes if not _is_held(side.paragraphs[at], runs)]
        whole = self._whole_sections(side, other, lone)
        for section, held in whole.items():
            yield self._lone(side, [side.paragraphs[at] for at in held], kind, section=section)
        left = [at for at in lone if side.paragraphs[at].section not in whole]
        led_in = _led_in(side.paragraphs)
        told = set[tuple[str, ...]]()
        for run in _pieces(side.paragraphs, left, led_in):
            new = [one for one in run if not _is_held(one, told)]
            told.update(words for one in run for words in _runs(one))
            if any(one.counts and (not one.heading or one.text.endswith(".")) for one in new):
                headed = run[0].heading or (run[0].section in led_in and _leads_in(run[0]))
                yield replace(self._lone(side, run, kind), headed=headed)

    def _whole_sections(self, side: Side, other: Side, lone: Sequence[int]) -> dict[str, list[int]]:
        """Return the sections that the other side has not, with their paragraphs."""
        known = [key for key in {heading_key(one.section) for one in other.paragraphs} if key]
        alone = set(lone)
        found: dict[str, list[int]] = {}
        for section in dict.fromkeys(side.paragraphs[at].section for at in lone):
            held = [at for at, one in enumerate(side.paragraphs) if one.section == section]
            total = sum(side.paragraphs[at].size for at in held)
            new = sum(side.paragraphs[at].size for at in held if at in alone)
            key = heading_key(section)
            if (
                key
                and new >= SECTION_WORDS
                and new >= SECTION_SHARE * total
                and not any(fuzz.ratio(key, one) >= SAME_HEADING for one in known)
            ):
                found[section] = [at for at in held if at in alone]
        return found

    def _lone(self, side: Side, run: Sequence[Paragraph], kind: ChangeKind, *, section: str = "") -> Change:
        passage = self._quoter.passage(side.document, run)
        defined = next(iter(definitions(passage.text)), None)
        topic = run[0].topic
        if defined and topic is not ChangeTopic.RISK and not section:
            topic = ChangeTopic.DEFINITION
        title = section or (f"Definition of {defined.measure}" if defined and topic is ChangeTopic.DEFINITION else _opening(run))
        words = sum(one.size for one in run)
        older, newer = (None, passage) if kind is ChangeKind.ADDED else (passage, None)
        return Change(kind, topic, title, older, newer, words, whole_section=bool(section))


def _redefined(older: Passage, newer: Passage) -> Definition | None:
    """Return a definition of either text in which words are others, None without one."""
    for passage in (newer, older):
        for one in definitions(passage.text):
            if any(start < one.end and one.start < end and _says_words(passage.text[start:end]) for start, end in passage.marks):
                return one
    return None


def _says_words(text: str) -> bool:
    return any(word != "#" for word in read_wording(text).open)


def _led_in(paragraphs: Sequence[Paragraph]) -> frozenset[str]:
    """Return the sections on risks in which each risk begins with a short sentence that names it, and has no heading of its own."""
    found: dict[str, list[bool]] = {}
    for one in paragraphs:
        if not one.heading and one.size >= LEAST_RISK and one.topic is ChangeTopic.RISK:
            found.setdefault(one.section, []).append(_leads_in(one))
    return frozenset(section for section, led in found.items() if sum(led) >= LED_IN * len(led))


def _leads_in(paragraph: Paragraph) -> bool:
    first, found, _ = paragraph.text.partition("：" if is_han(paragraph.text) else ". ")
    return bool(found) and len(read_wording(first).tokens) <= LONGEST_LEAD_IN


def _pieces(paragraphs: Sequence[Paragraph], indexes: Sequence[int], led_in: frozenset[str]) -> Iterator[list[Paragraph]]:
    """Yield neighbouring paragraphs that belong together: a heading with what follows it, a lead-in with its points.

    In the sections of `led_in` each paragraph that begins with a lead-in stands for itself.
    """
    run: list[Paragraph] = []
    last, headed = -2, False
    for at in indexes:
        one = paragraphs[at]
        goes_on = at == last + 1 and bool(run) and one.section == run[-1].section
        opens = bool(run) and not run[-1].heading and (one.heading or (one.section in led_in and _leads_in(one)))
        belongs = headed or run[-1].text.endswith((":", "：", ";", "；", "; and")) if run else False
        if run and not (goes_on and not opens and (belongs or run[-1].heading)):
            yield run
            run, headed = [], False
        headed = headed or one.heading
        run.append(one)
        last = at
    if run:
        yield run


def _runs(paragraph: Paragraph) -> Iterator[tuple[str, ...]]:
    """Yield the runs of five words of a paragraph, without its figures."""
    words = paragraph.wording.open
    yield from (words[at : at + 5] for at in range(max(1, len(words) - 4)))


def _is_held(paragraph: Paragraph, runs: set[tuple[str, ...]]) -> bool:
    own = list(_runs(paragraph))
    return sum(run in runs for run in own) >= ELSEWHERE * len(own)


def _opening(paragraphs: Sequence[Paragraph]) -> str:
    """Return the first words of paragraphs, to the end of the first sentence where that is short enough."""
    text = _POINT.sub("", paragraphs[0].text)
    heads = [head + end for end in ("。", "：") for head, found, _ in [text.partition(end)] if found]
    heads += [text[start:end] for start, end in sentences(text)[:1]]
    for head in heads:
        if SHORTEST_TITLE <= len(head) <= LONGEST_TITLE:
            return head
    return text if len(text) <= LONGEST_TITLE else text[:LONGEST_TITLE].rsplit(" ", 1)[0] + "…"
