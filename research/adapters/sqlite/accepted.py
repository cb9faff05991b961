"""Sentences of drafts that their writers let stand, in `ledger.db`."""

from __future__ import annotations

from collections.abc import Sequence

from research.adapters.sqlite.database import Database
from research.adapters.sqlite.packing import pack_instant, unpack_instant
from research.nouns.access import Access
from research.nouns.answers import Verdict
from research.nouns.drafts import AcceptedSentence

# SQLite takes so many values in one statement on every build.
_AT_ONCE = 500


class SqliteAcceptedStore:
    """The `AcceptedStore` over a ledger database; each user's reasons are their own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def accept(self, access: Access, accepted: AcceptedSentence) -> None:
        """Keep the reason with which a sentence of this verdict stands, in place of an earlier one; durable when it returns."""
        row = (access.user, accepted.sentence, accepted.verdict.value, accepted.reason, pack_instant(accepted.at))
        with self._database.write() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO accepted_sentences (user, sentence, verdict, reason, at) VALUES (?, ?, ?, ?, ?)", row
            )

    def withdraw(self, access: Access, sentence: str, verdict: Verdict) -> bool:
        """Forget the reason with which a sentence of this verdict stands; return whether there was one."""
        with self._database.write() as connection:
            gone = connection.execute(
                "DELETE FROM accepted_sentences WHERE user = ? AND sentence = ? AND verdict = ?", (access.user, sentence, verdict.value)
            )
        return gone.rowcount > 0

    def find(self, access: Access, sentences: Sequence[str]) -> list[AcceptedSentence]:
        """Return what the reader let stand of some sentences, by their hashes, in the order of hash and verdict."""
        found: list[AcceptedSentence] = []
        wanted = sorted(set(sentences))
        with self._database.read() as connection:
            for first in range(0, len(wanted), _AT_ONCE):
                some = wanted[first : first + _AT_ONCE]
                marks = ", ".join("?" * len(some))
                rows = connection.execute(
                    f"SELECT sentence, verdict, reason, at FROM accepted_sentences WHERE user = ? AND sentence IN ({marks}) "  # noqa: S608
                    "ORDER BY sentence, verdict",
                    (access.user, *some),
                ).fetchall()
                found += [
                    AcceptedSentence(row["sentence"], Verdict(row["verdict"]), row["reason"], unpack_instant(row["at"])) for row in rows
                ]
        return found
