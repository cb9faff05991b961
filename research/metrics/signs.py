"""Which sign a printed tax or net interest has: told from the sums of its statement, since filings print an expense with either sign."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import product

from research.concepts.catalogue import normalize_label
from research.nouns.facts import Fact

# Rows that stand between the tax and the net income and take part in the sum, with either sign.
_BETWEEN_TAX = re.compile(r"equity|affiliate|associate|jointventure|unconsolidated|discontinued|noncontrolling|minority")
_ANY = re.compile(r"")
_SUBTOTAL = re.compile(r"before|including|fromcontinuing|^total|attributableto(?!.*(?:noncontrolling|minority))")
_MOST_BETWEEN = 5
_LOSS_ALONE = re.compile(r"^(?:pretax|net|consolidated)*loss(?!.*(?:income|earnings|profit)(?!tax))")


class PrintedSign(StrEnum):
    """How a printed expense relates to the canonical one, which is positive for an expense and negative for a benefit."""

    CANONICAL = "canonical"
    OPPOSITE = "opposite"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class _Sum:
    """Between which rows an expense stands: the concepts before and after it, what they are called, and the rows that are summed too."""

    before: str
    after: tuple[str, ...]
    words: tuple[str, str]
    between: re.Pattern[str]


_SUMS = {
    "income_tax": _Sum(
        "pretax_income",
        ("net_income_including_noncontrolling", "net_income"),
        ("pretax income", "tax is net income"),
        _BETWEEN_TAX,
    ),
    "net_interest_expense": _Sum("operating_income", ("pretax_income",), ("operating income", "interest is pretax income"), _ANY),
}


def printed_sign(expense: Fact, siblings: Sequence[Fact]) -> PrintedSign:
    """Return how the sign of a printed expense is meant; `siblings` are the facts of its document, statement and period.

    For an income tax: opposite when pretax income + printed tax = net income, canonical when pretax income - printed tax = net income,
    each with or without the rows between them (equity method, discontinued operations, noncontrolling interests) and up to rounding; a
    net interest expense stands so between operating and pretax income. Unknown when neither sum ties out, when both do, or when a row
    prints a loss without its sign.
    """
    if expense.value == 0:
        return PrintedSign.CANONICAL
    place = _SUMS[expense.concept or ""]
    first = [fact for fact in siblings if fact.concept == place.before and fact.unit == expense.unit]
    for name in place.after:
        for last in (fact for fact in siblings if fact.concept == name and fact.unit == expense.unit):
            told = {_told(expense, before, last, rows=_between(siblings, expense, (before, last), place)) for before in first}
            told -= {PrintedSign.UNKNOWN}
            if len(told) == 1:
                return told.pop()
    return PrintedSign.UNKNOWN


def sign_convention(concept: str, sign: PrintedSign) -> str:
    """Return in words how an expense's value follows from its printed sign."""
    first, last = _SUMS[concept].words
    turned = sign is PrintedSign.OPPOSITE
    how = "turned from the printed sign" if turned else "as printed"
    return f"an expense is positive and a benefit negative, {how}: {first} {'plus' if turned else 'less'} the printed {last}"


def _told(expense: Fact, before: Fact, last: Fact, *, rows: Sequence[Decimal]) -> PrintedSign:
    if any(fact.value > 0 and _LOSS_ALONE.search(normalize_label(fact.label)) for fact in (before, last)):
        return PrintedSign.UNKNOWN
    added = last.value - before.value - expense.value
    taken = last.value - before.value + expense.value
    # The plain sum is asked first: a row between can explain the wrong sum by chance only.
    for between in ((), rows):
        ties = [_explained(rest, between, rounding=expense.last_digit) for rest in (added, taken)]
        if ties[0] is not ties[1]:
            return PrintedSign.OPPOSITE if ties[0] else PrintedSign.CANONICAL
        if all(ties):
            return PrintedSign.UNKNOWN
    return PrintedSign.UNKNOWN


def _between(siblings: Sequence[Fact], expense: Fact, ends: tuple[Fact, Fact], place: _Sum) -> list[Decimal]:
    """Return the amounts that stand between the two sums beside the expense; those of a tax stand after it."""
    above = expense.start if place.between is _BETWEEN_TAX else ends[0].start
    found = []
    for fact in siblings:
        label = normalize_label(fact.label)
        stands = above < fact.start < ends[1].start and fact.start != expense.start
        if (
            stands
            and fact.unit == expense.unit
            and fact.page == expense.page
            and place.between.search(label)
            and not _SUBTOTAL.search(label)
        ):
            found.append(fact.value)
    return found if len(found) <= _MOST_BETWEEN else []


def _explained(rest: Decimal, rows: Sequence[Decimal], *, rounding: Decimal) -> bool:
    """Return whether what a sum leaves over is nothing, or some of the rows, each added or taken."""
    return any(
        abs(rest - sum((sign * row for sign, row in zip(signs, rows, strict=True)), Decimal(0))) <= rounding
        for signs in product((0, 1, -1), repeat=len(rows))
    )
