"""An OpenID Connect provider on this machine: it lets in whom a test says, and signs what it says of them."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey


class FakeProvider:
    """What the provider knows; `said` is put into each token beside what every token says, `key` signs them."""

    def __init__(self) -> None:
        self.said: dict[str, object] = {}
        self.published = self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
        self.nonces: dict[str, str] = {}
        self.url = ""

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[int, dict[str, object] | str]:
        """Return a status and a JSON document, or the address that the browser is sent to."""
        if path == "/.well-known/openid-configuration":
            ends = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/keys"}
            at = {name: self.url + end for name, end in ends.items()}
            return 200, {"issuer": self.url, **at, "id_token_signing_alg_values_supported": ["RS256"]}
        if path == "/keys":
            return 200, {"keys": [self.published.as_dict(private=False)]}
        if path == "/authorize":
            self.nonces["code"] = query["nonce"][0]
            return 302, f"{query['redirect_uri'][0]}?{urlencode({'code': 'code', 'state': query['state'][0]})}"
        return 200, {"access_token": "a", "token_type": "Bearer", "expires_in": 60, "id_token": self._token()}

    def _token(self) -> str:
        now = int(time.time())
        every = {"iss": self.url, "aud": "desk", "sub": "0815", "iat": now, "exp": now + 60, "nonce": self.nonces["code"]}
        return jwt.encode({"alg": "RS256", "kid": "one"}, {**every, **self.said}, self.key)


@contextmanager
def serving_provider():
    """Serve a provider and give it."""
    provider = FakeProvider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(parse_qs(urlsplit(self.path).query))

        def do_POST(self) -> None:
            self._answer(parse_qs(self.rfile.read(int(self.headers["content-length"])).decode()))

        def _answer(self, query: dict[str, list[str]]) -> None:
            status, found = provider.answer(urlsplit(self.path).path, query)
            body = b"" if isinstance(found, str) else json.dumps(found).encode()
            self.send_response(status)
            if isinstance(found, str):
                self.send_header("location", found)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
