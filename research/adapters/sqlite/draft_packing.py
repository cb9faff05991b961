"""Drafts as parts: each block of a section, each section, the sources and the other texts once, named by the hash of what it says.

A version is a list of such names: two versions share what they have in common, and the hash of the list stands for the whole content.
How far a draft is, and when it was saved, is no part of its content: a signature does not change what was signed.
"""

from __future__ import annotations

import json
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from threading import Lock
from typing import Any, TypeAlias

from pydantic import TypeAdapter

from research.nouns.drafts import Block, CitedSource, Draft, DraftElement, DraftState, SectionConflict, SourceChoice

# A draft as JSON has it; only this module and its codecs look inside.
_Tree: TypeAlias = dict[str, Any]
_Parts: TypeAlias = Callable[[Sequence[str]], Mapping[str, bytes]]
_FORMAT = 2
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_SECTION_FIELDS = ("heading", "level", "id")
# So many parts are held as they were read or written: those of some drafts, which change one block at a time.
MOST_HELD = 4_000


@dataclass(slots=True)
class PackedDraft:
    """A draft's content: the list of its parts, the hash of the list, and the parts that may be new, compressed, by their hashes."""

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


class DraftPacker:
    """Takes drafts apart and puts them together for one database; what it has read or written once is not worked out again.

    A part is held by the object that it is, not by what that equals: 1.5 and 1.50 are equal, and not the same.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._objects: OrderedDict[str, object] = OrderedDict()
        self._names: OrderedDict[int, tuple[object, str, bytes]] = OrderedDict()

    def pack(self, draft: Draft) -> PackedDraft:
        """Return a draft's content in parts."""
        packed = PackedDraft()
        plain = replace(draft, version=0, state=DraftState.DRAFT, saved_at=_NEVER, is_final=False)
        bare = replace(plain, sections=(), sources=(), conflicts=(), elements=(), choices=())
        tree: _Tree = _draft().dump_python(bare, mode="json")
        tree["sections"] = [
            packed.add(
                {
                    **{name: getattr(section, name) for name in _SECTION_FIELDS},
                    "blocks": [self._name(packed, block, _block()) for block in section.blocks],
                }
            )
            for section in draft.sections
        ]
        for name, codec in _shared().items():
            tree[name] = self._name(packed, getattr(draft, name), codec)
        packed.content = _json({"format": _FORMAT, **tree})
        packed.sha256 = sha256(packed.content.encode()).hexdigest()
        return packed

    def unpack(self, content: str, parts: _Parts) -> Draft:
        """Return the draft of a list of parts; raises ValueError where a part is not there, or not what its name says."""
        tree: _Tree = json.loads(content)
        if tree.pop("format") != _FORMAT:
            raise ValueError("the draft is kept in a form that this program does not read")
        held = _Fetched(parts)
        held.fetch(tree["sections"])
        sections: list[_Tree] = [held.part(name) for name in tree.pop("sections")]
        shared = {name: tree.pop(name) for name in _shared()}
        held.fetch(name for name in (*shared.values(), *(name for one in sections for name in one["blocks"])) if not self._holds(name))
        for name, codec in _shared().items():
            tree[name] = self._object(shared[name], held, codec)
        tree["sections"] = [{**one, "blocks": tuple(self._object(name, held, _block()) for name in one["blocks"])} for one in sections]
        return _draft().validate_python(tree)

    def _name(self, packed: PackedDraft, value: object, codec: TypeAdapter[Any]) -> str:
        """Return the name of a part, which is kept with the draft."""
        with self._lock:
            held = self._names.get(id(value))
        if held is None:
            name = packed.add(codec.dump_python(value, mode="json"))
            self._hold(value, name, packed.parts[name])
            return name
        _, name, content = held
        if content:
            packed.parts[name] = content
        return name

    def _object(self, name: str, held: _Fetched, codec: TypeAdapter[Any]) -> object:
        """Return a part as what it is."""
        with self._lock:
            if name in self._objects:
                self._objects.move_to_end(name)
                return self._objects[name]
        value: object = codec.validate_python(held.part(name))
        self._hold(value, name, b"")
        return value

    def _holds(self, name: str) -> bool:
        with self._lock:
            return name in self._objects

    def _hold(self, value: object, name: str, content: bytes) -> None:
        """Hold a part by its name and by the object that it is; `content` is empty where the database has it."""
        with self._lock:
            self._objects[name] = value
            self._names[id(value)] = (value, name, content)
            for kept in (self._objects, self._names):
                while len(kept) > MOST_HELD:
                    kept.popitem(last=False)


def unpack_whole(content: str) -> Draft:
    """Return the draft of a row of before, which has its whole content as JSON."""
    return _draft().validate_json(content)


class _Fetched:
    """The parts of one draft on their way out of the database."""

    def __init__(self, parts: _Parts) -> None:
        self._parts = parts
        self._held: dict[str, bytes] = {}

    def fetch(self, names: Iterable[str]) -> None:
        """Read parts."""
        self._held.update(self._parts([name for name in dict.fromkeys(names) if name not in self._held]))

    def part(self, name: str) -> Any:  # noqa: ANN401  (what JSON holds)
        """Return a part; raises ValueError unless it is there and says what its name says."""
        if name not in self._held:
            self.fetch([name])
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
def _draft() -> TypeAdapter[Draft]:
    """Return what writes a draft with its claims, citations and calculations as JSON and reads it back equal."""
    return TypeAdapter(Draft)


@cache
def _block() -> TypeAdapter[Block]:
    return TypeAdapter(Block)


@cache
def _shared() -> Mapping[str, TypeAdapter[Any]]:
    """Return the fields of a draft that are parts of their own, each with what writes and reads it."""
    return {
        "sources": TypeAdapter(tuple[CitedSource, ...]),
        "conflicts": TypeAdapter(tuple[SectionConflict, ...]),
        "elements": TypeAdapter(tuple[DraftElement, ...]),
        "choices": TypeAdapter(tuple[SourceChoice, ...]),
    }
