"""A desk of digests over the sample filing: lists and marks in fakes, lines whose sources are pages of the filing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

from research.digests.past_days import LastDay
from research.errors import UsageError
from research.nouns.access import Access
from research.nouns.digests import Digest, DigestLine, DigestSection, DigestSummary
from research.nouns.news import EventType
from research.nouns.watchlists import WatchedCompany, Watchlist
from research.settings import Settings
from research.watchlists.service import Watchlists
from tests.fakes.ledger import fake_ledger
from tests.fakes.watchlists import FakeMarketHours
from tests.ui.digests import FOODS, HOSTILE, LINKS, RESTATED, START, line, sample_digest
from tests.ui.sample_desk import COMPANY, MARGIN, cite_row, cite_sentence, sample_desk, sample_store
from ui.pages.digest_desk import DigestDesk, DigestMaking

MARGIN_LINE, CAPEX_LINE = "line-margin", "line-capex"


class Maker:
    """Makes digests by hand and keeps what was asked for."""

    def __init__(self, digest: Digest) -> None:
        self.digest, self.asked = digest, list[tuple[str, datetime | None, datetime]]()

    def __call__(self, access: Access, watchlist: str, *, start: datetime | None, end: datetime) -> Digest:
        self.asked.append((watchlist, start, end))
        if start is not None and start >= end:
            raise UsageError("the window is empty", "give an end after its start")
        return replace(self.digest, watchlist=watchlist, start=start or START, end=end)


def cited_digest(companies: int = 2, lines: int = 5) -> Digest:
    """Return a digest with two lines that the sample filing states, a hostile one, and more than a first screen shows."""
    margin = cite_sentence("1", MARGIN)
    capex = (
        cite_row("2", 6, "Purchases of property", "63.8")
        if "63.8" in sample_store().get(Access("analyst"), "quillmere-id").text
        else margin
    )
    told = DigestLine(MARGIN_LINE, " ".join(margin.quote.split()), (margin,), "in the new filing", EventType.RESULTS, company=COMPANY)
    both = DigestLine(CAPEX_LINE, "Capital expenditure was $63.8 million.", (capex, margin), "was $58.1 million", company=COMPANY)
    exceptions = (line(1, RESTATED, company=FOODS, note="named in a report"), told)
    sections = [DigestSection("Exceptions", "exceptions", exceptions)]
    sections.append(
        DigestSection(COMPANY, "stories", (both, line(2, HOSTILE, company=COMPANY, note=HOSTILE)), company=COMPANY, owner="Ann")
    )
    for at in range(companies):
        said = tuple(line(n, f"Item {n} of company {at} was told.", id=f"{at}-{n}", company=f"Company {at}") for n in range(lines))
        sections.append(DigestSection(f"Company {at}", "stories", said, company=f"Company {at}"))
    return replace(sample_digest(), sections=tuple(sections), missing=("not listed: 3 papers that came late",))


def digest_desk(
    folder: Path,
    digest: Digest | Maker | None = None,
    *,
    lists: bool = True,
    clock: Callable[[], float] = lambda: 0.0,
    last_day: LastDay | None = None,
    listed: Callable[[], None] = lambda: None,
    sum_up: Callable[[Digest, Access], DigestSummary] | None = None,
) -> tuple[DigestDesk, Maker, SimpleNamespace]:
    """Return a desk, what makes its digests, and the stores behind it."""
    desk, _ = sample_desk(folder)
    stores = fake_ledger()
    watchlists = Watchlists(stores.watchlists, stores.ledger, FakeMarketHours())
    if lists:
        for name, company in (("Pumps", COMPANY), ("Foods", FOODS)):
            watchlists.save(desk.access, Watchlist(name, "analyst", (WatchedCompany(company, owner="Ann"),)))
        watchlists.save(Access("bob"), Watchlist("Semis", "bob", shared=True))
    workspace = SimpleNamespace(
        settings=Settings(home=folder),
        documents=desk.documents,
        watchlists=watchlists,
        read_marks=stores.read_marks,
        outbox=stores.outbox,
        schedules=stores.schedules,
        ledger=stores.ledger,
    )
    maker = digest if isinstance(digest, Maker) else Maker(digest or cited_digest())
    making = DigestMaking(maker, lambda _: LINKS, lambda *_: last_day, listed, sum_up)
    return DigestDesk(workspace, desk, making, markets=["XNYS"], clock=clock), maker, stores  # type: ignore[arg-type]
