"""Documents found by what they are: by kind, company, form, year or name, inside what a reader may see."""

from __future__ import annotations

import sqlite3

from research.adapters.sqlite.conditions import FINDABLE, UNDATED, VISIBLE, Parameters, access_parameters, filter_parameters, wanted_by
from research.adapters.sqlite.database import Database
from research.adapters.sqlite.document_rows import read_document
from research.adapters.sqlite.found_documents import FoundDocuments, is_kept
from research.nouns.access import Access
from research.nouns.documents import Document
from research.nouns.queries import DocumentFilter, Totals

_FIND = f"SELECT d.* FROM documents AS d WHERE {VISIBLE} AND (:any_state OR {FINDABLE})"  # noqa: S608 - constants only
_UNDATED = f"SELECT d.name FROM documents AS d WHERE {UNDATED} AND (:any_state OR {FINDABLE})"  # noqa: S608 - constants only
_TOTALS = f"""
SELECT count(*) AS documents, total(d.page_count) AS pages, total(d.chunk_count) AS chunks, total(d.fact_count) AS facts
FROM documents AS d WHERE {VISIBLE} AND (:any_state OR {FINDABLE})"""  # noqa: S608 - constants only
_ALLOWED = f"SELECT d.id FROM documents AS d WHERE {VISIBLE} AND {FINDABLE}"  # noqa: S608 - constants only
_LATEST = " ORDER BY d.known_at DESC, d.seq DESC LIMIT :most OFFSET :after"
_IN_ORDER = " ORDER BY d.name, d.seq"
_NEWS_CARRIERS = f"""
SELECT d.*, min(d.seq) FROM documents AS d WHERE {VISIBLE} AND {FINDABLE} AND d.kind = 'news' AND d.company IS NOT NULL
GROUP BY d.company, d.ticker, d.also_called ORDER BY d.name"""  # noqa: S608 - constants only
# How many totals are kept: every page asks for the same ones.
MOST_TOTALS = 64
# Stands for what `news_carriers` finds among the searches that are kept.
_CARRIERS_OF_NEWS = DocumentFilter(names=("news_carriers",))


class DocumentSearch:
    """Finds documents in a catalog database. All of the library, of a kind or a company is read anew only when the catalog has changed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._found = FoundDocuments()
        self._totals: dict[object, tuple[int, Totals]] = {}

    def find(self, access: Access, wanted: DocumentFilter) -> list[Document]:
        """Return allowed documents without text and pages, ordered by name."""
        parameters = _parameters(access, wanted)
        return self._read_or_kept(access, wanted, _FIND + wanted_by(parameters) + _IN_ORDER, parameters)

    def news_carriers(self, access: Access) -> list[Document]:
        """Return one news document for each company, ticker and other names that news carry, by name."""
        return self._read_or_kept(access, _CARRIERS_OF_NEWS, _NEWS_CARRIERS, _parameters(access, DocumentFilter()))

    def totals(self, access: Access, wanted: DocumentFilter) -> Totals:
        """Return how many documents `find` finds, and what they hold together."""
        parameters, search = _parameters(access, wanted), (access.rights, wanted)
        with self._database.read() as connection:
            version = catalog_version(connection)
            if (kept := self._totals.get(search)) and kept[0] == version:
                return kept[1]
            row = connection.execute(_TOTALS + wanted_by(parameters), parameters).fetchone()
        found = Totals(*(int(row[name]) for name in ("documents", "pages", "chunks", "facts")))
        if len(self._totals) >= MOST_TOTALS:
            self._totals.clear()
        self._totals[search] = (version, found)
        return found

    def allowed(self, access: Access) -> frozenset[str]:
        """Return the ids of the documents that `find` finds without a filter."""
        with self._database.read() as connection:
            return frozenset(row["id"] for row in connection.execute(_ALLOWED, access_parameters(access)))

    def latest(self, access: Access, wanted: DocumentFilter, *, most: int, after: int) -> list[Document]:
        """Return of what `find` finds the documents that came last, at most `most`, the last first; the first `after` are left out."""
        parameters = _parameters(access, wanted) | {"most": most, "after": after}
        with self._database.read() as connection:
            return [read_document(row) for row in connection.execute(_FIND + wanted_by(parameters) + _LATEST, parameters)]

    def undated(self, access: Access, wanted: DocumentFilter) -> list[str]:
        """Return the names of documents that `find` leaves out only because as-of needs a publication date."""
        if access.as_of is None:
            return []
        parameters = _parameters(access, wanted)
        with self._database.read() as connection:
            return [row["name"] for row in connection.execute(_UNDATED + wanted_by(parameters) + _IN_ORDER, parameters)]

    def _read_or_kept(self, access: Access, wanted: DocumentFilter, query: str, parameters: Parameters) -> list[Document]:
        with self._database.read() as connection:
            version = catalog_version(connection) if is_kept(wanted) or wanted is _CARRIERS_OF_NEWS else None
            if version is not None and (kept := self._found.get(access, wanted, version)) is not None:
                return list(kept)
            found = [read_document(row) for row in connection.execute(query, parameters)]
        if version is not None:
            self._found.put(access, wanted, version, found)
        return found


def catalog_version(connection: sqlite3.Connection) -> int:
    """Return the number that grows with every change of the documents that can be found."""
    return int(connection.execute("SELECT number FROM catalog_version").fetchone()["number"])


def _parameters(access: Access, wanted: DocumentFilter) -> Parameters:
    return access_parameters(access) | filter_parameters(wanted) | {"any_state": int(wanted.any_state)}
