"""The bytes of short parts of files, as entries of feeds, in `catalog.db` under their SHA-256: many are kept in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from research.adapters.sqlite.connections import damaged
from research.adapters.sqlite.database import Database

# What is longer is kept as a file, as whole files are.
MOST_BYTES = 64 * 1024


class KeptParts:
    """Contents by their hash in hex."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, contents: Mapping[str, bytes]) -> None:
        """Keep contents, all or none; ValueError when a hash is not the SHA-256 of its content."""
        for content_hash, content in contents.items():
            if hashlib.sha256(content).hexdigest() != content_hash:
                raise ValueError(f"{content_hash} is not the SHA-256 of the {len(content)} bytes to keep")
        rows = [(bytes.fromhex(content_hash), content) for content_hash, content in contents.items()]
        with self._database.write() as connection:
            connection.executemany("INSERT OR REPLACE INTO kept_parts (content_hash, content) VALUES (?, ?)", rows)

    def read(self, content_hash: str) -> bytes | None:
        """Return a content, None for one that is not kept here; WorkspaceDamagedError when its bytes are others now."""
        try:
            key = bytes.fromhex(content_hash)
        except ValueError:
            return None
        with self._database.read() as connection:
            row = connection.execute("SELECT content FROM kept_parts WHERE content_hash = ?", (key,)).fetchone()
        if row is None:
            return None
        content = bytes(row["content"])
        if hashlib.sha256(content).digest() != key:
            raise damaged(self._database.path, f"the bytes kept under {content_hash} are not those that were ingested")
        return content
