"""A digest as the plain part of a mail: short lines, every line's source below it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from research.nouns.digests import Digest
from ui.render.digest_mail import CLOSING, DigestMail, MailLine, digest_mail
from ui.render.digest_summary import label_of, marks
from ui.render.digest_view import DigestLinks
from ui.render.escaping import visible_line

WIDTH = 76


def digest_text(digest: Digest, links: DigestLinks, notes: Sequence[str] = ()) -> str:
    """Return the digest as plain text, the same for the same digest; `notes` are told to this reader at its top."""
    return "\n".join(_lines(digest_mail(digest, links, notes))) + "\n"


def _lines(mail: DigestMail) -> Iterator[str]:
    yield from _wrapped(f"{mail.title}: {mail.counts}")
    yield from _wrapped(mail.window)
    if mail.link:
        yield f"On the page: {mail.link}"
    for note in mail.notes:
        yield ""
        yield from _wrapped(note)
    if mail.summary:
        yield ""
        yield from _wrapped(" ".join(f"{text} {marks(numbers)}" for text, numbers in mail.summary.sentences))
        yield from _wrapped("; ".join(map(label_of, mail.summary.lines)), first="  ", later="  ")
        yield from _wrapped(mail.summary.about, first="  ", later="  ")
    for section in mail.sections:
        heading = visible_line(section.heading)
        yield from ("", heading.upper() if section.is_urgent else heading, "-" * min(len(heading), WIDTH))
        for line in section.lines:
            yield from _line(line)
        if section.more:
            yield f"  {section.more}"
    yield from _ending(mail)


def _line(line: MailLine) -> Iterator[str]:
    yield from _wrapped(line.text, first="* ", later="  ")
    for quote in line.quotes:
        yield from _wrapped(quote, first="  > ", later="  > ")
    if details := [one for one in (line.company, *line.details) if one]:
        yield from _wrapped(" · ".join(details), first="  ", later="  ")
    for source in line.sources:
        yield from _wrapped(f"Source: {source.label}", first="  ", later="  ")
        if source.url:
            yield f"  {source.url}"
    if line.address and not any(source.url for source in line.sources):
        yield f"  {line.address}"


def _ending(mail: DigestMail) -> Iterator[str]:
    for part in mail.ending:
        yield ""
        yield from _wrapped(part)
    if mail.feeds:
        yield from ("", "Feeds")
        for one in mail.feeds:
            yield from _wrapped(one, first="* ", later="  ")
    yield ""
    yield from _wrapped(CLOSING)


def _wrapped(text: str, *, first: str = "", later: str = "") -> list[str]:
    """Return text in lines of the mail's width, nothing in it that a terminal or a mail program would obey."""
    return textwrap.wrap(
        visible_line(text), WIDTH, initial_indent=first, subsequent_indent=later, break_long_words=False, break_on_hyphens=False
    )
