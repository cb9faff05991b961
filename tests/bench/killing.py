"""What benches that kill processes share: what becomes of one kill, what is lost, doubled or half, and their command line.

A bench prepares once and gives back a function that makes one kill with the random numbers that it is handed. A kill is a hit when it
came while the process was writing: after its first write, before its last.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.killed import killed_after

# What is written beside the content: locks, and what was found to be whole.
BESIDE = ("lock", "-shm", ".checked", ".sums")
LOOK_SECONDS = 0.02


@dataclass
class Outcome:
    """What became of one kill: whether it came before the end and was a hit, how many things were told of as done before, and what is
    wrong after a plain restart.

    `lost` was told of, or was there, and is not; `doubled` is there more often than once; `half` is anything else that an undisturbed run
    would not leave. `moment` says when the kill was, in the bench's own words.
    """

    moment: str
    killed: bool
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)
    told: dict[str, int] = field(default_factory=dict)
    hit: bool = False

    @property
    def is_whole(self):
        """Return whether nothing is wrong."""
        return not (self.lost or self.doubled or self.half)

    def compare(self, name, held, expected):
        """Note what differs between what is held and what an undisturbed run holds: rows of a list, entries of a table."""
        if held == expected:
            return
        held, expected = (_rows(one) for one in (held, expected))
        self.lost += [f"{name}: {one}"[:200] for one in expected - held]
        for one in held - expected:
            (self.doubled if one in expected else self.half).append(f"{name}: {one}"[:200])


def _rows(value):
    if isinstance(value, dict):
        value = sorted(value.items())
    return Counter(map(repr, value if isinstance(value, list | tuple) else [value]))


class Watch:
    """Sees when a process writes its first into some folders, and when it has done what it was to do."""

    def __init__(self, *folders):
        self._folders = folders
        self.mark = folders[0].with_name(f"{folders[0].name}.done")
        self.mark.unlink(missing_ok=True)
        self._before = self._written()

    def _written(self):
        files = (path for folder in self._folders for path in folder.rglob("*") if not path.name.endswith(BESIDE))
        found = {}
        for path in files:
            try:
                state = path.stat()
            except FileNotFoundError:  # it was there only for a moment
                continue
            found[str(path)] = (state.st_size, state.st_mtime_ns)
        return found

    @property
    def began(self):
        """Return whether anything was written."""
        return self._written() != self._before

    def wait(self, process):
        """Return once something was written, or the process has ended."""
        while process.exitcode is None and not self.began:
            process.join(LOOK_SECONDS)

    def kill(self, process, seconds):
        """Kill a process so many seconds after its first write; return whether it was killed, and whether that was before its end."""
        self.wait(process)
        killed = killed_after(process, seconds)
        return killed, killed and self.began and not self.mark.exists()

    def span(self, process):
        """Let a process run to its end, and return how many seconds it took from its first write on."""
        self.wait(process)
        began = time.perf_counter()
        process.join()
        return time.perf_counter() - began


def do_and_mark(mark, target, *arguments, **named):
    """Do something in a process of its own, then make a file: nothing is written after that."""
    try:
        target(*arguments, **named)
    finally:
        Path(mark).touch()


def chance_of(seed, path, number):
    """Return the random numbers of one kill: they do not depend on how many were made before it."""
    return random.Random(f"{seed} {path} {number}")  # noqa: S311 - moments, not secrets


def summed(outcomes):
    """Return the totals of some kills."""
    outcomes = list(outcomes)
    counts = Counter()
    for one in outcomes:
        counts.update(one.told)
    return {
        "tries": len(outcomes),
        "ended_before": sum(not one.killed for one in outcomes),
        "hits": sum(one.hit for one in outcomes),
        "acknowledged": sum(one.acknowledged for one in outcomes),
        "lost": sum(len(one.lost) for one in outcomes),
        "doubled": sum(len(one.doubled) for one in outcomes),
        "half": sum(len(one.half) for one in outcomes),
        **counts,
    }


def command_line(doc, prepared, *, kills, options=lambda _: None):
    """Be the command line of a bench: make so many kills, tell of each, end with the totals; return 1 when anything is wrong."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=kills, help="how often it is tried")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options(parser)
    given = parser.parse_args()
    outcomes = []
    with prepared(given) as kill:
        for number in range(given.kills):
            outcomes.append(kill(chance_of(given.seed, "", number)))
            if not given.json:
                print(json.dumps(asdict(outcomes[-1])), flush=True)
    runs = {"runs": [asdict(one) for one in outcomes]} if given.json else {}
    print(json.dumps(summed(outcomes) | runs), flush=True)
    sys.exit(not all(one.is_whole for one in outcomes))
