"""Sentences of drafts that their writers let stand, each decision in the audit trail."""

from __future__ import annotations

from collections.abc import Sequence

from research.audit.acts import Act, Acts
from research.nouns.access import Access
from research.nouns.answers import Verdict
from research.nouns.drafts import AcceptedSentence
from research.nouns.roles import Action
from research.protocols.ledger import AcceptedStore


class RecordedAccepted:
    """An `AcceptedStore` that records who lets a sentence stand and why, and who takes that back: by the hash of its words."""

    def __init__(self, store: AcceptedStore, acts: Acts) -> None:
        self._store, self._acts = store, acts

    def accept(self, access: Access, accepted: AcceptedSentence) -> None:
        """Keep the reason with which a sentence of this verdict stands, in place of an earlier one; durable when it returns."""
        access.need(Action.WRITE)
        act = Act("accept sentence", "", _named(accepted.sentence, accepted.verdict), apart=(("reason", accepted.reason),))
        with self._acts.together():
            self._store.accept(access, accepted)
            self._acts.record(access, act)

    def withdraw(self, access: Access, sentence: str, verdict: Verdict) -> bool:
        """Forget the reason with which a sentence of this verdict stands; return whether there was one."""
        access.need(Action.WRITE)
        with self._acts.together():
            withdrawn = self._store.withdraw(access, sentence, verdict)
            if withdrawn:
                self._acts.record(access, Act("reopen sentence", "", _named(sentence, verdict)))
        return withdrawn

    def find(self, access: Access, sentences: Sequence[str]) -> list[AcceptedSentence]:
        """Return what the reader let stand of some sentences, by their hashes, in the order of hash and verdict."""
        return self._store.find(access, sentences)


def _named(sentence: str, verdict: Verdict) -> tuple[tuple[str, str], ...]:
    return ("sentence_sha256", sentence), ("verdict", verdict.value)
