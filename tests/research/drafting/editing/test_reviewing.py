"""Drafts of a team: sent by their writers, reviewed and released by somebody else who may see all that they were made from."""

from dataclasses import replace

import pytest

from research.errors import CouldNotAskError, DeskError, NotAllowedError, NotFoundError, UsageError
from research.nouns.access import Access
from research.nouns.drafts import DraftState, SourceChoice, SourceUse
from research.nouns.editing import Signature, SignOffAction
from research.nouns.roles import Role
from research.rights.roles import actions_of
from tests.research.drafting.editing.desk import OPEN, SECRET, Desk, labelled

HERS = "ann/d1"


def member(name, role, *labels):
    return Access(name, frozenset(labels) if labels else None, role=role.value, actions=actions_of(role))


ANN = member("ann", Role.WRITER)
RUTH = member("ruth", Role.REVIEWER)
ODD = member("odd", Role.REVIEWER, "public", "internal")


def sign(desk, action, access, draft="d1", comment="", **changed):
    opened = desk.editor.open("d1", ANN)
    signing = Signature(SignOffAction(action), opened.draft.version, opened.sha256, comment)
    return desk.editor.sign(replace(signing, **changed), draft, access)


@pytest.fixture
def desk():
    """Return a draft with nothing open, made by a writer of a team from a document of all and one of a few."""
    desk = Desk()
    desk.editor.fill("d1", {"rating": "Hold"}, ANN)
    desk.edit("Case", "We like the shares.", base=2, access=ANN)
    desk.edit("Results", "Revenues were $ 1,577. [1]", base=3, access=ANN)
    return desk


@pytest.fixture
def sent(desk):
    sign(desk, "sent", ANN, comment="please read")
    return desk


def acts(desk):
    return [
        (one.user, one.action, dict(one.details).get("of"))
        for name in ("ann", "ruth", "odd")
        for one in reversed(desk.ledger.ledger.events(Access(name)))
        if one.action.split()[-1] in {"sent", "noted", "returned", "reviewed", "released", "draft"}
    ]


def test_a_draft_is_sent_noted_on_reviewed_and_released_by_somebody_else(sent):
    (waiting,) = sent.editor.awaiting(RUTH)
    assert (waiting.id, waiting.by, waiting.state, waiting.version) == (HERS, "ann", DraftState.IN_REVIEW, 4)
    opened = sent.editor.open(HERS, RUTH)
    assert (opened.by, opened.is_own, opened.draft.id, opened.draft.version) == ("ann", False, HERS, 4)
    assert opened.sha256 == sent.editor.open("d1", ANN).sha256
    assert [one.number for one in opened.versions] == [4]
    assert sign(sent, "noted", RUTH, HERS, "the rating needs its date").draft.state is DraftState.IN_REVIEW
    assert sign(sent, "reviewed", RUTH, HERS).draft.state is DraftState.REVIEWED
    assert sign(sent, "released", RUTH, HERS).draft.is_final
    assert sent.editor.awaiting(RUTH) == []
    kept = sent.editor.open("d1", ANN)
    assert (kept.draft.state, kept.by) == (DraftState.RELEASED, "")
    assert [(one.action.value, one.by, one.is_own, one.comment) for one in kept.sign_offs] == [
        ("sent", "ann", True, "please read"),
        ("noted", "ruth", False, "the rating needs its date"),
        ("reviewed", "ruth", False, ""),
        ("released", "ruth", False, ""),
    ]
    assert acts(sent) == [
        ("ann", "draft sent", None),
        ("ruth", "open draft", "ann"),
        ("ruth", "draft noted", "ann"),
        ("ruth", "draft reviewed", "ann"),
        ("ruth", "draft released", "ann"),
    ]


def test_opening_is_on_record_once_for_each_version_and_right(sent):
    for _ in range(3):
        sent.editor.open(HERS, RUTH)
        sent.editor.open("d1", ANN)
    assert [one for one in acts(sent) if one[1] == "open draft"] == [("ruth", "open draft", "ann")]
    (event,) = sent.ledger.ledger.events(Access("ruth"), action="open draft")
    assert {OPEN.id, SECRET.id} == {one.split(":")[0] for one in dict(event.details)["source_hashes"].split(",")}


def test_what_is_returned_is_a_draft_again_that_can_be_sent_anew(sent):
    with pytest.raises(UsageError, match="nothing is said: a draft is returned with words for its writer"):
        sign(sent, "returned", RUTH, HERS)
    returned = sign(sent, "returned", RUTH, HERS, "the case is thin")
    assert returned.draft.state is DraftState.DRAFT
    assert sent.editor.awaiting(RUTH) == []
    assert sent.editor.open(HERS, RUTH).draft.state is DraftState.DRAFT
    sent.edit("Case", "We like the shares, for three reasons.", base=4, access=ANN)
    with pytest.raises(NotFoundError):
        sent.editor.open(HERS, RUTH)
    sign(sent, "sent", ANN)
    assert [one.number for one in sent.editor.open(HERS, RUTH).versions] == [5, 4]
    assert [one.heading for one in sent.editor.difference(HERS, 4, 5, RUTH).sections] == ["Case"]
    with pytest.raises(NotFoundError, match="no version 3 of draft ann/d1"):
        sent.editor.open(HERS, RUTH, 3)
    with pytest.raises(NotFoundError, match="no version 2 of draft ann/d1"):
        sent.editor.difference(HERS, 2, 5, RUTH)


@pytest.mark.parametrize("action", ["reviewed", "released", "noted", "returned"])
def test_nobody_of_a_team_signs_their_own(desk, action):
    writes_too = replace(ANN, actions=actions_of(Role.REVIEWER))
    sign(desk, "sent", ANN)
    if action == "released":
        sign(desk, "reviewed", RUTH, HERS)
    for named in ("d1", HERS):
        with pytest.raises(NotAllowedError, match="draft d1 is your own: somebody else has to have it"):
            sign(desk, action, writes_too, named, "x")
    with pytest.raises(NotAllowedError, match=r"not allowed for the role writer: to (review|release) drafts"):
        sign(desk, action, ANN, "d1", "x")
    assert desk.editor.awaiting(writes_too) == []


def test_a_writer_s_own_acts_are_nobody_else_s(sent):
    for action in ("sent", "reopened"):
        with pytest.raises(NotAllowedError, match="draft ann/d1 is not yours to be"):
            sign(sent, action, RUTH, HERS)
    first = sent.ids[0][1]
    with pytest.raises(NotFoundError):
        sent.editor.edit(HERS, first, "Mine now.", RUTH, base=4)
    for change in (
        lambda: sent.editor.fill(HERS, {"rating": "Sell"}, RUTH),
        lambda: sent.editor.settle(HERS, first, RUTH),
        lambda: sent.editor.regenerate(HERS, first, RUTH),
        lambda: sent.editor.choose(HERS, SourceChoice(first, OPEN.id, 1, SourceUse.PINNED), RUTH),
    ):
        with pytest.raises(DeskError):
            change()
    assert sent.editor.open("d1", ANN).draft.version == 4


def test_a_draft_is_there_only_for_who_may_see_all_that_it_was_made_from(sent):
    said = []
    for named in (HERS, "ann/d2", "bob/d1"):
        for do in (
            lambda named=named: sent.editor.open(named, ODD),
            lambda named=named: sent.editor.versions(named, ODD),
            lambda named=named: sent.editor.blocking(named, ODD),
            lambda named=named: sent.editor.sign(Signature(SignOffAction.REVIEWED, 4, "0" * 64), named, ODD),
            lambda named=named: sent.editor.as_shown(named, ODD, 4),
        ):
            with pytest.raises(NotFoundError) as absent:
                do()
            said.append(str(absent.value).replace(named, "…"))
    assert set(said) == {"no draft …; desk drafts awaiting shows what there is to review"}
    assert sent.editor.awaiting(ODD) == []
    assert [one.id for one in sent.editor.awaiting(replace(ODD, labels=ODD.labels | {"secret"}))] == [HERS]


def test_what_an_earlier_version_cited_counts(desk):
    desk.edit("Results", "Revenues were good.", base=4, access=ANN)
    cited = {
        one.document_id for section in desk.editor.open("d1", ANN).draft.sections for claim in section.claims for one in claim.citations
    }
    assert SECRET.id not in cited
    sign(desk, "sent", ANN)
    assert desk.editor.awaiting(ODD) == []
    narrow = replace(RUTH, labels=frozenset({OPEN.label, SECRET.label}))
    assert len(desk.editor.awaiting(narrow)) == 1
    assert desk.editor.awaiting(replace(narrow, labels=frozenset({OPEN.label}))) == []


def test_a_company_that_is_closed_to_a_reviewer_has_no_draft_for_them(sent):
    assert sent.editor.awaiting(replace(RUTH, closed=frozenset({"Alpha Corp"}))) == []
    assert len(sent.editor.awaiting(replace(RUTH, closed=frozenset({"Gamma plc"})))) == 1


@pytest.mark.parametrize("role", [Role.READER, Role.WRITER, Role.COMPLIANCE, Role.ADMINISTRATOR])
def test_other_roles_have_nothing_to_review(sent, role):
    other = member("other", role)
    assert sent.editor.awaiting(other) == []
    with pytest.raises(NotFoundError):
        sent.editor.open(HERS, other)


def test_without_a_team_nothing_is_sent_and_nobody_else_s_draft_is_there(desk):
    alone = Access("ann")
    with pytest.raises(UsageError, match="there is no team"):
        sign(desk, "sent", alone)
    sign(desk, "sent", ANN)
    with pytest.raises(NotFoundError):
        desk.editor.open(HERS, Access("ruth"))
    assert desk.editor.awaiting(Access("ruth")) == []
    assert sign(desk, "reviewed", alone).draft.state is DraftState.REVIEWED


def test_an_edit_or_taking_it_back_ends_the_review(sent):
    before = sent.editor.open(HERS, RUTH)
    saved = sent.edit("Case", "We changed our mind.", base=4, access=ANN)
    assert saved.reopened
    with pytest.raises(NotFoundError):
        sent.editor.sign(Signature(SignOffAction.REVIEWED, 4, before.sha256), HERS, RUTH)
    sign(sent, "sent", ANN)
    with pytest.raises(CouldNotAskError, match="version 5 of draft ann/d1 has another content"):
        sent.editor.sign(Signature(SignOffAction.REVIEWED, 5, before.sha256), HERS, RUTH)
    assert sign(sent, "reopened", ANN).draft.state is DraftState.DRAFT
    with pytest.raises(NotFoundError):
        sent.editor.open(HERS, RUTH)


def test_steps_are_taken_in_order(desk):
    with pytest.raises(NotFoundError):
        sign(desk, "reviewed", RUTH, HERS)
    sign(desk, "sent", ANN)
    with pytest.raises(UsageError, match="draft ann/d1 is in review: only one that is reviewed can be released; review it first"):
        sign(desk, "released", RUTH, HERS)
    with pytest.raises(UsageError, match="draft d1 is in review: only one that is draft can be sent to review"):
        sign(desk, "sent", ANN)


def test_two_texts_of_a_section_and_what_is_withheld_are_settled_before_it_is_sent(desk):
    desk.edit("Case", "Theirs.", base=4, tab="a", access=ANN)
    desk.edit("Case", "Mine.", base=4, tab="b", access=ANN)
    with pytest.raises(UsageError, match="cannot be sent to review: section “Case” has another text beside it"):
        sign(desk, "sent", ANN)
    fresh = Desk()
    with pytest.raises(UsageError, match="has 1 piece that you may not see"):
        sign(fresh, "sent", replace(ANN, labels=labelled("public", OPEN.label).labels))


def test_what_its_writer_let_stand_counts_for_who_releases_it(desk):
    saved = desk.edit("Results", "Alpha's revenues were $9,999 million. [1]", base=4, access=ANN)
    (support,) = desk.editor.support(saved.draft, saved.section, ANN)
    desk.editor.accept(support, "the memo says so", ANN)
    sign(desk, "sent", ANN)
    opened = desk.editor.open(HERS, RUTH)
    section = next(one for one in opened.draft.sections if one.heading == "Results")
    assert [one.accepted for one in desk.editor.support(opened.draft, section, RUTH)] == ["the memo says so"]
    assert desk.editor.blocking(HERS, RUTH) == ()
    with pytest.raises(NotFoundError):
        desk.editor.support(opened.draft, section, ODD)


def test_as_of_a_day_before_its_sources_a_draft_is_not_there(sent):
    assert len(sent.editor.awaiting(RUTH)) == 1
    assert sent.editor.awaiting(replace(RUTH, as_of=OPEN.published_at.replace(year=1990))) == []
