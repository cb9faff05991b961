"""Kill everything that keeps something, 200 times, and look for what is lost, doubled or half after a plain restart.

usage: python -m tests.bench.lose_nothing [--kills N] [--only PATH] [--seed N] [--keep FILE]

The kills are shared out over the paths: ingest, polling of feeds, saving of drafts, sending of digests, purges, corrections, history, and
what else users do that is kept at once (see `record_kill`). Each path has its own bench, which says what is told of as done and what has
to hold; nothing is done by hand between a kill and the run after it. A path is tried until so many kills came while the process was
writing; those that came before or after are judged as well, and counted as tries alone. With `--keep` each outcome is written to a file, a
JSON object a line, and a run that was cut goes on from there. Prints the totals of each path; exit 1 when anything is wrong, or when a
path could not be hit often enough.
"""

import argparse
import json
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from types import ModuleType

from tests.bench import draft_kill, feed_kill, kill, purge_kill, record_kill, send_kill
from tests.bench.killing import Outcome, chance_of, summed
from tests.bench.planting import write

# Of a hundred kills so many are of a path: the more moments it has that differ, the more.
PATHS: dict[str, tuple[ModuleType, int, list[str]]] = {
    "ingest": (kill, 15, []),
    "feeds": (feed_kill, 15, ["--feeds", "2", "--entries", "4"]),
    "drafts": (draft_kill, 15, []),
    "sending": (send_kill, 15, []),
    "purges": (purge_kill, 10, ["--light"]),
    "corrections": (record_kill, 12, ["--cut", "correct", "add name"]),
    "history": (record_kill, 10, ["--cut", "ask", "feedback"]),
    "records": (record_kill, 8, []),
}
MOST_TRIES = 5  # for each hit that is wanted
KINDS = ("note", "html", "xlsx")


def given_to(module, words, folder):
    """Return the options of a path's bench."""
    parser = argparse.ArgumentParser()
    getattr(module, "options", lambda _: None)(parser)
    texts = ("Ravensmoor Foods sold 4 million bowls of soup in fiscal 2024.",)
    files = [write(folder, f"paper-{kind}", kind, texts, position="end", hidden=False) for kind in KINDS] if module is kill else []
    return parser.parse_args([*words, *map(str, files)])


def kept(path):
    """Return the outcomes that an earlier run wrote, by path and number."""
    lines = map(json.loads, path.read_text().splitlines()) if path and path.exists() else ()
    return {(line.pop("path"), line.pop("number")): Outcome(**line) for line in lines}


def run_path(name, kills, seed, found, note):
    """Try a path until it was hit so often, with those that were made before."""
    module, _, words = PATHS[name]
    hits = sum(one.hit for (path, _), one in found.items() if path == name)
    if hits >= kills:
        return
    with tempfile.TemporaryDirectory(prefix="desk-lose-") as folder, module.prepared(given_to(module, words, Path(folder))) as one_kill:
        for number in range(kills * MOST_TRIES):
            if (name, number) in found:
                continue
            found[name, number] = one_kill(chance_of(seed, name, number))
            note(name, number, found[name, number])
            hits += found[name, number].hit
            if hits >= kills:
                return


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--only", choices=PATHS, action="append")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    found, wanted = kept(given.keep), 0

    def note(name, number, outcome):
        if given.keep:
            with given.keep.open("a") as file:
                file.write(json.dumps({"path": name, "number": number, **asdict(outcome)}) + "\n")
        if not outcome.is_whole:
            print(json.dumps({"path": name, "number": number, **asdict(outcome)}), flush=True)

    for name in given.only or PATHS:
        began = time.perf_counter()
        kills = round(given.kills * PATHS[name][1] / 100)
        wanted += kills
        run_path(name, kills, given.seed, found, note)
        outcomes = [one for (path, _), one in found.items() if path == name]
        print(json.dumps({"path": name, **summed(outcomes), "seconds": round(time.perf_counter() - began)}), flush=True)
    every = summed(found.values())
    print(json.dumps({"path": "all", **every}))
    sys.exit(every["hits"] < wanted or not all(one.is_whole for one in found.values()))


if __name__ == "__main__":
    main()
