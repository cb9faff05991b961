"""Seeds problems into filings that were read right and counts how many are told: `DESK_SHARED=… python -m tests.bench.quality`.

Options: `--seed N` (7), `--seeds N` (340), `--missed` lists what was not told, `--sample` seeds into the bundled sample alone. The corpus
is the evaluation filings and the sample's. A problem is told when a finding that was not there before names its kind and its document (its
company, for what no document has). Before, every finding on the untouched filings is printed that is an error or a warning: each is to
be looked at by eye. Findings of staleness are as of a month after the newest filing. DESK_LOADED keeps what was read for the next run.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from ingest.metadata import read_metadata
from ingest.statements.facts import read_facts
from research.nouns.quality import Severity
from tests.bench.filings import Reading, filings, read
from tests.bench.quality_seeds import Case, case_of, draw_seeds, findings, is_found
from tests.sample.library import DOCUMENTS, load


def sample() -> Iterator[Reading]:
    """Yield the sample's papers as read."""
    for name in DOCUMENTS:
        metadata = read_metadata(load(name))
        facts = read_facts(load(name), metadata, document_id=name, company=metadata.company or "")
        yield Reading(name, load(name), metadata, facts)


def held(*, only_sample: bool) -> list[Case]:
    """Return the filings that state figures, each under its company's ticker or name."""
    readings = [*sample(), *(() if only_sample else read(filings()))]
    return [case_of(one, one.metadata.ticker or one.metadata.company or one.name) for one in readings if one.facts]


def show_untouched(cases: list[Case]) -> None:
    """Print each error and warning on the untouched filings, every company as of a month after its newest."""
    by_company: dict[str, list[Case]] = {}
    for case in cases:
        by_company.setdefault(case.document.company or "", []).append(case)
    found = [one for own in by_company.values() for one in findings(own, _soon(own)) if one.severity is not Severity.NOTE]
    for one in found:
        print(f"untouched: {one.severity.value}, {one.doubt.value}, {one.company}, {one.document}: {one.message}")
    on = len({one.document for one in found if one.document})
    print(f"untouched: {len(found)} errors and warnings, on {on} of {len(cases)} documents")


def _soon(cases: list[Case]) -> date:
    return max(one.document.period_end or date.min for one in cases) + timedelta(days=30)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--seeds", type=int, default=340)
    options.add_argument("--missed", action="store_true")
    options.add_argument("--sample", action="store_true")
    asked = options.parse_args()
    cases = held(only_sample=asked.sample)
    show_untouched(cases)
    told: Counter[tuple[str, str]] = Counter()
    started = time.process_time()
    for seed in draw_seeds(cases, asked.seeds, asked.seed):
        own = [case for case in cases if case.document.company == seed.cases[0].document.company]
        how = is_found(seed, findings(own, _soon(own)), findings(seed.cases, seed.on))
        told[seed.kind, how] += 1
        if asked.missed and how != "found":
            print(f"  {seed.kind}: {seed.place}: {seed.what}: {how or 'not told'}")
    for kind in dict.fromkeys(kind for kind, _ in told):
        counts = {how: count for (name, how), count in told.items() if name == kind}
        rest = ", ".join(f"{count} {how or 'not told'}" for how, count in counts.items() if how != "found")
        print(f"{kind}: {counts.get('found', 0)} of {sum(counts.values())}" + (f" ({rest})" if rest else ""))
    right = sum(count for (_, how), count in told.items() if how == "found")
    print(f"told in kind and place: {right} of {sum(told.values())}; {time.process_time() - started:.0f} s of processor")


if __name__ == "__main__":
    main()
