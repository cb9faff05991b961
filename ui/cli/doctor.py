"""`desk doctor`."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

import typer

from research.examination import Check, ModelCheck, State, examine_model, examine_workspace, worst
from research.settings import Settings
from ui.cli.contract import Json
from ui.cli.options import HomeOption, JsonOption
from ui.cli.output import console, print_json
from ui.cli.team import allowed_settings

_STYLES = {State.OK: "green", State.WARNING: "yellow", State.FAILED: "red", State.SKIPPED: "dim"}


def doctor_command(
    window: Annotated[
        bool, typer.Option("--window", help="Also send each model a request as long as its context window is set to; this may take long.")
    ] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Try the workspace and every configured model, and say what is not well.

    Looked at: the workspace's folder, its catalog and indexes, the model that embeds. Each language model is sent a few short requests,
    with nothing of the library in them: which ways of answering in JSON work, whether words come as they are said, how soon, and how much
    it has room for. Warned of: plain http to another machine, and a model's port on this machine that others can reach.
    """
    settings = allowed_settings(home)
    checks = [_told(check, as_json=as_json) for check in examine_workspace(settings)]
    models = [_model_told(examine_model(one, settings, window=window), as_json=as_json) for one in settings.language_models]
    state = worst([*(one.state for one in checks), *(one.state for one in models)])
    if as_json:
        print_json(
            {
                "state": state.value,
                "checks": [{"name": one.name, "state": one.state.value, "lines": list(one.lines)} for one in checks],
                "models": [model_json(one) for one in models],
            }
        )
    else:
        _print_rest(settings)
    if state is State.FAILED:
        raise typer.Exit(1)


def model_json(check: ModelCheck) -> dict[str, Json]:
    """Return what was found of a model as plain data; neither key nor headers are in it."""
    model, examined = check.model, check.examined
    found: dict[str, Json] = {
        "name": model.name,
        "url": model.url,
        "remote": model.is_remote,
        "state": check.state.value,
        "lines": list(check.lines),
        "structured": model.structured.value,
        "context_window": {"set": model.context_window, "said": check.said_window},
    }
    if examined is None:
        return found | {"reached": None}
    ways: dict[str, Json] = {one.way.value: {"works": not one.why_not, "why": one.why_not or None} for one in examined.ways}
    stream: dict[str, Json] = {
        "works": not examined.stream.why_not,
        "pieces": examined.stream.pieces,
        "first_word_seconds": round(examined.stream.first_seconds, 3),
        "seconds": round(examined.stream.seconds, 3),
    }
    return found | {"reached": examined.reached, "ways": ways, "stream": stream}


def _told(check: Check, *, as_json: bool) -> Check:
    if not as_json:
        _print_lines(check.name, check.state, check.lines)
    return check


def _model_told(check: ModelCheck, *, as_json: bool) -> ModelCheck:
    if not as_json:
        place = urlsplit(check.model.url).netloc + ("" if not check.model.is_remote else ", beyond this machine")
        _print_lines(f"model {check.model.name} ({place})", check.state, (*_abilities(check), *check.lines))
    return check


def _abilities(check: ModelCheck) -> list[str]:
    if check.examined is None or not check.examined.reached:
        return []
    able = [one.way.value for one in check.examined.ways if not one.why_not]
    stream = check.examined.stream
    room = f"says {check.said_window:,}" if check.said_window else f"set to {check.model.context_window:,}, it does not say"
    return [
        f"answers in JSON by {', '.join(able) or 'no way'}; configured is {check.model.structured.value}",
        f"first word after {stream.first_seconds:.2f} s, the last of a short reply after {stream.seconds:.2f} s",
        f"room for tokens: {room}",
    ]


def _print_lines(name: str, state: State, lines: tuple[str, ...]) -> None:
    out = console()
    out.print(f"{state.value:<8} {name}", style=_STYLES[state])
    for line in lines:
        out.print(f"           {line}")


def _print_rest(settings: Settings) -> None:
    if not settings.language_models:
        console().print("no language model is configured: answers are in the documents' own words; DESK_MODEL names one")
    if settings.is_replayed:
        console().print(f"recorded replies of {settings.replay} stand for the models: none is asked for an answer")
