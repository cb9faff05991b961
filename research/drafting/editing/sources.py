"""The sources of a draft at work: a place keeps its mark from version to version, so that a typed mark always means the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from research.drafting.writing.numbering import place_of
from research.drafting.writing.tables import sources_of
from research.nouns.answers import Citation, Claim
from research.nouns.drafts import Block, ChartBlock, CitedSource, Draft, ParagraphBlock, Section, TableBlock


def adopted(section: Section, sources: Iterable[CitedSource], draft: Draft) -> tuple[Section, tuple[CitedSource, ...]]:
    """Return a section with its citations marked as in a draft, and the draft's sources with those that it has not yet.

    `sources` is what is known of the section's own; a place that is new gets the next mark unless its own is free.
    """
    held = {place_of(one.citation): one for one in draft.sources}
    told = {place_of(one.citation): one for one in sources}
    taken = {one.citation.marker for one in draft.sources}
    for citation in sources_of(section.blocks):
        place = place_of(citation)
        if place in held:
            continue
        marker = citation.marker if citation.marker and citation.marker not in taken else _next(taken)
        taken.add(marker)
        source = told.get(place) or CitedSource(citation, citation.document)
        held[place] = replace(source, citation=replace(citation, marker=marker))
    marked = remarked(section.blocks, lambda one: held[place_of(one)].citation.marker)
    return replace(section, blocks=marked), tuple(held.values())


def cited_only(draft: Draft) -> Draft:
    """Return a draft as it goes out: its list of sources has those alone that it cites, numbered in the order in which they come."""
    numbers: dict[str, str] = {}
    for section in draft.sections:
        for citation in sources_of(section.blocks):
            numbers.setdefault(citation.marker, str(len(numbers) + 1))
    sections = tuple(replace(one, blocks=remarked(one.blocks, lambda cited: numbers[cited.marker])) for one in draft.sections)
    known = {one.citation.marker: one for one in draft.sources}
    sources = tuple(replace(known[old], citation=replace(known[old].citation, marker=new)) for old, new in numbers.items() if old in known)
    return replace(draft, sections=sections, sources=sources)


def remarked(blocks: Iterable[Block], mark: Callable[[Citation], str]) -> tuple[Block, ...]:
    """Return blocks with other marks at their citations, each mark once a sentence."""

    def marked(citations: Iterable[Citation]) -> tuple[Citation, ...]:
        """Return citations with their new marks."""
        return tuple({one.marker: one for one in (replace(one, marker=mark(one)) for one in citations)}.values())

    def claim(one: Claim) -> Claim:
        """Return a sentence with new marks."""
        return replace(one, citations=marked(one.citations)) if one.citations else one

    def block(one: Block) -> Block:
        """Return a block with new marks."""
        if isinstance(one, ParagraphBlock):
            return replace(one, claims=tuple(map(claim, one.claims)))
        if isinstance(one, TableBlock):
            return replace(one, rows=tuple(tuple(map(claim, row)) for row in one.rows), sources=marked(one.sources))
        return replace(one, sources=marked(one.sources)) if isinstance(one, ChartBlock) else one

    return tuple(map(block, blocks))


def _next(taken: set[str]) -> str:
    return str(max((int(one) for one in taken if one.isdigit()), default=0) + 1)
