"""The words of `checking.toml` by which the sentences of drafts are read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from research.planning.topics import Topic
from research.planning.vocabulary import vocabulary
from research.text.patterns import any_of, read_beside

UP, DOWN, FLAT = "up", "down", "flat"


@dataclass(frozen=True, slots=True)
class CheckingWords:
    """Word lists of the checker; patterns ignore case.

    `direction` finds words that tell which way a figure went, by "up", "down" and "flat"; `multiple` what the later figure may be of the
    earlier one at least and at most, by the verb. `judging` finds words of direction that say that something became better or worse,
    `better_lower` names of figures of which less is better; `one_way` names figures that all compute alike, `of_whole` those that no part
    of a company has, `ranks` are words that rank a part. `house` finds lines of a draft that say nothing of a company. `prose` are the
    words that may stand around a figure without changing which it is.
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
    judging: re.Pattern[str]
    better_lower: re.Pattern[str]
    one_way: frozenset[str]
    of_whole: frozenset[str]
    ranks: frozenset[str]
    house: Mapping[str, re.Pattern[str]]
    prose: frozenset[str]
    names: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class GuidanceWords:
    """Words of what companies expect.

    `guides` finds those with which a company says what it expects, `by_company` those with which a draft says so of it, `by_others` that
    somebody else does, `middle` the middle of a range, `at_first` what was said before something newer; `guiding` are such words without
    meaning of their own, `terms` say on which terms a figure is meant, `part_terms` of which part.
    """

    guides: re.Pattern[str]
    by_company: re.Pattern[str]
    by_others: re.Pattern[str]
    middle: re.Pattern[str]
    at_first: re.Pattern[str]
    guiding: frozenset[str]
    terms: frozenset[str]
    part_terms: frozenset[str]


@cache
def guidance_words() -> GuidanceWords:
    """Return the words of `checking.toml` for what is expected, read once."""
    data = read_beside(__file__, "checking.toml")["guidance"]
    return GuidanceWords(
        guides=re.compile(data["guides"], re.IGNORECASE),
        by_company=re.compile(data["by_company"], re.IGNORECASE),
        by_others=re.compile(data["by_others"], re.IGNORECASE),
        middle=re.compile(data["middle"], re.IGNORECASE),
        at_first=re.compile(data["at_first"], re.IGNORECASE),
        guiding=frozenset(data["guiding"]),
        terms=frozenset(data["terms"]),
        part_terms=frozenset(data["part_terms"]),
    )


@dataclass(frozen=True, slots=True)
class HanWords:
    """Word lists for Chinese sentences.

    `up`, `down` and `flat` find words of direction, `change` those that say by how much; `neutral` what stands around any figure, `before`
    words right before a figure of the year before, `before_quarter` those of the quarter before, `compound` those of a yearly growth.
    """

    up: re.Pattern[str]
    down: re.Pattern[str]
    flat: re.Pattern[str]
    change: re.Pattern[str]
    neutral: re.Pattern[str]
    before: re.Pattern[str]
    before_quarter: re.Pattern[str]
    compound: re.Pattern[str]


@cache
def han_checking_words() -> HanWords:
    """Return the words of `checking.toml` for Chinese sentences, read once."""
    data = read_beside(__file__, "checking.toml")["han"]
    before = re.compile(rf"{any_of(data['before']).pattern}(?:的|为|是|约|有|达|\s)*$")
    listed = {name: any_of(data[name]) for name in ("up", "down", "flat", "change", "neutral", "before_quarter", "compound")}
    return HanWords(before=before, **listed)


@cache
def checking_words() -> CheckingWords:
    """Return the words of `checking.toml`, read once."""
    data = read_beside(__file__, "checking.toml")
    kind, plain = data["kind"], data["plain"]
    listed = {name: any_of(kind[name]) for name in kind}
    multiple = {verb: (Decimal(least), Decimal(most)) for verb, (least, most) in data["multiple"].items()}
    moves = {word for words in data["direction"].values() for phrase in words for word in phrase.split()}
    return CheckingWords(
        direction={name: any_of(words) for name, words in data["direction"].items()},
        multiple=multiple,
        multiples=any_of(list(multiple)),
        nil=re.compile(plain["nil"], re.IGNORECASE),
        denied=re.compile(plain["denied"], re.IGNORECASE),
        judging=any_of(data["direction_by_worth"]["judging"]),
        better_lower=re.compile(data["direction_by_worth"]["better_lower"]),
        one_way=frozenset(data["figures"]["one_way"]),
        of_whole=frozenset(data["figures"]["of_whole"]),
        ranks=frozenset(data["figures"]["ranks"]),
        house={name: re.compile(pattern, re.IGNORECASE) for name, pattern in data["house"].items()},
        prose=frozenset(data["prose"]["words"]) | frozenset(moves) | frozenset(multiple) | vocabulary().neutral,
        names={name: tuple(said) for name, said in data["names"].items()},
        **listed,
    )


def direction_in(text: str) -> str:
    """Return "up", "down" or "flat" where a text's words tell one of them and no other, else ""."""
    found = [name for name, pattern in checking_words().direction.items() if pattern.search(text)]
    return found[0] if len(found) == 1 else ""


def nearest_direction(before: str, after: str, *, lower_is_better: bool = False) -> str:
    """Return the direction that the last word of direction before a place tells, else the first one after it; "" without any.

    A word that says that something became better or worse tells the other way of a figure that is better when it is lower.
    """
    known = checking_words()
    last = max(
        ((match.end(), name, match[0]) for name, pattern in known.direction.items() for match in pattern.finditer(before)), default=None
    )
    first = min(
        ((match.start(), name, match[0]) for name, pattern in known.direction.items() for match in pattern.finditer(after)), default=None
    )
    found = last or first
    if found is None:
        return ""
    _, name, word = found
    return {UP: DOWN, DOWN: UP}.get(name, name) if lower_is_better and known.judging.search(word) else name


def is_better_lower(topic: Topic | None) -> bool:
    """Return whether less of a figure is better: of costs, of debt, of days."""
    return topic is not None and (topic.unit == "days" or checking_words().better_lower.search(topic.name) is not None)
