"""Drafts as parts: each block of a section, each section, the sources and the other texts once, named by the hash of what it says.

A version is a list of such names: two versions share what they have in common, and the hash of the list stands for the whole content.
How far a draft is, and when it was saved, is no part of its content: a signature does not change what was signed.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from typing import Any, TypeAlias

from pydantic import TypeAdapter

from research.nouns.drafts import Draft, DraftState

# A draft as JSON has it; only this module and its codec look inside.
_Tree: TypeAlias = dict[str, Any]
_FORMAT = 2
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_SHARED = ("sources", "conflicts", "elements", "choices")


@dataclass(slots=True)
class PackedDraft:
    """A draft's content: the list of its parts, the hash of the list, and the parts, compressed, by their hashes."""

    content: str = ""
    sha256: str = ""
    parts: dict[str, bytes] = field(default_factory=dict)

    def add(self, value: object) -> str:
        """Keep a part and return its name."""
        said = _json(value).encode()
        name = sha256(said).hexdigest()
        if name not in self.parts:
            self.parts[name] = zlib.compress(said)
        return name


def pack_draft(draft: Draft) -> PackedDraft:
    """Return a draft's content in parts."""
    plain = replace(draft, version=0, state=DraftState.DRAFT, saved_at=_NEVER, is_final=False)
    tree: _Tree = _codec().dump_python(plain, mode="json")
    packed = PackedDraft()
    for section in tree["sections"]:
        section["blocks"] = [packed.add(block) for block in section["blocks"]]
    tree["sections"] = [packed.add(section) for section in tree["sections"]]
    for name in _SHARED:
        tree[name] = packed.add(tree[name])
    packed.content = _json({"format": _FORMAT, **tree})
    packed.sha256 = sha256(packed.content.encode()).hexdigest()
    return packed


def unpack_draft(content: str, parts: Callable[[Sequence[str]], Mapping[str, bytes]]) -> Draft:
    """Return the draft of a list of parts; raises ValueError where a part is not there, or not what its name says."""
    tree: _Tree = json.loads(content)
    if tree.pop("format") != _FORMAT:
        raise ValueError("the draft is kept in a form that this program does not read")
    names = [*tree["sections"], *(tree[name] for name in _SHARED)]
    held = _Held(parts)
    held.fetch(names)
    sections = [held.part(name) for name in tree["sections"]]
    held.fetch([block for section in sections for block in section["blocks"]])
    tree["sections"] = [{**section, "blocks": [held.part(block) for block in section["blocks"]]} for section in sections]
    for name in _SHARED:
        tree[name] = held.part(tree[name])
    return _codec().validate_python(tree)


def unpack_whole(content: str) -> Draft:
    """Return the draft of a row of before, which has its whole content as JSON."""
    return _codec().validate_json(content)


class _Held:
    """The parts of one draft on their way out."""

    def __init__(self, parts: Callable[[Sequence[str]], Mapping[str, bytes]]) -> None:
        self._parts = parts
        self._held: dict[str, bytes] = {}

    def fetch(self, names: Iterable[str]) -> None:
        """Read parts."""
        self._held.update(self._parts([name for name in dict.fromkeys(names) if name not in self._held]))

    def part(self, name: str) -> Any:  # noqa: ANN401  (what JSON holds)
        """Return a part; raises ValueError unless it is there and says what its name says."""
        if name not in self._held:
            raise ValueError(f"part {name} is missing")
        try:
            said = zlib.decompress(self._held[name])
        except zlib.error as error:
            raise ValueError(f"part {name} is damaged") from error
        if sha256(said).hexdigest() != name:
            raise ValueError(f"part {name} is not what was saved")
        return json.loads(said)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@cache
def _codec() -> TypeAdapter[Draft]:
    """Return what writes a draft with its claims, citations and calculations as JSON and reads it back equal."""
    return TypeAdapter(Draft)
