"""Measures the number gate on answers of models: `DESK_SHARED=… python -m tests.bench.completions [--loaded FOLDER] [--show]`.

Takes the answers of `financebench-dev/completions.jsonl` that were given with the gold pages at hand (the oracle modes), the
sentence of each that gives its headline figure, and checks that figure with its question against the gold pages.
Prints how many of those labelled correct are supported and how many of those labelled incorrect are flagged. `--show` prints the rest.
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections import Counter
from pathlib import Path
from typing import Any

from research.nouns.answers import Verdict
from research.text.figures import printed_figures
from research.text.words import sentences
from research.verification.gate import verify
from tests.bench.evidence import Filing, filings

_CONCLUDING = re.compile(r"\b(?:therefore|thus|so|hence|in conclusion|in summary|rounded|approximately)\b", re.IGNORECASE)
_FIGURE_ANSWER = re.compile(r"[-$]?\(?\$?-?[\d,]+(?:\.\d+)?%?\)?")


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--loaded", type=Path)
    given.add_argument("--show", action="store_true")
    options = given.parse_args()
    folder = Path(os.environ.get("DESK_SHARED", "../shared")) / "financebench-dev"
    questions = {one["id"]: one for one in rows(folder / "questions.jsonl")}
    asked = {one["doc"] for one in questions.values()}
    read = {filing.name: filing for filing in filings(options.loaded, frozenset(asked))}
    counts: Counter[tuple[str, str, str]] = Counter()
    for answer in rows(folder / "completions.jsonl"):
        question = questions.get(answer["id"])
        if question is None or not answer["mode"].startswith("oracle") or answer["label"] == "Refusal":
            continue
        sort = "figure" if _FIGURE_ANSWER.fullmatch(question["answer"].strip()) else "other"
        claim = headline(answer["answer"])
        if not claim:
            counts[answer["label"], sort, "no figure in the answer"] += 1
            continue
        verdict, reasons = judge(claim, question, read)
        counts[answer["label"], sort, verdict.value] += 1
        supported = verdict is Verdict.SUPPORTED
        if options.show and supported != answer["label"].startswith("Correct"):
            print(f"{answer['label']}: {verdict} {question['doc']} {question['question'][:160]}")
            print(f"   GOLD {question['answer'][:80]}\n   CLAIM {claim[:400]}\n   {reasons}")
    report(counts)


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def headline(answer: str) -> str:
    """Return the sentence that gives an answer's figure, its last one: the last concluding sentence with one, else the first with one."""
    plain = re.sub(r"\\(?:text|approx|times|frac)?|[{}*]|\\[\[\]()]", " ", answer)
    said = [
        " ".join(part.split()) for line in plain.splitlines() for start, end in sentences(line) if printed_figures(part := line[start:end])
    ]
    if not said:
        return ""
    concluding = [one for one in said if _CONCLUDING.search(one)]
    return concluding[-1] if concluding else said[0]


def judge(claim: str, question: dict[str, Any], read: dict[str, Filing]) -> tuple[Verdict, tuple[str, ...]]:
    pages = list(dict.fromkeys((one["doc"], one["page"]) for one in question["evidence"]))
    checked = verify(claim, [read[doc].evidence(page) for doc, page in pages], question=question["question"])
    judged = checked.figures[-1]
    return judged.verdict, judged.reasons


def report(counts: Counter[tuple[str, str, str]]) -> None:
    for label in sorted({label for label, _, _ in counts}):
        for sort in ("figure", "other"):
            found = {verdict: count for (one, kind, verdict), count in counts.items() if (one, kind) == (label, sort)}
            checked = sum(count for verdict, count in found.items() if verdict != "no figure in the answer")
            supported = found.get("supported", 0)
            share = f"{100 * supported / checked:.1f} %" if checked else "-"
            print(f"{label}, gold answer a {sort}: {supported} of {checked} supported ({share}), {checked - supported} flagged; {found}")


if __name__ == "__main__":
    main()
