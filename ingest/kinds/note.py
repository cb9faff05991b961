"""Brokers' research notes: told by rating, target price, analysts and disclosures together; any one of them stands in other papers, too."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from ingest.kinds.lines import LISTED, NAME, TextLine, find_days, text_lines
from ingest.kinds.quotes import Change, Price, find_price, find_rating, find_target, vocabulary
from ingest.loaded import Loaded, Metadata
from research.nouns.documents import Kind, Page, Tier

# What makes a note one stands on its first two pages.
FRONT_PAGES, FRONT_CHARS = 2, 9_000
LONGEST_LABEL = 80
# Legal matter that begins below this share of a page leaves the page to the note.
_TOP = 0.34
_TITLE_WORDS, _LONGEST_TITLE = 3, 140

_ANALYST = re.compile(r"(?:(?:lead|senior|research|equity|covering|primary)\s+)*analysts?\s*(?:[:|–-]\s*(?P<names>.+)|$)", re.IGNORECASE)
_CHARTERED = re.compile(rf"(?P<name>{NAME}),?\s+(?:CFA|ACA|CPA|Ph\.?D)\b")
_NAME_LINE = re.compile(rf"(?P<name>{NAME})(?:\s*[|,–-].*)?$")
_REACH = re.compile(r"@[\w-]+\.|\+?\d[\d\s().-]{8,}")
_ISSUED = re.compile(
    r"\b(?i:prepared|published|issued|produced|distributed)\s+by\s+(?:the\s+)?"
    r"(?P<house>[A-Z][\w&’'-]*(?:[ ,]+(?:&|of|and|[A-Z][\w&’'-]*)){1,6})"
)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)\s*(?:19|20)\d\d\s+(?P<house>[A-Z][^\n.|]{2,60})", re.IGNORECASE)
_LEGAL_FORM = re.compile(r",?\s+(?:LLC|LLP|Inc|Ltd|Limited|plc|GmbH|AG|SA|AB)\.?$", re.IGNORECASE)
_COMPANY = re.compile(r"^(?:company|issuer|stock)\s*[:|]\s*(?P<name>[^\n|(]{2,60})", re.IGNORECASE | re.MULTILINE)
_TICKER = re.compile(r"(?:ticker|bloomberg|reuters|symbol|RIC|BBG)\s*[:|]?\s*(?P<ticker>[A-Z]{1,5})(?:[. ][A-Z]{1,2})?\b")
_PRICED = re.compile(r"\b(?:price[sd]?|close[sd]?|closing)\b[^\n]{0,40}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Front:
    """What the first pages say."""

    text: str
    lines: tuple[TextLine, ...]
    rating: Change | None
    target: Change | None
    price: Price | None
    analysts: tuple[str, ...]


def read_note(loaded: Loaded) -> Metadata | None:
    """Return what a broker's note says of itself, None for any other document.

    A note has a rating and a target price, and names its analysts, its paper or its disclosures; or one of the first two and both of
    the last.
    """
    text = loaded.text[: loaded.pages[min(FRONT_PAGES, len(loaded.pages)) - 1].end][:FRONT_CHARS] if loaded.pages else ""
    rating, target = find_rating(text), find_target(text)
    if rating is None and target is None:
        return None
    lines = tuple(text_lines(text))
    front = _Front(text, lines, rating, target, find_price(text), _analysts(lines))
    signs = (bool(front.analysts) or _is_paper(lines), _discloses(loaded))
    if not (all(signs) or (rating and target and any(signs))):
        return None
    return _metadata(loaded, front)


def disclosure_pages(loaded: Loaded) -> tuple[int, ...]:
    """Return the pages of legal matter: from the first after the cover that begins with such a heading to the end."""
    first = next((page.number for page in loaded.pages[1:] if _opens_with_disclosures(loaded.text, page)), None)
    return tuple(page.number for page in loaded.pages if first is not None and page.number >= first)


def _opens_with_disclosures(text: str, page: Page) -> bool:
    top = page.start + int((page.end - page.start) * _TOP)
    return any(_is_disclosure(line.text) for line in text_lines(text, page.start, page.end) if line.start <= top)


def _is_disclosure(line: str) -> bool:
    bare = line.strip(" :.*#|")
    return len(bare) <= LONGEST_LABEL and any(re.fullmatch(pattern, bare, re.IGNORECASE) for pattern in vocabulary()["disclosures"])


def _discloses(loaded: Loaded) -> bool:
    small = loaded.text.casefold()
    said = sum(words in small for words in vocabulary()["assurances"])
    return said > 1 or any(_is_disclosure(line.text) for line in text_lines(loaded.text))


def _is_paper(lines: Sequence[TextLine]) -> bool:
    return any(len(line.text) <= LONGEST_LABEL and paper in line.text.casefold() for line in lines[:12] for paper in vocabulary()["papers"])


def _metadata(loaded: Loaded, front: _Front) -> Metadata:
    broker = _broker(loaded.text, front.lines)
    company, ticker = _company(front.text, broker)
    on = _published(front.text)
    found = {"company": company, "ticker": ticker, "published_at": on}
    sources = [("kind", "rating, target price and disclosures"), *((name, "first page of the note") for name in found if found[name])]
    return Metadata(
        title=_title(front, company, broker),
        company=company,
        ticker=ticker,
        kind=Kind.NOTE,
        tier=Tier.THIRD_PARTY,
        published_at=datetime(on.year, on.month, on.day, tzinfo=UTC) if on else None,
        language="en",
        sources=tuple(sources),
        details=_details(front, broker),
        disclosure_pages=disclosure_pages(loaded),
    )


def _details(front: _Front, broker: str | None) -> tuple[tuple[str, str], ...]:
    rating, target, price = front.rating, front.target, front.price
    pairs = (
        ("broker", broker or ""),
        ("rating", rating.now if rating else ""),
        ("previous_rating", rating.before if rating else ""),
        ("target_price", target.now if target else ""),
        ("previous_target_price", target.before if target else ""),
        ("price", price.amount if price else ""),
        ("price_date", price.on.isoformat() if price and price.on else ""),
        ("analysts", "; ".join(front.analysts)),
    )
    return tuple(pair for pair in pairs if pair[1])


def _analysts(lines: Sequence[TextLine]) -> tuple[str, ...]:
    """Return the names after the word "analyst", those with a charter, and those above an address or a telephone number."""
    names: list[str] = []
    for at, line in enumerate(lines):
        below = lines[at + 1].text if at + 1 < len(lines) else ""
        if match := _ANALYST.fullmatch(line.text):
            names += _names(match["names"] or below)
        elif chartered := _CHARTERED.match(line.text):
            names.append(chartered["name"])
        elif (named := _NAME_LINE.fullmatch(line.text)) and (_REACH.search(line.text) or "@" in below):
            names.append(named["name"])
    return tuple(dict.fromkeys(names))


def _names(printed: str) -> list[str]:
    parts = re.split(r"\s*(?:[;,/|]|\band\b|&)\s*", re.sub(r"\S+@\S+|\+?\d[\d\s().-]{8,}", "", printed))
    return [part for part in parts if re.fullmatch(NAME, part)]


def _broker(text: str, lines: Sequence[TextLine]) -> str | None:
    """Return the research house: as the disclosures name it, else from the line that says "Equity Research", else by its name's ending."""
    for pattern in (_ISSUED, _COPYRIGHT):
        if match := pattern.search(text):
            return _LEGAL_FORM.sub("", re.split(r",\s|\.\s|\s+and its\b", match["house"])[0].strip(" ,"))
    parts = (part for line in lines[:12] for part in re.split(r"\s*[|·•–—]\s*|\t|\s-\s", line.text))
    return next(filter(None, map(_house, parts)), None)


def _house(part: str) -> str | None:
    """Return the research house that a part of a head line names: by its ending, or before "Equity Research"."""
    bare = re.sub(rf"\s*(?:{'|'.join(vocabulary()['papers'])})\s*$", "", part, flags=re.IGNORECASE).strip()
    if len(bare) > 60 or ":" in bare or not bare[:1].isupper() or LISTED.search(part):
        return None
    ends_as_one = bare.casefold().endswith(tuple(f" {ending}" for ending in vocabulary()["houses"]))
    return bare if ends_as_one or (bare != part.strip() and " " in bare) else None


def _company(text: str, broker: str | None) -> tuple[str | None, str | None]:
    """Return covered company and ticker: from "Name (TICK)", else from labels."""
    for match in LISTED.finditer(text):
        name = _name_at_end(match["name"])
        if match["ticker"] not in vocabulary()["not_tickers"] and name and name != broker:
            return name, match["ticker"]
    named, listed = _COMPANY.search(text), _TICKER.search(text)
    return (named["name"].strip() if named else None), (listed["ticker"] if listed else None)


def _name_at_end(words: str) -> str | None:
    """Return the capitalised words that end a phrase: "Quillmere Pumps" of "We upgrade Quillmere Pumps"."""
    kept: list[str] = []
    for word in reversed(words.split()):
        if not (word[0].isupper() or word[0].isdigit() or word in {"&", "of", "and", "de"}):
            break
        kept.insert(0, word)
    while kept and kept[0].casefold().strip(",.") in {*vocabulary()["not_names"], "&", "and", "de"}:
        kept.pop(0)
    return " ".join(kept) or None


def _published(text: str) -> date | None:
    """Return the first date that is not a price's."""
    return next((day.on for day in find_days(text) if not _PRICED.search(text[: day.start])), None)


def _title(front: _Front, company: str | None, broker: str | None) -> str:
    """Return the headline: the first line that is more than a name, a label or a date; else company and broker."""
    for line in front.lines[:15]:
        rest = LISTED.sub("", line.text).strip(" :–—-")
        labelled = ":" in rest[:30] or "|" in rest or "@" in rest or find_days(rest)
        named = (broker and broker in rest) or rest == company or _is_paper([line]) or re.fullmatch(NAME, rest)
        quoted = find_price(rest) or (find_target(rest) and len(rest.split()) < 5)
        if not (labelled or named or quoted) and len(rest.split()) >= _TITLE_WORDS and len(line.text) <= _LONGEST_TITLE:
            return line.text
    return " – ".join(filter(None, (company, broker))) or (front.lines[0].text if front.lines else "")
