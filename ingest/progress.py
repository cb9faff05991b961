"""What ingest tells whoever watches: a small Protocol, and the one that says nothing."""

from __future__ import annotations

from typing import Protocol

# The stage between a document's words, which are found, and its figures.
FIGURES_STAGE = "reading figures of"


class Progress(Protocol):
    """Receives how far ingest has come; called from the worker's thread only, and never fails it."""

    def expect(self, files: int) -> None:
        """So many more files are to come."""
        ...

    def stage(self, path: str, stage: str) -> None:
        """A file enters a stage, a word that goes before its name: reading, indexing, reading figures of, or embedding."""
        ...

    def embedded(self, path: str, done: int, total: int) -> None:
        """So many of a file's chunks have their vectors."""
        ...

    def finish(self, path: str, outcome: str) -> None:
        """A file has ended: added, unchanged, replaced, skipped or failed."""
        ...

    def notice(self, line: str) -> None:
        """Something the user should know while waiting, as who else holds the workspace."""
        ...


class Silence:
    """Watches nothing: for tests, pipes and services."""

    def expect(self, files: int) -> None:
        """Ignore how many are to come."""

    def stage(self, path: str, stage: str) -> None:
        """Ignore a stage."""

    def embedded(self, path: str, done: int, total: int) -> None:
        """Ignore the count."""

    def finish(self, path: str, outcome: str) -> None:
        """Ignore the end."""

    def notice(self, line: str) -> None:
        """Ignore a notice."""
