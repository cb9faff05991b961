"""One frozen settings object, read once at the edge from `DESK_…` variables and an optional TOML file, and passed in.

It describes; the workspace builds. Importing this module opens nothing and needs no key.
"""

from __future__ import annotations

import hashlib
import ipaddress
import json
import os
import tomllib
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import pydantic_settings
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from research.errors import SettingsError
from research.model_settings import EndpointUrl, ModelSettings, is_loopback
from research.nouns.access import PUBLIC
from research.nouns.documents import Kind
from research.nouns.labels import check_label, strictness
from research.team_settings import TeamSettings

_PREFIX = "DESK_"
# What is read of the environment beside the settings; and how alike a misspelt name is to the one that was meant.
_OTHER_NAMES, _NEARLY = frozenset({"CONFIG", "DEBUG"}), 0.8
CHECKOUT = Path(__file__).resolve().parent.parent
# The sample library's own workspace, which `desk demo` makes.
SAMPLE_HOME = CHECKOUT / "data" / "sample-workspace"


def default_cache() -> Path:
    """Return the folder for things that can be made again: exported models and page images."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "research-desk"


class Settings(BaseSettings):
    """Every setting of the program; each field's description is the README's."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, frozen=True, extra="forbid", hide_input_in_errors=True)

    home: Path = Field(CHECKOUT / "data" / "workspace", description="Workspace: databases, originals, indexes.")
    cache: Path = Field(default_factory=default_cache, description="Folder for what can be made again, as the exported model.")
    user: str = Field("analyst", min_length=1, max_length=64, description="Name that audit and history record.")
    embedding_model: Path | None = Field(None, description="Folder of another sentence-transformers model; the bundled one when unset.")
    embedding_runtime: str = Field(
        "auto", pattern="^(auto|openvino|torch)$", description="What runs the model: auto (OpenVINO, else torch), openvino or torch."
    )
    embedding_url: EndpointUrl | None = Field(
        None, description="Base address of an endpoint with /embeddings that makes the vectors, in place of a model on this machine."
    )
    embedding_name: str = Field("", max_length=200, description="Name of the embedding model at that endpoint.")
    embedding_key: SecretStr = Field(SecretStr(""), description="Key of that endpoint; never shown.")
    embedding_local: bool = Field(False, description="That endpoint is ours although not on this machine: nothing sent to it leaves.")
    embedding_pieces: int = Field(254, ge=32, le=8_192, description="Word pieces of a text that its model reads; chunks are no longer.")
    threads: int = Field(0, ge=0, le=256, description="Threads for embedding; 0 lets the runtime choose.")
    top_k: int = Field(10, ge=1, le=100, description="How many chunks a search returns.")
    candidates: int = Field(100, ge=10, le=1000, description="How many chunks each index may propose for ranking.")
    exact_scan_chunks: int = Field(
        20_000, ge=0, description="Allowed sets of at most this many chunks are compared one by one; of more, those with the nearest signs."
    )
    graph_chunks: int = Field(
        200_000, ge=0, description="Libraries of at most this many chunks are kept in Chroma's graph too, for questions to all of them."
    )
    parse_seconds: float = Field(
        120.0,
        gt=0,
        description="Longest time of the processor for reading one file; up to 1 MiB an eighth of it, a sixth more for each further MiB.",
    )
    parse_memory_mb: int = Field(576, ge=128, description="Memory limit of the process that reads a file, in MiB.")
    max_file_mb: int = Field(200, ge=1, description="Largest file that is read, in MiB.")
    max_pages: int = Field(5_000, ge=1, description="Longest document that is read, in pages.")
    max_cells: int = Field(2_000_000, ge=1_000, description="Most cells of a workbook or table file that are read.")
    max_inflated_mb: int = Field(512, ge=1, description="Most MiB that a packed file (Word, Excel, PowerPoint) may inflate to.")
    max_question_chars: int = Field(4_000, ge=100, description="Longest question, in characters.")
    max_batch_questions: int = Field(20_000, ge=1, description="Most questions of a batch file.")
    max_questions_minute: int = Field(120, ge=1, description="Most questions that a session of the page asks in a minute.")
    max_questions_session: int = Field(5_000, ge=1, description="Most questions of one session of the page; reloaded, it is a new one.")
    max_upload_files: int = Field(500, ge=1, description="Most files of one upload.")
    max_upload_mb: int = Field(2_000, ge=1, description="Most MiB of one upload, all its files together.")
    max_run_files: int = Field(
        200_000, ge=1, description="Most files that are read in at a time, by a command or from a folder of the page."
    )
    max_run_gb: int = Field(1_000, ge=1, description="Most GiB of those files.")
    model: str = Field("", max_length=200, description="A language model, as its gateway names it; it is asked first. None when unset.")
    model_url: EndpointUrl = Field(
        "http://127.0.0.1:11434/v1", description="Base address of its OpenAI-compatible endpoint; that of Ollama on this machine."
    )
    model_key: SecretStr = Field(SecretStr(""), description="Key of that endpoint; never shown.")
    models: tuple[ModelSettings, ...] = Field(
        (), description="Further models in the order in which they are asked: tables [[models]] of the settings file, or JSON."
    )
    remote: bool = Field(True, description="Whether anything may be sent to a model beyond this machine.")
    withheld_labels: tuple[str, ...] = Field(
        ("deal:", "personal:"), description="Documents whose label begins so are never sent beyond this machine."
    )
    walls: bool = Field(
        False, description="Whether each user sees only what is public, internal, their own or granted to them; off for a single user."
    )
    team: TeamSettings | None = Field(
        None, description="Who signs in, and how: a table [team] of the settings file, or JSON; unset for a single user without login."
    )
    kind_labels: dict[Kind, str] = Field(
        default_factory=dict, description="The label of documents that come without one, by kind: JSON, or a table [kind_labels]."
    )
    unlabelled: str = Field(
        "", max_length=200, description="The label of all others; unset the most restrictive of kind_labels, public where there are none."
    )
    answer_calls: int = Field(8, ge=1, le=100, description="Most requests to models for one answer.")
    answer_tokens: int = Field(60_000, ge=1_000, description="Most tokens of models for one answer.")
    answer_seconds: float = Field(120.0, gt=0, description="Time in which a model's answer must have begun its last request.")
    answer_money: Decimal = Field(Decimal(0), ge=0, description="Most that models may cost for one answer; 0 is no limit.")
    replay: Path | None = Field(None, description="Folder of recorded replies of models; none are kept or used when unset.")
    replay_mode: str = Field(
        "replay",
        pattern="^(replay|record)$",
        description="replay gives recorded replies and asks no model; record keeps replies.",
    )
    host: str = Field("127.0.0.1", description="Address that the page listens on.")
    port: int = Field(8501, ge=1, le=65535, description="Port that the page listens on.")
    page_url: str | None = Field(
        None, max_length=500, description="Address at which readers reach the page, for links in mails; without it they have none."
    )
    smtp_host: str | None = Field(None, min_length=1, max_length=253, description="Mail server that digests are sent through.")
    smtp_port: int = Field(587, ge=1, le=65535, description="Its port: usually 587 for starttls, 465 for tls.")
    smtp_user: str | None = Field(None, max_length=254, description="Name that the mail server knows the sender by.")
    smtp_password: SecretStr | None = Field(None, description="The password that goes with it; never written anywhere.")
    smtp_from: str | None = Field(None, max_length=254, description="Address that digests come from.")
    smtp_tls: str = Field(
        "starttls",
        pattern="^(starttls|tls|none)$",
        description="starttls, tls, or none, which only a mail server on this machine may have.",
    )

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        """Refuse an address of the page that is no web address, and mail without TLS to another machine."""
        if self.page_url is not None and not _is_web_address(self.page_url):
            raise ValueError("page_url is not a web address: write it as https://desk.example.org")
        if self.smtp_host is not None and self.smtp_tls == "none" and not is_this_machine(self.smtp_host):
            raise ValueError("smtp_tls may be none only for a mail server on this machine: use starttls or tls")
        return self

    @field_validator("kind_labels")
    @classmethod
    def _are_labels(cls, labels: dict[Kind, str]) -> dict[Kind, str]:
        return {kind: check_label(label) for kind, label in labels.items()}

    @field_validator("unlabelled")
    @classmethod
    def _is_label(cls, label: str) -> str:
        return check_label(label) if label else ""

    @property
    def has_walls(self) -> bool:
        """Return whether each user sees only what is theirs to see; in a team that is always so."""
        return self.walls or self.team is not None

    def label_of(self, kind: Kind) -> str:
        """Return the label of a document of a kind that comes without one."""
        strictest = max((PUBLIC, *self.kind_labels.values()), key=strictness)
        return self.kind_labels.get(kind) or self.unlabelled or strictest

    @model_validator(mode="after")
    def _named(self) -> Self:
        """Hold that an address has a name beside it."""
        if self.embedding_url and not self.embedding_name:
            raise ValueError("DESK_EMBEDDING_URL names an endpoint: name its model with DESK_EMBEDDING_NAME")
        if self.embedding_url and self.embedding_model:
            raise ValueError("DESK_EMBEDDING_URL and DESK_EMBEDDING_MODEL name two embedding models: unset one of them")
        if "model_url" in self.model_fields_set and not self.model:
            raise ValueError("DESK_MODEL_URL names an endpoint: name its model with DESK_MODEL")
        return self

    @property
    def language_models(self) -> tuple[ModelSettings, ...]:
        """Return the language models in the order in which they are asked: the single one, then the list."""
        single = (ModelSettings(name=self.model, url=self.model_url, key=self.model_key),) if self.model else ()
        return (*single, *self.models)

    @property
    def is_replayed(self) -> bool:
        """Return whether recorded replies stand for the models, and none is asked."""
        return self.replay is not None and self.replay_mode == "replay"

    @property
    def embeds_remotely(self) -> bool:
        """Return whether texts leave this machine, and what is ours, to be embedded."""
        return self.embedding_url is not None and not (self.embedding_local or is_loopback(self.embedding_url))

    def fingerprint(self) -> str:
        """Return a short hash of what can change an answer (not folders, users, keys or ports); stands beside each answer."""
        ranking = {"embedding_model", "embedding_runtime", "embedding_name", "top_k", "candidates", "exact_scan_chunks", "graph_chunks"}
        kept = self.model_dump(mode="json", include=ranking)
        said = {"name", "url", "context_window", "max_tokens", "thinking_tokens", "structured"}
        if models := [one.model_dump(mode="json", include=said) for one in self.language_models]:
            kept |= {"models": models, "remote": self.remote, "withheld_labels": list(self.withheld_labels)}
        return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()[:12]


def is_this_machine(host: str) -> bool:
    """Return whether a host is written as this machine's own: "localhost" or a loopback address."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return (
            parts.scheme in {"http", "https"}
            and bool(parts.hostname)
            and "@" not in parts.netloc
            and text.isprintable()
            and " " not in text
        )
    except ValueError:
        return False


def _check_names() -> None:
    """Raise SettingsError for a variable that is nearly called as a setting is: unseen, it would leave the setting as it was."""
    known = {name.upper() for name in Settings.model_fields} | _OTHER_NAMES
    for name in sorted(one.upper() for one in os.environ if one.upper().startswith(_PREFIX)):
        said = name.removeprefix(_PREFIX)
        if said not in known and (near := get_close_matches(said, known, 1, _NEARLY)):
            raise SettingsError(f"{name} is no setting", f"did you mean {_PREFIX}{near[0]}?")


def load_settings(home: Path | None = None) -> Settings:
    """Return the settings: environment first, then the TOML file that `DESK_CONFIG` names, then defaults; `home` overrides both.

    Raises SettingsError with the field and what is wrong with it.
    """
    _check_names()
    values: dict[str, object] = {}
    if config := os.environ.get("DESK_CONFIG"):
        try:
            values = tomllib.loads(Path(config).read_text(encoding="utf-8"))
        except OSError as error:
            raise SettingsError(f"settings file {config}: {error.strerror}", "correct DESK_CONFIG or unset it") from error
        except UnicodeDecodeError as error:
            raise SettingsError(f"settings file {config} is not UTF-8", "save it as UTF-8") from error
        except tomllib.TOMLDecodeError as error:
            raise SettingsError(f"settings file {config}: {error}", "correct the file") from error
        values = {name: value for name, value in values.items() if f"DESK_{name.upper()}" not in os.environ}
    if home is not None:
        values["home"] = home
    try:
        return Settings(**values)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors(include_input=False, include_context=False)[0]
        field, why = ".".join(str(part) for part in first["loc"]), first["msg"].removeprefix("Value error, ")
        if not field:
            raise SettingsError(f"settings: {why}", "correct the environment or the settings file") from None
        raise SettingsError(f"setting {field}: {why}", f"correct DESK_{str(first['loc'][0]).upper()} or the settings file") from None
    except pydantic_settings.SettingsError as error:
        # Said of a variable that is to be JSON and is none; what it holds may be a key and is not repeated.
        raise SettingsError(f"settings: {error}", "write lists as JSON") from None
