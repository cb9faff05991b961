"""The extractive reader: the verbatim sentences and rows of retrieved pages that answer, or none."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from research.concepts.catalogue import Concept
from research.nouns.answers import QuestionPlan, RetrievedChunk
from research.nouns.documents import Chunk
from research.planning.vocabulary import vocabulary
from research.protocols.search import Embedder
from research.text.matching import normal_form
from research.text.words import sentences, topic_stems

READ_PAGES = 6
MOST_EXTRACTS = 3
# Only so many candidates are embedded: it is the slow part of an answer (30 ms each on a small processor).
MOST_EMBEDDED = 24
SHORTEST, LONGEST = 20, 700
NO_YEARS: Mapping[str, int | None] = MappingProxyType({})
# Below this no passage is called an answer; measured by `desk eval financebench` and on questions about what no filing says.
LEAST_SCORE = 0.5
NEAR_BEST = 0.85
_FIGURE = re.compile(r"(?<![A-Za-z])\(?-?[$€£¥]?\s?\d[\d,]*(?:\.\d+)?\)?\s?%?(?![A-Za-z])")
_YEAR = re.compile(r"(?<![\d,.])(?:19|20)\d{2}(?![\d,]|\.\d)")


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
        """Return the extracts that answer, best first, none when nothing fits well enough.

        With `must_name`, only passages that carry one of these names count; else see `_may_answer`. `years` are the documents' fiscal
        years by their ids, None where a document has none.
        """
        candidates = [extract for result in results[:READ_PAGES] for extract in split_passages(result.chunk)]
        if must_name:
            names = [name.casefold() for name in must_name]
            candidates = [extract for extract in candidates if any(name in extract.text.casefold() for name in names)]
        candidates = [
            one
            for one in candidates
            if not _is_of_another_year(plan, one.text, years.get(one.document_id)) and _may_answer(plan, metric, one.text)
        ]
        if not candidates:
            return ()
        scored = self._scored(plan, candidates)
        best = scored[0].score
        if best < LEAST_SCORE:
            return ()
        return _distinct([extract for extract in scored if extract.score >= max(LEAST_SCORE, best * NEAR_BEST)])[:MOST_EXTRACTS]

    def _scored(self, plan: QuestionPlan, candidates: list[Extract]) -> list[Extract]:
        shares = coverage(plan.focus, [extract.text for extract in candidates])
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
    amount of the year is asked for, or what was expected for it.
    """
    asked = {period.fiscal_year for period in plan.periods if period.fiscal_year is not None}
    named = {int(year) for year in _YEAR.findall(text)}
    if not asked or not named or asked & named or _is_row(text):
        return False
    looks_ahead = own in asked and min(named) > max(asked)
    return not looks_ahead or plan.asks_amount or _asks_what_was_expected(plan)


def _asks_what_was_expected(plan: QuestionPlan) -> bool:
    """Return whether a question asks what was expected for its period: "what margin was guided for 2024"."""
    for_it = any(
        re.search(rf"\bfor\s+(?:\w+\s+){{0,3}}{re.escape(period.words)}", plan.question) for period in plan.periods if period.words
    )
    return for_it and vocabulary().expecting.search(plan.question) is not None


def _may_answer(plan: QuestionPlan, metric: Concept | None, text: str) -> bool:
    """Return whether a passage is about what is asked: a row names all of it, and an amount comes with what narrows it.

    A question for an amount wants a figure, and every word that makes it another amount than the metric's plain one ("segment"
    aside, which rows do not say); without such words, and in prose, the metric's own name has to be there.
    """
    carried = set(topic_stems(text))
    if plan.asks_amount:
        narrowing = set(topic_stems(" ".join(word for word in plan.qualifiers if not vocabulary().derived.search(word))))
        return _FIGURE.search(text) is not None and (carried >= narrowing if narrowing else metric is None or _is_about(text, metric))
    if _is_row(text):
        return carried >= {stem for stem in topic_stems(plan.focus) if not stem.isdigit()}
    return metric is None or _is_about(text, metric)


def _is_about(text: str, metric: Concept) -> bool:
    """Return whether a passage carries all words of one of the metric's names, in any order."""
    carried = set(topic_stems(text))
    return any(carried.issuperset(stems) for name in (metric.title, *metric.aliases) if (stems := topic_stems(name)))


def coverage(question: str, passages: Sequence[str]) -> list[float]:
    """Return, for each passage, the share of the question's topic words that it carries, rarer words counting more (0 to 1)."""
    wanted = topic_stems(question)
    if not wanted:
        return [0.0] * len(passages)
    carried = [frozenset(topic_stems(passage)) for passage in passages]
    weight = {stem: math.log(1 + len(passages) / (1 + sum(stem in stems for stems in carried))) for stem in wanted}
    total = sum(weight.values())
    return [sum(weight[stem] for stem in wanted if stem in stems) / total for stems in carried]


def split_passages(chunk: Chunk) -> list[Extract]:
    """Return the rows and sentences of a chunk with their places; headings, lead-ins and fragments are left out."""
    found: list[Extract] = []
    prose_start: int | None = None
    offset = 0
    for line in [*chunk.text.splitlines(keepends=True), ""]:
        is_row = _is_row(line)
        if (is_row or not line.strip()) and prose_start is not None:
            found += [_extract(chunk, prose_start + a, prose_start + b) for a, b in sentences(chunk.text[prose_start:offset])]
            prose_start = None
        if is_row:
            stripped = line.strip()
            start = offset + line.index(stripped)
            found.append(_extract(chunk, start, start + len(stripped)))
        elif line.strip() and prose_start is None and not _is_heading_line(line.strip()):
            prose_start = offset
        offset += len(line)
    return [extract for extract in found if SHORTEST <= len(extract.text) <= LONGEST and not _says_nothing(extract.text)]


def _extract(chunk: Chunk, start: int, end: int) -> Extract:
    return Extract(chunk.document_id, chunk.page, chunk.start + start, chunk.start + end, chunk.text[start:end], 0.0)


def _is_row(line: str) -> bool:
    """Return whether a printed line is a table row: a label, then at least two figures that take the line's end."""
    figures = list(_FIGURE.finditer(line))
    if len(figures) < 2:
        return False
    tail = line[figures[0].end() :]
    return sum(character.isalpha() for character in tail) <= 4 and any(character.isalpha() for character in line[: figures[0].start()])


def _is_heading_line(line: str) -> bool:
    """Return whether the first line of a paragraph is a heading set close to it: short, capitalised, without an end mark."""
    words = [word for word in line.split() if len(word) > 3]
    return len(line) <= 60 and line[-1] not in '.!?;:,”"' and not _FIGURE.search(line) and all(word[0].isupper() for word in words)


def _says_nothing(text: str) -> bool:
    """Return whether a passage is a heading, or announces what follows it ("The components are as follows:")."""
    if text[-1] == ":":
        return True
    if _FIGURE.search(text) or text[-1] in '.!?;”"':
        return False
    long_words = [word for word in text.split() if len(word) > 3]
    return len(text) < 80 or 10 * sum(word[0].isupper() for word in long_words) >= 6 * len(long_words)


def _distinct(extracts: list[Extract]) -> tuple[Extract, ...]:
    kept: dict[str, Extract] = {}
    for extract in extracts:
        kept.setdefault(normal_form(extract.text).casefold(), extract)
    return tuple(kept.values())
