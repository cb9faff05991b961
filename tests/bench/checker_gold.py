"""Sentences made from the gold answers of our own questions over the evaluation filings, each true one with an altered one beside it."""

from __future__ import annotations

import json
import random
from decimal import Decimal
from itertools import cycle
from pathlib import Path

from tests.bench.checker_sentences import Case

_GOLD = Path(__file__).with_name("checker_gold.jsonl")
_QUESTIONS = Path(__file__).resolve().parents[1] / "questions" / "questions.jsonl"


def gold_cases(dice: random.Random) -> list[Case]:
    """Return the sentences of `checker_gold.jsonl` with the gold figure of their question, and each again with another figure or scale."""
    questions = {row["id"]: row for row in map(json.loads, _QUESTIONS.read_text(encoding="utf-8").splitlines())}
    found: list[Case] = []
    ways = cycle(("figure", "scale", "figure"))
    for row in map(json.loads, _GOLD.read_text(encoding="utf-8").splitlines()):
        figure = questions[row["id"]]["figure"]
        value = abs(Decimal(figure["number"])) * int(figure["scale"])
        written = _written(value, figure["unit"], int(figure["scale"]), figure["decimals"])
        way = next(ways)
        if way == "scale" and "illion" not in written:
            way = "figure"
        wrong = _other_scale(written) if way == "scale" else _other_digit(written, dice)
        found.append(Case(row["text"].format(v=written), "", row["text"]))
        found.append(Case(row["text"].format(v=wrong), way, row["text"], (value,)))
    return found


def _written(value: Decimal, unit: str, scale: int, decimals: int) -> str:
    if unit == "%":
        return f"{value:.1f}%"
    if unit == "x":
        return f"{value:.2f}x"
    if unit == "days":
        return f"{value:.1f} days"
    if unit == "USD/share" or value < 1000:
        return f"${value:.2f}"
    if scale == 10**9:
        return f"${value / 10**9:.{decimals}f} billion"
    return f"${value / 10**9:.2f} billion" if value >= 10**10 else f"${value / 10**6:,.0f} million"


def _other_scale(written: str) -> str:
    return written.replace("million", "\n").replace("billion", "million").replace("\n", "billion")


def _other_digit(written: str, dice: random.Random) -> str:
    at = next(at for at, one in enumerate(written) if one.isdigit())
    digit = dice.choice([one for one in "123456789" if abs(int(one) - int(written[at])) > 1])
    return written[:at] + digit + written[at + 1 :]
