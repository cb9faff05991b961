"""The company's sign-in by Streamlit's own routes, against a provider on this machine: whom it names comes in, once."""

from datetime import UTC, datetime

import httpx
import pytest
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit import config
from streamlit.runtime.secrets import secrets_singleton
from streamlit.web.server.starlette.starlette_auth_routes import create_auth_routes

from research.nouns.access import Access
from research.nouns.roles import Role
from research.rights.users import NewUser
from research.workspace import Workspace
from tests.fakes.oidc_provider import serving_provider
from tests.research.rights.team import sign_in_of, team_settings, users_of
from ui.team.company import CompanySignIn
from ui.team.gate import Gate

HERE = "http://localhost:8501"
BEN = {"email": "ben@desk.example", "email_verified": True}


@pytest.fixture
def desk(tmp_path):
    """Return a browser before the gate and Streamlit's routes, the provider, and the users."""
    with serving_provider() as provider, Workspace.open(team_settings(tmp_path, oidc=True, passwords=False)) as workspace:
        secrets = tmp_path / "secrets.toml"
        secrets.write_text(
            f'[auth]\nredirect_uri = "{HERE}/oauth2callback"\ncookie_secret = "{"s" * 40}"\nclient_id = "desk"\n'
            f'client_secret = "none"\nserver_metadata_url = "{provider.url}/.well-known/openid-configuration"\n'
        )
        before = config.get_option("secrets.files")
        config.set_option("secrets.files", [str(secrets)])
        secrets_singleton._reset()
        users = users_of(workspace)
        for name, role in (("ann", Role.ADMINISTRATOR), ("ben", Role.READER)):
            users.add(Access("ann"), NewUser(name, role, identity=f"{name}@desk.example"))
        sign_in = sign_in_of(workspace, lambda: datetime.now(UTC))
        gate = Middleware(Gate, sign_in=lambda: sign_in, team=workspace.settings.team, company=CompanySignIn())
        session = Middleware(SessionMiddleware, secret_key="k" * 40)
        routes = [*create_auth_routes(""), Route("/{path:path}", lambda request: PlainTextResponse("behind"))]
        app = Starlette(routes=routes, middleware=[gate, session])
        yield TestClient(app, base_url=HERE, follow_redirects=False), provider, users
        config.set_option("secrets.files", before)
        secrets_singleton._reset()


def come_back(client):
    """Go the way of a browser from the sign-in page over the provider to the desk, and return where it ends."""
    page = client.get("/sign-in").text
    begun = client.get(page.split('class="company" href="')[1].split('"')[0])
    back = httpx.get(begun.headers["location"]).headers["location"]
    done = client.get(back.removeprefix(HERE))
    assert done.status_code == 302
    assert client.get("/", headers={"accept": "text/html"}).headers["location"] == "/sign-in"
    return client.get("/sign-in")


def test_whom_the_provider_names_comes_in_and_streamlits_cookie_is_no_way_in_afterwards(desk):
    client, provider, _ = desk
    provider.said = BEN
    entered = come_back(client)
    assert (entered.status_code, entered.headers["location"]) == (303, "/")
    assert client.get("/").text == "behind"
    assert not any(name.startswith("_streamlit_user") for name in client.cookies)
    client.post("/sign-out", headers={"origin": HERE, "host": "localhost:8501"})
    again = client.get("/sign-in")
    assert (again.status_code, "Sign in with your company" in again.text) == (200, True)


@pytest.mark.parametrize("said", [{**BEN, "email": "eve@desk.example"}, {**BEN, "email_verified": False}, {"sub": "ben@desk.example"}])
def test_whom_it_does_not_name_for_sure_does_not_come_in(desk, said):
    client, provider, _ = desk
    provider.said = said
    refused = come_back(client)
    assert (refused.status_code, "You are not a user of this desk" in refused.text) == (403, True)
    assert client.get("/").status_code == 401


def test_a_disabled_user_does_not_come_in(desk):
    client, provider, users = desk
    provider.said = BEN
    users.disable(Access("ann"), "ben")
    assert come_back(client).status_code == 403


def test_a_cookie_that_streamlit_did_not_sign_names_nobody(desk):
    client, _, _ = desk
    client.cookies.set("_streamlit_user", '{"email": "ann@desk.example", "email_verified": true}')
    assert client.get("/sign-in").status_code == 200
    assert client.get("/").status_code == 401


def test_a_token_that_the_provider_did_not_sign_names_nobody(desk):
    client, provider, _ = desk
    provider.said = BEN
    provider.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
    assert come_back(client).status_code == 200
    assert client.get("/").status_code == 401
