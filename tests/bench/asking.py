"""Random questions over a workspace: no failure, and no figure that is not cited; how many figures were given and what the gate said.

    python -m tests.bench.asking HOME [--questions 10000] [--seed 7]

Ends with 1 and prints the question when one fails or gives a figure without citation.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections import Counter
from pathlib import Path

from research.concepts.catalogue import concepts
from research.errors import LimitExceededError, UsageError
from research.metrics.definitions import metrics
from research.metrics.operands import facts_of
from research.nouns.access import Access
from research.nouns.answers import AnswerStatus, Verdict
from research.nouns.queries import DocumentFilter
from research.settings import load_settings
from research.text.words import words
from research.workspace import Workspace

OPERATORS = (
    "growth", "change", "CAGR", "average", "total", "sum of", "combined", "difference between", "how many times larger", "ratio of",
    "as a % of", "divided by", "minus", "plus", "over", "per share", "how much more", "change in", "year over year", "QoQ", "trend",
    "which is larger", "without", "excluding", "adjusted", "diluted", "segment", "by segment", "guidance", "median", "highest",
    "同比增长率", "占营业收入的比例", "合计", "平均",
)  # fmt: skip
PERIODS = (
    "2024", "FY2023", "2022", "in 2021", "FY2019", "Q2 2024", "Q4 FY2023", "H1 2023", "9M 2024", "LTM", "LTM Q2 2024", "2022-2024",
    "from 2021 to 2024", "over the last three years", "last two quarters", "last 12 years", "since 2020", "before 2024", "until 2023",
    "2024年", "2024年上半年", "最近三年", "June 30, 2024", "calendar 2023", "year to date", "FY99", "1899", "in 2031",
    "the quarter ended June 2023",
)  # fmt: skip
SHAPES = ("in USD millions", "以亿元计", "in billions", "to two decimals", "in %", "in days", "as a multiple", "万元", "bps", "no decimals")
FILLER = (
    "what", "is", "the", "of", "for", "and", "vs", "compare", "how much", "did", "make", "why", "did it", "whether", "?", ".", ",",
    "(", ")", "*", "/", "-", "+", "=", "%", "$", "365", "1,000", "3.5", "defined as", "i.e.", "“", "”", "\u200b", "\u202e", "é", "🙂",
    "ﬁscal", "𝟚𝟘𝟚𝟜", "\u2011", "\x00", "\n", "<b>", "[1]", "{}", "DROP TABLE", "zebra", "是多少", "的", "江", "a" * 90, "'s", "’s",
)  # fmt: skip
COMMON = ("revenue", "net income", "gross margin", "total assets", "operating income", "capex", "asset turnover", "净利润", "营业收入")


def random_questions(seed, count, companies):
    """Yield questions of random words: names of companies, figures, periods, what is done with them, and anything else, in any order."""
    chosen = random.Random(seed)  # noqa: S311  (reproducible, and no secret)
    figures = [word for one in (*concepts(), *metrics()) for word in (one.title, *one.aliases)]
    for _ in range(count):
        kind = chosen.random()
        if kind < 0.4:
            parts = [
                *chosen.sample(companies, chosen.choice((1, 1, 1, 2))),
                chosen.choice(COMMON),
                *chosen.sample(OPERATORS, chosen.choice((0, 0, 1))),
                *chosen.sample(PERIODS, chosen.choice((0, 1, 1, 2))),
                *chosen.sample(SHAPES, chosen.choice((0, 0, 1))),
            ]
        elif kind < 0.7:
            parts = [
                chosen.choice(["", "What is", "How much", "Compare", chosen.choice(OPERATORS)]),
                *chosen.sample(companies, min(len(companies), chosen.choice((0, 1, 1, 2, 3)))),
                chosen.choice(figures),
                *chosen.sample(OPERATORS, chosen.choice((0, 1, 1, 2))),
                *chosen.sample(PERIODS, chosen.choice((0, 1, 1, 2))),
                *chosen.sample(SHAPES, chosen.choice((0, 0, 1))),
            ]
            chosen.shuffle(parts)
        else:
            pools = (companies, figures, OPERATORS, PERIODS, SHAPES, FILLER, FILLER)
            parts = [chosen.choice(chosen.choice(pools)) for _ in range(chosen.randint(1, 12))]
        yield (" " if chosen.random() < 0.95 else "").join(part for part in parts if part)


def faults_of(answer):
    """Return what is wrong with an answer that no question may bring about: a figure or sentence without its source, a text without one."""
    faults = []
    places = {(one.document_id, one.figure) for one in answer.citations}
    markers = {one.marker for one in answer.citations}
    for value in answer.values:
        facts = facts_of(value.calculation)
        if not facts or any((fact.document_id, (fact.cell_start, fact.cell_end)) not in places for fact in facts):
            faults.append(f"{value.display} has an operand without citation")
        if value.marker not in markers:
            faults.append(f"{value.display} has no marker")
    faults += [f"“{claim.text}” cites nothing" for claim in answer.claims if not claim.citations]
    given = answer.status in {AnswerStatus.ANSWERED, AnswerStatus.PARTIAL}
    if not answer.text.strip() or given != bool(answer.claims) or (answer.values and not given):
        faults.append(f"status {answer.status.value} with {len(answer.claims)} claims and {len(answer.values)} values")
    if "“”" in answer.text or any("“”" in line for line in answer.missing):
        faults.append("empty quotation marks")
    return faults


def ask_all(questions, ask):
    """Return the faults found, each with its question, and what the answers were: how many of which status, and the gate's verdicts."""
    faults, statuses, verdicts, seconds = [], Counter(), Counter(), []
    for question in questions:
        try:
            answer = ask(question)
        except (UsageError, LimitExceededError) as error:
            statuses["not asked"] += 1
            if words(question) and isinstance(error, UsageError):
                faults.append((question, f"refused to ask: {error}"))
            continue
        except Exception as error:  # noqa: BLE001  (any failure is what is looked for)
            faults.append((question, f"{type(error).__name__}: {error}"))
            continue
        faults += [(question, fault) for fault in faults_of(answer)]
        statuses[answer.status.value] += 1
        verdicts.update(claim.verdict for claim in answer.claims if claim.calculation)
        seconds += [answer.seconds] if answer.values else []
    return faults, statuses, verdicts, seconds


def main():
    """Ask and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--questions", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    with Workspace.open(load_settings(given.home), create=False) as workspace:
        access = Access(workspace.settings.user)
        companies = [name for one in workspace.directory.companies(access) for name in (one.name, *one.other_names)]
        questions = list(random_questions(given.seed, given.questions, companies))
        started = time.perf_counter()
        faults, statuses, verdicts, seconds = ask_all(
            questions, lambda question: workspace.answerer.ask(question, access, DocumentFilter(), top_k=workspace.settings.top_k)
        )
        taken = time.perf_counter() - started
    for question, fault in faults:
        sys.stdout.write(f"{question!r}: {fault}\n")
    figures = sum(verdicts.values())
    sys.stdout.write(f"{len(questions):,} questions (seed {given.seed}) in {taken:.0f} s: {dict(statuses)}; {len(faults)} faults\n")
    told = ", ".join(f"{verdict.value} {count}" for verdict, count in verdicts.items())
    median = statistics.median(seconds) * 1000 if seconds else 0
    sys.stdout.write(f"{figures:,} figures computed ({told or 'none'}), {median:.0f} ms at the median\n")
    sys.exit(1 if faults or verdicts[Verdict.MISMATCH] else 0)


if __name__ == "__main__":
    main()
