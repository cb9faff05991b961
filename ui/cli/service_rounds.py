"""The rounds of `desk run`, and how what comes of them is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ingest.fetch import SafeFetcher
from ingest.polling.poller import poller_of
from research.nouns.access import SYSTEM
from research.nouns.sending import Outgoing
from ui.cli.schedule import outgoing_json, run_json, run_line
from ui.cli.told import ToldLine
from ui.out.delivery import delivered_line
from ui.out.due import DigestRun
from ui.out.polls import DuePolls
from ui.out.rounds import Rounds

if TYPE_CHECKING:
    from research.workspace import Workspace


def rounds_of(workspace: Workspace, tell: Callable[[ToldLine], None], idle: Callable[[], bool]) -> Rounds:
    """Return the rounds of a workspace; `tell` hears, from other threads, what comes of them."""
    polls = DuePolls(workspace, poller_of(workspace, SafeFetcher()), SYSTEM)
    return Rounds(workspace, polls, _Told(tell), idle=idle)


class _Told:
    """Puts what comes of the rounds into lines."""

    def __init__(self, tell: Callable[[ToldLine], None]) -> None:
        self._tell = tell

    def made(self, run: DigestRun) -> None:
        """Tell of a schedule that was due."""
        self._tell(ToldLine(run_line(run), {"run": run_json(run)}))

    def delivered(self, item: Outgoing) -> None:
        """Tell of a message or file."""
        self._tell(ToldLine(delivered_line(item), {"delivered": outgoing_json(item)}))

    def said(self, line: str) -> None:
        """Tell a line."""
        self._tell(ToldLine(line, {"said": line}))
