"""URLs as parts that nothing reads twice: what was checked is what is asked.

The grammar is narrower than that of browsers: one spelling of each host, no user or password, no control characters. Where readers of
URLs disagree (backslashes, "@", odd numbers, names that become other names), a URL is refused, not repaired.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin

import idna

from ingest.addresses import canonical_address, is_private_name
from research.errors import CouldNotAskError

LONGEST_URL = 4_096
_LONGEST_SHOWN = 200
_LONGEST_HOST = 253
_DEFAULT_PORTS = {"http": 80, "https": 443}
_GRAMMAR = re.compile(r"(?P<scheme>https?)://(?P<authority>[^/?#]*)(?P<path>/[^?#]*)?(?P<query>\?[^#]*)?(?:#.*)?", re.IGNORECASE)
_AUTHORITY = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]{2,45})\]|(?P<name>[^\[\]:@]+))(?::(?P<port>[0-9]{0,5}))?")
_SCHEME = re.compile(r"\s*(?P<scheme>[A-Za-z][A-Za-z0-9+.-]{0,20}):")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
# What may stand in a path and a query as it is; the rest is written as percent signs and numbers.
_SAFE_PATH = "/%:@!$&'()*+,;=~"
_SAFE_QUERY = _SAFE_PATH + "?"
_HINT = "give the address of the feed or page as a browser shows it"


@dataclass(frozen=True, slots=True)
class WebAddress:
    """A URL in parts: scheme "http" or "https", host (a lower-case ASCII name, or an address without brackets), port, path with query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """Return the host as the Host header has it: IPv6 in brackets, the port unless it is the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """Return the URL, spelt one way."""
        return f"{self.scheme}://{self.authority}{self.target}"

    @property
    def is_literal(self) -> bool:
        """Return whether the host is an address and not a name."""
        return canonical_address(self.host) is not None

    def __str__(self) -> str:
        """Return the URL for messages: without its query, which may hold a key of the reader."""
        return shown(self.url)


def shown(url: str) -> str:
    """Return a URL that is safe to print: one line, no query, no user or password, cut to 200 characters."""
    plain = re.split(r"[?#]", url, maxsplit=1)[0]
    # In a URL that can be read a user stands before the host only; in any other, wherever there is an "@".
    last = 3 if _GRAMMAR.fullmatch(url) else None
    parts = plain.split("/")
    plain = "/".join([part.rpartition("@")[2] for part in parts[:last]] + (parts[last:] if last else []))
    plain = "".join(letter if letter.isprintable() else "?" for letter in plain)
    return plain if len(plain) <= _LONGEST_SHOWN else plain[: _LONGEST_SHOWN - 1] + "…"


def web_address(url: str) -> WebAddress:
    """Return a URL in parts; raises CouldNotAskError for any that is not plainly http or https to a host that could be public."""
    url = url.strip(" ")
    if len(url) > LONGEST_URL:
        raise CouldNotAskError(f"{shown(url)}: longer than {LONGEST_URL:,} characters", _HINT)
    if _CONTROL.search(url):
        raise CouldNotAskError(f"{shown(url)}: holds control characters", _HINT)
    whole = _GRAMMAR.fullmatch(url)
    if whole is None:
        raise CouldNotAskError(f"{shown(url)}: {_why_not_web(url)}", _HINT)
    parts = _AUTHORITY.fullmatch(whole["authority"])
    if parts is None:
        with_user = "a user name or password is not sent" if "@" in whole["authority"] else "the host cannot be read"
        raise CouldNotAskError(f"{shown(url)}: {with_user}", _HINT)
    scheme = whole["scheme"].lower()
    host = _literal(parts["six"], url) if parts["six"] else _name(parts["name"], url)
    port = int(parts["port"]) if parts["port"] else _DEFAULT_PORTS[scheme]
    return WebAddress(scheme, host, port, quote(whole["path"] or "/", _SAFE_PATH) + quote(whole["query"] or "", _SAFE_QUERY))


def joined(base: WebAddress, location: str) -> WebAddress:
    """Return where a redirect from `base` leads; raises CouldNotAskError as `web_address`, and for a step down from https to http."""
    if len(location) > LONGEST_URL or _CONTROL.search(location):
        raise CouldNotAskError(f"{base}: redirects to what is not an address", _HINT)
    try:
        to = web_address(urljoin(base.url, location.strip(" ")))
    except ValueError as error:
        raise CouldNotAskError(f"{base}: redirects to what is not an address", _HINT) from error
    if base.scheme == "https" and to.scheme == "http":
        raise CouldNotAskError(f"{base}: redirects from https to http, which anyone on the way can read and change", _HINT)
    return to


def _why_not_web(url: str) -> str:
    scheme = _SCHEME.match(url)
    if scheme and scheme["scheme"].lower() not in _DEFAULT_PORTS:
        return f"only http and https are read, not {scheme['scheme'].lower()}"
    return "not an http or https address"


def _literal(six: str, url: str) -> str:
    parsed = canonical_address(six)
    if parsed is None or parsed.version != 6:
        raise CouldNotAskError(f"{shown(url)}: the host cannot be read", _HINT)
    return str(parsed)


def _name(text: str, url: str) -> str:
    """Return a host that is not in brackets: a plain IPv4 address, or a name in its ASCII form without a dot at its end."""
    host = _ascii(text, url).removesuffix(".")
    labels = host.split(".")
    if len(host) > _LONGEST_HOST or not all(_LABEL.fullmatch(label) for label in labels):
        raise CouldNotAskError(f"{shown(url)}: the host cannot be read", _HINT)
    if _NUMBER.fullmatch(labels[-1]):
        # Readers take 127.1, 0x7f.1 and 017700000001 for addresses, each in its own way.
        if canonical_address(text.removesuffix(".")) is None:
            raise CouldNotAskError(f"{shown(url)}: the host is an odd spelling of an address", _HINT)
    elif is_private_name(host):
        raise CouldNotAskError(f"{shown(url)}: the host is a name inside a private network", _HINT)
    return host


def _ascii(text: str, url: str) -> str:
    if text.isascii():
        return text.lower()
    if len(text) > _LONGEST_HOST:
        raise CouldNotAskError(f"{shown(url)}: the host cannot be read", _HINT)
    try:
        return idna.encode(text, uts46=True, std3_rules=True).decode("ascii").lower()
    except UnicodeError as error:
        raise CouldNotAskError(f"{shown(url)}: the host cannot be read", _HINT) from error
