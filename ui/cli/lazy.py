"""Commands that are imported when they are run: `desk --help` names them all and loads none."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

from research.text.patterns import read_beside

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def known_commands() -> Mapping[str, Mapping[str, str]]:
    """Return each command's `module`, `attribute` there (a function or a group of commands) and `help`, in the order of the help."""
    data = read_beside(__file__, "commands.toml")
    return {str(name): entry for name, entry in data.items()}


class LazyCommands(TyperGroup):
    """The commands of `commands.toml`: one is imported when it is to run, of the others only their names and help are known."""

    def __init__(self, **attrs: Any) -> None:  # noqa: ANN401 (typer's own)
        super().__init__(**attrs)
        for name, entry in known_commands().items():
            self.add_command(TyperCommand(name=name, help=entry["help"]))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 (typer's own classes, which it does not export)
        """Return the command that the arguments name, imported, and the arguments left; a usage error when there is none."""
        if args and args[0] in known_commands():
            self.add_command(load_command(args[0]))
        return super().resolve_command(ctx, args)


def load_command(name: str) -> TyperCommand | TyperGroup:
    """Return a command, its module imported."""
    entry = known_commands()[name]
    found = getattr(import_module(entry["module"]), entry["attribute"])
    app = found if isinstance(found, typer.Typer) else typer.Typer(add_completion=False, rich_markup_mode=None)
    if app is not found:
        app.command(name)(found)
    command = typer.main.get_command(app)
    command.name = name
    return command  # type: ignore[return-value]
