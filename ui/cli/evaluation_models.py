"""`desk eval … --model NAME`: answers put into a model's words before they are scored, and what the model did counted apart."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from research.errors import UsageError
from research.evaluation.models import Part, count_parts, part_of
from research.models.service import SILENT, Asked
from research.nouns.access import Access
from research.nouns.answers import Answer
from research.nouns.conversations import FRESH, Turn
from research.settings import Settings
from ui.cli.contract import Json
from ui.cli.output import console
from ui.cli.team import allowed_settings

if TYPE_CHECKING:
    from research.workspace import Workspace

ModelOption = Annotated[
    str | None,
    typer.Option("--model", metavar="NAME", help="Score the answers of this configured model; without it no model is asked."),
]


class InWords:
    """Puts answers into the words of the workspace's one model, and keeps what it had to do with each; without a model it leaves them."""

    def __init__(self, workspace: Workspace, access: Access, model: str | None) -> None:
        self._workspace = workspace
        self._access = access
        self.model = model
        self.parts: list[Part] = []

    def __call__(self, answer: Answer, turn: Turn = FRESH) -> Answer:
        """Return an answer to a question in its turn, in the model's words where these hold."""
        if self.model is None:
            return answer
        written = self._workspace.model_answers.in_words(answer, self._access, SILENT, Asked(turn=turn))
        self.parts.append(part_of(written, dict(written.usage).get("calls", 0)))
        return written

    def added(self, report: dict[str, Json]) -> dict[str, Json]:
        """Return a report with the model, what it did, and in each row what it did there; the report as it is without a model."""
        rows = report["rows"]
        if self.model is None or not isinstance(rows, list):
            return report
        told = [row | {"model": part.value} for row, part in zip(rows, self.parts, strict=True) if isinstance(row, dict)]
        counts: dict[str, Json] = dict(count_parts(self.parts))
        return report | {"model": self.model, "answers_of_model": counts, "rows": list(told)}

    def show(self) -> None:
        """Write what the model did, for a person."""
        if self.model is not None:
            told = "  ".join(f"{name} {count}" for name, count in count_parts(self.parts).items())
            console().print(f"  model {self.model}: {told}")


@contextmanager
def opened_with(home: Path | None, model: str | None) -> Iterator[Workspace]:
    """Open the workspace for an evaluation, with that model alone; raises UsageError for one that is not configured or may not be asked."""
    from research.workspace import Workspace  # noqa: PLC0415  (heavy, and only some commands need it)

    settings = allowed_settings(home)
    with Workspace.open(settings if model is None else only(settings, model), create=False) as workspace:
        if model is not None and not workspace.models:
            raise UsageError(f"model {model} is beyond this machine, and DESK_REMOTE lets nothing go there", "set DESK_REMOTE=true")
        yield workspace


def only(settings: Settings, name: str) -> Settings:
    """Return the settings with one of their language models, the first of that name; raises UsageError."""
    found = next((one for one in settings.language_models if one.name == name), None)
    if found is None:
        names = ", ".join(one.name for one in settings.language_models) or "none"
        raise UsageError(f"no model {name!r} is configured", f"configured are: {names}; DESK_MODEL or DESK_MODELS name them")
    return settings.model_copy(update={"model": "", "models": (found,)})
