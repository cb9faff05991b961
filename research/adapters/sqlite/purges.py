"""Purges in `catalog.db`.

One transaction takes the documents out with all that was derived from them, and keeps what is left to do: before it nothing has happened,
after it they are found by nobody, and whoever opens the workspace next can finish.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

from research.adapters.sqlite.database import Database
from research.adapters.sqlite.packing import pack_instant, pack_json, unpack_instant
from research.nouns.purging import WITHDRAWN, PurgedDocument, PurgeOrder

_HASHES_LEFT = """
SELECT value FROM json_each(:hashes) WHERE value NOT IN (SELECT content_hash FROM documents)
AND value NOT IN (SELECT content_hash FROM jobs WHERE content_hash IS NOT NULL AND state IN ('queued', 'running'))"""
# Vectors are kept by the hash of their text: of those that no chunk has any more nobody can say whose they were.
_TAKE_OUT = (
    "DELETE FROM documents WHERE id IN (SELECT value FROM json_each(:ids))",
    """DELETE FROM sources WHERE source_key IN (SELECT value FROM json_each(:keys))
    AND source_key NOT IN (SELECT source_key FROM documents)""",
    """DELETE FROM jobs WHERE path IN (SELECT value FROM json_each(:keys)) OR document_id IN (SELECT value FROM json_each(:ids))""",
    # A file that others came from, as a feed: its name goes with the last of them.
    """DELETE FROM jobs WHERE path IN (SELECT value FROM json_each(:files))
    AND NOT EXISTS (SELECT 1 FROM documents WHERE source_key >= jobs.path || '#' AND source_key < jobs.path || '$')""",
    "DELETE FROM embeddings WHERE text_hash NOT IN (SELECT text_hash FROM chunks)",
    "DELETE FROM page_marks WHERE EXISTS (SELECT 1 FROM json_each(:names) WHERE instr(detail, value) > 0)",
    """UPDATE corrections SET field = :withdrawn, before = :withdrawn, value = :withdrawn, origin = :withdrawn, company = '',
    undone_at = COALESCE(undone_at, :at), undone_by = COALESCE(undone_by, :user)
    WHERE target IN (SELECT value FROM json_each(:keys))""",
    "UPDATE catalog_version SET number = number + 1",
)
_PART_GONE = "DELETE FROM kept_parts WHERE content_hash = ?"
_BEGIN = "INSERT INTO purges (id, user, at, reason, work, traces) VALUES (?, ?, ?, ?, ?, ?)"
_MARK = "INSERT OR REPLACE INTO purged (document, content_hash, source_sha256, at) VALUES (?, ?, ?, ?)"
_UNFINISHED = "SELECT id, user, at, reason, work FROM purges WHERE done_at IS NULL ORDER BY at, id"
_AMONG = """
SELECT j.value AS found, p.at FROM json_each(:keys) AS j JOIN purged AS p ON p.source_sha256 = j.value
UNION ALL SELECT j.value, p.at FROM json_each(:hashes) AS j JOIN purged AS p ON p.content_hash = j.value"""
# The bytes of other versions stay out: only where they came from is let in again.
_READMIT_SOURCES = """
UPDATE purged SET source_sha256 = '' WHERE source_sha256 <> '' AND (source_sha256 IN (SELECT value FROM json_each(:keys))
OR source_sha256 IN (SELECT source_sha256 FROM purged WHERE content_hash IN (SELECT value FROM json_each(:hashes))))
RETURNING document"""
_READMIT = "DELETE FROM purged WHERE content_hash IN (SELECT value FROM json_each(:hashes)) RETURNING document"


class SqlitePurgeStore:
    """The `PurgeStore` over a catalog database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def none_begins(self) -> Iterator[None]:
        """Keep every purge from beginning while the block is open."""
        with self._database.write():
            yield

    def begin(self, order: PurgeOrder, traces: bytes, *, first: Callable[[], None]) -> PurgeOrder:
        """Take the documents out with all that the catalog derived from them, and keep what is left to do: all or nothing.

        `first` is called when nobody else can begin and nothing has been taken out; what it raises leaves all as it was. Returns the order
        with the hashes of the bytes that nobody has any more; `traces` are kept with it until it is done.
        """
        at = pack_instant(order.at)
        wanted = {
            "ids": pack_json([one.id for one in order.documents]),
            "keys": pack_json([one.source_key for one in order.documents]),
            "files": pack_json(sorted({one.source_key.partition("#")[0] for one in order.documents if "#" in one.source_key})),
            "names": pack_json([one.name for one in order.documents]),
            "withdrawn": WITHDRAWN,
            "at": at,
            "user": order.user,
        }
        hashes = pack_json(sorted({one.content_hash for one in order.documents}))
        with self._database.write() as connection:
            first()
            for statement in _TAKE_OUT:
                connection.execute(statement, wanted)
            gone = tuple(row["value"] for row in connection.execute(_HASHES_LEFT, {"hashes": hashes}))
            connection.executemany(_PART_GONE, [(bytes.fromhex(one),) for one in gone if _is_hash(one)])
            begun = replace(order, bytes_gone=gone)
            connection.execute(_BEGIN, (order.id, order.user, at, order.reason, _packed(begun), traces))
            marks = [(one.id, one.content_hash, source_hash(one.source_key), at) for one in order.documents]
            connection.executemany(_MARK, marks)
        return begun

    def unfinished(self) -> tuple[PurgeOrder, ...]:
        """Return the purges that were begun and not done, the first first."""
        with self._database.read() as connection:
            return tuple(_read(row) for row in connection.execute(_UNFINISHED))

    def traces(self, order_id: str) -> bytes:
        """Return the traces that a purge was begun with; none when they are forgotten."""
        with self._database.read() as connection:
            row = connection.execute("SELECT traces FROM purges WHERE id = ?", (order_id,)).fetchone()
        return bytes(row["traces"]) if row else b""

    def note_files(self, order: PurgeOrder) -> None:
        """Keep how many files of each sort a purge found to delete, for the purge that goes on when it is cut."""
        with self._database.write() as connection:
            connection.execute("UPDATE purges SET work = ? WHERE id = ?", (_packed(order), order.id))

    def forget(self, order: PurgeOrder) -> None:
        """Forget what a purge was of: all that names it is gone, and only free space is left to be given back."""
        with self._database.write() as connection:
            bare = _packed(replace(order, documents=(), bytes_gone=()))
            connection.execute("UPDATE purges SET work = ?, traces = x'' WHERE id = ?", (bare, order.id))

    def compact(self) -> None:
        """Write the store anew without its free space, where bytes of what was deleted may be; raises CouldNotAskError while it is read."""
        self._database.compact()

    def done(self, order_id: str, at: datetime) -> None:
        """Mark a purge as done."""
        with self._database.write() as connection:
            connection.execute("UPDATE purges SET work = '', done_at = ? WHERE id = ?", (pack_instant(at), order_id))

    def readmit(self, content_hashes: Collection[str], source_keys: Collection[str]) -> int:
        """Let these bytes, and whatever comes from these sources, be read in again; return of how many purged documents they are."""
        keys = pack_json(sorted(source_hash(one) for one in source_keys))
        wanted = {"hashes": pack_json(sorted(content_hashes)), "keys": keys}
        with self._database.write() as connection:
            # Each statement is fetched whole: only then is it done.
            sources = connection.execute(_READMIT_SOURCES, wanted).fetchall()
            return len({row["document"] for row in (*sources, *connection.execute(_READMIT, wanted).fetchall())})


def purged_among(connection: sqlite3.Connection, source_keys: Sequence[str], content_hashes: Sequence[str]) -> dict[str, datetime]:
    """Return those of the sources and of the hashes of which a document was purged and not let in again, each with when it was."""
    if connection.execute("SELECT 1 FROM purged LIMIT 1").fetchone() is None:
        return {}
    keys = {source_hash(one): one for one in source_keys}
    wanted = {"keys": pack_json(keys), "hashes": pack_json(content_hashes)}
    return {keys.get(row["found"], row["found"]): unpack_instant(row["at"]) for row in connection.execute(_AMONG, wanted)}


def source_hash(source_key: str) -> str:
    """Return the SHA-256 of a path or URL, in hex: what is kept of where a purged document came from."""
    return sha256(source_key.encode("utf-8", "surrogatepass")).hexdigest()


def _is_hash(text: str) -> bool:
    return len(text) == len(sha256().hexdigest()) and all(one in "0123456789abcdef" for one in text)


def _packed(order: PurgeOrder) -> str:
    documents = [[one.id, one.name, one.source_key, one.content_hash, pack_instant(one.known_at)] for one in order.documents]
    return json.dumps({"documents": documents, "bytes_gone": order.bytes_gone, "files": order.files})


def _read(row: sqlite3.Row) -> PurgeOrder:
    work = json.loads(row["work"] or "{}")
    documents = tuple(
        PurgedDocument(document_id, name, source_key, content_hash, unpack_instant(known_at).astimezone(UTC))
        for document_id, name, source_key, content_hash, known_at in work.get("documents", ())
    )
    return PurgeOrder(
        row["id"],
        row["user"],
        unpack_instant(row["at"]),
        row["reason"],
        documents,
        bytes_gone=tuple(work.get("bytes_gone", ())),
        files=tuple((sort, int(count)) for sort, count in work.get("files", ())),
    )
