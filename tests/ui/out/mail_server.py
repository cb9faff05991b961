"""A mail server on this machine that keeps what it took, over TLS or not, and answers as a test wants."""

from __future__ import annotations

import asyncio
import shutil
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from tests.waiting import LONG_SECONDS

USER, PASSWORD = "desk@example.org", "correct horse battery"
HOST = "127.0.0.1"
OPENSSL = shutil.which("openssl")


@dataclass
class Box:
    """What the server took: for each message its sender, its recipients and its bytes. `say` answers in place of taking one."""

    taken: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    say: dict[str, str] = field(default_factory=dict)
    before_answer: Callable[[Any], None] = lambda _server: None
    logged_in: list[bool] = field(default_factory=list)
    port: int = 0

    async def handle_MAIL(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.say.get("MAIL", "250 OK")

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if "RCPT" in self.say:
            return self.say["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if "DATA" in self.say:
            return self.say["DATA"]
        self.logged_in.append(bool(session.authenticated))
        self.taken.append((envelope.mail_from, list(envelope.rcpt_tos), envelope.content))
        self.before_answer(server)
        return "250 taken"

    @property
    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(content, policy=policy.default) for _, _, content in self.taken]  # type: ignore[misc]


@contextmanager
def mail_server(*, starttls: ssl.SSLContext | None = None, tls: ssl.SSLContext | None = None, auth: bool = False) -> Iterator[Box]:
    """Serve, and give the box that what is taken falls into."""
    box = Box()

    def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
        known = isinstance(given, LoginPassword) and (given.login, given.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=known, handled=known)

    options: dict[str, Any] = {"enable_SMTPUTF8": False, "hostname": "mail.example.org"}
    if starttls:
        options |= {"tls_context": starttls, "require_starttls": True}
    if auth:
        options |= {"authenticator": authenticate, "auth_required": True, "auth_require_tls": bool(starttls)}
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="mail server", daemon=True)
    thread.start()

    async def serve() -> asyncio.Server:
        return await loop.create_server(lambda: SMTP(box, loop=loop, **options), HOST, 0, ssl=tls)

    async def end(server: asyncio.Server) -> None:
        server.close()
        for task in asyncio.all_tasks(loop) - {asyncio.current_task()}:
            task.cancel()

    server = asyncio.run_coroutine_threadsafe(serve(), loop).result(LONG_SECONDS)
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        asyncio.run_coroutine_threadsafe(end(server), loop).result(LONG_SECONDS)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(LONG_SECONDS)
        loop.close()


def certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return contexts of a server that shows a certificate for an address of this machine or a name, and of a client that trusts it."""
    key, made = folder / f"{name}.key", folder / f"{name}.pem"
    kind = "IP" if name[:1].isdigit() else "DNS"
    command = [str(OPENSSL), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    command += ["-subj", "/CN=a test", "-addext", f"subjectAltName={kind}:{name}", "-keyout", str(key), "-out", str(made)]
    subprocess.run(command, check=True, capture_output=True)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(made, key)
    return serving, ssl.create_default_context(cafile=str(made))
