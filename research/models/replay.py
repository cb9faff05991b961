"""Recorded replies by the hash of what was asked, so that tests and evaluations run without a network."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from tempfile import NamedTemporaryFile

from pydantic import TypeAdapter, ValidationError

from research.errors import CannotReadError, CouldNotAskError
from research.nouns.models import ModelReply, ModelRequest
from research.protocols.models import LLM

# Words of a replayed stream come in pieces of so many characters.
_PIECE = 32
_REPLY = TypeAdapter(ModelReply)


def request_hash(model: str, request: ModelRequest) -> str:
    """Return the SHA-256 in hex of a request as it stands: the model's name, the messages, the schema and the room for the reply."""
    asked = [model, [[turn.role, turn.text] for turn in request.turns], request.schema, request.max_tokens]
    return hashlib.sha256(json.dumps(asked, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


class ReplayedModel:
    """The `LLM` over a folder of recorded replies; with a `live` model, what is not recorded yet is asked of it and recorded."""

    def __init__(self, name: str, folder: Path, *, context_window: int, live: LLM | None = None) -> None:
        self._name = name
        self._folder = folder
        self._context_window = context_window
        self._live = live

    @property
    def name(self) -> str:
        """Return the model's name."""
        return self._name

    @property
    def is_remote(self) -> bool:
        """Return whether what is sent may leave this machine: only while replies are recorded."""
        return self._live.is_remote if self._live else False

    @property
    def context_window(self) -> int:
        """Return how many tokens a request and its reply may have together."""
        return self._context_window

    def cost(self, reply: ModelReply) -> Decimal:
        """Return what a reply cost; a recorded one costs nothing."""
        return self._live.cost(reply) if self._live else Decimal(0)

    def ask(self, request: ModelRequest) -> ModelReply:
        """Return the recorded reply; raises CouldNotAskError when there is none, CannotReadError when it is damaged."""
        path = self._folder / f"{request_hash(self._name, request)}.json"
        if path.is_file():
            try:
                return _REPLY.validate_json(path.read_bytes())
            except (ValidationError, OSError) as error:
                raise CannotReadError(f"the recorded reply {path.name} is damaged", "delete it and record it again") from error
        if self._live is None:
            raise CouldNotAskError(f"model {self._name}: no reply to this request is recorded in {self._folder}", "record it with a model")
        reply = self._live.ask(request)
        self._keep(path, reply)
        return reply

    def stream(self, request: ModelRequest) -> Iterator[str | ModelReply]:
        """Yield the recorded reply's words in pieces, then the reply; raises as `ask`."""
        reply = self.ask(request)
        yield from (reply.text[at : at + _PIECE] for at in range(0, len(reply.text), _PIECE))
        yield reply

    def close(self) -> None:
        """Close the live model, if there is one."""
        if self._live:
            self._live.close()

    def _keep(self, path: Path, reply: ModelReply) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self._folder, suffix=".part", delete=False) as part:
            part.write(_REPLY.dump_json(reply))
        os.replace(part.name, path)
