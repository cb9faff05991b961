"""Titles of primary statements: told from tables of contents, notes, schedules of the parent and prose that mentions them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ingest.statements.chinese_titles import chinese_title
from ingest.statements.rows import TextRow
from ingest.statements.vocabulary import vocabulary
from research.nouns.facts import Statement
from research.text.dates import DATE, MONTH_DAY, YEAR

MAX_TITLE_WORDS = 24
_BRACKETS = re.compile(r"\([^()]*\)")
_WORD = re.compile(r"[A-Za-z][\w.'’&-]*")
_SPLIT_WORD = re.compile(r"\b([A-Z][a-z]{2,}) ([b-z])\b")
_PAGE_NUMBER = re.compile(r"(?:\.{2,}|\s)\s*(?:F-)?\d{1,3}$")


@dataclass(frozen=True, slots=True)
class Title:
    """A statement's title: which statement, the words as printed, the rows that hold it, and what else they say (a period, units)."""

    statement: Statement
    text: str
    first: int
    last: int
    rest: str


def find_titles(rows: list[TextRow], *, named: Mapping[int, str] | None = None) -> list[Title]:
    """Return the statement titles of one page from top to bottom; `named` gives by a row's start the title that its words stand for."""
    titles: list[Title] = []
    for index, row in enumerate(rows):
        if titles and titles[-1].last >= index:
            continue
        title = _title((named or {}).get(row.start, row.text), index, index)
        if title is None and index + 1 < len(rows) and _may_go_on(row.text):
            title = _title(f"{row.text} {rows[index + 1].text}", index, index + 1)
        if title and not _is_of_parent(rows, index):
            titles.append(title)
    return titles


def rejoin(text: str) -> str:
    """Return the text with last letters that kerning split off ("Incom e") put back."""
    return _SPLIT_WORD.sub(r"\1\2", text)


def statement_of(title: str) -> Statement | None:
    """Return which primary statement a table's title names, None for another table."""
    found = _title(title, 0, 0)
    return found.statement if found else None


def _title(text: str, first: int, last: int) -> Title | None:
    if statement := chinese_title(text):
        return Title(statement, text, first, last, "")
    words = vocabulary()
    if len(text) > 220 or (_PAGE_NUMBER.search(DATE.sub("", text)) and not YEAR.search(text[-5:])):
        return None
    bare = rejoin(_BRACKETS.sub(" ", text))
    for statement, pattern in words.titles.items():
        match = pattern.search(bare)
        if match and _is_heading(bare, match.start(), match.end()):
            return Title(statement, text, first, last, rejoin(text).replace(match[0], " ", 1))
    return None


def _is_heading(text: str, start: int, end: int) -> bool:
    """Return whether all words are a heading's: capitalised or small ones, no sentence, no other table's words."""
    words = vocabulary()
    around = DATE.sub(" ", f"{text[:start]} {text[end:]}")
    found = _WORD.findall(MONTH_DAY.sub(" ", around))
    if len(found) > MAX_TITLE_WORDS or words.other_titles.search(around) or text.rstrip().endswith((";", ",")):
        return False
    if text.rstrip().endswith(".") and not re.search(r"\b(?:Inc|Co|Corp|Ltd|N\.V|S\.A)\.$", text.rstrip()):
        return False
    if not text[start].isupper():
        return False
    return all(word[0].isupper() or word.lower().strip(".'’") in words.small_words for word in found)


def _may_go_on(text: str) -> bool:
    """Return whether a row may be the first half of a title broken over two lines."""
    return bool(re.search(r"\bstatements?(?: of(?: consolidated)?)?\s*$|\bbalance\s*$|\bof financial\s*$|\bcash\s*$", text, re.IGNORECASE))


def _is_of_parent(rows: list[TextRow], index: int) -> bool:
    above = " ".join(row.text for row in rows[max(0, index - 5) : index + 3] if len(row.text) < 150)
    return bool(vocabulary().parent.search(above))
