"""Digests as Markdown and JSON: every word of a source plain text, every line with its places, the same bytes for the same digest."""

import json
from dataclasses import replace

import pytest

from research.nouns.digests import Digest, DigestSummary
from research.nouns.facts import Calculation
from research.nouns.feeds import Feed
from research.nouns.news import EventType
from tests.research.digests.desk import CLOSE, MORNING, NIGHT, Q3, Q3_BEFORE, Desk
from tests.ui.digests import sample_digest, summed_up
from ui.render.digest_json import digest_json, digest_json_text
from ui.render.digest_markdown import digest_markdown, plain
from ui.render.digest_view import DigestLinks, SourceName, subject_of, time_words

REVENUE = [("Revenues", "1,577", Q3, {}), ("Revenues", "1,480", Q3_BEFORE, {})]


@pytest.fixture
def digest() -> Digest:
    desk = Desk()
    desk.entry("a", "Quillmere wins *big*", "The order is worth $48 million.", events=(EventType.DEAL,))
    desk.paper(
        "q3", "Revenues 1,577 1,480\n", title="Revenues 1,577", facts=REVENUE, fiscal_year=2024, fiscal_period="Q3", form_type="10-Q"
    )
    feed = Feed("https://wire.example/rss", "Wire", polled_at=NIGHT, error="the server answered 503")
    desk.catalog.feeds.put(feed)
    desk.catalog.feeds.note(feed)
    return desk.digest()


def test_a_digest_reads_in_order_with_its_sources(digest):
    assert (
        digest_markdown(digest)
        == r"""# Pumps, 13 February 2025

Wed 12 Feb 2025, 16:00 EST to Thu 13 Feb 2025, 07:30 EST

## Exceptions

- **Quillmere, Inc.**: Revenues 1,577 \[1\]
  - results · 10-Q Q3 FY2024 · Wed 12 Feb 2025, 20:00 EST
- Wire: the server answered 503
  - never read

## Quillmere, Inc. (covered by M. Okafor)

- Quillmere wins \*big\* \[2\]
  > The order is worth \$48 million. \[3\]
  - deal · Harrow Wire · Wed 12 Feb 2025, 20:55 EST

## Quillmere, Inc.: what changed (covered by M. Okafor)

- Revenue Q3 FY2024: \$1,577 million, up 6.6 % from \$1,480 million in Q3 FY2023 \[4\]
  - Revenue Q3 FY2024 ÷ Revenue Q3 FY2023 − 1
  - Wed 12 Feb 2025, 20:00 EST

## Nothing new

Aldermoor

## Missing

- only news is found, since no paper of theirs is in the library: Aldermoor

## Sources

- \[1\] \[4\] q3, page 1
- \[2\] \[3\] a, page 1
"""
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<script>alert(1)</script>", r"\<script\>alert(1)\</script\>"),
        ("a\n# b\r\n- c", "a # b - c"),
        ("# not a heading", r"\# not a heading"),
        ("1. not a list", r"1\. not a list"),
        ("- no list", r"\- no list"),
        ("![x](javascript:alert(1)) [a](b) `c` _d_ ~~e~~ |f|", r"!\[x\](javascript:alert(1)) \[a\](b) \`c\` \_d\_ \~\~e\~\~ \|f\|"),
        ("&lt;b&gt; S&P $5 $6", r"\&lt;b\&gt; S&P \$5 \$6"),
        ("a\u202egnp.exe\x1b[31m\u200b", r"agnp.exe\[31m"),
        ("江屿传动 3.80亿元", "江屿传动 3.80亿元"),
    ],
)
def test_words_of_sources_are_plain_text(text, shown):
    assert plain(text) == shown


def test_json_carries_every_line_with_its_calculation_and_places(digest):
    data = digest_json(digest)
    assert json.loads(digest_json_text(digest)) == data
    assert (data["start"], data["end"], data["silent"]) == ("2025-02-12T21:00:00Z", "2025-02-13T12:30:00Z", ["Aldermoor"])
    changes = next(one for one in data["sections"] if one["kind"] == "changes")
    (line,) = changes["lines"]
    assert (changes["company"], changes["owner"]) == ("Quillmere, Inc.", "M. Okafor")
    assert (line["calculation"]["metric"], line["calculation"]["unit"]) == ("revenue growth", "%")
    assert [one["marker"] for one in line["calculation"]["inputs"]] == ["4", "4"]
    assert [one["quote"] for one in line["citations"]] == ["Revenues 1,577 1,480"] * 2
    assert data["feeds"] == [
        {"url": "https://wire.example/rss", "title": "Wire", "read_at": None, "error": "the server answered 503", "known": False}
    ]


def test_a_digest_without_lines_says_so():
    empty = Digest("d", "Pumps", "ann", CLOSE, MORNING, "America/New_York", ())
    assert digest_markdown(empty).endswith("\n\nNothing new.\n")
    assert digest_markdown(replace(empty, addendum_to="x", watchlist="P*")).startswith("# P\\* (addendum), 13 February 2025\n")


def test_a_calculation_is_one(digest):
    assert isinstance(next(line.calculation for one in digest.sections for line in one.lines if line.calculation), Calculation)


def test_the_summary_stands_on_top_with_the_places_of_its_lines():
    text = digest_markdown(summed_up())
    assert text.split("\n")[4] == (
        "Quillmere Pumps lowered its 2025 revenue guidance. \\[1\\] It won a \\$48.5 million order, and pays \\$0.42 per share. \\[1\\]"
    )
    why = replace(sample_digest(), summary=DigestSummary(why="model m: the gateway answered 500"))
    assert digest_markdown(why) == digest_markdown(sample_digest())


def test_json_has_the_summarys_sentences_with_their_lines_or_why_there_is_none():
    data = digest_json(summed_up())
    assert data["paragraph"]["sentences"][1] == {
        "text": "It won a $48.5 million order, and pays $0.42 per share.",
        "lines": ["line-3", "line-5"],
    }
    assert (data["paragraph"]["model"], data["paragraph"]["struck"], data["paragraph_why"]) == ("test-model", 2, None)
    without = digest_json(replace(sample_digest(), summary=DigestSummary(why="no model is configured")))
    assert (without["paragraph"], without["paragraph_why"]) == (None, "no model is configured")
    assert without | {"paragraph_why": None} == digest_json(sample_digest())


def test_sources_that_are_articles_name_who_told_them_and_where(digest):
    article = SourceName("Harrow *Wire*", "https://wire.example/a?b=1")
    links = DigestLinks(sources={"id-a": article, "id-q3": SourceName("Bad", "javascript:1")})
    text = digest_markdown(digest, links)
    assert r"- \[2\] \[3\] Harrow \*Wire\* <https://wire.example/a?b=1>: a, page 1" in text
    assert "javascript" not in text + digest_json_text(digest, links)
    stories = next(one for one in digest_json(digest, links)["sections"] if one["kind"] == "stories")
    assert [(one["outlet"], one["url"]) for one in stories["lines"][0]["citations"]] == [(article.label, article.url)] * 2


def test_a_digest_that_ends_at_midnight_is_of_the_day_that_is_over(digest):
    midnight = replace(digest, end=MORNING.replace(day=14, hour=5, minute=0))
    assert digest_markdown(midnight).startswith("# Pumps, 13 February 2025\n")
    assert subject_of(midnight).endswith(" · 13 Feb 2025")
    assert time_words(MORNING, midnight) == "07:30"
