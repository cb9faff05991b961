"""What each sentence of a section rests on: its own footnotes by the gate, else a source that the library has for it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import TypeAlias

from research.drafting.checking.accepted import accepted_reasons, sentence_hash
from research.drafting.checking.checker import DraftChecker
from research.drafting.checking.kept_findings import KeptFindings
from research.drafting.editing.withholding import is_withheld
from research.errors import NotFoundError
from research.nouns.access import Access
from research.nouns.answers import Citation, Claim, Verdict
from research.nouns.documents import DocumentState
from research.nouns.drafts import (
    CheckedSentence,
    Draft,
    DraftKind,
    DraftPart,
    DraftPlace,
    DraftSentence,
    DraftText,
    ParagraphBlock,
    ParagraphStyle,
    Section,
    Voice,
)
from research.nouns.editing import SentenceSupport, SupportedBy
from research.nouns.queries import DocumentFilter
from research.protocols.documents import DocumentStore
from research.protocols.ledger import AcceptedStore
from research.text.matching import normal_form
from research.verification.citing import EvidenceReader
from research.verification.gate import verify
from research.verification.results import CheckedText

WORD_FOR_WORD = "stands there word for word"
QUOTES = "quotes its source word for word"
HIDDEN = "withheld: it cites a document that is not there for you"
SMALL_PRINT = "small print for which no source was found"
OPINION = "told as an opinion; no source was found"
REPLACED = "its source has been replaced by a newer version"
GONE = "its source is not in the library"
NOT_THERE = "its source does not say so"
# For so many readers findings are kept at once, and so many sentences of each.
_MOST_READERS = 4
_MOST_SENTENCES = 20_000
_LONGEST_FOUND = 240
_DECIDED = frozenset({Verdict.SUPPORTED, Verdict.MISMATCH, Verdict.STALE})

_Who: TypeAlias = tuple[Access, int]


@dataclass(frozen=True, slots=True)
class _Held:
    """What the gate says of a sentence against its footnotes."""

    verdict: Verdict
    reason: str
    expected: str | None = None


@dataclass(slots=True)
class _Reader:
    """What was found for one reader in one state of the library."""

    findings: KeptFindings
    held: dict[Hashable, _Held] = field(default_factory=dict)


class SupportFinder:
    """Finds what sentences rest on; what it found stays as long as the sentence, what is around it, the reader and the library do."""

    def __init__(self, checker: DraftChecker, documents: DocumentStore, evidence: EvidenceReader, accepted: AcceptedStore) -> None:
        self._checker, self._documents, self._evidence, self._accepted = checker, documents, evidence, accepted
        self._readers: OrderedDict[_Who, _Reader] = OrderedDict()
        self._lock = Lock()

    def support(self, draft: Draft, section: Section, access: Access, writer: Access | None = None) -> tuple[SentenceSupport, ...]:
        """Return what each sentence of a section's paragraphs rests on, in order, with what its `writer` (the reader) let stand."""
        placed = [
            (at, number, claim, block)
            for at, block in enumerate(section.blocks)
            if isinstance(block, ParagraphBlock)
            for number, claim in enumerate(block.claims)
        ]
        if not placed:
            return ()
        reader = self._reader(access)
        checked = self._checker.look_up(_text(draft, section), access, reader.findings)
        states = self._states(access, [claim for _, _, claim, _ in placed])
        supports = [
            _put_together(claim, _as_told(found, block), self._held(claim, access, reader, states))
            for (_, _, claim, block), found in zip(placed, checked, strict=True)
        ]
        judged = [replace(found, verdict=one.verdict) for found, one in zip(checked, supports, strict=True)]
        reasons = accepted_reasons(self._accepted, writer or access, judged)
        return tuple(
            replace(one, block=at, claim=number, accepted=reason, key=sentence_hash(found))
            for one, (at, number, _, _), reason, found in zip(supports, placed, reasons, judged, strict=True)
        )

    def _reader(self, access: Access) -> _Reader:
        """Return what is kept for a reader in the library as it is now."""
        who = (access, self._documents.version())
        with self._lock:
            if who not in self._readers:
                self._readers[who] = _Reader(self._checker.keeping(access))
            self._readers.move_to_end(who)
            while len(self._readers) > _MOST_READERS:
                self._readers.popitem(last=False)
            return self._readers[who]

    def _states(self, access: Access, claims: Sequence[Claim]) -> dict[str, DocumentState]:
        ids = tuple(dict.fromkeys(one.document_id for claim in claims for one in claim.citations))
        return {one.id: one.state for one in self._documents.find(access, DocumentFilter(ids=ids, any_state=True))} if ids else {}

    def _held(self, claim: Claim, access: Access, reader: _Reader, states: dict[str, DocumentState]) -> _Held | None:
        """Return what a sentence's own sources say of it, None where it names none."""
        if not claim.citations:
            return None
        key = (
            claim.text,
            claim.verdict,
            claim.calculation,
            tuple((one.document_id, one.page, one.start, one.end) for one in claim.citations),
        )
        if key not in reader.held:
            if len(reader.held) >= _MOST_SENTENCES:
                reader.held.clear()
            reader.held[key] = self._against_sources(claim, access, states)
        return reader.held[key]

    def _against_sources(self, claim: Claim, access: Access, states: dict[str, DocumentState]) -> _Held:
        found = [states.get(one.document_id) for one in claim.citations]
        if None in found:
            return _Held(Verdict.NO_EVIDENCE, GONE)
        if DocumentState.SUPERSEDED in found:
            return _Held(Verdict.STALE, REPLACED)
        if any(normal_form(claim.text) == normal_form(one.quote) for one in claim.citations):
            return _Held(Verdict.SUPPORTED, WORD_FOR_WORD)
        if claim.verdict is Verdict.SUPPORTED and all(normal_form(one.quote) in normal_form(claim.text) for one in claim.citations):
            return _Held(Verdict.SUPPORTED, QUOTES)
        try:
            pages = self._evidence.pages(access, list(dict.fromkeys((one.document, one.page) for one in claim.citations)))
        except NotFoundError:
            return _Held(Verdict.NO_EVIDENCE, GONE)
        calculations = [claim.calculation] if claim.calculation else []
        return _told(verify(_unnamed(claim), pages, calculations))


def _unnamed(claim: Claim) -> str:
    """Return a sentence without the names of the documents that it cites: a year in one says nothing of a figure."""
    text = claim.text
    for name in sorted({one.document for one in claim.citations}, key=len, reverse=True):
        text = text.replace(name, "the paper")
    return text


def as_checked(support: SentenceSupport) -> CheckedSentence:
    """Return a sentence and its verdict as a check of a draft gives them."""
    return CheckedSentence(_sentence(support.text, support.block, ""), support.verdict, support.reason, support.citation, support.expected)


def _told(checked: CheckedText) -> _Held:
    """Return what the gate says in a line, with what the source prints where that is something else."""
    reason = "; ".join(checked.reasons)
    if checked.verdict is Verdict.SUPPORTED:
        return _Held(checked.verdict, "its source says so")
    differing = next((one for one in checked.figures if one.verdict is Verdict.MISMATCH and one.found), None)
    expected = " ".join(differing.found.split())[:_LONGEST_FOUND] if differing else None
    return _Held(checked.verdict, reason or checked.verdict.value.replace("_", " "), expected)


def _put_together(claim: Claim, found: CheckedSentence, held: _Held | None) -> SentenceSupport:
    """Return the verdict on a sentence: that of its sources where it names any, unless the library knows a newer figure."""
    markers = tuple(dict.fromkeys(one.marker for one in claim.citations))
    library = SentenceSupport(
        0, 0, claim.text, found.verdict, found.reason, _by(found.citation), markers, found.citation, found.expected or None
    )
    if held is None:
        return library
    own = replace(
        library, verdict=held.verdict, reason=held.reason, by=SupportedBy.FOOTNOTE, citation=claim.citations[0], expected=held.expected
    )
    if held.verdict is Verdict.SUPPORTED and found.verdict is Verdict.STALE and held.reason not in {WORD_FOR_WORD, QUOTES}:
        return library
    if held.verdict is Verdict.NOT_CHECKABLE and found.verdict in _DECIDED:
        return library
    if held.verdict is Verdict.NO_EVIDENCE and found.verdict in {Verdict.MISMATCH, Verdict.STALE}:
        return library
    if held.verdict is Verdict.NO_EVIDENCE and found.verdict is Verdict.SUPPORTED and found.citation:
        where = f"{found.citation.document}, page {found.citation.page}"
        return replace(library, verdict=Verdict.NO_EVIDENCE, reason=f"{NOT_THERE}; {where} does")
    return own


def _as_told(found: CheckedSentence, block: ParagraphBlock) -> CheckedSentence:
    """Return what was found of a sentence: small print and opinions need no source, one that is withheld is not looked for."""
    if is_withheld(found.sentence.text):
        return replace(found, verdict=Verdict.NOT_CHECKABLE, reason=HIDDEN, citation=None, expected=None)
    if found.verdict is not Verdict.NO_EVIDENCE or (block.style is not ParagraphStyle.NOTE and block.voice is not Voice.OPINION):
        return found
    reason = OPINION if block.voice is Voice.OPINION else SMALL_PRINT
    return replace(found, verdict=Verdict.NOT_CHECKABLE, reason=reason, citation=None)


def _by(citation: Citation | None) -> SupportedBy:
    return SupportedBy.LIBRARY if citation else SupportedBy.NOTHING


def _text(draft: Draft, section: Section) -> DraftText:
    """Return a section as the checker reads drafts: each sentence under the section's heading, in a draft about its company."""
    title = draft.title if not draft.company or draft.company in draft.title else f"{draft.company}: {draft.title}"
    sentences = tuple(
        _sentence(claim.text, at, section.heading)
        for at, block in enumerate(section.blocks)
        if isinstance(block, ParagraphBlock)
        for claim in block.claims
    )
    return DraftText(draft.id, title, DraftKind.MARKDOWN, sentences, (), (), "")


def _sentence(text: str, block: int, heading: str) -> DraftSentence:
    return DraftSentence(text, DraftPlace(DraftPart.BODY, block, None, None, 0, len(text)), (heading,))
