"""What `desk eval compare` prints: a table and the changes for a person, the same as JSON."""

from __future__ import annotations

from rich.table import Table

from research.evaluation.comparison import Change, Comparison, Measure
from ui.cli.contract import Json
from ui.cli.output import console, notes

SHOWN_CHARS = 60


def comparison_json(comparison: Comparison) -> dict[str, Json]:
    """Return a comparison as plain data: one entry for each measure, then one for each question that changed."""
    return {
        "measures": [
            {
                "measure": one.name,
                "questions": one.questions,
                "before": one.before,
                "after": one.after,
                "better": list(one.better),
                "worse": list(one.worse),
                "chance": round(one.chance, 6),
            }
            for one in comparison.measures
        ],
        "changes": [_change_json(one) for one in comparison.changes],
        "only_before": list(comparison.only_before),
        "only_after": list(comparison.only_after),
    }


def print_comparison(comparison: Comparison) -> None:
    """Write a comparison for a person."""
    out = console()
    table = Table("measure", "questions", "before", "after", "better", "worse", "by chance")
    for one in comparison.measures:
        table.add_row(*_measure_cells(one))
    out.print(table)
    for change in comparison.changes:
        out.print(f"  {change.id}: {' · '.join(_change_words(change))}")
    for when, ids in (("before", comparison.only_before), ("after", comparison.only_after)):
        if ids:
            notes().print(f"{len(ids)} questions only {when}: {', '.join(ids)}")


def _measure_cells(one: Measure) -> tuple[str, ...]:
    counts = (one.questions, one.before, one.after, len(one.better), len(one.worse))
    return (one.name, *(str(count) for count in counts), f"{one.chance:.3f}")


def _change_words(change: Change) -> list[str]:
    said = [f"{change.verdict[0]} → {change.verdict[1]}"] if change.verdict else []
    said += [f"page {change.page[0] or '-'} → {change.page[1] or '-'}"] if change.page else []
    return said + ([f"{_short(change.shown[0])} → {_short(change.shown[1])}"] if change.shown else [])


def _short(text: str) -> str:
    return f"{text[: SHOWN_CHARS - 1]}…" if len(text) > SHOWN_CHARS else text or "-"


def _change_json(change: Change) -> Json:
    found = {"id": change.id, "verdict": change.verdict, "page": change.page, "shown": change.shown}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}
