"""What the library's texts say of a sentence whose figures its statements do not decide: pages found, then the gate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from research.citations import Quote, resolve
from research.drafting.checking.claims import FigureClaim
from research.drafting.checking.contrary import is_contrary
from research.drafting.checking.following import says_in_order
from research.errors import NotFoundError, QuoteNotFoundError
from research.nouns.access import Access
from research.nouns.answers import Citation, RetrievedChunk, Verdict
from research.nouns.queries import DocumentFilter
from research.protocols.documents import DocumentStore
from research.text.figures import PrintedFigure, printed_figures
from research.text.matching import find_quote
from research.text.words import sentences
from research.verification.citing import EvidenceReader
from research.verification.claims import topics_of
from research.verification.evidence import Evidence, Passage, passages_of
from research.verification.gate import verify
from research.verification.nearness import find_near, standing_of, tokens_of
from research.verification.periods import years_of
from research.verification.words import years_in

# Finds the pages that bear on some words, best first: in all documents, or in those of one company.
Search = Callable[[str, Access, DocumentFilter, int], Sequence[RetrievedChunk]]
PAGES = 5
# So many searches are made for one draft: one of several hundred pages would take hours else.
MOST_SEARCHES = 2_000
TOO_MANY = "the draft has more such sentences than are looked for in one go; check it in parts"
# A sentence of a source says the same thing when it has so much of what the draft's sentence is about.
_SAME = 0.75
_LEAST_STEMS = 3
# Two amounts that lie no further apart are one, roughly told.
_ABOUT = Decimal("0.005")


@dataclass(frozen=True, slots=True)
class Found:
    """What the texts say of a sentence: the verdict, why, where, and the source's figure where it is another one."""

    verdict: Verdict
    reason: str
    citation: Citation | None = None
    expected: str = ""


class PassageJudge:
    """Looks for sentences in the texts that one reader may see."""

    def __init__(self, documents: DocumentStore, evidence: EvidenceReader, search: Search, access: Access) -> None:
        self._documents = documents
        self._evidence = evidence
        self._search = search
        self._access = access
        self._left = MOST_SEARCHES
        self._asked: dict[tuple[str, tuple[str, ...]], list[Evidence]] = {}

    def judge(self, text: str, open_figures: Sequence[PrintedFigure], *, spellings: Sequence[str], about: str) -> Found:
        """Return what the texts say of the figures of a sentence that are open; `about` names company and period.

        A figure counts as supported where the gate holds it for so; as a mismatch only where a source says the same thing, with the same
        other figures, of another one.
        """
        pages = self.pages(f"{about} {text}".strip(), spellings)
        if not pages:
            return (
                Found(Verdict.NO_EVIDENCE, "nothing in the library bears on it") if self._left else Found(Verdict.NOT_CHECKABLE, TOO_MANY)
            )
        checked = verify(text, pages, question=about)
        starts = {one.start for one in open_figures}
        figures = [one for one in checked.figures if one.start in starts]
        if figures and all(one.verdict is Verdict.SUPPORTED for one in figures):
            told = [one.found for one in figures if _tells(text, one.found, is_placed=bool(spellings))]
            citation = next((found for one in told if (found := self._cited(one, pages))), None) if len(told) == len(figures) else None
            return (
                Found(Verdict.SUPPORTED, "a source says so", citation) if citation else Found(Verdict.NO_EVIDENCE, "no one place says so")
            )
        other = self._said_otherwise(text, pages, about)
        if other is not None:
            return other
        return Found(Verdict.NO_EVIDENCE, "no source that was found states it")

    def says_same(self, text: str, figure: PrintedFigure, *, spellings: Sequence[str], about: str) -> Found | None:
        """Return the sentence of a source that says of one figure what a draft's does, as the gate has it too; None without one."""
        stems, years, count = topics_of(text), years_in(text) or years_in(about), len(printed_figures(text))
        for page in self.pages(f"{about} {text}".strip(), spellings):
            for passage in passages_of(page):
                said = topics_of(passage.text)
                of = years_in(passage.text) or frozenset({page.fiscal_year} if page.fiscal_year else ())
                if (years and not years <= of) or len(passage.figures) != count:
                    continue
                if passage.is_row or len(stems & said) < _SAME * max(len(stems), len(said) * _SAME) or len(stems) < _LEAST_STEMS:
                    continue
                checked = verify(text, [page], question=about)
                is_held = any(one.start == figure.start and one.verdict is Verdict.SUPPORTED for one in checked.figures)
                if is_held and any(_same(figure, one) for one in passage.figures) and (citation := self.cited(passage.text, page)):
                    return Found(Verdict.SUPPORTED, "a source says so", citation)
        return None

    def said_so(self, text: str, *, spellings: Sequence[str]) -> Found:
        """Return whether a source says a sentence without a figure; or says the contrary in its words, all but the one that tells it."""
        tokens = tokens_of(text)
        contrary: Found | None = None
        for page in self.pages(text, spellings):
            told = says_in_order(text, page.text)
            if told and (cited := self.cited(page.text[slice(*told)], page)):
                return Found(Verdict.SUPPORTED, "a source says so", cited)
            of_page = tokens_of(page.text)
            near = find_near(tokens, of_page, standing_of(of_page), page.text)
            citation = self.cited(page.text[near.start : near.end], page) if near else None
            if near is None or citation is None:
                continue
            if verify(text, [page]).verdict is Verdict.SUPPORTED:
                return Found(Verdict.SUPPORTED, "a source says so", citation)
            if contrary is None and is_contrary(near):
                contrary = Found(Verdict.MISMATCH, f"the source says: {' '.join(citation.quote.split())}", citation)
        if contrary is None and not self._left:
            return Found(Verdict.NOT_CHECKABLE, TOO_MANY)
        return contrary or Found(Verdict.NO_EVIDENCE, "no source that was found says so")

    def pages(self, words: str, spellings: Sequence[str]) -> list[Evidence]:
        """Return the pages that bear on some words as evidence, best first; what a draft says again is looked for once."""
        key = words, tuple(spellings)
        if key not in self._asked:
            if not self._left:
                return []
            self._left -= 1
            self._asked[key] = self._pages(words, spellings)
        return self._asked[key]

    def _pages(self, words: str, spellings: Sequence[str]) -> list[Evidence]:
        wanted = DocumentFilter(companies=tuple(spellings)) if spellings else DocumentFilter()
        try:
            found = self._search(words, self._access, wanted, PAGES)
            return self._evidence.pages(self._access, list(dict.fromkeys((one.document, one.chunk.page) for one in found)))
        except NotFoundError:
            return []

    def cited(self, quote: str, page: Evidence) -> Citation | None:
        """Return the citation of words on a page, None where it does not carry them."""
        known = self._documents.find(self._access, DocumentFilter(names=(page.document,)))
        if not known or page.page is None:
            return None
        try:
            return resolve(self._documents, self._access, Quote(known[0].id, page.page, quote), marker="")
        except (QuoteNotFoundError, NotFoundError):
            return None

    def _cited(self, quote: str, pages: Sequence[Evidence]) -> Citation | None:
        return next((cited for page in pages if find_quote(quote, page.text) and (cited := self.cited(quote, page))), None)

    def _said_otherwise(self, text: str, pages: Sequence[Evidence], about: str) -> Found | None:
        """Return the mismatch with a source that says the same of one figure other than the sentence, None where none does."""
        stems = topics_of(text)
        if len(stems) < _LEAST_STEMS:
            return None
        years = years_in(text) or years_in(about)
        for page in pages:
            for passage in passages_of(page):
                if passage.is_row or (other := _other_figure(text, passage, stems, years)) is None:
                    continue
                quote = passage.text[slice(*sentences(passage.text)[0])] if sentences(passage.text) else passage.text
                citation = self.cited(quote, page)
                if citation is not None:
                    return Found(Verdict.MISMATCH, f"the source says {other.text}", citation, other.text)
        return None


def _tells(text: str, found: str, *, is_placed: bool) -> bool:
    """Return whether a place that prints a sentence's figure is about the same: a bare number is, of a page or a count, everywhere.

    Where no company is known whose figure it is (`is_placed` is false), the place has to say nearly all that the sentence says.
    """
    stems = topics_of(text)
    shared = stems & topics_of(found)
    return bool(shared) if is_placed else len(shared) >= max(_LEAST_STEMS, len(stems) * _SAME)


def _other_figure(text: str, passage: Passage, stems: frozenset[str], years: frozenset[int]) -> PrintedFigure | None:
    """Return the only figure in which a sentence of a source differs from a draft's that says the same thing, None for any other."""
    ours, theirs, said = printed_figures(text), passage.figures, topics_of(passage.text)
    if not ours or len(ours) != len(theirs) or len(stems & said) < _SAME * max(len(stems), len(said) * _SAME):
        return None
    of_years = frozenset(year for known in years_of(passage.text) for year in known)
    if years and of_years and years != of_years:
        return None
    apart = [other for one, other in zip(ours, theirs, strict=True) if not _same(one, other)]
    kinds = all((one.unit or "") == (other.unit or "") for one, other in zip(ours, theirs, strict=True))
    is_told = len(ours) > 1 or len(stems) > _LEAST_STEMS
    return apart[0] if len(apart) == 1 and apart[0].unit and kinds and is_told else None


def _same(one: PrintedFigure, other: PrintedFigure) -> bool:
    slack = max(one.step / 2, other.step / 2, abs(other.value) * _ABOUT)
    return abs(one.value - other.value) <= slack and one.unit == other.unit


def about_of(claims: Sequence[FigureClaim], company: str | None) -> str:
    """Return the company and the period of some claims in words, for those who look for them."""
    periods = dict.fromkeys(one.period.label for one in claims if one.period)
    return " ".join(filter(None, (company or "", *periods)))
