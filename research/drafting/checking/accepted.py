"""Sentences that a writer lets stand with a reason: remembered by their words and by what the check said of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from research.errors import UsageError
from research.nouns.access import Access
from research.nouns.answers import Verdict
from research.nouns.drafts import AcceptedSentence, CheckedSentence
from research.protocols.ledger import AcceptedStore
from research.text.matching import normal_form

LONGEST_REASON = 500
# What may be let stand: what a check speaks against, or finds nothing for.
_MAY_STAND = frozenset({Verdict.MISMATCH, Verdict.STALE, Verdict.NO_EVIDENCE})


def sentence_hash(checked: CheckedSentence) -> str:
    """Return what a sentence is remembered by: its words without their white space, with its row and column where it is a cell."""
    cell = checked.sentence.table
    around = f"\n{cell.row_head}\n{' '.join(cell.column_heads)}" if cell else ""
    return sha256(f"{normal_form(checked.sentence.text)}{around}".encode()).hexdigest()


def accepted_reasons(store: AcceptedStore, access: Access, checked: Sequence[CheckedSentence]) -> list[str]:
    """Return for each sentence the reason with which the reader let it stand, "" without one."""
    hashes = [sentence_hash(one) for one in checked]
    found = {(one.sentence, one.verdict): one.reason for one in store.find(access, hashes)} if checked else {}
    return [found.get((key, one.verdict), "") for key, one in zip(hashes, checked, strict=True)]


def accept(store: AcceptedStore, access: Access, checked: CheckedSentence, reason: str, *, now: datetime) -> None:
    """Remember that a sentence stands for a reason; raises UsageError where there is nothing to accept, or no reason or too long a one."""
    plain = " ".join(reason.split())
    if checked.verdict not in _MAY_STAND:
        raise UsageError(f"the sentence is {checked.verdict.value.replace('_', ' ')}: nothing speaks against it", "accept one that is not")
    if not plain or len(plain) > LONGEST_REASON:
        raise UsageError(f"a reason has 1 to {LONGEST_REASON} characters", "say in one line why the sentence stands")
    store.accept(access, AcceptedSentence(sentence_hash(checked), checked.verdict, plain, now))
