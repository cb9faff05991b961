"""In which currency a question wants its figures: no exchange rate is in the library, so that those of another are not shown for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from research.text.patterns import read_beside


@dataclass(frozen=True, slots=True)
class _Currencies:
    """The codes that each name may be of, by the name in lower case, and the ways in which a question asks for one; group 1 names it."""

    codes: Mapping[str, frozenset[str]]
    asking: tuple[re.Pattern[str], ...]
    of_part: re.Pattern[str]


def asked_currencies(question: str) -> dict[str, frozenset[str]]:
    """Return each currency that a question wants its figures in, as it writes it, with the codes that it may be of ("$": USD, CAD…)."""
    known, found = _currencies(), dict[str, frozenset[str]]()
    for pattern in known.asking:
        for match in pattern.finditer(question):
            if not known.of_part.search(question[: match.start()]):
                found[match[1]] = known.codes[" ".join(match[1].lower().split())]
    return found


def other_currency(question: str, company: str, printed: Iterable[str]) -> str:
    """Return the line that says that a company's figures, in the currencies `printed`, are not in the asked one; "" where they are."""
    own = sorted(set(printed))
    strange = [name for name, codes in asked_currencies(question).items() if own and codes.isdisjoint(own)]
    if not strange:
        return ""
    asked = " and ".join(f"“{' '.join(name.split())}”" for name in strange)
    return f"the figures of {company} are in {' and '.join(own)}, the question asks for {asked}, and no exchange rate is in the library"


@cache
def _currencies() -> _Currencies:
    raw = read_beside(__file__, "currencies.toml")
    codes = {name: frozenset(of) for name, of in (*raw["names"].items(), *raw["han"].items())}
    codes |= {code.lower(): codes.get(code.lower(), frozenset({code})) for code in raw["codes"]["codes"]}
    name = f"({_any_of((*raw['names'], *(code.lower() for code in raw['codes']['codes'])))})"
    code, han, signs = _any_of(raw["codes"]["codes"]), _any_of(raw["han"]), _any_of(one for one in raw["names"] if not one[-1].isalpha())
    scale = rf"(?:{'|'.join(raw['around']['scales'])})"
    ways = (
        rf"\b(?:in|into|how\s+many|(?:convert|translat|restat)\w*\s+to)\s+(?:{scale}\s+(?:of\s+)?)?{name}(?!\w|\s*\d)",
        rf"\b(?:in|into)\s+({signs})\s?{scale}\b",
        rf"\({scale}?\s*{name}\s*{scale}?\)",
        rf"(?<![\w$])({signs})\s?{scale}\b",
        rf"(?<!\d)(?<!\d\s)(?<!\w){scale}\s+(?:of\s+)?{name}(?!\w|\s*\d)",
        rf"(?<!\w){name}\s*[?.!]*\s*$",
        rf"({han})(?![债贷存])",
    )
    asking = (*(re.compile(way, re.IGNORECASE) for way in ways), re.compile(rf"\b({code})\b(?!\s*\d)"))
    return _Currencies(codes, asking, re.compile(rf"\b(?:{'|'.join(raw['around']['of_part'])})(?:\s+in(?:to)?)?\s*$", re.IGNORECASE))


def _any_of(names: Iterable[str]) -> str:
    """Return the alternation of names, the longest first; a blank in one is any white space."""
    return "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(names, key=len, reverse=True))
