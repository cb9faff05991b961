"""A digest in the words that mail and page show: what stands first, what is left for the page, and where each line leads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from research.digests.health import NEVER_READ, failed_words
from research.digests.window import ending_day
from research.nouns.answers import Citation
from research.nouns.digests import Digest, DigestLine, DigestSection, FeedHealth
from ui.render.escaping import shorten
from ui.render.web_links import web_link
from ui.render.words import counted

EXCEPTIONS, CHANGES, SILENCE = "exceptions", "changes", "silence"
LINE_CHARS = 700
MOST_QUOTES = 2
LONGEST_NAME = 120
MOST_FEEDS = 20
_LONGEST_CLOSED = 6  # days between two sessions of a market at most, beside which a window is of its last day


@dataclass(frozen=True, slots=True)
class SourceName:
    """What a cited document is called to readers, and the address of the article that it is of ("" when there is none)."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class DigestLinks:
    """Where a digest's lines lead: the page's address ("" for none), and names of cited documents by their id."""

    page_url: str = ""
    sources: Mapping[str, SourceName] = field(default_factory=dict)

    def of_digest(self, digest: Digest, line: DigestLine | None = None) -> str:
        """Return the address that opens a digest on the page, a line of it opened; "" without a page."""
        if not web_link(self.page_url):
            return ""
        query = window_query(digest) | ({"line": line.id} if line else {})
        return web_link(f"{self.page_url.rstrip('/')}/digest?{urlencode(query)}")

    def of_source(self, citation: Citation) -> SourceName:
        """Return what a cited document is called, its page where that tells more than the name, and a link that may be followed."""
        return self.article(citation) or SourceName(f"{citation.document}, page {citation.page}")

    def article(self, citation: Citation) -> SourceName | None:
        """Return who told the article that a document is of, and a link to it that may be followed; None for what is no article."""
        known = self.sources.get(citation.document_id)
        return SourceName(known.label, web_link(known.url)) if known else None


NO_LINKS = DigestLinks()


def cited_documents(digest: Digest) -> tuple[str, ...]:
    """Return the ids of the documents that a digest cites, each once."""
    cited = (one.document_id for section in digest.sections for line in section.lines for one in line.citations)
    return tuple(dict.fromkeys(cited))


def window_query(digest: Digest) -> dict[str, str]:
    """Return the digest's place in the page's address: its list and window."""
    return {"watchlist": digest.watchlist, "start": instant_word(digest.start), "end": instant_word(digest.end)}


def instant_word(instant: datetime) -> str:
    """Return an instant as an address has it: "2025-02-11T12:30:00Z"."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def title_of(digest: Digest) -> str:
    """Return the digest's title: its watchlist's name, and that it is an addendum when it is one."""
    name = shorten(digest.watchlist, LONGEST_NAME)
    return f"{name} (addendum)" if digest.addendum_to else name


def subject_of(digest: Digest) -> str:
    """Return a mail's subject: the list, how much there is, and the day on which the window ends for the reader, of a long one both."""
    days = " to ".join(f"{day.day} {day:%b %Y}" for day in dict.fromkeys(days_of(digest)))
    return f"{title_of(digest)}: {counts_words(digest)} · {days}"


def days_of(digest: Digest) -> tuple[date, date]:
    """Return the reader's days that a digest is headed by: the one that its window ends, twice, or from its first where that is long ago.

    The window of a day begins at the market's last close, over a holiday's weekend some days before it.
    """
    last = last_day_of(digest)
    first = digest.start.astimezone(ZoneInfo(digest.zone)).date()
    return (first, last) if (last - first).days > _LONGEST_CLOSED else (last, last)


def last_day_of(digest: Digest) -> date:
    """Return the reader's day that the window's end ends, or that is under way then."""
    return ending_day(digest.end, digest.zone)


def counts_words(digest: Digest) -> str:
    """Return how much a digest holds: "2 exceptions, 14 new lines", "nothing new"."""
    exceptions = sum(len(one.lines) for one in digest.sections if one.kind == EXCEPTIONS)
    others = sum(len(one.lines) for one in digest.sections if one.kind not in {EXCEPTIONS, SILENCE})
    parts = [counted(exceptions, "exception")] if exceptions else []
    parts += [counted(others, "new line")] if others else []
    return ", ".join(parts) or "nothing new"


def window_words(digest: Digest) -> str:
    """Return the window on the reader's clock: "Mon 10 Feb 2025, 16:00 EST to Tue 11 Feb 2025, 07:30 EST"."""
    return f"{moment_words(digest.start, digest.zone)} to {moment_words(digest.end, digest.zone)}"


def moment_words(instant: datetime, zone: str) -> str:
    """Return an instant on the reader's clock: "Mon 10 Feb 2025, 16:00 EST"."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M} {local.tzname()}"


def time_words(instant: datetime, digest: Digest) -> str:
    """Return when a line happened on the reader's clock, its day only when it is not the window's last."""
    local, end = instant.astimezone(ZoneInfo(digest.zone)), last_day_of(digest)
    clock = f"{local:%H:%M}"
    if local.date() == end:
        return clock
    year = f" {local.year}" if local.year != end.year else ""
    return f"{local:%a} {local.day} {local:%b}{year}, {clock}"


def company_of(line: DigestLine, section: DigestSection) -> str:
    """Return whose a line is where its section is not its company's own, else ""."""
    return shorten(" ".join(line.company.split()), LONGEST_NAME) if line.company != section.company else ""


def details_of(line: DigestLine, digest: Digest, links: DigestLinks) -> tuple[str, ...]:
    """Return what stands below a line: its event, note, formula and time; an outlet that is named as its source is not named here too."""
    sources = {links.of_source(citation).label for citation in line.citations}
    note = "; ".join(part for part in line.note.split("; ") if part not in sources)
    when = time_words(line.at, digest) if line.at else ""
    formula = line.calculation.formula if line.calculation else ""
    parts = (line.event.value if line.event else "", note, formula, when)
    return tuple(" ".join(part.split()) for part in parts if part.strip())


def text_of(line: DigestLine) -> str:
    """Return a line's words on one line; very long ones are cut, which the ellipsis shows."""
    return shorten(line.text, LINE_CHARS)


def is_verbatim(line: DigestLine) -> bool:
    """Return whether a line is the words of its first source, and no figures that were put together from what it cites."""
    return not line.calculation and bool(line.citations) and line.text == " ".join(line.citations[0].quote.split())


def quotes_of(line: DigestLine) -> tuple[str, ...]:
    """Return what a line quotes beside its own words: the sentences under a headline; of figures that were put together nothing."""
    if not is_verbatim(line):
        return ()
    return tuple(shorten(one.quote, LINE_CHARS) for one in line.citations[1 : 1 + MOST_QUOTES])


def section_title(section: DigestSection) -> str:
    """Return a section's heading with its owner: "Quillmere Pumps (covered by Ann)"."""
    heading = shorten(section.heading or section.company, LONGEST_NAME)
    return f"{heading} (covered by {shorten(section.owner, LONGEST_NAME)})" if section.owner else heading


def shown_sections(digest: Digest) -> tuple[DigestSection, ...]:
    """Return the sections that have lines, as the digest orders them; silence is told apart from them."""
    return tuple(one for one in digest.sections if one.lines and one.kind != SILENCE)


def cut(
    sections: Sequence[DigestSection], *, each: int, whole: int, changes: int = 0
) -> Iterator[tuple[DigestSection, tuple[DigestLine, ...], int]]:
    """Yield each section with the lines of it that are shown and how many are left out: at most `each`, and `whole` of all.

    Of what a report changes at most `changes` are shown, where that is more: what it expects stands after its figures.
    Exceptions come in full before anything else takes room.
    """
    room = max(whole - sum(len(one.lines) for one in sections if one.kind == EXCEPTIONS), 0)
    for section in sections:
        if section.kind == EXCEPTIONS:
            shown = section.lines[:whole]
        else:
            shown = section.lines[: min(max(each, changes) if section.kind == CHANGES else each, room)]
            room -= len(shown)
        yield section, shown, len(section.lines) - len(shown)


def silent_words(digest: Digest) -> str:
    """Return the line that names the watched companies with nothing new, "" when there is none.

    Where the digest holds nothing at all its head says so, and the line says whom it is on.
    """
    names = ", ".join(shorten(name, LONGEST_NAME) for name in digest.silent)
    return f"{'Nothing new' if shown_sections(digest) else 'Followed'}: {names}" if names else ""


def missing_words(digest: Digest) -> tuple[str, ...]:
    """Return what a digest says is missing or left out, a line each."""
    return tuple(one[:1].upper() + one[1:] for one in digest.missing)


def feed_words(digest: Digest) -> tuple[str, ...]:
    """Return a line for each feed that failed and that no exception names, of many for the first, then one for those that were read."""
    told = {line.text for section in digest.sections if section.kind == EXCEPTIONS for line in section.lines}
    failed = [one for one in digest.feeds if one.error and failed_words(one) not in told]
    well = sum(not one.error for one in digest.feeds)
    lines = [f"{_feed_name(one)}: {shorten(one.error, 200)}{_read_words(one, digest)}" for one in failed[:MOST_FEEDS]]
    more = [f"{counted(len(failed) - MOST_FEEDS, 'more feed')} not read"] if len(failed) > MOST_FEEDS else []
    return (*lines, *more, *([f"{counted(well, 'feed')} read without trouble"] if well else []))


def _feed_name(feed: FeedHealth) -> str:
    return shorten(feed.title or feed.url, LONGEST_NAME)


def _read_words(feed: FeedHealth, digest: Digest) -> str:
    if feed.read_at:
        return f" (last read {moment_words(feed.read_at, digest.zone)})"
    return "" if feed.error == NEVER_READ else f" ({NEVER_READ})"
