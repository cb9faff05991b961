"""The Streamlit entry of a team: `streamlit run ui/entry/team.py` serves the page behind the gate."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.middleware import Middleware
from streamlit import App

from research.errors import SettingsError
from research.settings import load_settings
from ui.logs import configure_logging
from ui.team.company import CompanySignIn
from ui.team.gate import Gate

if TYPE_CHECKING:
    from research.rights.signing_in import SignIn

configure_logging()
_SETTINGS = load_settings()
if _SETTINGS.team is None:
    raise SettingsError("there is no team, and this serves one", "set [team] in the settings file, or DESK_TEAM")


@cache
def _sign_in() -> SignIn:
    """Return what lets users in, over the ledger of the workspace."""
    from research.opened import OpenedWorkspace  # noqa: PLC0415

    return OpenedWorkspace.open(_SETTINGS).sign_in


app = App(
    Path(__file__).with_name("page.py"),
    middleware=[
        Middleware(
            Gate,
            sign_in=_sign_in,
            team=_SETTINGS.team,
            company=CompanySignIn() if _SETTINGS.team.oidc else None,
            own_host=urlsplit(_SETTINGS.page_url or "").netloc,
        )
    ],
)
