"""Drafts checked: every sentence and every cell against the library's figures first, then against its texts."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

from research.directory import CompanyDirectory
from research.drafting.checking.accepted import accepted_reasons
from research.drafting.checking.cells import cell_claim, is_figure
from research.drafting.checking.claims import FigureClaim, claims_of
from research.drafting.checking.context import DraftContext
from research.drafting.checking.contradictions import Said, contradictions
from research.drafting.checking.guidance import GuidanceJudge, as_actual
from research.drafting.checking.judging import FigureJudge, Judged
from research.drafting.checking.kept_findings import KeptFindings
from research.drafting.checking.library import LibraryFigures
from research.drafting.checking.moves import MoveJudge, moves_of
from research.drafting.checking.passages import PassageJudge, Search, about_of
from research.drafting.checking.quoting import QuoteJudge, quotes_in
from research.drafting.checking.ranking import RankJudge
from research.drafting.checking.ranks import ranks_of
from research.drafting.checking.reading import SentenceRead, had_been_expected
from research.drafting.checking.scales import TableScale, scaled_in_words
from research.drafting.checking.sentence import (
    HAD_EXPECTED,
    NOTHING_TO_CHECK,
    REASONS_LEFT,
    Finding,
    may_be_found,
    of_found,
    of_judged,
    put_together,
    why_no_check,
    why_no_claim,
)
from research.drafting.checking.stale import told_as_old
from research.drafting.checking.when import Around
from research.nouns.access import Access
from research.nouns.answers import Citation, Verdict
from research.nouns.drafts import CheckedSentence, CitedSource, DraftCheck, DraftContradiction, DraftSentence, DraftText
from research.nouns.queries import DocumentFilter
from research.nouns.roles import Action
from research.protocols.documents import DocumentStore, FactStore
from research.protocols.ledger import AcceptedStore
from research.text.figures import PrintedFigure
from research.verification.citing import EvidenceReader

# Of so many drafts what was found is kept: a page asks for one again and again while its reader decides.
MOST_KEPT = 8
# Called with how many sentences are checked, and of how many.
Told: TypeAlias = Callable[[int, int], object]
_Kept: TypeAlias = tuple[list[CheckedSentence], tuple[DraftContradiction, ...]]
AGAINST = frozenset({Verdict.MISMATCH, Verdict.STALE})

NO_SCALE = "neither the words around it nor the figures tell the scale"
_CAPTION_NUMBER = re.compile(r"\S+\s*\d+(?:\.\d+)*")


@dataclass(frozen=True, slots=True)
class CheckedAgainst:
    """What drafts are checked against: documents, facts, companies, pages as evidence, the search, and what readers let stand."""

    documents: DocumentStore
    facts: FactStore
    directory: CompanyDirectory
    evidence: EvidenceReader
    search: Search
    accepted: AcceptedStore


class DraftChecker:
    """Checks drafts for readers; text of drafts and of sources is data and changes nothing of what is done.

    `note` is told of each check, of what draft it was, and whose it is.
    """

    def __init__(self, against: CheckedAgainst, *, note: Callable[[tuple[DraftText, DraftCheck], Access], None] = lambda *_: None) -> None:
        self._against, self._note = against, note
        self._kept: OrderedDict[object, _Kept] = OrderedDict()

    def keeping(self, access: Access) -> KeptFindings:
        """Return what keeps findings for a reader for as long as the library stays as it is."""
        against = self._against
        return KeptFindings(LibraryFigures(against.documents, against.facts, against.directory, access))

    def look_up(self, draft: DraftText, access: Access, kept: KeptFindings) -> tuple[CheckedSentence, ...]:
        """Return the sentences of a draft with their verdicts, those anew alone that are not kept; contradictions are not looked for."""
        with kept.lock:
            run = _Run(self._against, draft, access, kept)
            return tuple(run.sentence(one) for one in draft.sentences)

    def check(self, draft: DraftText, access: Access, *, now: datetime, told: Told = lambda *_: None) -> DraftCheck:
        """Return every sentence of a draft with its verdict, why and the source found, and the sentences that contradict each other.

        Only what the reader may see is looked at. A reason with which the reader let such a sentence stand before goes with it. `told` is
        called after each sentence with how many are checked, and of how many.
        """
        access.need(Action.ASK)
        found, pairs = self._found(draft, access, told)
        reasons = accepted_reasons(self._against.accepted, access, found)
        checked = [replace(one, accepted=reason) for one, reason in zip(found, reasons, strict=True)]
        numbered, sources = _numbered(checked, self._against.documents, access)
        made = DraftCheck(numbered, pairs, now, sources)
        self._note((draft, made), access)
        return made

    def _found(self, draft: DraftText, access: Access, told: Told) -> _Kept:
        """Return what is found of a draft; one that was checked before, over the same documents, is not checked anew."""
        key = (draft, access.rights, self._against.documents.version())
        kept = self._kept.pop(key, None)
        if kept is None:
            run = _Run(self._against, draft, access)
            found = []
            for done, one in enumerate(draft.sentences, start=1):
                found.append(run.sentence(one))
                told(done, len(draft.sentences))
            kept = found, contradictions(run.said)
        self._kept[key] = kept
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return kept


class _Run:
    """One draft on its way through the check."""

    def __init__(self, against: CheckedAgainst, draft: DraftText, access: Access, kept: KeptFindings | None = None) -> None:
        self._documents = against.documents
        self._access = access
        self._draft = draft
        self._kept = kept
        self._library = kept.library if kept else LibraryFigures(against.documents, against.facts, against.directory, access)
        self._figures = FigureJudge(self._library)
        self._moves = MoveJudge(self._library)
        self._ranks = RankJudge(self._library)
        self._guidance = GuidanceJudge(self._library, against.documents, access)
        self._passages = PassageJudge(against.documents, against.evidence, against.search, access)
        self._quotes = QuoteJudge(self._passages)
        self._context = DraftContext(self._library, draft.title)
        self._scales: dict[int, TableScale] = {}
        self.said: list[Said] = []

    def sentence(self, sentence: DraftSentence) -> CheckedSentence:
        """Return a sentence with its verdict."""
        around = self._context.around(sentence)
        if sentence.table is not None:
            found = self._cell(sentence, around)
        else:
            read = self._context.read(sentence.text)
            key = self._context.leaning(sentence, around)
            found = self._kept.find(key, lambda: self._words(sentence, read, around)) if self._kept else self._words(sentence, read, around)
            self._context.follow(sentence, read, around)
        return CheckedSentence(sentence, found.verdict, found.reason, found.citation, found.expected or None)

    def _cell(self, sentence: DraftSentence, around: Around) -> Finding:
        assert sentence.table is not None  # noqa: S101  (told by the caller)
        table = self._draft.tables[sentence.table.table]
        if not is_figure(sentence.text):
            return Finding(Verdict.NOT_CHECKABLE, NOTHING_TO_CHECK)
        claimed = cell_claim(sentence.table, sentence.text, table, context=self._context, around=around)
        if claimed is None:
            return Finding(Verdict.NOT_CHECKABLE, "its row and column do not tell a figure that happened")
        claim, read = claimed
        parts = self._context.parts(sentence, read, claim.company)
        scaled = self._scale_of(sentence.table.table).scaled(claim, sentence.text)
        if scaled is None:
            return Finding(Verdict.NOT_CHECKABLE, NO_SCALE)
        claim = scaled
        judged = self._figures.judge(claim, read, parts)
        self.said.append(Said(sentence, sentence.text, claim, judged.verdict if judged.is_settled else None))
        return of_judged(judged, self._documents, self._access)

    def _scale_of(self, number: int) -> TableScale:
        """Return the scale of one of the draft's tables, as its cells tell it, each table once."""
        if number not in self._scales:
            scale = TableScale(self._figures.values)
            self._scales[number] = scale
            for one in self._draft.sentences:
                if one.table is None or one.table.table != number or not is_figure(one.text):
                    continue
                claimed = cell_claim(
                    one.table, one.text, self._draft.tables[number], context=self._context, around=self._context.around(one)
                )
                if claimed is not None:
                    scale.add(claimed[0], one.text)
        return self._scales[number]

    def _words(self, sentence: DraftSentence, read: SentenceRead, around: Around) -> Finding:
        if sentence.is_source:
            return Finding(Verdict.NOT_CHECKABLE, "says where something stands")
        if reason := why_no_claim(read.text):
            return Finding(Verdict.NOT_CHECKABLE, reason)
        quotes = quotes_in(read.text)
        # "Table 3" counts tables and says nothing of a company.
        begin = number.end() if sentence.is_caption and (number := _CAPTION_NUMBER.match(read.text)) else 0
        claims = [claim for claim in claims_of(read, around) if claim.figure.start >= begin]
        claims = [claim for claim in claims if not any(one.start() <= claim.figure.start < one.end() for one in quotes)]
        claims, unscaled = self._scaled(sentence, read, claims)
        spellings = self._spellings(claims[0].company if claims else around.company, read)
        findings = [of_found(self._quotes.judge(one["said"], spellings)) for one in quotes]
        others = claims_of(read, replace(around, period=around.other)) if around.other else ()
        findings += self._of_figures(sentence, read, claims, spellings=spellings, others=others)
        findings += self._of_moves(read, claims, around)
        findings += [Finding(Verdict.NOT_CHECKABLE, NO_SCALE)] if unscaled else []
        ranked = self._of_ranks(read, claims, around)
        findings += [of_judged(one, self._documents, self._access) for one in ranked if one.is_settled]
        unranked = [one.reason for one in ranked if not one.is_settled]
        if findings:
            whole = put_together(findings)
            whole = replace(whole, reason="; ".join((whole.reason, *unranked)))
            only = whole.verdict is Verdict.SUPPORTED and bool(read.asides)
            return replace(whole, reason=f"{whole.reason}; {REASONS_LEFT}") if only else whole
        if reason := why_no_check(read.text):
            return Finding(Verdict.NOT_CHECKABLE, reason)
        if unranked:
            return Finding(Verdict.NOT_CHECKABLE, "; ".join(unranked))
        if sentence.is_heading or sentence.is_caption or not may_be_found(read.text, claims):
            return Finding(Verdict.NOT_CHECKABLE, NOTHING_TO_CHECK)
        return of_found(self._passages.said_so(read.text, spellings=spellings))

    def _scaled(self, sentence: DraftSentence, read: SentenceRead, claims: Sequence[FigureClaim]) -> tuple[list[FigureClaim], bool]:
        """Return the claims of a sentence at the scale that is told of them, and whether of some nothing tells it."""
        found = scaled_in_words(
            claims,
            read.text,
            lambda one: self._figures.values(one, self._context.parts(sentence, read, one.company)),
            told=self._context.scale(sentence),
        )
        return [one for one in found if one is not None], None in found

    def _of_figures(
        self,
        sentence: DraftSentence,
        read: SentenceRead,
        claims: Sequence[FigureClaim],
        *,
        spellings: Sequence[str],
        others: Sequence[FigureClaim],
    ) -> list[Finding]:
        """Return what is found of each figure of a sentence: by facts, and for those that facts do not decide by texts.

        `others` are the claims as they read when the other period is meant that may be.
        """
        findings: list[Finding] = []
        waiting: list[tuple[FigureClaim, Finding]] = []
        asked: list[FigureClaim] = []
        guided = self._guidance.judge(read, claims)
        for at, claim in enumerate(claims):
            reason = why_no_check(read.text, claim.figure.start)
            if at in guided and (reason or self._guidance.is_ahead(claim)):
                findings.append(guided[at])
                continue
            actual = as_actual(claim, [claims[one] for one in guided]) if reason and guided else None
            if reason and actual is None:
                reason = HAD_EXPECTED if had_been_expected(read.text, claim.figure.end) else reason
                waiting.append((claim, Finding(Verdict.NOT_CHECKABLE, reason)))
            else:
                asked.append(actual or claim)
        for claim, found in self._judged(sentence, read, asked, others):
            judged = told_as_old(found, read)
            self.said.append(Said(sentence, read.text, claim, judged.verdict if judged.is_settled else None))
            if judged.is_settled:
                findings.append(self._unless_said(judged, claim, read, spellings))
            else:
                waiting.append((claim, Finding(judged.verdict, judged.reason)))
        return [*findings, *self._of_texts(read, waiting, spellings)]

    def _judged(
        self, sentence: DraftSentence, read: SentenceRead, claims: Sequence[FigureClaim], others: Sequence[FigureClaim]
    ) -> list[tuple[FigureClaim, Judged]]:
        """Return what facts say of figures; where one that names no period is that of the other period that may be meant, all such are."""
        parts = {one.company: self._context.parts(sentence, read, one.company) for one in (*claims, *others)}
        first = [(one, self._figures.judge(one, read, parts[one.company])) for one in claims]
        otherwise = {one.figure: one for one in others if not one.is_dated}
        again: dict[PrintedFigure, tuple[FigureClaim, Judged]] = {}
        for claim, judged in first:
            other = otherwise.get(claim.figure)
            if judged.verdict is not Verdict.SUPPORTED and not claim.is_dated and other is not None:
                again[claim.figure] = other, self._figures.judge(other, read, parts[other.company])
        if not any(judged.verdict is Verdict.SUPPORTED for _, judged in again.values()):
            return first
        return [again.get(claim.figure, (claim, judged)) for claim, judged in first]

    def _unless_said(self, judged: Judged, claim: FigureClaim, read: SentenceRead, spellings: Sequence[str]) -> Finding:
        """Return what the library's figures say of a figure; a mismatch is none where a source's own sentence says the same figure."""
        finding = of_judged(judged, self._documents, self._access)
        if judged.verdict is not Verdict.MISMATCH:
            return finding
        about = about_of([claim], claim.company if not read.companies else None)
        found = self._passages.says_same(read.text, claim.figure, spellings=spellings, about=about)
        return of_found(found) if found else finding

    def _of_texts(self, read: SentenceRead, waiting: Sequence[tuple[FigureClaim, Finding]], spellings: Sequence[str]) -> list[Finding]:
        """Return what texts say of the figures that facts do not decide; what facts said of them where texts say nothing either."""
        if not waiting:
            return []
        claims = [claim for claim, _ in waiting]
        about = about_of(claims, claims[0].company if not read.companies else None)
        found = self._passages.judge(read.text, [one.figure for one in claims], spellings=spellings, about=about)
        return [finding for _, finding in waiting] if found.verdict is Verdict.NO_EVIDENCE else [of_found(found)]

    def _of_moves(self, read: SentenceRead, claims: Sequence[FigureClaim], around: Around) -> list[Finding]:
        """Return what is found of directions told without a figure; what cannot be told of them says nothing of the sentence."""
        if why_no_check(read.text):
            return []
        judged = [self._moves.judge(one) for one in moves_of(read, claims, around)]
        return [of_judged(one, self._documents, self._access) for one in judged if one.is_settled]

    def _of_ranks(self, read: SentenceRead, claims: Sequence[FigureClaim], around: Around) -> list[Judged]:
        """Return what is found of the ranks that a sentence tells, among years and among the parts of a company."""
        if why_no_check(read.text):
            return []
        of_parts = self._ranks.judge_parts(read, around)
        return [*(self._ranks.judge(one) for one in ranks_of(read, claims, around)), *([of_parts] if of_parts else [])]

    def _spellings(self, company: str | None, read: SentenceRead) -> tuple[str, ...]:
        """Return the ways in which documents print the companies that a sentence is about, none where it names several or none."""
        names = {one.company for one in read.companies} or ({company} if company else set())
        if len(names) != 1:
            return ()
        name = names.pop()
        return next((one.spellings for one in self._library.companies if one.name == name), ())


def _numbered(
    checked: Sequence[CheckedSentence], documents: DocumentStore, access: Access
) -> tuple[tuple[CheckedSentence, ...], tuple[CitedSource, ...]]:
    """Return the sentences with their citations numbered, one number a place, and the sources by these numbers."""
    markers: dict[tuple[str, int, int, int], str] = {}
    kept: dict[str, Citation] = {}
    found = []
    for one in checked:
        citation = one.citation
        if citation is not None:
            place = (citation.document_id, citation.page, citation.start, citation.end)
            marker = markers.setdefault(place, str(len(markers) + 1))
            citation = kept.setdefault(marker, replace(citation, marker=marker))
        found.append(replace(one, citation=citation))
    ids = tuple({one.document_id for one in kept.values()})
    held = {one.id: one for one in documents.find(access, DocumentFilter(ids=ids, any_state=True))} if ids else {}
    sources = tuple(
        CitedSource(one, held[one.document_id].title, held[one.document_id].published_at)
        for one in kept.values()
        if one.document_id in held
    )
    return tuple(found), sources
