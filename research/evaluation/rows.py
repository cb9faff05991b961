"""Whether an answer cites the very row that a question marks, or at least one that shows the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from research.nouns.answers import Answer, Citation

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")


class Boxed(StrEnum):
    """What an answer cites beside the row that its question marks.

    `ROW` is the marked row itself; `SAME` another place that the right answer rests on: the row on another page, one that shows the same
    figure, or the rows that it is computed from. `OTHER` is anything else, `NONE` no citation at all.
    """

    ROW = "row"
    SAME = "same"
    OTHER = "other"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MarkedRow:
    """The row that holds what a question asks for: its document, its page (1-based) and its figures as printed, in order."""

    document: str
    page: int
    figures: tuple[str, ...]


def read_row(item: Mapping[str, Any] | None) -> MarkedRow | None:
    """Return the row of a question's line (doc, page, figures), None where none is marked; raises KeyError, TypeError or ValueError."""
    if not item:
        return None
    figures = tuple(map(str, item["figures"]))
    if not any(_figures(one) for one in figures):
        raise ValueError("its row has no figures")
    return MarkedRow(str(item["doc"]), int(item["page"]), figures)


def judge_row(marked: MarkedRow | None, answer: Answer, *, right: bool) -> Boxed | None:
    """Return where an answer's citations lie, None for a question without a marked row; `right` says that its figures are."""
    if marked is None:
        return None
    if not answer.citations:
        return Boxed.NONE
    if any(_is_row(marked, one) for one in answer.citations):
        return Boxed.ROW
    return Boxed.SAME if right else Boxed.OTHER


def row_counts(judged: Iterable[Boxed | None]) -> dict[str, int]:
    """Return how many questions mark a row, and how many answers cite each sort of place."""
    found = [one for one in judged if one is not None]
    return {"questions": len(found), **{kind.value: found.count(kind) for kind in Boxed}}


def _is_row(marked: MarkedRow, cited: Citation) -> bool:
    """Return whether a citation is of the marked row: on its page, with its figures one after another."""
    if (cited.document, cited.page) != (marked.document, marked.page):
        return False
    wanted = [figure for one in marked.figures for figure in _figures(one)]
    found = _figures(cited.quote)
    return any(found[at : at + len(wanted)] == wanted for at in range(len(found) - len(wanted) + 1))


def _figures(text: str) -> list[str]:
    return _FIGURE.findall(text)
