"""Public URLs → what their servers send: the only door by which content from outside comes in.

Each URL, and each one that a redirect leads to, is read once into parts, its host looked up once, every address of it checked, and
the connection made to a checked address; certificates are checked for the name. Nothing is sent but what is seen here: no cookies, no
user, no referrer, no proxy of the environment.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from ipaddress import ip_address
from typing import TypeAlias

import httpcore

from ingest.addresses import PORTS, Resolver, resolve, resolve_within, why_not_public
from ingest.connecting import CheckedBackend, Meter, trusted
from ingest.inflating import ACCEPTED, inflate
from ingest.web_address import WebAddress, joined, web_address
from research.errors import CouldNotAskError, LimitExceededError
from research.nouns.fetched import FetchedContent

# What robots.txt files call this program.
PRODUCT = "research-desk"
LONGEST_WAIT = 7 * 24 * 3600
_Headers: TypeAlias = list[tuple[bytes, bytes]]
_ACCEPT = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/html;q=0.8, */*;q=0.5"
_WITH_BODY = frozenset({200, 203})
_PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_VALIDATOR = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,1022}[\x21-\x7e])?")
_HINT = "try again later, or check the address in a browser"


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one fetch may take: seconds in all and between two packets, bytes on the wire, of headers and when inflated, redirects."""

    seconds: float = 30.0
    idle_seconds: float = 10.0
    wire_bytes: int = 16 * 1024 * 1024
    header_bytes: int = 64 * 1024
    content_bytes: int = 32 * 1024 * 1024
    redirects: int = 5


class SafeFetcher:
    """Reads public URLs within limits; keeps nothing between two of them, so several threads may ask at once."""

    def __init__(
        self,
        limits: FetchLimits = FetchLimits(),
        *,
        resolver: Resolver = resolve,
        allowed: Collection[tuple[str, int]] = (),
        context: ssl.SSLContext | None = None,
    ) -> None:
        """`allowed` are (address, port) pairs that are asked though they are not public: for a server of the caller's own."""
        self._limits, self._resolver, self._context = limits, resolver, context
        self._allowed = frozenset((str(ip_address(address)), port) for address, port in allowed)
        self._ports = PORTS | {port for _, port in self._allowed}

    def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> FetchedContent:
        """Return what the server sent, as `research.protocols.outside.Fetcher` says."""
        asked = at = web_address(url)
        meter = Meter(str(asked), seconds=self._limits.seconds, idle_seconds=self._limits.idle_seconds)
        validators = _validators(etag, last_modified)
        permanent = True
        for _ in range(self._limits.redirects + 1):
            status, headers, content = self._ask(at, validators, meter)
            if status not in _REDIRECTS:
                break
            permanent = permanent and status in _PERMANENT
            at = joined(at, _location(headers, at))
        else:
            raise LimitExceededError(f"{asked}: redirects more than {self._limits.redirects} times", _HINT)
        if status == 304 and not validators:
            raise CouldNotAskError(f"{at}: says that nothing changed, to one who asks for the first time", _HINT)
        moved = permanent and at != asked and (status in _WITH_BODY or status == 304)
        told = _told(headers)
        return FetchedContent(at.url, status, content, told, at.url if moved else None, _retry_after(told))

    def _ask(self, at: WebAddress, validators: _Headers, meter: Meter) -> tuple[int, _Headers, bytes]:
        """Return status, headers and body of one answer; redirects are not followed."""
        addresses = self._checked(at, meter)
        origin = httpcore.Origin(at.scheme.encode(), at.host.encode(), at.port)
        backend = CheckedBackend(addresses, meter)
        meter.allow(self._limits.header_bytes, "headers")
        try:
            with httpcore.HTTPConnection(origin, ssl_context=self._trusted(at), network_backend=backend) as connection:
                return self._exchange(connection, at, validators, meter)
        except httpcore.TimeoutException as error:
            meter.wait()
            raise CouldNotAskError(f"{at}: does not answer", _HINT) from error
        except httpcore.ConnectError as error:
            raise CouldNotAskError(f"{at}: {_why_not_connected(error)}", _HINT) from error
        except httpcore.NetworkError as error:
            raise CouldNotAskError(f"{at}: breaks off", _HINT) from error
        except httpcore.ProtocolError as error:
            raise CouldNotAskError(f"{at}: does not answer in proper HTTP, or less than it announced", _HINT) from error

    def _checked(self, at: WebAddress, meter: Meter) -> list[str]:
        """Return the addresses to connect to, all of them checked; one that is not public refuses the host."""
        if at.port not in self._ports:
            raise CouldNotAskError(f"{at}: port {at.port} is not asked", f"use one of {', '.join(map(str, sorted(PORTS)))}")
        addresses = [at.host] if at.is_literal else resolve_within(self._resolver, at.host, meter.wait())
        for address in addresses:
            why = why_not_public(address)
            if why is None and at.port in PORTS:
                continue
            if why == "not an address" or (str(ip_address(address)), at.port) not in self._allowed:
                raise CouldNotAskError(f"{at}: leads to an address that is not public ({why or 'port'})", "give a public address")
        return addresses

    def _exchange(
        self, connection: httpcore.HTTPConnection, at: WebAddress, validators: _Headers, meter: Meter
    ) -> tuple[int, _Headers, bytes]:
        url = httpcore.URL(scheme=at.scheme.encode(), host=at.host.encode(), port=at.port, target=at.target.encode("ascii"))
        sent = [
            (b"Host", at.authority.encode("ascii")),
            (b"User-Agent", _user_agent()),
            (b"Accept", _ACCEPT.encode("ascii")),
            (b"Accept-Encoding", ACCEPTED.encode("ascii")),
            (b"Connection", b"close"),
            *validators,
        ]
        with connection.stream("GET", url, headers=sent) as response:
            headers: _Headers = [(name.lower(), value) for name, value in response.headers]
            if response.status < 200:
                raise CouldNotAskError(f"{at}: answers with status {response.status}, which ends nothing", _HINT)
            if response.status not in _WITH_BODY:
                return response.status, headers, b""
            wire = self._body(response, headers, at, meter)
        encoding = ",".join(value.decode("latin-1") for name, value in headers if name == b"content-encoding")
        return response.status, headers, inflate(wire, encoding, most=self._limits.content_bytes, name=str(at))

    def _body(self, response: httpcore.Response, headers: _Headers, at: WebAddress, meter: Meter) -> bytes:
        """Return the body as it comes over the wire; what is announced as too much is not begun."""
        announced = next((int(value) for name, value in headers if name == b"content-length" and value.isdigit()), 0)
        if announced > self._limits.wire_bytes:
            raise LimitExceededError(f"{at}: {announced:,} bytes, the limit is {self._limits.wire_bytes:,}", "leave it out")
        meter.allow(self._limits.wire_bytes, "bytes")
        return b"".join(response.iter_stream())

    def _trusted(self, at: WebAddress) -> ssl.SSLContext | None:
        return (self._context or trusted()) if at.scheme == "https" else None


@cache
def _user_agent() -> bytes:
    try:
        return f"{PRODUCT}/{version(PRODUCT)}".encode("ascii")
    except PackageNotFoundError:  # run from a folder that was never installed
        return PRODUCT.encode("ascii")


def _validators(etag: str | None, last_modified: str | None) -> _Headers:
    """Return the headers that make a 304 possible; what could not have come from a server is not sent."""
    given = ((b"If-None-Match", etag), (b"If-Modified-Since", last_modified))
    return [(name, value.encode("ascii")) for name, value in given if value and _VALIDATOR.fullmatch(value)]


def _location(headers: _Headers, at: WebAddress) -> str:
    value = next((value for name, value in headers if name == b"location"), None)
    if not value:
        raise CouldNotAskError(f"{at}: redirects without saying where", _HINT)
    try:
        return value.decode("utf-8")  # many servers write other scripts as they are
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _told(headers: _Headers) -> Mapping[str, str]:
    told: dict[str, str] = {}
    for raw_name, raw_value in headers:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        if name != "set-cookie":
            told[name] = f"{told[name]}, {value}" if name in told else value
    return told


def _retry_after(told: Mapping[str, str]) -> int | None:
    """Return the seconds of Retry-After (RFC 9110, 10.2.3), whether it gives a number or an instant; None for what is neither."""
    value = told.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]+", value):
        return LONGEST_WAIT if len(value) > 9 else min(int(value), LONGEST_WAIT)
    until, now = _instant(value), _instant(told.get("date", "")) or datetime.now(UTC)
    return min(max(0, round((until - now).total_seconds())), LONGEST_WAIT) if until else None


def _instant(value: str) -> datetime | None:
    try:
        instant = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _why_not_connected(error: Exception) -> str:
    """Return why a connection was not made, without what the server may have said of itself."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate is not valid (OpenSSL {cause.verify_code})"
    return "no secure connection can be made" if isinstance(cause, ssl.SSLError) else "cannot be reached"
