"""News documents and companies for tests of what reads them."""

from __future__ import annotations

from datetime import UTC, datetime

from research.news.known import KnownCompany
from research.news.reader import NewsReader
from research.nouns.documents import Document, DocumentState, Kind, Page, Tier
from research.nouns.news import NewsEntry

FEBRUARY = datetime(2025, 2, 13, 12, 0, tzinfo=UTC)
COMPANIES = (
    KnownCompany("Calder & Finch Group, Inc.", (), ("CLFN",)),
    KnownCompany("Harrowgate Pumps plc", ("Lumo",), ("HGP",)),
    KnownCompany("Marlstone Bancshares, Inc.", (), ("MRLS",)),
    KnownCompany("Render, Inc.", (), ("RNDR",)),
    KnownCompany("云栖重工股份有限公司", ("云栖重工",), ("608811",)),
    KnownCompany("远方科技股份有限公司", ("远方",), ("608812",)),
)


def make_entry(title: str, body: str = "", *, key: str = "a", **changes: object) -> Document:
    """Return a news document as a feed's entry becomes one."""
    text = f"{title}\nHarrow Wire · Ines Calloway · 2025-02-13 12:00 UTC · https://wire.example/{key}\n\n{body}\n\n"
    fields: dict[str, object] = {
        "id": f"id-{key}", "name": key, "source_key": f"https://wire.example/rss#{key}", "content_hash": f"hash-{key}", "kind": Kind.NEWS,
        "tier": Tier.THIRD_PARTY, "state": DocumentState.LEXICAL, "known_at": FEBRUARY, "title": title, "published_at": FEBRUARY,
        "language": "en", "text": text, "pages": (Page(1, 0, len(text), 0.0, 0.0),),
    }  # fmt: skip
    return Document(**fields | changes)  # type: ignore[arg-type]


def read(title: str, body: str = "") -> NewsEntry:
    """Return what an entry of these words says."""
    return NewsReader(COMPANIES).read(make_entry(title, body))
