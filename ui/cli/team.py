"""Who runs a command where there is a team: a user that exists, by a role that may."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from typer.main import get_current_context  # type: ignore[attr-defined]  # typer has click inside and gives no other way

from research.errors import NotAllowedError
from research.nouns.roles import Action
from research.settings import Settings, load_settings
from research.text.patterns import read_beside

if TYPE_CHECKING:
    from collections.abc import Mapping

TABLE = "commands_allowed.toml"
FIRST = "users add"


def allowed_settings(home: Path | None) -> Settings:
    """Return the settings for a command that opens the workspace.

    Without a team that is all. With one, raises NotAllowedError where DESK_USER, or desk --user, names no user whose role may run the
    command that is being run.
    """
    settings = load_settings(home)
    if settings.team is not None:
        check_command(settings, running_command())
    return settings


def check_command(settings: Settings, command: str) -> None:
    """Raise NotAllowedError where the user of the settings may not run a command in a team's workspace."""
    from research.opened import allowed_in  # noqa: PLC0415  (a single user never needs it)

    needed = needed_by_command().get(command)
    if needed is None:
        raise NotAllowedError(f"desk {command}: nobody of a team may run it", f"give it a row in {TABLE}")
    allowed_in(settings, Action[needed.upper()] if needed else None, is_first=command == FIRST)


@cache
def needed_by_command() -> Mapping[str, str]:
    """Return the name of what must be allowed for each command that opens a workspace, "" for no more than being a user."""
    return {command: needed for command, needed in read_beside(__file__, TABLE).items() if isinstance(needed, str)}


def running_command() -> str:
    """Return the command that is being run without the program's name, "" outside of one."""
    context = get_current_context(silent=True)
    names: list[str] = []
    while context is not None and context.parent is not None:
        names.insert(0, context.info_name or "")
        context = context.parent
    return " ".join(names)
