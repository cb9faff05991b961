"""Which sign a printed income tax has: told from the sums of its own statement, since filings print an expense with either sign."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from itertools import product

from research.concepts.catalogue import normalize_label
from research.nouns.facts import Fact

_NET_INCOME = ("net_income_including_noncontrolling", "net_income")
# Rows that stand between the tax and the net income and take part in the sum, with either sign.
_BETWEEN = re.compile(r"equity|affiliate|associate|jointventure|unconsolidated|discontinued|noncontrolling|minority")
_SUBTOTAL = re.compile(r"before|including|fromcontinuing|attributableto(?!.*(?:noncontrolling|minority))")
_MOST_BETWEEN = 5
_LOSS_ALONE = re.compile(r"^(?:pretax|net|consolidated)*loss(?!.*(?:income|earnings|profit)(?!tax))")


class PrintedSign(StrEnum):
    """How a printed expense relates to the canonical one, which is positive for an expense and negative for a benefit."""

    CANONICAL = "canonical"
    OPPOSITE = "opposite"
    UNKNOWN = "unknown"


def tax_sign(tax: Fact, siblings: Sequence[Fact]) -> PrintedSign:
    """Return how the sign of a printed income tax is meant; `siblings` are the facts of its document, statement and period.

    Opposite when pretax income + printed tax = net income, canonical when pretax income - printed tax = net income, each with or
    without the rows between them (equity method, discontinued operations, noncontrolling interests) and up to rounding. Unknown
    when neither sum ties out, when both do, or when a row prints a loss without its sign.
    """
    if tax.value == 0:
        return PrintedSign.CANONICAL
    pretax = [fact for fact in siblings if fact.concept == "pretax_income" and fact.unit == tax.unit]
    for name in _NET_INCOME:
        for net in (fact for fact in siblings if fact.concept == name and fact.unit == tax.unit):
            told = {_told(tax, before, net, siblings) for before in pretax} - {PrintedSign.UNKNOWN}
            if len(told) == 1:
                return told.pop()
    return PrintedSign.UNKNOWN


def _told(tax: Fact, pretax: Fact, net: Fact, siblings: Sequence[Fact]) -> PrintedSign:
    if any(fact.value > 0 and _LOSS_ALONE.search(normalize_label(fact.label)) for fact in (pretax, net)):
        return PrintedSign.UNKNOWN
    between = [fact.value for fact in siblings if _is_between(fact, tax, net)][:_MOST_BETWEEN]
    added = net.value - pretax.value - tax.value
    taken = net.value - pretax.value + tax.value
    # The plain sum is asked first: a row between can explain the wrong sum by chance only.
    for rows in ((), between):
        ties = [_explained(rest, rows, rounding=tax.last_digit) for rest in (added, taken)]
        if ties[0] is not ties[1]:
            return PrintedSign.OPPOSITE if ties[0] else PrintedSign.CANONICAL
        if all(ties):
            return PrintedSign.UNKNOWN
    return PrintedSign.UNKNOWN


def _is_between(fact: Fact, tax: Fact, net: Fact) -> bool:
    if not tax.start < fact.start < net.start or fact.unit != tax.unit or fact.page != tax.page:
        return False
    label = normalize_label(fact.label)
    return bool(_BETWEEN.search(label)) and not _SUBTOTAL.search(label)


def _explained(rest: Decimal, rows: Sequence[Decimal], *, rounding: Decimal) -> bool:
    """Return whether what a sum leaves over is nothing, or some of the rows, each added or taken."""
    return any(
        abs(rest - sum((sign * row for sign, row in zip(signs, rows, strict=True)), Decimal(0))) <= rounding
        for signs in product((0, 1, -1), repeat=len(rows))
    )
