"""Measures drafts of models under the checks: `DESK_SHARED=… python -m tests.bench.completions_replay --home FOLDER [--show]`.

Takes the answers of `financebench-dev/completions.jsonl` that were given with the gold pages at hand (the oracle modes), and of each the
sentence that gives its headline. That sentence is checked as one of a draft would be: with what this program retrieves for the question
as its sources, and quotes of those lines that print the answer's figures or share most of its words. FOLDER is a workspace that holds
the filings. Prints how many headlines survive, of those labelled correct and incorrect; `--show` prints the others with the reasons.
"""

from __future__ import annotations

import argparse
import os
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from research.models.checking import DraftChecker, Given, Rejected
from research.models.sources import computed_facts, passage_reader, sources_of
from research.nouns.access import Access
from research.nouns.models import DraftClaim, DraftQuote
from research.nouns.queries import DocumentFilter
from research.settings import load_settings
from research.text.figures import printed_figures
from research.text.words import sentences, stem, words
from research.workspace import Workspace
from tests.bench.completions import headline, rows

ROOM = 6_000
MOST_QUOTES = 8
ACCESS = Access("bench")
_PLAIN = re.compile(r"\\(?:text|approx|times|frac)?|[{}*#]|\\[\[\]()]")
_LEAD = re.compile(r"^(?:(?:based on|according to|in agreement with)[^,]*,|therefore,|thus,|so,|yes,|no,|in conclusion,)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a source that could be quoted."""

    source: str
    text: str
    figures: frozenset[str]
    stems: frozenset[str]


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--home", type=Path, required=True)
    given.add_argument("--show", action="store_true")
    options = given.parse_args()
    folder = Path(os.environ.get("DESK_SHARED", "../shared")) / "financebench-dev"
    questions = {one["id"]: one for one in rows(folder / "questions.jsonl")}
    answers = [one for one in rows(folder / "completions.jsonl") if one["mode"].startswith("oracle") and one["label"] != "Refusal"]
    counts: Counter[tuple[str, str]] = Counter()
    with Workspace.open(load_settings(options.home), create=False) as workspace:
        checker = DraftChecker(workspace.documents, workspace.evidence)
        sources: dict[str, tuple[Given, list[Line]]] = {}
        for answer in answers:
            if (question := questions.get(answer["id"])) is None:
                continue
            if answer["id"] not in sources:
                sources[answer["id"]] = given_for(workspace, question["question"])
            known, lines = sources[answer["id"]]
            claim = DraftClaim(claimed(answer["answer"]), tuple(quotes_for(answer["answer"], lines, known)))
            found = checker.check(claim, known, ACCESS)
            why = found.reason if isinstance(found, Rejected) else "" if found.text == claim.text else "shown as a quote"
            label = answer["label"].split()[0]
            counts[label, "left out" if why else "survives"] += 1
            if options.show and bool(why) == (label == "Correct"):
                show(answer, question, claim, why)
    report(counts)


def given_for(workspace: Workspace, question: str) -> tuple[Given, list[Line]]:
    """Return what a draft for a question may rest on, as the program gives it to a model, and the lines of it."""
    answer = workspace.answerer.ask(question, ACCESS, DocumentFilter(), top_k=workspace.settings.top_k)
    shown = (one.document_id for claim in answer.claims for one in claim.citations)
    ids = tuple(dict.fromkeys((*(one.chunk.document_id for one in answer.retrieved), *shown)))
    documents = workspace.documents.find(ACCESS, DocumentFilter(ids=ids)) if ids else []
    sources = sources_of(answer.retrieved, documents, read=passage_reader(workspace.documents, ACCESS), room=ROOM)
    given = Given(answer.plan, {one.id: one for one in sources}, {one.id: one for one in computed_facts(answer, documents)})
    return given, [line for source in sources for line in lines_of(source.id, source.text)]


def lines_of(source: str, text: str) -> Iterable[Line]:
    """Yield the lines of a source, and its sentences where they go over several lines."""
    flat = " ".join(text.split())
    parts = [*text.splitlines(), *(flat[start:end] for start, end in sentences(flat))]
    for part in dict.fromkeys(" ".join(one.split()) for one in parts):
        if 8 <= len(part) <= 600:
            yield Line(source, part, numbers(part), stems(part))


def claimed(answer: str) -> str:
    """Return an answer's headline: the sentence of its figure, else its first one."""
    plain = " ".join(_PLAIN.sub(" ", answer).split())
    said = headline(answer) or next((plain[start:end] for start, end in sentences(plain)), plain)
    shorter = _LEAD.sub("", said)
    return shorter[:1].upper() + shorter[1:]


def quotes_for(answer: str, lines: list[Line], given: Given) -> Iterable[DraftQuote]:
    """Yield quotes of what an answer rests on: computed figures that it states, then the lines of its figures and words."""
    said, about = claimed(answer), stems(answer)
    yield from (DraftQuote(one.id, "") for one in given.facts.values() if shares(numbers(one.text), numbers(said)))
    taken: list[Line] = []
    for figure in [*sorted(numbers(said)), *sorted(numbers(answer) - numbers(said))]:
        if any(shares(one.figures, {figure}) for one in taken):
            continue
        having = [one for one in lines if shares(one.figures, {figure})]
        if having and len(taken) < MOST_QUOTES:
            taken.append(max(having, key=lambda one: (len(one.stems & about), -len(one.text))))
    if not taken and lines:
        taken = sorted(lines, key=lambda one: -len(one.stems & stems(said)))[:3]
    yield from (DraftQuote(one.source, one.text) for one in taken)


def numbers(text: str) -> frozenset[str]:
    """Return the figures of a text by their digits, without years and what is too short to be told apart."""
    found = (re.sub(r"\D", "", text[one.start : one.end]).strip("0") for one in printed_figures(text))
    return frozenset(one for one in found if len(one) > 1 and not re.fullmatch(r"(?:19|20)\d\d", one))


def shares(one: Iterable[str], other: Iterable[str]) -> bool:
    """Return whether two sets of figures have one in common, rounded to the shorter of the two."""
    return any(alike(first, second) for first in one for second in other)


def alike(first: str, second: str) -> bool:
    shorter, longer = sorted((first, second), key=len)
    if len(shorter) == len(longer) or len(shorter) < 3:
        return shorter == longer
    return str(round(int(longer) / 10 ** (len(longer) - len(shorter)))) == shorter


def stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text) if not word.isdigit())


def show(answer: dict[str, Any], question: dict[str, Any], claim: DraftClaim, why: str) -> None:
    print(f"{answer['label']}: {why or 'survives'} · {question['doc']} {question['question'][:160]}")
    print(f"   GOLD {question['answer'][:100]}\n   CLAIM {claim.text[:300]}")
    for one in claim.quotes:
        print(f"   {one.source} {one.quote[:140]}")


def report(counts: Counter[tuple[str, str]]) -> None:
    for label in ("Correct", "Incorrect"):
        total = counts[label, "survives"] + counts[label, "left out"]
        print(
            f"{label}: {counts[label, 'survives']} of {total} headlines survive ({100 * counts[label, 'survives'] / max(total, 1):.1f} %)"
        )
    alive = counts["Correct", "survives"] + counts["Incorrect", "survives"]
    print(f"of {alive} that survive {100 * counts['Correct', 'survives'] / max(alive, 1):.1f} % are labelled correct")


if __name__ == "__main__":
    main()
