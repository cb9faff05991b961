"""Measures the number gate on sentences of real filings: `DESK_SHARED=… python -m tests.bench.gate [--loaded FOLDER] [--seed N] [--show]`.

Takes 500 claims at random from the management's discussion of the filings: 320 sentences and 120 table rows word for word, and 60 statement
rows put into words with their period; each with its page as evidence. Prints how many are supported, then how many are rejected (any
other verdict) when each is altered once in every way that applies, by kind of alteration. `--show` prints what went wrong.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from research.nouns.answers import Verdict
from research.nouns.facts import SCALE_WORDS, Span
from research.text.figures import printed_figures
from research.verification.evidence import Evidence
from research.verification.gate import verify
from tests.bench.alterations import KINDS, company
from tests.bench.evidence import Filing, filings

SENTENCES, ROWS, WORDED = 320, 120, 60
_DISCUSSION = re.compile(r"management[’']?s\s+discussion\s+and\s+analysis", re.IGNORECASE)
_AFTER = re.compile(
    r"report\s+of\s+independent\s+registered|consolidated\s+statements?\s+of\s+(?:income|operations|earnings)\b", re.IGNORECASE
)
_ROW = re.compile(r"[A-Z][A-Za-z ,&’'()/—–-]{4,80}(?:\s+[$(]*\s?\d[\d,.]*\s?\)?\s?%?){2,6}")
_SPANS = {Span.YEAR: "the year", Span.QUARTER: "the quarter", Span.HALF: "the six months", Span.NINE_MONTHS: "the nine months"}


@dataclass(frozen=True, slots=True)
class Sample:
    """A claim, the sort it is of, and the page that it is held against."""

    text: str
    sort: str
    evidence: Evidence


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--loaded", type=Path)
    given.add_argument("--seed", type=int, default=7)
    given.add_argument("--show", action="store_true")
    options = given.parse_args()
    dice = random.Random(options.seed)  # noqa: S311  (a sample, not a secret)
    samples = take(list(filings(options.loaded)), dice)
    started = time.perf_counter()
    count_supported(samples, show=options.show)
    checks = count_rejected(samples, dice, show=options.show)
    print(f"{1000 * (time.perf_counter() - started) / (checks + len(samples)):.0f} ms a claim")


def take(read: list[Filing], dice: random.Random) -> list[Sample]:
    """Return the sample: sentences, rows and worded rows."""
    names = tuple(sorted({name for filing in read for name in filing.evidence(1).names}))
    sentences, rows, worded = [], [], []
    for filing in read:
        pages = discussion(filing)
        for number in pages:
            evidence = filing.evidence(number, names)
            sentences += [Sample(text, "sentence", evidence) for text in sentences_of(evidence.text)]
            rows += [
                Sample(match[0].strip(), "row", evidence) for line in evidence.text.splitlines() if (match := _ROW.fullmatch(line.strip()))
            ]
        worded += [Sample(text, "row in words", filing.evidence(page, names)) for page, text in in_words(filing)]
    return [*dice.sample(sentences, SENTENCES), *dice.sample(rows, ROWS), *dice.sample(worded, WORDED)]


def discussion(filing: Filing) -> list[int]:
    """Return the page numbers of the management's discussion, by its heading and what comes after it."""
    texts = [filing.loaded.text[page.start : page.end] for page in filing.loaded.pages]
    first = next(
        (at for at, text in enumerate(texts) if at > len(texts) // 12 and _DISCUSSION.search(text[:900]) and len(text) > 1500), None
    )
    if first is None:
        return list(range(2, min(len(texts), 12)))
    last = next((at for at in range(first + 4, len(texts)) if _AFTER.search(texts[at][:400])), len(texts))
    return [at + 1 for at in range(first, min(last, first + 45))]


def sentences_of(text: str) -> list[str]:
    """Return the sentences with a figure, white space made single, of the paragraphs of a page."""
    found = []
    for block in re.split(r"\n\s*\n", text):
        for said in re.split(r"(?<=[a-z)%\d]\.)\s+(?=[A-Z\d•·(])", " ".join(block.split())):
            start = re.search(r"[A-Z]", said)
            whole = said[start.start() :] if start else ""
            if 40 < len(whole) < 420 and whole.endswith(".") and printed_figures(whole) and not _is_table(whole):
                found.append(whole)
    return found


def _is_table(text: str) -> bool:
    return len(re.findall(r"\d[\d,.]*", text)) > len(text.split()) / 3


def in_words(filing: Filing) -> list[tuple[int, str]]:
    """Return statement rows put into words, with their page: label, amount in the table's scale, and period."""
    found = []
    for fact in filing.facts:
        if (
            fact.statement
            and fact.concept
            and fact.unit == "USD"
            and fact.scale in SCALE_WORDS
            and fact.value
            and fact.page
            and fact.is_of_whole
        ):
            amount = f"${abs(fact.value) / fact.scale:,.0f} {SCALE_WORDS[fact.scale]}".strip()
            period = fact.period
            when = (
                f"at the end of {period.label}"
                if period.span is Span.INSTANT
                else f"for {_SPANS.get(period.span, 'the period')} {period.label}"
            )
            subject = filing.evidence(fact.page).names[-1]
            found.append((fact.page, f"{subject}'s {fact.label.rstrip(':').lower()} was {amount} {when}."))
    return found


def count_supported(samples: list[Sample], *, show: bool) -> None:
    right: Counter[str] = Counter()
    total: Counter[str] = Counter(sample.sort for sample in samples)
    for sample in samples:
        checked = verify(sample.text, [sample.evidence])
        right[sample.sort] += checked.verdict is Verdict.SUPPORTED
        if show and checked.verdict is not Verdict.SUPPORTED:
            print(f"  NOT SUPPORTED [{sample.sort}] {sample.evidence.place}: {checked.verdict} {checked.reasons}\n    {sample.text}")
    for sort, count in total.items():
        print(f"supported, {sort}: {right[sort]} of {count}")
    print(f"supported: {right.total()} of {total.total()}: {100 * right.total() / total.total():.1f} %")


def count_rejected(samples: list[Sample], dice: random.Random, *, show: bool) -> int:
    rejected: Counter[str] = Counter()
    mismatched: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for sample in samples:
        others = sample.evidence.others
        altered = {kind: alter(sample.text, dice) for kind, alter in KINDS.items()}
        altered["company"] = company(dice.choice(others), sample.evidence.names, sample.text) if others else None
        for kind, text in altered.items():
            if text is None or text == sample.text:
                continue
            total[kind] += 1
            checked = verify(text, [sample.evidence])
            rejected[kind] += checked.verdict is not Verdict.SUPPORTED
            mismatched[kind] += checked.verdict is Verdict.MISMATCH
            if show and checked.verdict is Verdict.SUPPORTED:
                print(f"  SUPPORTED though altered [{kind}] {sample.evidence.place}\n    {text}\n    {sample.text}")
    for kind, count in total.items():
        print(f"rejected, {kind}: {rejected[kind]} of {count} ({100 * rejected[kind] / count:.1f} %), as a mismatch {mismatched[kind]}")
    print(f"rejected: {rejected.total()} of {total.total()}: {100 * rejected.total() / total.total():.1f} %")
    return total.total()


if __name__ == "__main__":
    main()
