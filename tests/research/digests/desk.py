"""A small library in memory for tests of digests: news entries, papers and feeds, put there one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from research.digests.service import DigestService
from research.digests.sources import DigestSources
from research.digests.window import Window
from research.news.stories import StoryReader
from research.nouns.access import Access
from research.nouns.documents import Chunk, Document, DocumentState, Kind, Page, Tier
from research.nouns.facts import Basis, Fact, Period, Span, Statement, Status
from research.nouns.news import CompanyLink, NewsEntry, NewsEvent, NewsFigure, StoryEdge, StorySignature, Tie
from research.nouns.watchlists import WatchedCompany, Watchlist
from research.watchlists.service import Watchlists
from tests.fakes.ledger import FakeLedger
from tests.fakes.stores import fake_catalog
from tests.fakes.watchlists import FakeMarketHours, FakeWatchlistStore

ANN = Access("ann")
CLOSE = datetime(2025, 2, 12, 21, tzinfo=UTC)
MORNING = datetime(2025, 2, 13, 12, 30, tzinfo=UTC)
NIGHT = datetime(2025, 2, 13, 2, tzinfo=UTC)
BEFORE = CLOSE - timedelta(hours=5)
PUMPS = Watchlist("Pumps", "ann", (WatchedCompany("Quillmere", owner="M. Okafor"), WatchedCompany("Aldermoor")))
Q3 = Period(datetime(2024, 9, 30, tzinfo=UTC).date(), datetime(2024, 7, 1, tzinfo=UTC).date(), Span.QUARTER, "Q3 FY2024", 2024, "Q3")
Q3_BEFORE = Period(datetime(2023, 9, 30, tzinfo=UTC).date(), datetime(2023, 7, 1, tzinfo=UTC).date(), Span.QUARTER, "Q3 FY2023", 2023, "Q3")


class Desk:
    """A library, its watchlists, and the digests that are made of them."""

    def __init__(self, catalog=None) -> None:
        self.catalog = catalog or fake_catalog()
        self.lists = Watchlists(FakeWatchlistStore(), FakeLedger(), FakeMarketHours())
        stories = StoryReader(self.catalog.news, self.catalog.stories)
        sources = DigestSources(self.catalog.documents, self.catalog.facts, self.catalog.feeds, self.catalog.names, stories)
        self.service = DigestService(sources, self.lists, FakeMarketHours())

    def digest(self, watchlist=PUMPS, *, access=ANN, start=CLOSE, end=MORNING):
        return self.service.between(access, watchlist, Window(start, end, "America/New_York"))

    def document(self, key, text, *, kind, came, **changes):
        """Store a document of one page; return it."""
        page = Page(1, 0, len(text), 612.0, 792.0)
        made = Document(
            f"id-{key}", key, f"file:///{key}", f"hash-{key}", kind, Tier.FILED, DocumentState.COMPLETE, came, text=text, pages=(page,)
        )
        made = replace(made, **changes)
        return self._kept(made, changes.get("facts", ()))

    def _kept(self, made, facts):
        self.catalog.documents.add(made, [Chunk(f"{made.id}-0", made.id, 0, 0, len(made.text), made.text, 1)], facts)
        return made

    def entry(self, key, headline, body="", *, came=NIGHT, at=None, companies=("Quillmere",), events=(), outlet="Harrow Wire", **changes):
        """Store a news entry as it was understood; its figures are the words of its body that begin with a currency's sign."""
        text = f"{headline}\n{outlet} · a link\n\n{body}\n\n"
        at = at or came - timedelta(minutes=5)
        made = self.document(key, text, kind=Kind.NEWS, came=came, published_at=at, title=headline, **changes)
        body_at = text.index(body) if body else 0
        figures = []
        for word in body.split():
            if word.startswith("$"):
                start = text.index(word, body_at)
                figures.append(NewsFigure(word, Decimal(word.strip("$.,")), "USD", start, start + len(word)))
        links = tuple(CompanyLink(name, name, 0, len(name)) for name in companies)
        told = tuple(NewsEvent(event, headline, 0, len(headline)) for event in events)
        entry = NewsEntry(made.id, at, outlet, headline, companies=links, events=told, figures=tuple(figures), label=made.label)
        self.catalog.news.put([entry])
        self.catalog.stories.put([StorySignature(made.id, (), b"")], [])
        return made

    def tie(self, earlier, later, tie=Tie.COPY):
        """Tie two entries together."""
        self.catalog.stories.put([], [StoryEdge(f"id-{earlier}", f"id-{later}", tie)])

    def paper(self, key, text, *, came=NIGHT, kind=Kind.FILING, company="Quillmere, Inc.", facts=(), **changes):
        """Store a paper of a company; `facts` are made for it from (label, printed, period and more)."""
        page = Page(1, 0, len(text), 612.0, 792.0)
        made = Document(
            f"id-{key}", key, f"file:///{key}", f"hash-{key}", kind, Tier.FILED, DocumentState.COMPLETE, came, text=text, pages=(page,)
        )
        made = replace(made, **{"company": company, "published_at": came - timedelta(hours=1)} | changes)
        return self._kept(made, [fact(made, *one[:3], **one[3]) for one in facts])


def fact(document, label, printed, period, /, **changes) -> Fact:
    """Return what a row of a document states: its label, then a figure in millions of dollars that stands once in the row."""
    start = document.text.index(label)
    line_end = document.text.find("\n", start)
    end = len(document.text) if line_end < 0 else line_end
    cell = document.text.index(printed, start)
    made = Fact(
        id=f"{document.id}-{label}-{period.label}",
        company=document.company,
        concept="revenue",
        label=label,
        value=Decimal(printed.replace(",", "").strip("%")) * 1_000_000,
        printed=printed,
        scale=1_000_000,
        unit="USD",
        currency="USD",
        period=period,
        status=Status.ACTUAL,
        basis=Basis(),
        statement=Statement.INCOME,
        document_id=document.id,
        page=1,
        start=start,
        end=end,
        cell_start=cell,
        cell_end=cell + len(printed),
    )
    return replace(made, **changes)


def section(digest, kind, company=""):
    """Return the lines of a digest's section."""
    return [line for one in digest.sections if one.kind == kind and one.company == company for line in one.lines]


def texts(digest, kind, company=""):
    return [line.text for line in section(digest, kind, company)]
