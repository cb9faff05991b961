"""Naming what is lacking, and periods, in few words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from research.drafting.writing.figures import Named

_MOST_NAMES = 6
_YEAR = re.compile(r"FY\d{4}")


def missing_lines(lacking: Iterable[Named]) -> list[str]:
    """Return lines that name figures that are not there, those of the same periods together."""
    named = list(dict.fromkeys(lacking))
    periods: dict[tuple[str, str], list[str]] = {}
    for one in named:
        periods.setdefault((one.name, one.why), []).append(one.period)
    groups: dict[tuple[tuple[str, ...], str], list[str]] = {}
    for (name, why), labels in periods.items():
        groups.setdefault((tuple(sorted(set(labels), key=_in_time)), why), []).append(name)
    lines = []
    for (of, why), names in groups.items():
        what = f"{periods_in_words(of)} {listed(names)}"
        lines.append(f"Not shown: {what}: {why}" if why else f"Not in the library: {what}")
    return lines


def listed(names: Sequence[str]) -> str:
    """Return names as they are listed, the first few of many: "revenue, inventories and 3 more"."""
    most = [*names[:_MOST_NAMES], *([f"{len(names) - _MOST_NAMES} more"] if len(names) > _MOST_NAMES else [])]
    return most[0] if len(most) == 1 else f"{', '.join(most[:-1])} and {most[-1]}"


def periods_in_words(labels: Sequence[str]) -> str:
    """Return labels of periods as they are listed, years that follow each other as a stretch: "FY2020–FY2022 and FY2024"."""
    runs: list[list[str]] = []
    for label in labels:
        if runs and _YEAR.fullmatch(label) and _YEAR.fullmatch(runs[-1][-1]) and int(label[2:]) == int(runs[-1][-1][2:]) + 1:
            runs[-1].append(label)
        else:
            runs.append([label])
    return listed([f"{run[0]}–{run[-1]}" if len(run) > 2 else listed(run) for run in runs])


def _in_time(label: str) -> tuple[str, str]:
    return label[-4:], label
