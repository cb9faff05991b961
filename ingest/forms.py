"""Which form a document is, by its cover: an SEC form, an annual or interim report by its title line, an earnings release by its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from research.text.patterns import read_beside

ANNUAL_REPORT, INTERIM_REPORT, RESULTS = "annual report", "interim report", "results"
_NAMES = r"(10-?KT?|10-?Q|8-?K|20-?F|40-?F|6-?K)"
_FORM = re.compile(rf"^[^\w\n]*form\s+{_NAMES}(?:405)?\s*(/A)?\W*$", re.IGNORECASE | re.MULTILINE)
_FORM_LOOSE = re.compile(rf"\bform\s+{_NAMES}\b(/A)?", re.IGNORECASE)
_COVER = re.compile(r"securities\s+and\s+exchange\s+commission", re.IGNORECASE)
_FORMS = {"10K": "10-K", "10KT": "10-KT", "10Q": "10-Q", "8K": "8-K", "20F": "20-F", "40F": "40-F", "6K": "6-K"}
_YEAR = re.compile(r"(?<![\d./–-])(?:19|20)\d\d(?![\d/–-])")
# A title stands on the first page's first characters, in a line of at most so many words.
TITLE_CHARACTERS = 1500
MOST_TITLE_WORDS = 12
# What is reported, and for which period, stands within so many characters of the verb.
NEAR = 120


@dataclass(frozen=True, slots=True)
class FoundForm:
    """A form, where it was found, and the fiscal year that its title names, None without one alone."""

    form: str
    source: str
    year: int | None = None


@dataclass(frozen=True, slots=True)
class _Words:
    annual: re.Pattern[str]
    interim: re.Pattern[str]
    about: re.Pattern[str]
    release: re.Pattern[str]
    reporting: re.Pattern[str]
    results: re.Pattern[str]
    periods: re.Pattern[str]
    interim_periods: tuple[tuple[str, re.Pattern[str]], ...]


@cache
def _words() -> _Words:
    """Return the patterns of `forms.toml`, read once."""
    raw = read_beside(__file__, "forms.toml")
    results = {name: _either(patterns) for name, patterns in raw["results"].items()}
    return _Words(
        annual=_pattern(_either(raw["titles"]["annual"])),
        interim=_pattern(_either(raw["titles"]["interim"])),
        about=_pattern(_either(raw["titles"]["about"])),
        release=_pattern(results["is"]),
        reporting=_pattern(rf"{results['verbs']}\b[^.]{{0,{NEAR}}}\b{results['what']}"),
        results=_pattern("results"),
        periods=_pattern(results["periods"]),
        interim_periods=tuple((name, _pattern(_either(patterns))) for name, patterns in raw["interim_periods"].items()),
    )


def is_sec_cover(opening: str) -> bool:
    """Return whether a first page is the cover of a filing with the SEC."""
    return bool(_COVER.search(opening))


def names_form(cover: str) -> bool:
    """Return whether a line of the cover is the name of an SEC form."""
    return bool(_FORM.search(cover))


def find_form(cover: str, opening: str) -> FoundForm | None:
    """Return "10-K", "10-Q", "8-K", …, "annual report", "interim report", "results" for an earnings release, None for another text.

    `cover` are the first pages, `opening` is the first. A report and a release are told apart by which words come first.
    """
    match = _FORM.search(cover) or (_FORM_LOOSE.search(cover) if is_sec_cover(opening) else None)
    if match:
        return FoundForm(_FORMS[match[1].upper().replace("-", "")] + (match[2] or "").upper(), "cover page")
    head = opening[:TITLE_CHARACTERS]
    found = [*_titled(head, ANNUAL_REPORT), *_titled(head, INTERIM_REPORT), *_released(head)]
    return min(found, key=lambda one: one[0])[1] if found else None


def interim_period(opening: str) -> str | None:
    """Return which part of its fiscal year an interim report covers ("H1", "9M", "Q1", …), by what its first page names first."""
    head = opening[:TITLE_CHARACTERS]
    found = [(match.start(), name) for name, pattern in _words().interim_periods if (match := pattern.search(head))]
    return min(found)[1] if found else None


def _titled(head: str, form: str) -> list[tuple[int, FoundForm]]:
    """Return the first line that is a title of this form, with its place: few words, no sentence, no words about such a report."""
    words = _words()
    pattern = words.annual if form == ANNUAL_REPORT else words.interim
    for match in pattern.finditer(head):
        start, end = head.rfind("\n", 0, match.start()) + 1, head.find("\n", match.end())
        line = head[start : len(head) if end < 0 else end]
        around = head[start : match.start()] + head[match.end() : start + len(line)]
        if len(line.split()) <= MOST_TITLE_WORDS and not line.rstrip().endswith((".", ";", ":", ",")) and not words.about.search(around):
            return [(match.start(), FoundForm(form, "title page", _title_year(head, line)))]
    return []


def _title_year(head: str, line: str) -> int | None:
    """Return the one year of a title, or of the short lines around it; "2023/24" and two years name none."""
    lines = [one for one in head.split("\n") if len(one.split()) <= MOST_TITLE_WORDS]
    first = line.split("\n", 1)[0]
    at = lines.index(first) if first in lines else 0
    for text in (line, " \n".join(lines[max(at - 1, 0) : at + 3])):
        years = set(_YEAR.findall(text))
        if years:
            return int(years.pop()) if len(years) == 1 else None
    return None


def _released(head: str) -> list[tuple[int, FoundForm]]:
    """Return where the head says that results are released: by that name, by a verb and a period beside it, or in a headline."""
    words = _words()
    places = [match.start() for match in words.release.finditer(head)]
    for match in words.reporting.finditer(head):
        if words.periods.search(head, max(match.start() - NEAR, 0), match.end() + NEAR):
            places.append(match.start())
    at = 0
    for line in head.split("\n"):
        if len(line.split()) <= MOST_TITLE_WORDS and not line.rstrip().endswith(".") and words.results.search(line):
            places += [at] if words.periods.search(line) else []
        at += len(line) + 1
    return [(min(places), FoundForm(RESULTS, "headline"))] if places else []


def _either(patterns: Sequence[str]) -> str:
    return f"(?:{'|'.join(patterns)})".replace(" ", r"\s+")


def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b{pattern}(?!\w)", re.IGNORECASE)
