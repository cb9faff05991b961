"""A model with limits on what one answer may cost: calls, tokens, seconds and money."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from research.errors import LimitExceededError
from research.models.around import AroundModel
from research.models.sources import tokens_of
from research.nouns.models import ModelReply, ModelRequest
from research.protocols.models import LLM


class OverLimitError(LimitExceededError):
    """A request would have gone over a limit of its answer, and was not made."""


_NEXT = "raise the limit in the settings, or ask a smaller question"


@dataclass(frozen=True, slots=True)
class Caps:
    """What one answer may cost at most; nothing limits money where it is nought."""

    calls: int = 8
    tokens: int = 60_000
    seconds: float = 120.0
    money: Decimal = Decimal(0)


@dataclass(slots=True)
class Spent:
    """What an answer has cost so far, over all its models."""

    caps: Caps
    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    money: Decimal = Decimal(0)
    began: float = field(default_factory=time.monotonic)

    @property
    def tokens(self) -> int:
        """Return the tokens of all requests and replies."""
        return self.prompt_tokens + self.completion_tokens

    @property
    def usage(self) -> tuple[tuple[str, int], ...]:
        """Return what was used, by name, as an answer carries it; () when no model was asked."""
        counts = {"calls": self.calls, "prompt_tokens": self.prompt_tokens, "completion_tokens": self.completion_tokens}
        return tuple(counts.items()) if self.calls else ()

    def check(self, wanted: int) -> None:
        """Raise OverLimitError when another request of so many tokens would go over a limit."""
        caps = self.caps
        if self.calls >= caps.calls:
            raise OverLimitError(f"the answer has taken {self.calls} calls of models, the limit is {caps.calls}", _NEXT)
        if self.tokens + wanted > caps.tokens:
            raise OverLimitError(f"the answer would take over {caps.tokens:,} tokens of models", _NEXT)
        if time.monotonic() - self.began > caps.seconds:
            raise OverLimitError(f"the answer has taken over {caps.seconds:g} seconds of models", _NEXT)
        if caps.money and self.money >= caps.money:
            raise OverLimitError(f"the answer has cost {self.money:.4f}, the limit is {caps.money}", _NEXT)

    def add(self, reply: ModelReply, cost: Decimal, wanted: int) -> None:
        """Count a reply; tokens that the server does not count are estimated."""
        counted = reply.prompt_tokens + reply.completion_tokens > 0
        self.prompt_tokens += reply.prompt_tokens if counted else wanted
        self.completion_tokens += reply.completion_tokens if counted else tokens_of(reply.text)
        self.money += cost


class LimitedModel(AroundModel):
    """The `LLM` over another one, whose requests are counted before they are made."""

    def __init__(self, model: LLM, spent: Spent) -> None:
        super().__init__(model)
        self._spent = spent

    def ask(self, request: ModelRequest) -> ModelReply:
        """Return the model's reply; raises as the model, and OverLimitError before a request that goes over a limit."""
        wanted = self._begin(request)
        reply = self._model.ask(request)
        self._spent.add(reply, self.cost(reply), wanted)
        return reply

    def stream(self, request: ModelRequest) -> Iterator[str | ModelReply]:
        """Yield the model's words and its reply; raises as `ask`."""
        wanted = self._begin(request)
        for piece in self._model.stream(request):
            if isinstance(piece, ModelReply):
                self._spent.add(piece, self.cost(piece), wanted)
            yield piece

    def close(self) -> None:
        """Leave the model open: it is another's."""

    def _begin(self, request: ModelRequest) -> int:
        wanted = sum(tokens_of(turn.text) for turn in request.turns)
        self._spent.check(wanted)
        self._spent.calls += 1
        return wanted
