"""A model that is sent nothing personal: requests are masked on their way out, replies put right on their way in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from research.models.around import AroundModel
from research.models.masking import Masks
from research.nouns.models import ModelReply, ModelRequest
from research.protocols.models import LLM


class MaskedModel(AroundModel):
    """The `LLM` over another one that is beyond this machine; what stood for what is forgotten with it: make one for each answer."""

    def __init__(self, model: LLM) -> None:
        super().__init__(model)
        self._masks = Masks()

    def ask(self, request: ModelRequest) -> ModelReply:
        """Return the model's reply to the masked request, unmasked; raises as the model."""
        reply = self._model.ask(self._masked(request))
        return replace(reply, text=self._masks.unmask(reply.text))

    def stream(self, request: ModelRequest) -> Iterator[str | ModelReply]:
        """Yield the model's words and its reply to the masked request, unmasked; raises as the model."""
        last: list[ModelReply] = []

        def words() -> Iterator[str]:
            """Yield the model's words, its reply kept aside."""
            for piece in self._model.stream(self._masked(request)):
                if isinstance(piece, str):
                    yield piece
                else:
                    last.append(piece)

        yield from self._masks.unmasked(words())
        yield from (replace(one, text=self._masks.unmask(one.text)) for one in last)

    def close(self) -> None:
        """Forget what stood for what; the model itself stays open."""
        self._masks = Masks()

    def masked(self) -> Mapping[str, int]:
        """Return how many values of each kind were masked so far."""
        return self._masks.counts()

    def _masked(self, request: ModelRequest) -> ModelRequest:
        return replace(request, turns=tuple(replace(turn, text=self._masks.mask(turn.text)) for turn in request.turns))
