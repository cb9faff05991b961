"""Words that a plan must not pass over though each is harmless elsewhere: what they say here is not understood."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from research.nouns.answers import Operation
from research.planning.companies import NameMatch
from research.planning.operations import Operated
from research.planning.periods import PlacedPeriod
from research.planning.wordlists import phrases

_OVER_TIME = frozenset({Operation.GROWTH, Operation.CHANGE, Operation.CAGR})
_ARTICLE = re.compile(r"(?:the|an?|its|their|our|this|that|how)\b", re.IGNORECASE)
_BY = re.compile(r"\bby\s+", re.IGNORECASE)
_BY_PERIOD = re.compile(r"(?:(?:fiscal|financial|calendar)\s+)?(?:years?|periods?)\b", re.IGNORECASE)
_BY_COMPANY = re.compile(r"(?:company|companies|firm)\b", re.IGNORECASE)
_UP_TO = re.compile(r"\b(?P<word>by|to)\s+(?:the\s+)?$", re.IGNORECASE)
_ONWARDS = re.compile(r"\s+(?P<word>on)\b(?=\s*(?:$|[,.?!;)]))", re.IGNORECASE)
# A company that another one sells to or buys from; "compared with", "and from" and "between" only set them side by side.
_RELATED = re.compile(
    r"(?<!\w)(?!(?:compared?|comparison|relative|opposed|next|and|or|than|vs\.?|versus|against|that|those|between)\W)"
    r"(?:[^\W\d_]+['’]?s?|\W)\s+(?P<word>from|to|with|via|through|at|by)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_SIGN = re.compile(r"[+*×÷=]|(?<=[\s()])/(?=[\s()])")
_MINUS = re.compile(r"(?<=[\s()])[-–—](?=[\s()])")
_UNTIL_NOW = re.compile(r"\bto\s+(?P<word>date|now|today|present)\b", re.IGNORECASE)
_TOTAL = re.compile(r"\bin\s+total\b|\btotals?\b(?=\s*(?:$|[,.?!;)]|(?:of|for|across|over|in|at)\b))", re.IGNORECASE)


def unread_words(
    question: str, rest: str, placed: Sequence[PlacedPeriod], *, companies: Sequence[NameMatch], asked: Operated
) -> tuple[str, ...]:
    """Return the words of the rest of a question that bend what is asked in a way that no part of the plan says.

    A cut ("by line"), an open stretch of time ("from 2021 on", "to 2021") unless change over time is asked for, and a sum over several
    periods or companies. So are words that set two companies in relation ("revenue from Quillmere").
    """
    periods = len(asked.periods)
    over_time = asked.operation is not None and asked.operation.value in _OVER_TIME
    several = len({one.company for one in companies})
    found = [*_cuts(question, rest, periods, several)]
    first = min((one.start for one in companies), default=0)
    related = [(one.start, match["word"]) for one in companies if several > 1 and (match := _RELATED.search(question, 0, one.start))]
    found += [word for start, word in related if not (start == first and word.lower() == "at")]  # "revenue at the first and the second"
    if periods == 1 and not over_time:
        found += _open_ends(question, placed)
    found += [match["word"] for match in _UNTIL_NOW.finditer(rest)]
    if periods > 1 or several > 1:
        found += [match.group() for pattern in (_TOTAL, phrases("operations")["total"]) for match in pattern.finditer(rest)]
    return tuple(dict.fromkeys(word.lower() for word in found))


def unread_signs(rest: str, figures: Sequence[tuple[int, int]], *, has_formula: bool) -> tuple[str, ...]:
    """Return the signs of reckoning that no formula took: of "revenue 2022 - revenue 2021", of "(a + b) / c"; a dash alone is none.

    Before a formula that was read, "=" and a dash say that it follows.
    """
    found = [match.group().strip() for match in _SIGN.finditer(rest)]
    if has_formula:
        return tuple(dict.fromkeys(sign for sign in found if sign != "="))
    dashes = [match.start() for match in _MINUS.finditer(rest)]
    between = any(any(end <= at for _, end in figures) and any(start > at for start, _ in figures) for at in dashes)
    return tuple(dict.fromkeys([*found, *(["-"] if between else [])]))


def _cuts(question: str, rest: str, periods: int, companies: int) -> Iterator[str]:
    for match in _BY.finditer(rest):
        at = match.end()
        stands = at < len(rest) and not question[match.start() : at].replace("by", "", 1).strip() and rest[at].isalpha()
        by_period = periods > 1 and _BY_PERIOD.match(rest, at)
        by_company = companies > 1 and _BY_COMPANY.match(rest, at)
        if stands and not _ARTICLE.match(rest, at) and not by_period and not by_company:
            yield "by"


def _open_ends(question: str, placed: Sequence[PlacedPeriod]) -> Iterator[str]:
    for one in placed:
        before, after = _UP_TO.search(question, 0, one.start), _ONWARDS.match(question, one.end)
        yield from (match["word"] for match in (before, after) if match)
