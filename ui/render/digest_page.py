"""The parts of a digest on the page as HTML, every text from sources escaped."""

from __future__ import annotations

from research.nouns.digests import Digest, DigestLine, DigestSection
from ui.render.digest_summary import why_no_summary
from ui.render.digest_view import (
    EXCEPTIONS,
    DigestLinks,
    company_of,
    counts_words,
    details_of,
    feed_words,
    missing_words,
    quotes_of,
    section_title,
    silent_words,
    text_of,
    window_words,
)
from ui.render.escaping import escape_html, visible_line
from ui.render.words import counted

# So much is on the first screen; more of each is shown on request.
FIRST_LINES, FIRST_EXCEPTIONS, FIRST_SECTIONS = 3, 8, 6
MORE_LINES, MORE_SECTIONS = 25, 20


def head_html(digest: Digest, unread: int) -> str:
    """Return how much a digest holds, how much of it was not read, and its window."""
    left = f"{counted(unread, 'line')} unread" if unread else "all read"
    state = f' <span class="rd-muted">· {left}</span>' if any(section.lines for section in digest.sections) else ""
    return (
        f'<div class="rd-digest-head"><h2 class="rd-h2">{escape_html(counts_words(digest).capitalize())}{state}</h2>'
        f'<div class="rd-small rd-muted" data-testid="digest-window">{escape_html(window_words(digest))}</div></div>'
    )


def section_html(section: DigestSection) -> str:
    """Return a section's heading; exceptions have a sign."""
    sign = '<span aria-hidden="true">▲</span> ' if section.kind == EXCEPTIONS else ""
    kind = "rd-digest-exceptions" if section.kind == EXCEPTIONS else "rd-digest-section"
    return f'<h3 class="{kind}">{sign}{escape_html(visible_line(section_title(section)))}</h3>'


def line_html(line: DigestLine, section: DigestSection, digest: Digest, links: DigestLinks, *, read: bool) -> str:
    """Return a line: its words, what it is and when, and the articles that it is from; what was read says so."""
    company = company_of(line, section)
    whose = [f'<strong class="rd-digest-company">{escape_html(visible_line(company))}</strong>'] if company else []
    details = [*whose, *(escape_html(visible_line(one)) for one in details_of(line, digest, links))]
    quotes = "".join(f'<blockquote class="rd-quote">{escape_html(visible_line(quote))}</blockquote>' for quote in quotes_of(line))
    small = " · ".join([*details, *_sources(line, links), *(["read"] if read else [])])
    return (
        f'<div class="rd-digest-line{" rd-digest-read" if read else ""}" data-testid="digest-line">'
        f'<p class="rd-sentence">{escape_html(visible_line(text_of(line)))}</p>{quotes}<div class="rd-small rd-muted">{small}</div></div>'
    )


def ending_html(digest: Digest) -> str:
    """Return who has nothing new, what is missing, why no model wrote a paragraph, and how the feeds are."""
    parts = [one for one in (silent_words(digest), *missing_words(digest), why_no_summary(digest)) if one]
    feeds = feed_words(digest)
    shown = "".join(f'<p class="rd-small rd-muted">{escape_html(visible_line(part))}</p>' for part in parts)
    items = "".join(f"<li>{escape_html(visible_line(one))}</li>" for one in feeds)
    listed = f'<h3 class="rd-h3">Feeds</h3><ul class="rd-list rd-small rd-muted" data-testid="digest-feeds">{items}</ul>' if items else ""
    return f'<div class="rd-digest-ending">{shown}{listed}</div>'


def lines_shown(section: DigestSection, asked: int) -> int:
    """Return how many lines of a section are shown after more were asked for so often."""
    first = FIRST_EXCEPTIONS if section.kind == EXCEPTIONS else FIRST_LINES
    return first + asked * MORE_LINES


def _sources(line: DigestLine, links: DigestLinks) -> list[str]:
    """Return the names of the sources, each leading to its article where that is known."""
    found = []
    for source in dict.fromkeys(links.of_source(citation) for citation in line.citations):
        label = escape_html(visible_line(source.label))
        link = f'<a href="{escape_html(source.url)}" target="_blank" rel="noopener noreferrer">{label}</a>'
        found.append(link if source.url else label)
    return found
