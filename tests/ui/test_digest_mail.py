"""A digest as the two parts of a mail: what is said, in which order, and that nothing of a source is ever markup."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest

from research.nouns.digests import DigestSection, DigestSummary
from tests.ui.digests import DIVIDEND, GUIDANCE, HOSTILE, LINKS, ORDER, PUMPS, hostile_digest, line, long_digest, sample_digest, summed_up
from ui.render.digest_html import digest_html
from ui.render.digest_mail import digest_mail
from ui.render.digest_text import digest_text
from ui.render.digest_view import DigestLinks, counts_words, cut, subject_of, time_words, window_words

TAGS = {"html", "head", "meta", "title", "style", "body", "table", "tr", "td", "h1", "h2", "div", "p", "a", "span"}
ATTRIBUTES = {"lang", "charset", "http-equiv", "content", "name", "class", "style", "role", "width", "cellpadding", "cellspacing"}


class Reader(HTMLParser):
    """What a mail program sees: tags, attributes, links and text."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.links, self.words = set(), set(), [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value for name, value in attrs if name == "href"]

    def handle_data(self, data):
        self.words.append(data)


def test_the_plain_part_says_everything_with_its_source():
    text = digest_text(sample_digest(), LINKS)
    lines = text.splitlines()
    assert lines[:2] == ["Pumps and foods: 2 exceptions, 5 new lines", "Mon 10 Feb 2025, 16:00 EST to Tue 11 Feb 2025, 07:30 EST"]
    assert text.index("EXCEPTIONS") < text.index("lowered its 2025") < text.index(f"{PUMPS} (covered by Ann Ferris)") < text.index("4850万")
    assert "  Quillmere Pumps & Instruments, Inc. · guidance · 3 outlets · 06:01\n  Source: Example Wire\n" in text
    assert "  https://wire.example/quillmere-guidance\n" in text
    assert "  dividend or buyback · Mon 10 Feb, 17:05\n  Source: wire-5, page 1\n  https://desk.example/digest?" in text
    assert "Nothing new: Wexcombe Bancshares, Inc." in text
    assert "Slow Times: the server answered 503 (last read Mon 10 Feb 2025, 16:00 EST) * 1 feed read" in " ".join(text.split())
    assert " ".join(GUIDANCE.split()) in " ".join(text.split())
    assert "javascript" not in text


def test_the_html_part_says_the_same():
    page = Reader(digest_html(sample_digest(), LINKS))
    words = " ".join(" ".join(page.words).split())
    for said in (GUIDANCE, ORDER, DIVIDEND, "5 outlets", "Ann Ferris", "Nothing new: Wexcombe", "the server answered 503", "16:00 EST"):
        assert said in words
    assert page.tags <= TAGS
    assert "https://courier.example/a?b=1&c=2" in page.links
    assert {urlsplit(link).scheme for link in page.links} == {"https"}
    opened = parse_qs(urlsplit(next(link for link in page.links if "line-3" in link)).query)
    window = {"start": ["2025-02-10T21:00:00Z"], "end": ["2025-02-11T12:30:00Z"]}
    assert opened == {"watchlist": ["Pumps and foods"], "line": ["line-3"], **window}


def test_the_same_digest_gives_the_same_bytes():
    assert digest_html(sample_digest(), LINKS) == digest_html(sample_digest(), LINKS)
    assert digest_text(sample_digest(), LINKS) == digest_text(sample_digest(), LINKS)


def test_nothing_of_a_source_is_markup():
    page = Reader(digest_html(hostile_digest(), LINKS))
    assert page.tags <= TAGS
    assert page.attributes <= ATTRIBUTES | {"border", "align", "href", "rel"}
    assert "".join(page.words).count(HOSTILE.replace("\u202e", "")) >= 8
    assert "\u202e" not in "".join(page.words)
    assert {urlsplit(link).scheme for link in page.links} == {"https"}
    text = digest_text(hostile_digest(), LINKS)
    assert "\u202e" not in text
    assert len(text) < 20_000


def test_nothing_is_fetched_or_run():
    html = digest_html(sample_digest(), LINKS)
    assert "default-src 'none'" in html
    assert not re.search(r"<(img|script|link|iframe|form)\b|url\(|@import", html)


def test_without_a_page_only_articles_are_linked():
    for links in (DigestLinks(), replace(LINKS, page_url="javascript:x"), replace(LINKS, page_url="")):
        page = Reader(digest_html(sample_digest(), links))
        assert all("/digest?" not in link for link in page.links)
        assert len(page.links) == (3 if links.sources else 0)
        assert "/digest?" not in digest_text(sample_digest(), links)


def test_more_than_a_mail_holds_is_left_for_the_page():
    html = digest_html(long_digest(), LINKS)
    assert html.count("of company 0.") == 8
    assert html.count(" of company ") == 80
    assert "… and 12 more lines on the page Digest" in html
    assert "… and 20 more lines on the page Digest" in html
    assert len(html) < 102_000  # Gmail cuts longer ones


def test_exceptions_take_room_before_anything_else():
    few = tuple(line(n, "x", id=str(n)) for n in range(6))
    sections = (DigestSection("A", "stories", few), DigestSection("E", "exceptions", few), DigestSection("B", "documents", few))
    assert [(one.heading, len(shown), left) for one, shown, left in cut(sections, each=5, whole=10)] == [
        ("A", 4, 2),
        ("E", 6, 0),
        ("B", 0, 6),
    ]
    assert [len(shown) for _, shown, _ in cut(sections, each=5, whole=3)] == [0, 3, 0]


def test_subjects_count_and_name_the_readers_day():
    digest = sample_digest()
    assert subject_of(digest) == "Pumps and foods: 2 exceptions, 5 new lines · 11 Feb 2025"
    since = replace(digest, start=datetime(2025, 1, 28, 12, tzinfo=UTC))
    assert subject_of(since) == "Pumps and foods: 2 exceptions, 5 new lines · 28 Jan 2025 to 11 Feb 2025"
    assert subject_of(replace(digest, zone="Asia/Tokyo", addendum_to="d0", end=datetime(2025, 2, 11, 16, tzinfo=UTC))) == (
        "Pumps and foods (addendum): 2 exceptions, 5 new lines · 12 Feb 2025"
    )
    assert counts_words(replace(digest, sections=(DigestSection("Nothing new", "silence", (line(1, "x"),)),))) == "nothing new"


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Europe/London", "Sat 29 Mar 2025, 21:00 GMT to Sun 30 Mar 2025, 07:30 BST"),
        ("Asia/Kolkata", "Sun 30 Mar 2025, 02:30 IST to Sun 30 Mar 2025, 12:00 IST"),
    ],
)
def test_the_window_is_on_the_readers_clock(zone, words):
    window = {"start": datetime(2025, 3, 29, 21, tzinfo=UTC), "end": datetime(2025, 3, 30, 6, 30, tzinfo=UTC)}
    assert window_words(replace(sample_digest(), zone=zone, **window)) == words


def test_times_name_their_day_when_it_is_not_the_windows_last():
    digest = replace(sample_digest(), end=datetime(2025, 1, 2, 12, tzinfo=UTC))
    assert time_words(datetime(2025, 1, 2, 11, tzinfo=UTC), digest) == "06:00"
    assert time_words(datetime(2025, 1, 1, 11, tzinfo=UTC), digest) == "Wed 1 Jan, 06:00"
    assert time_words(datetime(2024, 12, 31, 11, tzinfo=UTC), digest) == "Tue 31 Dec 2024, 06:00"


def test_the_summary_stands_on_top_with_what_each_sentence_rests_on():
    text, html = digest_text(summed_up(), LINKS), digest_html(summed_up(), LINKS)
    assert text.index("lowered its 2025 revenue guidance. [1]") < text.index("EXCEPTIONS")
    assert "pays $0.42 per share. [2][3]" in " ".join(text.split())
    assert "1 Example Wire; 2 Ostrava Courier; 3 wire-5, page 1" in " ".join(text.split())
    assert "Written by test-model from the lines below" in text
    assert "2 sentences that they do not carry left out" in " ".join(text.split())
    address = escape(LINKS.of_digest(summed_up(), sample_digest().sections[1].lines[0]))
    assert f'href="{address}"' in html.split("Exceptions")[0]


@pytest.mark.parametrize("why", ["no model is configured", "model m: the gateway answered 500 (it failed)"])
def test_a_mail_without_a_summary_is_the_same_whatever_the_reason(why):
    without = replace(sample_digest(), summary=DigestSummary(why=why))
    for render in (digest_text, digest_html):
        assert render(without, LINKS) == render(sample_digest(), LINKS)


def test_a_mail_holds_all_that_a_report_changes():
    lines = tuple(line(n, f"Figure {n}.", id=f"c-{n}") for n in range(13))
    changed = replace(sample_digest(), sections=(DigestSection("Quillmere: what changed", "changes", lines, company="Quillmere"),))
    (section,) = digest_mail(changed, LINKS).sections
    assert (len(section.lines), section.more) == (13, "")
