"""The words of computed answers, read from `computing.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from research.planning.chinese import chinese_words
from research.text.han import is_han
from research.text.patterns import read_beside


@cache
def phrases(part: str) -> Mapping[str, re.Pattern[str]]:
    """Return the patterns of one part ("formula", "operations", "units", "manner") by the use of its phrases, Chinese ones among them."""
    data: dict[str, list[str]] = read_beside(__file__, "computing.toml")[part]
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
