"""A process that makes and sends a digest to two readers and into a folder, and may end itself at any step that the ledger keeps."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from research.adapters.sqlite import open_ledger
from research.nouns.access import Access
from research.nouns.sending import Channel, FileFormat, Outgoing, OutgoingState, Schedule
from research.settings import Settings
from tests.ui.digests import LINKS, sample_digest
from ui.out.delivery import Delivery
from ui.out.drop import FileDrop
from ui.out.due import DigestPress, DueDigests
from ui.out.smtp import SmtpWay
from ui.render.digest_html import digest_html

ANN = Access("ann")
READERS = ("ann@example.org", "bob@example.org")
STEPS = ("queue", "claim", "hand_over", "settle", "sweep")


@dataclass
class Dying:
    """An outbox that ends its process with SIGKILL before or after its nth step; `steps` counts halves."""

    outbox: Any
    at: int
    steps: int = 0

    def __getattr__(self, name: str) -> Any:
        inner = getattr(self.outbox, name)
        if name not in STEPS:
            return inner

        def step(*args: object, **kwargs: object) -> Any:
            self._half()
            result = inner(*args, **kwargs)
            self._half()
            return result

        return step

    def _half(self) -> None:
        if self.steps == self.at:
            os.kill(os.getpid(), signal.SIGKILL)
        self.steps += 1


def schedule(home: Path, folder: Path) -> None:
    """Keep a schedule that was due this minute."""
    stores = open_ledger(home)
    now = datetime.now(UTC)
    at = time((now - timedelta(minutes=1)).hour, (now - timedelta(minutes=1)).minute)
    made = now - timedelta(days=1)
    stores.schedules.add(Schedule(0, "ann", "Pumps", at, "UTC", made, tuple(range(7)), READERS, str(folder), FileFormat.HTML))
    stores.close()


def send(home: Path, port: int, at: int = -1, counted: Path | None = None, later: timedelta = timedelta()) -> None:
    """Make and send what is due, as `desk run` does, or what will be due so much later; with `at` end at that step.

    Write how many steps there were. Raises the error of a digest that could not be queued.
    """
    stores = open_ledger(home)
    outbox = Dying(stores.outbox, at)
    settings = Settings(home=home, smtp_host="127.0.0.1", smtp_port=port, smtp_tls="none", smtp_from="desk@example.org")
    workspace: Any = SimpleNamespace(schedules=stores.schedules, outbox=outbox, ledger=stores.ledger, settings=settings)

    def make(access: Access, watchlist: str, *, start: datetime | None, end: datetime) -> Any:
        return replace(sample_digest(), start=start or end - timedelta(hours=12), end=end, user=access.user, watchlist=watchlist)

    press = DigestPress(make, lambda _sent, _now: None, lambda _: LINKS, lambda digest, _form, links: digest_html(digest, links).encode())
    for run in DueDigests(workspace, press, ANN).queue():
        if run.error:
            raise run.error
    ways: Any = {Channel.MAIL: SmtpWay(settings), Channel.FILE: FileDrop()}
    for _ in Delivery(workspace, ways, "ann", clock=lambda: datetime.now(UTC) + later).deliver():
        pass
    if counted:
        counted.write_text(str(outbox.steps))
    stores.close()


def items(home: Path) -> list[Outgoing]:
    """Return what the outbox says of everything."""
    stores = open_ledger(home)
    try:
        return stores.outbox.find(ANN)
    finally:
        stores.close()


def wrong(home: Path, folder: Path, taken: list[str]) -> list[str]:
    """Return what is wrong after all was sent: twice, lost without a word, a file that is not whole, something left behind."""
    found = []
    for item in items(home):
        if item.channel is Channel.MAIL:
            count = taken.count(item.target)
            fits = count == 1 if item.state is OutgoingState.SENT else item.state is OutgoingState.UNSURE and count <= 1
            found += [] if fits else [f"{item.target}: {item.state.value}, arrived {count} times"]
        else:
            files = [path.name for path in folder.iterdir()]
            whole = files == [item.name] and (folder / item.name).read_bytes().endswith(b"</html>\n")
            found += [] if item.state is OutgoingState.SENT and whole else [f"file: {item.state.value}, {files}"]
    if len(items(home)) != len(READERS) + 1:
        found.append(f"{len(items(home))} items for {len(READERS)} readers and a folder")
    return found
