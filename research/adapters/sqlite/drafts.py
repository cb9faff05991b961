"""Drafts in `ledger.db`: every version kept, in parts that versions share, and who signed which."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from research.adapters.sqlite.database import Database
from research.adapters.sqlite.draft_packing import DraftPacker, PackedDraft, unpack_whole
from research.adapters.sqlite.ledger import record_event
from research.adapters.sqlite.packing import pack_instant, unpack_instant
from research.errors import CouldNotAskError, NotFoundError, WorkspaceDamagedError
from research.nouns.access import Access
from research.nouns.drafts import Draft, DraftState
from research.nouns.editing import STATE_AFTER, DraftSummary, DraftVersion, SentDraft, SignOff, SignOffAction
from research.nouns.queries import AuditEvent

# SQLite takes so many values in one statement on every build.
_AT_ONCE = 500
_NEWEST = "SELECT * FROM drafts WHERE user = ? AND id = ? ORDER BY version DESC LIMIT 1"
_OF_NUMBER = "SELECT * FROM drafts WHERE user = ? AND id = ? AND version = ?"
_ALL = "SELECT user, id, version, saved_at, sha256, state, tab FROM drafts WHERE user = ? AND id = ? ORDER BY version DESC LIMIT ?"
_SUMMARY = """
SELECT user, id, version, saved_at, state, json_extract(content, '$.title') AS title, json_extract(content, '$.company') AS company,
    json_extract(content, '$.template') AS template, json_array_length(content, '$.open_items') AS open_items,
    CASE sha256 WHEN '' THEN json_extract(content, '$.state') ELSE state END AS stored
FROM drafts AS one WHERE version = (SELECT max(version) FROM drafts WHERE user = one.user AND id = one.id)"""
_LIST = f"{_SUMMARY} AND user = ? ORDER BY saved_at DESC, id"
_SENT = f"{_SUMMARY} AND (user, id, version) IN (SELECT user, id, version FROM draft_sign_offs WHERE action = 'sent')"  # noqa: S608
_REWRITE = """
UPDATE drafts SET saved_at = ?, content = ?, sha256 = ?, state = ?, is_final = ? WHERE user = ? AND id = ? AND version = ?"""
_SIGNED = "SELECT * FROM draft_sign_offs WHERE user = ? AND id = ? ORDER BY number"


class SqliteDraftStore:
    """The `DraftStore` over a ledger database; each user's drafts are their own."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._packer = DraftPacker()

    def save(self, access: Access, draft: Draft, *, expected: int, tab: str = "", event: AuditEvent | None = None) -> Draft:
        """Store the next version and return it numbered; `expected` is 0 for a draft that was never saved.

        Raises CouldNotAskError when `expected` is not the stored version: somebody saved in between.
        """
        saved = replace(draft, version=expected + 1)
        packed = self._packer.pack(saved)
        with self._database.write() as connection:
            newest = connection.execute(_NEWEST, (access.user, draft.id)).fetchone()
            stored = newest["version"] if newest else 0
            if stored != expected:
                raise CouldNotAskError(
                    f"draft {draft.id} was saved as version {stored} since version {expected} was opened",
                    "open the newest version and make the change there",
                )
            _keep_parts(connection, packed)
            connection.execute(
                "INSERT INTO drafts (user, id, version, saved_at, content, sha256, state, is_final, tab, seen) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (access.user, saved.id, saved.version, *_columns(saved, packed), tab, not tab),
            )
            if event is not None:
                record_event(connection, event)
        return saved

    def amend(self, access: Access, draft: Draft, *, sha256: str, tab: str) -> bool:
        """Write a draft in place of its newest version and return True; False where that one is not the same tab's alone any more.

        It has to have the number of the draft and the content of the hash, to be unsigned, and to have been opened by nobody else.
        """
        packed = self._packer.pack(draft)
        with self._database.write() as connection:
            newest = connection.execute(_NEWEST, (access.user, draft.id)).fetchone()
            is_own = newest and tab and newest["tab"] == tab and not newest["seen"]
            if not is_own or (newest["version"], newest["sha256"]) != (draft.version, sha256):
                return False
            if any(one.version == draft.version for one in _sign_offs(connection, access.user, draft.id)):
                return False
            _keep_parts(connection, packed)
            connection.execute(_REWRITE, (*_columns(draft, packed), access.user, draft.id, draft.version))
        return True

    def see(self, access: Access, draft_id: str, version: int, *, tab: str) -> None:
        """Note that a version was opened: from now on what another tab saves is a version of its own."""
        if not tab:
            tab = "\0"
        unseen = "user = ? AND id = ? AND version = ? AND seen = 0 AND tab <> ?"
        key = (access.user, draft_id, version, tab)
        with self._database.read() as connection:
            if connection.execute(f"SELECT 1 FROM drafts WHERE {unseen}", key).fetchone() is None:  # noqa: S608
                return
        with self._database.write() as connection:
            connection.execute(f"UPDATE drafts SET seen = 1 WHERE {unseen}", key)  # noqa: S608

    def get(self, access: Access, draft_id: str, version: int | None = None) -> Draft:
        """Return the newest version of the reader's draft, or that of a number; raises NotFoundError, WorkspaceDamagedError."""
        key = (access.user, draft_id)
        with self._database.read() as connection:
            row = connection.execute(*((_NEWEST, key) if version is None else (_OF_NUMBER, (*key, version)))).fetchone()
            if row is None:
                which = f"draft {draft_id}" if version is None else f"version {version} of draft {draft_id}"
                raise NotFoundError(f"no {which} of {access.user}", "desk drafts list shows what there is")
            return _draft(connection, row, self._packer)

    def drafts(self, access: Access) -> list[DraftSummary]:
        """Return the newest version of each of the reader's drafts, the last saved first."""
        with self._database.read() as connection:
            rows = connection.execute(_LIST, (access.user,)).fetchall()
            return [_summary(row, _sign_offs(connection, row["user"], row["id"])) for row in rows]

    def sent(self, user: str = "", draft_id: str = "") -> list[SentDraft]:
        """Return the drafts of all users, or that of a user and an id, whose newest version was sent and not taken back since.

        Those that were reviewed, released or returned after it are among them, until they are edited. The last saved come first.
        """
        named, key = (" AND user = ? AND id = ?", (user, draft_id)) if user else ("", ())
        with self._database.read() as connection:
            found = []
            for row in connection.execute(f"{_SENT}{named} ORDER BY saved_at DESC, user, id", key).fetchall():
                signed = _sign_offs(connection, row["user"], row["id"])
                own = [one for one in signed if one.version == row["version"]]
                if _last(own) is not SignOffAction.REOPENED:
                    last = next(one for one in reversed(own) if one.action is SignOffAction.SENT)
                    found.append(SentDraft(_summary(row, signed), last.documents))
            return found

    def versions(self, access: Access, draft_id: str, *, limit: int | None = None) -> list[DraftVersion]:
        """Return the versions of the reader's draft, the newest first, at most `limit`, none of one that is not there."""
        with self._database.read() as connection:
            signed = _sign_offs(connection, access.user, draft_id)
            found = []
            for row in connection.execute(_ALL, (access.user, draft_id, -1 if limit is None else limit)).fetchall():
                own = tuple(one for one in signed if one.version == row["version"])
                old = None if row["sha256"] else self._whole(connection, access.user, draft_id, row["version"])
                digest = self._packer.pack(old).sha256 if old else row["sha256"]
                state = _state(old.state if old else row["state"], row["version"], own)
                found.append(DraftVersion(row["version"], unpack_instant(row["saved_at"]), digest, state, row["tab"], own))
            return found

    def sign(self, access: Access, signed: SignOff, *, expected: DraftState, event: AuditEvent) -> None:
        """Keep a sign-off and its event together; durable when it returns.

        Raises CouldNotAskError unless the version is the newest one, has the content of the hash and the state that is expected.
        """
        key = (access.user, signed.draft_id)
        with self._database.write() as connection:
            row = connection.execute(_NEWEST, key).fetchone()
            if row is None or row["version"] != signed.version:
                there = f"version {row['version']} is the newest" if row else "there is none"
                raise CouldNotAskError(f"draft {signed.draft_id} has no version {signed.version} to sign: {there}", "open it and read it")
            if row["withdrawn_sha256"]:
                why = (
                    f"text was withdrawn from version {signed.version} of draft {signed.draft_id}: a document that it came from was purged"
                )
                raise CouldNotAskError(why, "save it anew, read it, and sign that version")
            draft = _draft(connection, row, self._packer)
            packed = self._packer.pack(draft)
            digest = row["sha256"] or packed.sha256
            if digest != signed.sha256:
                raise CouldNotAskError(
                    f"version {signed.version} of draft {signed.draft_id} has another content than the one that is to be signed",
                    "open it again and read it",
                )
            if draft.state is not expected:
                raise CouldNotAskError(f"draft {signed.draft_id} is {draft.state.value} by now, not {expected.value}", "open it again")
            if not row["sha256"]:
                _keep_parts(connection, packed)
                connection.execute(_REWRITE, (*_columns(draft, packed), *key, signed.version))
            connection.execute(
                "INSERT INTO draft_sign_offs (user, id, version, sha256, action, signed_by, at, comment, is_own, documents) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(*key, signed.version, signed.sha256, signed.action.value),
                    *(signed.by, pack_instant(signed.at), signed.comment, signed.is_own),
                    json.dumps(signed.documents) if signed.documents else "",
                ),
            )
            record_event(connection, event)

    @staticmethod
    def _whole(connection: sqlite3.Connection, user: str, draft_id: str, version: int) -> Draft:
        row = connection.execute(_OF_NUMBER, (user, draft_id, version)).fetchone()
        return unpack_whole(row["content"])


def _draft(connection: sqlite3.Connection, row: sqlite3.Row, packer: DraftPacker) -> Draft:
    """Return the draft of a row with its state by the sign-offs of its version; raises WorkspaceDamagedError for one that is not whole."""

    def parts(names: Sequence[str]) -> dict[str, bytes]:
        """Return parts by name."""
        found: dict[str, bytes] = {}
        for first in range(0, len(names), _AT_ONCE):
            some = names[first : first + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            rows = connection.execute(f"SELECT sha256, content FROM draft_parts WHERE sha256 IN ({marks})", some)  # noqa: S608
            found.update((one["sha256"], one["content"]) for one in rows)
        return found

    if not row["sha256"]:
        draft = unpack_whole(row["content"])
        return _signed(connection, row, draft, stored=draft.state)
    try:
        if sha256(row["content"].encode()).hexdigest() != (row["withdrawn_sha256"] or row["sha256"]):
            raise ValueError("its content is not what was saved")  # noqa: TRY301
        draft = packer.unpack(row["content"], parts)
    except ValueError as error:
        why = str(error).splitlines()[0]
        raise WorkspaceDamagedError(
            f"version {row['version']} of draft {row['id']} is damaged: {why}", "open another version; desk doctor looks at the rest"
        ) from error
    kept = replace(draft, version=row["version"], saved_at=unpack_instant(row["saved_at"]), is_final=bool(row["is_final"]))
    return _signed(connection, row, kept, stored=row["state"])


def _signed(connection: sqlite3.Connection, row: sqlite3.Row, draft: Draft, *, stored: str) -> Draft:
    state = _state(stored, row["version"], _sign_offs(connection, row["user"], row["id"]))
    return replace(draft, state=state, is_final=draft.is_final or state is DraftState.RELEASED)


def _state(stored: str, version: int, signed: Sequence[SignOff]) -> DraftState:
    """Return how far a version is: what its last sign-off says, without one what was stored with it."""
    last = _last([one for one in signed if one.version == version])
    return STATE_AFTER[last] if last else DraftState(stored or DraftState.DRAFT)


def _last(signed: Sequence[SignOff]) -> SignOffAction | None:
    """Return what was done last, notes aside."""
    return next((one.action for one in reversed(signed) if one.action in STATE_AFTER), None)


def _summary(row: sqlite3.Row, signed: Sequence[SignOff]) -> DraftSummary:
    return DraftSummary(
        id=row["id"],
        title=row["title"],
        company=row["company"],
        template=row["template"],
        state=_state(row["stored"], row["version"], signed),
        version=row["version"],
        saved_at=unpack_instant(row["saved_at"]),
        by=row["user"],
        open_items=row["open_items"] or 0,
    )


def _sign_offs(connection: sqlite3.Connection, user: str, draft_id: str) -> tuple[SignOff, ...]:
    return tuple(
        SignOff(
            draft_id=row["id"],
            version=row["version"],
            sha256=row["sha256"],
            action=SignOffAction(row["action"]),
            by=row["signed_by"],
            at=unpack_instant(row["at"]),
            comment=row["comment"],
            is_own=bool(row["is_own"]),
            documents=tuple(json.loads(row["documents"] or "[]")),
        )
        for row in connection.execute(_SIGNED, (user, draft_id))
    )


def _columns(draft: Draft, packed: PackedDraft) -> tuple[str, str, str, str, bool]:
    return pack_instant(draft.saved_at), packed.content, packed.sha256, draft.state.value, draft.is_final


def _keep_parts(connection: sqlite3.Connection, packed: PackedDraft) -> None:
    connection.executemany("INSERT OR IGNORE INTO draft_parts (sha256, content) VALUES (?, ?)", packed.parts.items())
