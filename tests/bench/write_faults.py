"""Let the system fail the N-th write, flush, rename or cut of a process, then run it again, and look for what is lost, doubled or half.

usage: python -m tests.bench.write_faults [--faults N] [--only PATH] [--seed N] [--json]

The paths are an ingest of three papers and a poll of two feeds (vectors made without a model), the saves of a draft, what users do that
is kept at once, as corrections and questions (see `record_kill`), and the sending of digests. Of each kind of call that a path makes, N
places spread evenly over it are failed, each thread counted for itself, in turn as a full disk (ENOSPC) and as a broken one (EIO): the
whole way down, in SQLite and in the index as well, by strace, which has to be installed. What was told of before the fault is kept, the
fault ends in one line that says what it is or is made up for, and a plain run after it leaves what an undisturbed one does. Exit 1 when
something is wrong.
"""

import argparse
import json
import re
import shutil
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import asdict, fields
from datetime import timedelta
from functools import partial
from pathlib import Path

from research.nouns.queries import DocumentFilter
from research.nouns.sending import OutgoingState
from tests.bench import record_kill, records
from tests.bench.faulted import CALLS, act, ingest, polling, run, saving, sending
from tests.bench.killing import Outcome, summed
from tests.bench.planting import write
from tests.forks import start_fork
from tests.ingest.interrupted import READER, held_by
from tests.ingest.polling.program import holdings, polled, serve, subscribe
from tests.outside.server import local_server
from tests.research.drafting.editing.saver import save_on, saved_texts, wrong_after
from tests.research.purging.planted import LightWorkspace, opened
from tests.ui.out.mail_server import mail_server
from tests.ui.out.sender import items, schedule, send, wrong
from ui.cli.ingest import ingest_paths

ERRORS = ("ENOSPC", "EIO")
SAVES = 8
# Longer than what failed waits before it is tried again.
LATER = timedelta(hours=2)
# Of a full disk SQLite tells at a write; at a flush or a cut it says that the disk failed.
CLEAR = re.compile("disk is full|disk failed|I/O error|Input/output error", re.IGNORECASE)


class _Nobody:
    def send(self, thing):
        pass


NOBODY = _Nobody()


class LocalPath:
    """A path that nothing else takes part in."""

    def close(self):
        pass


class IngestPath(LocalPath):
    """Three papers."""

    def __init__(self, folder):
        self.papers = folder / "papers"
        self.papers.mkdir()
        texts = ("Ravensmoor Foods sold 4 million bowls of soup in fiscal 2024.",)
        for kind in ("note", "html", "xlsx"):
            write(self.papers, f"paper-{kind}", kind, texts, position="end", hidden=False)
        self.expected = None
        self.expected, _ = self.after(folder / "expected" / "home", [])

    def make(self, home):
        home.parent.mkdir(parents=True)

    def target(self, home):
        return partial(ingest, home, self.papers)

    def after(self, home, told):
        """Return what is held after a plain run, and what became of what was told of."""
        outcome = Outcome("", killed=True)
        done = [name for name, how in told if how in {"added", "replaced"}]
        with opened(home) as workspace:
            there = {one.name for one in workspace.documents.find(READER, DocumentFilter())}
            outcome.acknowledged = len(done)
            outcome.lost += [f"{name} was told of and is not there" for name in done if Path(name).stem not in there]
            report = ingest_paths(workspace, [self.papers])
            outcome.half += [f"the run after: {one.path}: {one.reason}" for one in (*report.failed, *report.skipped)]
            held = held_by(workspace)
        for one in fields(held) if self.expected else ():
            outcome.compare(one.name, getattr(held, one.name), getattr(self.expected, one.name))
        return held, outcome


class RecordPath(LocalPath):
    """What users do that is kept at once."""

    def __init__(self, folder):
        self.made = folder / "made-records"
        records.make(self.made / "home")
        self.expected = record_kill.whole(shutil.copytree(self.made, folder / "whole-records") / "home")

    def make(self, home):
        shutil.copytree(self.made, home.parent)

    def target(self, home):
        return partial(act, home)

    def after(self, home, told):
        outcome = Outcome("", killed=True)
        record_kill.judge(home, sum(isinstance(one, int) for one in told), outcome, self.expected)
        return None, outcome


class FeedPath:
    """Two feeds of three entries each."""

    def __init__(self, folder):
        self._open = ExitStack()
        self.server = self._open.enter_context(local_server())
        self.urls = serve(self.server, feeds=2, entries=3)
        self.expected = None
        self.make(folder / "expected-feeds" / "home")
        self.expected, outcome = self.after(folder / "expected-feeds" / "home", [])
        assert outcome.is_whole, outcome

    def make(self, home):
        home.parent.mkdir(parents=True)
        subscribe(home, self.urls)

    def target(self, home):
        return partial(polling, home, self.server.port)

    def close(self):
        pass

    def after(self, home, told):
        """Return what is held after a plain poll; what was in before it has to be there still."""
        left = holdings(home, LightWorkspace)
        outcome = Outcome("", killed=True, acknowledged=len(left["documents"]) + left["waiting"])
        outcome.half += [f"the poll after: {line}" for line in polled(home, self.server.port, LightWorkspace)]
        held = holdings(home, LightWorkspace)
        for name in held if self.expected else ():
            outcome.compare(name, held[name], self.expected[name])
        return held, outcome


class DraftPath(LocalPath):
    """The saves of a draft, one of which is reviewed."""

    def __init__(self, folder):
        home = folder / "expected-drafts"
        home.mkdir()
        save_on(home, NOBODY, end=SAVES)
        self.expected = saved_texts(home)

    def make(self, home):
        home.mkdir(parents=True)

    def target(self, home):
        return partial(saving, home, SAVES)

    def after(self, home, told):
        """Go on from where what was told of ends: the save after that one may be made twice, which changes nothing."""
        last = told[-1] if told else -1
        outcome = Outcome("", killed=True, acknowledged=len(told))
        save_on(home, NOBODY, first=last + 1, end=SAVES)
        outcome.compare("sections", saved_texts(home), self.expected)
        outcome.half += wrong_after(home, SAVES - 1)
        return None, outcome


class SendPath:
    """A digest to two readers and into a folder."""

    def __init__(self, folder):
        self.box = None

    def make(self, home):
        (home.parent / "drop").mkdir(parents=True)
        schedule(home, home.parent / "drop")
        self.server = mail_server()
        self.box = self.server.__enter__()

    def close(self):
        self.server.__exit__(None, None, None)

    def target(self, home):
        return partial(sending, home, self.box.port)

    def after(self, home, told):
        sent = [item.target for item in items(home) if item.state is OutgoingState.SENT]
        for _ in range(2):
            start_fork(send, home, self.box.port, -1, None, LATER).join()
        self.close()
        outcome = Outcome("", killed=True, acknowledged=len(sent))
        taken = [to for _, (to,), _ in self.box.taken]
        found = items(home)
        outcome.told["unsure"] = sum(one.state is OutgoingState.UNSURE for one in found)
        outcome.lost += [
            f"{one.target} was sent and is {one.state}" for one in found if one.target in sent and one.state is not OutgoingState.SENT
        ]
        for one in wrong(home, home.parent / "drop", taken):
            (outcome.doubled if "arrived 2" in one else outcome.half).append(one)
        return None, outcome


PATHS = {"ingest": IngestPath, "feeds": FeedPath, "drafts": DraftPath, "records": RecordPath, "sending": SendPath}


def one_fault(path, folder, call, error, at):
    home = folder / "faulty" / "home"
    path.make(home)
    told, _ = run(path.target(home), call=call, error=error, at=at)
    lines = [one[1] for one in told if isinstance(one, list) and one[0] == "line"]
    unexpected = [one[1] for one in told if isinstance(one, list) and one[0] == "unexpected"]
    acts = [
        tuple(one) if isinstance(one, list) else one for one in told if not (isinstance(one, list) and one[0] in {"line", "unexpected"})
    ]
    _, outcome = path.after(home, acts)
    outcome.moment = f"{error} at {call} {at}"
    outcome.half += [f"no clear line: {one}" for one in unexpected] + [f"no clear line: {one}" for one in lines if not CLEAR.search(one)]
    outcome.told |= {"clear_lines": sum(bool(CLEAR.search(one)) for one in lines), "made_up_for": int(not lines and not unexpected)}
    shutil.rmtree(home.parent)
    return outcome


def places(path, folder, faults):
    """Return which calls are to be failed: (kind, number), each kind at so many places of an undisturbed run."""
    home = folder / "counted" / "home"
    path.make(home)
    calls = run(path.target(home))[1]
    path.close()
    shutil.rmtree(home.parent)
    return [
        (call, at)
        for call in CALLS
        for at in sorted({1 + round(n * (calls[call] - 1) / max(faults - 1, 1)) for n in range(faults)})
        if at <= calls[call]
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faults", type=int, default=10)
    parser.add_argument("--only", choices=PATHS, action="append")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if shutil.which("strace") is None:
        sys.exit("strace is not installed: install the package strace")
    outcomes = []
    for name in given.only or PATHS:
        with tempfile.TemporaryDirectory(prefix="desk-fault-") as made:
            path, of_path = PATHS[name](Path(made)), []
            for number, (call, at) in enumerate(places(path, Path(made), given.faults)):
                of_path.append(one_fault(path, Path(made), call, ERRORS[number % 2], at))
                if given.json or not of_path[-1].is_whole:
                    print(json.dumps({"path": name, **asdict(of_path[-1])}), flush=True)
        print(json.dumps({"path": name, **summed(of_path)}), flush=True)
        outcomes += of_path
    sys.exit(not all(one.is_whole for one in outcomes))


if __name__ == "__main__":
    main()
