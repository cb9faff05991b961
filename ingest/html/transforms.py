"""The value of a tagged figure: its printed form read by its transformation, then scaled and signed (Inline XBRL 1.1, registry 5)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from research.text.dates import date_in, find_dates
from research.text.patterns import read_beside

# No figure in a filing is longer, or scaled further.
MOST_DIGITS = 60
MOST_SCALE = 30
_NUMBER = re.compile(r"\d+(?:\.\d+)?|\.\d+")
_PARTS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Transforms:
    decimal: dict[str, str]
    zero: frozenset[str]
    none: frozenset[str]
    words: frozenset[str]
    numbers: dict[str, int]
    multipliers: dict[str, int]


@cache
def _transforms() -> _Transforms:
    raw = read_beside(__file__, "transforms.toml")
    decimal = dict.fromkeys(raw["dot"], ".") | dict.fromkeys(raw["comma"], ",")
    return _Transforms(decimal, frozenset(raw["zero"]), frozenset(raw["none"]), frozenset(raw["words"]), raw["numbers"], raw["multipliers"])


def number_of(printed: str, form: str, *, scale: str = "", sign: str = "") -> str | None:
    """Return a tagged figure's decimal value in units as text, None when it has none or cannot be read.

    `form` is the tag's `format` with or without its prefix; without one the figure is a plain decimal number.
    """
    bare = _read(printed, _local(form))
    if bare is None or not re.fullmatch(r"[+-]?\d{1,2}|", scale.strip()):
        return None
    power = int(scale or 0)
    if abs(power) > MOST_SCALE:
        return None
    value = bare.scaleb(power)
    return f"{-value if sign == '-' and value else value:f}"


def date_of(printed: str, form: str) -> date | None:
    """Return a tagged date: ISO, in words, or in the order of day, month and year that its transformation names."""
    try:
        return date.fromisoformat(printed.strip()[:10])
    except ValueError:
        pass
    if dates := find_dates(printed):
        return dates[0].on
    numbers = [int(part[:4]) for part in _PARTS.findall(printed[:40])]
    local = _local(form)
    if len(numbers) != 3 or not local.startswith("date"):
        return None
    order = {"datemonthdayyear": (2, 0, 1), "datedaymonthyear": (2, 1, 0), "dateyearmonthday": (0, 1, 2)}.get(local.removesuffix("en"))
    if order is None:
        return None
    year, month, day = (numbers[at] for at in order)
    return date_in(year + 2000 if year < 100 else year, month, day)


def _local(form: str) -> str:
    return form.rpartition(":")[2].lower().replace("-", "")


def _read(printed: str, form: str) -> Decimal | None:
    known = _transforms()
    if form in known.none or len(printed) > MOST_DIGITS:
        return None
    if form in known.zero:
        return Decimal(0)
    if form in known.words:
        return _in_words(printed)
    mark = known.decimal.get(form, ".")
    digits = "".join(character for character in printed if character.isdecimal() or character == mark).replace(mark, ".")
    if "unit" in form and mark not in printed:
        parts = _PARTS.findall(printed)
        digits = f"{parts[0]}.{parts[1]:0>2}" if len(parts) == 2 else digits
    return Decimal(digits) if _NUMBER.fullmatch(digits) else None


def _in_words(printed: str) -> Decimal | None:
    known = _transforms()
    total = part = 0
    words = [word for word in re.split(r"[\s-]+", printed.lower().strip()) if word not in {"and", ""}]
    for word in words:
        if word in known.numbers:
            part += known.numbers[word]
        elif word in known.multipliers:
            part = max(part, 1) * known.multipliers[word]
            total, part = (total + part, 0) if known.multipliers[word] > 100 else (total, part)
        else:
            return _read(printed, "") if len(words) == 1 else None
    return Decimal(total + part) if words else None
