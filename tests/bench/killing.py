"""What benches that kill processes share: what becomes of one kill, what is lost, doubled or half, and their command line.

A bench prepares once and gives back a function that makes one kill with the random numbers that it is handed: the same numbers, the same
moment.
"""

import argparse
import json
import random
import sys
from collections import Counter
from dataclasses import asdict, dataclass, field


@dataclass
class Outcome:
    """What became of one kill: whether it hit, how many things were told of as done before, and what is wrong after a plain restart.

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
        "kills": sum(one.killed for one in outcomes),
        "acknowledged": sum(one.acknowledged for one in outcomes),
        "lost": sum(len(one.lost) for one in outcomes),
        "doubled": sum(len(one.doubled) for one in outcomes),
        "half": sum(len(one.half) for one in outcomes),
        **counts,
    }


def command_line(doc, prepared, *, kills, options=lambda _: None):
    """Be the command line of a bench: make so many kills, tell of each, end with the totals; return 1 when anything is wrong."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=kills)
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
