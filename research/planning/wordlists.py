"""The words of computed answers, read from `computing.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from research.planning.chinese import chinese_words
from research.text.han import is_han


@cache
def phrases(part: str) -> Mapping[str, re.Pattern[str]]:
    """Return the patterns of one part ("formula", "operations", "units", "manner") by the use of its phrases, Chinese ones among them."""
    data: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "computing.toml").read_text(encoding="utf-8"))[part]
    chinese = chinese_words() if part == "operations" else {}
    return {use: _pattern([*listed, *chinese.get(use, ())]) for use, listed in data.items()}


def _pattern(listed: list[str]) -> re.Pattern[str]:
    """Return a pattern that finds any phrase as whole words, longest first; white space and hyphens match each other."""
    return re.compile("|".join(_one(phrase) for phrase in sorted(listed, key=lambda one: (-len(one), one))), re.IGNORECASE)


def _one(phrase: str) -> str:
    if is_han(phrase):
        return re.escape(phrase)
    body = re.sub(r"(?:\\?[\s-])+", r"[\\s-]+", re.escape(phrase)).replace("'", "['’]")
    before = r"(?<!\w)" if phrase[0].isalnum() else ""
    after = r"(?!\w)" if phrase[-1].isalnum() else ""
    return f"{before}{body}{after}"
