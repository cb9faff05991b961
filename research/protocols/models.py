"""Language models behind their gateways."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Protocol

from research.nouns.models import ModelReply, ModelRequest


class LLM(Protocol):
    """A language model behind a gateway; optional everywhere. Nothing that it says is believed before it was checked."""

    @property
    def name(self) -> str:
        """Return the model's name as answers and the audit record it."""
        ...

    @property
    def is_remote(self) -> bool:
        """Return whether what is sent leaves this machine."""
        ...

    @property
    def context_window(self) -> int:
        """Return how many tokens a request and its reply may have together."""
        ...

    def cost(self, reply: ModelReply) -> Decimal:
        """Return what a reply cost, in the currency of the model's prices; nothing where none is set."""
        ...

    def ask(self, request: ModelRequest) -> ModelReply:
        """Return the model's reply; raises CouldNotAskError in one line: unreachable, timed out, refused, overloaded, or cut off."""
        ...

    def stream(self, request: ModelRequest) -> Iterator[str | ModelReply]:
        """Yield the model's words as they come, then the whole reply; raises as `ask`, also after some words."""
        ...

    def close(self) -> None:
        """Give back what the model holds open."""
        ...
