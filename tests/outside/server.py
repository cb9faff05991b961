"""A web server on loopback that says exactly what a test tells it to, proper or not, and remembers what it was asked."""

from __future__ import annotations

import contextlib
import gzip
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ingest.fetch import FetchLimits, SafeFetcher
from tests.waiting import LONG_SECONDS

QUICK = FetchLimits(seconds=60.0, idle_seconds=60.0, wire_bytes=200_000, header_bytes=20_000, content_bytes=400_000)
# How a client begins that wants a secure connection.
_TLS = b"\x16\x03"
NAME = "news.example.com"


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked for: the target as it was written, header names in lower case, and the bytes as they came."""

    method: str
    target: str
    headers: Mapping[str, str]
    raw: bytes = b""


# What a route sends: bytes, or pieces that are written one by one; or whatever it does with the connection itself.
Sent = bytes | Iterable[bytes]
Route = Callable[[Request], Sent]


def packed(content: bytes) -> bytes:
    """Return bytes as gzip packs them, the same at any time: tests are named by them."""
    return gzip.compress(content, mtime=0)


def answer(body: bytes = b"", status: int = 200, **headers: str) -> bytes:
    """Return a proper answer; `content_type="…"` becomes the header Content-Type; Content-Length is added where it is not given."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if status not in {204, 304} and not {"content-length", "transfer-encoding"} & named.keys():
        named["content-length"] = str(len(body))
    lines = [f"HTTP/1.1 {status} Said", *(f"{name}: {value}" for name, value in named.items())]
    return "\r\n".join([*lines, "", ""]).encode("utf-8") + body


@dataclass
class LocalServer:
    """Routes by path (without the query); any other path is answered with 404. `asked` is what came, in order."""

    port: int = 0
    routes: dict[str, Route | bytes] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)
    connections: int = 0
    closing: threading.Event = field(default_factory=threading.Event)

    @property
    def targets(self) -> list[str]:
        """Return the targets that were asked for, in order."""
        return [request.target for request in self.asked]

    def url(self, path: str, *, host: str = NAME, scheme: str = "http") -> str:
        """Return the URL of a path under a name that `fetcher` finds here."""
        return f"{scheme}://{host}:{self.port}{path}"

    def ticks(self, seconds: float = 0.02) -> Iterator[None]:
        """Yield every so many seconds until the server closes: for answers that drip."""
        while not self.closing.wait(seconds):
            yield

    def fetcher(self, limits: FetchLimits = QUICK, *, context: ssl.SSLContext | None = None) -> SafeFetcher:
        """Return a fetcher that finds every name at this server and may ask it, and no other machine."""
        return SafeFetcher(limits, resolver=lambda _name: ["127.0.0.1"], allowed=[("127.0.0.1", self.port)], context=context)

    def handle(self, connection: socket.socket) -> None:
        """Read one request and send what its route says; a client that leaves early is no error."""
        self.connections += 1
        with connection, contextlib.suppress(OSError):
            request = _read(connection)
            if request is None:
                connection.sendall(answer(status=400))
                return
            self.asked.append(request)
            route = self.routes.get(request.target.partition("?")[0], answer(status=404))
            sent = route if isinstance(route, bytes) else route(request)
            for piece in [sent] if isinstance(sent, bytes) else sent:
                connection.sendall(piece)


@contextlib.contextmanager
def local_server(tls: ssl.SSLContext | None = None) -> Iterator[LocalServer]:
    """Serve on loopback while the context lasts, each connection in a thread of its own."""
    server, threads = LocalServer(), []

    def accept(listening: socket.socket) -> None:
        while not server.closing.is_set():
            with contextlib.suppress(OSError, ssl.SSLError):
                connection, _ = listening.accept()
                if server.closing.is_set():
                    connection.close()
                    return
                connection.settimeout(LONG_SECONDS)
                threads.append(threading.Thread(target=_serve, args=(server, connection, tls), daemon=True))
                threads[-1].start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        server.port = listening.getsockname()[1]
        accepting = threading.Thread(target=accept, args=(listening,), daemon=True)
        accepting.start()
        try:
            yield server
        finally:
            server.closing.set()
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", server.port), timeout=5):
                pass  # wakes the thread that accepts
            for thread in [accepting, *threads]:
                thread.join(timeout=10)


def _serve(server: LocalServer, connection: socket.socket, tls: ssl.SSLContext | None) -> None:
    with connection, contextlib.suppress(OSError):
        server.handle(tls.wrap_socket(connection, server_side=True) if tls else connection)


def _read(connection: socket.socket) -> Request | None:
    raw = b""
    while b"\r\n\r\n" not in raw:
        if raw.startswith(_TLS) or not (more := connection.recv(65_536)):
            return None
        raw += more
    first, *lines = raw.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ")
    headers = dict(line.split(": ", 1) for line in lines)
    return Request(method, target, {name.lower(): value for name, value in headers.items()}, raw)
