"""`desk demo` and `desk ui`: the sample library, and the page."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from research.errors import CannotReadError, UsageError
from research.nouns.access import Access
from research.nouns.documents import PAPERS
from research.nouns.queries import DocumentFilter
from research.nouns.watchlists import WatchedCompany
from research.settings import CHECKOUT, SAMPLE_HOME, Settings, load_settings
from ui.cli.options import HomeOption, JsonOption, opened
from ui.cli.output import notes, print_answer, print_json
from ui.render.words import counted

if TYPE_CHECKING:
    from research.workspace import Workspace

SAMPLE = CHECKOUT / "data" / "sample" / "library"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
LIST, WEEK = "Sample", "--from 2025-02-10 --to 2025-02-17"
QUESTION = "What was Quillmere's capital expenditure in fiscal 2024?"

PortOption = Annotated[
    int | None, typer.Option("--port", metavar="NUMBER", min=1, max=65535, help="Port of the page (default: DESK_PORT).")
]

DemoHomeOption = Annotated[
    Path | None,
    typer.Option("--home", metavar="FOLDER", help="Workspace folder (default: DESK_HOME, else data/sample-workspace).", show_default=False),
]


def demo_command(
    serve: Annotated[bool, typer.Option("--serve", help="Then serve the page.")] = False,
    port: PortOption = None,
    home: DemoHomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ingest the sample library and answer one question.

    With --serve the page is served then. The sample has a workspace of its own, beside yours.

    Example: desk demo --serve --port 8502
    """
    from ui.cli.contract import answer_json  # noqa: PLC0415
    from ui.cli.ingest import ingest_paths  # noqa: PLC0415
    from ui.cli.progress import LineProgress  # noqa: PLC0415

    if not SAMPLE.is_dir():
        raise CannotReadError(f"sample library {SAMPLE} is not there", "run from a checkout")
    chosen = home or Path(os.environ.get("DESK_HOME") or SAMPLE_HOME)
    with opened(chosen, create=True) as workspace:
        notes().print(f"Ingesting the sample library into {chosen}")
        ingest_paths(workspace, [SAMPLE], told=None if notes().is_terminal else LineProgress(notes()))
        access = workspace.access()
        _follow_sample(workspace, access, command_for(chosen))
        notes().print(f"\nQuestion: {QUESTION}")
        answer = workspace.ask(QUESTION, access)
        if as_json:
            print_json(answer_json(answer))
        else:
            print_answer(answer)
    if serve:
        serve_page(load_settings(chosen), port)


def command_for(home: Path) -> str:
    """Return how `desk` is called in this folder for a workspace: with the path of an environment that is not on PATH."""
    given = "" if os.environ.get("DESK_HOME") == str(home) else f" --home {shlex.quote(_from_here(home))}"
    beside = Path(sys.executable).with_name("desk")
    return f"{'desk' if shutil.which('desk') or not beside.exists() else shlex.quote(_from_here(beside))}{given}"


def _from_here(path: Path) -> str:
    """Return a path as it is written in the working folder."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _follow_sample(workspace: Workspace, access: Access, command: str) -> None:
    """Make a watchlist of the sample's companies for a reader who has none, so that there is a digest to look at."""
    from ui.cli.feeds_poll import read_anew  # noqa: PLC0415

    if any(one.user.casefold() == access.user.casefold() for one in workspace.watchlists.all(access)):
        return
    papers = workspace.documents.find(access, DocumentFilter(kinds=PAPERS))
    sample = [one for one in papers if one.source_key.startswith(f"{SAMPLE}{os.sep}")]
    names = [WatchedCompany(one.name) for one in workspace.directory.of(sample)]
    if names:
        workspace.watchlists.add(access, LIST, names)
        read_anew(workspace)
        made = counted(len(names), "company", "companies")
        notes().print(f"\nWatchlist {LIST} holds its {made}; its week in the terminal: {command} digest {WEEK}", soft_wrap=True)


def ui_command(port: PortOption = None, home: HomeOption = None) -> None:
    """Serve the page on this machine.

    Stop with Ctrl-C.

    Example: desk ui --home ~/research --port 8502
    """
    serve_page(load_settings(home), port)


def serving_options(settings: Settings, port: int | None) -> dict[str, str]:
    """Return what Streamlit is started with; raises UsageError for an address beyond this machine without a team, or without TLS."""
    team = settings.team
    if settings.host not in LOOPBACK and team is None:
        raise UsageError(f"DESK_HOST {settings.host} is not this machine", "the page has no login: use 127.0.0.1, or a tunnel")
    if settings.host not in LOOPBACK and team is not None and not team.is_encrypted:
        said = "passwords could be read on their way: set team.certificate and team.certificate_key, or team.behind_proxy"
        raise UsageError(f"DESK_HOST {settings.host} is not this machine", said)
    options = {
        "server.address": settings.host,
        "server.port": str(port or settings.port),
        "server.headless": "true",
        "browser.gatherUsageStats": "false",
    }
    if team is not None:
        options |= {"server.enableXsrfProtection": "true", "server.enableCORS": "true"}
        options |= {"browser.serverAddress": host} if (host := urlsplit(settings.page_url or "").hostname) else {}
    if team is not None and team.certificate is not None:
        options |= {"server.sslCertFile": str(team.certificate), "server.sslKeyFile": str(team.certificate_key)}
    return options


def serve_page(settings: Settings, port: int | None) -> None:
    """Replace this process by the page's server; raises UsageError for an address beyond this machine."""
    options = serving_options(settings, port)
    scheme = "https" if "server.sslCertFile" in options else "http"
    notes().print(f"\nServing the page on {scheme}://{settings.host}:{options['server.port']} in a moment (stop with Ctrl-C)")
    sys.stdout.flush()
    command = [sys.executable, "-m", "ui.entry.serve", *(part for name, value in options.items() for part in (f"--{name}", value))]
    os.environ["DESK_HOME"] = str(settings.home)
    os.chdir(CHECKOUT)
    os.execv(sys.executable, command)  # noqa: S606  (our own interpreter and page)
