"""Which stories are told as a company's news."""

from datetime import UTC, datetime

from research.directory import Company
from research.drafting.templates.evidence import NewsSpec
from research.drafting.writing.held import HeldCompany
from research.drafting.writing.tidings import news_blocks
from research.nouns.access import Access
from research.nouns.answers import Citation
from research.nouns.news import EventType, NewsEntry, Story

AT = datetime(2025, 2, 14, tzinfo=UTC)
QUILLMERE = Company("Quillmere Pumps, Inc.", ("Quillmere Pumps, Inc.",), ("Quillmere", "QLMR"))


def story(headline, *companies):
    entry = NewsEntry(headline, AT, "Harrow Wire", headline)
    return Story(headline, headline, (entry,), companies, (EventType.RATING,), ("Harrow Wire",), AT, AT, headline)


class Told:
    """Stories that are there, and a gate that finds every headline."""

    access = Access("ann")

    def __init__(self, *stories):
        self._stories = stories

    def stories(self, access, wanted):
        return list(self._stories)

    def quote(self, document_id, page, text):
        return Citation("1", document_id, document_id, page, 0, len(text), text)


def test_a_headline_of_another_company_is_not_told_as_this_ones_news():
    told = Told(
        story("Rookwood upgrades Verrolt to buy", "Verrolt plc", "Quillmere Pumps, Inc."),
        story("Verrolt sells its valves to Quillmere", "Verrolt plc", "Quillmere Pumps, Inc."),
        story("A pump maker lowers its outlook", "Quillmere Pumps, Inc."),
    )
    blocks = news_blocks(NewsSpec(kind="news"), HeldCompany(QUILLMERE, told, None), told, gate=told, topic="")
    said = sorted(claim.text.partition("“")[2].partition("”")[0] for block in blocks for claim in block.claims)
    assert said == ["A pump maker lowers its outlook", "Verrolt sells its valves to Quillmere"]
