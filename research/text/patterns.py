"""Word lists and patterns, which are kept in TOML files beside the modules that read them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from research.text.han import is_han


def read_beside(module: str, name: str) -> dict[str, Any]:
    """Return what a TOML file holds that is in the folder of a module, whose `__file__` is given."""
    return tomllib.loads(Path(module).with_name(name).read_text(encoding="utf-8"))


def any_of(phrases: Sequence[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of the phrases as whole words, longest first, whatever the space and case; Han words join."""
    ordered = sorted(phrases, key=lambda p: (-len(p), p))
    parts = [re.sub(r"\\?\s+", r"\\s+", re.escape(phrase)) for phrase in ordered if not is_han(phrase)]
    han = [re.escape(phrase) for phrase in ordered if is_han(phrase)]
    worded = [rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)"] if parts else []
    return re.compile("|".join([*han, *worded]), re.IGNORECASE)


def patterns_of(table: Mapping[str, str | Sequence[str]], *, as_written: Collection[str] = ()) -> dict[str, re.Pattern[str]]:
    """Return a table's entries as patterns by their names: a list is one of phrases, a text is a pattern of its own.

    Capitals and small letters are the same but for the patterns named in `as_written`.
    """
    return {
        name: re.compile(said, re.NOFLAG if name in as_written else re.IGNORECASE) if isinstance(said, str) else any_of(said)
        for name, said in table.items()
    }
