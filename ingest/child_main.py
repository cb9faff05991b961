"""What runs in the child process: reads one task and a file from standard input, writes one framed answer to standard output.

Imports stay light, so that a child starts in a quarter of a second. Limits are set before the file is read; a child that is started
ahead of its file loads the reader of PDF files, which most are, while it waits.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import struct
import sys
from dataclasses import fields
from importlib import import_module
from types import TracebackType
from typing import Any, BinaryIO

from ingest.loaded import Limits, Loader
from ingest.wire import ERROR, LAYOUTS, LOADED, PNG, loaded_to_wire
from research.errors import CannotReadError, LimitExceededError, UnsupportedFileError

_MIB = 1024 * 1024


def main() -> None:
    """Do one task; exit 0 with an answer or a reported error, else with the interpreter's code."""
    out = _private_output()
    if sys.argv[1:]:
        import ingest.pdf.loader  # noqa: F401, PLC0415 (there is time before the file comes)
    size = sys.stdin.buffer.read(4)
    if not size:  # the parent has ended, or needs no file read
        os._exit(0)
    header_size = struct.unpack("<I", size)[0]
    task: dict[str, Any] = json.loads(sys.stdin.buffer.read(header_size))
    _limit(int(task["memory_mb"]), float(task["seconds"]))
    name = str(task["name"])
    sys.excepthook = _Reporter(out, name, int(task["memory_mb"]))
    try:
        answer = _do(task, sys.stdin.buffer.read())
    except LimitExceededError as error:
        answer = ERROR + _error("limit", error.message, error.hint)
    except UnsupportedFileError as error:
        answer = ERROR + _error("unsupported", error.message, error.hint)
    except CannotReadError as error:
        answer = ERROR + _error("read", error.message, error.hint)
    try:
        out.write(answer)
        out.flush()
    except OSError:  # a part of it may be out: nothing may follow that
        os._exit(os.EX_IOERR)
    os._exit(0)  # pdfium's teardown of a damaged file may crash; the answer is out


def _private_output() -> BinaryIO:
    """Return the pipe to the parent; what a library prints to standard output goes nowhere."""
    out = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return out


def _limit(memory_mb: int, seconds: float) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.setitimer(signal.ITIMER_PROF, seconds)  # ends the process; the limit below counts whole seconds only
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb * _MIB, memory_mb * _MIB))


def _do(task: dict[str, Any], content: bytes) -> bytes:
    name = str(task["name"])
    if task["task"] == "render":
        from ingest.pdf.door import open_pdf, render_page  # noqa: PLC0415 (after the limits are set)

        return PNG + render_page(open_pdf(content, name=name), int(task["page"]), scale=float(task["scale"]), name=name)
    limits = Limits(**{field.name: int(task[field.name]) for field in fields(Limits)})
    if task["task"] == "layout":
        return LAYOUTS + _lay_out(task, content, limits)
    loader: Loader = _named(task["loader"])(limits)
    return LOADED + loaded_to_wire(loader.load(content, name=name))


def _lay_out(task: dict[str, Any], content: bytes, limits: Limits) -> bytes:
    """Return the layouts of some pages as JSON: by page number, each as JSON of its own."""
    from ingest.layouts import LayOut, layout_to_json  # noqa: PLC0415 (only this task needs it)

    lay_out: LayOut = _named(task["layout"])
    name, loader, kind = str(task["name"]), str(task["loader"]), str(task["kind"])
    found = lay_out(content, int(task["page"]), name=name, limits=limits, loader=loader, kind=kind)
    return json.dumps({str(number): layout_to_json(layout) for number, layout in found.items()}).encode()


def _named(reference: object) -> Any:  # noqa: ANN401 (a class or a function, told apart by who asks)
    """Return what "module:name" stands for, imported now: after the limits are set."""
    module, _, name = str(reference).partition(":")
    return getattr(import_module(module), name)


def _error(kind: str, message: str, hint: str) -> bytes:
    return json.dumps({"kind": kind, "message": message, "hint": hint}).encode()


class _Reporter:
    """Answers for an exception that nothing else caught: out of memory is a limit, the rest names its type."""

    def __init__(self, out: BinaryIO, name: str, memory_mb: int) -> None:
        self._out, self._name, self._memory_mb = out, name, memory_mb

    def __call__(self, kind: type[BaseException], _raised: BaseException, trace: TracebackType | None) -> None:
        """Write the answer and end the process."""
        if issubclass(kind, MemoryError):
            message = f"{self._name}: needs more than {self._memory_mb} MiB to read"
            self._out.write(ERROR + _error("limit", message, "raise DESK_PARSE_MEMORY_MB or split the file"))
        else:
            where = ""
            while trace is not None:
                where = f" at {os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"
                trace = trace.tb_next
            message = f"{self._name}: the reader failed ({kind.__name__}{where})"
            self._out.write(ERROR + _error("read", message, "report the file; the others are not affected"))
        self._out.flush()
        os._exit(0)


if __name__ == "__main__":
    main()
