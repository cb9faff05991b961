"""The elements that a house requires of a draft before it is final: which are given, and which are open."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from research.drafting.templates.evidence import Front
from research.errors import CannotReadError, UsageError

HOUSE_FILE = "house.toml"
# What the draft has by itself: nobody can give it.
OWN = frozenset({"sources"})
_LONGEST_FILE = 64_000
_LONGEST_VALUE = 4_000
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class _House(BaseModel):
    """The file of a workspace that says what stands in every draft of the house."""

    model_config = ConfigDict(extra="forbid", strict=True)

    elements: dict[str, str] = Field(default_factory=dict, max_length=40)


def house_elements(folder: Path) -> dict[str, str]:
    """Return the elements that a workspace's `house.toml` gives for every draft, none without one; raises CannotReadError."""
    path = folder / HOUSE_FILE
    if not path.is_file():
        return {}
    try:
        content = path.read_bytes()[: _LONGEST_FILE + 1]
        if len(content) > _LONGEST_FILE:
            raise CannotReadError(f"file {path}: it has more than {_LONGEST_FILE:,} bytes", "make it shorter")
        found = _House.model_validate(tomllib.loads(content.decode("utf-8-sig"))).elements
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as error:
        why = "; ".join(one["msg"] for one in error.errors(include_url=False)) if isinstance(error, ValidationError) else str(error)
        raise CannotReadError(f"file {path}: {' '.join(why.split())}", 'write it as [elements] with lines of name = "text"') from error
    return {_name(name): _value(name, text) for name, text in found.items()}


def given_elements(typed: Sequence[str], front: Front) -> dict[str, str]:
    """Return the elements of a command's NAME=VALUE; raises UsageError for one that the template does not know."""
    known = {_name(name) for name in (*front.required, *front.optional)} - OWN
    found: dict[str, str] = {}
    for one in typed:
        name, sign, value = one.partition("=")
        if not sign or _name(name) not in known:
            there = ", ".join(sorted(known)) or "none"
            raise UsageError(f"element {one[:80]!r} is not known to this template", f"write NAME=VALUE with one of: {there}")
        found[_name(name)] = _value(name, value)
    return found


def with_house(given: Mapping[str, str], house: Mapping[str, str], front: Front) -> dict[str, str]:
    """Return each element that a template knows with what was given for it, else what the house gives, "" for one that is open."""
    return {name: given.get(_name(name)) or house.get(_name(name), "") for name in (*front.required, *front.optional)}


def _name(name: str) -> str:
    return " ".join(re.split(r"[\s_-]+", name.strip().casefold()))


def _value(name: str, text: str) -> str:
    said = " ".join(_UNSEEN.sub(" ", text).split())
    if len(said) > _LONGEST_VALUE:
        raise UsageError(f"element {name.strip()!r} has more than {_LONGEST_VALUE:,} characters", "shorten it")
    return said
