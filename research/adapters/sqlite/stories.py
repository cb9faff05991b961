"""Which news entries belong together, in `catalog.db`: their signatures, the keys they are looked up by, and the ties between two."""

from __future__ import annotations

from collections.abc import Sequence

from research.adapters.sqlite.conditions import FINDABLE, VISIBLE, access_parameters
from research.adapters.sqlite.database import Database
from research.adapters.sqlite.packing import pack_json
from research.nouns.access import Access
from research.nouns.news import StoryEdge, StorySignature, Tie

_FORGET = "DELETE FROM story_signatures WHERE document = (SELECT seq FROM documents WHERE id = ?)"
_PUT = "INSERT INTO story_signatures (document, traits) SELECT seq, ? FROM documents WHERE id = ?"
_PUT_KEY = "INSERT OR IGNORE INTO story_keys (key, document) VALUES (?, ?)"
_PUT_EDGE = """
INSERT OR REPLACE INTO story_edges (earlier, later, tie)
SELECT a.document, b.document, ? FROM story_signatures AS a CROSS JOIN story_signatures AS b
WHERE a.document = (SELECT seq FROM documents WHERE id = ?) AND b.document = (SELECT seq FROM documents WHERE id = ?)"""
_SEQS = "SELECT d.id, d.seq FROM json_each(?) AS w CROSS JOIN documents AS d ON d.id = w.value"
_HOLDERS = "SELECT k.key, k.document FROM json_each(?) AS w CROSS JOIN story_keys AS k ON k.key = w.value"
_TRAITS = """
SELECT s.document, d.id, s.traits FROM json_each(?) AS w
CROSS JOIN story_signatures AS s ON s.document = w.value CROSS JOIN documents AS d ON d.seq = s.document"""
_MAY = f"{VISIBLE} AND {FINDABLE}"
# Ties are few for each document: both ways are followed by an index, and no document is visited twice. The plus keeps SQLite from looking
# for a tie of each document with each that was reached.
_EDGES = f"""
WITH RECURSIVE reached (seq) AS (
    SELECT d.seq FROM json_each(:ids) AS w CROSS JOIN documents AS d ON d.id = w.value WHERE {_MAY}
    UNION
    SELECT d.seq FROM reached AS r
    CROSS JOIN story_edges AS e ON e.earlier = r.seq
    CROSS JOIN documents AS d ON d.seq = e.later WHERE {_MAY}
    UNION
    SELECT d.seq FROM reached AS r
    CROSS JOIN story_edges AS e ON e.later = r.seq
    CROSS JOIN documents AS d ON d.seq = e.earlier WHERE {_MAY}
)
SELECT a.id AS earlier, b.id AS later, e.tie FROM reached AS r
CROSS JOIN story_edges AS e ON e.earlier = r.seq
CROSS JOIN documents AS a ON a.seq = e.earlier
CROSS JOIN documents AS b ON b.seq = e.later
WHERE +e.later IN (SELECT seq FROM reached) ORDER BY a.id, b.id"""  # noqa: S608 - constants only


class SqliteStoryStore:
    """The `StoryStore` over a catalog database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, signatures: Sequence[StorySignature], edges: Sequence[StoryEdge]) -> None:
        """Keep the signatures of entries and ties, in one transaction; what was known of these entries is replaced, their ties too.

        What is of a document that is not there is left out.
        """
        named = {one.document_id: one for one in signatures}
        with self._database.write() as connection:
            connection.executemany(_FORGET, [(document_id,) for document_id in named])
            connection.executemany(_PUT, [(one.traits, one.document_id) for one in named.values()])
            seqs = dict(connection.execute(_SEQS, (pack_json(named),)).fetchall())
            keys = [(key, seqs[one.document_id]) for one in named.values() if one.document_id in seqs for key in one.keys]
            connection.executemany(_PUT_KEY, sorted(keys))
            connection.executemany(_PUT_EDGE, [(one.tie.value, one.earlier, one.later) for one in edges])

    def alike(self, keys: Sequence[Sequence[int]]) -> list[dict[str, bytes]]:
        """Return for each set of keys the traits of the documents that hold one of them, by document id; for ingest only."""
        holders: dict[int, list[int]] = {}
        with self._database.read() as connection:
            for key, document in connection.execute(_HOLDERS, (pack_json({key for one in keys for key in one}),)):
                holders.setdefault(key, []).append(document)
            wanted = pack_json(sorted({document for held in holders.values() for document in held}))
            found = {seq: (document_id, traits) for seq, document_id, traits in connection.execute(_TRAITS, (wanted,))}
        held_by = [{document for key in one for document in holders.get(key, ())} for one in keys]
        return [dict(sorted(found[document] for document in documents)) for documents in held_by]

    def edges(self, access: Access, document_ids: Sequence[str]) -> list[StoryEdge]:
        """Return the ties that can be reached from these over allowed, answering documents, by earlier and later.

        Documents are filtered as by `DocumentStore.find`: a tie to one that is not found is not followed.
        """
        asked = {"ids": pack_json(dict.fromkeys(document_ids))}
        with self._database.read() as connection:
            rows = connection.execute(_EDGES, access_parameters(access) | asked).fetchall()
        return [StoryEdge(row["earlier"], row["later"], Tie(row["tie"])) for row in rows]
