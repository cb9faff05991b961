"""Kill a process that keeps what users do with SIGKILL at random moments, and look whether each act is whole and none told of is lost.

usage: python -m tests.bench.record_kill [--kills N] [--cut ACTION ...] [--seed N] [--json]

The acts are corrections, labels, names, questions, feedback, watchlists, schedules, grants, restrictions, holds and remarks, two of each,
in a workspace of three papers of its own for each kill. An act that was told of is kept once and recorded once in the audit trail. One
that was cut is both or neither; where the catalog keeps what the ledger records it may be recorded alone, as ordered and not done. Then
a process goes on from there, the queue is worked through, and all is compared with an undisturbed run. With --cut only acts of these
actions are cut, as the audit trail names them. Exit 1 when something is wrong.
"""

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

from research.audit.proving import prove
from tests.bench.killing import Outcome, Watch, command_line, do_and_mark
from tests.bench.records import KINDS, ROUNDS, act_on, counted, finish, kind_of, make
from tests.killed import told_until_killed
from tests.research.purging.planted import opened

ACTS = ROUNDS * len(KINDS)
LONGEST_WAIT = 0.08


def options(parser):
    parser.add_argument("--cut", nargs="+", choices=sorted({one.action for one in KINDS}))


@contextmanager
def prepared(given):
    """Give what kills a process after a random number of acts and a random wait."""
    with tempfile.TemporaryDirectory(prefix="desk-record-") as name:
        made = Path(name, "made")
        make(made / "home")
        expected = whole(shutil.copytree(made, Path(name, "whole")) / "home")
        numbers = [number for number in range(ACTS) if not given.cut or kind_of(number).action in given.cut]
        yield lambda chance: one_kill(made, Path(name, "killed"), (chance.choice(numbers), chance.uniform(0.0, LONGEST_WAIT)), expected)


def whole(home, first=0):
    """Let the acts be done from a number on, and return what is held when the queue is worked through."""
    told, _ = told_until_killed(act_on, str(home), told=ACTS - first, after=0, first=first)
    assert told == list(range(first, ACTS)), told
    with opened(home) as workspace:
        return finish(workspace)


def one_kill(made, folder, moment, expected):
    told, after = moment
    home = shutil.copytree(made, folder) / "home"
    watch = Watch(home)
    done, killed = told_until_killed(do_and_mark, watch.mark, act_on, str(home), told=told, after=after)
    outcome = Outcome(f"{after:.4f} s after act {told}", killed, hit=killed and len(done) < ACTS and watch.began)
    if outcome.hit:
        outcome.told[f"cut: {kind_of(len(done)).action}"] = 1
    judge(home, len(done), outcome, expected)
    shutil.rmtree(folder)
    return outcome


def judge(home, cut, outcome, expected):
    """Note what is wrong in a workspace where the acts before `cut` were told of, and after they were gone on with from there."""
    outcome.acknowledged = cut
    with opened(home) as workspace:
        counts = [counted(workspace, number) for number in range(ACTS)]
        with workspace.trail.whole() as (end, rows):
            outcome.half += [fault] if (fault := prove(rows, end).fault) else []
    for number in range(ACTS):
        _judge_act(number, cut, counts[number], outcome)
    held = whole(home, cut + (cut < ACTS and counts[cut][0]))
    if outcome.told.get("ordered"):  # and recorded once more when it was done
        name = f"{cut} {kind_of(cut).action}"
        held[name] = (held[name][0], held[name][1] - 1)
    for name in expected:
        outcome.compare(name, held[name], expected[name])


def _judge_act(number, cut, count, outcome):
    kept, recorded = count
    name = f"{number} {kind_of(number).action}"
    if (kept, recorded, number) == (0, 1, cut) and kind_of(number).in_catalog:
        outcome.told["ordered"] = 1
    elif kept != recorded:
        outcome.half.append(f"{name}: kept {kept} times, recorded {recorded} times")
    elif kept > 1:
        outcome.doubled.append(name)
    elif not kept and number < cut:
        outcome.lost.append(name)
    elif kept and number > cut:
        outcome.half.append(f"{name}: done before its turn")


if __name__ == "__main__":
    command_line(__doc__, prepared, kills=60, options=options)
