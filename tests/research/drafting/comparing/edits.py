"""Filings with known edits: paragraphs added, removed, reworded and moved, figures changed, printed as the filing prints its own."""

import random
import re
import textwrap
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache

from ingest.chunking import chunk_document
from research.drafting.comparing.findings import PassageComparer, Side
from research.drafting.comparing.ordering import by_weight
from research.drafting.comparing.paragraphs import Paragraph, read_paragraphs
from research.drafting.comparing.quoting import PassageQuoter
from research.drafting.comparing.wording import read_wording
from research.nouns.access import Access
from research.nouns.comparisons import Change, ChangeKind, ChangeTopic
from research.nouns.documents import Chunk, Document, DocumentState, Kind, Tier
from research.nouns.facts import Fact
from research.text.han import is_han
from tests.sample.library import load

KNOWN = datetime(2025, 3, 1, tzinfo=UTC)
# What is added and put in: no filing says it.
SENTENCES = (
    "Our ferry to the island of Skerrow carries nearly all finished goods and stops in heavy swell.",
    "A guild of independent glaziers has threatened to stop buying from us unless we print its emblem.",
    "The lighthouse that our drones steer by may be decommissioned by its owner without notice to anybody.",
    "Migrating herons have twice blocked the cooling intake of the foundry, and may do so again next spring.",
    "We lend orchard ladders to rural customers and could be held liable when one of them breaks.",
    "A single retired clockmaker calibrates the chronographs on which our delivery promises rest.",
)
HAN_SENTENCES = (
    "公司位于礁石岛的渡轮承担几乎全部产成品运输，遇大浪停航。",
    "独立玻璃匠行会威胁停止采购，除非公司印制其徽记。",
    "无人机赖以导航的灯塔可能被业主随时停用。",
)
CLAUSES = ("unless the harbour pilots object", "whether or not the orchard blooms", "as the glaziers had foreseen")
HAN_CLAUSE = "但须经港口引航员同意"
SHORTEST, HAN_SHORTEST = 18, 15


@dataclass(frozen=True)
class Edit:
    """One edit: what a comparison is to call it, and the words by which it is known."""

    kind: ChangeKind
    tokens: tuple[str, ...]
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Filing:
    document: Document
    chunks: tuple[Chunk, ...]
    facts: tuple[Fact, ...] = ()

    @property
    def paragraphs(self):
        return read_paragraphs(self.document, self.chunks, self.facts)


@cache
def sample_filing(name):
    return filing_of(name, load(name))


def filing_of(name, loaded):
    document = Document(
        id=name, name=name, source_key=name, content_hash=name, kind=Kind.FILING, tier=Tier.AUDITED, state=DocumentState.COMPLETE,
        known_at=KNOWN, company="Some Company", text=loaded.text, pages=loaded.pages,
    )  # fmt: skip
    chunks = chunk_document(document, (), count_pieces=lambda texts: [len(text.split()) for text in texts], max_pieces=200)
    return Filing(document, chunks)


def compare(older, newer):
    quoter = PassageQuoter([older.document, newer.document], Access("analyst"))
    comparer = PassageComparer(Side(older.document, older.paragraphs), Side(newer.document, newer.paragraphs), quoter)
    return by_weight(comparer.changes())


class Editor:
    """Makes edits at paragraphs that stand apart from each other."""

    def __init__(self, filing: Filing, seed: int) -> None:
        self.filing, self.random = filing, random.Random(seed)  # noqa: S311 - which edits are made is no secret
        self.paragraphs = filing.paragraphs
        self.han = is_han(filing.document.text[:4000])
        self.replaced: list[tuple[int, int, str]] = []
        self.edits: list[Edit] = []
        self._free = [at for at, one in enumerate(self.paragraphs) if self._may_change(at, one)]
        self._sentences = list(HAN_SENTENCES if self.han else SENTENCES)
        self.random.shuffle(self._free)

    def _may_change(self, at: int, one: Paragraph) -> bool:
        text = self.filing.document.text
        (start, end, _), whole = one.places[0], len(one.places) == 1
        same = [other for other in self.paragraphs if other.wording.open == one.wording.open]
        printed = read_wording(text[start:end]).tokens == one.wording.tokens
        closed = text[end : end + 1] in {"", "\n"} and one.text.rstrip("”\"'")[-1:] in {".", "。"}
        long_enough = one.size >= (HAN_SHORTEST if self.han else SHORTEST)
        prose = not one.heading and one.topic is not ChangeTopic.FORMAL and one.section != "" and long_enough
        return 0 < at < len(self.paragraphs) - 1 and whole and prose and printed and closed and len(same) == 1

    def _next(self, fits=lambda one: True):
        for at in self._free:
            if fits(self.paragraphs[at]):
                self._free = [other for other in self._free if abs(other - at) > 3]
                return self.paragraphs[at]
        return None

    def remove(self):
        if one := self._next():
            self.replaced.append((one.start, one.places[0][1], ""))
            self.edits.append(Edit(ChangeKind.REMOVED, one.wording.tokens))

    def add(self):
        if self._sentences and (one := self._next()):
            sentence = self._sentences.pop(self.random.randrange(len(self._sentences)))
            self._insert(one, sentence)
            self.edits.append(Edit(ChangeKind.ADDED, read_wording(sentence).tokens))

    def move(self):
        one = self._next()
        target = self._next(lambda other: len(self._between(one, other)) > 4) if one else None
        if target:
            self.replaced.append((one.start, one.places[0][1], ""))
            self._insert(target, one.text)
            self.edits.append(Edit(ChangeKind.MOVED, one.wording.tokens))

    def _between(self, one, other):
        first, last = sorted((self.paragraphs.index(one), self.paragraphs.index(other)))
        return [held for held in self.paragraphs[first:last] if held.counts and not held.heading]

    def reword(self):
        if one := self._next():
            start, end, _ = one.places[0]
            clause = HAN_CLAUSE if self.han else self.random.choice(CLAUSES)
            body = one.text.rstrip("”\"'")[:-1]
            new = f"{body}，{clause}。" if self.han else f"{body}, {clause}."
            self.replaced.append((start, end, self._wrapped(new, start, end)))
            self.edits.append(Edit(ChangeKind.REWORDED, one.wording.tokens, read_wording(clause).tokens))

    def change_figures(self):
        if one := self._next(lambda one: re.search(r"(?<![\d.,])[1-9]\d*\.\d", one.text)):
            start, end, _ = one.places[0]
            new = re.sub(
                r"(?<![\d.,])([1-9]\d*)\.(\d)", lambda found: f"{int(found[1]) + 3}.{found[2]}", self.filing.document.text[start:end]
            )
            self.replaced.append((start, end, new))
            self.edits.append(Edit(ChangeKind.FIGURES_UPDATED, one.wording.tokens))

    def _insert(self, after: Paragraph, text: str) -> None:
        start, end, _ = after.places[0]
        before = self.paragraphs[self.paragraphs.index(after) - 1].places[-1][1]
        gap = self.filing.document.text[before:start]
        gap = gap if gap.strip() == "" and "\n" in gap else "\n\n"
        self.replaced.append((end, end, gap + self._wrapped(text, start, end) + "\n"))

    def _wrapped(self, text: str, start: int, end: int) -> str:
        """Return a text in lines as wide as those of the paragraph that stood here."""
        widest = max(len(line) for line in self.filing.document.text[start:end].splitlines())
        if self.han:
            return "\n".join(re.findall(rf".{{1,{max(widest, 40)}}}(?![\d.,%])|.+", text))
        return textwrap.fill(text, max(widest, 70), break_long_words=False, break_on_hyphens=False)

    def result(self) -> tuple[Filing, list[Edit]]:
        """Return the edited filing, its pages, chunks and facts moved along, with what was done to it."""
        return _rebuilt(self.filing, sorted(self.replaced)), self.edits


def edited(filing: Filing, seed: int, each: int = 1) -> tuple[Filing, list[Edit]]:
    """Return a filing with up to `each` edits of every kind, where it has places for them."""
    editor = Editor(filing, seed)
    for _ in range(each):
        for edit in (editor.change_figures, editor.move, editor.remove, editor.add, editor.reword):
            edit()
    return editor.result()


def _rebuilt(filing: Filing, replaced: list[tuple[int, int, str]]) -> Filing:
    old, parts, at = filing.document.text, [], 0
    for start, end, new in replaced:
        parts += [old[at:start], new]
        at = end
    text = "".join([*parts, old[at:]])

    def moved(offset: int, *, ends: bool = False) -> int:
        shift = 0
        for start, end, new in replaced:
            if end < offset or (end == offset and (ends or start < end)):
                shift += len(new) - (end - start)
            elif start < offset:
                shift += min(len(new), offset - start) - (offset - start)
        return offset + shift

    key = filing.document.id + "-edited"
    pages = tuple(replace(page, start=moved(page.start), end=moved(page.end, ends=True), lines=()) for page in filing.document.pages)
    document = replace(filing.document, id=key, name=key, text=text, pages=pages)
    spans = [(chunk, moved(chunk.start), moved(chunk.end, ends=True)) for chunk in filing.chunks]
    chunks = tuple(replace(chunk, document_id=key, start=start, end=end, text=text[start:end]) for chunk, start, end in spans)
    facts = tuple(replace(fact, document_id=key, start=moved(fact.start), end=moved(fact.end)) for fact in filing.facts)
    return Filing(document, chunks, facts)


def is_found(edit: Edit, change: Change) -> bool:
    """Return whether a change tells of an edit."""
    if change.kind is not edit.kind:
        return False
    passage = change.older if edit.kind is not ChangeKind.ADDED else change.newer
    told = read_wording(passage.text).tokens
    common = len(set(told) & set(edit.tokens)) / len(set(edit.tokens) | set(told))
    return common >= 0.8


def scored(changes: list[Change], edits: list[Edit]) -> tuple[int, list[Edit], list[Change]]:
    """Return how many edits were found, those that were not, and the changes that tell of none."""
    missed = [edit for edit in edits if not any(is_found(edit, change) for change in changes)]
    wrong = [change for change in changes if not any(is_found(edit, change) for edit in edits)]
    return len(edits) - len(missed), missed, wrong
