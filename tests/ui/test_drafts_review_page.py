"""The page of drafts in a team: what awaits review is listed for who reviews, read, noted on, returned, reviewed and released there."""

from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from research.nouns.access import Access
from research.nouns.drafts import DraftState
from tests.cli.test_drafts_review import DRAFT
from tests.research.rights.team import opened_team
from tests.ui.test_drafts_page import as_it_is, html, page
from tests.waiting import LONG_SECONDS
from ui.pages.desk import Desk
from ui.pages.drafts_desk import DraftsDesk


@pytest.fixture
def team(tmp_path):
    with opened_team(tmp_path) as workspace:
        workspace.drafts.save(Access("writer"), DRAFT, expected=0)
        yield workspace


def opened(team, user, **address):
    settings = team.settings.model_copy(update={"user": user})
    desk = DraftsDesk(team, Desk(team, settings, partial(bytes, 0)), as_it_is, soon=LONG_SECONDS)
    app = AppTest.from_function(page, args=(desk,), default_timeout=LONG_SECONDS)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def keys(app):
    return {one.key for one in app.button}


def signing(app):
    """Show the tab of signatures."""
    app.segmented_control(key="draft-beside-choice").set_value("Sign-off").run()
    assert not app.exception
    return app


def press(app, key, comment=""):
    (said,) = [one for one in app.text_input if (one.key or "").startswith("draft-comment-")]
    said.set_value(comment)
    app.button(key=key).click().run()
    assert not app.exception
    return app


def state_of(team):
    return team.drafts.get(Access("writer"), "d1").state


def test_a_draft_goes_from_its_writer_to_a_reviewer_and_is_released(team):
    mine = signing(opened(team, "writer", draft="d1"))
    assert {one for one in keys(mine) if one.startswith("draft-sign-")} == {"draft-sign-sent"}
    assert "In review" in html(mine)
    press(mine, "draft-sign-sent", "ready")
    assert state_of(team) is DraftState.IN_REVIEW
    assert {one for one in keys(mine) if one.startswith("draft-sign-")} == {"draft-sign-reopened"}

    listed = opened(team, "reviewer")
    assert "Awaiting your review" in html(listed)
    assert "by writer" in html(listed)
    listed.button(key="drafts-open-writer-d1").click().run()
    assert not listed.exception
    assert "A draft of writer, for you to read and to sign." in html(listed)
    assert {"draft-edit-anyway", "draft-anew-now"} & keys(listed) == set()
    theirs = signing(listed)
    assert {one for one in keys(theirs) if one.startswith("draft-sign-")} == {
        "draft-sign-reviewed",
        "draft-sign-returned",
        "draft-sign-noted",
    }
    press(theirs, "draft-sign-noted", "a <b>date</b>?")
    assert "a &lt;b&gt;date&lt;/b&gt;?" in html(theirs)
    press(theirs, "draft-sign-reviewed")
    press(theirs, "draft-sign-released")
    assert state_of(team) is DraftState.RELEASED
    assert opened(team, "reviewer").button(key="drafts-new")
    assert "None." in html(opened(team, "reviewer"))


def test_what_is_returned_without_words_is_one_clear_line(team):
    press(signing(opened(team, "writer", draft="d1")), "draft-sign-sent")
    theirs = signing(opened(team, "reviewer", draft="writer/d1"))
    press(theirs, "draft-sign-returned")
    assert "Nothing is said: a draft is returned with words for its writer" in html(theirs)
    press(theirs, "draft-sign-returned", "thin")
    assert state_of(team) is DraftState.DRAFT
    assert "is returned to its writer" in html(theirs)


@pytest.mark.parametrize("user", ["writer", "administrator"])
def test_who_does_not_review_sees_nothing_of_it(team, user):
    press(signing(opened(team, "writer", draft="d1")), "draft-sign-sent")
    assert "Awaiting your review" not in html(opened(team, user))
    if user != "writer":
        assert "No draft writer/d1" in html(opened(team, user, draft="writer/d1"))
