"""What is well and what is not: the workspace, the model that embeds, and every language model that is configured."""

from __future__ import annotations

import os
import shutil
import stat
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from research.adapters.endpoint_facts import Listing, is_open_to_network, list_models, port_of
from research.adapters.gateway import GatewayModel
from research.adapters.opening import open_embedding
from research.errors import DeskError, IndexDamagedError
from research.model_settings import ModelSettings, is_loopback, is_plain
from research.models.examining import Examined, StreamTried, examine, examine_window
from research.nouns.queries import DocumentFilter
from research.nouns.roles import Action
from research.opened import allowed_in
from research.settings import Settings
from research.workspace import Workspace

# Of a model that answers no sooner than this nobody waits to be told that it is slow.
MOST_SECONDS = 30.0
_LEAST_FREE = 2**30
_TRIED_TEXT = "net sales"


class State(StrEnum):
    """How something is: well, well with a reservation, not working, or not tried."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: its name, its state, and lines that say what was found and what to do."""

    name: str
    state: State
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ModelCheck:
    """A language model that was tried: what was found of it, None where it was not asked. Its key is in none of it."""

    model: ModelSettings
    state: State
    lines: tuple[str, ...]
    listing: Listing | None = None
    examined: Examined | None = None

    @property
    def said_window(self) -> int | None:
        """Return the tokens that the endpoint says the model has room for, None where it does not say."""
        return self.listing.windows.get(self.model.name) if self.listing else None


def examine_workspace(settings: Settings) -> Iterator[Check]:
    """Yield the checks of the folder, the catalog, the model that embeds and the indexes, as they are made; makes no workspace.

    Raises NotAllowedError where the user of the settings may not look after them, also in `examine_model`.
    """
    allowed_in(settings, Action.SETTINGS)
    home = _home(settings)
    yield home
    if home.state is State.SKIPPED:
        yield _embedding(settings, None)
        return
    try:
        workspace = Workspace.open(settings, create=False)
    except DeskError as error:
        yield Check("catalog", State.FAILED, (str(error),))
        return
    with workspace:
        documents = workspace.documents.find(workspace.access(), DocumentFilter())
        yield Check("catalog", State.OK, (f"{len(documents):,} documents that answer",))
        embedding = _embedding(settings, workspace)
        yield embedding
        if embedding.state is State.FAILED:
            yield Check("indexes", State.SKIPPED, ("they are opened with the model that embeds",))
        else:
            yield _indexes(workspace)


def examine_model(model: ModelSettings, settings: Settings, *, window: bool = False) -> ModelCheck:
    """Return what a language model can do; it is sent a few short requests, nothing of the library.

    With `window` it is also sent one that is as long as its context window is set to.
    """
    allowed_in(settings, Action.SETTINGS)
    if model.is_remote and not settings.remote:
        return ModelCheck(model, State.SKIPPED, ("it is beyond this machine, and DESK_REMOTE lets nothing go there",))
    headers = {name: value.get_secret_value() for name, value in model.headers.items()}
    listing = list_models(model.url, model.key.get_secret_value(), headers)
    quick = model.model_copy(update={"retries": 0, "seconds": min(model.seconds, MOST_SECONDS)})
    examined = examine(model.structured, lambda way: GatewayModel(quick.model_copy(update={"structured": way})))
    failed, warned = tuple(_failures(model, examined)), tuple(_warnings(model, listing, examined))
    if window and not failed:
        with closing(GatewayModel(model.model_copy(update={"retries": 0}))) as opened:
            why = examine_window(opened)
        failed = (f"a request of {model.context_window:,} tokens, as context_window is set: {why}",) if why else ()
    state = State.FAILED if failed else State.WARNING if warned else State.OK
    return ModelCheck(model, state, (*failed, *warned), listing, examined)


def _home(settings: Settings) -> Check:
    home = settings.home
    try:
        found = home.stat()
    except OSError:
        return Check("home", State.SKIPPED, (f"no workspace at {home}; desk ingest makes one",))
    if not os.access(home, os.R_OK | os.W_OK | os.X_OK):
        return Check("home", State.FAILED, (f"{home} cannot be written; set DESK_HOME or --home to a folder of yours",))
    lines = []
    if stat.S_IMODE(found.st_mode) & 0o077:
        lines.append(f"others on this machine may look into it; chmod 700 {home}")
    free = shutil.disk_usage(home).free
    if free < _LEAST_FREE:
        lines.append(f"{free / 2**20:,.0f} MiB are free on its disk; make room")
    return Check("home", State.WARNING if lines else State.OK, (str(home), *lines))


def _embedding(settings: Settings, workspace: Workspace | None) -> Check:
    if workspace is None and settings.embedding_url:
        return Check("embedding", State.SKIPPED, ("the endpoint is asked once there is a workspace",))
    began = time.perf_counter()
    try:
        embedder = workspace.embedder if workspace else open_embedding(settings)
        embedder.embed([_TRIED_TEXT])
        made_by = embedder.fingerprint
    except DeskError as error:
        return Check("embedding", State.FAILED, (str(error),))
    lines = [f"{made_by}, {1000 * (time.perf_counter() - began):,.0f} ms with opening it"]
    warned = _address_warnings(settings.embedding_url) if settings.embedding_url else []
    return Check("embedding", State.WARNING if warned else State.OK, (*lines, *warned))


def _indexes(workspace: Workspace) -> Check:
    damaged = []
    for index in (workspace.lexical, workspace.matrix, workspace.graph):
        try:
            index.check()
        except IndexDamagedError as error:
            damaged.append(error.message)
    if damaged:
        return _mended(workspace, damaged)
    if workspace.keeper.behind():
        return Check("indexes", State.WARNING, ("they are behind the catalog; the next question or ingest brings them up",))
    return Check("indexes", State.OK, ("whole, and at what the catalog says",))


def _mended(workspace: Workspace, damaged: Sequence[str]) -> Check:
    """Build damaged indexes anew: not every question needs each of them, so that one could stay as it is until it is needed."""
    try:
        done = "it was built anew from the catalog" if workspace.mend_indexes() else "the ingest that is running builds it anew"
    except DeskError as error:
        return Check("indexes", State.FAILED, (*damaged, str(error)))
    return Check("indexes", State.WARNING, tuple(f"{line}; {done}" for line in damaged))


def _failures(model: ModelSettings, examined: Examined) -> Iterator[str]:
    """Yield why the model cannot be used as it is configured."""
    first = examined.ways[0]
    if not examined.reached:
        yield examined.stream.why_not or first.why_not
        if not urlsplit(model.url).path:
            yield f"the address of an OpenAI-compatible endpoint has a path, most often /v1: {model.url}/v1"
        return
    if first.why_not:
        able = [one.way.value for one in examined.ways if not one.why_not]
        instead = f"; set structured to {' or '.join(able)}" if able else "; answers stay the program's own"
        yield f"it does not answer in JSON as configured ({model.structured.value}): {first.why_not}{instead}"
    if examined.stream.why_not:
        yield f"it does not stream: {examined.stream.why_not}"


def _warnings(model: ModelSettings, listing: Listing, examined: Examined) -> Iterator[str]:
    """Yield what is worth a thought."""
    yield from _address_warnings(model.url)
    if listing.windows and model.name not in listing.windows:
        near = ", ".join(sorted(listing.windows)[:5])
        yield f"the endpoint does not list {model.name}; it lists {near}"
    window = listing.windows.get(model.name)
    if window is not None and window < model.context_window:
        yield f"context_window is set to {model.context_window:,} tokens, the endpoint says {window:,}"
    if _at_once(examined.stream):
        yield "its words come all at once, not as they are said"


def _address_warnings(url: str) -> list[str]:
    """Return what may be overheard or reached by others at an address."""
    lines = []
    if is_plain(url):
        lines.append("what is sent to it can be read on its way: use https, or run it on this machine")
    if is_loopback(url) and is_open_to_network(port_of(url)):
        lines.append(f"port {port_of(url)} of this machine is open to the network: let it listen at 127.0.0.1 only")
    return lines


def _at_once(stream: StreamTried) -> bool:
    return not stream.why_not and stream.pieces == 1


def worst(states: Iterable[State]) -> State:
    """Return the worst of some states: failed before warning before the rest."""
    found = set(states)
    return next((one for one in (State.FAILED, State.WARNING) if one in found), State.OK)
