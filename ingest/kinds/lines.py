"""What the readers of kinds share: a text's lines with their places, dates as brokers print them, names as they stand in a header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from research.text.dates import PrintedDate, date_in, find_dates, month_number

# A person's name: two to five capitalised words, particles between them.
NAME = (
    r"(?:(?:Dr|Mr|Ms|Mrs|Sir|Prof)\.?\s+)?[A-ZÀ-ÖØ-Þ][\w.'’-]*"
    r"(?:\s+(?:[A-ZÀ-ÖØ-Þ][\w.'’-]*|de|van|von|der|den|da|di|bin|al|la|le)){1,4}"
)
EXCHANGE = r"(?:NYSE(?:\s+American)?|NASDAQ(?:GS|GM|CM)?|AMEX|LSE|AIM|TSXV?|ASX|SIX|XETRA|Euronext(?:\s+\w+)?|OTC\w*)"
# A ticker in brackets after a company's name: "(QLMR)", "(NYSE: QLMR)", "(QLMR.N)", "(QLMR LN)"; ".A" to ".C" are classes of shares.
LISTED = re.compile(
    rf"(?P<name>[A-Z0-9À-Þ][\w.&,'’+ -]{{1,70}}?)\s*[(\[](?:{EXCHANGE}\s*:\s*)?(?P<ticker>[A-Z]{{1,5}}(?:[.-][A-C])?)"
    r"(?:\.[A-Z]{1,2}|\s+[A-Z]{2}(?:\s+Equity)?)?\s*[)\]]",
)
_ISO = re.compile(r"(?<![\d-])((?:19|20)\d\d)-(\d\d)-(\d\d)(?![\d-])")
_DASHED = re.compile(
    r"(?<![\d-])(\d{1,2})[- ](Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*[- ](?:(20\d\d)|(\d\d))(?!\d)", re.IGNORECASE
)
_OF_PERIOD = re.compile(r"(?:ended|ending|ends|end)\s*(?:on|:)?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line that holds letters or digits: where it starts, its words, white space folded."""

    start: int
    text: str


def text_lines(text: str, start: int = 0, end: int | None = None) -> Iterator[TextLine]:
    """Yield the lines of `text[start:end]` that hold a letter or a digit."""
    at = start
    for raw in text[start:end].splitlines(keepends=True):
        if re.search(r"\w", raw):
            yield TextLine(at + len(raw) - len(raw.lstrip()), " ".join(raw.split()))
        at += len(raw)


def find_days(text: str) -> list[PrintedDate]:
    """Return the dates of a text in order, also as "2024-05-02" and "02-May-24"; those that end a period are left out."""
    found = find_dates(text)
    for match in _ISO.finditer(text):
        found += _printed(date_in(int(match[1]), int(match[2]), int(match[3])), match, found)
    for match in _DASHED.finditer(text):
        year = int(match[3] or f"20{match[4]}")
        found += _printed(date_in(year, month_number(match[2]), int(match[1])), match, found)
    return sorted((one for one in found if not _OF_PERIOD.search(text[: one.start])), key=lambda one: one.start)


def _printed(on: date | None, match: re.Match[str], known: list[PrintedDate]) -> list[PrintedDate]:
    taken = any(one.start < match.end() and match.start() < one.end for one in known)
    return [PrintedDate(on, *match.span())] if on and not taken else []
