"""Signatures: bound to one version's content, refused while something is open, undone by any edit, each in the audit trail."""

from dataclasses import replace

import pytest

from research.drafting.editing.supporting import _unnamed
from research.errors import CouldNotAskError, UsageError
from research.nouns.answers import Claim, Verdict
from research.nouns.drafts import DraftState
from research.nouns.editing import SignOffAction
from tests.research.drafting.editing.desk import ANN, HIDDEN, SHOWN, Desk, labelled, make_draft


def ready():
    """Return a draft with nothing open: its element given, its case written."""
    desk = Desk()
    desk.editor.fill("d1", {"rating": "Hold"}, ANN)
    desk.edit("Case", "We like the shares.", base=2)
    desk.edit("Results", "Revenues were $ 1,577. [1]", base=3)
    return desk


def sign(desk, action, access=ANN, **changed):
    opened = desk.open(access)
    return getattr(desk.editor, action)("d1", access, **{"version": opened.draft.version, "sha256": opened.sha256, **changed})


def test_a_draft_is_reviewed_then_released_and_each_is_told():
    desk = ready()
    reviewed = sign(desk, "review", comment="read  it")
    assert reviewed.draft.state is DraftState.REVIEWED
    released = sign(desk, "release")
    assert released.draft.state is DraftState.RELEASED
    assert released.draft.is_final
    assert [(one.action, one.version, one.sha256, one.by, one.is_own, one.comment) for one in released.sign_offs] == [
        (SignOffAction.REVIEWED, 4, released.sha256, "ann", True, "read it"),
        (SignOffAction.RELEASED, 4, released.sha256, "ann", True, ""),
    ]
    last = desk.events()[-1]
    assert (last.action, last.subject) == ("draft released", "Alpha")
    assert dict(last.details) == {
        "draft": "d1",
        "version": "4",
        "sha256": released.sha256,
        "from": "reviewed",
        "by": "ann",
        "own draft": "yes",
        "comment": "",
    }


def test_a_mark_without_a_source_and_a_table_that_is_not_there_keep_a_draft_from_release():
    desk = ready()
    desk.edit("Case", "We like the shares [99] and more.\n\n{{table: No such}}", base=4)
    assert desk.editor.blocking("d1", ANN) == (
        "section “Case” says [99], which is nothing that it has",
        "section “Case” says {{table: No such}}, which is nothing that it has",
    )
    desk.edit("Case", "We like the shares and more.", base=5)
    assert desk.editor.blocking("d1", ANN) == ()


def test_any_edit_reopens_and_says_so():
    desk = ready()
    sign(desk, "review")
    sign(desk, "release")
    saved = desk.edit("Case", "We like them.", base=4)
    assert saved.reopened
    assert (saved.draft.state, saved.draft.is_final, saved.version) == (DraftState.DRAFT, False, 5)
    assert desk.open(version=4).draft.state is DraftState.RELEASED
    assert ("reopened", "released") in desk.events()[-1].details
    assert not desk.edit("Case", "We still like them.", base=5).reopened


def test_typing_on_never_changes_a_signed_version():
    desk = ready()
    desk.editor.edit("d1", desk.ids[2][1], "We like the shares. A", ANN, base=4, tab="a")
    sign(desk, "review")
    saved = desk.editor.edit("d1", desk.ids[2][1], "We like the shares. A lot.", ANN, base=4, tab="a")
    assert (saved.version, saved.reopened) == (5, True)
    assert desk.editor.text_of(desk.open(version=4).draft.sections[2]) == "We like the shares. A"


@pytest.mark.parametrize(
    ("changed", "why"), [({"version": 3}, "version 4 .*is the newest, not 3"), ({"sha256": "0" * 64}, "another content")]
)
def test_another_version_or_content_is_not_signed(changed, why):
    desk = ready()
    with pytest.raises(CouldNotAskError, match=why):
        sign(desk, "review", **changed)
    assert desk.open().sign_offs == ()


def test_only_a_reviewed_draft_is_released():
    with pytest.raises(UsageError, match=r"is draft: only one that is reviewed can be released; review it first"):
        sign(ready(), "release")


def test_reopening_by_hand_needs_a_signed_draft():
    desk = ready()
    with pytest.raises(UsageError, match="can be reopened; it can be edited as it is"):
        sign(desk, "reopen")
    sign(desk, "review")
    assert sign(desk, "reopen", comment="one more look").draft.state is DraftState.DRAFT
    assert sign(desk, "review").draft.state is DraftState.REVIEWED


def test_what_is_open_keeps_a_draft_from_release():
    desk = Desk()
    sign(desk, "review")
    assert desk.editor.blocking("d1", ANN) == ("element “rating” is open", "Case: To be written: the case")
    with pytest.raises(UsageError, match=r"cannot be released: element “rating” is open; Case: To be written: the case"):
        sign(desk, "release")


def test_an_open_conflict_keeps_a_draft_from_release():
    desk = ready()
    desk.edit("Case", "Theirs.", base=4, tab="a")
    desk.edit("Case", "Mine.", base=4, tab="b")
    assert desk.editor.blocking("d1", ANN) == ("section “Case” has another text beside it: keep one of them",)


def test_a_sentence_against_its_source_keeps_a_draft_from_release_until_it_is_let_stand():
    desk = ready()
    saved = desk.edit("Results", "Alpha's revenues were $9,999 million. [1]\n\nRevenues were $ (1,577). [1]", base=4)
    supports = desk.editor.support(saved.draft, saved.section, ANN)
    against = [one for one in supports if one.verdict is Verdict.MISMATCH]
    assert against
    sign(desk, "review")
    blocking = desk.editor.blocking("d1", ANN)
    assert [line.startswith("section “Results”: “") for line in blocking] == [True] * len(against)
    for one in against:
        desk.editor.accept(one, "the memo says so", ANN)
    assert desk.editor.blocking("d1", ANN) == ()
    assert sign(desk, "release").draft.state is DraftState.RELEASED
    reasons = [dict(one.details)["reason"] for one in desk.ledger.ledger.events(ANN, action="accept sentence")]
    assert reasons == ["the memo says so"] * len(against)


def test_what_a_reader_may_not_see_they_do_not_sign():
    desk = Desk()
    with pytest.raises(UsageError, match="section “Results” has 1 piece that you may not see"):
        sign(desk, "review", access=labelled("public"))
    assert any("may not see" in one for one in desk.editor.blocking("d1", labelled("public")))


def test_the_hash_is_that_of_the_content_alone():
    desk = ready()
    before = desk.open().sha256
    sign(desk, "review")
    assert desk.open().sha256 == before
    draft = make_draft()
    other = replace(draft, sources=tuple(reversed(draft.sources)))
    assert Desk(draft=draft).open().sha256 != Desk(draft=other).open().sha256
    assert SHOWN != HIDDEN


def test_a_year_in_the_name_of_a_cited_document_is_none_of_the_figure():
    draft = make_draft()
    cited = replace(SHOWN, document=f"{SHOWN.document}-1999")
    assert _unnamed(Claim(f"Revenues: $1,577 million in {cited.document}.", (cited,))) == "Revenues: $1,577 million in the paper."
    assert _unnamed(draft.sections[0].claims[0]) == draft.sections[0].claims[0].text
