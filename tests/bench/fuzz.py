"""10,000 random questions through question understanding: nothing may fail, none may take long, and how long the middle one takes.

    python -m tests.bench.fuzz [--questions N] [--seed S]

Questions are word salads of all that questions are made of, broken questions, and hostile ones: nested brackets, repeated words of
every pattern, control characters, pictures, text from right to left, up to 2,000 characters.
"""

import argparse
import random
import statistics
import time

from research.answering.topics import topics
from research.formulas.expressions import parse_formula
from research.planning.plan import make_plan
from tests.research.planning.test_salads import NAMES, PHRASES, PIECES

MOST = 2_000
STRANGE = ["\x00", "\x1b[31m", "\u202e", "\u200b", "😀", "مرحبا", "שלום", "ﬀ", "Ⅻ", "ͅ", "١٢٣", "²", "½", "‰", "\ufeff", "\u2028", "é", "ＦＹ２０２４"]
REPEATED = ["(", ")", "a", " ", "1", "-", "of ", "FY2024 ", "2024-", "by ", "total ", "and ", "is defined as ", "$", "'s", ",", "%", "中", "Q1, ", "to "]
GRAMMAR = ["What was {c} {m} in {p}?", "{c} {m} {p}", "by how much did {c}'s {m} change from {p} to {p}?", "({m} + {m}) / {m} for {c} {p}"]


def questions(number, seed):
    """Yield so many questions, the same for the same seed."""
    dice = random.Random(seed)  # noqa: S311
    words = [*PIECES, *PHRASES]
    for _ in range(number):
        kind = dice.random()
        if kind < 0.5:
            text = " ".join(dice.choice(words) for _ in range(dice.randint(1, 40)))
        elif kind < 0.75:
            parts = {"c": dice.choice(("Quillmere", "Tarrow")), "m": dice.choice(PHRASES), "p": dice.choice(("FY2024", "2023", "Q2'24"))}
            text = dice.choice(GRAMMAR).format(**parts)
            at = dice.randint(0, len(text))
            text = text[:at] + dice.choice([*STRANGE, *words]) + text[at + dice.randint(0, 6) :]
        elif kind < 0.9:
            text = "".join(dice.choice([*STRANGE, *words, " "]) for _ in range(dice.randint(1, 60)))
        else:
            text = f"Quillmere {dice.choice(REPEATED) * dice.randint(20, 2_000)} revenue {dice.choice(REPEATED) * dice.randint(0, 900)} 2024"
        yield text[:MOST]


def main():
    """Print how long questions take, and the slowest."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--questions", type=int, default=10_000)
    arguments.add_argument("--seed", type=int, default=20_261_125)
    asked = arguments.parse_args()
    known = topics()
    make_plan("Quillmere revenue 2024", NAMES, known)
    took = []
    for question in questions(asked.questions, asked.seed):
        started = time.process_time()
        plan = make_plan(question, NAMES, known)
        took.append((time.process_time() - started, question))
        assert not (plan.qualifiers and (plan.wants_figure or plan.wants_computed)), question
        assert not plan.formula or parse_formula(plan.formula), question
    seconds = sorted(one for one, _ in took)
    worst, slowest = max(took)
    middle, late = statistics.median(seconds), seconds[int(len(seconds) * 0.99)]
    print(f"{len(took)} questions, no failure; median {middle * 1000:.2f} ms, 99 of 100 within {late * 1000:.1f} ms of processor time")
    print(f"slowest {worst * 1000:.1f} ms: {slowest[:120]!r}")


if __name__ == "__main__":
    main()
