"""The words by which tables beside the statements are read, from `vocabulary.toml`."""

from __future__ import annotations

import re
from functools import cache

from research.text.patterns import read_beside


@cache
def _raw() -> dict[str, dict[str, list[str]]]:
    return read_beside(__file__, "vocabulary.toml")


@cache
def words(section: str, name: str) -> re.Pattern[str]:
    """Return the pattern that finds any of a list's words in a text, without case; KeyError for a list that is not there."""
    return re.compile(rf"(?<![\w%])(?:{'|'.join(_raw()[section][name])})(?!\w)", re.IGNORECASE)


@cache
def whole(section: str, name: str) -> re.Pattern[str]:
    """Return the pattern for texts that consist of one of a list's words alone."""
    return re.compile(rf"\W*(?:{'|'.join(_raw()[section][name])})\W*", re.IGNORECASE)
