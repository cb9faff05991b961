"""Recorded replies by the hash of what was asked, so that tests and evaluations run without a network."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from pydantic import TypeAdapter, ValidationError

from research.errors import CannotReadError, CouldNotAskError
from research.models.around import AroundModel
from research.nouns.models import ModelReply, ModelRequest
from research.protocols.models import LLM

# Words of a replayed stream come in pieces of so many characters.
_PIECE = 32
_REPLY = TypeAdapter(ModelReply)


def request_hash(model: str, request: ModelRequest) -> str:
    """Return the SHA-256 in hex of a request as it stands: the model's name, the messages, the schema and the room for the reply."""
    asked = [model, [[turn.role, turn.text] for turn in request.turns], request.schema, request.max_tokens]
    return hashlib.sha256(json.dumps(asked, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


class ReplayedModel(AroundModel):
    """The `LLM` over a folder of recorded replies to a model's requests; that one is asked only where it `asks`, and then recorded.

    It has the model's name, window and place, so that a request is put together, and masked, as it was when it was recorded.
    """

    def __init__(self, model: LLM, folder: Path, *, asks: bool) -> None:
        super().__init__(model)
        self._folder = folder
        self._asks = asks

    def ask(self, request: ModelRequest) -> ModelReply:
        """Return the recorded reply; raises CouldNotAskError when there is none, CannotReadError when it is damaged."""
        path = self._folder / f"{request_hash(self.name, request)}.json"
        if path.is_file():
            try:
                return _REPLY.validate_json(path.read_bytes())
            except (ValidationError, OSError) as error:
                raise CannotReadError(f"the recorded reply {path.name} is damaged", "delete it and record it again") from error
        if not self._asks:
            why = f"model {self.name}: no reply to this request is recorded in {self._folder}"
            raise CouldNotAskError(why, "record it with DESK_REPLAY_MODE=record")
        reply = self._model.ask(request)
        self._keep(path, reply)
        return reply

    def stream(self, request: ModelRequest) -> Iterator[str | ModelReply]:
        """Yield the recorded reply's words in pieces, then the reply; raises as `ask`."""
        reply = self.ask(request)
        yield from (reply.text[at : at + _PIECE] for at in range(0, len(reply.text), _PIECE))
        yield reply

    def close(self) -> None:
        """Close the model."""
        self._model.close()

    def _keep(self, path: Path, reply: ModelReply) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self._folder, suffix=".part", delete=False) as part:
            part.write(_REPLY.dump_json(reply))
        os.replace(part.name, path)
