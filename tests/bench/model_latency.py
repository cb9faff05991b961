"""Measures what the program adds to a model's time: `python -m tests.bench.model_latency --home FOLDER QUESTION… [--asks 10]`.

A server on this machine streams an answer that quotes its sources, at 50 pieces of 12 characters a second after a second's thought.
FOLDER is a workspace that answers the questions with passages. Printed, in milliseconds over all asks but the first of each question:
the whole answer beyond the server's time, of that what the program's own answer takes without a model (retrieval and reading), and what
is added to both; and from the server's first piece until the first provisional word is told.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from pathlib import Path
from statistics import median
from typing import Any

from research.model_settings import ModelSettings
from research.models.service import Telling
from research.nouns.access import Access
from research.settings import load_settings
from research.workspace import Workspace
from tests.fakes.model_server import ModelServer, Reply, serving

ACCESS = Access("bench")


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--home", type=Path, required=True)
    given.add_argument("questions", nargs="+")
    given.add_argument("--asks", type=int, default=10)
    options = given.parse_args()
    with serving(Reply(quoting, wait=1.0, pause=0.02, piece=12)) as server:
        model = ModelSettings(name="bench", url=server.url, retries=0)
        settings = load_settings(options.home).model_copy(update={"models": (model,)})
        with Workspace.open(settings, create=False) as workspace:
            rows = [row for question in options.questions for row in measured(workspace, server, question, options.asks)]
    for name in ("beyond the server's time", "the program's own answer", "added to both", "first word after the server's"):
        values = sorted(row[name] for row in rows)
        print(f"{name}: median {1000 * median(values):.0f} ms, worst of {len(values)} {1000 * values[-1]:.0f} ms")


def measured(workspace: Workspace, server: ModelServer, question: str, asks: int) -> list[dict[str, float]]:
    """Return the seconds of each ask of a question but the first."""
    rows = []
    for _ in range(asks + 1):
        server.first_word.clear()
        server.spans.clear()
        began = time.perf_counter()
        workspace.ask(question, ACCESS, telling=None)
        own = time.perf_counter() - began
        told: list[float] = []
        began = time.perf_counter()
        answer = workspace.ask(
            question, ACCESS, telling=Telling(lambda _, told=told: told.append(time.perf_counter()), lambda _: None, lambda: True)
        )
        whole = time.perf_counter() - began
        if answer.model is None:
            raise SystemExit(f"no model wrote the answer to {question!r}: {'; '.join(answer.missing)}")
        beyond = whole - sum(ended - came for came, ended in server.spans)
        rows.append(
            {
                "beyond the server's time": beyond,
                "the program's own answer": own,
                "added to both": beyond - own,
                "first word after the server's": told[0] - server.first_word[0],
            }
        )
    return rows[1:]


def _note(told: list[float], _: str) -> None:
    told.append(time.perf_counter())


def quoting(body: dict[str, Any]) -> str:
    """Return a draft of up to three sentences of the sources, each with itself as its quote."""
    claims = []
    for source, text in re.findall(r"<<<SOURCE (S\d+):[^\n]*\n(.*?)\n<<<END", body["messages"][1]["content"], re.DOTALL):
        found = (
            one for one in re.split(r"(?<=\.)\s+", " ".join(text.split())) if 60 < len(one) < 300 and one[:1].isupper() and "|" not in one
        )
        claims += [{"text": one, "quotes": [{"source": source, "quote": one}], "figures": []} for one in list(found)[:1]]
    return json.dumps({"refused": False, "claims": claims[:3]})


if __name__ == "__main__":
    main()
