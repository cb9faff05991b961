"""What is asked of a language model, and what it said: requests, replies, and the draft of an answer that a reply holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class StructuredWay(StrEnum):
    """How a model is made to answer in JSON of a schema: as a function's arguments, by the response format, or by being told to."""

    FUNCTION = "function"
    SCHEMA = "schema"
    TEXT = "text"


class Finish(StrEnum):
    """Why a model stopped: it had said all, it had no more room, or it refused; CUT when its words ended without a reason."""

    STOP = "stop"
    LENGTH = "length"
    REFUSED = "refused"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class ModelTurn:
    """One message of a request: `role` is "system", "user" or "assistant"."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """What a model is asked: messages in order, the most tokens it may say, and the JSON schema of its answer ("" for free text).

    `prompt` names the prompt and its version, so that an answer can be traced to the words that asked for it.
    """

    turns: tuple[ModelTurn, ...]
    max_tokens: int
    schema: str = ""
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class ModelReply:
    """What a model said, by which model, with the tokens that were counted (0 where the server does not say)."""

    text: str
    model: str
    finish: Finish = Finish.STOP
    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass(frozen=True, slots=True)
class DraftQuote:
    """Words that a model says it took from a source: the source's id in the prompt and the words."""

    source: str
    quote: str


@dataclass(frozen=True, slots=True)
class DraftFigure:
    """A figure that a model wants computed: the name by which its sentence calls it, a formula, and the sources of its operands.

    `operands` pairs each name of the formula with the source's id and the words that print it.
    """

    name: str
    formula: str
    operands: tuple[tuple[str, DraftQuote], ...]


@dataclass(frozen=True, slots=True)
class DraftClaim:
    """One sentence of a model's draft, nothing of it believed: its words, what it rests on, what is to be computed for it."""

    text: str
    quotes: tuple[DraftQuote, ...] = ()
    figures: tuple[DraftFigure, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelDraft:
    """A model's draft of an answer: its claims in order; `refused` when it says that the sources do not answer."""

    claims: tuple[DraftClaim, ...]
    refused: bool = False
