"""Passages of the library put into a draft: as sentences of their own, word for word, or as other sources of sentences that are there."""

from __future__ import annotations

from dataclasses import replace

from research.citations import Quote
from research.drafting.editing.sections import section_of, with_section
from research.drafting.editing.sources import adopted
from research.drafting.writing.gatekeeper import Gatekeeper
from research.drafting.writing.held import HeldDocuments
from research.drafting.writing.numbering import place_of
from research.errors import NotFoundError, QuoteNotFoundError, UsageError
from research.nouns.access import Access
from research.nouns.answers import Citation, Claim, Verdict
from research.nouns.drafts import CitedSource, Draft, ParagraphBlock, Section
from research.nouns.queries import DocumentFilter
from research.protocols.documents import DocumentStore
from research.verification.citing import EvidenceReader

LONGEST_PASSAGE = 2_000


class PassagePlacer:
    """Puts passages into drafts for readers, each at its place in a document that they may see."""

    def __init__(self, documents: DocumentStore, evidence: EvidenceReader) -> None:
        self._documents, self._evidence = documents, evidence

    def source(self, access: Access, place: Quote) -> CitedSource:
        """Return the source that a passage is, with no mark yet.

        Raises NotFoundError, QuoteNotFoundError where the words do not stand there, UsageError for a passage that is too long.
        """
        if not place.text.strip() or len(place.text) > LONGEST_PASSAGE:
            raise UsageError(f"a passage has 1 to {LONGEST_PASSAGE:,} characters", "choose some sentences of it")
        found = self._documents.find(access, DocumentFilter(ids=(place.document_id,)))
        if not found:
            raise NotFoundError(f"document {place.document_id} is not in the library", "search again")
        gate = Gatekeeper(HeldDocuments(self._documents, access), self._evidence)
        citation = gate.quote(place.document_id, place.page, place.text, place.at)
        if citation is None:
            raise QuoteNotFoundError(f"{found[0].name} page {place.page} does not carry the passage {place.text[:60]!r}", "search again")
        return CitedSource(citation, found[0].title or found[0].name, found[0].published_at)


def inserted(draft: Draft, section_id: str, source: CitedSource) -> Draft:
    """Return a draft with a passage at the end of a section: a paragraph of its own, word for word, with its source."""
    section = section_of(draft, section_id)
    said = " ".join(source.citation.quote.split())
    block = ParagraphBlock((Claim(said, (source.citation,), verdict=Verdict.SUPPORTED),))
    return _adopting(draft, replace(section, blocks=(*section.blocks, block)), source)


def swapped(draft: Draft, section_id: str, marker: str, source: CitedSource) -> Draft:
    """Return a draft in which the sentences of a section that cite a mark cite another source instead.

    Raises UsageError where no sentence of its paragraphs has the mark.
    """
    section = section_of(draft, section_id)
    blocks = tuple(
        replace(one, claims=tuple(_citing(claim, marker, source.citation) for claim in one.claims))
        if isinstance(one, ParagraphBlock)
        else one
        for one in section.blocks
    )
    if blocks == section.blocks:
        raise UsageError(f"no sentence of section “{section.heading}” has the mark [{marker}]", "its marks stand behind its sentences")
    return _adopting(draft, replace(section, blocks=blocks), source)


def cited(draft: Draft, section_id: str, text: str, source: CitedSource) -> Draft:
    """Return a draft in which the sentences of a section that say just this cite a source, beside what they cite already.

    Raises UsageError where no sentence of its paragraphs says it (any more).
    """
    section = section_of(draft, section_id)
    blocks = tuple(
        replace(one, claims=tuple(_with(claim, source.citation) if claim.text == text else claim for claim in one.claims))
        if isinstance(one, ParagraphBlock)
        else one
        for one in section.blocks
    )
    if blocks == section.blocks:
        raise UsageError(f"no sentence of section “{section.heading}” says {text[:60]!r} without this source", "open the draft again")
    return _adopting(draft, replace(section, blocks=blocks), source)


def _with(claim: Claim, citation: Citation) -> Claim:
    """Return a sentence that cites a place too, unless it does."""
    place = place_of(citation)
    return claim if place in map(place_of, claim.citations) else replace(claim, citations=(*claim.citations, citation))


def _citing(claim: Claim, marker: str, citation: Citation) -> Claim:
    """Return a sentence with another source in place of that of a mark; how its figure was worked out belongs to the old one."""
    if all(one.marker != marker for one in claim.citations):
        return claim
    cited = tuple(citation if one.marker == marker else one for one in claim.citations)
    return Claim(claim.text, cited, None, Verdict.NOT_CHECKABLE)


def _adopting(draft: Draft, section: Section, source: CitedSource) -> Draft:
    marked, sources = adopted(section, (*draft.sources, source), draft)
    return with_section(replace(draft, sources=sources), marked)
