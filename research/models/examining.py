"""What a language model can do, found out by asking it: each way of answering in JSON, words as they come, and how long it takes.

What is asked holds nothing of the library.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace

from research.errors import DeskError
from research.models.parsing import json_object
from research.models.sources import tokens_of
from research.nouns.models import Finish, ModelReply, ModelRequest, ModelTurn, StructuredWay
from research.protocols.models import LLM

_WORD = "ready"
_HIDDEN = "lantern"
_FILLER = "The board met again and heard the report of the auditors. "
_ROOM_FOR_REPLY = 400
_SHARE_OF_ROOM = 0.85
_SCHEMA = json.dumps(
    {
        "type": "object",
        "properties": {"word": {"type": "string"}},
        "required": ["word"],
        "additionalProperties": False,
    }
)
_REQUEST = ModelRequest(
    (
        ModelTurn("system", f"Reply with one JSON object of this schema and nothing else: {_SCHEMA}"),
        ModelTurn("user", f"Give the word {_WORD}."),
    ),
    max_tokens=200,
    schema=_SCHEMA,
    prompt="doctor/1",
)


@dataclass(frozen=True, slots=True)
class WayTried:
    """How a way of answering in JSON went: "" when the reply was of the schema, else one line why not; seconds until the reply."""

    way: StructuredWay
    why_not: str
    seconds: float


@dataclass(frozen=True, slots=True)
class StreamTried:
    """How a stream went: "" or one line why not, the pieces that it came in, seconds until the first and the last."""

    why_not: str
    pieces: int = 0
    first_seconds: float = 0.0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Examined:
    """What a model can do: its ways, the configured one first, and its stream; `reached` tells whether it said anything at all."""

    ways: tuple[WayTried, ...]
    stream: StreamTried

    @property
    def reached(self) -> bool:
        """Return whether any request was answered."""
        return self.stream.pieces > 0 or any(not one.why_not for one in self.ways)


def examine(configured: StructuredWay, open_as: Callable[[StructuredWay], LLM]) -> Examined:
    """Return what a model can do; `open_as` opens it with a way of answering. Raises nothing that a model does.

    When the stream, which comes first, is not answered at all, the ways are not tried: each would wait as long.
    """
    with closing(open_as(configured)) as model:
        stream = _streamed(model)
    if stream.why_not and not stream.pieces:
        with closing(open_as(configured)) as model:
            first = _tried(configured, model)
        return Examined((first,), stream)
    ways = (configured, *(way for way in StructuredWay if way is not configured))
    tried = []
    for way in ways:
        with closing(open_as(way)) as model:
            tried.append(_tried(way, model))
    return Examined(tuple(tried), stream)


def examine_window(model: LLM) -> str:
    """Return "" when a model reads a request as long as its window is set to from its first word on, else one line why not.

    A server that has less room cuts the beginning off without a word: an answer would rest on half of its sources.
    """
    room = model.context_window - _ROOM_FOR_REPLY
    filler = _FILLER * max(int(room * _SHARE_OF_ROOM) // tokens_of(_FILLER), 1)
    words = f"The first word is {_HIDDEN}.\n{filler}\nGive the first word, which was named at the beginning, as the word of the object."
    request = replace(_REQUEST, turns=(ModelTurn("user", f"{words}\n{_REQUEST.turns[0].text}"),))
    try:
        reply = model.ask(request)
    except DeskError as error:
        return error.message
    return "" if _HIDDEN in reply.text.casefold() else "it does not know how a request of that length begins: it reads less"


def _tried(way: StructuredWay, model: LLM) -> WayTried:
    began = time.perf_counter()
    try:
        reply = model.ask(_REQUEST)
        why = _why_not(reply)
    except DeskError as error:
        why = error.message
    return WayTried(way, why, time.perf_counter() - began)


def _streamed(model: LLM) -> StreamTried:
    began, pieces, first, reply = time.perf_counter(), 0, 0.0, None
    try:
        for piece in model.stream(_REQUEST):
            if isinstance(piece, ModelReply):
                reply = piece
                continue
            first = first or time.perf_counter() - began
            pieces += 1
    except DeskError as error:
        return StreamTried(error.message, pieces, first, time.perf_counter() - began)
    why = "" if reply is not None and reply.text.strip() else "it said nothing"
    return StreamTried(why, pieces, first, time.perf_counter() - began)


def _why_not(reply: ModelReply) -> str:
    if reply.finish is Finish.REFUSED:
        return "it refused"
    try:
        found = json_object(reply.text)
    except DeskError as error:
        return "it had no room for its reply; a model that thinks needs thinking_tokens" if reply.finish is Finish.LENGTH else error.message
    return "" if set(found) == {"word"} and isinstance(found["word"], str) else "its reply is not of the schema"
