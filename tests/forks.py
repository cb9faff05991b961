"""Processes that need not import the program again: forked from one that has, and that runs nothing else."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkServerProcess
from types import ModuleType

# What is imported, and made once, in the server that processes are forked from.
PRELOADED = [
    "ui.cli.main",
    "research.workspace",
    "tests.silenced",
    "openvino",
    "tokenizers",
    "tantivy",
    "chromadb",
    "ingest.pipeline",
    "ingest.readers",
    "openpyxl",
    "tests.warmed",
    "tests.cli.desk_process",
]

_forks = multiprocessing.get_context("forkserver")


def start_fork(target: Callable[..., object], *arguments: object) -> ForkServerProcess:
    """Start a function of a module in a process of its own; whoever calls waits for its end."""
    _forks.set_forkserver_preload(PRELOADED)
    process = _forks.Process(target=target, args=arguments)
    with _without_main():
        process.start()
    return process


@contextmanager
def _without_main() -> Iterator[None]:
    """Hide which script this process runs, which a fork would run anew: pages' tests leave the page there."""
    kept = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = kept
