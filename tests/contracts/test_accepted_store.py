"""What every AcceptedStore promises."""

from dataclasses import replace

from research.nouns.access import Access
from research.nouns.answers import Verdict
from research.nouns.drafts import AcceptedSentence
from tests.contracts.samples import JANUARY

ANN, BEN = Access("ann"), Access("ben")
ACCEPTED = AcceptedSentence("a" * 64, Verdict.MISMATCH, "the audited figure comes in March", JANUARY)


def test_what_was_accepted_is_found_by_its_sentence(ledger_stores):
    store = ledger_stores.accepted
    store.accept(ANN, ACCEPTED)
    assert store.find(ANN, ["b" * 64, "a" * 64]) == [ACCEPTED]
    assert store.find(ANN, ["b" * 64]) == []


def test_a_later_reason_stands_in_place_of_the_earlier_one(ledger_stores):
    store = ledger_stores.accepted
    store.accept(ANN, ACCEPTED)
    store.accept(ANN, replace(ACCEPTED, reason="as agreed"))
    assert [one.reason for one in store.find(ANN, ["a" * 64])] == ["as agreed"]


def test_each_verdict_is_accepted_by_itself(ledger_stores):
    store = ledger_stores.accepted
    store.accept(ANN, ACCEPTED)
    store.accept(ANN, replace(ACCEPTED, verdict=Verdict.STALE, reason="as first filed"))
    assert [(one.verdict, one.reason) for one in store.find(ANN, ["a" * 64])] == [
        (Verdict.MISMATCH, "the audited figure comes in March"),
        (Verdict.STALE, "as first filed"),
    ]


def test_a_reason_is_its_users_own(ledger_stores):
    store = ledger_stores.accepted
    store.accept(ANN, ACCEPTED)
    assert store.find(BEN, ["a" * 64]) == []
    assert store.withdraw(BEN, "a" * 64, Verdict.MISMATCH) is False
    assert store.find(ANN, ["a" * 64]) == [ACCEPTED]


def test_a_reason_that_is_withdrawn_is_gone(ledger_stores):
    store = ledger_stores.accepted
    store.accept(ANN, ACCEPTED)
    assert store.withdraw(ANN, "a" * 64, Verdict.MISMATCH) is True
    assert store.find(ANN, ["a" * 64]) == []
    assert store.withdraw(ANN, "a" * 64, Verdict.MISMATCH) is False


def test_many_sentences_are_asked_at_once(ledger_stores):
    store = ledger_stores.accepted
    store.accept(ANN, ACCEPTED)
    assert store.find(ANN, [f"{number:064d}" for number in range(2_000)] + ["a" * 64]) == [ACCEPTED]
