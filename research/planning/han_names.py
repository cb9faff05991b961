"""Short Chinese names: "江屿" means "江屿精密传动股份有限公司" where no other company's name begins so.

Chinese has no spaces, so a beginning counts only where what stands around it cannot be the rest of a longer name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from research.planning.chinese import chinese_topics, common_beginnings
from research.text.han import is_han

_SHORTEST = 2
_LEGAL = re.compile(r"(?:（?集团）?|\(集团\))?(?:股份有限公司|有限责任公司|有限公司|股份公司|公司|集团)$")
_HAN_ONLY = re.compile(r"[\u4e00-\u9fff]+")
# What ends words that stand before a name without a space: "2024年", "请问", "和", "对比".
_BEFORE = r"(?:(?<![\u4e00-\u9fff])|(?<=[年度和与及比较问请求询算我下出道]))"
_AFTER = (
    r"$|[\s\d的年、，。？！?,.!;；：:'’和与及比]|上半年|下半年|前三"
    r"|去年|今年|有(?:什么|何|哪些)|哪一?年|哪个|在哪|历年|近[一二两三四五六七八九十\d]+年|过去|最近|连续|FY|Q[1-4]|H[12]|是(?:什么|多少)"
)


def leading_parts(names: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Return by company the beginnings, of two Han characters or more, of its Chinese names that no other company's names begin with.

    `names` are all the names of each company. Places and words of the language, with which many names begin, are none.
    """
    carriers: dict[str, set[str]] = {}
    whole: set[str] = set()
    for company, called in names.items():
        for name in filter(is_han, called):
            whole.add(name)
            begun = _HAN_ONLY.match(_LEGAL.sub("", name))
            for end in range(_SHORTEST, len(begun.group()) + 1 if begun else 0):
                carriers.setdefault(name[:end], set()).add(company)
    found: dict[str, tuple[str, ...]] = {}
    for part, companies in carriers.items():
        if len(companies) == 1 and part not in whole and part not in common_beginnings():
            company = next(iter(companies))
            found[company] = (*found.get(company, ()), part)
    return found


def stands_alone(question: str, start: int, end: int) -> bool:
    """Return whether a period, a figure, "的", "公司" or nothing follows a beginning at `start`–`end`, and no other name is before it."""
    before, after = _around()
    return before.match(question, start) is not None and after.match(question, end) is not None


@cache
def _around() -> tuple[re.Pattern[str], re.Pattern[str]]:
    figures = "|".join(map(re.escape, chinese_topics()))
    return re.compile(_BEFORE), re.compile(rf"(?:公司)?(?:{_AFTER}|{figures})", re.IGNORECASE)
