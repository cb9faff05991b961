"""Prompts, kept as versioned files beside this module, their placeholders checked when they are read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from research.errors import SettingsError
from research.nouns.models import ModelTurn

_FOLDER = Path(__file__).with_name("prompts")
_HEAD = re.compile(r"\Aversion: (?P<version>\d+)\nplaceholders: (?P<names>[a-z_, ]*)\n", re.ASCII)
_PART = re.compile(r"^# (?P<role>system|user)\n+", re.MULTILINE)
_PLACE = re.compile(r"\{\{(?P<name>[a-z_]+)\}\}")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt: its name, its version, the names it has places for, and its messages as (role, text with places)."""

    name: str
    version: str
    placeholders: frozenset[str]
    parts: tuple[tuple[str, str], ...]

    def turns(self, values: Mapping[str, str]) -> tuple[ModelTurn, ...]:
        """Return the messages with every place filled; raises ValueError when a value is missing or has no place.

        A value is put in as it is: one that looks like a place is not filled again.
        """
        if values.keys() != self.placeholders:
            raise ValueError(f"prompt {self.name} wants {sorted(self.placeholders)}, not {sorted(values)}")
        return tuple(ModelTurn(role, _PLACE.sub(lambda place: values[place["name"]], text)) for role, text in self.parts)


@cache
def prompt(name: str) -> Prompt:
    """Return a prompt of this program, named and numbered; raises SettingsError for a file whose head and places differ."""
    return read_prompt(name, (_FOLDER / f"{name}.md").read_text(encoding="utf-8"))


def read_prompt(name: str, text: str) -> Prompt:
    """Return the prompt that a file's text holds; its version is the number it states with the hash of its words.

    Raises SettingsError when its head is missing, it has no message, or its places are not those that the head names.
    """
    head = _HEAD.match(text)
    if head is None:
        raise SettingsError(f"prompt {name} does not begin with its version and placeholders", "restore the file")
    body = text[head.end() :]
    starts = list(_PART.finditer(body))
    ends = [one.start() for one in starts[1:]] + [len(body)]
    parts = tuple((one["role"], body[one.end() : end].strip()) for one, end in zip(starts, ends, strict=True))
    stated = frozenset(filter(None, (one.strip() for one in head["names"].split(","))))
    used = frozenset(place["name"] for _, words in parts for place in _PLACE.finditer(words))
    if not parts or used != stated:
        raise SettingsError(f"prompt {name} has places {sorted(used)}, its head names {sorted(stated)}", "restore the file")
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return Prompt(name, f"{name}/{head['version']}-{digest}", stated, parts)
