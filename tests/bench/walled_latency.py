"""How long retrieval takes with walls and without: an outsider who is allowed a tenth of 10,000 chunks.

usage: python -m tests.bench.walled_latency [--documents N] [--asks N]

A library of N documents of ten chunks each, made up, a tenth of them public and the others of a deal. The same questions are asked by a
reader without walls, by an outsider, and by that reader of the public documents alone. Printed are medians and 95th percentiles in
milliseconds, of the processor and of the clock, with a question's vector made by hashing in this very process.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

import numpy as np

from research.nouns.access import Access
from research.nouns.documents import Chunk, Document, DocumentState, Kind, Page, Tier
from research.nouns.queries import DocumentFilter
from research.settings import Settings
from research.workspace import Workspace
from tests.fakes.indexes import HashingEmbedder
from tests.fakes.model_server import serving

CHUNKS = 10
SENTENCES = [
    f"{subject} {verb} because {why}."
    for subject in (
        "Net sales",
        "Freight",
        "Inventory",
        "Demand for pumps",
        "Operating income",
        "The order book",
        "Working capital",
        "Energy",
    )
    for verb in ("rose by a tenth", "fell in the second half", "stayed as it was", "grew faster than planned")
    for why in ("customers replaced old machines", "prices were raised", "a plant was rebuilt", "a rail strike ended", "steel was dear")
]
QUESTIONS = [f"Why did {one}?" for one in ("net sales rise", "freight fall", "inventory grow", "demand for pumps rise", "energy stay")]


def fill(workspace: Workspace, documents: int) -> None:
    """Store so many documents, one in ten public, as ingest stores them."""
    random, embedder = np.random.default_rng(11), HashingEmbedder()
    for number in range(documents):
        key = f"{number:024x}"
        texts = [" ".join(SENTENCES[at] for at in random.choice(len(SENTENCES), 6, replace=False)) for _ in range(CHUNKS)]
        text = "\n".join(texts) + "\n"
        starts = np.cumsum([0, *(len(one) + 1 for one in texts)]).tolist()
        label = "public" if number % 10 == 0 else "deal:heron"
        document = Document(
            key,
            f"made-{number}",
            f"/made/{number}.md",
            f"{number:064x}",
            Kind.FILING,
            Tier.FILED,
            DocumentState.COMPLETE,
            datetime.now(UTC),
            company=f"Made {number // 10}",
            label=label,
            text=text,
            pages=(Page(1, 0, len(text), 612.0, 792.0),),
        )
        chunks = [Chunk(f"{number:012x}{at:012x}", key, at, starts[at], starts[at] + len(one), one, 1) for at, one in enumerate(texts)]
        workspace.documents.add(replace(document, state=DocumentState.LEXICAL), chunks, ())
        workspace.embeddings.put(chunks, workspace.embedder.fingerprint, np.asarray(embedder.embed(texts), dtype=np.float32))
        workspace.documents.complete_all([key])
    workspace.keeper.sync()


def asked(workspace: Workspace, access: Access, wanted: DocumentFilter, asks: int) -> str:
    """Return what so many questions took, in words."""
    spent, clock = [], []
    for turn in range(asks + len(QUESTIONS)):
        began, at = time.process_time(), time.perf_counter()
        found = workspace.pages_for(QUESTIONS[turn % len(QUESTIONS)], access, wanted=wanted).retrieval.results
        spent.append(1000 * (time.process_time() - began))
        clock.append(1000 * (time.perf_counter() - at))
        assert found
    spent, clock = spent[len(QUESTIONS) :], clock[len(QUESTIONS) :]
    return (
        f"processor {median(spent):.1f} ms, p95 {quantiles(spent, n=20)[-1]:.1f}; "
        f"clock {median(clock):.1f} ms, p95 {quantiles(clock, n=20)[-1]:.1f}"
    )


def main() -> int:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--documents", type=int, default=1_000)
    given.add_argument("--asks", type=int, default=100)
    options = given.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="desk-walled-") as name,
        serving(embed=lambda texts: np.asarray(HashingEmbedder().embed(texts), dtype=np.float64).tolist()) as server,
    ):
        settings = Settings(home=Path(name) / "home", walls=True, user="olga", embedding_url=server.url, embedding_name="hashing")
        with Workspace.open(settings) as workspace:
            fill(workspace, options.documents)
            outsider, everything = workspace.access("olga"), Access("chief")
            public = tuple(one.id for one in workspace.documents.find(outsider, DocumentFilter()))
            sys.stdout.write(f"{options.documents * CHUNKS:,} chunks, {len(public) * CHUNKS:,} of them allowed; {options.asks} questions\n")
            sys.stdout.write(f"without walls: {asked(workspace, everything, DocumentFilter(), options.asks)}\n")
            sys.stdout.write(f"with walls, an outsider: {asked(workspace, outsider, DocumentFilter(), options.asks)}\n")
            sys.stdout.write(
                f"without walls, the public ones alone: {asked(workspace, everything, DocumentFilter(ids=public), options.asks)}\n"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
