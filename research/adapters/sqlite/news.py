"""News entries in `catalog.db`, as they were understood: found by time, by company and by event, inside what a reader may see."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from research.adapters.sqlite.conditions import FINDABLE, VISIBLE, Parameters, access_parameters
from research.adapters.sqlite.database import Database
from research.adapters.sqlite.packing import pack_instant, pack_instant_or_none, pack_json, unpack_instant
from research.nouns.access import Access
from research.nouns.news import CompanyLink, EventType, NewsEntry, NewsEvent, NewsFigure, NewsFilter

_COLUMNS = ("at", "outlet", "headline", "url", "language", "dated", "companies", "events", "figures", "rules")
_PUT = f"""
INSERT OR REPLACE INTO news (document, {", ".join(_COLUMNS)})
SELECT seq, {", ".join(f":{name}" for name in _COLUMNS)} FROM documents WHERE id = :document_id"""  # noqa: S608 - constants only
_FORGET_COMPANIES = "DELETE FROM news_companies WHERE document = (SELECT seq FROM documents WHERE id = ?)"
_PUT_COMPANY = "INSERT OR IGNORE INTO news_companies (company, at, document) SELECT ?, ?, seq FROM documents WHERE id = ?"
_FOUND = f"d.id AS document_id, d.label AS label, n.* FROM {{}} WHERE {VISIBLE} AND {FINDABLE}"
_ALL = "news AS n CROSS JOIN documents AS d ON d.seq = n.document"
_ARRIVED = "documents AS d CROSS JOIN news AS n ON n.document = d.seq"
_OF_COMPANIES = """(SELECT DISTINCT c.document FROM news_companies AS c WHERE c.company IN (SELECT value FROM json_each(:companies))
    AND c.at >= COALESCE(:start_at, '') AND c.at < COALESCE(:end_at, '~')) AS w
    CROSS JOIN news AS n ON n.document = w.document CROSS JOIN documents AS d ON d.seq = n.document"""
_OF_DOCUMENTS = """json_each(:ids) AS w CROSS JOIN documents AS d ON d.id = w.value CROSS JOIN news AS n ON n.document = d.seq"""
_OF_EVENTS = """EXISTS (SELECT 1 FROM json_each(n.events) AS e
    WHERE json_extract(e.value, '$[0]') IN (SELECT value FROM json_each(:events)))"""
_HAS_COMPANY = """EXISTS (SELECT 1 FROM news_companies AS c
    WHERE c.document = n.document AND c.company IN (SELECT value FROM json_each(:companies)))"""
_OUTDATED = """
SELECT d.id FROM documents AS d LEFT JOIN news AS n ON n.document = d.seq
WHERE d.kind = 'news' AND d.state IN ('parsed', 'lexical', 'complete') AND n.rules IS NOT ? ORDER BY d.seq"""


class SqliteNewsStore:
    """The `NewsStore` over a catalog database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, entries: Sequence[NewsEntry]) -> None:
        """Keep entries, each replacing what was known of its document, all in one transaction; one of no document is left out."""
        named = {entry.document_id: entry for entry in entries}.values()
        companies = [(company, pack_instant(one.at), one.document_id) for one in named for company in _companies(one)]
        with self._database.write() as connection:
            connection.executemany(_FORGET_COMPANIES, [(one.document_id,) for one in named])
            connection.executemany(_PUT, [_row(one) for one in named])
            connection.executemany(_PUT_COMPANY, companies)

    def find(self, access: Access, wanted: NewsFilter) -> list[NewsEntry]:
        """Return the entries of allowed, answering documents by `at` and document id; `access.as_of` as in `DocumentStore.find`."""
        query = f"SELECT {_FOUND.format(_source(wanted))}{_conditions(wanted)} ORDER BY n.at, d.id"
        with self._database.read() as connection:
            return [_read(row) for row in connection.execute(query, access_parameters(access) | _parameters(wanted))]

    def last_at(self, access: Access, wanted: NewsFilter) -> datetime | None:
        """Return the last `at` of what `find` finds, with `by_arrival` when the last of it came; None when it finds nothing."""
        when = _when(wanted)
        # From the last one back along an index: as a rule one of the first is of a company that is wanted.
        found = _ARRIVED if wanted.by_arrival else _ALL
        query = f"SELECT {when} AS moment FROM {found} WHERE {VISIBLE} AND {FINDABLE}{_conditions(wanted)}"  # noqa: S608 - constants only
        query += f" ORDER BY {when} DESC LIMIT 1"
        with self._database.read() as connection:
            row = connection.execute(query, access_parameters(access) | _parameters(wanted)).fetchone()
        return unpack_instant(row["moment"]) if row else None

    def outdated(self, rules: str) -> list[str]:
        """Return the ids of answering news documents that have no entry by these rules, in the order they came; for ingest only."""
        with self._database.read() as connection:
            return [row["id"] for row in connection.execute(_OUTDATED, (rules,))]


def _companies(entry: NewsEntry) -> set[str]:
    return {link.company for link in entry.companies}


def _source(wanted: NewsFilter) -> str:
    """Return where the search begins: at what restricts most."""
    if wanted.document_ids:
        return _OF_DOCUMENTS
    if wanted.by_arrival and (wanted.start or wanted.end):
        return _ARRIVED
    return _OF_COMPANIES if wanted.companies and not wanted.by_arrival else _ALL


def _when(wanted: NewsFilter) -> str:
    return "d.known_at" if wanted.by_arrival else "n.at"


def _conditions(wanted: NewsFilter) -> str:
    when = _when(wanted)
    asked = (
        (wanted.start, f"{when} >= :start_at"),
        (wanted.end, f"{when} < :end_at"),
        (wanted.by_arrival, "d.kind = 'news'"),
        (wanted.companies, _HAS_COMPANY),
        (wanted.events, _OF_EVENTS),
    )
    return "".join(f" AND {condition}" for value, condition in asked if value)


def _parameters(wanted: NewsFilter) -> Parameters:
    return {
        "ids": pack_json(dict.fromkeys(wanted.document_ids)),
        "companies": pack_json(wanted.companies),
        "events": pack_json(wanted.events),
        "start_at": pack_instant_or_none(wanted.start),
        "end_at": pack_instant_or_none(wanted.end),
    }


def _row(entry: NewsEntry) -> Parameters:
    return {
        "document_id": entry.document_id,
        "at": pack_instant(entry.at),
        "outlet": entry.outlet,
        "headline": entry.headline,
        "url": entry.url,
        "language": entry.language,
        "dated": int(entry.dated),
        "companies": pack_json((one.company, one.words, one.start, one.end, one.why) for one in entry.companies),
        "events": pack_json((one.type.value, one.words, one.start, one.end) for one in entry.events),
        "figures": pack_json((one.printed, str(one.value), one.unit, one.start, one.end) for one in entry.figures),
        "rules": entry.rules,
    }


def _read(row: sqlite3.Row) -> NewsEntry:
    return NewsEntry(
        document_id=row["document_id"],
        at=unpack_instant(row["at"]),
        outlet=row["outlet"],
        headline=row["headline"],
        url=row["url"],
        language=row["language"],
        dated=bool(row["dated"]),
        companies=tuple(CompanyLink(*one) for one in json.loads(row["companies"])),
        events=tuple(NewsEvent(EventType(kind), *rest) for kind, *rest in json.loads(row["events"])),
        figures=tuple(NewsFigure(printed, Decimal(value), *rest) for printed, value, *rest in json.loads(row["figures"])),
        label=row["label"],
        rules=row["rules"],
    )
