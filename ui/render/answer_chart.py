"""The figures of one company over several periods as a frame for a chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from research.nouns.answers import Answer, AnswerStatus
from research.nouns.facts import scale_words

if TYPE_CHECKING:
    import pandas as pd

FEWEST_PERIODS = 3
_SHOWN = frozenset({AnswerStatus.ANSWERED, AnswerStatus.PARTIAL})


def chart_frame(answer: Answer) -> tuple[str, pd.DataFrame] | None:
    """Return the unit and the figures by period, oldest first, of an answer with one figure of one company for each of three or more.

    None for any other answer: of several companies, several figures of a period, in different units, or refused.
    """
    values = sorted(answer.values, key=lambda value: value.calculation.period.end)
    of_one = len({(value.calculation.company, value.calculation.metric, value.unit, value.scale) for value in values}) == 1
    apart = len({value.period for value in values}) == len(values)
    if answer.status not in _SHOWN or len(values) < FEWEST_PERIODS or not of_one or not apart:
        return None
    import pandas as pd  # noqa: PLC0415  (slow to import, and only charts need it)

    first = values[0]
    unit = f"{first.unit} {scale_words(first.scale)}".strip()
    column = pd.Series([float(value.number) for value in values], index=[value.period for value in values], dtype="float64")
    return unit, pd.DataFrame({first.calculation.company.replace(":", "∶"): column})  # the chart takes what follows a colon for a type
