"""Room for every side of a question: one place for a paragraph that is printed again, and turns for the companies and years compared."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date

from research.nouns.answers import QuestionPlan
from research.nouns.documents import Document
from research.retrieval.filings import ended
from research.retrieval.ranking import RankedPage
from research.retrieval.reading import ReadText, read_text
from research.retrieval.scope import own_filing

# Paragraphs that share so many of their topics are one paragraph, printed again.
SAME_SHARE = 0.9
FEWEST_TOPICS = 8
# Pages after these are not looked at: nobody reads so far.
LOOKED_AT = 40


def repeats_last(pages: Sequence[RankedPage], *, wanted: frozenset[str]) -> list[RankedPage]:
    """Return the pages with those whose paragraph an earlier one of the first `LOOKED_AT` prints behind them; `wanted` chunks stay."""
    first: list[RankedPage] = []
    again: list[RankedPage] = []
    printed: list[ReadText] = []
    for page in pages[:LOOKED_AT]:
        text = read_text(page.chunk.text)
        repeated = page.chunk.id not in wanted and any(_is_same(text, other) for other in printed)
        (again if repeated else first).append(page)
        printed += [] if repeated else [text]
    return [*first, *again, *pages[LOOKED_AT:]]


def take_turns(pages: Sequence[RankedPage], plan: QuestionPlan, documents: Mapping[str, Document]) -> list[RankedPage]:
    """Return the pages so that each company named has its best page before any has its second; periods likewise have their best first.

    Of the periods' best pages that of the newest filing is first: it prints the earlier period beside its own.
    """

    def company(page: RankedPage) -> Hashable:
        """Return the company whose document a page is of."""
        return documents[page.chunk.document_id].company

    def period(page: RankedPage) -> Hashable:
        """Return the label of the asked period whose own filing a page is of, None when it is of none."""
        document = documents[page.chunk.document_id]
        return next((one.label for one in plan.periods if own_filing(document, one)), None)

    if len(plan.companies) > 1:
        return _in_rounds(pages, company)
    return _best_first(pages, period, lambda page: ended(documents[page.chunk.document_id])) if len(plan.periods) > 1 else list(pages)


def _in_rounds(pages: Sequence[RankedPage], side: Callable[[RankedPage], Hashable]) -> list[RankedPage]:
    """Return the best page of each side, then the second of each, and so on, within a round in the order of rank."""
    seen: dict[Hashable, int] = {}
    rounds: list[tuple[int, int]] = []
    for place, page in enumerate(pages):
        key = side(page)
        rounds.append((seen.get(key, 0), place))
        seen[key] = seen.get(key, 0) + 1
    return [pages[place] for _, place in sorted(rounds)]


def _best_first(
    pages: Sequence[RankedPage], side: Callable[[RankedPage], Hashable], when: Callable[[RankedPage], date]
) -> list[RankedPage]:
    """Return the best page of each side that has one, the newest first, then the others in the order of rank."""
    best: dict[Hashable, int] = {}
    for place, page in enumerate(pages):
        if (key := side(page)) is not None:
            best.setdefault(key, place)
    first = sorted(sorted(best.values()), key=lambda place: when(pages[place]), reverse=True) if len(best) > 1 else []
    return [pages[place] for place in first] + [page for place, page in enumerate(pages) if place not in first]


def _is_same(one: ReadText, other: ReadText) -> bool:
    fewer, more = sorted((one.topics, other.topics), key=len)
    alike = len(fewer) >= max(FEWEST_TOPICS, SAME_SHARE * len(more)) and len(fewer & more) >= SAME_SHARE * len(fewer | more)
    return alike and one.numbers == other.numbers
