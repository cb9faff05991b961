"""What hostile feeds say, as lines of a digest: no markup of theirs in a mail, in its plain part, on the page or in its subject."""

from dataclasses import replace
from email import message_from_bytes, policy
from urllib.parse import urlsplit

import pytest

from ingest.feeds import read_feed
from research.errors import CannotReadError
from research.nouns.digests import DigestSection, DigestSentence, DigestSummary
from tests.contracts.samples import JANUARY
from tests.ui.digests import citation, line, sample_digest
from tests.ui.test_digest_mail import ATTRIBUTES, TAGS, Reader
from ui.out.mail import Letter, message_bytes
from ui.render.digest_html import digest_html
from ui.render.digest_page import ending_html, head_html, line_html, section_html
from ui.render.digest_summary import summary_html, summary_words
from ui.render.digest_text import digest_text
from ui.render.digest_view import DigestLinks, SourceName, subject_of

SOUGHT = ("\0", "\x1b", "\u202e", "\u2066")


def entries(folder):
    for path in sorted(folder.iterdir()):
        try:
            yield from read_feed(path.read_bytes(), name=path.name).entries
        except CannotReadError:
            continue


def told(entry):
    """Return a digest that an entry fills wherever words of a source stand, and where its line leads."""
    words = [text for text in (entry.title, entry.text, entry.source, entry.author, *entry.categories) if text] or ["-"]
    lines = [
        line(n, text, note=words[0], company=words[-1], citations=(citation("x", text), citation("x", words[0])))
        for n, text in enumerate(words)
    ]
    section = DigestSection(words[0], "stories", tuple(lines), owner=words[-1])
    said = DigestSummary((DigestSentence(words[-1], (lines[0].id,)),), words[0])
    sections = (section, replace(section, kind="exceptions"))
    digest = replace(sample_digest(), watchlist=words[0], sections=sections, silent=tuple(words), summary=said)
    return digest, DigestLinks("https://desk.example", {"id-x": SourceName(entry.source or "x", entry.link)})


@pytest.mark.shared
def test_nothing_of_hostile_feeds_is_markup(shared):
    found = list(entries(shared / "hostile" / "feed"))
    assert len(found) > 20
    for entry in found:
        digest, links = told(entry)
        html, plain = digest_html(digest, links), digest_text(digest, links)
        sections = [section_html(one) + line_html(row, one, digest, links, read=True) for one in digest.sections for row in one.lines]
        summary = summary_words(digest, links)
        assert summary is not None
        shown = "".join([head_html(digest, 3), summary_html(summary), *sections, ending_html(digest)])
        for page, tags in ((Reader(html), TAGS), (Reader(shown), TAGS | {"blockquote", "h3", "strong", "sup", "ul", "li"})):
            assert page.tags <= tags
            assert page.attributes <= ATTRIBUTES | {"border", "align", "href", "rel", "target", "data-testid", "aria-hidden"}
            assert {urlsplit(link).scheme for link in page.links} <= {"http", "https"}
        content = message_bytes(Letter("key", "desk@example.org", "ann@example.org", subject_of(digest), plain, html, JANUARY))
        message = message_from_bytes(content, policy=policy.default)
        assert len(message.keys()) == 8
        assert not any(sign in text for sign in SOUGHT for text in (html, plain, shown, str(message["Subject"])))
