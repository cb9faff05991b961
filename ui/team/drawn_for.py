"""For whom a page is drawn: the user of the settings, or of a team whose session the browser's cookie is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from hashlib import sha256
from typing import Protocol

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from research.errors import SignedOutError
from research.nouns.access import Access
from research.rights.signing_in import SignIn
from research.settings import Settings
from ui.team.gate import cookie_name

_OWNER = "drawn-for"
SIGNED_OUT = "You are signed out"


class TeamWorkspace(Protocol):
    """What is needed of a workspace to know for whom a page is drawn."""

    @property
    def settings(self) -> Settings:
        """Return the settings."""
        ...

    @property
    def sign_in(self) -> SignIn:
        """Return what lets the team's users in."""
        ...

    def access(self, user: str) -> Access:
        """Return what a user may see now."""
        ...


def drawn_for(workspace: TeamWorkspace, cookies: Mapping[str, str] | None = None) -> str:
    """Return the user for whom this run of a page is, having cleared what a former one left; raises SignedOutError for nobody."""
    if workspace.settings.team is None:
        return workspace.settings.user
    token = _token(workspace, browser_cookies() if cookies is None else cookies)
    user = workspace.sign_in.user_of(token)
    if user is None:
        st.session_state.clear()
        raise SignedOutError(SIGNED_OUT, "sign in again")
    owner = sha256(f"{user.name}\n{token}".encode("utf-8", "surrogatepass")).hexdigest()
    if st.session_state.to_dict().get(_OWNER) != owner:
        st.session_state.clear()
        st.session_state[_OWNER] = owner
    return user.name


def browser_cookies() -> Mapping[str, str]:
    """Return the cookies that the browser of this session came with."""
    return st.context.cookies


def reader_for(workspace: TeamWorkspace, user: str, cookies: Callable[[], Mapping[str, str]] = browser_cookies) -> Callable[[], Access]:
    """Return what gives the access of a user at each request; of a team, raises SignedOutError once the session is over.

    Parts of a page that draw themselves anew ask so too. They do not keep a session in use: nobody may be there.
    """
    if workspace.settings.team is None:
        return partial(workspace.access, user)

    def read() -> Access:
        """Return the access."""
        if get_script_run_ctx(suppress_warning=True) is not None:
            held = workspace.sign_in.user_of(_token(workspace, cookies()), in_use=False)
            if held is None or held.name != user:
                raise SignedOutError(SIGNED_OUT, "sign in again")
        return workspace.access(user)

    return read


def _token(workspace: TeamWorkspace, cookies: Mapping[str, str]) -> str:
    team = workspace.settings.team
    return str(cookies.get(cookie_name(team), "")) if team else ""
