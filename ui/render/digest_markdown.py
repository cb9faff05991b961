"""A digest as Markdown: every word of a source made plain text, every line with the places that it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from research.nouns.answers import Citation
from research.nouns.digests import Digest, DigestLine, DigestSection
from ui.render.digest_view import NO_LINKS, DigestLinks, days_of, feed_words, is_verbatim
from ui.render.escaping import visible_line

# What Markdown, the mathematics of GitHub, or HTML give a meaning inside a line; an ampersand only before what may be a character's name.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>|~$]|&(?=#?\w+;)")
# What begins a list, a heading or a rule at a line's begin.
_BEGINS = re.compile(r"^([-+=#]|\d+(?=[.)]))")


def digest_markdown(digest: Digest, links: DigestLinks = NO_LINKS) -> str:
    """Return a digest as Markdown text that ends with a line feed, its sources with their articles; the same digest gives the same text."""
    return "\n".join(_parts(digest, links)) + "\n"


def plain(text: str) -> str:
    """Return text that Markdown shows as it is: on one line, nothing in it that is obeyed in place of being shown."""
    line = _MARKUP.sub(r"\\\g<0>", visible_line(text))
    return _BEGINS.sub(lambda found: f"{found[1]}\\" if found[1].isdigit() else f"\\{found[1]}", line)


def _parts(digest: Digest, links: DigestLinks) -> Iterator[str]:
    addendum = " (addendum)" if digest.addendum_to else ""
    yield f"# {plain(digest.watchlist)}{addendum}, {_day(digest)}"
    yield from ("", f"{_moment(digest.start, digest)} to {_moment(digest.end, digest)}")
    if digest.summary.sentences:
        yield from ("", " ".join(_summary(digest)))
    for section in digest.sections:
        if section.lines:
            yield from _section(section, digest)
    if not any(section.lines for section in digest.sections):
        yield from ("", "Nothing new.")
    elif digest.silent:
        yield from ("", "## Nothing new", "", ", ".join(map(plain, digest.silent)))
    if feeds := feed_words(digest):
        yield from ("", "## Feeds", "", *(f"- {plain(line)}" for line in feeds))
    if digest.missing:
        yield from ("", "## Missing", "", *(f"- {plain(line)}" for line in digest.missing))
    yield from _sources(digest, links)


def _summary(digest: Digest) -> Iterator[str]:
    """Yield the sentences of the summary, each with the marks of the lines that it rests on."""
    lines = {line.id: line for section in digest.sections for line in section.lines}
    for sentence in digest.summary.sentences:
        marks = dict.fromkeys(mark for one in sentence.lines if one in lines for mark in _marks(lines[one]))
        yield " ".join((plain(sentence.text), *marks))


def _marks(line: DigestLine) -> tuple[str, ...]:
    """Return the marks of what a line itself rests on: its first citation, or all of figures that were put together."""
    return tuple(dict.fromkeys(map(_mark, line.citations[:1] if is_verbatim(line) else line.citations)))


def _section(section: DigestSection, digest: Digest) -> Iterator[str]:
    owner = f" (covered by {plain(section.owner)})" if section.owner else ""
    yield from ("", f"## {plain(section.heading)}{owner}", "")
    for line in section.lines:
        yield from _line(line, section, digest)


def _line(line: DigestLine, section: DigestSection, digest: Digest) -> Iterator[str]:
    company = f"**{plain(line.company)}**: " if line.company and line.company != section.company else ""
    yield " ".join((f"- {company}{plain(line.text)}", *_marks(line)))
    if is_verbatim(line):
        yield from (f"  > {plain(one.quote)} {_mark(one)}" for one in line.citations[1:])
    formula = plain(line.calculation.formula) if line.calculation else ""
    yield from (f"  - {part}" for part in (formula, _details(line, digest)) if part)


def _details(line: DigestLine, digest: Digest) -> str:
    when = _moment(line.at, digest) if line.at else ""
    parts = (line.event.value if line.event else "", line.note, when)
    return " · ".join(plain(part) for part in parts if part)


def _mark(citation: Citation) -> str:
    return f"\\[{plain(citation.marker)}\\]"


def _sources(digest: Digest, links: DigestLinks) -> Iterator[str]:
    """Yield each cited page once, with the numbers of its places, and where it is of an article who told that and its address."""
    cited = {one.marker: one for section in digest.sections for line in section.lines for one in line.citations}
    pages: dict[tuple[str, int], list[Citation]] = {}
    for one in cited.values():
        pages.setdefault((one.document_id, one.page), []).append(one)
    if pages:
        yield from ("", "## Sources", "")
    for found in pages.values():
        told = links.article(found[0])
        address = f" <{told.url}>" if told and told.url else ""
        outlet = f"{plain(told.label)}{address}: " if told else ""
        yield f"- {' '.join(map(_mark, found))} {outlet}{plain(found[0].document)}, page {found[0].page}"


def _moment(instant: datetime, digest: Digest) -> str:
    """Return an instant on the reader's clock: "Tue 11 Feb 2025, 07:30 EST"."""
    local = instant.astimezone(ZoneInfo(digest.zone))
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M} {local.tzname()}"


def _day(digest: Digest) -> str:
    return " to ".join(f"{day.day} {day:%B %Y}" for day in dict.fromkeys(days_of(digest)))
