"""Words of a question that tell how to make up its period of others: "Q1 2023, i.e. six months less the second quarter"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from research.nouns.answers import PeriodTerm
from research.planning.periods import place_periods
from research.planning.vocabulary import vocabulary
from research.planning.wordlists import phrases

# A longer question has no such sum; no sum has more parts, nor more words that open it.
LONGEST, MOST_PARTS, MOST_LEADS = 400, 6, 2
# The quarters of each part of a year.
_QUARTERS: Mapping[str, frozenset[int]] = {
    "FY": frozenset({1, 2, 3, 4}),
    "9M": frozenset({1, 2, 3}),
    "H1": frozenset({1, 2}),
    "H2": frozenset({3, 4}),
    **{f"Q{number}": frozenset({number}) for number in range(1, 5)},
}
_NUMBERED = re.compile(r"(?:[QH][1-4]|9M)(?!\w)", re.IGNORECASE)
_YEAR = re.compile(r"\s+(?:of\s+)?(?:FY\s*|fiscal\s+)?(?P<year>(?:19|20)\d\d)(?!\w)", re.IGNORECASE)
_LEAD = re.compile(r"(?:[(,;:]|\s[-–—]|\s(?=\w))\s*", re.IGNORECASE)
_LINK = re.compile(r"[\s:,]*(?:the\s+)?")
_END = re.compile(r"\s*(?:\)|(?=[,.?!;])|$)")


def without_workings(question: str) -> str:
    """Return a question in which words that only tell how its one period is made up of others are blank; offsets are kept.

    They have to come to that very period: of any other sum of periods nothing is taken out.
    """
    found = _LEAD.search(question) if len(question) <= LONGEST else None
    while found:
        made = _made(question, found.end())
        if made is not None:
            end, years, quarters = made
            rest = question[: found.start()] + " " * (end - found.start()) + question[end:]
            own = [one.term for one in place_periods(rest)]
            if len(own) == 1 and _is_of(own[0], years, quarters):
                return rest
        found = _LEAD.search(question, found.start() + 1)
    return question


def _made(question: str, at: int) -> tuple[int, frozenset[int], tuple[int, int, int, int]] | None:
    """Return where a sum of parts of a year ends that stands at an offset, the years that it names, how often it has each quarter.

    None where no such sum stands there.
    """
    known = phrases("workings")
    for _ in range(MOST_LEADS):
        at = _after(_LINK, question, _after(known["leads"], question, at))
    counts, years, parts, sign = [0, 0, 0, 0], set[int](), 0, 1
    while parts < MOST_PARTS and (part := _part_at(question, _after(_LINK, question, at))):
        name, at, year = part
        years |= {year} if year else set()
        for number in _QUARTERS[name]:
            counts[number - 1] += sign
        parts += 1
        joined = next(
            (
                (way, match)
                for way, use in ((-1, "less"), (1, "plus"))
                if (match := known[use].match(question, _after(_LINK, question, at)))
            ),
            None,
        )
        if joined is None:
            end = _END.match(question, at)
            return (end.end(), frozenset(years), (counts[0], counts[1], counts[2], counts[3])) if end and parts > 1 else None
        sign, at = joined[0], joined[1].end()
    return None


def _part_at(question: str, at: int) -> tuple[str, int, int] | None:
    """Return the part of a year that stands at an offset, where its words end, and the year they name (0 for none)."""
    named = _NUMBERED.match(question, at)
    found = (named.group().upper(), named.end()) if named else None
    if found is None:
        found = next(((name, match.end()) for name, pattern in _stretches() if (match := pattern.match(question, at))), None)
    if found is None or found[0] not in _QUARTERS:
        return None
    year = _YEAR.match(question, found[1])
    return found[0], year.end() if year else found[1], int(year["year"]) if year else 0


def _is_of(term: PeriodTerm, years: frozenset[int], quarters: tuple[int, ...]) -> bool:
    wanted = _QUARTERS.get(term.fiscal_period, frozenset())
    return years <= {term.fiscal_year} and quarters == tuple(int(number in wanted) for number in range(1, 5))


def _after(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


@cache
def _stretches() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return vocabulary().follow_up.stretches
