"""A model around another one: what it is called and where it is are the other's."""

from __future__ import annotations

from decimal import Decimal

from research.nouns.models import ModelReply
from research.protocols.models import LLM


class AroundModel:
    """The part of an `LLM` that a model around another one takes from that one."""

    def __init__(self, model: LLM) -> None:
        self._model = model

    @property
    def name(self) -> str:
        """Return the model's name."""
        return self._model.name

    @property
    def is_remote(self) -> bool:
        """Return whether what is sent to the model leaves this machine."""
        return self._model.is_remote

    @property
    def context_window(self) -> int:
        """Return how many tokens a request and its reply may have together."""
        return self._model.context_window

    def cost(self, reply: ModelReply) -> Decimal:
        """Return what a reply cost when it was said."""
        return self._model.cost(reply)
