"""Two evaluation runs compared question by question: what got better, what worse, and how likely that is by chance."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import comb
from pathlib import Path
from typing import Any, TypeAlias

from research.errors import CannotReadError
from research.evaluation.rows import Boxed
from research.evaluation.scoring import CUTS

Row: TypeAlias = Mapping[str, Any]
RIGHT = frozenset({"correct", "right"})
PAGE, DOCUMENT = "lenient", "document"
_HINT = "name a file that desk eval wrote with --json"


@dataclass(frozen=True, slots=True)
class Measure:
    """What two runs say of one measure: how many questions have it in each, and which gained and lost it.

    `chance` is the two-sided p value of the sign test: how often as uneven a split of the changed questions comes from a fair coin.
    """

    name: str
    questions: int
    before: int
    after: int
    better: tuple[str, ...]
    worse: tuple[str, ...]

    @property
    def chance(self) -> float:
        """Return the p value of the sign test, 1 when nothing changed."""
        return sign_test(len(self.better), len(self.worse))


@dataclass(frozen=True, slots=True)
class Change:
    """How one question's verdict, page rank and shown answer changed: (before, after) of each that did."""

    id: str
    verdict: tuple[str, str] | None
    page: tuple[int | None, int | None] | None
    shown: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The measures of the questions that both runs have, the changes of each, and the ids that only one run has."""

    measures: tuple[Measure, ...]
    changes: tuple[Change, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]


def sign_test(better: int, worse: int) -> float:
    """Return the two-sided exact binomial p value of a split (Dixon and Mood, 1946); questions that did not change are left out."""
    changed = better + worse
    tail = sum(comb(changed, count) for count in range(min(better, worse) + 1))
    chance: float = 2 * tail / 2**changed
    return min(1.0, chance)


def read_rows(path: Path) -> dict[str, Row]:
    """Return the rows of a run that was written with --json, by question id; raises CannotReadError."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["rows"]
        return {str(row["id"]): _checked(row) for row in rows}
    except OSError as error:
        raise CannotReadError(f"file {path}: {(error.strerror or str(error)).lower()}", _HINT) from error
    except (KeyError, TypeError, ValueError) as error:
        raise CannotReadError(f"file {path} is not a run of desk eval", _HINT) from error


def _checked(row: Row) -> Row:
    """Return a row whose ranks are numbers or None; raises ValueError."""
    if not all(isinstance(row.get(rank), int | None) for rank in (PAGE, DOCUMENT)):
        raise ValueError("a rank is no number")
    return dict(row)


def compare(before: Mapping[str, Row], after: Mapping[str, Row]) -> Comparison:
    """Return two runs side by side, over the questions that both have, in the order of the first."""
    shared = [(one, before[one], after[one]) for one in before if one in after]
    tests = [
        ("right", _is_right),
        ("row cited", _cites_row),
        *((f"page@{cut}", _within(PAGE, cut)) for cut in CUTS),
        ("document@1", _within(DOCUMENT, 1)),
    ]
    measures = (_measure(name, test, shared) for name, test in tests)
    changes = (_change(*run) for run in shared)
    return Comparison(
        measures=tuple(one for one in measures if one.questions),
        changes=tuple(one for one in changes if one.verdict or one.page or one.shown),
        only_before=tuple(one for one in before if one not in after),
        only_after=tuple(one for one in after if one not in before),
    )


def _measure(name: str, test: Callable[[Row], bool | None], runs: Sequence[tuple[str, Row, Row]]) -> Measure:
    pairs = [(one, test(before), test(after)) for one, before, after in runs]
    judged = [(one, was, is_now) for one, was, is_now in pairs if was is not None and is_now is not None]
    return Measure(
        name=name,
        questions=len(judged),
        before=sum(was for _, was, _ in judged),
        after=sum(is_now for _, _, is_now in judged),
        better=tuple(one for one, was, is_now in judged if is_now and not was),
        worse=tuple(one for one, was, is_now in judged if was and not is_now),
    )


def _verdict(row: Row) -> str:
    return str(row.get("outcome") or row.get("figure") or row.get("status") or "")


def _is_right(row: Row) -> bool | None:
    """Return whether a question was answered rightly, None for one that is not judged."""
    judged = row.get("outcome") or row.get("figure")
    return None if judged is None else judged in RIGHT


def _cites_row(row: Row) -> bool | None:
    """Return whether the marked row is cited, or one that shows the same; None for a question without one."""
    cited = row.get("boxed")
    return None if cited is None else cited in {Boxed.ROW, Boxed.SAME}


def _within(rank: str, cut: int) -> Callable[[Row], bool | None]:
    """Return the test whether a rank is at most `cut`; a question without a gold page is not counted."""

    def test(row: Row) -> bool | None:
        """Return whether a question's gold was found within the cut, None for one that is not counted."""
        if rank not in row or row.get("has_pages") is False:
            return None
        return row[rank] is not None and row[rank] <= cut

    return test


def _change(one: str, before: Row, after: Row) -> Change:
    verdicts, pages = (_verdict(before), _verdict(after)), (before.get(PAGE), after.get(PAGE))
    shown = (str(before.get("shown", "")), str(after.get("shown", "")))
    return Change(
        id=one,
        verdict=verdicts if verdicts[0] != verdicts[1] else None,
        page=pages if pages[0] != pages[1] else None,
        shown=shown if shown[0] != shown[1] else None,
    )
