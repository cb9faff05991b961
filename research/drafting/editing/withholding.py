"""What of a draft a reader may see: what rests on a document that is not there for them is withheld, and it is said that it is."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from research.drafting.editing.sections import with_ids
from research.metrics.operands import facts_of
from research.nouns.access import Access
from research.nouns.answers import Citation, Claim
from research.nouns.drafts import Block, ChartBlock, Draft, ParagraphBlock, Section, TableBlock
from research.nouns.editing import Withheld
from research.nouns.queries import DocumentFilter
from research.protocols.documents import DocumentStore

WITHHELD = "withheld"
_KEY_DIGITS = 8
_WHY = "it cites a document that is not there for you"
_MARKED = re.compile(rf"\({WITHHELD} [0-9a-f]{{{_KEY_DIGITS}}}: {_WHY}\)")


@dataclass(frozen=True, slots=True)
class Shown:
    """A draft as a reader may see it, the whole one, and what is withheld of it. The sections of both stand side by side."""

    draft: Draft
    whole: Draft
    withheld: tuple[Withheld, ...]


def show(documents: DocumentStore, access: Access, draft: Draft) -> Shown:
    """Return a draft as a reader may see it: labels and the as-of instant are those of now, whoever could see what when it was written."""
    whole = with_ids(draft)
    hidden = _hidden(documents, access, whole)
    if not hidden:
        return Shown(whole, whole, ())
    found = [_section(section, whole.id, hidden) for section in whole.sections]
    withheld = tuple(Withheld(one.id, one.heading, pieces) for one, pieces in found if pieces)
    sources = tuple(one for one in whole.sources if one.citation.document_id not in hidden)
    return Shown(replace(whole, sections=tuple(one for one, _ in found), sources=sources), whole, withheld)


def documents_of(draft: Draft) -> frozenset[str]:
    """Return the documents that a draft cites, or has chosen for a section or against it."""
    cited = {one.citation.document_id for one in draft.sources} | {one.document_id for one in draft.choices}
    return frozenset(cited | {name for section in draft.sections for block in section.blocks for name in _documents(block)})


def is_withheld(text: str) -> bool:
    """Return whether a sentence stands for one that is withheld."""
    return bool(_MARKED.fullmatch(text.strip()))


def _hidden(documents: DocumentStore, access: Access, draft: Draft) -> frozenset[str]:
    cited = {one.citation.document_id for one in draft.sources}
    cited |= {name for section in draft.sections for block in section.blocks for name in _documents(block)}
    if not cited:
        return frozenset()
    there = documents.find(access, DocumentFilter(ids=tuple(sorted(cited)), any_state=True))
    return frozenset(cited - {one.id for one in there})


def _documents(block: Block) -> Iterator[str]:
    if isinstance(block, ParagraphBlock):
        yield from (name for claim in block.claims for name in _of_claim(claim))
    elif isinstance(block, TableBlock):
        yield from (name for row in block.rows for cell in row for name in _of_claim(cell))
        yield from (one.document_id for one in block.sources)
    elif isinstance(block, ChartBlock):
        yield from (one.document_id for one in block.sources)


def _of_claim(claim: Claim) -> Iterator[str]:
    yield from (one.document_id for one in claim.citations)
    if claim.calculation is not None:
        yield from (fact.document_id for fact in facts_of(claim.calculation))


def _section(section: Section, draft_id: str, hidden: frozenset[str]) -> tuple[Section, int]:
    found = [_block(block, draft_id, hidden) for block in section.blocks]
    return replace(section, blocks=tuple(block for block, _ in found)), sum(pieces for _, pieces in found)


def _block(block: Block, draft_id: str, hidden: frozenset[str]) -> tuple[Block, int]:
    """Return a block without what is hidden, and how many sentences, cells or charts of it are."""
    if not hidden.intersection(_documents(block)):
        return block, 0
    if isinstance(block, ParagraphBlock):
        lost = [not hidden.isdisjoint(_of_claim(claim)) for claim in block.claims]
        claims = (Claim(_mark(claim, draft_id)) if gone else claim for claim, gone in zip(block.claims, lost, strict=True))
        return replace(block, claims=tuple(claims)), sum(lost)
    if isinstance(block, TableBlock):
        cells = [not hidden.isdisjoint(_of_claim(cell)) for row in block.rows for cell in row]
        rows = tuple(tuple(cell if hidden.isdisjoint(_of_claim(cell)) else Claim(WITHHELD) for cell in row) for row in block.rows)
        return replace(block, rows=rows, sources=_seen(block.sources, hidden)), max(1, sum(cells))
    assert isinstance(block, ChartBlock)  # noqa: S101  (the others cite nothing)
    series = tuple(replace(one, values=(None,) * len(one.values)) for one in block.series)
    return replace(block, alt_text=WITHHELD, series=series, sources=_seen(block.sources, hidden)), 1


def _seen(citations: Iterable[Citation], hidden: frozenset[str]) -> tuple[Citation, ...]:
    return tuple(one for one in citations if one.document_id not in hidden)


def _mark(claim: Claim, draft_id: str) -> str:
    """Return what stands for a sentence that is withheld: a text that carries it through an edit saves it as it was."""
    key = hashlib.sha256(f"{draft_id}\n{claim.text}".encode()).hexdigest()[:_KEY_DIGITS]
    return f"({WITHHELD} {key}: {_WHY})"
