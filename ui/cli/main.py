"""`desk`: the commands, and the one place where an unexpected failure becomes one line."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from research.errors import DeskError, disk_failed, disk_full
from ui.cli.lazy import LazyCommands
from ui.logs import configure_logging

app = typer.Typer(
    name="desk",
    cls=LazyCommands,
    help="Research Desk: answers for investment research, every figure one click from its source.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def options(
    home: Annotated[Path | None, typer.Option("--home", metavar="FOLDER", help="Workspace folder for the command that follows.")] = None,
    user: Annotated[
        str | None, typer.Option("--user", metavar="NAME", help="Whose command it is (default: DESK_USER); of a team, one of its users.")
    ] = None,
) -> None:
    """Set what holds for every command."""
    configure_logging()
    if home is not None:
        os.environ["DESK_HOME"] = str(home)
    if user is not None:
        os.environ["DESK_USER"] = user


def run() -> None:
    """Run the command line; every failure ends in one line on stderr and the exit code of its kind."""
    try:
        app()
    except DeskError as error:
        sys.exit(_fail(str(error), error.exit_code))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:  # noqa: BLE001  (one of the three places that may: nothing unexpected reaches the user as a traceback)
        if known := disk_full(error) or disk_failed(error):
            sys.exit(_fail(str(known), known.exit_code))
        _log_unexpected(error)
        sys.exit(_fail(f"unexpected failure: {type(error).__name__}: {error}; run again with DESK_DEBUG=1 to see where", 1))


def _log_unexpected(error: Exception) -> None:
    import structlog  # noqa: PLC0415

    if not structlog.is_configured():  # what failed came before the command; left to itself it would write values of variables to stdout
        configure_logging()
    structlog.get_logger(__name__).debug("unexpected failure", exc_info=error)


def _fail(line: str, code: int) -> int:
    from ui.cli.output import one_line  # noqa: PLC0415

    sys.stderr.write("error: " + one_line(" ".join(line.split())) + "\n")
    return code
