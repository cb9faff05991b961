"""A page is drawn for whose session the cookie is, keeps nothing of a former user, and for a single user asks nobody."""

from streamlit.testing.v1 import AppTest

from research.nouns.access import Access
from research.nouns.roles import Role
from research.rights.users import NewUser
from research.settings import Settings
from research.workspace import Workspace
from tests.research.rights.team import PASSWORD, Moment, sign_in_of, team_settings, users_of


class Page:
    """A page that shows for whom it is drawn and what the session holds, in a browser whose cookie a test sets."""

    def __init__(self, workspace):
        self.workspace, self.cookies = workspace, {}
        self.app = AppTest.from_function(draw, kwargs={"page": self}, default_timeout=30)

    def look(self, token):
        """Return what is drawn for who has that token."""
        self.cookies = {"desk-session": token}
        return [one.value for one in self.app.run().text]


def draw(page):
    import streamlit as st

    from research.errors import NotAllowedError
    from ui.team.drawn_for import drawn_for, reader_for

    cookies = page.cookies
    try:
        user = drawn_for(page.workspace, cookies)
        st.text(user)
        st.text(str(st.session_state.get("question")))
        st.session_state["question"] = f"asked by {user}"
        reader = reader_for(page.workspace, user, lambda: cookies)
        st.text(reader().role)
        page.workspace.before_second()
        st.text(reader().role)
    except NotAllowedError as error:
        st.text(error.message)


def test_nothing_of_a_former_user_is_left_and_a_session_that_ends_ends_parts_of_a_page_too(tmp_path):
    moment = Moment()
    with Workspace.open(team_settings(tmp_path)) as workspace:
        users = users_of(workspace, moment)
        users.add(Access("ann"), NewUser("ann", Role.ADMINISTRATOR, PASSWORD))
        users.add(Access("ann"), NewUser("ben", Role.READER, PASSWORD))
        workspace.sign_in = sign_in_of(workspace, moment)
        workspace.before_second = lambda: None
        ann, again, ben = (workspace.sign_in.with_password(name, PASSWORD) for name in ("ann", "ann", "ben"))
        page = Page(workspace)
        assert page.look(ann) == ["ann", "None", "administrator", "administrator"]
        assert page.look(ann) == ["ann", "asked by ann", "administrator", "administrator"]
        assert page.look(ben) == ["ben", "None", "reader", "reader"]
        assert page.look(again) == ["ann", "None", "administrator", "administrator"]
        assert page.look("") == ["You are signed out"]
        assert page.look(ann)[1] == "None"
        workspace.before_second = lambda: users.revoke(Access("ann"), "ann")
        assert page.look(ann) == ["ann", "asked by ann", "administrator", "You are signed out"]
        assert page.look(ann) == ["You are signed out"]


def test_a_part_that_draws_itself_anew_keeps_no_session_in_use(tmp_path):
    moment = Moment()
    with Workspace.open(team_settings(tmp_path)) as workspace:
        users_of(workspace, moment).add(Access("ann"), NewUser("ann", Role.ADMINISTRATOR, PASSWORD))
        sign_in = sign_in_of(workspace, moment)
        token = sign_in.with_password("ann", PASSWORD)
        for _ in range(3):
            moment.later(minutes=9)
            assert sign_in.user_of(token, in_use=False).name == "ann"
        moment.later(minutes=3)
        assert sign_in.user_of(token, in_use=False) is None


def test_a_single_user_is_the_one_of_the_settings_and_no_session_is_asked_for():
    class Alone:
        settings = Settings(user="analyst")

        def access(self, user):
            return Access(user)

    from ui.team.drawn_for import drawn_for, reader_for

    assert drawn_for(Alone()) == "analyst"
    assert reader_for(Alone(), "analyst")() == Access("analyst")
