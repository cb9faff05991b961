"""A line that another thread of a command has to tell, for people and for programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ui.cli.contract import Json


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A line for a terminal, and the same as JSON."""

    text: str
    json: Mapping[str, Json]
