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


class KeptReplies:
    """A folder of replies, each by the hash of its request."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, model: str, request: ModelRequest) -> ModelReply | None:
        """Return the reply of a model to a request, None when none is kept; raises CannotReadError when it is damaged."""
        path = self._path(model, request)
        if not path.is_file():
            return None
        try:
            return _REPLY.validate_json(path.read_bytes())
        except (ValidationError, OSError) as error:
            raise CannotReadError(f"the recorded reply {path.name} is damaged", "delete it and record it again") from error

    def keep(self, model: str, request: ModelRequest, reply: ModelReply) -> None:
        """Keep a reply; one that was kept before is replaced."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self.folder, suffix=".part", delete=False) as part:
            part.write(_REPLY.dump_json(reply))
        os.replace(part.name, self._path(model, request))

    def _path(self, model: str, request: ModelRequest) -> Path:
        return self.folder / f"{request_hash(model, request)}.json"


class ReplayedModel(AroundModel):
    """The `LLM` over a folder of recorded replies to a model's requests; that one is asked only where it `asks`, and then recorded.

    It has the model's name, window and place, so that a request is put together, and masked, as it was when it was recorded.
    """

    def __init__(self, model: LLM, folder: Path, *, asks: bool) -> None:
        super().__init__(model)
        self._kept = KeptReplies(folder)
        self._asks = asks

    def ask(self, request: ModelRequest) -> ModelReply:
        """Return the recorded reply; raises CouldNotAskError when there is none, CannotReadError when it is damaged."""
        found = self._kept.find(self.name, request)
        if found is not None:
            return found
        if not self._asks:
            why = f"model {self.name}: no reply to this request is recorded in {self._kept.folder}"
            raise CouldNotAskError(why, "record it with DESK_REPLAY_MODE=record")
        reply = self._model.ask(request)
        self._kept.keep(self.name, request, reply)
        return reply

    def stream(self, request: ModelRequest) -> Iterator[str | ModelReply]:
        """Yield the recorded reply's words in pieces, then the reply; raises as `ask`."""
        reply = self.ask(request)
        yield from (reply.text[at : at + _PIECE] for at in range(0, len(reply.text), _PIECE))
        yield reply

    def close(self) -> None:
        """Close the model."""
        self._model.close()
