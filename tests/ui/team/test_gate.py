"""Who has no session gets the sign-in page and no byte of anything else; the cookie, the form and the way on hold."""

from collections.abc import Mapping
from urllib.parse import quote

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from research.nouns.access import Access
from research.nouns.audit import AuditFilter
from research.nouns.roles import Role
from research.rights.signing_in import TOO_OFTEN, WRONG
from research.rights.users import NewUser
from research.workspace import Workspace
from tests.research.rights.team import PASSWORD, Moment, sign_in_of, team_settings, users_of
from ui.team.gate import Gate
from ui.team.sign_in_page import FIRST_USER

SECRET = "what the library holds"  # noqa: S105
HERE = "http://desk.example"
OWN = {"origin": HERE, "host": "desk.example"}


class Company:
    """A company's sign-in that names whom a test says."""

    paths = frozenset({"/auth/login", "/oauth2callback"})

    def __init__(self) -> None:
        self.said: Mapping[str, object] | None = None
        self.cleared = 0

    def address(self):
        return "/auth/login?provider=x"

    def claims(self, request):
        return self.said

    def clear(self, response, request):
        self.cleared += 1


async def behind(request):
    return PlainTextResponse(SECRET)


async def stream(websocket):
    await websocket.accept()
    await websocket.send_text(SECRET)
    await websocket.close()


class Desk:
    """A gate before an application, with ann in it, and a browser."""

    def __init__(self, workspace, *, company=None, **browser):
        self.moment, self.workspace = Moment(), workspace
        self.sign_in = sign_in_of(workspace, self.moment)
        gate = Middleware(Gate, sign_in=lambda: self.sign_in, team=workspace.settings.team, company=company)
        routes = [WebSocketRoute("/_stcore/stream", stream), Route("/{path:path}", behind, methods=["GET", "POST", "PUT"])]
        self.client = TestClient(Starlette(routes=routes, middleware=[gate]), base_url=HERE, follow_redirects=False, **browser)

    def enter(self, name="ann", password=PASSWORD, to="/", **headers):
        return self.client.post("/sign-in", data={"name": name, "password": password, "to": to}, headers={**OWN, **headers})


@pytest.fixture
def workspace(tmp_path):
    with Workspace.open(team_settings(tmp_path, oidc=True)) as opened:
        users_of(opened).add(Access("ann"), NewUser("ann", Role.ADMINISTRATOR, PASSWORD))
        yield opened


@pytest.fixture
def desk(workspace):
    return Desk(workspace)


PATHS = [
    "/",
    "/company",
    "/media/a.png",
    "/_stcore/host-config",
    "/static/js/main.js",
    "/sign-in/x",
    "/auth/login",
    "/_stcore/upload_file/1/2",
]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("cookie", [None, "desk-session=x", "desk-session", 'desk-session="', "=;=;desk-session=\xff"])
def test_without_a_session_nothing_is_served(desk, path, cookie):
    headers = {"cookie": cookie.encode("latin-1")} if cookie else {}
    for method, accept in (("GET", "text/html"), ("GET", "image/png"), ("POST", "text/html"), ("PUT", "*/*")):
        answer = desk.client.request(method, path, headers={**headers, "accept": accept})
        assert SECRET not in answer.text
        assert answer.status_code == (303 if (method, accept) == ("GET", "text/html") else 401)
    with pytest.raises(WebSocketDisconnect), desk.client.websocket_connect("/_stcore/stream", headers=headers):
        pass


def test_who_signs_in_is_served_with_a_cookie_that_scripts_cannot_read(desk):
    entered = desk.enter(to="/company?company=Quillmere%20Pumps")
    assert (entered.status_code, entered.headers["location"]) == (303, "/company?company=Quillmere%20Pumps")
    name, *flags = entered.headers["set-cookie"].split("; ")
    assert name.startswith("desk-session=")
    assert sorted(flags) == ["HttpOnly", "Path=/", "SameSite=lax"]
    served = desk.client.get("/company")
    assert served.text == SECRET
    assert (served.headers["x-content-type-options"], served.headers["x-frame-options"]) == ("nosniff", "DENY")
    with desk.client.websocket_connect("/_stcore/stream", headers={"cookie": name}) as held:
        assert held.receive_text() == SECRET


def test_over_tls_the_cookie_is_sent_by_tls_alone(tmp_path):
    with Workspace.open(team_settings(tmp_path, behind_proxy=True)) as opened:
        users_of(opened).add(Access("ann"), NewUser("ann", Role.ADMINISTRATOR, PASSWORD))
        cookie = Desk(opened).enter().headers["set-cookie"]
    assert cookie.startswith("__Host-desk-session=")
    assert "; Secure" in cookie


def test_signing_out_and_a_revocation_hold_for_the_next_request_and_stream(desk, workspace):
    desk.enter()
    token = desk.client.cookies["desk-session"]
    assert desk.client.get("/sign-out").text.count("You are signed in as ann.") == 1
    assert desk.client.get("/").text == SECRET
    out = desk.client.post("/sign-out", headers=OWN)
    assert (out.status_code, out.headers["clear-site-data"]) == (303, '"cache", "storage"')
    assert desk.client.get("/", headers={"cookie": f"desk-session={token}"}).status_code == 401
    desk.enter()
    cookie = {"cookie": f"desk-session={desk.client.cookies['desk-session']}"}
    with desk.client.websocket_connect("/_stcore/stream", headers=cookie) as held:
        assert held.receive_text() == SECRET
    users_of(workspace).revoke(Access("ann"), "ann")
    assert desk.client.get("/").status_code == 401
    with pytest.raises(WebSocketDisconnect), desk.client.websocket_connect("/_stcore/stream", headers=cookie):
        pass


def test_a_new_session_ends_the_one_before(desk):
    desk.enter()
    before = desk.client.cookies["desk-session"]
    desk.enter()
    assert desk.sign_in.user_of(before) is None
    assert desk.sign_in.user_of(desk.client.cookies["desk-session"]).name == "ann"


def test_what_is_wrong_reads_the_same_and_is_not_repeated(desk, workspace):
    said = [desk.enter(name, "not the pass word").text.replace(f'value="{name}"', "") for name in ("ann", "zoe")]
    assert said[0] == said[1]
    assert WRONG in said[0]
    assert "not the pass word" not in said[0] + repr(workspace.trail.newest(AuditFilter(), limit=50))
    for _ in range(4):
        desk.enter("ann", "not the pass word")
    limited = desk.enter()
    assert (limited.status_code, TOO_OFTEN in limited.text) == (403, True)


def test_a_name_is_shown_escaped(desk):
    shown = desk.enter('"><script>x</script>', "not the pass word").text
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil",
        "javascript:x",
        "/a\r\nset-cookie: x=y",
        "/" + "a" * 2_001,
        "",
    ],
)
def test_the_way_on_stays_on_this_server(desk, to):
    answer = desk.enter(to=to)
    assert answer.headers["location"] == "/"
    assert 'name="to" value="/"' in Desk(desk.workspace).client.get(f"/sign-in?to={quote(to, safe='')}").text


def test_who_opens_a_link_comes_to_it_after_signing_in(desk):
    away = desk.client.get("/?answer=a1&marker=2", headers={"accept": "text/html"})
    assert away.headers["location"] == "/sign-in?to=%2F%3Fanswer%3Da1%26marker%3D2"
    assert 'name="to" value="/?answer=a1&amp;marker=2"' in desk.client.get(away.headers["location"]).text


@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.example"}, {"origin": "null"}, {"origin": "null", "sec-fetch-site": "cross-site"}, {"origin": ""}]
)
def test_a_form_of_another_site_signs_nobody_in_or_out(desk, headers):
    assert desk.enter(**headers).status_code == 403
    desk.enter()
    assert desk.client.post("/sign-out", headers={**OWN, **headers}).status_code == 403
    assert desk.client.get("/").text == SECRET


def test_a_form_that_is_too_long_is_not_read(desk):
    assert desk.enter(password="x" * 9_000).status_code == 413
    assert desk.client.request("PUT", "/sign-in").status_code == 405


def test_before_there_are_users_the_page_says_how_to_make_the_first(tmp_path):
    with Workspace.open(team_settings(tmp_path)) as opened:
        desk = Desk(opened)
        for answer in (desk.client.get("/sign-in"), desk.enter()):
            assert answer.status_code == 503
            assert FIRST_USER in answer.text
            assert "<form" not in answer.text
        assert desk.client.get("/").status_code == 401


def test_the_sign_in_page_runs_nothing_and_is_in_no_frame(desk):
    page = desk.client.get("/sign-in")
    assert "<script" not in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert page.headers["cache-control"] == "no-store"
    assert desk.client.get("/sign-in.css").headers["content-type"].startswith("text/css")


def test_whom_the_companys_sign_in_names_comes_in_and_its_cookie_is_taken(workspace):
    company = Company()
    desk = Desk(workspace, company=company)
    users_of(workspace).add(Access("ann"), NewUser("ben", Role.READER, identity="ben@desk.example"))
    assert 'href="/auth/login?provider=x"' in desk.client.get("/sign-in").text
    company.said = {"email": "ben@desk.example", "email_verified": True, "iat": int(desk.moment.now.timestamp())}
    assert desk.client.get("/sign-in").status_code == 303
    assert desk.client.get("/").text == SECRET
    company.said = {**company.said, "email": "eve@desk.example"}
    refused = Desk(workspace, company=company).client.get("/sign-in")
    assert (refused.status_code, "You are not a user of this desk" in refused.text) == (403, True)
    assert company.cleared == 3
