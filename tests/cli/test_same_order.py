"""The same pages in the same order, with the same scores: with one thread and with two, in one run and in the next."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from tests.conftest import ROOT

QUERIES = (
    "Quillmere capital expenditure in fiscal 2024",
    "What drove net sales?",
    "risk factors of Tarrowby Foods",
    "dividends and share repurchases",
    "Which segment grew fastest in 2024?",
)


def found(home, batch, threads):
    """Return what a process of its own finds, its sets of words in an order of its own."""
    settings = {"DESK_THREADS": threads, "OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads, "PYTHONHASHSEED": threads}
    words = ["search", "--batch", str(batch), "--top-k", "50", "--home", str(home), "--json"]
    command = [sys.executable, "-c", "from ui.cli.main import run; run()", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env={**os.environ, **settings})
    return [[(hit["document"], hit["page"], hit["score"]) for hit in json.loads(line)["results"]] for line in done.stdout.splitlines()]


def test_threads_and_runs_change_no_order(sample_home, tmp_path):
    batch = tmp_path / "queries.jsonl"
    batch.write_text("".join(json.dumps({"id": str(number), "query": query}) + "\n" for number, query in enumerate(QUERIES)))
    one, two, again = (found(sample_home, batch, threads) for threads in ("1", "2", "2"))
    assert sum(map(len, one)) > 10
    assert one == two == again
