"""How many sentences of an honest model survive the checks: quoted word for word, told a little otherwise, or shown as their quote.

    python -m tests.bench.honest_drafts HOME [--most 600] [--seed 5]

HOME is a workspace that holds the sample library. Every draft quotes one printed sentence rightly and says it word for word, with its
company's name for "we", in other words of the same meaning, without its beginning or its end, or with the name and period before it.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from pathlib import Path

from research.models.checking import DraftChecker, Given, Rejected
from research.models.sources import Source
from research.nouns.access import Access
from research.nouns.answers import PlanTerm, QuestionPlan
from research.nouns.models import DraftClaim, DraftQuote
from research.nouns.queries import DocumentFilter
from research.settings import load_settings
from research.text.han import is_han
from research.text.words import sentences
from research.workspace import Workspace

READER = Access("bench")
OTHER_WORDS = (
    (r"\bincreased\b", "rose"),
    (r"\brose\b", "increased"),
    (r"\bdecreased\b", "fell"),
    (r"\bfell\b", "declined"),
    (r"\bbecause of\b", "due to"),
    (r"\bdue to\b", "because of"),
    (r"\bas a result of\b", "because of"),
    (r"\bapproximately\b", "about"),
    (r"\bprimarily\b", "mainly"),
    (r"\bhowever, \b", "but "),
    (r"\bwhich\b", "that"),
    (r"\bpurchases\b", "buys"),
    (r"\bdriven by\b", "led by"),
    (r"\bobtain\b", "get"),
    (r"\bprior year\b", "year before"),
    (r"\bbegan\b", "started"),
    (r"\bcompleted\b", "finished"),
    (r"\butilize\b", "use"),
    (r"\bsells\b", "markets"),
)
WE = (
    (r"\bOur\b", "{}'s"),
    (r"\bour\b", "its"),
    (r"\bWe are\b", "{} is"),
    (r"\bWe have\b", "{} has"),
    (r"\bWe were\b", "{} was"),
    (r"\bWe\b", "{}"),
    (r"\bwe are\b", "it is"),
    (r"\bwe have\b", "it has"),
    (r"\bwe\b", "it"),
    (r"\bus\b", "it"),
)
MIN_CHARS, MAX_CHARS = 50, 320


def swapped(text: str, pairs: tuple[tuple[str, str], ...], name: str) -> str:
    """Return a sentence with words put in place of others."""
    for pattern, word in pairs:
        text = re.sub(pattern, word.format(name), text)
    return text


def told(sentence: str, name: str, year: int | None) -> dict[str, str]:
    """Return the ways in which an honest model may tell a printed sentence."""
    named = swapped(sentence, WE, name)
    head, comma, tail = named.partition(", ")
    first = tail[:1].upper() + tail[1:]
    started = named if named.startswith((name, name.upper())) else named[:1].lower() + named[1:]
    ways = {"word for word": sentence, "named": named, "other words": swapped(named, OTHER_WORDS, name)}
    if comma and len(tail) > MIN_CHARS:
        ways["without its beginning"] = first
    if comma and len(head) > MIN_CHARS:
        ways["without its end"] = f"{head.rstrip('.')}."
    ways["with a lead"] = f"According to {name}'s filing{f' for fiscal {year}' if year else ''}, {started}"
    return ways


def honest(workspace: Workspace, most: int, seed: int) -> dict[str, Counter[str]]:
    """Return for each way of telling how many sentences were kept in its words, shown as a quote, or left out, and why."""
    chosen = random.Random(seed)  # noqa: S311  (the same cases each time, no secret)
    places = []
    for document in workspace.documents.find(READER, DocumentFilter()):
        for page, text in workspace.documents.pages(READER, document.id, range(1, document.page_count + 1)):
            flat = [
                " ".join(part.split()) for start, end in sentences(text) for part in re.split(r"(?<=。)", text[start:end]) if part.strip()
            ]
            flat = [one.replace(" ", "") if is_han(one) else one for one in flat]
            places += [
                (document, page.number, text, one)
                for one in flat
                if one[-1:] in ".。" and (MIN_CHARS if not is_han(one) else 15) <= len(one) <= MAX_CHARS and one[:1].isalpha()
            ]
    found: dict[str, Counter[str]] = {}
    checker = DraftChecker(workspace.documents, workspace.evidence)
    for document, number, text, sentence in chosen.sample(places, min(most, len(places))):
        name = (document.company or document.title or "The company").split(",")[0].split(" ")[0]
        question = f"What does {name} say on {' '.join(sentence.split()[2:5])}?" if not is_han(sentence) else f"{name}怎么说？"
        plan = QuestionPlan(question, companies=(PlanTerm(document.company or name, name),))
        given = Given(plan, {"S1": Source("S1", document.id, document.name, number, "", text)}, {})
        for way, words in (
            told(sentence, name, document.fiscal_year).items()
            if not is_han(sentence)
            else [("Chinese", sentence), ("Chinese, shortened", sentence.split("，")[0].rstrip("。") + "。")]
        ):
            checked = checker.check(DraftClaim(words, (DraftQuote("S1", sentence),)), given, READER)
            counts = found.setdefault(way, Counter())
            if isinstance(checked, Rejected):
                counts["left out"] += 1
                counts[f"  {re.sub(r'“.*?”|[0-9.,]+', '…', checked.reason)[:90]}"] += 1
            else:
                counts["as a quote" if checked.text.startswith("“") else "in its words"] += 1
    return found


def main() -> None:
    """Print how honest drafts fare."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("home", type=Path)
    options.add_argument("--most", type=int, default=600)
    options.add_argument("--seed", type=int, default=5)
    given = options.parse_args()
    with Workspace.open(load_settings(given.home), create=False) as workspace:
        found = honest(workspace, given.most, given.seed)
    for way, counts in found.items():
        whole = counts["in its words"] + counts["as a quote"] + counts["left out"]
        shares = ", ".join(f"{name} {counts[name] / whole:.1%}" for name in ("in its words", "as a quote", "left out"))
        print(f"{way} ({whole}): {shares}")
        for why, count in counts.most_common(8):
            if why.startswith("  "):
                print(f"   {count:4d} {why.strip()}")


if __name__ == "__main__":
    main()
