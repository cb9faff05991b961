"""Digests made by hand, of invented companies, one of them full of what a hostile feed may say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from research.nouns.answers import Citation
from research.nouns.digests import Digest, DigestLine, DigestSection, DigestSentence, DigestSummary, FeedHealth
from research.nouns.news import EventType
from ui.render.digest_view import DigestLinks, SourceName

START, END = datetime(2025, 2, 10, 21, tzinfo=UTC), datetime(2025, 2, 11, 12, 30, tzinfo=UTC)
PUMPS, FOODS = "Quillmere Pumps & Instruments, Inc.", "Tarrowby Foods Corporation"
HOSTILE = '<script>alert(1)</script> & "quotes" \u202egnp.exe <img src=x onerror=alert(2)> [a](javascript:alert(3))'
GUIDANCE = "Quillmere Pumps lowered its 2025 revenue guidance to $330 million to $340 million, from $350 million to $365 million."
RESTATED = "Tarrowby Foods said it would restate its results for the second and third quarters of 2024."
ORDER = "Quillmere Pumps won a $48.5 million order for cooling pumps from Ostrava Steel."
DIVIDEND = "The board declared a quarterly dividend of $0.42 per share."
CHINESE = "奎尔米尔泵业获得4850万美元的冷却泵订单。"


def citation(document: str, quote: str, *, page: int = 1, marker: str = "1") -> Citation:
    return Citation(marker, f"id-{document}", document, page, 0, len(quote), quote)


def line(number: int, text: str, *, document: str = "", **fields: object) -> DigestLine:
    cited = (citation(document or f"wire-{number}", text),)
    made = DigestLine(f"line-{number}", text, cited, at=datetime(2025, 2, 11, 11, number, tzinfo=UTC))
    return replace(made, **fields)  # type: ignore[arg-type]


def sample_digest() -> Digest:
    exceptions = (
        line(1, GUIDANCE, event=EventType.GUIDANCE, note="3 outlets", company=PUMPS),
        line(2, RESTATED, note="named in a report", company=FOODS),
    )
    pumps = (
        line(3, ORDER, event=EventType.DEAL, note="5 outlets", company=PUMPS),
        line(4, CHINESE, event=EventType.DEAL, document="caijing-1", company=PUMPS),
        line(5, DIVIDEND, event=EventType.PAYOUT, company=PUMPS, at=datetime(2025, 2, 10, 22, 5, tzinfo=UTC)),
    )
    changed = (line(6, "Gross margin was 31.9 %.", document="quillmere-10q", note="33.4 % a year before", company=PUMPS),)
    filed = (line(7, "Tarrowby Foods filed a current report on Form 8-K.", document="tarrowby-8k", company=FOODS),)
    sections = (
        DigestSection("Exceptions", "exceptions", exceptions),
        DigestSection(PUMPS, "stories", pumps, company=PUMPS, owner="Ann Ferris"),
        DigestSection("What changed", "changes", changed, company=PUMPS),
        DigestSection(FOODS, "documents", filed, company=FOODS),
        DigestSection("Nothing new", "silence", ()),
    )
    feeds = (
        FeedHealth("https://wire.example/rss", "Example Wire", END, ""),
        FeedHealth("https://slow.example/feed", "Slow Times", START, "the server answered 503"),
    )
    return Digest("d1", "Pumps and foods", "ann", START, END, "America/New_York", sections, ("Wexcombe Bancshares, Inc.",), feeds)


SUMMED_UP = DigestSummary(
    (
        DigestSentence("Quillmere Pumps lowered its 2025 revenue guidance.", ("line-1",)),
        DigestSentence("It won a $48.5 million order, and pays $0.42 per share.", ("line-3", "line-5")),
    ),
    "test-model",
    2,
)


def summed_up() -> Digest:
    """Return the digest with a summary of two sentences."""
    return replace(sample_digest(), summary=SUMMED_UP)


def hostile_digest() -> Digest:
    lines = (line(1, HOSTILE, note=HOSTILE, company=HOSTILE), line(2, "x" * 3000, company=HOSTILE + "!"))
    sections = (DigestSection(HOSTILE, "stories", lines, owner=HOSTILE), DigestSection(HOSTILE, "exceptions", lines))
    feeds = (FeedHealth("javascript:alert(1)", HOSTILE, None, HOSTILE),)
    said = DigestSummary((DigestSentence(HOSTILE, ("line-1",)),), HOSTILE, 1)
    made = replace(sample_digest(), id=HOSTILE, watchlist=HOSTILE, sections=sections, feeds=feeds)
    return replace(made, silent=(HOSTILE,), missing=(HOSTILE,), summary=said)


def long_digest(companies: int = 12, lines: int = 20) -> Digest:
    """Return a digest with more than a mail shows."""

    def section(at: int) -> DigestSection:
        told = tuple(line(n, f"Line {n} of company {at}.", id=f"{at}-{n}") for n in range(lines))
        return DigestSection(f"Company {at}", "stories", told, company=f"Company {at}")

    return replace(sample_digest(), sections=tuple(section(at) for at in range(companies)))


LINKS = DigestLinks(
    "https://desk.example/",
    {
        "id-wire-1": SourceName("Example Wire", "https://wire.example/quillmere-guidance"),
        "id-wire-3": SourceName("Ostrava Courier", "https://courier.example/a?b=1&c=2"),
        "id-caijing-1": SourceName("財經日報", "https://caijing.example/1"),
        "id-wire-2": SourceName("Bad Times", "javascript:alert(1)"),
    },
)
