"""What a company is said to expect, held against what its own papers say it expects: the range, and whether a newer paper says another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from research.citations import Quote, resolve, resolve_fact
from research.drafting.checking.claims import FigureClaim, claims_of
from research.drafting.checking.library import LibraryFigures, document_age
from research.drafting.checking.names import topics_known
from research.drafting.checking.reading import SentenceRead, is_known, read_sentence
from research.drafting.checking.sentence import Finding
from research.drafting.checking.when import Around
from research.drafting.checking.words import DOWN, checking_words, guidance_words
from research.errors import NotFoundError, QuoteNotFoundError
from research.nouns.access import Access
from research.nouns.answers import Citation, PeriodTerm, Verdict
from research.nouns.documents import Document, Kind
from research.nouns.facts import Fact, Status
from research.nouns.queries import FactFilter
from research.planning.topics import Topic
from research.protocols.documents import DocumentStore
from research.text.figures import PERCENT, POINTS, TIMES, printed_figures
from research.text.han import is_han
from research.text.words import sentences, words

# Papers in which a company speaks itself.
_OWN = frozenset({Kind.FILING, Kind.RESULTS, Kind.REPORT, Kind.TRANSCRIPT})
_JOINED = re.compile(r"\s*(?:and|to|[-–—~至到])\s*[$€£¥]?\s*", re.IGNORECASE)
_GOES_ON = re.compile(
    r"[,;]|\s(?:which|that|and|implies|implying|suggests?|suggesting|compare[sd]?|comparing|against|versus|vs|above|below|after|up|down|or)\b",
    re.IGNORECASE,
)
_GUIDANCE_AFTER = re.compile(r"\s*(?:[\w-]+\s+){0,3}?(?:guidance|outlook|target)\b|的?(?:指引|目标|计划)", re.IGNORECASE)
_HAN_END = re.compile(r"(?<=[。！？])")
# Of so many sentences of one paper at most it is looked whether they tell what the company expects.
_MOST_SENTENCES = 200
_LONGEST = 600
# What has more is no sentence but a table.
_MOST_FIGURES = 8
_SLACK = Decimal("1.01")


@dataclass(frozen=True, slots=True)
class Guided:
    """What is expected of a figure: its lowest and highest amount (the same where one is told), as it is printed, and for when.

    `is_growth` says that the amounts are growth in percent; `terms` are the words that make it another figure ("adjusted").
    """

    topic: Topic
    is_growth: bool
    terms: frozenset[str]
    period: PeriodTerm | None
    low: Decimal
    high: Decimal
    step: Decimal
    unit: str
    printed: str
    figures: tuple[int, ...] = ()

    @property
    def is_range(self) -> bool:
        """Return whether two ends are told."""
        return self.low != self.high


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a paper of a company expects, and where it stands there."""

    guided: Guided
    document: Document
    page: int
    quote: str
    fact: Fact | None = None


def guided_in(read: SentenceRead, claims: Sequence[FigureClaim]) -> Iterator[Guided]:
    """Yield what a sentence says is expected: each range, and each single amount, of a figure that it names."""
    at = 0
    while at < len(claims):
        first = claims[at]
        last = claims[at + 1] if at + 1 < len(claims) and _are_joined(read.text, first, claims[at + 1]) else first
        numbers = (at,) if last is first else (at, at + 1)
        at += len(numbers)
        topic = first.topic or last.topic
        unit = last.figure.unit or first.figure.unit
        if topic is None or unit in {POINTS, TIMES} or first.whole is not None or _narrowed(first, read.text, last.figure.end):
            continue
        sign = -1 if unit == PERCENT and topic.unit != PERCENT and first.direction == DOWN else 1
        low, high = sorted((first.figure.value * sign, last.figure.value * sign))
        yield Guided(
            topic,
            unit == PERCENT and topic.unit != PERCENT,
            frozenset(words(first.zone)) & guidance_words().terms,
            first.period,
            low,
            high,
            max(first.figure.step, last.figure.step),
            unit,
            read.text[first.figure.start : last.figure.end].strip(),
            numbers,
        )


def _are_joined(text: str, first: FigureClaim, last: FigureClaim) -> bool:
    return _JOINED.fullmatch(text[first.figure.end : last.figure.start]) is not None and (first.figure.unit in {"", last.figure.unit})


def _narrowed(claim: FigureClaim, text: str, end: int) -> bool:
    """Return whether words make a figure another one than its name says, those aside that say on which terms or that it is expected.

    What the sentence goes on to say after the figure is of something else.
    """
    known = guidance_words()
    stop = _GOES_ON.search(text, end)
    said = set(words(text[: stop.start() if stop else len(text)]))
    left = [one for one in claim.narrowing if one in said and one not in known.terms and one not in known.guiding]
    return any(not checking_words().forecast.fullmatch(one) for one in left)


class GuidanceJudge:
    """Holds what drafts say that companies expect against what the papers of these companies say, for one reader."""

    def __init__(self, library: LibraryFigures, documents: DocumentStore, access: Access) -> None:
        self._library = library
        self._documents = documents
        self._access = access
        self._kept: dict[str, list[Expectation]] = {}

    def judge(self, read: SentenceRead, claims: Sequence[FigureClaim]) -> dict[int, Finding]:
        """Return what is found of the figures of a sentence that say what a company itself expects, by their number; those alone."""
        if not is_told_by_company(read):
            return {}
        found: dict[int, Finding] = {}
        said = [one for one in guided_in(read, claims) if _is_named_so(read.text, claims[one.figures[0]], claims[one.figures[-1]])]
        latest = max((_key(one.period) for one in said), default=(0, ""))
        for one in said:
            claim = claims[one.figures[0]]
            is_past = _key(one.period) < latest and guidance_words().at_first.search(read.text) is None
            if claim.company is None or is_past:
                continue
            if (finding := self._judged(one, claim.company, read, is_dated=claim.is_dated)) is not None:
                found |= dict.fromkeys(one.figures, finding)
        return found

    def is_ahead(self, claim: FigureClaim) -> bool:
        """Return whether the period of a figure had not ended when the newest paper of its company was written."""
        if claim.company is None or claim.period is None:
            return False
        years = [one.fiscal_year or 0 for one in self._library.asked(claim.company).documents if one.kind in _OWN]
        return (claim.period.fiscal_year or 0) > max(years, default=9999)

    def _judged(self, said: Guided, company: str, read: SentenceRead, *, is_dated: bool) -> Finding | None:
        """Return the verdict on what is expected, None where no paper tells the same."""
        held = [one for one in self._of(company) if _is_same(one.guided, said)]
        period = said.period if is_dated and said.period is not None and is_known(said.period) else None
        if period is not None:
            held = [one for one in held if one.guided.period and _key(one.guided.period) == _key(period)]
        elif held:
            newest = max(_key(one.guided.period) for one in held if one.guided.period)
            held = [one for one in held if one.guided.period and _key(one.guided.period) == newest]
        if not held:
            return None
        main = held[0]
        fitting = next((one for one in held if _fits(said, one.guided, read.text)), None)
        if fitting is None:
            if len({one.guided.terms for one in held}) > 1 or not _may_differ(said, main.guided):
                return None
            return self._finding(Verdict.MISMATCH, f"{_called(main)}, not {said.printed}", main, expected=True)
        if not _agree(fitting.guided, main.guided) and not guidance_words().at_first.search(read.text):
            reason = f"{_called(fitting)}; newer, {_called(main)}"
            return self._finding(Verdict.STALE, reason, main, expected=True)
        return self._finding(Verdict.SUPPORTED, _called(fitting), fitting, expected=False)

    def _finding(self, verdict: Verdict, reason: str, found: Expectation, *, expected: bool) -> Finding:
        return Finding(verdict, reason, self._cited(found), found.guided.printed if expected else "")

    def _cited(self, found: Expectation) -> Citation | None:
        try:
            if found.fact is not None:
                return resolve_fact(self._documents, self._access, found.fact, marker="")
            return resolve(self._documents, self._access, Quote(found.document.id, found.page, found.quote), marker="")
        except (QuoteNotFoundError, NotFoundError):
            return None

    def _of(self, company: str) -> list[Expectation]:
        """Return what the papers of a company expect, those of the newest first, each paper's tables before its text."""
        if company not in self._kept:
            own = [one for one in self._library.asked(company).documents if one.kind in _OWN]
            newest_first = sorted(own, key=document_age, reverse=True)
            self._kept[company] = [found for one in newest_first for found in (*self._in_tables(one), *self._in_text(one, company))]
        return self._kept[company]

    def _in_tables(self, document: Document) -> Iterator[Expectation]:
        wanted = FactFilter(document_ids=(document.id,), everything=True)
        for fact in self._library.facts_of(wanted):
            if fact.status is not Status.GUIDANCE or fact.dimensions:
                continue
            read = read_sentence(fact.label, {}, topics_known())
            if len({one.topic.name for one in read.topics}) != 1:
                continue
            topic = read.topics[0].topic
            unit = PERCENT if fact.unit == "%" else fact.unit.partition("/")[0]
            period = PeriodTerm(fact.period.fiscal_year, fact.period.fiscal_period, "")
            terms = frozenset(words(fact.label)) & guidance_words().terms
            low, high = fact.low if fact.low is not None else fact.value, fact.high if fact.high is not None else fact.value
            guided = Guided(
                topic, unit == PERCENT and topic.unit != PERCENT, terms, period, low, high, Decimal(0), unit, fact.printed.strip()
            )
            yield Expectation(guided, document, fact.page, "", fact)

    def _in_text(self, document: Document, company: str) -> Iterator[Expectation]:
        """Yield what the sentences of a paper expect; one that names no period speaks of that of the one before it on the page."""
        whole = self._documents.get(self._access, document.id)
        following = PeriodTerm(document.fiscal_year + 1, "FY", "") if document.fiscal_year else None
        left = _MOST_SENTENCES
        for page in whole.pages:
            period = following
            for said in _guiding_sentences(whole.text[page.start : page.end])[:left]:
                left -= 1
                read = read_sentence(said, {}, topics_known())
                claims = claims_of(read, Around(company, period))
                for one in guided_in(read, claims):
                    first = claims[one.figures[0]]
                    is_expected = guidance_words().guides.search(read.text, 0, first.figure.start) is not None
                    if not is_expected or one.period is None or not is_known(one.period) or not _is_ahead(one.period, document):
                        continue
                    period = one.period if first.is_dated else period
                    yield Expectation(replace(one, figures=()), document, page.number, said)


def _guiding_sentences(text: str) -> list[str]:
    """Return the sentences of a page with a figure that say what is expected."""
    known = guidance_words()
    if not known.guides.search(text):
        return []
    parts = _HAN_END.split(text) if is_han(text) else [text]
    said = (part[start:end].strip() for part in parts for start, end in sentences(part))
    return [one for one in said if len(one) <= _LONGEST and known.guides.search(one) and 0 < len(printed_figures(one)) <= _MOST_FIGURES]


def _is_named_so(text: str, first: FigureClaim, last: FigureClaim) -> bool:
    """Return whether the words before a figure, or right after it, say that the company expects it."""
    known = guidance_words()
    return known.by_company.search(text[: first.figure.start]) is not None or _GUIDANCE_AFTER.match(text, last.figure.end) is not None


def as_actual(claim: FigureClaim, expected: Sequence[FigureClaim]) -> FigureClaim | None:
    """Return a figure beside what is expected as one that happened, where it is of an earlier period: "after $63.8 million in 2024"."""
    periods = [one.period for one in expected if one.period]
    if not (claim.is_dated and claim.period and periods) or _key(claim.period) >= min(map(_key, periods)):
        return None
    known = guidance_words()
    narrowing = tuple(one for one in claim.narrowing if one not in known.guiding and not checking_words().forecast.fullmatch(one))
    return replace(claim, narrowing=narrowing)


def is_told_by_company(read: SentenceRead) -> bool:
    """Return whether a sentence says what the company itself expects, and not what its writer, the market or others do."""
    known = guidance_words()
    return known.by_company.search(read.text) is not None and known.by_others.search(read.text) is None


def _is_ahead(period: PeriodTerm, document: Document) -> bool:
    """Return whether a period had not ended when a paper was written."""
    return document.fiscal_year is None or (period.fiscal_year or 0) > document.fiscal_year or document.fiscal_period not in {"FY", None}


def _is_same(held: Guided, said: Guided) -> bool:
    """Return whether two expectations are of one figure; words that say on which terms may be left out, but for those of a part of it."""
    if held.topic.name != said.topic.name or held.is_growth != said.is_growth or (said.unit and held.unit != said.unit):
        return False
    part = guidance_words().part_terms
    return said.terms <= held.terms and said.terms & part == held.terms & part


def _key(period: PeriodTerm | None) -> tuple[int, str]:
    return (period.fiscal_year or 0, period.fiscal_period) if period else (0, "")


def _fits(said: Guided, held: Guided, text: str) -> bool:
    """Return whether a range is that of a paper as it is rounded; a single amount may be one of its ends, or its middle, by its words."""
    near = max(said.step, held.step) / 2 * _SLACK
    if said.is_range or not held.is_range:
        return abs(said.low - held.low) <= near and abs(said.high - held.high) <= near
    known = guidance_words()
    middle = (held.low + held.high) / 2
    if known.middle.search(text):
        return abs(said.low - middle) <= near
    return any(abs(said.low - one) <= near for one in (held.low, held.high, middle))


def _may_differ(said: Guided, held: Guided) -> bool:
    """Return whether an expectation that does not fit says another one: two ends, or one amount outside of both."""
    return said.is_range or not held.low <= said.low <= held.high


def _agree(one: Guided, other: Guided) -> bool:
    near = max(one.step, other.step) / 2 * _SLACK
    return abs(one.low - other.low) <= near and abs(one.high - other.high) <= near


def _called(found: Expectation) -> str:
    guided = found.guided
    growth = " growth" if guided.is_growth else ""
    title = guided.topic.name.replace("_", " ")
    label = guided.period.label if guided.period else "no period"
    return f"{found.document.name} expects {title}{growth} of {guided.printed} for {label}"
