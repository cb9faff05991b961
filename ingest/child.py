"""Runs the parsing and drawing of files in a child process with limits on memory and time.

A hostile file can crash, hang or bloat the reader: then the child dies and the caller gets one line that says so. What comes back
is data in our own frame (JSON or PNG bytes), never a pickle.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from ingest.loaded import Loaded
from ingest.wire import ERROR, LAYOUTS, LOADED, PNG, loaded_from_wire
from research.errors import CannotReadError, LimitExceededError, UnsupportedFileError
from research.settings import Settings

PDF = "ingest.pdf.loader:PdfLoader"
ROOT = Path(__file__).resolve().parent.parent
# The child may spend this much longer on the clock than on the processor, which it may have to share.
START_SECONDS = 5.0
# A file of up to 1 MiB may take this share of the time limit, and so much more for each further MiB: one made to take long ends soon.
LEAST_SHARE, SHARE_PER_MIB = 1 / 8, 1 / 6
_MIB = 1024 * 1024
# What the child calls the errors that it reports; any other name is a file that cannot be read.
_ERRORS: Mapping[str, type[CannotReadError]] = {"limit": LimitExceededError, "unsupported": UnsupportedFileError}
# The child that was started ahead, if there is one.
_waiting: list[subprocess.Popen[bytes]] = []
_guard = threading.Lock()


@dataclass(frozen=True, slots=True)
class _Task:
    """What the child is asked: the header it reads before the file's bytes, and the file's name for messages."""

    header: dict[str, str | int | float]
    name: str


@dataclass(frozen=True, slots=True)
class LayoutTask:
    """A page to lay out (1-based), the document's kind, and "module:name" of the loader and of the `ingest.layouts.LayOut`."""

    page: int
    kind: str
    loader: str
    layout: str


def load_in_child(source: Path | bytes, *, name: str, settings: Settings, loader: str = PDF) -> Loaded:
    """Return what the loader ("module:class") makes of a file, in a limited child; blocks until it is done.

    Raises CannotReadError (absent, empty, of another kind, encrypted, damaged, crashed the reader) or LimitExceededError (size, pages,
    time, memory), each naming the file, the cause and what to do next.
    """
    content = _content(source, name=name, settings=settings)
    task = _Task({"task": "load", "name": name, "loader": loader, **_limits(settings)}, name)
    kind, payload = _run(task, content, settings)
    if kind != LOADED:
        raise CannotReadError(f"{name}: the reader answered out of turn", "try again; if it persists, report the file")
    return loaded_from_wire(payload)


def render_in_child(content: bytes, page: int, *, scale: float, settings: Settings, name: str = "the document") -> bytes:
    """Return page `page` (1-based) of a PDF as PNG bytes, `scale` pixels a point, drawn in a limited child.

    Raises CannotReadError (also for a page that is not there) or LimitExceededError, as `load_in_child`.
    """
    task = _Task({"task": "render", "name": name, "page": page, "scale": scale}, name)
    kind, payload = _run(task, content, settings)
    if kind != PNG:
        raise CannotReadError(f"{name}: the reader answered out of turn", "try again; if it persists, report the file")
    return payload


def lay_out_in_child(content: bytes, task: LayoutTask, *, name: str, settings: Settings) -> dict[int, str]:
    """Return how the original lays out a page and its neighbours: by number, JSON for `ingest.layouts.layout_from_json`.

    Made in a limited child; raises CannotReadError or LimitExceededError, as `load_in_child`.
    """
    header: dict[str, str | int | float] = {"task": "layout", "name": name, **asdict(task), **_limits(settings)}
    answered, payload = _run(_Task(header, name), content, settings)
    if answered != LAYOUTS:
        raise CannotReadError(f"{name}: the reader answered out of turn", "try again; if it persists, report the file")
    return {int(number): str(layout) for number, layout in json.loads(payload).items()}


def _limits(settings: Settings) -> dict[str, int]:
    return {"max_pages": settings.max_pages, "max_cells": settings.max_cells, "max_inflated_mb": settings.max_inflated_mb}


def _content(source: Path | bytes, *, name: str, settings: Settings) -> bytes:
    if isinstance(source, bytes):
        size, content = len(source), source
    else:
        try:
            size = source.stat().st_size
            content = source.read_bytes() if size <= settings.max_file_mb * _MIB else b""
        except OSError as error:
            raise CannotReadError(
                f"{name}: {(error.strerror or 'cannot be opened').lower()}", "check the path and its permissions"
            ) from error
    if size > settings.max_file_mb * _MIB:
        raise LimitExceededError(
            f"{name}: {size / _MIB:.0f} MiB, the limit is {settings.max_file_mb} MiB", "raise DESK_MAX_FILE_MB or split the file"
        )
    return content


def start_ahead() -> None:
    """Start a child that waits for a file with the reader of PDF files loaded, unless one waits: the next file need not wait for it."""
    with _guard:
        if not _waiting:
            _waiting.append(_start(ahead=True))


def _run(task: _Task, content: bytes, settings: Settings) -> tuple[bytes, bytes]:
    """Return the kind and payload of the child's answer; raises what the child reports, or what became of it."""
    allowed = settings.model_copy(update={"parse_seconds": _seconds_for(len(content), settings)})
    header = json.dumps(task.header | {"memory_mb": settings.parse_memory_mb, "seconds": allowed.parse_seconds}).encode()
    with _waiting_child() or _start() as child:
        try:
            answer, _ = child.communicate(struct.pack("<I", len(header)) + header + content, settings.parse_seconds + START_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate()
            raise _too_slow(task.name, settings) from None
    return _answer(task.name, answer, child.returncode, allowed)


def _seconds_for(size: int, settings: Settings) -> float:
    """Return how many seconds of the processor the reading of so many bytes may take."""
    return round(settings.parse_seconds * min(1.0, LEAST_SHARE + SHARE_PER_MIB * max(0.0, size / _MIB - 1)), 2)


def _start(*, ahead: bool = False) -> subprocess.Popen[bytes]:
    environment = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "VIRTUAL_ENV") if name in os.environ}
    environment["PYTHONPATH"] = str(ROOT)
    return subprocess.Popen(  # noqa: S603 (this very program)
        [sys.executable, "-m", "ingest.child_main"] + ["ahead"] * ahead,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd=ROOT,
    )


def _waiting_child() -> subprocess.Popen[bytes] | None:
    """Return the child that waits for a file, None when there is none or it has ended."""
    with _guard:
        child = _waiting.pop() if _waiting else None
    return child if child and child.poll() is None else None


def _answer(name: str, answer: bytes, code: int, settings: Settings) -> tuple[bytes, bytes]:
    kind, payload = answer[:1], answer[1:]
    if code == 0 and kind in {LOADED, PNG, LAYOUTS}:
        return kind, payload
    if code == 0 and kind == ERROR:
        error = json.loads(payload)
        raise _ERRORS.get(error["kind"], CannotReadError)(str(error["message"]), str(error["hint"]))
    if code == os.EX_IOERR:
        raise CannotReadError(f"{name}: what the reader read could not be handed over (input/output error)", "read it in again")
    if code in {-signal.SIGPROF, -signal.SIGXCPU}:
        raise _too_slow(name, settings)
    if code == -signal.SIGKILL:
        raise LimitExceededError(f"{name}: the reader was stopped by the system, most likely for memory", "free memory or split the file")
    ended = f"crashed ({signal.Signals(-code).name})" if code < 0 else f"failed (exit {code})"
    raise CannotReadError(
        f"{name}: the reader {ended}; the file is damaged or needs more than {settings.parse_memory_mb} MiB",
        "repair the file, or raise DESK_PARSE_MEMORY_MB",
    )


def _too_slow(name: str, settings: Settings) -> LimitExceededError:
    return LimitExceededError(f"{name}: not read within {settings.parse_seconds:g} seconds", "raise DESK_PARSE_SECONDS or split the file")
