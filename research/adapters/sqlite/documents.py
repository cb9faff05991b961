"""Documents, pages, chunks and originals in `catalog.db`.

Of the versions of one source only one is found at a time: a new version waits while an older one answers, and `complete` changes them
over. A document that was superseded is opened by its id but never found, also by a reader whose
as-of lies before the change: such a reader misses the source, and is never shown a version that came later.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from research.adapters.sqlite.conditions import (
    OLDER,
    VISIBLE,
    access_parameters,
    after_all,
)
from research.adapters.sqlite.database import Database
from research.adapters.sqlite.document_rows import (
    INSERT_CHUNK,
    INSERT_DOCUMENT,
    INSERT_PAGE,
    chunk_rows,
    document_row,
    page_rows,
    read_chunk,
    read_document,
    read_page,
    relabelled_row,
)
from research.adapters.sqlite.document_search import DocumentSearch, catalog_version
from research.adapters.sqlite.fact_rows import INSERT_FACT, fact_rows
from research.adapters.sqlite.free_names import free_name, rename_source
from research.adapters.sqlite.kept_parts import MOST_BYTES, KeptParts
from research.adapters.sqlite.originals import Originals
from research.adapters.sqlite.packing import pack_instant, pack_json
from research.adapters.sqlite.purges import purged_among
from research.errors import NotFoundError
from research.nouns.access import Access
from research.nouns.documents import ANSWERING, Chunk, Document, DocumentState, MarkKind, Page, PageMark
from research.nouns.facts import Fact
from research.nouns.queries import DocumentFilter, Totals
from research.nouns.roles import Action
from research.protocols.documents import WholeDocument

_OPEN = f"SELECT d.* FROM documents AS d WHERE d.id = :id AND {VISIBLE}"  # noqa: S608 - constants only
_PAGES = "SELECT * FROM pages WHERE document = ? ORDER BY number"
_SOME_PAGES = "SELECT * FROM pages WHERE document = ? AND number IN (SELECT value FROM json_each(?)) ORDER BY number"
_CHUNKS_BY_ID = f"""
SELECT c.*, d.id AS document_id
FROM json_each(:wanted) AS j CROSS JOIN chunks AS c ON c.id = j.value JOIN documents AS d ON d.seq = c.document
WHERE {VISIBLE} ORDER BY j.key"""  # noqa: S608 - constants only
_CHUNKS_BY_DOCUMENT = f"""
SELECT c.*, d.id AS document_id
FROM json_each(:wanted) AS j CROSS JOIN documents AS d ON d.id = j.value JOIN chunks AS c ON c.document = d.seq
WHERE {VISIBLE} AND (:pages IS NULL OR c.page IN (SELECT value FROM json_each(:pages))) ORDER BY j.key, c.ordinal"""  # noqa: S608 - constants only
_CURRENT = "SELECT * FROM documents WHERE source_key = ? AND state NOT IN ('failed', 'superseded') ORDER BY seq DESC LIMIT 1"
_SIZES = "SELECT id, state, chunk_count FROM documents WHERE state IN ('parsed', 'lexical', 'complete')"
_NEWEST = "SELECT * FROM documents WHERE source_key = ? ORDER BY seq DESC LIMIT 1"
_KNOWN = """
SELECT j.value AS found FROM json_each(:keys) AS j WHERE EXISTS (SELECT 1 FROM documents AS d WHERE d.source_key = j.value)
UNION SELECT j.value FROM json_each(:hashes) AS j WHERE EXISTS (SELECT 1 FROM documents AS d WHERE d.content_hash = j.value)"""
_SUPERSEDE_OLDER = f"""
UPDATE documents SET state = 'superseded', superseded_at = :now WHERE seq IN (
    SELECT p.seq FROM documents AS d JOIN documents AS p ON {OLDER}
    WHERE d.id = :id AND p.state IN ('parsed', 'lexical', 'complete'))"""  # noqa: S608 - constants only
_PUT_FACTS = """
UPDATE documents SET fact_count = :fact_count, defects = :defects, corrected = :corrected,
    state = CASE state WHEN 'parsed' THEN 'lexical' ELSE state END
WHERE id = :id RETURNING seq"""
_CLAIM_NAME = "INSERT INTO sources (source_key, name) VALUES (?, ?) ON CONFLICT (source_key) DO UPDATE SET name = excluded.name"
_MOVE = (
    """UPDATE documents SET state = 'superseded', superseded_at = :now
    WHERE source_key = :new AND state IN ('parsed', 'lexical', 'complete')""",
    "DELETE FROM sources WHERE source_key = :new",
    "UPDATE corrections SET undone_at = :now, undone_by = user WHERE target = :new AND undone_at IS NULL",
    "UPDATE corrections SET target = :new WHERE target = :old",
    "UPDATE documents SET source_key = :new WHERE source_key = :old",
    "UPDATE sources SET source_key = :new WHERE source_key = :old",
)
_OTHERWISE_LABELLED = """
SELECT seq, label, sources, given FROM documents
WHERE source_key >= :start AND source_key < :end
    AND CASE WHEN EXISTS (SELECT 1 FROM json_each(given) AS g WHERE json_extract(g.value, '$[0]') = 'label')
        THEN NOT EXISTS (SELECT 1 FROM json_each(given) AS g WHERE g.value = json_array('label', :label))
        ELSE label <> :label END"""
_RELABEL = "UPDATE documents SET label = ?, given = ? WHERE seq = ?"
_MARK = "INSERT OR REPLACE INTO page_marks (document, page, mark, detail) SELECT seq, ?, ?, ? FROM documents WHERE id = ?"
_MARKS = f"""
SELECT m.*, d.id AS document_id
FROM json_each(:wanted) AS j CROSS JOIN documents AS d ON d.id = j.value JOIN page_marks AS m ON m.document = d.seq
WHERE {VISIBLE} ORDER BY j.key, m.page, m.mark"""  # noqa: S608 - constants only
_GROW = "UPDATE catalog_version SET number = number + 1"


class SqliteDocumentStore:
    """The `DocumentStore` over a catalog database and a folder of originals."""

    def __init__(self, database: Database, originals: Originals) -> None:
        self._database = database
        self._originals = originals
        self._parts = KeptParts(database)
        self._search = DocumentSearch(database)

    def add(self, document: Document, chunks: Sequence[Chunk], facts: Sequence[Fact], marks: Sequence[PageMark] = ()) -> None:
        """Store a document with all that was derived from it, in one transaction, in the state it carries.

        A document of the same id is replaced with all it had. The counts of chunks, facts and pages are set to what is stored.
        Raises ValueError when the parts contradict each other, or the name belongs to another source.
        """
        self.add_all([(document, chunks, facts, marks)])

    def add_all(self, documents: Sequence[WholeDocument]) -> None:
        """Store several documents, each as `add` does, all in one transaction: one that breaks a rule leaves none. Raises ValueError."""
        with self._database.write() as connection:
            changes = [_put(connection, one) for one in documents]
            if any(changes):
                connection.execute(_GROW)

    def add_facts(self, document: Document, facts: Sequence[Fact]) -> None:
        """Give a stored document its facts, its defects and the corrections they carry, in one transaction; facts it had are replaced.

        A `parsed` document is `lexical` then. Raises NotFoundError, and ValueError for a fact of another document.
        """
        with self._database.write() as connection:
            state = _state(connection, document.id)
            row = document_row(document, chunk_count=0, fact_count=len(facts))
            seq = connection.execute(_PUT_FACTS, row).fetchone()["seq"]
            connection.execute("DELETE FROM facts WHERE document = ?", (seq,))
            try:
                connection.executemany(INSERT_FACT, fact_rows(document, facts, seq))
            except sqlite3.IntegrityError as error:
                raise ValueError(f"a fact of {document.name} ({document.id}) breaks a rule of the catalog: {error}") from error
            if state in ANSWERING:
                connection.execute(_GROW)

    def set_state(self, document_id: str, state: DocumentState) -> None:
        """Move a document to another state; raises NotFoundError."""
        with self._database.write() as connection:
            before = _state(connection, document_id)
            if before is state:
                return
            superseded_at = pack_instant(datetime.now(UTC)) if state is DocumentState.SUPERSEDED else None
            connection.execute("UPDATE documents SET state = ?, superseded_at = ? WHERE id = ?", (state.value, superseded_at, document_id))
            if before in ANSWERING or state in ANSWERING:
                connection.execute(_GROW)

    def complete(self, document_id: str) -> None:
        """Mark a document complete and what it replaces superseded, in one transaction; raises NotFoundError.

        Replaced are the document that it names and every older version of its source. A document that was itself superseded in
        the meantime stays so: the newer version goes on answering.
        """
        self.complete_all([document_id])

    def complete_all(self, document_ids: Sequence[str]) -> None:
        """Mark several documents complete, each as `complete` does, in one transaction; raises NotFoundError, and then marks none."""
        with self._database.write() as connection:
            changes = [_complete(connection, one) for one in document_ids]
            if any(changes):
                connection.execute(_GROW)

    def find(self, access: Access, wanted: DocumentFilter) -> list[Document]:
        """Return allowed documents without text and pages, ordered by name; see the protocol and this module for which."""
        return self._search.find(access, wanted)

    def news_carriers(self, access: Access) -> list[Document]:
        """Return one news document for each company, ticker and other names that news carry, by name."""
        return self._search.news_carriers(access)

    def totals(self, access: Access, wanted: DocumentFilter) -> Totals:
        """Return how many documents `find` finds, and what they hold together."""
        return self._search.totals(access, wanted)

    def allowed(self, access: Access) -> frozenset[str]:
        """Return the ids of the documents that `find` finds without a filter."""
        return self._search.allowed(access)

    def latest(self, access: Access, wanted: DocumentFilter, *, most: int, after: int = 0) -> list[Document]:
        """Return of what `find` finds the documents that came last, at most `most`, the last first; the first `after` are left out."""
        return self._search.latest(access, wanted, most=most, after=after)

    def undated(self, access: Access, wanted: DocumentFilter) -> list[str]:
        """Return the names of documents that `find` leaves out only because as-of needs a publication date."""
        return self._search.undated(access, wanted)

    def get(self, access: Access, document_id: str) -> Document:
        """Return one document whole, in any state; raises NotFoundError when absent or not allowed."""
        with self._database.read() as connection:
            row = _open(connection, access, document_id)
            rows = connection.execute(_PAGES, (row["seq"],)).fetchall()
        text = "".join(page["gap"] + page["text"] for page in rows) + row["tail"]
        return read_document(row, text=text, pages=tuple(read_page(page) for page in rows))

    def pages(self, access: Access, document_id: str, numbers: Sequence[int]) -> list[tuple[Page, str]]:
        """Return pages of one document with their text, in number order; unknown numbers are left out.

        Raises NotFoundError when the document is absent or not allowed.
        """
        with self._database.read() as connection:
            row = _open(connection, access, document_id)
            rows = connection.execute(_SOME_PAGES, (row["seq"], pack_json(numbers))).fetchall()
        return [(read_page(page), page["text"]) for page in rows]

    def original(self, access: Access, document_id: str) -> bytes:
        """Return the file's bytes as they were ingested; raises NotFoundError, NotAllowedError, WorkspaceDamagedError."""
        access.need(Action.READ)
        with self._database.read() as connection:
            content_hash = _open(connection, access, document_id)["content_hash"]
        return self.kept(content_hash)

    def keep_original(self, content_hash: str, content: bytes) -> None:
        """Keep a file's bytes under their SHA-256; keeping it twice is no error."""
        if self._parts.read(content_hash) != content:
            self._originals.keep(content_hash, content)

    def keep_originals(self, contents: Mapping[str, bytes]) -> None:
        """Keep the bytes of several files or parts of files, each under its SHA-256; all are durable when it returns."""
        self._parts.keep({key: content for key, content in contents.items() if len(content) <= MOST_BYTES})
        for key, content in contents.items():
            if len(content) > MOST_BYTES:
                self._originals.keep(key, content)

    def kept(self, content_hash: str) -> bytes:
        """Return the bytes kept under a hash; raises NotFoundError, WorkspaceDamagedError; for ingest only."""
        kept = self._parts.read(content_hash)
        return self._originals.read(content_hash) if kept is None else kept

    def move(self, document_id: str, source_key: str) -> None:
        """Give a document and the other versions of its source another path or URL, name and corrections kept; raises NotFoundError."""
        with self._database.write() as connection:
            moved = {"old": _source(connection, document_id), "new": source_key, "now": pack_instant(datetime.now(UTC))}
            if moved["old"] != source_key:
                for statement in _MOVE:
                    connection.execute(statement, moved)
                connection.execute(_GROW)

    def relabel(self, document_id: str, label: str) -> None:
        """Give a document and the other versions of its source another access label, at once; raises NotFoundError."""
        with self._database.write() as connection:
            source = _source(connection, document_id)
            if connection.execute("UPDATE documents SET label = ? WHERE source_key = ? AND label <> ?", (label, source, label)).rowcount:
                connection.execute(_GROW)

    def relabel_parts(self, start: str, label: str) -> int:
        """Give every source whose key begins so another label, as its caller's word beneath a correction; return how many changed."""
        wanted = {"start": start, "end": after_all(start), "label": label}
        with self._database.read() as connection:
            if connection.execute(_OTHERWISE_LABELLED, wanted).fetchone() is None:
                return 0  # as a rule: nothing is written at every poll
        with self._database.write() as connection:
            rows = [relabelled_row(row, label) for row in connection.execute(_OTHERWISE_LABELLED, wanted).fetchall()]
            connection.executemany(_RELABEL, rows)
            connection.execute(_GROW)
        return len(rows)

    def mark(self, kinds: Sequence[MarkKind], marks: Sequence[PageMark]) -> None:
        """Replace all marks of these kinds by `marks`; for ingest only."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM page_marks WHERE mark IN (SELECT value FROM json_each(?))", (pack_json(kinds),))
            connection.executemany(_MARK, _mark_rows(marks))

    def marks(self, access: Access, document_ids: Sequence[str]) -> list[PageMark]:
        """Return the marks on pages of these documents, those that are not allowed left out, by document and page."""
        wanted = access_parameters(access) | {"wanted": pack_json(dict.fromkeys(document_ids))}
        with self._database.read() as connection:
            rows = connection.execute(_MARKS, wanted)
            return [PageMark(row["document_id"], row["page"], MarkKind(row["mark"]), row["detail"]) for row in rows]

    def sizes(self) -> list[tuple[str, DocumentState, int]]:
        """Return the id, the state and the number of chunks of every document that is not failed or superseded; for indexes."""
        states = {state.value: state for state in ANSWERING}
        with self._database.read() as connection:
            return [(row["id"], states[row["state"]], row["chunk_count"]) for row in connection.execute(_SIZES)]

    def current(self, source_key: str) -> Document | None:
        """Return the newest document of a source that is not failed or superseded, without text; for ingest only."""
        with self._database.read() as connection:
            row = connection.execute(_CURRENT, (source_key,)).fetchone()
        return read_document(row) if row else None

    def newest(self, source_key: str) -> Document | None:
        """Return the newest document of a source whatever its state, without text; for ingest only."""
        with self._database.read() as connection:
            row = connection.execute(_NEWEST, (source_key,)).fetchone()
        return read_document(row) if row else None

    def by_content(self, content_hash: str) -> list[Document]:
        """Return documents of any state made from these bytes, without text, oldest first; for ingest only."""
        with self._database.read() as connection:
            rows = connection.execute("SELECT * FROM documents WHERE content_hash = ? ORDER BY seq", (content_hash,))
            return [read_document(row) for row in rows]

    def known(self, source_keys: Sequence[str], content_hashes: Sequence[str]) -> frozenset[str]:
        """Return those of the sources and of the hashes that a document in any state has; for ingest only."""
        wanted = {"keys": pack_json(source_keys), "hashes": pack_json(content_hashes)}
        with self._database.read() as connection:
            return frozenset(row["found"] for row in connection.execute(_KNOWN, wanted))

    def purged(self, source_keys: Sequence[str], content_hashes: Sequence[str]) -> Mapping[str, datetime]:
        """Return those of the sources and of the hashes of which a document was purged, each with when; for ingest only."""
        with self._database.read() as connection:
            return purged_among(connection, source_keys, content_hashes)

    def free_name(self, stem: str, source_key: str, *, taken: Collection[str] = (), seen: Access | None = None) -> str:
        """Return the name for a source: the one it has, else `stem`, else `stem~2` and on; none of `taken`, which others are to get.

        With `seen` the names of what it does not see are free as well: those give way, by `rename`, before the new one is stored.
        """
        with self._database.read() as connection:
            return free_name(connection, stem, source_key, taken, seen=seen)

    def rename(self, source_key: str, name: str) -> None:
        """Give a source another name, through all its versions. Raises ValueError when it is another's."""
        with self._database.write() as connection:
            if rename_source(connection, source_key, name):
                connection.execute(_GROW)

    def chunks(
        self, access: Access, *, ids: Sequence[str] = (), document_ids: Sequence[str] = (), pages: Collection[int] | None = None
    ) -> list[Chunk]:
        """Return chunks by id (in the order of `ids`) or by document (in ordinal order); what is not allowed is left out.

        Documents come in the order given; of each only the chunks on `pages`, when given. Raises ValueError when both are given.
        """
        if ids and document_ids:
            raise ValueError("ask for chunks by id or by document, not both")
        query = _CHUNKS_BY_ID if ids else _CHUNKS_BY_DOCUMENT
        parameters = access_parameters(access) | {
            "wanted": pack_json(dict.fromkeys(ids or document_ids)),
            "pages": None if pages is None else pack_json(pages),
        }
        with self._database.read() as connection:
            return [read_chunk(row) for row in connection.execute(query, parameters)]

    def version(self) -> int:
        """Return a number that grows with every change of the documents that can be found."""
        with self._database.read() as connection:
            return catalog_version(connection)


def _put(connection: sqlite3.Connection, whole: WholeDocument) -> bool:
    """Store one document in place of one of its id; return whether what can be found has changed."""
    document, chunks, facts, marks = whole
    replaced = connection.execute("DELETE FROM documents WHERE id = ? RETURNING state", (document.id,)).fetchall()
    try:
        connection.execute(_CLAIM_NAME, (document.source_key, document.name))
        row = document_row(document, chunk_count=len(chunks), fact_count=len(facts))
        seq = connection.execute(INSERT_DOCUMENT, row).lastrowid or 0
        connection.executemany(INSERT_PAGE, page_rows(document, seq))
        connection.executemany(INSERT_CHUNK, chunk_rows(document, chunks, seq))
        connection.executemany(INSERT_FACT, fact_rows(document, facts, seq))
        connection.executemany(_MARK, _mark_rows(marks))
    except sqlite3.IntegrityError as error:
        raise ValueError(f"document {document.name} ({document.id}) breaks a rule of the catalog: {error}") from error
    return document.state in ANSWERING or any(one["state"] in ANSWERING for one in replaced)


def _complete(connection: sqlite3.Connection, document_id: str) -> bool:
    """Mark one document complete; return whether what can be found has changed."""
    if _state(connection, document_id) is DocumentState.SUPERSEDED:
        return False
    wanted = {"id": document_id, "now": pack_instant(datetime.now(UTC))}
    changed = connection.execute("UPDATE documents SET state = 'complete' WHERE id = :id AND state <> 'complete'", wanted).rowcount
    return changed + connection.execute(_SUPERSEDE_OLDER, wanted).rowcount > 0


def _mark_rows(marks: Sequence[PageMark]) -> Iterator[tuple[int, str, str, str]]:
    return ((one.page, one.kind.value, one.detail, one.document_id) for one in marks)


def _open(connection: sqlite3.Connection, access: Access, document_id: str) -> sqlite3.Row:
    """Return the row of a document that the reader may see; one that is hidden and one that is absent look the same."""
    row: sqlite3.Row | None = connection.execute(_OPEN, access_parameters(access) | {"id": document_id}).fetchone()
    if row is None:
        raise NotFoundError(f"no document {document_id}", "list the documents that there are with `desk status`")
    return row


def _source(connection: sqlite3.Connection, document_id: str) -> str:
    row = connection.execute("SELECT source_key FROM documents WHERE id = ?", (document_id,)).fetchone()
    if row is None:
        raise NotFoundError(f"no document {document_id}", "ingest the file again")
    return str(row["source_key"])


def _state(connection: sqlite3.Connection, document_id: str) -> DocumentState:
    row = connection.execute("SELECT state FROM documents WHERE id = ?", (document_id,)).fetchone()
    if row is None:
        raise NotFoundError(f"no document {document_id}", "ingest the file again")
    return DocumentState(row["state"])
