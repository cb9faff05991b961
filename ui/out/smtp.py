"""Messages to a mail server, over TLS, each ended only once it is known on this side that it is being ended.

A server has taken a message when it has read the line that ends it (RFC 5321, 4.1.1.4): what is broken off before that it must forget.
So the outbox is told just before that line goes out, and only between the line and the server's answer can a kill leave it unsure.
"""

from __future__ import annotations

import base64
import ipaddress
import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from research.errors import SettingsError
from research.nouns.sending import Outgoing
from research.settings import Settings
from ui.out.handing import ClaimLostError, NeverHeardError, NotHandedOverError
from ui.out.mail import check_address
from ui.render.escaping import shorten, visible_line

STEP_SECONDS = 30.0
WHOLE_SECONDS = 180.0
_OK, _GO_ON = 250, 354
_SAID_CHARS = 200
_DOT = re.compile(rb"(?m)^\.")


class SmtpWay:
    """The `WayOut` of messages, through the server that the settings name.

    `context` is how certificates are checked; without one, by the system's authorities, TLS 1.2 or newer.
    """

    def __init__(self, settings: Settings, *, context: ssl.SSLContext | None = None, step_seconds: float = STEP_SECONDS) -> None:
        self._settings, self._step = settings, step_seconds
        self._context = context

    def hand(self, item: Outgoing, token: str, mark: Callable[[], bool]) -> None:
        """Return once the server has said that it took the message; raises NotHandedOverError, ClaimLostError, NeverHeardError."""
        del token
        sender = sender_of(self._settings)
        with self._server() as server:
            self._expect(server.mail(sender), "the sender", for_good=False)
            self._expect(server.rcpt(item.target), f"the recipient {item.target}")
            self._expect(server.docmd("DATA"), "the message", wanted=_GO_ON)
            server.send(_stuffed(item.content))
            if not mark():
                raise ClaimLostError(f"the message to {item.target} was taken over by another process", "it sends it")
            try:
                server.send(b".\r\n")
                answer = server.getreply()
            except (OSError, smtplib.SMTPException) as error:
                raise NeverHeardError(
                    f"the mail server {self._settings.smtp_host} was given the message and did not answer", "ask the recipient"
                ) from error
            self._expect(answer, "the message")
            with suppress(OSError, smtplib.SMTPException):
                server.quit()

    @contextmanager
    def _server(self) -> Iterator[smtplib.SMTP]:
        """Lend a connection that may be sent over; what fails on it before the message's end is not handed over."""
        host = self._settings.smtp_host or ""
        server = self._connected(host)
        # A server that gives a byte now and then would be waited for without end.
        watchdog = threading.Timer(WHOLE_SECONDS, _break_off, [server])
        watchdog.daemon = True
        watchdog.start()
        try:
            self._secured(server, host)
            yield server
        except smtplib.SMTPException as error:
            raise NotHandedOverError(f"the mail server {host} broke off ({type(error).__name__})", "it is tried again") from None
        except OSError as error:
            raise self._unreachable(host, error) from error
        finally:
            watchdog.cancel()
            server.close()

    def _connected(self, host: str) -> smtplib.SMTP:
        tls, port = self._settings.smtp_tls, self._settings.smtp_port
        try:
            if tls == "tls":
                return smtplib.SMTP_SSL(host, port, local_hostname=_own_name(), timeout=self._step, context=self._checked())
            return smtplib.SMTP(host, port, local_hostname=_own_name(), timeout=self._step)
        except smtplib.SMTPException as error:
            raise NotHandedOverError(f"the mail server {host} turned this program away ({type(error).__name__})", "try later") from None
        except OSError as error:
            raise self._unreachable(host, error) from error

    def _secured(self, server: smtplib.SMTP, host: str) -> None:
        """Encrypt and log in; without TLS, see that the other end is this machine."""
        if self._settings.smtp_tls == "starttls":
            try:
                server.starttls(context=self._checked())
            except smtplib.SMTPNotSupportedError:
                raise NotHandedOverError(
                    f"the mail server {host} offers no STARTTLS, and nothing was sent", "set DESK_SMTP_TLS=tls and DESK_SMTP_PORT=465"
                ) from None
        elif self._settings.smtp_tls == "none" and not _is_loopback(server):
            raise NotHandedOverError(f"the mail server {host} is not on this machine, and TLS is off", "set DESK_SMTP_TLS=starttls")
        server.ehlo_or_helo_if_needed()
        if self._settings.smtp_user and self._settings.smtp_password:
            self._log_in(server, host, self._settings.smtp_user)

    def _log_in(self, server: smtplib.SMTP, host: str, user: str) -> None:
        password = self._settings.smtp_password
        try:
            server.login(user, password.get_secret_value() if password else "")
        except smtplib.SMTPAuthenticationError as error:  # what the server says of it may repeat what it was told
            hint = "correct DESK_SMTP_USER and DESK_SMTP_PASSWORD"
            raise NotHandedOverError(f"the mail server {host} refused the name and password ({error.smtp_code})", hint) from None
        except smtplib.SMTPNotSupportedError:
            hint = "unset DESK_SMTP_USER, or name another server"
            raise NotHandedOverError(f"the mail server {host} takes no name and password", hint) from None

    def _expect(self, answer: tuple[int, bytes], what: str, *, wanted: int = _OK, for_good: bool = True) -> None:
        """Raise NotHandedOverError unless the server says yes; a no for ever (5xx) ends it where it is about this very message."""
        code, said = answer
        if code == wanted or (wanted == _OK and code == 251):
            return
        words = self._without_secrets(said.decode("utf-8", errors="replace"))
        refused = f"the mail server {self._settings.smtp_host} refused {what}: {code} {words}"
        raise NotHandedOverError(refused.strip(), "", for_good=for_good and 500 <= code < 600)

    def _without_secrets(self, said: str) -> str:
        """Return what a server said on one short line, without the password however it may repeat it."""
        if self._settings.smtp_password:
            secret, user = self._settings.smtp_password.get_secret_value(), self._settings.smtp_user or ""
            encoded = (base64.b64encode(one.encode()).decode() for one in (f"\0{user}\0{secret}", secret))
            for form in (*encoded, secret):
                said = said.replace(form, "…") if form else said
        return shorten(visible_line(said), _SAID_CHARS)

    def _checked(self) -> ssl.SSLContext:
        if self._context is None:
            self._context = ssl.create_default_context()
            self._context.minimum_version = ssl.TLSVersion.TLSv1_2
        return self._context

    def _unreachable(self, host: str, error: OSError) -> NotHandedOverError:
        if isinstance(error, ssl.SSLCertVerificationError):
            return NotHandedOverError(
                f"the mail server {host} has no certificate that holds: {error.verify_message}", "correct DESK_SMTP_HOST"
            )
        why = visible_line(error.strerror or str(error) or type(error).__name__).lower()
        hint = "correct DESK_SMTP_HOST, DESK_SMTP_PORT or DESK_SMTP_TLS, or wait until it is there"
        return NotHandedOverError(f"the mail server {host}, port {self._settings.smtp_port}, was not reached: {why}", hint)


def sender_of(settings: Settings) -> str:
    """Return the address that digests come from; raises SettingsError when mail is not set up."""
    if not settings.smtp_host:
        raise SettingsError("no mail server is set", "set DESK_SMTP_HOST and DESK_SMTP_FROM")
    if not settings.smtp_from:
        raise SettingsError("no address is set that digests come from", "set DESK_SMTP_FROM")
    return check_address(settings.smtp_from)


def _stuffed(content: bytes) -> bytes:
    """Return a message as it stands in the conversation: a line that begins with a dot has two, and the last line is ended."""
    return _DOT.sub(b"..", content if content.endswith(b"\r\n") else content + b"\r\n")


def _is_loopback(server: smtplib.SMTP) -> bool:
    if server.sock is None:
        return False
    return ipaddress.ip_address(server.sock.getpeername()[0].partition("%")[0]).is_loopback


def _own_name() -> str:
    """Return how this machine calls itself in the conversation, without asking any name server."""
    name = socket.gethostname()
    return name if re.fullmatch(r"[A-Za-z0-9.-]{1,200}", name) else "localhost"


def _break_off(server: smtplib.SMTP) -> None:
    with suppress(OSError):
        if server.sock is not None:
            server.sock.shutdown(socket.SHUT_RDWR)
