"""One frozen settings object, read once at the edge from `DESK_…` variables and an optional TOML file, and passed in.

It describes; the workspace builds. Importing this module opens nothing and needs no key.
"""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
from decimal import Decimal
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from research.errors import SettingsError
from research.model_settings import ModelSettings

CHECKOUT = Path(__file__).resolve().parent.parent


def default_cache() -> Path:
    """Return the folder for things that can be made again: exported models and page images."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "research-desk"


class Settings(BaseSettings):
    """Every setting of the program; each field's description is the README's."""

    model_config = SettingsConfigDict(env_prefix="DESK_", frozen=True, extra="forbid")

    home: Path = Field(CHECKOUT / "data" / "workspace", description="Workspace: databases, originals, indexes.")
    cache: Path = Field(default_factory=default_cache, description="Folder for what can be made again, as the exported model.")
    user: str = Field("analyst", min_length=1, max_length=64, description="Name that audit and history record.")
    embedding_model: Path | None = Field(None, description="Folder of another sentence-transformers model; the bundled one when unset.")
    embedding_runtime: str = Field(
        "auto", pattern="^(auto|openvino|torch)$", description="What runs the model: auto (OpenVINO, else torch), openvino or torch."
    )
    threads: int = Field(0, ge=0, le=256, description="Threads for embedding; 0 lets the runtime choose.")
    top_k: int = Field(10, ge=1, le=100, description="How many chunks a search returns.")
    candidates: int = Field(100, ge=10, le=1000, description="How many chunks each index may propose for ranking.")
    exact_scan_chunks: int = Field(
        20_000, ge=0, description="Allowed sets of at most this many chunks are compared one by one; of more, those with the nearest signs."
    )
    graph_chunks: int = Field(
        200_000, ge=0, description="Libraries of at most this many chunks are kept in Chroma's graph too, for questions to all of them."
    )
    parse_seconds: float = Field(120.0, gt=0, description="Time limit for reading one file, in the child process.")
    parse_memory_mb: int = Field(1024, ge=128, description="Memory limit of that child process, in MiB.")
    max_file_mb: int = Field(200, ge=1, description="Largest file that is read, in MiB.")
    max_pages: int = Field(5_000, ge=1, description="Longest document that is read, in pages.")
    max_cells: int = Field(2_000_000, ge=1_000, description="Most cells of a workbook or table file that are read.")
    max_inflated_mb: int = Field(512, ge=1, description="Most MiB that a packed file (Word, Excel, PowerPoint) may inflate to.")
    max_question_chars: int = Field(4_000, ge=100, description="Longest question, in characters.")
    models: tuple[ModelSettings, ...] = Field(
        (), description="Language models in the order in which they are asked: tables [[models]] of the settings file, or JSON."
    )
    remote: bool = Field(True, description="Whether anything may be sent to a model beyond this machine.")
    withheld_labels: tuple[str, ...] = Field(
        ("deal:", "personal:"), description="Documents whose label begins so are never sent beyond this machine."
    )
    answer_calls: int = Field(8, ge=1, le=100, description="Most requests to models for one answer.")
    answer_tokens: int = Field(60_000, ge=1_000, description="Most tokens of models for one answer.")
    answer_seconds: float = Field(120.0, gt=0, description="Time in which a model's answer must have begun its last request.")
    answer_money: Decimal = Field(Decimal(0), ge=0, description="Most that models may cost for one answer; 0 is no limit.")
    host: str = Field("127.0.0.1", description="Address that the page listens on.")
    port: int = Field(8501, ge=1, le=65535, description="Port that the page listens on.")

    def fingerprint(self) -> str:
        """Return a short hash of what can change an answer (not folders, users or ports); stands beside each answer."""
        kept = self.model_dump(
            mode="json", include={"embedding_model", "embedding_runtime", "top_k", "candidates", "exact_scan_chunks", "graph_chunks"}
        )
        return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()[:12]


def load_settings(home: Path | None = None) -> Settings:
    """Return the settings: environment first, then the TOML file that `DESK_CONFIG` names, then defaults; `home` overrides both.

    Raises SettingsError with the field and what is wrong with it.
    """
    values: dict[str, object] = {}
    if config := os.environ.get("DESK_CONFIG"):
        try:
            values = tomllib.loads(Path(config).read_text(encoding="utf-8"))
        except OSError as error:
            raise SettingsError(f"settings file {config}: {error.strerror}", "correct DESK_CONFIG or unset it") from error
        except tomllib.TOMLDecodeError as error:
            raise SettingsError(f"settings file {config}: {error}", "correct the file") from error
        values = {name: value for name, value in values.items() if f"DESK_{name.upper()}" not in os.environ}
    if home is not None:
        values["home"] = home
    try:
        return Settings(**values)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise SettingsError(f"setting {field}: {first['msg']}", f"correct DESK_{field.upper()} or the settings file") from error
