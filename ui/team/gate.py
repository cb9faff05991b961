"""The gate before everything that a team's server serves: who has no session sees the sign-in page, and no byte of anything else.

It stands before Streamlit (ASGI), so that a page, its stream, images and uploads are asked for by users alone. The session's token is
in a cookie that scripts cannot read, which is not sent with what other sites post, and over TLS only where there is TLS.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from functools import partial
from http.cookies import CookieError, SimpleCookie
from typing import Any, TypeAlias
from urllib.parse import parse_qs, quote, urlsplit

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from research.errors import NotAllowedError
from research.rights.signing_in import SignIn
from research.team_settings import TeamSettings
from ui.team.company import CompanySignIn
from ui.team.sign_in_page import SIGN_IN, SIGN_OUT, STYLE, STYLE_FILE, SignInForm, no_users_html, sign_in_html, sign_out_html

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

HEALTH = "/_stcore/health"
_MOST_BYTES, _LONGEST_TARGET = 8_192, 2_000
_OWN_PAGES = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
)


def cookie_name(team: TeamSettings) -> str:
    """Return the name of the session's cookie; with TLS one that browsers take from this host by TLS alone."""
    return "__Host-desk-session" if team.is_encrypted else "desk-session"


class Gate:
    """Lets requests of users through to `app`, and serves the sign-in page. `own_host` is where browsers reach it, "" for as they say."""

    def __init__(
        self, app: App, *, sign_in: Callable[[], SignIn], team: TeamSettings, company: CompanySignIn | None = None, own_host: str = ""
    ) -> None:
        self._app, self._sign_in, self._team, self._company = app, sign_in, team, company
        self._own_host = own_host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, stream, or the server's own events."""
        if scope["type"] == "http":
            await self._serve(scope, receive, _with_headers(send))
        elif scope["type"] != "websocket" or await self._user(scope):
            await self._app(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008, "reason": "sign in"})

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        request, path = Request(scope, receive), scope["path"]
        if path == HEALTH or (self._company is not None and path in self._company.paths):
            await self._app(scope, receive, send)
        elif path == STYLE:
            await Response(STYLE_FILE.read_bytes(), media_type="text/css")(scope, receive, send)
        elif path in {SIGN_IN, SIGN_OUT}:
            answer = self._signing_in if path == SIGN_IN else self._signing_out
            await (await answer(request))(scope, receive, send)
        elif await self._user(scope):
            await self._app(scope, receive, send)
        else:
            await _turned_away(request)(scope, receive, send)

    async def _user(self, scope: Scope) -> str:
        """Return whose session a request is of, "" for nobody's."""
        user = await to_thread.run_sync(self._sign_in().user_of, self._token(scope))
        return user.name if user else ""

    def _token(self, scope: Scope) -> str:
        """Return the token of a request's cookie, "" for none."""
        try:
            for name, value in scope["headers"]:
                if name == b"cookie" and (held := SimpleCookie(value.decode("latin-1")).get(cookie_name(self._team))):
                    return held.value
        except CookieError:
            return ""
        return ""

    async def _signing_in(self, request: Request) -> Response:
        if not await to_thread.run_sync(self._sign_in().has_users):
            return _page(no_users_html(), 503)
        to = _target(request.query_params.get("to", "/"))
        if request.method in {"GET", "HEAD"}:
            return await self._came_back(request, to)
        if request.method != "POST":
            return PlainTextResponse("sign in by the form", 405)
        if not self._is_own(request):
            return _page(sign_in_html(self._form(to, error="This came from another site. Sign in here.")), 403)
        fields = await _fields(request)
        if fields is None:
            return PlainTextResponse("too long", 413)
        to, name = _target(fields.get("to", "/")), fields.get("name", "")
        begin = partial(self._sign_in().with_password, name, fields.get("password", ""))
        return await self._begun(request, begin, to, name=name)

    async def _came_back(self, request: Request, to: str) -> Response:
        """Return the form, or let in whom the company's sign-in names just now."""
        claims = self._company.claims(request) if self._company is not None else None
        if not claims:
            if await self._user(request.scope):
                return RedirectResponse(to, 303)
            return self._cleared(_page(sign_in_html(self._form(to))), request)
        return self._cleared(await self._begun(request, partial(self._sign_in().with_claims, claims), to), request)

    async def _begun(self, request: Request, begin: Callable[[], str], to: str, *, name: str = "") -> Response:
        """Return the way on with a new session's cookie, in whose place the one before ends; else the form with why not."""
        try:
            token = await to_thread.run_sync(begin)
        except NotAllowedError as error:
            return _page(sign_in_html(self._form(to, name=name[:64], error=error.message)), 403)
        await to_thread.run_sync(self._sign_in().sign_out, self._token(request.scope))
        response = RedirectResponse(to, 303)
        response.set_cookie(
            cookie_name(self._team), token, httponly=True, samesite="lax", secure=self._team.is_encrypted, path="/", max_age=None
        )
        return response

    async def _signing_out(self, request: Request) -> Response:
        user = await self._user(request.scope)
        if not user:
            return RedirectResponse(SIGN_IN, 303)
        if request.method != "POST":
            return _page(sign_out_html(user))
        if not self._is_own(request):
            return _page(sign_out_html(user), 403)
        await to_thread.run_sync(self._sign_in().sign_out, self._token(request.scope))
        response = RedirectResponse(SIGN_IN, 303)
        response.delete_cookie(cookie_name(self._team), path="/", secure=self._team.is_encrypted, httponly=True, samesite="lax")
        response.headers["clear-site-data"] = '"cache", "storage"'
        return self._cleared(response, request)

    def _form(self, to: str, *, name: str = "", error: str = "") -> SignInForm:
        address = self._company.address() if self._company is not None else ""
        return SignInForm(self._team.passwords, address, to, name, error)

    def _cleared(self, response: Response, request: Request) -> Response:
        """Return a response that takes what the company's sign-in left in the browser: it has been used, or is too old."""
        if self._company is not None:
            self._company.clear(response, request)
        return response

    def _is_own(self, request: Request) -> bool:
        """Return whether a form was sent from a page of this server."""
        origin = request.headers.get("origin")
        if origin is None or origin == "null":
            return request.headers.get("sec-fetch-site") == "same-origin"
        return urlsplit(origin).netloc in {request.headers.get("host", ""), *([self._own_host] if self._own_host else [])}


def _turned_away(request: Request) -> Response:
    """Return the way to the sign-in page for who opens a page, and no more than a line for all else."""
    is_page = request.method in {"GET", "HEAD"} and "text/html" in request.headers.get("accept", "")
    if not is_page:
        return PlainTextResponse("sign in", 401, headers={"cache-control": "no-store"})
    path = quote(request.url.path) + (f"?{request.url.query}" if request.url.query else "")
    to = f"?to={quote(path, safe='')}" if _target(path) != "/" else ""
    return RedirectResponse(f"{SIGN_IN}{to}", 303, headers={"cache-control": "no-store"})


def _target(text: str) -> str:
    """Return where to go after signing in: a path of this server, "/" for anything else."""
    is_path = text.startswith("/") and not text.startswith(("//", "/\\")) and "\\" not in text
    return text if is_path and text.isprintable() and text.isascii() and len(text) <= _LONGEST_TARGET and " " not in text else "/"


async def _fields(request: Request) -> dict[str, str] | None:
    """Return the fields of a form, None for one that is too long."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _MOST_BYTES:
            return None
    try:
        found = parse_qs(body.decode("ascii", "replace"), keep_blank_values=True, max_num_fields=8)
    except ValueError:
        return None
    return {name: values[0] for name, values in found.items()}


def _page(html: str, status: int = 200) -> Response:
    return HTMLResponse(html, status, headers={"content-security-policy": _OWN_PAGES, "cache-control": "no-store"})


def _with_headers(send: Send) -> Send:
    """Return what sends with the headers that every answer has."""

    async def sent(message: MutableMapping[str, Any]) -> None:
        """Send a message."""
        if message["type"] == "http.response.start":
            held = {name.lower() for name, _ in message.get("headers", ())}
            message["headers"] = [*message.get("headers", ()), *(one for one in _HEADERS if one[0] not in held)]
        await send(message)

    return sent
