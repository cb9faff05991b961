"""The extractive reader: the verbatim sentences and rows of retrieved pages that answer, or none."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from types import MappingProxyType

from research.concepts.catalogue import Concept, concepts
from research.nouns.answers import QuestionPlan, RetrievedChunk
from research.nouns.documents import Chunk
from research.planning.alike import asks_for_reasons, gives_a_reason, topics, without_asking
from research.planning.vocabulary import vocabulary
from research.protocols.search import Embedder
from research.text.matching import normal_form
from research.text.passages import is_row, passage_spans
from research.text.words import topic_stems, words

READ_PAGES = 6
MOST_EXTRACTS = 3
# Only so many candidates are embedded: it is the slow part of an answer (30 ms each on a small processor).
MOST_EMBEDDED = 24
NO_YEARS: Mapping[str, int | None] = MappingProxyType({})
# Below this no passage is called an answer; measured by `desk eval financebench` and on questions about what no filing says.
LEAST_SCORE = 0.5
NEAR_BEST = 0.85
# A figure that is no year, no number of a product and no day.
_AMOUNT = re.compile(r"[$€£¥]\s?\d|\d[\d,]*(?:\.\d+)?\s?(?:%|percent|million|billion|thousand)|\d{1,3}(?:,\d{3})+")
_MONEY = re.compile(r"[$€£¥]\s?\d|\d[\d,]*(?:\.\d+)?\s?(?:million|billion|thousand)")
_YEAR = re.compile(r"(?<![\d,.])(?:19|20)\d{2}(?!\d|[.,]\d)")


# Where a passage begins: its document's id and the offset.
Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Extract:
    """A sentence or row that answers: where it stands (offsets in its document) and how well it fits, 0 to 1.

    `caption` says in our words what a row is that does not say it itself: company, statement, unit and columns.
    """

    document_id: str
    page: int
    start: int
    end: int
    text: str
    score: float
    caption: str = ""


class ExtractiveReader:
    """Selects verbatim sentences and rows by the meaning of the question and the share of its rarer words that they carry."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def read(
        self,
        plan: QuestionPlan,
        results: Sequence[RetrievedChunk],
        *,
        must_name: Sequence[str] = (),
        metric: Concept | None = None,
        years: Mapping[str, int | None] = NO_YEARS,
    ) -> tuple[Extract, ...]:
        """Return the extracts that answer, best first, none when nothing fits well enough or advice is asked for.

        With `must_name`, only passages that carry one of these names count; else see `_may_answer`. `years` are the documents' fiscal
        years by their ids, None where a document has none. Of years after all of these only passages answer that name one of them.
        """
        if vocabulary().advice.search(plan.question):
            return ()
        candidates = [extract for result in results[:READ_PAGES] for extract in split_passages(result.chunk)]
        if must_name:
            names = [name.casefold() for name in must_name]
            candidates = [extract for extract in candidates if any(name in extract.text.casefold() for name in names)]
        if ahead := _years_ahead(plan, years):
            candidates = [one for one in candidates if ahead & {int(year) for year in _YEAR.findall(one.text)}]
        about = _about(metric, candidates, reasons=asks_for_reasons(plan.focus)) if metric else frozenset()
        candidates = [
            one
            for one in candidates
            if not _is_of_another_year(plan, one.text, years.get(one.document_id))
            and _may_answer(plan, one.text, about=metric is None or (one.document_id, one.start) in about, money=_asks_money(plan, metric))
        ]
        if not candidates:
            return ()
        scored = self._scored(plan, candidates, about)
        best = scored[0].score
        if best < LEAST_SCORE:
            return ()
        return _distinct([extract for extract in scored if extract.score >= max(LEAST_SCORE, best * NEAR_BEST)])[:MOST_EXTRACTS]

    def _scored(self, plan: QuestionPlan, candidates: list[Extract], about: frozenset[Place]) -> list[Extract]:
        """Return the candidates with their scores, best first; what is about the metric carries the question's own words for it."""
        named = plan.metric.words if plan.metric else ""
        shares = coverage(plan.focus, [f"{one.text} {named}" if (one.document_id, one.start) in about else one.text for one in candidates])
        best = sorted(range(len(candidates)), key=lambda place: -shares[place])[:MOST_EMBEDDED]
        candidates, covered = [candidates[place] for place in best], [shares[place] for place in best]
        vectors = self._embedder.embed([plan.focus, *(extract.text for extract in candidates)])
        nearness = vectors[1:] @ vectors[0]
        scored = [
            Extract(e.document_id, e.page, e.start, e.end, e.text, 0.5 * max(float(near), 0.0) + 0.5 * share)
            for e, near, share in zip(candidates, nearness, covered, strict=True)
        ]
        return sorted(scored, key=lambda extract: (-round(extract.score, 6), extract.document_id, extract.start))


def _is_of_another_year(plan: QuestionPlan, text: str, own: int | None) -> bool:
    """Return whether a passage names years, and none of those that are asked about; a row's years stand in its heads.

    What a document of an asked year (`own`) says of later years alone is part of that year's story (maturities, guidance), unless an
    amount of the year is asked for, a reason, or what was expected for it.
    """
    asked = {period.fiscal_year for period in plan.periods if period.fiscal_year is not None}
    named = {int(year) for year in _YEAR.findall(text)}
    if not asked or not named or asked & named or is_row(text):
        return False
    looks_ahead = own in asked and min(named) > max(asked)
    return not looks_ahead or plan.asks_amount or asks_for_reasons(plan.focus) or _asks_what_was_expected(plan)


def _years_ahead(plan: QuestionPlan, years: Mapping[str, int | None]) -> set[int]:
    """Return the years that are asked for when every one of them lies after the year that follows the newest document's; else none."""
    asked = {period.fiscal_year for period in plan.periods if period.fiscal_year is not None}
    held = [year for year in years.values() if year is not None]
    return asked if asked and held and min(asked) > max(held) + 1 else set()


def _asks_what_was_expected(plan: QuestionPlan) -> bool:
    """Return whether a question asks what was expected for its period: "what margin was guided for 2024"."""
    for_it = any(
        re.search(rf"\bfor\s+(?:\w+\s+){{0,3}}{re.escape(period.words)}", plan.question) for period in plan.periods if period.words
    )
    return for_it and vocabulary().expecting.search(plan.question) is not None


def _asks_money(plan: QuestionPlan, metric: Concept | None) -> bool:
    """Return whether a question asks for an amount of money and for no growth or share of it."""
    return metric is not None and metric.unit == "currency" and not plan.derived and plan.operation is None


def _may_answer(plan: QuestionPlan, text: str, *, about: bool, money: bool) -> bool:
    """Return whether a passage answers what is asked: a row names all of it, and an amount comes with what narrows it, in `money` if so.

    A question for an amount wants a figure, and every word that makes it another amount than the metric's plain one ("segment"
    aside, which rows do not say); without such words, and in prose, it has to be about the metric (`about`). A reason is given by a
    sentence with a word for it.
    """
    if asks_for_reasons(plan.focus) and not gives_a_reason(text):
        return False
    carried = set(topic_stems(text))
    if plan.asks_amount:
        narrowing = set(topic_stems(" ".join(word for word in plan.qualifiers if not vocabulary().derived.search(word))))
        if is_row(text):
            return carried >= narrowing if narrowing else about
        # In prose what is counted stands before its figure; after it stands what moved it ("driven by").
        figure = (_MONEY if money else _AMOUNT).search(text)
        return figure is not None and (set(topic_stems(text[: figure.start()])) >= narrowing if narrowing else about)
    if is_row(text):
        return carried >= {stem for stem in topic_stems(plan.focus) if not stem.isdigit()}
    return about


def _about(metric: Concept, passages: Sequence[Extract], *, reasons: bool) -> frozenset[Place]:
    """Return where passages are about a metric: they name it or, among `reasons`, go on from a sentence that does.

    "Net sales rose 5.4%. Of the growth, prices gave 3.1 points": the reason is in the second sentence.
    """
    found = {(one.document_id, one.start) for one in passages if _is_about(one.text, metric)}
    if reasons:
        for one, two in pairwise(passages):
            follows = one.document_id == two.document_id and 0 <= two.start - one.end <= 2
            if follows and (one.document_id, one.start) in found and not _begins_with_a_line_item(two.text):
                found.add((two.document_id, two.start))
    return frozenset(found)


def _begins_with_a_line_item(text: str) -> bool:
    """Return whether a sentence has a subject of its own: "Operating income fell" does not go on about net sales."""
    first = words(text)[:1]
    return bool(first) and first[0] in _first_words()


@cache
def _first_words() -> frozenset[str]:
    return frozenset(words(name)[0] for concept in concepts() for name in (concept.title, *concept.aliases) if words(name))


def _is_about(text: str, metric: Concept) -> bool:
    """Return whether a passage carries all words of one of the metric's names, in any order."""
    carried = set(topic_stems(text))
    return any(carried.issuperset(stems) for name in (metric.title, *metric.aliases) if (stems := topic_stems(name)))


def coverage(question: str, passages: Sequence[str]) -> list[float]:
    """Return, for each passage, the share of the question's topics that it carries, rarer ones counting more (0 to 1)."""
    wanted = topics(without_asking(topic_stems(question)))
    if not wanted:
        return [0.0] * len(passages)
    carried = [frozenset(topics(topic_stems(passage))) for passage in passages]
    weight = {stem: math.log(1 + len(passages) / (1 + sum(stem in stems for stems in carried))) for stem in wanted}
    total = sum(weight.values())
    return [sum(weight[stem] for stem in wanted if stem in stems) / total for stems in carried]


def split_passages(chunk: Chunk) -> list[Extract]:
    """Return the rows and sentences of a chunk with their places; headings, lead-ins and fragments are left out."""
    return [
        Extract(chunk.document_id, chunk.page, chunk.start + start, chunk.start + end, chunk.text[start:end], 0.0)
        for start, end in passage_spans(chunk.text)
    ]


def _distinct(extracts: list[Extract]) -> tuple[Extract, ...]:
    kept: dict[str, Extract] = {}
    for extract in extracts:
        kept.setdefault(normal_form(extract.text).casefold(), extract)
    return tuple(kept.values())
