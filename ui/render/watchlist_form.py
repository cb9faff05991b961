"""A watchlist as a form shows it, and the list that a filled form means."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from research.nouns.news import EventType
from research.nouns.watchlists import WatchedCompany, Watchlist
from ui.render.watchlist_table import read_table

# Bars part the columns of a company's line: names have commas.
BAR = "|"
COLUMNS = "company | ticker | sector | owner"


@dataclass(frozen=True, slots=True)
class FilledForm:
    """What stands in the form: texts as typed, a company or term a line."""

    name: str
    companies: str
    keywords: str
    sectors: str
    sources: str
    muted: str
    includes: str
    house: str
    events: tuple[str, ...]
    market: str
    zone: str
    shared: bool


def companies_text(companies: Iterable[WatchedCompany]) -> str:
    """Return companies a line each, what is said of them parted by bars: "Quillmere Pumps, Inc. | QLMR | Industrials | Ann"."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=BAR, lineterminator="\n")
    for one in companies:
        cells = [one.company, one.ticker, one.sector, one.owner]
        while cells and not cells[-1]:
            cells.pop()
        writer.writerow(cells)
    return "\n".join(line.replace(BAR, f" {BAR} ") if '"' not in line else line for line in out.getvalue().splitlines())


def read_companies(text: str) -> tuple[WatchedCompany, ...]:
    """Return the companies of such lines; raises UsageError."""
    if not text.strip():
        return ()
    return read_table(f"company{BAR}ticker{BAR}sector{BAR}owner\n{text}", name="companies").companies


def terms_text(terms: Sequence[str]) -> str:
    """Return terms a line each."""
    return "\n".join(terms)


def filled_list(form: FilledForm, held: Watchlist, *, more: Iterable[WatchedCompany] = ()) -> Watchlist:
    """Return the list that a form means, `more` companies from a table added; raises UsageError. What may not stand on it is left in."""
    events = {event.value: event for event in EventType}
    return replace(
        held,
        name=form.name,
        companies=(*read_companies(form.companies), *more),
        keywords=_terms(form.keywords),
        sectors=_terms(form.sectors),
        sources=_terms(form.sources),
        muted=_terms(form.muted),
        includes=_terms(form.includes),
        house=_terms(form.house),
        events=tuple(events[value] for value in form.events if value in events),
        market=form.market,
        zone=form.zone,
        shared=form.shared,
    )


def form_of(values: Mapping[str, object]) -> FilledForm:
    """Return the form of what its widgets say, by the names of its fields."""
    events = values["events"]
    texts = {name: str(values[name] or "") for name in FilledForm.__slots__ if name not in {"events", "shared"}}
    chosen = tuple(str(one) for one in events) if isinstance(events, (list, tuple)) else ()
    return FilledForm(**texts, events=chosen, shared=bool(values["shared"]))


def _terms(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
