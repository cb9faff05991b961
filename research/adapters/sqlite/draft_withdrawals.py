"""Withdrawing text from every version of every draft, also from signed ones.

Parts are named by what they say, so a version that loses text is made of other parts; those that no version is made of any more are
deleted. An unsigned version gets the hash of what it is now. Of a signed one the hash that was signed stays, with what it is now beside it.
"""

from __future__ import annotations

import json
import sqlite3
import zlib

from research.adapters.sqlite.draft_packing import DraftPacker, unpack_whole
from research.nouns.drafts import Draft
from research.protocols.purging import Redactor

_VERSIONS = "SELECT * FROM drafts ORDER BY user, id, version"
_SIGNED = "SELECT 1 FROM draft_sign_offs WHERE user = ? AND id = ? AND version = ?"
_PART = "SELECT content FROM draft_parts WHERE sha256 = ?"
_REWRITE = "UPDATE drafts SET content = ?, sha256 = ?, withdrawn_sha256 = ? WHERE user = ? AND id = ? AND version = ?"
_PUT_PART = "INSERT OR IGNORE INTO draft_parts (sha256, content) VALUES (?, ?)"
_NAMES = ("sources", "conflicts", "elements", "choices")


def withdraw_drafts(connection: sqlite3.Connection, redactor: Redactor) -> list[str]:
    """Withdraw text within a transaction that is under way; return which versions lost any, each as its draft's id and its number."""
    packer = DraftPacker()
    suspects = {
        row["sha256"]
        for row in connection.execute("SELECT sha256, content FROM draft_parts")
        if redactor.suspects(_text(bytes(row["content"])))
    }
    changed = []
    for row in connection.execute(_VERSIONS).fetchall():
        if not (redactor.suspects(row["content"]) or suspects & _parts_of(connection, row)):
            continue
        draft = _draft(connection, row, packer)
        made = redactor.draft(draft)
        if made is not draft:
            _write(connection, row, made, packer)
            changed.append(f"{row['id']}:{row['version']}")
    _sweep(connection)
    return changed


def _write(connection: sqlite3.Connection, row: sqlite3.Row, draft: Draft, packer: DraftPacker) -> None:
    key = (row["user"], row["id"], row["version"])
    packed = packer.pack(draft)
    connection.executemany(_PUT_PART, packed.parts.items())
    is_signed = bool(row["sha256"]) and connection.execute(_SIGNED, key).fetchone() is not None
    hashes = (row["sha256"], packed.sha256) if is_signed else (packed.sha256, "")
    connection.execute(_REWRITE, (packed.content, *hashes, *key))


def _draft(connection: sqlite3.Connection, row: sqlite3.Row, packer: DraftPacker) -> Draft:
    if not row["sha256"]:
        return unpack_whole(row["content"])

    def parts(names: list[str]) -> dict[str, bytes]:
        """Return parts by name."""
        found = ((name, connection.execute(_PART, (name,)).fetchone()) for name in names)
        return {name: bytes(one["content"]) for name, one in found if one is not None}

    return packer.unpack(row["content"], lambda names: parts(list(names)))


def _parts_of(connection: sqlite3.Connection, row: sqlite3.Row) -> set[str]:
    """Return the names of the parts that a version is made of."""
    if not row["sha256"]:
        return set()
    tree = json.loads(row["content"])
    found = {tree[name] for name in _NAMES} | set(tree["sections"])
    for name in tree["sections"]:
        part = connection.execute(_PART, (name,)).fetchone()
        if part is not None:
            found |= set(json.loads(_text(bytes(part["content"])))["blocks"])
    return found


def _sweep(connection: sqlite3.Connection) -> None:
    """Delete the parts that no version is made of: those that lost their text, and those that were written over before."""
    used: set[str] = set()
    for row in connection.execute(_VERSIONS).fetchall():
        used |= _parts_of(connection, row)
    held = {row["sha256"] for row in connection.execute("SELECT sha256 FROM draft_parts")}
    connection.executemany("DELETE FROM draft_parts WHERE sha256 = ?", [(name,) for name in held - used])


def _text(part: bytes) -> str:
    return zlib.decompress(part).decode()
