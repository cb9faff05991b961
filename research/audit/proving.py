"""Whether an audit trail is what was recorded: every row there, in order, unchanged, and bound to the one before."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from research.errors import UsageError
from research.nouns.audit import BEGINNING, WORDS_HASH, AuditEnd, AuditHead, AuditProof, AuditRow, row_hash, words_hash

_HEAD = re.compile(r"(\d{1,18}):([0-9a-f]{64})")


def read_head(text: str) -> AuditHead:
    """Return a head as `desk audit verify` printed it; raises UsageError."""
    if not (found := _HEAD.fullmatch(text.strip())):
        raise UsageError(f"{text!r} is no head of an audit trail", "give it as desk audit verify printed it: the number, a colon, the hash")
    return AuditHead(int(found[1]), found[2])


def prove(rows: Iterable[AuditRow], end: AuditEnd, kept: Iterable[AuditHead] = ()) -> AuditProof:
    """Return what is found of a trail whose rows come in the order of their numbers; `kept` are heads that were kept elsewhere.

    The first fault is told: of the rows from the first on, then of the end, of heads that are kept, and of missing guards.
    """
    wanted = {head.id: head.hash for head in kept}
    last = AuditHead(0, BEGINNING)
    count = 0
    for row in rows:
        if fault := _fault(row, last):
            number = last.id + 1 if row.id != last.id + 1 else row.id
            return AuditProof(count, last, fault, number)
        last = AuditHead(row.id, row.hash)
        count += 1
        if wanted.pop(row.id, row.hash) != row.hash:
            return AuditProof(count, last, f"row {row.id} is not the one whose head was kept: rows up to it were written anew", row.id)
    return _ended(count, last, end, wanted)


def _ended(count: int, last: AuditHead, end: AuditEnd, kept: dict[int, str]) -> AuditProof:
    """Return what is found of a trail whose rows are whole in themselves; `kept` are the heads that none of them was."""
    if end.issued > last.id:
        return AuditProof(count, last, f"row {last.id + 1} is gone, with all after it: {end.issued} rows were recorded", last.id + 1)
    if end.issued < last.id:
        return AuditProof(count, last, f"row {end.issued + 1} was never given out: it was put in past the program", end.issued + 1)
    if beyond := sorted(set(kept) - {0}):
        gone = f"row {last.id + 1} is gone: a head of row {beyond[0]} was kept"
        return AuditProof(count, last, gone, last.id + 1)
    if end.missing_guards:
        return AuditProof(count, last, f"the database's guard {end.missing_guards[0]} is gone: rows can be changed")
    return AuditProof(count, last)


def _fault(row: AuditRow, last: AuditHead) -> str:
    """Return what is wrong with a row after the one before it, "" for nothing."""
    if row.id != last.id + 1:
        return f"row {last.id + 1} is gone" if row.id > last.id else f"row {row.id} was put in past the program"
    if row.is_gone:
        return f"row {row.id} is gone: only its hash is left"
    if not row.hash:
        return f"row {row.id} has no hash: it was put in past the program, or its hash was removed"
    if row.hash != row_hash(last.hash, row):
        return f"row {row.id} is not what was recorded: it, its hash or the hash before was changed"
    if row.words and [WORDS_HASH, words_hash(row.words)] not in _details(row):
        return f"row {row.id} has other words beside it than were recorded with it"
    return ""


def _details(row: AuditRow) -> list[object]:
    """Return a row's details; none where they are not what the program writes, as after a whole chain was computed anew."""
    try:
        told = json.loads(row.details)
    except (ValueError, RecursionError):
        return []
    return told if isinstance(told, list) else []
