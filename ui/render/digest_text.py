"""A digest as the plain part of a mail: short lines, every line's source below it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from research.nouns.digests import Digest, DigestLine, DigestSection
from ui.render.digest_view import (
    EXCEPTIONS,
    DigestLinks,
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
from ui.render.escaping import visible_line
from ui.render.words import counted

WIDTH = 76
EACH, WHOLE = 8, 80


def digest_text(digest: Digest, links: DigestLinks, notes: Sequence[str] = ()) -> str:
    """Return the digest as plain text, the same for the same digest; `notes` are told to this reader at its top."""
    return "\n".join(_lines(digest, links, notes)) + "\n"


def _lines(digest: Digest, links: DigestLinks, notes: Sequence[str]) -> Iterator[str]:
    yield from _wrapped(f"{title_of(digest)}: {counts_words(digest)}")
    yield from _wrapped(window_words(digest))
    if link := links.of_digest(digest):
        yield f"On the page: {link}"
    for note in notes:
        yield ""
        yield from _wrapped(note)
    if digest.paragraph:
        yield ""
        yield from _wrapped(digest.paragraph)
    for section, shown, left in cut(shown_sections(digest), each=EACH, whole=WHOLE):
        heading = visible_line(section_title(section))
        yield from ("", heading.upper() if section.kind == EXCEPTIONS else heading, "-" * min(len(heading), WIDTH))
        for line in shown:
            yield from _line(line, section, digest, links)
        if left:
            yield f"  … and {counted(left, 'more line')} on the page Digest"
    yield from _ending(digest)


def _line(line: DigestLine, section: DigestSection, digest: Digest, links: DigestLinks) -> Iterator[str]:
    yield from _wrapped(text_of(line), first="* ", later="  ")
    for quote in quotes_of(line):
        yield from _wrapped(quote, first="  > ", later="  > ")
    if details := details_of(line, section, digest):
        yield from _wrapped(" · ".join(details), first="  ", later="  ")
    sources = tuple(dict.fromkeys(links.of_source(citation) for citation in line.citations))
    for source in sources:
        yield from _wrapped(f"Source: {source.label}", first="  ", later="  ")
        if source.url:
            yield f"  {source.url}"
    if not any(source.url for source in sources) and (address := links.of_digest(digest, line)):
        yield f"  {address}"


def _ending(digest: Digest) -> Iterator[str]:
    parts = [part for part in (silent_words(digest), *missing_words(digest)) if part]
    for part in parts:
        yield ""
        yield from _wrapped(part)
    if feeds := feed_words(digest):
        yield ""
        yield "Feeds"
        for one in feeds:
            yield from _wrapped(one, first="* ", later="  ")
    yield ""
    yield from _wrapped("Every line is a sentence of its source or a figure computed from cited figures. Made by Research Desk.")


def _wrapped(text: str, *, first: str = "", later: str = "") -> list[str]:
    """Return text in lines of the mail's width, nothing in it that a terminal or a mail program would obey."""
    return textwrap.wrap(
        visible_line(text), WIDTH, initial_indent=first, subsequent_indent=later, break_long_words=False, break_on_hyphens=False
    )
