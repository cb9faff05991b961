"""What a row measures: money, money per share or shares, and the multiplier that it states itself."""

from __future__ import annotations

import re
from decimal import Decimal

from ingest.statements.units import read_scale
from research.nouns.documents import TableRow
from research.nouns.facts import Statement

_BASIC, _DILUTED = re.compile(r"\bbasic\b|基本每股", re.IGNORECASE), re.compile(r"\bdilut(?:ed|ion)\b|稀释", re.IGNORECASE)
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
# What is counted for a figure per share, or left out of it.
_SHARES_FOR = re.compile(
    r"\b(?:shares|awards|securities|units|options)\b[^$]*\b(?:used|excluded|included|comput\w+)\b.*\bper\b", re.IGNORECASE
)
# A figure in brackets says more of the row's own: "Dividends ($0.15 per share)".
_ASIDE = re.compile(r"\([^()]*\d[^()]*\)")
_MONEY_ROW = re.compile(r"\b(?:income|loss|earnings)\b", re.IGNORECASE)
# A hundredth of a currency, in which many countries print figures per share; a letter alone counts only where it is the unit.
_MINOR = re.compile(
    r"\b(?P<word>pence|pennies|cents?|sen|fen|paise|[öø]re|agorot)\b|\((?:in )?(?P<letter>[pc])\)|\b(?P<each>[pc]) per\b", re.IGNORECASE
)
_MINOR_NAMES = {"pennies": "pence", "p": "pence", "cent": "cents", "c": "cents"}
MINOR_PARTS = 100
# Whether these are shares, or amounts per share, the rows above would have to say.
_BARE_SHARES = re.compile(r"\W*(?:basic|dilut(?:ed|ion))(?:\s*\(\w\))?\W*", re.IGNORECASE)
_OF_SHARES = re.compile(r"\bshares$", re.IGNORECASE)


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


def share_kind(row: TableRow, head: str, printed: str) -> str:
    """Return "per share" or "shares" for a figure of any table by its row and its column's head, "" for money, "?" where they contradict.

    A figure per share is printed with decimals, or is nil.
    """
    words = f"{_ASIDE.sub(' ', row.label)} {head}"
    decimals = bool(re.search(r"\.\d{1,4}\D*$|,\d{1,2}\D*$", printed)) or not re.search(r"[1-9]", printed)
    if _SHARES_FOR.search(words) or (_SHARE_COUNT.search(words) and not _AMOUNT_OF_SHARES.search(words)) or _OF_SHARES.search(head):
        return "shares"
    if PER_SHARE.search(words):
        return "per share" if decimals and not re.search(r"\d{4}", printed) else "?"
    if _UNDER_SHARES.match(row.label.strip()) and _SHARES_ABOVE.search(row.section):
        if _SHARES_FOR.search(row.section) or (_SHARE_COUNT.search(row.section) and not PER_SHARE.search(row.section)):
            return "shares"
        return "per share" if decimals and not re.search(r"\d,?\d{3}", printed) else "" if _MONEY_ROW.search(row.label) else "?"
    if PER_SHARE.search(row.section) and re.fullmatch(r"\D*\d{1,3}\.\d\d\D*", printed):
        return "per share"
    return "?" if _BARE_SHARES.fullmatch(row.label) else ""


def share_basis_of(words: str) -> str | None:
    """Return "basic" or "diluted", as a row's words say; None where they say neither or both."""
    basic, diluted = bool(_BASIC.search(words)), bool(_DILUTED.search(words))
    if basic == diluted:
        return None
    return "basic" if basic else "diluted"


def operations_of(label: str) -> str | None:
    """Return whether a row's label says that it is of "continuing" or of "discontinued" operations; None where it says neither."""
    words = label.lower()
    return "continuing" if "continuing operations" in words else "discontinued" if "discontinued operations" in words else None


def per_share_unit(currency: str | None, *words: str) -> str:
    """Return the unit of a figure per share: "USD/share", "pence/share" where words say that it is in hundredths, "per share"."""
    found = next((match for text in words if (match := _MINOR.search(text))), None)
    if found is None:
        return f"{currency}/share" if currency else "per share"
    said = (found["word"] or found["letter"] or found["each"]).lower()
    return f"{_MINOR_NAMES.get(said, said)}/share"


def is_minor(unit: str) -> bool:
    """Return whether a unit per share is of hundredths of a currency."""
    over, _, under = unit.partition("/")
    return under == "share" and over.islower()


def minor_unit(unit: str, currency: str | None) -> str:
    """Return the unit of a figure per share that is in hundredths: as it is printed, else as the currency's hundredths are called."""
    if is_minor(unit):
        return unit
    return "pence/share" if currency == "GBP" else "cents/share"
