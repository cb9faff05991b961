"""Files that commands write of what a workspace holds: each is recorded, with its hash, before it is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from research.audit.acts import Acts
from research.audit.describing import export_act
from research.nouns.access import Access
from ui.cli.output import write_file


@dataclass(frozen=True, slots=True)
class ForFile:
    """What is to be written: its bytes, what they are of, and the ids of the documents that they show something of."""

    content: bytes
    what: str
    documents: Sequence[str] = ()


def export_file(acts: Acts, access: Access, path: Path, made: ForFile) -> None:
    """Record that something is taken out of the workspace, and write it; raises CannotReadError."""
    acts.record(access, export_act(made.what, str(path), made.content, made.documents))
    write_file(path, made.content)
