"""The extractive reader: the verbatim sentences and rows of the pages found that answer, in their order, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from research.answering.causes import cause_spans
from research.answering.picking import pick
from research.answering.prose import ProseQuestion, prose_question
from research.answering.prose_words import prose_words
from research.answering.scoring import Judged, judged_parts
from research.answering.told import ReadPage
from research.nouns.answers import QuestionPlan
from research.planning.vocabulary import vocabulary
from research.retrieval.reading import years_in
from research.text.patterns import read_beside

READ_PAGES = 8


@dataclass(frozen=True, slots=True)
class Extract:
    """A sentence or row that answers: where it stands (offsets in its document) and how well it fits, 0 to about 1.

    `caption` says in our words what it is that does not say so itself: a row's company, statement, unit and columns, a sentence's segment.
    `is_cause` marks one cause of those that the extract before it lists.
    """

    document_id: str
    page: int
    start: int
    end: int
    text: str
    score: float
    caption: str = ""
    is_cause: bool = False


class ExtractiveReader:
    """Selects verbatim sentences and rows by what the question asks of them; see `judged_parts`."""

    def read(
        self, plan: QuestionPlan, pages: Sequence[ReadPage], *, must_name: Sequence[str] = (), companies: Mapping[str, str] | None = None
    ) -> tuple[Extract, ...]:
        """Return the extracts that answer, in the order of pages and text; none when nothing fits well enough or advice is asked for.

        With `must_name`, only parts that carry one of these names count. `companies` are the documents' by id: each company that a
        question compares gets its own extracts. Of years far after all documents' only parts answer that name one of them.
        """
        if _asks_no_document(plan):
            return ()
        asked = prose_question(plan)
        sides = _sides(plan, pages, companies or {})
        found = [extract for side in sides for extract in _read_side(asked, side, must_name)]
        return tuple(found)


def best_score(plan: QuestionPlan, pages: Sequence[ReadPage], must_name: Sequence[str] = ()) -> float:
    """Return the score of the part that fits best, 0 without any: what the threshold is fitted on."""
    if _asks_no_document(plan):
        return 0.0
    asked = prose_question(plan)
    best = max((one.score for one in _judged(asked, pages, must_name)), default=0.0)
    if asked.reasons and not asked.strict and best < least_score():
        best = max((one.score for one in _judged(replace(asked, reasons=False), pages, must_name)), default=0.0)
    return best


def _asks_no_document(plan: QuestionPlan) -> bool:
    """Return whether a question asks for advice or a prediction, which no document gives."""
    return bool(vocabulary().advice.search(plan.question) or prose_words().predictions.search(plan.question))


@cache
def least_score() -> float:
    """Return the score below which no part is called an answer, from `threshold.toml`, which `desk eval --fit-threshold` writes."""
    data = read_beside(__file__, "threshold.toml")
    return float(data["threshold"])


def _sides(plan: QuestionPlan, pages: Sequence[ReadPage], companies: Mapping[str, str]) -> list[Sequence[ReadPage]]:
    """Return the pages of each company compared, else all of them as one side."""
    names = dict.fromkeys(companies.get(page.document_id, "") for page in pages)
    if len(plan.companies) < 2 or len(names) < 2:
        return [pages]
    return [[page for page in pages if companies.get(page.document_id, "") == name] for name in names]


def _read_side(asked: ProseQuestion, pages: Sequence[ReadPage], must_name: Sequence[str]) -> list[Extract]:
    picked = pick(asked, _judged(asked, pages, must_name), least_score())
    if not picked and asked.reasons and not asked.strict:
        return _read_side(replace(asked, reasons=False), pages, must_name)
    return [extract for one in picked for extract in (_extract(one), *_causes(asked, one))]


def _judged(asked: ProseQuestion, pages: Sequence[ReadPage], must_name: Sequence[str]) -> list[Judged]:
    """Return the judged parts; one that names none of `must_name`, or no year far ahead that is asked about, scores 0."""
    names, ahead = [name.casefold() for name in must_name], _years_ahead(asked, pages)

    def counts(text: str) -> bool:
        """Return whether a part names one of the names, and one of the years ahead, where any are asked for."""
        return (not names or any(name in text.casefold() for name in names)) and (not ahead or bool(ahead & years_in(text)))

    return [one if counts(one.part.text) else Judged(one.told, 0.0) for one in judged_parts(asked, pages)]


def _years_ahead(asked: ProseQuestion, pages: Sequence[ReadPage]) -> frozenset[int]:
    """Return the years that are asked for when every one of them lies after the year that follows the newest document's; else none."""
    held = [page.fiscal_year for page in pages if page.fiscal_year is not None]
    return asked.years if asked.years and held and min(asked.years) > max(held) + 1 else frozenset()


def _extract(one: Judged) -> Extract:
    start = one.page.start + one.part.start
    return Extract(one.page.document_id, one.page.number, start, start + len(one.part.text), one.part.text, one.score, one.caption)


def _causes(asked: ProseQuestion, one: Judged) -> list[Extract]:
    """Return the causes that a part lists, when a reason is asked for."""
    if not asked.reasons:
        return []
    whole = _extract(one)
    return [
        replace(whole, start=whole.start + start, end=whole.start + end, text=whole.text[start:end], caption="", is_cause=True)
        for start, end in cause_spans(whole.text)
    ]
