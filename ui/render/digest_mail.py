"""A digest as a mail tells it, in words: both parts of a message, HTML and plain text, are made of these."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from research.nouns.digests import Digest, DigestLine, DigestSection
from ui.render.digest_summary import SummaryWords, summary_words
from ui.render.digest_view import (
    EXCEPTIONS,
    DigestLinks,
    SourceName,
    company_of,
    counts_words,
    cut,
    details_of,
    feed_words,
    missing_words,
    quotes_of,
    section_title,
    shown_sections,
    silent_words,
    text_of,
    title_of,
    window_words,
)
from ui.render.words import counted

# So many lines of a section are in a mail, of what a report changes more, and so many in all.
EACH, CHANGES, WHOLE = 8, 20, 80
CLOSING = "Every line is a sentence of its source or a figure computed from cited figures. Made by Research Desk."


@dataclass(frozen=True, slots=True)
class MailLine:
    """A line of a mail: its words, what it quotes, what it is and when, its sources, and its address on the page ("" without one).

    `company` is whose it is where its section does not say so.
    """

    company: str
    text: str
    quotes: tuple[str, ...]
    details: tuple[str, ...]
    sources: tuple[SourceName, ...]
    address: str


@dataclass(frozen=True, slots=True)
class MailSection:
    """A section of a mail: its heading, its lines, and what is told of those that are left for the page ("" when none are)."""

    heading: str
    is_urgent: bool
    lines: tuple[MailLine, ...]
    more: str


@dataclass(frozen=True, slots=True)
class DigestMail:
    """What a mail tells, from its head to its end, where `ending` has who has nothing new, what is missing, and `feeds` how they are.

    `link` opens the digest on the page ("" without one); `notes` are told to this reader alone; `addresses` are of the summary's lines.
    """

    title: str
    counts: str
    window: str
    link: str
    notes: tuple[str, ...]
    summary: SummaryWords | None
    addresses: tuple[str, ...]
    sections: tuple[MailSection, ...]
    ending: tuple[str, ...]
    feeds: tuple[str, ...]


def digest_mail(digest: Digest, links: DigestLinks, notes: Sequence[str] = ()) -> DigestMail:
    """Return what a mail of a digest tells; the same for the same digest."""
    summary = summary_words(digest, links)
    return DigestMail(
        title=title_of(digest),
        counts=counts_words(digest),
        window=window_words(digest),
        link=links.of_digest(digest),
        notes=tuple(notes),
        summary=summary,
        addresses=tuple(links.of_digest(digest, one.line) for one in summary.lines) if summary else (),
        sections=tuple(_sections(digest, links)),
        ending=tuple(one for one in (silent_words(digest), *missing_words(digest)) if one),
        feeds=feed_words(digest),
    )


def _sections(digest: Digest, links: DigestLinks) -> Iterator[MailSection]:
    for section, shown, left in cut(shown_sections(digest), each=EACH, changes=CHANGES, whole=WHOLE):
        lines = tuple(_line(line, section, digest, links) for line in shown)
        more = f"… and {counted(left, 'more line')} on the page Digest" if left else ""
        yield MailSection(section_title(section), section.kind == EXCEPTIONS, lines, more)


def _line(line: DigestLine, section: DigestSection, digest: Digest, links: DigestLinks) -> MailLine:
    sources = tuple(dict.fromkeys(links.of_source(citation) for citation in line.citations))
    details = details_of(line, digest, links)
    return MailLine(company_of(line, section), text_of(line), quotes_of(line), details, sources, links.of_digest(digest, line))
