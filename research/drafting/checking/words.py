"""The words of `checking.toml` by which the sentences of drafts are read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from research.planning.vocabulary import vocabulary
from research.text.patterns import any_of, read_beside

UP, DOWN, FLAT = "up", "down", "flat"


@dataclass(frozen=True, slots=True)
class CheckingWords:
    """Word lists of the checker; patterns ignore case.

    `direction` finds words that tell which way a figure went, by "up", "down" and "flat"; `multiple` what the later figure may be of the
    earlier one at least and at most, by the verb. `guides` finds words with which a company says what it expects, `by_company` those with which
    a draft says so of it, `by_others` that somebody else does, `at_first` those of
    what was said before something newer; `terms` say on which terms a figure is meant, `part_terms` of which part. `prose` are the words that may stand around a figure without changing which it is.
    """

    direction: Mapping[str, re.Pattern[str]]
    multiple: Mapping[str, tuple[Decimal, Decimal]]
    multiples: re.Pattern[str]
    forecast: re.Pattern[str]
    opinion: re.Pattern[str]
    market: re.Pattern[str]
    cause: re.Pattern[str]
    cause_clause: re.Pattern[str]
    part_of: re.Pattern[str]
    before: re.Pattern[str]
    over_year: re.Pattern[str]
    before_quarter: re.Pattern[str]
    yearly: re.Pattern[str]
    loss: re.Pattern[str]
    gain: re.Pattern[str]
    nil: re.Pattern[str]
    denied: re.Pattern[str]
    guides: re.Pattern[str]
    guiding: frozenset[str]
    by_company: re.Pattern[str]
    by_others: re.Pattern[str]
    middle: re.Pattern[str]
    at_first: re.Pattern[str]
    terms: frozenset[str]
    part_terms: frozenset[str]
    prose: frozenset[str]
    names: Mapping[str, tuple[str, ...]]


@cache
def checking_words() -> CheckingWords:
    """Return the words of `checking.toml`, read once."""
    data = read_beside(__file__, "checking.toml")
    kind, plain = data["kind"], data["plain"]
    listed = {name: any_of(kind[name]) for name in kind}
    multiple = {verb: (Decimal(least), Decimal(most)) for verb, (least, most) in data["multiple"].items()}
    moves = {word for words in data["direction"].values() for phrase in words for word in phrase.split()}
    guidance = data["guidance"]
    return CheckingWords(
        **{name: re.compile(guidance[name], re.IGNORECASE) for name in ("guides", "by_company", "by_others", "middle", "at_first")},
        **{name: frozenset(guidance[name]) for name in ("guiding", "terms", "part_terms")},
        direction={name: any_of(words) for name, words in data["direction"].items()},
        multiple=multiple,
        multiples=any_of(list(multiple)),
        nil=re.compile(plain["nil"], re.IGNORECASE),
        denied=re.compile(plain["denied"], re.IGNORECASE),
        prose=frozenset(data["prose"]["words"]) | frozenset(moves) | frozenset(multiple) | vocabulary().neutral,
        names={name: tuple(said) for name, said in data["names"].items()},
        **listed,
    )


def direction_in(text: str) -> str:
    """Return "up", "down" or "flat" where a text's words tell one of them and no other, else ""."""
    found = [name for name, pattern in checking_words().direction.items() if pattern.search(text)]
    return found[0] if len(found) == 1 else ""


def nearest_direction(before: str, after: str) -> str:
    """Return the direction that the last word of direction before a place tells, else the first one after it; "" without any."""
    known = checking_words().direction
    last = max(((match.end(), name) for name, pattern in known.items() for match in pattern.finditer(before)), default=None)
    if last:
        return last[1]
    first = min(((match.start(), name) for name, pattern in known.items() for match in pattern.finditer(after)), default=None)
    return first[1] if first else ""
