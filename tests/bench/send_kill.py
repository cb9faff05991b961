"""Kill the sending of digests with SIGKILL at random moments, send again, and look for what is lost or arrived twice.

usage: python -m tests.bench.send_kill [--kills N] [--seed N] [--json]

Each kill has a ledger, a mail server and a folder of its own. An undisturbed run tells how long one takes. A mail of which nobody can
know whether it arrived is told as unsure, and never sent again. Exit 1 when something is wrong.
"""

import tempfile
from contextlib import contextmanager
from pathlib import Path

from research.nouns.sending import OutgoingState
from tests.bench.killing import Outcome, Watch, command_line, do_and_mark
from tests.forks import start_fork
from tests.ui.out.mail_server import mail_server
from tests.ui.out.sender import items, schedule, send, wrong


@contextmanager
def prepared(_):
    """Give what kills a sending process at a random moment of as long as an undisturbed one writes."""
    undisturbed()  # the processes' server is warm afterwards
    whole = undisturbed()
    yield lambda chance: one_kill(chance.uniform(0.0, whole))


def undisturbed():
    """Return how many seconds a run that is let run takes from its first write on."""
    with tempfile.TemporaryDirectory(prefix="desk-send-") as name, mail_server() as box:
        (Path(name) / "drop").mkdir()
        schedule(Path(name) / "home", Path(name) / "drop")
        return Watch(Path(name) / "home", Path(name) / "drop").span(start_fork(send, Path(name) / "home", box.port))


def one_kill(moment):
    with tempfile.TemporaryDirectory(prefix="desk-send-") as name, mail_server() as box:
        home, folder = Path(name) / "home", Path(name) / "drop"
        folder.mkdir()
        schedule(home, folder)
        watch = Watch(home, folder)
        killed, hit = watch.kill(start_fork(do_and_mark, watch.mark, send, home, box.port), moment)
        before = [item.target for item in items(home) if item.state is OutgoingState.SENT]
        for _ in range(2):
            start_fork(send, home, box.port).join()
        taken = [to for _, (to,), _ in box.taken]
        after = items(home)
        found = wrong(home, folder, taken)
    unsure = [item.target for item in after if item.state is OutgoingState.UNSURE]
    outcome = Outcome(f"{moment:.4f} s", killed, len(before), hit=hit)
    outcome.told = {"unsure": len(unsure), "of_these_arrived": sum(taken.count(to) for to in unsure)}
    sent = [item.target for item in after if item.state is OutgoingState.SENT]
    outcome.lost += [f"{target} was sent and is told as not sent" for target in before if target not in sent]
    for one in found:
        (outcome.doubled if "arrived 2" in one else outcome.lost if "arrived 0" in one else outcome.half).append(one)
    return outcome


if __name__ == "__main__":
    command_line(__doc__, prepared, kills=50)
