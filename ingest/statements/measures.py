"""What a row measures: money, money per share or shares, and the multiplier that it states itself."""

from __future__ import annotations

import re
from decimal import Decimal

from ingest.statements.units import read_scale
from research.nouns.documents import TableRow
from research.nouns.facts import Statement

PER_SHARE = re.compile(r"\bper\b[\w\s,-]*\b(?:share|unit|ads)s?\b|\beps\b|每股", re.IGNORECASE)
_SHARE_COUNT = re.compile(
    r"\b(?:weighted|average|number of|used (?:in|to|for))\b.*\b(?:shares|units)\b|"
    r"\b(?:shares|units)\b.*\b(?:outstanding|used (?:in|to|for))\b",
    re.IGNORECASE,
)
_AMOUNT_OF_SHARES = re.compile(
    r"par value|\bvalue\b|at cost|authorized|repurchase|purchase|issu|proceeds|dividend|\$|treasury|settle|withh", re.IGNORECASE
)
_UNDER_SHARES = re.compile(r"\b(?:basic|dilut\w*|net|income|loss|earnings|continuing|discontinued|total)\b", re.IGNORECASE)
_SHARES_ABOVE = re.compile(rf"{PER_SHARE.pattern}|{_SHARE_COUNT.pattern}", re.IGNORECASE)


def kind_of(row: TableRow, statement: Statement) -> str:
    """Return "per share", "shares" or "currency"; a balance sheet's share counts stand in labels, beside the par value in the column."""
    if statement is Statement.BALANCE and re.search(r"\d", row.label):
        return "currency"
    if _SHARE_COUNT.search(row.label) and not _AMOUNT_OF_SHARES.search(row.label):
        return "shares"
    if PER_SHARE.search(row.label):
        return "per share"
    if statement is Statement.INCOME and _UNDER_SHARES.search(row.label):
        return "shares" if _SHARE_COUNT.search(row.section) else "per share" if PER_SHARE.search(row.section) else "currency"
    return "currency"


def own_scale(row: TableRow) -> int | None:
    """Return the multiplier that a label or its head states in brackets: "Weighted-average shares (in thousands)"."""
    for text in (row.label, row.section):
        for inside in re.findall(r"\(([^()]*)\)", text):
            if re.fullmatch(
                r"\W*(?:shares |amounts? |dollars )?(?:in )?(?:thousands?|millions?|billions?|000s?)\W*(?:of shares)?",
                inside,
                re.IGNORECASE,
            ):
                return read_scale(inside)
    return None


def scaled(value: Decimal, scale: int) -> Decimal:
    """Return the value in units, without digits after the point that scaling has made empty."""
    scaled = value * scale
    return scaled.to_integral_value() if scale > 1 and scaled == scaled.to_integral_value() else scaled


def share_kind(row: TableRow, head: str) -> str:
    """Return "per share" or "shares" for a figure of any table by its row and its column's head, "" for one that is neither."""
    words = f"{row.label} {head}"
    if PER_SHARE.search(words):
        return "per share"
    if _SHARE_COUNT.search(words) and not _AMOUNT_OF_SHARES.search(words):
        return "shares"
    if _UNDER_SHARES.match(row.label.strip()) and _SHARES_ABOVE.search(row.section):
        return "shares" if _SHARE_COUNT.search(row.section) and not PER_SHARE.search(row.section) else "per share"
    return ""
