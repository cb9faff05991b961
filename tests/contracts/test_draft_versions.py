"""What every DraftStore promises of versions, of tabs and of signatures."""

from dataclasses import replace
from datetime import timedelta

import pytest

from research.errors import CouldNotAskError, NotFoundError
from research.nouns.access import Access
from research.nouns.drafts import DraftState
from research.nouns.editing import SignOff, SignOffAction
from research.nouns.queries import AuditEvent
from tests.contracts.samples import JANUARY
from tests.contracts.test_draft_store import make_draft

ANN = Access("ann")
EVENT = AuditEvent(JANUARY, "ann", "draft reviewed", "Alpha", (("draft", "d1"),))
PLAIN = replace(make_draft(), state=DraftState.DRAFT)


def save(stores, title="One", *, expected=0, tab="", **changes):
    return stores.drafts.save(ANN, replace(PLAIN, title=title, **changes), expected=expected, tab=tab)


def digest(stores, number=None):
    found = stores.drafts.versions(ANN, "d1")
    return next(one.sha256 for one in found if number in {None, one.number})


def sign(stores, action=SignOffAction.REVIEWED, *, version=1, sha256="", expected=DraftState.DRAFT):
    signed = SignOff("d1", version, sha256 or digest(stores), action, "ann", JANUARY, "read", is_own=True)
    stores.drafts.sign(ANN, signed, expected=expected, event=EVENT)
    return signed


def test_drafts_are_listed_newest_first_with_their_last_version(ledger_stores):
    save(ledger_stores, "First")
    ledger_stores.drafts.save(ANN, replace(PLAIN, id="d0", title="Later", saved_at=JANUARY + timedelta(hours=1)), expected=0)
    save(ledger_stores, "First again", expected=1)
    ledger_stores.drafts.save(Access("bob"), replace(PLAIN, id="d9"), expected=0)
    found = ledger_stores.drafts.drafts(ANN)
    assert [(one.id, one.title, one.version, one.by) for one in found] == [("d0", "Later", 1, "ann"), ("d1", "First again", 2, "ann")]
    assert (found[1].company, found[1].template, found[1].state, found[1].saved_at) == (
        "Alpha Corp",
        "initiation",
        DraftState.DRAFT,
        JANUARY,
    )
    assert ledger_stores.drafts.drafts(Access("carl")) == []


def test_each_version_is_kept_by_its_number(ledger_stores):
    save(ledger_stores, "One")
    save(ledger_stores, "Two", expected=1, tab="a")
    assert [ledger_stores.drafts.get(ANN, "d1", number).title for number in (1, 2)] == ["One", "Two"]
    found = ledger_stores.drafts.versions(ANN, "d1")
    assert [(one.number, one.tab, one.state, one.saved_at, one.sign_offs) for one in found] == [
        (2, "a", DraftState.DRAFT, JANUARY, ()),
        (1, "", DraftState.DRAFT, JANUARY, ()),
    ]
    assert [one.number for one in ledger_stores.drafts.versions(ANN, "d1", limit=1)] == [2]
    assert ledger_stores.drafts.versions(ANN, "d2") == []
    with pytest.raises(NotFoundError):
        ledger_stores.drafts.get(ANN, "d1", 3)


def test_the_hash_is_that_of_the_content_alone(ledger_stores):
    save(ledger_stores)
    save(ledger_stores, expected=1, saved_at=JANUARY + timedelta(days=1), state=DraftState.REVIEWED, is_final=True)
    save(ledger_stores, "Other", expected=2)
    first, second, third = (digest(ledger_stores, number) for number in (1, 2, 3))
    assert first == second != third
    assert len(first) == 64


def test_a_tab_goes_on_with_its_own_version(ledger_stores):
    save(ledger_stores)
    save(ledger_stores, "Typing", expected=1, tab="a")
    amended = replace(PLAIN, title="Typing on", version=2)
    assert ledger_stores.drafts.amend(ANN, amended, sha256=digest(ledger_stores, 2), tab="a")
    assert ledger_stores.drafts.get(ANN, "d1") == amended
    assert [one.number for one in ledger_stores.drafts.versions(ANN, "d1")] == [2, 1]
    assert ledger_stores.drafts.drafts(ANN)[0].title == "Typing on"


@pytest.mark.parametrize(("tab", "version", "known"), [("b", 2, True), ("", 2, True), ("a", 1, True), ("a", 2, False)])
def test_no_other_version_is_written_on(ledger_stores, tab, version, known):
    save(ledger_stores)
    save(ledger_stores, "Typing", expected=1, tab="a")
    wanted = digest(ledger_stores, version) if known else "0" * 64
    assert not ledger_stores.drafts.amend(ANN, replace(PLAIN, title="Lost", version=version), sha256=wanted, tab=tab)
    assert [ledger_stores.drafts.get(ANN, "d1", number).title for number in (1, 2)] == ["One", "Typing"]


@pytest.mark.parametrize(("viewer", "goes_on"), [("a", True), ("b", False), ("", False)])
def test_a_version_that_somebody_else_has_opened_is_not_written_on(ledger_stores, viewer, goes_on):
    save(ledger_stores, tab="a")
    ledger_stores.drafts.see(ANN, "d1", 1, tab=viewer)
    assert ledger_stores.drafts.amend(ANN, replace(PLAIN, title="On", version=1), sha256=digest(ledger_stores), tab="a") is goes_on


def test_a_version_saved_from_no_tab_is_not_written_on(ledger_stores):
    save(ledger_stores, tab="")
    assert not ledger_stores.drafts.amend(ANN, replace(PLAIN, title="On", version=1), sha256=digest(ledger_stores), tab="")


def test_an_event_is_recorded_with_the_save_that_it_tells_of_or_not_at_all(ledger_stores):
    ledger_stores.drafts.save(ANN, PLAIN, expected=0, event=EVENT)
    with pytest.raises(CouldNotAskError):
        ledger_stores.drafts.save(ANN, PLAIN, expected=0, event=EVENT)
    assert len(ledger_stores.ledger.events(ANN)) == 1


def test_a_signature_tells_the_state_and_stays_with_its_version(ledger_stores):
    save(ledger_stores)
    signed = sign(ledger_stores)
    assert ledger_stores.drafts.get(ANN, "d1").state is DraftState.REVIEWED
    sign(ledger_stores, SignOffAction.RELEASED, expected=DraftState.REVIEWED)
    draft = ledger_stores.drafts.get(ANN, "d1")
    assert (draft.state, draft.is_final) == (DraftState.RELEASED, True)
    assert ledger_stores.drafts.drafts(ANN)[0].state is DraftState.RELEASED
    save(ledger_stores, "Two", expected=1)
    first, second = (ledger_stores.drafts.get(ANN, "d1", number) for number in (1, 2))
    assert (first.state, second.state, second.is_final) == (DraftState.RELEASED, DraftState.DRAFT, False)
    (newest, older) = ledger_stores.drafts.versions(ANN, "d1")
    assert (newest.sign_offs, older.sign_offs[0]) == ((), signed)
    assert [one.action for one in ledger_stores.ledger.events(ANN)] == ["draft reviewed", "draft reviewed"]


def test_a_reopened_version_is_a_draft_with_its_signatures(ledger_stores):
    save(ledger_stores)
    sign(ledger_stores)
    sign(ledger_stores, SignOffAction.REOPENED, expected=DraftState.REVIEWED)
    draft = ledger_stores.drafts.get(ANN, "d1")
    assert (draft.state, draft.is_final) == (DraftState.DRAFT, False)
    assert [one.action for one in ledger_stores.drafts.versions(ANN, "d1")[0].sign_offs] == [SignOffAction.REVIEWED, SignOffAction.REOPENED]


def test_drafts_that_were_sent_are_found_until_they_are_edited_or_taken_back(ledger_stores):
    def sent(*named):
        return [(one.summary.by, one.summary.id, one.summary.state, one.documents) for one in ledger_stores.drafts.sent(*named)]

    save(ledger_stores)
    ledger_stores.drafts.save(Access("bob"), PLAIN, expected=0)
    assert sent() == []
    one = SignOff("d1", 1, digest(ledger_stores), SignOffAction.SENT, "ann", JANUARY, documents=("doc a", "doc b"))
    ledger_stores.drafts.sign(ANN, one, expected=DraftState.DRAFT, event=EVENT)
    assert ledger_stores.drafts.versions(ANN, "d1")[0].sign_offs == (one,)
    assert sent() == sent("ann", "d1") == [("ann", "d1", DraftState.IN_REVIEW, ("doc a", "doc b"))]
    assert sent("bob", "d1") == sent("ann", "d2") == []
    for action in (SignOffAction.NOTED, SignOffAction.REVIEWED):
        note = SignOff("d1", 1, digest(ledger_stores), action, "ruth", JANUARY, "x", is_own=False)
        ledger_stores.drafts.sign(ANN, note, expected=DraftState.IN_REVIEW, event=EVENT)
    assert [state for _, _, state, _ in sent()] == [DraftState.REVIEWED]
    assert ledger_stores.drafts.drafts(ANN)[0].state is DraftState.REVIEWED
    sign(ledger_stores, SignOffAction.RETURNED, expected=DraftState.REVIEWED)
    assert [state for _, _, state, _ in sent()] == [DraftState.DRAFT]
    ledger_stores.drafts.sign(ANN, one, expected=DraftState.DRAFT, event=EVENT)
    sign(ledger_stores, SignOffAction.REOPENED, expected=DraftState.IN_REVIEW)
    assert sent() == []
    ledger_stores.drafts.sign(ANN, one, expected=DraftState.DRAFT, event=EVENT)
    save(ledger_stores, "Two", expected=1)
    assert sent() == []


@pytest.mark.parametrize("wrong", [{"version": 1}, {"sha256": "0" * 64}, {"expected": DraftState.REVIEWED}])
def test_nothing_else_than_what_was_read_is_signed(ledger_stores, wrong):
    save(ledger_stores)
    save(ledger_stores, "Two", expected=1)
    with pytest.raises(CouldNotAskError):
        sign(ledger_stores, **{"version": 2, **wrong})
    assert ledger_stores.drafts.get(ANN, "d1").state is DraftState.DRAFT
    assert ledger_stores.ledger.events(ANN) == []


def test_a_signed_version_is_not_written_on(ledger_stores):
    save(ledger_stores, tab="a")
    sign(ledger_stores)
    assert not ledger_stores.drafts.amend(ANN, replace(PLAIN, title="On", version=1), sha256=digest(ledger_stores), tab="a")
    sign(ledger_stores, SignOffAction.REOPENED, expected=DraftState.REVIEWED)
    assert not ledger_stores.drafts.amend(ANN, replace(PLAIN, title="On", version=1), sha256=digest(ledger_stores), tab="a")
    assert ledger_stores.drafts.get(ANN, "d1").title == "One"
