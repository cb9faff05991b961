"""An embedding model behind an endpoint with /embeddings, as OpenAI's interface describes it.

What the endpoint's model gives for one fixed text is kept in the workspace beside the length of its vectors: another model under the
same name would make vectors that cannot be compared, and is found out before the first text of each process is embedded.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from functools import cached_property
from tempfile import NamedTemporaryFile
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import httpx
import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from research.adapters.limited_client import LimitedClient
from research.adapters.retrying import PASSING, AskAgainError, asked_wait, retried
from research.errors import DeskError, EndpointUnavailableError, LimitExceededError, ModelUnavailableError
from research.model_settings import is_loopback
from research.models.masking import Masks
from research.protocols.search import FloatMatrix
from research.settings import Settings

BATCH = 32
# Time limit for a batch, waits and repeated requests included; a question, which is one text, is not held up so long.
SECONDS = 60.0
RETRIES = 4
QUESTION_SECONDS = 15.0
QUESTION_RETRIES = 2
# Embedded to learn the length of a vector, and whether the model is still the one that made those that are kept.
_PROBE = "The report of the board of directors"
_LEAST_ALIKE = 0.99
_MOST_DIMENSIONS = 16_384
# Of a word, six letters at most are one piece; of Chinese, each character is one. On the safe side for the word pieces of real models.
_PIECE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]|[^\W\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]{1,6}|[^\w\s]")
_NEXT = "check DESK_EMBEDDING_URL, DESK_EMBEDDING_NAME and DESK_EMBEDDING_KEY with desk doctor"


class _Vector(BaseModel):
    index: int
    embedding: list[float]


class _Vectors(BaseModel):
    data: list[_Vector]


class _Known(BaseModel):
    """What is kept of an endpoint's model: its vector of the fixed text, of length 1."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    probe: tuple[float, ...]


class EndpointEmbedder:
    """The `Embedder` over an endpoint; thread-safe. Nothing is asked before the first need, and the length of a vector once for all."""

    def __init__(self, settings: Settings, *, retries: int = RETRIES, seconds: float = SECONDS) -> None:
        if settings.embedding_url is None:
            raise ModelUnavailableError("no embedding endpoint is set", "set DESK_EMBEDDING_URL and DESK_EMBEDDING_NAME")
        if settings.embeds_remotely and not settings.remote:
            where = urlsplit(settings.embedding_url).hostname
            raise ModelUnavailableError(
                f"embedding endpoint {where} is beyond this machine, and nothing may be sent there",
                "unset DESK_EMBEDDING_URL, or set DESK_REMOTE=true",
            )
        self._url = settings.embedding_url
        self._settings = settings
        self._retries = retries
        self._seconds = seconds
        self._kept = settings.home / "indexes" / f"endpoint-{hashlib.sha256(self.fingerprint.encode()).hexdigest()[:16]}.json"
        self._lock = Lock()
        self._known: _Known | None = None
        self._is_checked = False

    @property
    def fingerprint(self) -> str:
        """Return the model's name, its endpoint, and how much of a text it is given."""
        return f"{self._settings.embedding_name} at {self._url} {self.max_pieces}"

    @property
    def dimensions(self) -> int:
        """Return the length of a vector; raises ModelUnavailableError when it was never asked and cannot be."""
        return len(self._known_model().probe)

    @property
    def max_pieces(self) -> int:
        """Return how many pieces of a text are sent."""
        return self._settings.embedding_pieces

    def count_pieces(self, texts: Sequence[str]) -> list[int]:
        """Return the number of pieces of each text: six letters of a word, a Chinese character, a sign."""
        return [sum(1 for _ in _PIECE.finditer(text)) for text in texts]

    def embed(self, texts: Sequence[str]) -> FloatMatrix:
        """Return one row of length 1 per text, in order, shape (len(texts), dimensions); raises ModelUnavailableError."""
        dimensions = self.dimensions
        if not texts:
            return np.zeros((0, dimensions), dtype=np.float32)
        self._check()
        sent = [self._cut(text) for text in texts]
        parts = [self._asked(sent[first : first + BATCH], dimensions) for first in range(0, len(sent), BATCH)]
        return np.concatenate(parts)

    def close(self) -> None:
        """Close the connections to the endpoint."""
        if "_client" in self.__dict__:
            self._client.close()
            del self.__dict__["_client"]

    @cached_property
    def _client(self) -> LimitedClient:
        return LimitedClient(seconds=self._seconds, own=is_loopback(self._url))

    def _cut(self, text: str) -> str:
        """Return what is sent of a text: the pieces that are read, what is personal in it masked where it leaves; never nothing."""
        found = list(zip(_PIECE.finditer(text), range(self.max_pieces + 1), strict=False))
        cut = text[: found[self.max_pieces][0].start()] if len(found) > self.max_pieces else text
        sent = (Masks().mask(cut) if self._settings.embeds_remotely else cut).strip()
        return sent or "."

    def _known_model(self) -> _Known:
        with self._lock:
            if self._known is None:
                self._known = self._read() or self._learn()
            return self._known

    def _read(self) -> _Known | None:
        try:
            return _Known.model_validate_json(self._kept.read_bytes())
        except (OSError, ValidationError):
            return None

    def _learn(self) -> _Known:
        row = self._asked([_PROBE], None)[0]
        known = _Known(probe=tuple(float(one) for one in row))
        self._is_checked = True
        try:
            self._kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=self._kept.parent, suffix=".part", delete=False) as part:
                part.write(known.model_dump_json().encode())
            os.replace(part.name, self._kept)
        except OSError as error:
            raise ModelUnavailableError(f"{self._kept} cannot be written: {error.strerror}", "correct DESK_HOME") from error
        return known

    def _check(self) -> None:
        """Hold once in a process that the endpoint's model is the one whose vectors are kept; raises ModelUnavailableError."""
        known = np.array(self._known_model().probe, dtype=np.float32)
        with self._lock:
            if not self._is_checked:
                if float(self._asked([_PROBE], len(known))[0] @ known) < _LEAST_ALIKE:
                    raise ModelUnavailableError(
                        f"embedding model {self._settings.embedding_name} is another now than the one that made the library's vectors",
                        f"bring that one back, or delete {self._kept.name} in the workspace's indexes and ingest into a new workspace",
                    )
                self._is_checked = True

    def _asked(self, texts: Sequence[str], dimensions: int | None) -> FloatMatrix:
        """Return the rows of texts as the endpoint gives them, each of length 1."""
        body = {"model": self._settings.embedding_name, "input": list(texts), "encoding_format": "float"}
        retries, seconds = self._retries, self._seconds
        if len(texts) == 1:
            retries, seconds = min(retries, QUESTION_RETRIES), min(seconds, QUESTION_SECONDS)
        reply = retried(lambda left: self._posted(body, left), retries=retries, seconds=seconds)
        found = sorted(reply.data, key=lambda one: one.index)
        lengths = {len(one.embedding) for one in found}
        if [one.index for one in found] != list(range(len(texts))) or len(lengths) != 1:
            raise self._failed(f"gave {len(found)} vectors for {len(texts)} texts")
        length = lengths.pop()
        if not 0 < length <= _MOST_DIMENSIONS or dimensions not in {None, length}:
            raise self._failed(f"gave vectors of length {length}" + (f", not {dimensions} as before" if dimensions else ""))
        rows = np.array([one.embedding for one in found], dtype=np.float32)
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        if not np.all(np.isfinite(norms)) or not np.all(norms > 0):
            raise self._failed("gave a vector without length")
        unit: FloatMatrix = (rows / norms).astype(np.float32)
        return unit

    def _posted(self, body: dict[str, Any], left: float) -> _Vectors:
        key = self._settings.embedding_key.get_secret_value()
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        try:
            reply = self._client.post(f"{self._url}/embeddings", json=body, headers=headers, timeout=left)
        except httpx.TimeoutException as error:
            raise self._unavailable("did not answer in time") from error
        except (httpx.HTTPError, OSError) as error:
            raise AskAgainError(self._unavailable(f"could not be reached ({type(error).__name__})")) from error
        except LimitExceededError as error:
            raise self._failed("sent more than can be read") from error
        if reply.status_code in PASSING:
            raise AskAgainError(self._unavailable(f"answered {reply.status_code}"), asked_wait(reply.headers))
        if reply.status_code != httpx.codes.OK:
            raise self._failed(f"answered {reply.status_code}")
        try:
            return _Vectors.model_validate_json(reply.content)
        except ValidationError as error:
            raise self._failed("sent what is no list of vectors") from error

    def _failed(self, why: str) -> DeskError:
        return ModelUnavailableError(self._line(why), _NEXT)

    def _unavailable(self, why: str) -> DeskError:
        return EndpointUnavailableError(self._line(why), _NEXT)

    def _line(self, why: str) -> str:
        return f"embedding endpoint {urlsplit(self._url).netloc}: {self._settings.embedding_name} {why}"
