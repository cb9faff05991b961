"""Scores of one question: where the gold pages stand in the ranking, and whether the figure is right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from research.nouns.answers import Answer

PageId: TypeAlias = tuple[str, int]

_NUMBER = re.compile(r"(?P<sign>[-−(])?\s?[$€£]?\s?(?P<digits>\d[\d,]*(?:\.\d+)?)")
RELATIVE_TOLERANCE = Decimal("0.005")


CUTS = (1, 5, 10)


class FigureScore(StrEnum):
    """What a figure answer was worth."""

    CORRECT = "correct"
    WRONG = "wrong"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Judged:
    """One question with all that was found for it, as a report shows it: `kind` of question, what was `expected`, in words, and `verdict`.

    `ranked` are the pages found, best first, each once; `pages` the gold ones, `also` those that show the same. `boxed` says what is cited
    of the row that the question marks ("row", "same", "other", "none"), "" where it marks none.
    """

    id: str
    kind: str
    question: str
    expected: str
    verdict: str
    answer: Answer
    ranked: tuple[PageId, ...]
    pages: frozenset[PageId]
    also: frozenset[PageId]
    boxed: str = ""


@dataclass(frozen=True, slots=True)
class Sought:
    """A question with the pages that answer it: the gold ones and those that show the same."""

    question: str
    pages: frozenset[PageId]
    documents: frozenset[str]


def fold_pages(ranked: Sequence[PageId]) -> list[PageId]:
    """Return the distinct (document, page) pairs in rank order."""
    return list(dict.fromkeys(ranked))


def first_hit(ranked: Sequence[PageId], gold: frozenset[PageId]) -> int | None:
    """Return the 1-based rank of the first gold page after folding, None when it is not there."""
    return next((rank for rank, page in enumerate(fold_pages(ranked), 1) if page in gold), None)


def first_document_hit(ranked: Sequence[PageId], gold: frozenset[str]) -> int | None:
    """Return the 1-based rank of the first page of a gold document after folding, None when there is none."""
    return next((rank for rank, (document, _) in enumerate(fold_pages(ranked), 1) if document in gold), None)


def read_gold(answer: str) -> Decimal | None:
    """Return the one number of a gold answer ("$1577.00", "30.8%", "-3.7"), None when it is not one number."""
    found = list(_NUMBER.finditer(answer))
    if len(found) != 1 or len(answer) > len(found[0].group()) + 3:
        return None
    number = Decimal(found[0]["digits"].replace(",", ""))
    return -number if found[0]["sign"] else number


def score_figure(shown: Decimal | None, gold: Decimal, *, decimals: int | None, cited: bool) -> FigureScore:
    """Return correct within 0.5 % or one unit of the last digit asked for and cited, refused without a value, else wrong.

    `shown` is the figure at the unit and scale that the question asks for; `decimals` the places asked for, None when not said.
    """
    if shown is None:
        return FigureScore.REFUSED
    places = decimals if decimals is not None else 0
    last_digit = Decimal(1).scaleb(-places) if decimals is not None else Decimal(0)
    near = abs(shown - gold) <= max(abs(gold) * RELATIVE_TOLERANCE, last_digit)
    return FigureScore.CORRECT if near and cited else FigureScore.WRONG
