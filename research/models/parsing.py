"""A model's reply → the draft that it holds: parsed leniently, validated strictly."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from research.errors import CannotReadError
from research.nouns.models import DraftClaim, DraftFigure, DraftQuote, ModelDraft

MOST_CLAIMS = 12
_Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_200)]
_Id = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[SF]\d{1,3}$")]
_Name = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[a-z][a-z0-9_]{0,39}$")]
_FENCE = re.compile(r"```(?:json)?\s*(.*?)```", re.DOTALL | re.IGNORECASE)
_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_SMART_QUOTES = str.maketrans({"“": '"', "”": '"'})
# So much of a reply is kept to find where a sentence begins, and so much of one that has not ended: 1,200 characters, each escaped.
_LONGEST_HEAD = 64
_LONGEST_OPEN = 7_200
_TEXT = re.compile(r'"text"\s*:\s*"(?P<text>(?:[^"\\]|\\.)*)(?P<closed>"?)')


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Quote(_Strict):
    source: _Id
    quote: _Words


class _Operand(_Strict):
    name: _Name
    source: _Id
    quote: _Words


class _Figure(_Strict):
    name: _Name
    formula: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
    operands: list[_Operand] = Field(min_length=1, max_length=12)


class _Claim(_Strict):
    text: _Words
    quotes: list[_Quote] = Field(max_length=12)
    figures: list[_Figure] = Field(max_length=6)


class _Draft(_Strict):
    refused: bool
    claims: list[_Claim] = Field(max_length=MOST_CLAIMS)


_NAMES = frozenset(name for form in (_Draft, _Claim, _Quote, _Operand, _Figure) for name in form.model_fields)


def draft_schema() -> str:
    """Return the JSON schema of a draft."""
    return strict_schema(_Draft)


def strict_schema(form: type[BaseModel]) -> str:
    """Return the JSON schema of a form, every property required and no other allowed, as gateways that hold models to it want."""
    return json.dumps(_required(form.model_json_schema()), sort_keys=True, separators=(",", ":"))


def parse_draft(reply: str) -> ModelDraft:
    """Return the draft that a reply holds; raises CannotReadError in one line for anything else.

    Words around the object, code fences, thoughts, trailing commas and missing lists are forgiven; a field too many, an id that is none
    and a claim without words are not.
    """
    record = json_object(reply)
    try:
        read = _Draft.model_validate(_completed(record))
    except ValidationError as error:
        first = error.errors()[0]
        # Names that the model made up are not repeated: what a document made it say may be among them.
        place = ".".join(str(part) if part in _NAMES or isinstance(part, int) else "…" for part in first["loc"])
        raise CannotReadError(f"the model's answer is not of the form asked for ({place}: {first['type']})") from error
    claims = tuple(
        DraftClaim(
            text=" ".join(claim.text.split()),
            quotes=tuple(DraftQuote(one.source, one.quote) for one in claim.quotes),
            figures=tuple(
                DraftFigure(one.name, one.formula, tuple((part.name, DraftQuote(part.source, part.quote)) for part in one.operands))
                for one in claim.figures
            ),
        )
        for claim in read.claims
    )
    return ModelDraft(claims, read.refused)


class ProvisionalReader:
    """Reads the sentences out of a reply while the rest of it is still coming; nothing of it is checked.

    What it does for a piece does not grow with the reply, however long that becomes.
    """

    def __init__(self) -> None:
        self._closed: list[str] = []
        self._open = ""
        self._rest = ""

    def add(self, piece: str) -> str:
        """Return the sentences so far, one a line, with those of the next piece of the reply."""
        self._rest += piece
        while len(self._closed) < MOST_CLAIMS and (found := _TEXT.search(self._rest)):
            if not found["closed"]:
                self._open = _unescaped(found["text"], whole=False)
                if len(found["text"]) <= _LONGEST_OPEN:
                    return self._shown()
                # Longer than any sentence that is taken: the next piece is looked at afresh.
                self._rest = ""
                break
            self._closed.append(_unescaped(found["text"], whole=True))
            self._open, self._rest = "", self._rest[found.end() :]
        self._rest = self._rest[-_LONGEST_HEAD:]
        return self._shown()

    def _shown(self) -> str:
        return "\n".join(filter(None, (*self._closed, self._open)))


def _unescaped(text: str, *, whole: bool) -> str:
    try:
        return " ".join(str(json.loads(f'"{text}"', strict=False)).split())
    except ValueError:
        return "" if whole else _unescaped(text[: text.rfind("\\")], whole=True) if "\\" in text else ""


def json_object(reply: str) -> dict[str, Any]:
    """Return the object that a reply holds; raises CannotReadError. Words around it, fences, thoughts, trailing commas are forgiven."""
    said = _THOUGHT.sub("", reply).strip()
    candidates = [said, *(found[1] for found in _FENCE.finditer(said)), said[said.find("{") : said.rfind("}") + 1]]
    for candidate in candidates:
        for tried in (candidate, _TRAILING_COMMA.sub("", candidate), _TRAILING_COMMA.sub("", candidate.translate(_SMART_QUOTES))):
            try:
                found = json.loads(tried, strict=False)
            except (ValueError, RecursionError):
                continue
            if isinstance(found, dict):
                return found
    raise CannotReadError("the model's answer is no JSON object" if said else "the model's answer is empty")


def _completed(record: dict[str, Any]) -> dict[str, Any]:
    """Return a reply's object with the lists that it leaves out; anything else is as it was."""
    claims = record.get("claims", [])
    if isinstance(claims, list):
        claims = [{"quotes": [], "figures": []} | claim if isinstance(claim, dict) else claim for claim in claims]
    return {"refused": False} | record | {"claims": claims}


def _required(schema: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(schema, list):
        return [_required(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {name: _required(one) for name, one in schema.items() if name not in {"title", "default"}}
    return kept | {"required": sorted(kept["properties"])} if "properties" in kept else kept
