"""The embedding model, run by OpenVINO, else by torch. With `embedding_export` the only door to either.

After the export, running needs OpenVINO and a tokenizer, together under a second to open; torch (ten seconds to import) only when
OpenVINO cannot be used. What ran here once is noted, and opened when the first text is embedded. OpenVINO's cache of compiled models is
not used: it would save 0.3 s and nothing checks its content.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
import structlog
from pydantic import BaseModel, ConfigDict, ValidationError

from research.adapters.embedding_export import describe, silence_telemetry
from research.adapters.embedding_files import OFFLINE, ModelFiles, exported_model, find_model
from research.adapters.embedding_lazy import LazyEmbedder, PieceCounter
from research.adapters.embedding_notes import Notes, Opened, note_key
from research.errors import ModelUnavailableError
from research.protocols.search import Embedder, FloatMatrix
from research.settings import Settings

if TYPE_CHECKING:
    from openvino import CompiledModel, InferRequest
    from tokenizers import Encoding, Tokenizer

TORCH_BATCH = 16
OPENVINO_BATCH = 16
_INPUTS = {"input_ids": "ids", "token_type_ids": "type_ids", "attention_mask": "attention_mask"}
_log = structlog.get_logger(__name__)


class _About(BaseModel):
    """What an export says of itself: the graph's inputs in order, most pieces read (special ones counted), length of a vector."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    inputs: tuple[str, ...]
    max_length: int
    dimensions: int


def open_embedder(settings: Settings) -> Embedder:
    """Return the model that the settings name, the bundled one by default; exports it first when that was not done yet.

    A model that ran here before is opened when it is first needed, and one that then cannot be raises ModelUnavailableError.
    Nothing is fetched. Raises ModelUnavailableError: no such model, other weights than the pinned ones, or it cannot be run.
    """
    for name, value in OFFLINE.items():
        os.environ.setdefault(name, value)
    models, runtime = settings.cache / "models", settings.embedding_runtime
    notes = Notes(models / "notes.json")
    source = find_model(settings.embedding_model, hash_of=notes.hash)
    key = note_key(source.content, runtime)
    if promised := notes.opened(key):
        model = partial(_open, source, settings)
        counter: Callable[[], PieceCounter] = model if runtime == "torch" else partial(_open_pieces, source, models, promised.max_length)
        return LazyEmbedder(promised, open_counter=counter, open_model=model, forget=partial(notes.forget, key))
    embedder = _open(source, settings)
    # Not the fallback: whether OpenVINO runs is tried again.
    if isinstance(embedder, OpenVinoEmbedder) or runtime == "torch":
        notes.keep(key, Opened(fingerprint=embedder.fingerprint, dimensions=embedder.dimensions, max_length=embedder.max_length))
    return embedder


def _open(source: ModelFiles, settings: Settings) -> OpenVinoEmbedder | TorchEmbedder:
    """Return the model, ready to embed; raises ModelUnavailableError."""
    if settings.embedding_runtime == "torch":
        return _open_torch(source, settings.threads)
    try:
        return OpenVinoEmbedder(source, exported_model(source, settings.cache / "models"), threads=settings.threads)
    except (ImportError, RuntimeError, OSError, ModelUnavailableError) as error:
        if settings.embedding_runtime == "openvino":
            raise _unavailable(source, error) from error
        _log.warning("OpenVINO cannot run the embedding model, using torch", model=source.name, reason=str(error))
    return _open_torch(source, settings.threads)


def _open_pieces(source: ModelFiles, models: Path, max_length: int) -> Pieces:
    """Return the tokenizer of the model's export; raises ModelUnavailableError."""
    try:
        return _pieces_of(exported_model(source, models), max_length)
    except OSError as error:
        raise _unavailable(source, error) from error


class Pieces:
    """Cuts texts into word pieces as the model was trained to."""

    def __init__(self, tokenizer_json: str, *, max_length: int) -> None:
        from tokenizers import Tokenizer  # noqa: PLC0415

        self._whole: Tokenizer = Tokenizer.from_str(tokenizer_json)
        self._whole.no_truncation()
        self._whole.no_padding()
        self._cut: Tokenizer = Tokenizer.from_str(tokenizer_json)
        self._cut.enable_truncation(max_length)
        self._cut.no_padding()
        self.max_pieces = max_length - self._whole.num_special_tokens_to_add(is_pair=False)
        self.counts_word_by_word = _parts_at_spaces(tokenizer_json)

    def count_pieces(self, texts: Sequence[str]) -> list[int]:
        """Return the number of pieces of each text, special ones not counted."""
        return [len(found.ids) for found in self._whole.encode_batch_fast(list(texts), add_special_tokens=False)]

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        """Return each text's pieces with special ones, cut to the model's length."""
        return list(self._cut.encode_batch_fast(list(texts)))


class OpenVinoEmbedder:
    """The `Embedder` on OpenVINO. Thread-safe: one inference at a time, which uses all threads itself.

    Inference from several Python threads can stand still for ever (seen on OpenVINO 2026.4 in setting input tensors), so it is
    never done. Texts of like length share a batch. The precision is bfloat16 where the processor computes in it, else 32-bit.
    """

    def __init__(self, source: ModelFiles, export: Path, *, threads: int) -> None:
        silence_telemetry()
        import openvino  # noqa: PLC0415

        about = _About.model_validate_json((export / "about.json").read_bytes())
        if unknown := [name for name in about.inputs if name not in _INPUTS]:
            raise ModelUnavailableError(f"embedding model {source.name} wants inputs that texts do not have: {', '.join(unknown)}")
        core = openvino.Core()
        precision = "bf16" if "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES") else "f32"
        options: dict[str, str | int] = {"INFERENCE_PRECISION_HINT": precision, "PERFORMANCE_HINT": "LATENCY"}
        if threads:
            options["INFERENCE_NUM_THREADS"] = threads
        compiled: CompiledModel = core.compile_model(str(export / "model.xml"), "CPU", options)
        self._about = about
        self._pieces = _pieces_of(export, about.max_length)
        self._fingerprint = source.fingerprint(precision, about.max_length)
        self._request: InferRequest = compiled.create_infer_request()
        self._lock = Lock()

    @property
    def fingerprint(self) -> str:
        """Return model name, hash of its files, numeric precision and length."""
        return self._fingerprint

    @property
    def dimensions(self) -> int:
        """Return the length of a vector."""
        return self._about.dimensions

    @property
    def max_length(self) -> int:
        """Return how many word pieces of a text are read, special ones counted."""
        return self._about.max_length

    @property
    def max_pieces(self) -> int:
        """Return how many word pieces of a text are read, special ones not counted."""
        return self._pieces.max_pieces

    @property
    def counts_word_by_word(self) -> bool:
        """Return whether a text has as many pieces as its words have together."""
        return self._pieces.counts_word_by_word

    def count_pieces(self, texts: Sequence[str]) -> list[int]:
        """Return the number of word pieces of each text, special ones not counted."""
        return self._pieces.count_pieces(texts)

    def embed(self, texts: Sequence[str]) -> FloatMatrix:
        """Return one row of length 1 per text, in order, shape (len(texts), dimensions); raises ModelUnavailableError.

        A text's vector differs by at most 1e-5 with what stands in its batch.
        """
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        encodings = self._pieces.encode(texts)
        by_length = sorted(range(len(texts)), key=lambda place: len(encodings[place].ids))
        try:
            for first in range(0, len(by_length), OPENVINO_BATCH):
                places = by_length[first : first + OPENVINO_BATCH]
                rows[places] = self._run([encodings[place] for place in places])
        except RuntimeError as error:
            raise ModelUnavailableError(f"the embedding model failed: {error}", "free memory and try again") from error
        return _unit(rows)

    def _run(self, encodings: Sequence[Encoding]) -> FloatMatrix:
        longest = max(len(encoding.ids) for encoding in encodings)
        tensors = [np.zeros((len(encodings), longest), dtype=np.int64) for _ in self._about.inputs]
        for name, tensor in zip(self._about.inputs, tensors, strict=True):
            for row, encoding in enumerate(encodings):
                tensor[row, : len(encoding.ids)] = getattr(encoding, _INPUTS[name])
        with self._lock:
            return np.array(self._request.infer(tensors)[0], dtype=np.float32)


class TorchEmbedder:
    """The `Embedder` on sentence-transformers itself: slower to open, for machines where OpenVINO does not run."""

    def __init__(self, source: ModelFiles, *, threads: int) -> None:
        import torch  # noqa: PLC0415
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415

        if threads:
            torch.set_num_threads(threads)
        self._model = SentenceTransformer(str(source.folder), device="cpu", local_files_only=True)
        self._about = _About.model_validate(describe(self._model))
        self._source = source

    @cached_property
    def _pieces(self) -> Pieces:
        return Pieces(self._model.tokenizer.backend_tokenizer.to_str(), max_length=self._about.max_length)

    @property
    def fingerprint(self) -> str:
        """Return model name, hash of its files, numeric precision and length."""
        return self._source.fingerprint("f32", self._about.max_length)

    @property
    def dimensions(self) -> int:
        """Return the length of a vector."""
        return self._about.dimensions

    @property
    def max_length(self) -> int:
        """Return how many word pieces of a text are read, special ones counted."""
        return self._about.max_length

    @property
    def max_pieces(self) -> int:
        """Return how many word pieces of a text are read, special ones not counted."""
        return self._pieces.max_pieces

    @property
    def counts_word_by_word(self) -> bool:
        """Return whether a text has as many pieces as its words have together."""
        return self._pieces.counts_word_by_word

    def count_pieces(self, texts: Sequence[str]) -> list[int]:
        """Return the number of word pieces of each text, special ones not counted."""
        return self._pieces.count_pieces(texts)

    def embed(self, texts: Sequence[str]) -> FloatMatrix:
        """Return one row of length 1 per text, in order, shape (len(texts), dimensions); raises ModelUnavailableError.

        A text's vector differs by at most 1e-6 with what stands in its batch.
        """
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        try:
            rows = self._model.encode(list(texts), batch_size=TORCH_BATCH, show_progress_bar=False, convert_to_numpy=True)
        except RuntimeError as error:
            raise ModelUnavailableError(f"the embedding model failed: {error}", "free memory and try again") from error
        return _unit(np.asarray(rows, dtype=np.float32))


def _unit(rows: FloatMatrix) -> FloatMatrix:
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    if not np.all(np.isfinite(norms)) or not np.all(norms > 0):
        raise ModelUnavailableError("the embedding model gave a vector without length", "set DESK_EMBEDDING_RUNTIME=torch and try again")
    unit: FloatMatrix = (rows / norms).astype(np.float32)
    return unit


def _pieces_of(export: Path, max_length: int) -> Pieces:
    return Pieces((export / "tokenizer.json").read_text(encoding="utf-8"), max_length=max_length)


def _parts_at_spaces(tokenizer_json: str) -> bool:
    """Return whether a tokenizer is BERT's, whose pieces never reach over white space: what it makes of a word hangs on no neighbour."""
    described = json.loads(tokenizer_json)
    kinds = tuple((described.get(part) or {}).get("type") for part in ("normalizer", "pre_tokenizer", "model"))
    return kinds == ("BertNormalizer", "BertPreTokenizer", "WordPiece")


def _open_torch(source: ModelFiles, threads: int) -> TorchEmbedder:
    try:
        return TorchEmbedder(source, threads=threads)
    except (ImportError, RuntimeError, OSError, ValueError, ValidationError) as error:
        raise _unavailable(source, error) from error


def _unavailable(source: ModelFiles, error: Exception) -> ModelUnavailableError:
    return ModelUnavailableError(f"embedding model {source.name} ({source.folder}) cannot be run: {error}", "reinstall it")
