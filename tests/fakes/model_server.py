"""An OpenAI-compatible server on this machine that says what a test gives it, in every way in which gateways speak and fail."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Reply:
    """One reply: its words (or a function of the request that gives them), or a status that it fails with; how it is sent.

    It comes after `wait` seconds, in pieces with a `pause` between them.
    """

    text: str | Callable[[dict[str, Any]], str] = ""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    wait: float = 0.0
    pause: float = 0.0
    cut: bool = False
    raw: bytes | None = None
    finish: str = "stop"
    refusal: str = ""
    piece: int = 24


@dataclass
class ModelServer:
    """A running server: `url` is its base address, `requests` what it was asked (body, headers), `replies` what it says, in turn.

    `arrived` are when requests came, `first_word` and `spans` when it sent a stream's first words and when each request came and was
    answered, which its client may hear of first; `listed` are the models that it names, `embed` gives the vectors of texts.
    """

    url: str
    replies: list[Reply]
    requests: list[tuple[dict[str, Any], dict[str, str]]] = field(default_factory=list)
    arrived: list[float] = field(default_factory=list)
    first_word: list[float] = field(default_factory=list)
    spans: list[tuple[float, float]] = field(default_factory=list)
    listed: list[dict[str, Any]] = field(default_factory=list)
    embed: Callable[[list[str]], list[list[float]]] | None = None

    def next(self) -> Reply:
        """Return the next reply; the last one is repeated."""
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


@contextmanager
def serving(
    *replies: Reply, listed: Sequence[dict[str, Any]] = (), embed: Callable[[list[str]], list[list[float]]] | None = None
) -> Iterator[ModelServer]:
    """Run a server with these replies; a request for vectors is answered by `embed` after the replies that fail."""
    http = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    http.daemon_threads = True
    server = ModelServer(f"http://127.0.0.1:{http.server_port}/v1", list(replies), listed=list(listed), embed=embed)
    http.model = server  # type: ignore[attr-defined]
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        """Answer a request for the list of models."""
        server: ModelServer = self.server.model  # type: ignore[attr-defined]
        if self.path.endswith("/models") and server.listed:
            self._send(200, json.dumps({"object": "list", "data": server.listed}).encode(), ())
        else:
            self._send(404, b'{"error":{"message":"no"}}', ())

    def do_POST(self):
        """Answer a request for a chat completion, or for vectors."""
        server: ModelServer = self.server.model  # type: ignore[attr-defined]
        began = time.perf_counter()
        server.arrived.append(began)
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server.requests.append((body, {name.lower(): value for name, value in self.headers.items()}))
        reply = server.next() if server.replies else Reply()
        time.sleep(reply.wait)
        try:
            if self.path.endswith("/embeddings") and server.embed and reply.status == 200 and reply.raw is None:
                self._send(200, json.dumps(_vectors(body, server.embed(body["input"]))).encode(), ())
            elif reply.raw is not None or reply.status != 200:
                self._send(reply.status, reply.raw if reply.raw is not None else b'{"error":{"message":"no"}}', reply.headers)
            elif body.get("stream"):
                self._stream(server, body, reply)
            else:
                self._send(200, json.dumps(_completion(body, reply)).encode(), reply.headers)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        finally:
            server.spans.append((began, time.perf_counter()))

    def log_message(self, *args):
        """Say nothing."""

    def _send(self, status: int, content: bytes, headers: Sequence[tuple[str, str]]) -> None:
        self.send_response(status)
        for name, value in (("Content-Type", "application/json"), ("Content-Length", str(len(content))), *headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def _stream(self, server: ModelServer, body: dict[str, Any], reply: Reply) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        text = _words(body, reply)
        pieces = [text[at : at + reply.piece] for at in range(0, len(text), reply.piece)]
        for number, piece in enumerate(pieces[: len(pieces) // 2] if reply.cut else pieces):
            self._event(_chunk(body, _delta(body, piece, first=number == 0)))
            if number == 0:
                server.first_word.append(time.perf_counter())
            time.sleep(reply.pause)
        if reply.refusal:
            self._event(_chunk(body, {"refusal": reply.refusal}))
        if not reply.cut:
            self._event(_chunk(body, {}, finish=reply.finish))
            self._event(_chunk(body, None) | {"choices": [], "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}})
            self.wfile.write(b"data: [DONE]\n\n")
        self.close_connection = True

    def _event(self, record: dict[str, Any]) -> None:
        self.wfile.write(f"data: {json.dumps(record)}\n\n".encode())
        self.wfile.flush()


def _words(body: dict[str, Any], reply: Reply) -> str:
    return reply.text(body) if callable(reply.text) else reply.text


def _delta(body: dict[str, Any], piece: str, *, first: bool) -> dict[str, Any]:
    if not body.get("tools"):
        return {"role": "assistant", "content": piece}
    named = {"id": "call_1", "type": "function"} if first else {}
    return {"tool_calls": [{"index": 0, **named, "function": {"arguments": piece, **({"name": "answer"} if first else {})}}]}


def _chunk(body: dict[str, Any], delta: dict[str, Any] | None, *, finish: str | None = None) -> dict[str, Any]:
    choices = [{"index": 0, "delta": delta, "finish_reason": finish}]
    return {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": body["model"], "choices": choices}


def _completion(body: dict[str, Any], reply: Reply) -> dict[str, Any]:
    text = _words(body, reply)
    message: dict[str, Any] = {"role": "assistant", "content": text} | ({"refusal": reply.refusal} if reply.refusal else {})
    if body.get("tools"):
        call = {"id": "call_1", "type": "function", "function": {"name": "answer", "arguments": text}}
        message = {"role": "assistant", "content": None, "tool_calls": [call]}
    usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
    choices = [{"index": 0, "message": message, "finish_reason": reply.finish}]
    return {"id": "1", "object": "chat.completion", "created": 0, "model": body["model"], "choices": choices, "usage": usage}


def _vectors(body: dict[str, Any], rows: list[list[float]]) -> dict[str, Any]:
    data = [{"object": "embedding", "index": at, "embedding": row} for at, row in enumerate(rows)]
    return {"object": "list", "model": body["model"], "data": data[::-1], "usage": {"prompt_tokens": 1, "total_tokens": 1}}
