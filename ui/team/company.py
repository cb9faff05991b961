"""The company's sign-in (OpenID Connect) as Streamlit does it: what its routes are, and whom the cookie that they leave names.

Streamlit's `st.login` goes the same way: its routes talk to the provider that `[auth]` of its secrets names, check the reply, and leave a
signed cookie that lives for a month. Here that cookie is no session: it makes one while it is fresh, and is taken away.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response
from streamlit.user_info import generate_login_redirect_url
from streamlit.web.server.starlette import starlette_auth_routes as routes
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from research.rights.claims import is_fresh

PROVIDER = "default"


class CompanySignIn:
    """Streamlit's sign-in of the provider called "default": the one that stands in `[auth]` itself."""

    paths = frozenset({"/auth/login", "/oauth2callback"})

    def address(self) -> str:
        """Return where the way to the provider begins; it is good for two minutes."""
        return generate_login_redirect_url(PROVIDER)

    def claims(self, request: Request) -> Mapping[str, object] | None:
        """Return what the provider said of who came back just now, None for nobody."""
        kept = routes._get_cookie_value_from_request(request, USER_COOKIE_NAME)
        try:
            found = json.loads(kept) if kept else None
        except ValueError:
            return None
        return found if isinstance(found, dict) and is_fresh(found, datetime.now(UTC)) else None

    def clear(self, response: Response, request: Request) -> None:
        """Take away the cookies that Streamlit left."""
        if any(name.startswith(USER_COOKIE_NAME) for name in request.cookies):
            routes._clear_auth_cookie(response, request)
