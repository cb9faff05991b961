"""The parts of a news document: its title, what stands on the line of its source, and the sentences of its text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from research.nouns.documents import Document

# What comes later in an article is background, and costs time.
MOST_CHARACTERS = 4_000
_DATE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC")
_LINK = re.compile(r"https?://\S+$", re.IGNORECASE)
_SEPARATOR = " · "
# A dateline: "HARLAN BEND, Ohio, February 13, 2025 (Harrow Wire) – ", "SEOUL (Reuters) - ", "某地2月14日电 ".
_DATELINE = re.compile(
    r"\s*(?:[A-Z][\w.'’ ]{2,40}(?:,\s*[A-Z][\w.'’ ]{1,25}){0,2}(?:,?\s*(?:on\s+)?[A-Z][a-z]{2,8}\.?\s+\d{1,2}(?:,\s*\d{4})?)?,?\s*"
    r"(?:[(/][^()/\n]{2,60}[)/]\s*)*(?:--|[–—-])\s+"
    # "DENVER, Colo.--(PRESS WIRE)--Oct. 14, 2025--", "Oslo, 14 October 2025: ".
    r"|\s*[A-Z][\w.'’ ]{2,40}(?:,\s*[A-Z][\w.'’ ]{1,25}){0,2}\s*--\s*\([^()\n]{2,60}\)\s*--\s*"
    r"(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2},\s*\d{4}\s*--\s*)?"
    r"|\s*[A-Z][\w.'’ ]{2,30},\s*\d{1,2}\.?\s+[A-Z][a-z]{2,8}\s+\d{4}\s*(?::|[–—-]+)\s+"
    r"|\s*[\u4e00-\u9fff]{2,12}\d{1,2}月\d{1,2}日(?:电|讯|消息)[，,：:]?\s*)"
)
_END = re.compile(r"[.!?]+[\"”’')\]]*(?=\s+[\"“‘'(\[]*[A-Z0-9$€£¥\u4e00-\u9fff])|[。！？；]+[”’」』）)]*|\n+")
_ABBREVIATED = re.compile(
    r"(?:\b(?:inc|corp|co|ltd|plc|llc|no|vs|mr|mrs|ms|dr|st|jr|sr|gen|sen|rep|gov|est|approx|u\.s|u\.k|u\.n|e\.g|i\.e|a\.m|p\.m|dept|bros|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|pa|va|calif|conn|mass|mich|minn|wis|ill|tex|fla|ga|ala|ariz|colo|del|md|mo|ore|tenn|wash)"
    r"|(?<![A-Za-z])[A-Z])$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence at `start`-`end` of a document's text; `number` counts from 0 in the text, -1 is the title."""

    start: int
    end: int
    number: int

    @property
    def is_title(self) -> bool:
        """Return whether it is the title."""
        return self.number < 0


@dataclass(frozen=True, slots=True)
class Parts:
    """What an entry is made of; places are of the document's text. `outlet` and `url` are "" where none is printed."""

    text: str
    outlet: str
    url: str
    sentences: tuple[Sentence, ...]

    @property
    def title(self) -> Sentence | None:
        """Return the title, None for an entry without."""
        return self.sentences[0] if self.sentences and self.sentences[0].is_title else None


def parts_of(document: Document) -> Parts:
    """Return the parts of a news document: a first line that is its title, a line "source · author · date · link", its text."""
    text, at = document.text, 0
    sentences: list[Sentence] = []
    first, after = _line(text, 0)
    if first and document.title and first.startswith(document.title[:80]):
        sentences.append(Sentence(0, len(first), -1))
        at = after
    line, after = _line(text, at)
    outlet, url = "", ""
    if _is_source(line):
        outlet, url = _source(line)
        at = after
    stop = min(len(text), at + MOST_CHARACTERS)
    dateline = _DATELINE.match(text, at, stop)
    sentences += _sentences(text, dateline.end() if dateline else at, stop)
    return Parts(text, outlet, url, tuple(sentences))


def _line(text: str, at: int) -> tuple[str, int]:
    """Return the line at a place without its end, and where the next one begins that is not blank."""
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    after = end
    while after < len(text) and text[after] == "\n":
        after += 1
    return text[at:end], after


def _is_source(line: str) -> bool:
    pieces = line.split(_SEPARATOR)
    return any(_DATE.fullmatch(piece) or _LINK.match(piece) for piece in pieces)


def _source(line: str) -> tuple[str, str]:
    pieces = line.split(_SEPARATOR)
    url = pieces.pop() if _LINK.match(pieces[-1]) else ""
    named = next(iter(pieces), "")
    return ("" if _DATE.fullmatch(named) else named), url


def _sentences(text: str, start: int, stop: int) -> list[Sentence]:
    found: list[Sentence] = []
    for end in (*_ends(text, start, stop), stop):
        part = text[start:end]
        if part.strip():
            lead = len(part) - len(part.lstrip())
            found.append(Sentence(start + lead, start + len(part.rstrip()), len(found)))
        start = end
    return found


def _ends(text: str, start: int, stop: int) -> list[int]:
    return [
        match.end()
        for match in _END.finditer(text, start, stop)
        if match[0][0] != "." or not _ABBREVIATED.search(text, max(start, match.start() - 12), match.start())
    ]
