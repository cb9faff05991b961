"""Who speaks where in a call: lines that name a speaker, in the layouts that publishers of transcripts use."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ingest.kinds.lines import NAME, TextLine, text_lines
from research.text.patterns import read_beside

PREPARED, QUESTIONS, PARTICIPANTS = "Prepared remarks", "Q&A", "Participants"
LONGEST_SPEAKER_LINE = 120
# A line after a name in a list of participants is speech when it is this long, or ends as a sentence does.
_SPEECH_CHARS = 40
_LETTERS = {"Q": "Question", "A": "Answer"}

_DASH = r"\s*(?:--|—|–|\s-(?=\s))\s*"
_DASHED = re.compile(rf"(?P<name>{NAME}){_DASH}(?P<role>[A-ZÀ-Þ][^:?!]{{1,90}}?)(?P<colon>:)?$")
_COLON = re.compile(rf"(?P<name>{NAME})(?:\s*\((?P<bracket>[^()]{{2,60}})\)|,\s*(?P<role>[A-Z][^:.?!]{{1,60}}))?\s*:\s*(?P<speech>.*)$")
_LETTER = re.compile(
    rf"<?\s*(?P<letter>[QA])(?:\s*[-–—]\s*(?P<name>{NAME})(?:\s*[-–—]\s*(?P<role>[^>:]{{2,60}}))?)?\s*>?\s*:\s*(?P<speech>.*)$"
)
_BARE = re.compile(rf"(?P<name>{NAME})(?:\s+[QA])?$")
_FIRST_QUESTION = re.compile(r"\b(?:first|next|our) question\b|\bquestion comes\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's words: where the line that names the speaker starts, name, role as printed ("" when unknown), part of the call."""

    start: int
    speaker: str
    role: str
    part: str

    @property
    def who(self) -> str:
        """Return name and role: "Jane Roe, Chief Financial Officer"."""
        return ", ".join(filter(None, (self.speaker, self.role)))


@dataclass(frozen=True, slots=True)
class Call:
    """The turns of a text in order, which parts it marks, and where lists of participants start."""

    turns: tuple[Turn, ...]
    marks: frozenset[str]
    lists: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Speaker:
    """A line that may name a speaker: also what it says after a colon, and how many lines the naming takes."""

    name: str
    role: str
    speech: str = ""
    lines: int = 1


@dataclass(slots=True)
class _Reading:
    """The state while the lines are walked."""

    part: str = PREPARED
    listing: bool = False
    mark_start: int | None = None
    marks: set[str] = field(default_factory=set)
    lists: list[int] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)


@cache
def vocabulary() -> Mapping[str, Any]:
    """Return the words by which calls are told."""
    return read_beside(__file__, "transcript.toml")


def read_turns(text: str) -> Call:
    """Return the turns of a text; one without speakers gives none. Names in a list of participants are no turns."""
    lines = list(text_lines(text))
    roles = _known_roles(lines)
    speakers = [_speaker(lines, at, roles) for at in range(len(lines))]
    marks = [_mark(line.text) for line in lines]
    reading = _Reading()
    for at, line in enumerate(lines):
        speaker = speakers[at]
        if mark := marks[at]:
            _open_part(reading, mark, line, empty=at + 1 < len(lines) and marks[at + 1] is not None)
        elif speaker and _speaks(lines, speakers, marks, at=at, listing=reading.listing):
            _open_turn(reading, speaker, line.start, roles)
        elif reading.part == PREPARED and reading.turns and _is_operator(reading.turns[-1].speaker) and _FIRST_QUESTION.search(line.text):
            reading.part = QUESTIONS
            reading.turns[-1] = Turn(reading.turns[-1].start, reading.turns[-1].speaker, reading.turns[-1].role, QUESTIONS)
    return Call(tuple(reading.turns), frozenset(reading.marks), tuple(reading.lists))


def _open_part(reading: _Reading, mark: str, line: TextLine, *, empty: bool) -> None:
    """Note a line that opens a part; one that another such line follows is an entry of a table of contents, and opens nothing."""
    reading.marks.add(mark)
    reading.listing = mark == "participants"
    reading.mark_start = None if reading.listing else line.start
    if empty:
        return
    if reading.listing:
        reading.lists.append(line.start)
    else:
        reading.part = QUESTIONS if mark == "questions" else PREPARED


def _open_turn(reading: _Reading, speaker: _Speaker, start: int, roles: Mapping[str, str]) -> None:
    """Note a turn; the line that opens its part belongs to it."""
    if speaker.speech and _is_operator(speaker.name) and reading.part == PREPARED and _FIRST_QUESTION.search(speaker.speech):
        reading.part = QUESTIONS
    role = speaker.role or roles.get(speaker.name.casefold(), "")
    reading.turns.append(Turn(start if reading.mark_start is None else reading.mark_start, speaker.name, role, reading.part))
    reading.mark_start, reading.listing = None, False


def _speaks(lines: Sequence[TextLine], speakers: Sequence[_Speaker | None], marks: Sequence[str | None], *, at: int, listing: bool) -> bool:
    """Return whether words follow the name: in its line, or in the next that names nobody and opens nothing."""
    speaker = speakers[at]
    if speaker is None or speaker.speech:
        return speaker is not None
    after = at + speaker.lines
    if after >= len(lines) or speakers[after] or marks[after]:
        return False
    words = lines[after].text
    return not listing or len(words) >= _SPEECH_CHARS or words.endswith((".", "?", "!"))


def _mark(line: str) -> str | None:
    if len(line) > 60:
        return None
    bare = line.strip(" :*#").casefold()
    return next((name for name, pattern in vocabulary()["parts"].items() if re.fullmatch(pattern, bare)), None)


def _is_operator(name: str) -> bool:
    return name.casefold() in vocabulary()["operators"]


def _has_role(text: str) -> bool:
    return any(re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE) for word in vocabulary()["roles"])


def _known_roles(lines: Sequence[TextLine]) -> dict[str, str]:
    """Return the names (case-folded) that the text presents as speakers, each with the first role printed for it."""
    known: dict[str, str] = {}
    listing, colons = False, Counter[str]()
    for at, line in enumerate(lines):
        if mark := _mark(line.text):
            listing = mark == "participants"
        if len(line.text) > LONGEST_SPEAKER_LINE:
            listing = False
        if (match := _DASHED.match(line.text)) and (listing or _is_sure(line.text, match)):
            known.setdefault(match["name"].casefold(), _role(match["role"]))
        elif found := _titled_below(lines, at):
            known.setdefault(found.name.casefold(), found.role)
        elif match := _COLON.match(line.text):
            colons[match["name"].casefold()] += 1
    return known | {name: known.get(name, "") for name, count in colons.items() if count > 1}


def _is_sure(line: str, match: re.Match[str]) -> bool:
    """Return whether "Name - words" names a speaker by itself: by a double dash, by three parts, or by an office."""
    if len(line) > LONGEST_SPEAKER_LINE or line.endswith("."):
        return False
    return "--" in line or re.search(_DASH, match["role"]) is not None or _has_role(match["role"])


def _titled_below(lines: Sequence[TextLine], at: int) -> _Speaker | None:
    """Return the speaker whose name stands on one line and whose office and company on the next."""
    match = _BARE.match(lines[at].text)
    if match is None or at + 1 >= len(lines):
        return None
    below = re.sub(r"\s+[QA]$", "", lines[at + 1].text)
    named = len(below) <= 90 and "," in below and not below.endswith((".", "?", "!")) and _has_role(below.partition(",")[0])
    return _Speaker(re.sub(r"\s+[QA]$", "", match["name"]), below, lines=2) if named else None


def _role(printed: str) -> str:
    return ", ".join(part for part in re.split(_DASH, printed.strip(" :")) if part)


def _speaker(lines: Sequence[TextLine], at: int, roles: Mapping[str, str]) -> _Speaker | None:
    """Return whom a line names as speaking, None for any other line."""
    line = lines[at].text
    head, colon, speech = line.partition(":")
    if _is_operator(head.strip()) and (colon or not speech):
        return _Speaker(head.strip().capitalize(), "", speech.strip())
    if match := _LETTER.match(line):
        return _Speaker(match["name"] or _LETTERS[match["letter"]], _role(match["role"] or ""), match["speech"])
    match = _DASHED.match(line)
    if match and (match["name"].casefold() in roles or _is_sure(line, match)):
        return _Speaker(match["name"], _role(match["role"]))
    match = _COLON.match(line)
    if match and match["name"].casefold() in roles:
        return _Speaker(match["name"], _role(match["bracket"] or match["role"] or ""), match["speech"])
    if titled := _titled_below(lines, at):
        return titled
    match = _BARE.match(line)
    return _Speaker(match["name"], "") if match and match["name"].casefold() in roles else None
