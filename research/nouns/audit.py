"""The audit trail as it is kept: each row bound to the one before by a hash, so that a change of any shows."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

# What the first row is bound to.
BEGINNING = "0" * 64
# The detail of a row that holds the SHA-256, in hex, of what is kept beside it in words.
WORDS_HASH = "words_sha256"


@dataclass(frozen=True, slots=True)
class AuditRow:
    """A row of the trail, word for word as the database holds it: `at` is ISO text in UTC, `details` a JSON array of (name, value) pairs.

    `hash` is the one that was kept for it when it was recorded, "" where none is; `is_gone` says that of the row only its hash is left.
    `words` are what is kept beside the row in words of documents, as JSON, "" where there is nothing or a purge took it: in `details`
    stands their hash under `WORDS_HASH`.
    """

    id: int
    at: str
    user: str
    action: str
    subject: str
    details: str
    hash: str
    is_gone: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class AuditEnd:
    """What the database says of the trail as a whole: the number of the last row it ever gave out, and which guards are missing.

    A guard is a trigger that refuses to change, remove or replace rows.
    """

    issued: int
    missing_guards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which rows of the trail are wanted; what is empty does not restrict.

    Of one user or action, at or after `since`, before `until`, with every one of `words` somewhere in the subject (of letters A to Z
    either case counts as the other), and of a number below `before`.
    """

    user: str = ""
    action: str = ""
    since: datetime | None = None
    until: datetime | None = None
    words: tuple[str, ...] = ()
    before: int | None = None


@dataclass(frozen=True, slots=True)
class AuditHead:
    """The last row of the trail at some moment: kept elsewhere, it shows later whether the rows up to it are still the same."""

    id: int
    hash: str

    def __str__(self) -> str:
        """Return it as it is printed and read back: the number, a colon, the hash."""
        return f"{self.id}:{self.hash}"


@dataclass(frozen=True, slots=True)
class AuditProof:
    """What a look at the whole trail found: how many rows, its head, and the first fault in one line, "" where there is none.

    `row` is the number of the first bad row, None where the fault is of none.
    """

    rows: int
    head: AuditHead
    fault: str = ""
    row: int | None = None


def words_hash(words: str) -> str:
    """Return the hash, in hex, by which a row is bound to what is kept beside it in words."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def row_hash(previous: str, row: AuditRow) -> str:
    """Return the hash that binds a row to the one before it, in hex: SHA-256 of a JSON array of `previous` and the row's fields."""
    return fields_hash(previous, row.id, row.at, row.user, row.action, row.subject, row.details)


def fields_hash(previous: str, *fields: int | str) -> str:
    """Return `row_hash` of a row's fields in their order: number, instant, user, action, subject, details."""
    packed = json.dumps([previous, *fields], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(packed.encode("utf-8", "surrogatepass")).hexdigest()
