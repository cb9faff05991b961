"""Paragraphs of drafts in a model's words, from pages of a company's papers: every sentence is checked, what does not hold is struck."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import structlog

from research.errors import CouldNotAskError, DeskError
from research.models.checking import DraftChecker, Given
from research.models.drafted import DraftAsker, ForDraft
from research.models.instructions import without_instructions
from research.models.parsing import draft_schema
from research.models.prompts import prompt
from research.models.sources import MOST_SOURCES, Source, about_document, defused, shown, tokens_of
from research.models.writer import UNSUPPORTED
from research.nouns.access import Access
from research.nouns.answers import Claim, QuestionPlan
from research.nouns.documents import Document
from research.nouns.models import ModelDraft, ModelRequest
from research.protocols.models import LLM
from research.text.matching import normal_form

MOST_REPLY = 1_200
# Tokens of what a gateway adds of its own; and so much of a model's window is used, since tokens are estimated.
_OVERHEAD, _SHARE_OF_ROOM = 200, 0.85
_SOURCE_ID = re.compile(r"\b[SF]\d{1,3}\b")
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Passage:
    """What a model may be given of a document: words of one of its pages."""

    document: Document
    page: int
    text: str


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph's sentences with their places, and the model that wrote them; without any `why` says in one line why.

    `struck` says why sentences of the model were left out, each reason once.
    """

    claims: tuple[Claim, ...] = ()
    model: str = ""
    struck: tuple[str, ...] = ()
    why: str = ""


class ProseWriter:
    """Writes the paragraphs of one draft with the first model that can be asked; one that did not answer is not asked again for it."""

    def __init__(
        self, models: Sequence[LLM], asker: DraftAsker, checker: DraftChecker, *, may_send: Callable[[Document, LLM], bool], access: Access
    ) -> None:
        self._models, self._asker, self._checker = tuple(models), asker, checker
        self._may_send, self._access = may_send, access
        self._silent: dict[str, str] = {}

    def write(self, about: str, passages: Sequence[Passage], most: int) -> Prose:
        """Return at most so many sentences about a subject, and record what was sent; never raises for what a model does."""
        why: list[str] = []
        for model in self._models:
            if model.name in self._silent:
                why.append(self._silent[model.name])
                continue
            sources = _sources([one for one in passages if self._may_send(one.document, model)], _room(model, about, most))
            if not sources:
                why.append(f"nothing was sent to {model.name}: no page may be sent to it")
                continue
            wanted = ForDraft(_request(sources, about, most), sources, (), f"draft: {about}")
            try:
                return self._checked(self._asker.draft(model, wanted, self._access), sources, about, most=most, model=model.name)
            except DeskError as error:
                _log.warning("a model failed", model=model.name, why=error.message)
                why.append(error.message)
                if isinstance(error, CouldNotAskError):
                    self._silent[model.name] = error.message
        return Prose(why="; ".join(dict.fromkeys(why)))

    def _checked(self, draft: ModelDraft, sources: Sequence[Source], about: str, *, most: int, model: str) -> Prose:
        """Return the sentences that hold, none twice, and why the others do not."""
        given = Given(QuestionPlan(about), {one.id: one for one in sources}, {})
        kept: dict[str, Claim] = {}
        struck: dict[str, None] = {}
        for claim in draft.claims:
            found = self._checker.check(claim, given, self._access)
            if isinstance(found, Claim):
                kept.setdefault(normal_form(found.text).strip("“”"), found)
            else:
                struck[_in_words(found.reason, given.sources)] = None
        if kept:
            return Prose(tuple(kept.values())[:most], model, tuple(struck))
        said = f"{UNSUPPORTED} {model} is supported by the papers" if struck else f"{model} found nothing to say of it in the papers"
        return Prose((), "", tuple(struck), said)


def _sources(passages: Sequence[Passage], room: int) -> tuple[Source, ...]:
    """Return passages as a model is given them, as many as there is room for, without what reads like an instruction."""
    found: list[Source] = []
    for one in passages[:MOST_SOURCES]:
        text = defused(without_instructions(one.text)).strip()
        room -= tokens_of(text)
        if room < 0 and found:
            break
        if text:
            found.append(Source(f"S{len(found) + 1}", one.document.id, one.document.name, one.page, about_document(one.document), text))
    return tuple(found)


def _request(sources: Sequence[Source], about: str, most: int) -> ModelRequest:
    asking = prompt("passage")
    return ModelRequest(asking.turns(_values(shown(sources), about, most)), MOST_REPLY, draft_schema(), asking.version)


def _room(model: LLM, about: str, most: int) -> int:
    """Return how many tokens the sources may take."""
    bare = sum(tokens_of(turn.text) for turn in prompt("passage").turns(_values("", about, most)))
    return int((model.context_window - MOST_REPLY - _OVERHEAD) * _SHARE_OF_ROOM) - bare


def _values(sources: str, about: str, most: int) -> dict[str, str]:
    return {"sources": sources, "subject": defused(about), "schema": draft_schema(), "most": str(most)}


def _in_words(reason: str, sources: Mapping[str, Source]) -> str:
    """Return a reason in which sources are called by document and page: their ids mean nothing to a reader."""

    def named(found: re.Match[str]) -> str:
        """Return what a source is called."""
        source = sources.get(found[0])
        return f"{source.document}, page {source.page}" if source else found[0]

    return _SOURCE_ID.sub(named, reason)
