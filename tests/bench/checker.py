"""How many altered sentences of a draft the checker finds, and how many true ones it calls a mismatch.

    python -m tests.bench.checker SAMPLE_HOME [--filings HOME] [--pairs 100] [--seed 11] [--show]

SAMPLE_HOME is a workspace that holds the sample library. Each pair is a true sentence, made from the library's own list of figures in one
of the forms of `checker_forms.toml`, and the same one altered: its figure, scale, year, company, direction or basis. With --filings, a
workspace of the evaluation filings, sentences are made from the gold of our own questions too (`checker_gold.jsonl`), and the sentences
that were written by hand (`checker_hand.jsonl`) are checked in both.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from research.nouns.access import Access
from research.nouns.answers import Verdict
from research.nouns.drafts import CheckedSentence, DraftKind, DraftPart, DraftPlace, DraftSentence, DraftText
from research.settings import load_settings
from research.text.figures import printed_figures
from research.workspace import Workspace
from tests.bench.checker_gold import gold_cases
from tests.bench.checker_sentences import Case, cases

READER = Access("bench")
FOUND = (Verdict.MISMATCH, Verdict.STALE)
_HAND = Path(__file__).with_name("checker_hand.jsonl")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case and what the checker said of it."""

    case: Case
    checked: CheckedSentence

    @property
    def is_found(self) -> bool:
        """Return whether an altered sentence is told to be wrong."""
        return self.checked.verdict in FOUND

    @property
    def has_value(self) -> bool:
        """Return whether the right value of the source stands beside it."""
        values = printed_figures(self.checked.expected or "")
        return any(_near(one.value, true) for one in values for true in self.case.expected)


def _near(said: Decimal, true: Decimal) -> bool:
    return abs(abs(said) - abs(true)) <= max(abs(true) * Decimal("0.006"), Decimal("0.06") if abs(true) < 100 else Decimal(0))


def check(workspace: Workspace, texts: Sequence[str]) -> tuple[list[CheckedSentence], float, float]:
    """Return each text as the checker sees it by itself, with the seconds by the clock and of the processor."""
    sentences = tuple(
        DraftSentence(text, DraftPlace(DraftPart.BODY, at, None, None, 0, len(text)), (f"{at}",)) for at, text in enumerate(texts)
    )
    draft = DraftText("bench.md", "", DraftKind.MARKDOWN, sentences, (), (), "0" * 64)
    began, worked = time.perf_counter(), time.process_time()
    found = workspace.draft_checker.check(draft, READER, now=datetime.now(UTC))
    return list(found.sentences), time.perf_counter() - began, time.process_time() - worked


def report(name: str, outcomes: Sequence[Outcome], *, show: bool) -> None:
    """Print what was found of true and altered sentences, by kind."""
    true = [one for one in outcomes if not one.case.alteration]
    altered = [one for one in outcomes if one.case.alteration]
    wrong = [one for one in true if one.is_found]
    found = [one for one in altered if one.is_found]
    right = [one for one in found if one.has_value]
    falsely = [one for one in altered if one.checked.verdict is Verdict.SUPPORTED]
    print(f"{name}: {len(true)} true, {len(altered)} altered, {len({one.case.form for one in outcomes})} forms")
    print(f"  true: {len(wrong)} called mismatch or stale ({len(wrong) / max(1, len(true)):.1%}); {_counts(true)}")
    share = f"{len(found)} found ({len(found) / max(1, len(altered)):.1%}), {len(right)} with the source's value"
    print(f"  altered: {share}; {_counts(altered)}")
    for kind in sorted({one.case.alteration for one in altered}):
        of_kind = [one for one in altered if one.case.alteration == kind]
        having = sum(one.is_found and one.has_value for one in of_kind)
        print(f"    {kind}: {sum(one.is_found for one in of_kind)} of {len(of_kind)} found, {having} with the value")
    odd = [*wrong, *falsely, *(one for one in altered if one not in right)]
    odd += [one for one in true if one.checked.verdict is not Verdict.SUPPORTED and one not in wrong]
    for one in dict.fromkeys(odd) if show else ():
        found_of = f"{one.case.alteration or 'true'} → {one.checked.verdict.value}"
        print(f"  {found_of}: {one.case.text} | {one.checked.expected} | {one.checked.reason[:200]}")


def _counts(outcomes: Sequence[Outcome]) -> str:
    return ", ".join(f"{count} {verdict.value}" for verdict, count in Counter(one.checked.verdict for one in outcomes).most_common())


def by_hand(workspace: Workspace, of: str) -> tuple[int, int]:
    """Print the sentences written by hand whose verdict is not theirs; return how many there are and how many have it."""
    rows = [row for row in map(json.loads, _HAND.read_text(encoding="utf-8").splitlines()) if row["of"] == of]
    checked, _, _ = check(workspace, [row["text"] for row in rows])
    pairs = list(zip(rows, checked, strict=True))
    for row, one in pairs:
        if one.verdict.value != row["verdict"]:
            print(f"  by hand, {row['verdict']} → {one.verdict.value}: {row['text']} | {one.reason[:160]}")
    return len(rows), sum(one.verdict.value == row["verdict"] for row, one in pairs)


def run(home: Path, made: Sequence[Case], of: str, *, show: bool) -> tuple[int, int]:
    """Check cases in a workspace and print the outcome; return what `by_hand` does."""
    with Workspace.open(load_settings(home), create=False) as workspace:
        checked, seconds, worked = check(workspace, [one.text for one in made])
        report(of, [Outcome(*pair) for pair in zip(made, checked, strict=True)], show=show)
        print(f"  {len(made)} sentences in {seconds:.1f} s ({worked:.1f} s of processor)")
        return by_hand(workspace, of)


def main() -> None:
    """Print how the checker fares."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("home", type=Path)
    options.add_argument("--filings", type=Path)
    options.add_argument("--pairs", type=int, default=100)
    options.add_argument("--seed", type=int, default=11)
    options.add_argument("--show", action="store_true")
    given = options.parse_args()
    dice = random.Random(given.seed)  # noqa: S311  (the same cases each time, no secret)
    hands = [run(given.home, cases(dice, given.pairs), "sample", show=given.show)]
    if given.filings:
        hands.append(run(given.filings, gold_cases(dice), "filings", show=given.show))
    print(f"by hand: {sum(right for _, right in hands)} of {sum(count for count, _ in hands)} have the verdict they were written for")


if __name__ == "__main__":
    main()
