"""Ratings, targets and prices as brokers print them: the words of one place read into kept forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from ingest.kinds.lines import find_days
from ingest.statements.figures import is_year
from research.text.patterns import read_beside

# A price's amount and date stand within so many characters of the word.
_PRICE_REACH = 90


@dataclass(frozen=True, slots=True)
class Change:
    """A value and the one that it replaces, "" when none is printed."""

    now: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Price:
    """A share price in its kept form ("USD 35.10"), and its day when one is printed beside it."""

    amount: str
    on: date | None


@dataclass(frozen=True, slots=True)
class _Amount:
    currency: str
    number: str
    start: int
    end: int

    @property
    def kept(self) -> str:
        """Return the amount as it is kept: its currency as printed, then the number."""
        return f"{self.currency} {self.number}".strip()


@cache
def vocabulary() -> Mapping[str, Any]:
    """Return the words by which notes are told and read."""
    return read_beside(__file__, "note.toml")


def find_rating(text: str) -> Change | None:
    """Return the rating that a text gives, with the earlier one if it says so; None when the words are no rating here.

    "Buy" and "hold" are verbs, too: a rating stands beside the word "rating", after a verb of rating, or alone at the head of a line.
    """
    found: list[Change] = []
    for pattern in _rating_patterns():
        for match in pattern.finditer(text):
            before = match.groupdict().get("before") or _rating_before(text[match.end("now") :])
            found.append(Change(kept_rating(match["now"]) or match["now"], kept_rating(before or "") or ""))
    return _first(found)


def kept_rating(printed: str) -> str | None:
    """Return a rating in its kept form, None for other words: "Equal-weight" for "EQUAL WEIGHT"."""
    plain = re.sub(r"[\s-]", "", printed).casefold()
    return next((one for one in vocabulary()["ratings"] if re.sub(r"[\s-]", "", one).casefold() == plain), None)


def find_target(text: str) -> Change | None:
    """Return the target price that a text gives, with the earlier one if it says so; None without an amount."""
    found: list[Change] = []
    earlier = ""
    for match in _target_pattern().finditer(text):
        amount = _amount_at(text, match.end(), within=match["gap"])
        if amount and not amount.currency and is_year(amount.number):
            continue
        if amount and _previous_label().search(text[: match.start()]):
            earlier = amount.number
        elif amount and (change := _target_change(text, amount, led_by=match["gap"])):
            found.append(change)
    first = _first(found)
    if first is None or first.before or not earlier:
        return first
    return Change(first.now, f"{first.now.rpartition(' ')[0]} {earlier}".strip())


def find_price(text: str) -> Price | None:
    """Return the share price in a note's head: the word stands first on its line or in its cell, the amount has a currency."""
    for match in _price_pattern().finditer(text):
        window = text[match.end() : match.end() + _PRICE_REACH]
        window = re.split(r"\n\s*\n|\n(?=[^\n]*[A-Za-z]{3}[^\n]*:)|\|", window)[0]
        days, bare = find_days(window), window
        for day in days:
            bare = bare[: day.start] + "#" * (day.end - day.start) + bare[day.end :]
        if amount := next((one for one in _amounts(bare) if one.currency), None):
            beside = window.find("\n", amount.end) % (len(window) + 1)  # the end of the amount's line
            return Price(amount.kept, next((day.on for day in days if day.start < beside), None))
    return None


def _first(found: Sequence[Change]) -> Change | None:
    """Return the first value, with the one before it from wherever the text says that of the same value."""
    if not found:
        return None
    same = (one.before for one in found if one.now == found[0].now and one.before not in {"", one.now})
    return Change(found[0].now, next(same, ""))


def _target_change(text: str, amount: _Amount, *, led_by: str) -> Change | None:
    """Return the change of a target whose first amount is given: "to 310p from 360p", or "from 360p to 310p"."""
    after = text[amount.end : amount.end + 40]
    if re.search(r"\b(?i:from)\s*(?:[A-Z]{1,3})?\W*$", led_by):
        raised = re.match(r"\s*to\s*", after)
        later = _amount_at(text, amount.end + raised.end()) if raised else None
        return _change(later, amount) if later else None
    earlier = _previous().match(after)
    return _change(amount, _amount_at(text, amount.end + earlier.end()) if earlier else None)


def _change(now: _Amount, before: _Amount | None) -> Change:
    currency = now.currency or (before.currency if before else "")
    earlier = f"{before.currency or currency} {before.number}".strip() if before else ""
    return Change(f"{currency} {now.number}".strip(), earlier)


def _rating_before(after: str) -> str | None:
    match = re.match(rf"\s*(?:rating)?{_previous().pattern}(?P<before>{_ratings()})\b", after, re.IGNORECASE)
    return match["before"] if match else None


@cache
def _rating_patterns() -> tuple[re.Pattern[str], ...]:
    words = vocabulary()
    verbs, labels = _any(words["rating_verbs"]), _any(words["rating_labels"])
    rating = rf"[“\"'‘]?(?P<now>(?i:{_ratings()}))\b"
    printed = rf"[“\"'‘]?(?P<now>(?=[A-Z])(?i:{_ratings()}))\b"  # in small letters they are verbs
    return (
        re.compile(rf"\b{labels}\s*(?:[:|–-]|\bis\b|\bremains\b|\s)\s*{rating}(?!\s+or\b)", re.IGNORECASE),
        re.compile(rf"\bfrom\s+(?P<before>{_ratings()})\s+to\s+{rating}", re.IGNORECASE),
        re.compile(rf"\b(?i:{verbs})\b[^.\n]{{0,60}}?\b(?i:to|at|with|on|our|an?|the)\s+{printed}"),
        re.compile(rf"\b(?i:{verbs})\s+{printed}"),
        re.compile(rf"^\s*{printed}\s*(?:$|[|·•,;(–—-])", re.MULTILINE),
        re.compile(rf"\b{printed}[”\"'’]?\s+(?:rating|recommendation)\b"),
        re.compile(rf"\brated\s+{rating}", re.IGNORECASE),
    )


@cache
def _target_pattern() -> re.Pattern[str]:
    small = [one for one in vocabulary()["targets"] if not one.isupper()]
    capitals = [one for one in vocabulary()["targets"] if one.isupper()]
    return re.compile(rf"\b(?:(?i:{_any(small)})|{_any(capitals)})\b(?P<gap>[^.\n\d]{{0,60}}?\n?[^.\n\d]{{0,20}}?)(?=[$€£¥₹]?\d)")


@cache
def _price_pattern() -> re.Pattern[str]:
    words = rf"{_any(vocabulary()['prices'])}\b(?!\s+(?:target|objective))"
    return re.compile(rf"(?:^|[|·•\t;,]|\s{{2}})\s*{words}", re.IGNORECASE | re.MULTILINE)


@cache
def _previous() -> re.Pattern[str]:
    return re.compile(rf"\s*[(\[,;]?\s*{_any(vocabulary()['previous'])}\.?\s*:?\s*", re.IGNORECASE)


@cache
def _previous_label() -> re.Pattern[str]:
    return re.compile(rf"\b{_any(vocabulary()['previous'])}\s+$", re.IGNORECASE)


@cache
def _amount() -> re.Pattern[str]:
    signs = _any(one for one in vocabulary()["currencies"] if one not in {"p", "pence"})
    codes = _any(one for one in vocabulary()["currencies"] if one.isalpha())
    number = r"(?P<number>(?<![\d.,])\d[\d,]*(?:\.\d+)?)(?!\d)"
    return re.compile(rf"(?P<sign>(?<![A-Za-z]){signs})?\s?{number}(?:\s?(?P<code>{codes})(?![A-Za-z]))?")


def _amounts(text: str) -> Iterator[_Amount]:
    names = vocabulary()["currencies"]
    for match in _amount().finditer(text):
        currency = names.get(match["code"] or match["sign"] or "", "")
        yield _Amount(currency, match["number"].rstrip(","), match.start(), match.end())


def _amount_at(text: str, at: int, *, within: str = "") -> _Amount | None:
    """Return the amount that starts at `at` or is signed just before; `within` are the words that lead to it, the currency among them."""
    before = max(0, at - 4)
    found = next((one for one in _amounts(text[before : at + 24]) if before + one.end > at), None)
    if found is None:
        return None
    codes = _any(one for one in vocabulary()["currencies"] if one.isalpha() and len(one) == 3)
    said = re.findall(rf"(?<![A-Za-z]){codes}\b", within)
    currency = found.currency or (vocabulary()["currencies"][said[-1]] if said else "")
    return _Amount(currency, found.number, before + found.start, before + found.end)


@cache
def _ratings() -> str:
    return "|".join(re.sub(r"[ -]", r"[\\s-]?", one) for one in sorted(vocabulary()["ratings"], key=len, reverse=True))


def _any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(re.escape(one) for one in sorted(words, key=len, reverse=True))})"
