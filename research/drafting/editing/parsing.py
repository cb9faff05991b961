"""From what a writer typed back to blocks: what they left as it was keeps its evidence, the rest is new sentences with their marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from research.drafting.editing.texts import STYLES, VOICES, block_text, claim_text
from research.errors import LimitExceededError
from research.nouns.answers import Citation, Claim, Verdict
from research.nouns.drafts import Block, MissingBlock, ParagraphBlock, ParagraphStyle, Section, Voice
from research.text.words import sentences

_T = TypeVar("_T")
LONGEST_SECTION = 40_000
# What begins a block of its own, wherever the line before ended.
_BEGINS = re.compile(r"(?:[->~] |\{\{(?:table|chart|missing): )")
_PLACED = re.compile(r"\{\{(?P<kind>table|chart|missing): (?P<said>.*)\}\}")
_MARK = re.compile(r"\[(\d{1,5})\]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_BREAKS = re.compile("\r\n?|[\x85\u2028\u2029]")
_HAN_STOP = re.compile(r"(?<=[。！？])")
# What a sentence ends with, quotes and brackets after its stop among them.
_ENDS = frozenset(".!?…。！？\"'”’»）)]")
_BEFORE_STOP = re.compile(r"\s+(?=[.,;:!?。，；：！？](?:\s|$))")


@dataclass(frozen=True, slots=True)
class Known:
    """What a typed text may hold besides new words: blocks and sentences by how the writer saw them, and citations by their marks.

    Blocks that look alike (two tables of one caption) are listed in their order. `earlier` returns a table or chart of an earlier version
    by its line, None where there was none.
    """

    blocks: Mapping[str, Sequence[Block]]
    claims: Mapping[str, Claim]
    sources: Mapping[str, Citation]
    earlier: Callable[[str], Block | None]


def known_of(shown: Iterable[Section], whole: Iterable[Section]) -> tuple[dict[str, list[Block]], dict[str, Claim]]:
    """Return blocks and their sentences by how they are shown to the writer, who may not see everything that they hold.

    Of those that look alike in several sections those of the first one are meant: that which is edited.
    """
    blocks: dict[str, list[Block]] = {}
    claims: dict[str, Claim] = {}
    for section, held in zip(shown, whole, strict=True):
        own: dict[str, list[Block]] = {}
        for seen, block in zip(section.blocks, held.blocks, strict=True):
            own.setdefault(block_text(seen), []).append(block)
            _know_claims(seen, block, claims)
        for line, found in own.items():
            blocks.setdefault(line, found)
    return blocks, claims


def _know_claims(seen: Block, block: Block, claims: dict[str, Claim]) -> None:
    if isinstance(seen, ParagraphBlock) and isinstance(block, ParagraphBlock):
        for said, claim in zip(seen.claims, block.claims, strict=True):
            claims.setdefault(claim_text(said), claim)


def unresolved(section: Section) -> tuple[str, ...]:
    """Return what stands in a section as words and was meant as more, each once: marks without a source, tables that are not there."""
    found: dict[str, None] = {}
    for claim in section.claims:
        quoted = " ".join(one.quote for one in claim.citations)
        meant = (one[0] for pattern in (_MARK, _PLACED) for one in pattern.finditer(claim.text))
        found |= dict.fromkeys(one for one in meant if one not in quoted)
    return tuple(found)


def cleaned(text: str, heading: str) -> str:
    """Return a typed text without what cannot be seen; raises LimitExceededError for one that is too long for a section."""
    said = _CONTROLS.sub("", _BREAKS.sub("\n", text)).strip()
    if len(said) > LONGEST_SECTION:
        raise LimitExceededError(
            f"section “{heading}” would have {len(said):,} characters, more than {LONGEST_SECTION:,}", "shorten it; nothing was saved"
        )
    return said


def blocks_of(text: str, known: Known) -> tuple[Block, ...]:
    """Return the blocks of a typed text."""
    seen: Counter[str] = Counter()
    blocks = []
    for line in _lines(text):
        blocks.append(_block(line, known, seen[line]))
        seen[line] += 1
    return tuple(blocks)


def _lines(text: str) -> Iterator[str]:
    """Yield the blocks of a text, each as one line."""
    held: list[str] = []
    for line in [*text.split("\n"), ""]:
        said = " ".join(line.split())
        begins = bool(_BEGINS.match(f"{said} "))
        if held and (not said or begins or _PLACED.fullmatch(held[-1])):
            yield " ".join(held)
            held = []
        held += [said] if said else []


def _block(line: str, known: Known, number: int) -> Block:
    """Return the block of a line; of those that look alike the how manieth it is."""
    if same := known.blocks.get(line):
        return same[min(number, len(same) - 1)]
    placed = _PLACED.fullmatch(line)
    if placed and placed["kind"] == "missing":
        return MissingBlock(placed["said"])
    if placed and (found := known.earlier(line)):
        return found
    style, rest = _begun(line, STYLES, ParagraphStyle.BODY)
    voice, rest = _begun(rest, VOICES, Voice.FACT)
    return ParagraphBlock(tuple(_claims(rest, known)), style, voice)


def _begun(line: str, beginnings: Mapping[_T, str], usual: _T) -> tuple[_T, str]:
    for one, begin in beginnings.items():
        if begin and line.startswith(begin):
            return one, line[len(begin) :]
    return usual, line


def _claims(text: str, known: Known) -> list[Claim]:
    """Return the sentences of a paragraph in order: those that are known as they are, and the words between them."""
    found: list[Claim] = []
    at = 0
    for start, end, claim in _standing(text, known.claims):
        found = _with_typed(found, text[at:start], known)
        found.append(claim)
        at = end
    return _with_typed(found, text[at:], known)


def _standing(text: str, claims: Mapping[str, Claim]) -> list[tuple[int, int, Claim]]:
    """Return where known sentences stand in a text, in order; of two that overlap the longer one."""
    taken: list[tuple[int, int, Claim]] = []
    for said in sorted(claims, key=len, reverse=True):
        at = text.find(said) if said else -1
        while at >= 0:
            end = at + len(said)
            whole = (at == 0 or text[at - 1].isspace()) and (end == len(text) or text[end].isspace() or text[end] == "[")
            if whole and all(end <= start or at >= stop for start, stop, _ in taken):
                taken.append((at, end, claims[said]))
            at = text.find(said, end)
    return _beginning(text, sorted(taken, key=lambda one: one[:2]))


def _beginning(text: str, found: Sequence[tuple[int, int, Claim]]) -> list[tuple[int, int, Claim]]:
    """Return those known sentences that begin where a sentence does: not those whose words are the end of a typed one."""
    kept: list[tuple[int, int, Claim]] = []
    for start, end, claim in found:
        before = _MARK.sub("", text[kept[-1][1] if kept else 0 : start]).strip()
        if not before or before[-1] in _ENDS:
            kept.append((start, end, claim))
    return kept


def _with_typed(found: list[Claim], text: str, known: Known) -> list[Claim]:
    """Return sentences with those of typed words after them; marks at the beginning are of the sentence before."""
    marks = [one for one in _MARK.finditer(text) if one[1] in known.sources]
    bare = _MARK.sub(lambda one: " " * len(one[0]) if one[1] in known.sources else one[0], text)
    spans = [span for start, end in sentences(bare) for span in _han_parts(bare, start, end)]
    cited: dict[int, list[Citation]] = {}
    for mark in marks:
        owner = max((number for number, (start, _) in enumerate(spans) if start <= mark.start()), default=-1)
        cited.setdefault(owner, []).append(known.sources[mark[1]])
    claims = list(found)
    if cited.get(-1) and claims:
        claims[-1] = replace(claims[-1], citations=_each_once([*claims[-1].citations, *cited[-1]]))
    elif cited.get(-1) and spans:
        cited[0] = [*cited[-1], *cited.get(0, [])]
    elif cited.get(-1):
        return [Claim(" ".join(text.split()))]
    return claims + [_typed(bare[start:end], _each_once(cited.get(number, ())), known) for number, (start, end) in enumerate(spans)]


def _han_parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a stretch of text that no space parts, each from its first word on."""
    for part in _HAN_STOP.split(text[start:end]):
        if part.strip():
            yield start + len(part) - len(part.lstrip()), start + len(part)
        start += len(part)


def _typed(text: str, citations: tuple[Citation, ...], known: Known) -> Claim:
    """Return a typed sentence; one whose words are known keeps how its figure was worked out."""
    said = _BEFORE_STOP.sub("", " ".join(text.split()))
    same = next((one for one in known.claims.values() if one.text == said and one.calculation), None)
    return Claim(said, citations, same.calculation if same else None, Verdict.NOT_CHECKABLE)


def _each_once(citations: Sequence[Citation]) -> tuple[Citation, ...]:
    return tuple({one.marker: one for one in citations}.values())
