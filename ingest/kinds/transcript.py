"""Transcripts of companies' calls: told by title and speakers, dated by their header, cut into the speakers' turns."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import pairwise

from ingest.kinds.lines import LISTED, TextLine, find_days, text_lines
from ingest.kinds.turns import PARTICIPANTS, Call, read_turns, vocabulary
from ingest.loaded import Heading, Loaded, Metadata
from research.nouns.documents import Kind, Tier

HEADER_CHARS = 1_500
# Where a call without a dated header says its date itself.
OPENING_CHARS = 4_000
FEWEST_TURNS = 4
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_PART_OF_YEAR = (
    r"(?:Q(?P<q>[1-4])|(?P<q2>[1-4])Q|(?P<quarter>first|second|third|fourth)[\s-]+(?:fiscal\s+)?quarter"
    r"|(?P<half>H[12]|(?:first[\s-]+|second[\s-]+)?half(?:[\s-]+year)?)|full[\s-]+year|FY(?=\s*['’]?\d)|fiscal(?:\s+year)?(?=\s+\d))"
)
_PERIOD = re.compile(
    rf"\b{_PART_OF_YEAR}(?:[\s,/-]*(?:and|&)?\s*(?:full|fiscal)[\s-]+year)?(?:\s+results)?"
    r"[\s,/-]*(?:of\s+)?(?:the\s+)?(?:fiscal(?:\s+year)?|FY|year)?[\s'’]*(?P<year>20\d\d|\d\d)(?!\d)",
    re.IGNORECASE,
)
_REUTERS = re.compile(r"(?P<ticker>[A-Z]{1,5})(?:\.[A-Z]{1,2})?\s+[-–—]\s+(?=(?:Q[1-4]|Full Year|Half Year)\b)")
_BEFORE_PERIOD = re.compile(r"(?:['’]s?)?[\s,:;|–—-]*(?:\(\s*\))?[\s,:;|–—-]*$")
_CALL_WORDS = re.compile(r"\b(?:earnings|results|conference|investor|analyst|call|transcript|edited|webcast)\b", re.IGNORECASE)
_NOT_A_NAME = re.compile(r"^(?:edited\s+)?transcript(?:\s+of)?(?:\s+the)?[\s:–—-]*|^corporate\s+participants.*$", re.IGNORECASE)


def read_transcript(loaded: Loaded) -> Metadata | None:
    """Return what a call's transcript says of itself, None for any other document.

    A call has at least four turns of two speakers, and two of: its title, an operator, a part for questions, a list of participants.
    """
    call = read_turns(loaded.text)
    header = list(text_lines(loaded.text, 0, min(HEADER_CHARS, call.turns[0].start) if call.turns else HEADER_CHARS))
    titled = _title_line(header)
    speakers = list(dict.fromkeys(turn.who for turn in call.turns))
    if len(call.turns) < FEWEST_TURNS or len({turn.speaker for turn in call.turns}) < 2 or _signs(call, titled) < 2:
        return None
    return _metadata(loaded.text, titled, header, speakers)


def turn_headings(loaded: Loaded) -> tuple[Heading, ...]:
    """Return a heading for each turn, "Prepared remarks › Jane Roe, CFO": a section is what one speaker says, or a list of participants."""
    call = read_turns(loaded.text)
    turns = [Heading(turn.start, f"{turn.part} › {turn.who}") for turn in call.turns]
    return tuple(sorted([*turns, *(Heading(start, PARTICIPANTS) for start in call.lists)], key=lambda heading: heading.start))


def _signs(call: Call, titled: TextLine | None) -> int:
    operator = any(turn.speaker.casefold() in vocabulary()["operators"] for turn in call.turns)
    return sum((titled is not None, operator, "questions" in call.marks, "participants" in call.marks))


def _title_line(header: list[TextLine]) -> TextLine | None:
    """Return the line that calls this a call: the one that says the quarter too, if there is one."""
    titles = [line for line in header if len(line.text) <= 160 and any(words in line.text.casefold() for words in vocabulary()["titles"])]
    return next((line for line in titles if _PERIOD.search(line.text)), titles[0] if titles else None)


def _metadata(text: str, titled: TextLine | None, header: list[TextLine], speakers: list[str]) -> Metadata:
    opening = "\n".join(line.text for line in header)
    sources = [("kind", "speakers of a call")]
    company, ticker = _company(titled, header)
    period = (_PERIOD.search(titled.text) if titled else None) or _PERIOD.search(opening)
    days = find_days(opening) or find_days(text[:OPENING_CHARS])
    found = {"company": company, "ticker": ticker, "fiscal_year": period, "published_at": days}
    sources += [(name, "header of the call") for name, value in found.items() if value]
    on = days[0].on if days else None
    return Metadata(
        title=titled.text if titled else header[0].text if header else "",
        company=company,
        ticker=ticker,
        kind=Kind.TRANSCRIPT,
        tier=Tier.COMPANY,
        fiscal_year=_year(period["year"]) if period else None,
        fiscal_period=_fiscal_period(period) if period else None,
        published_at=datetime(on.year, on.month, on.day, tzinfo=UTC) if on else None,
        language="en",
        sources=tuple(sources),
        details=(("speakers", "; ".join(speakers)),),
    )


def _year(printed: str) -> int:
    return int(printed) if len(printed) == 4 else 2000 + int(printed)


def _fiscal_period(period: re.Match[str]) -> str:
    """Return "Q3", "H1" or "FY"."""
    if half := (period["half"] or "").lower():
        return "H2" if half == "h2" or half.startswith("second") else "H1"
    quarter = period["q"] or period["q2"] or _ORDINALS.get((period["quarter"] or "").lower())
    return f"Q{quarter}" if quarter else "FY"


def _company(titled: TextLine | None, header: list[TextLine]) -> tuple[str | None, str | None]:
    """Return company and ticker: from "Name (TICK)" in the header, else the name before or after the quarter, else the line above."""
    for line in filter(None, (titled, *header[:8])):
        if listed := LISTED.search(line.text):
            return _clean(listed["name"]), listed["ticker"]
    if titled is None:
        return None, None
    reuters = _REUTERS.match(titled.text)
    period = _PERIOD.search(titled.text)
    before = _clean(titled.text[: period.start()]) if period and not reuters else None
    after = _clean(_CALL_WORDS.split(titled.text[period.end() :])[0]) if period and not before else None
    above = next((line for line, below in pairwise(header) if below is titled), None)
    return before or after or (_clean(above.text) if above else None), reuters["ticker"] if reuters else None


def _clean(name: str) -> str | None:
    bare = _BEFORE_PERIOD.sub("", _NOT_A_NAME.sub("", name)).strip(" ,:;|–—-")
    return bare if re.search(r"[A-Za-z]{2}", bare) and not _CALL_WORDS.fullmatch(bare) else None
