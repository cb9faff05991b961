"""Which machines may be asked: checked addresses of public ones only.

A name is looked up once and all of its addresses are checked; whoever connects is given the addresses, never the name, so that a second
look-up cannot lead elsewhere (DNS rebinding).
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TypeAlias

from research.errors import CouldNotAskError
from research.text.patterns import read_beside

# Returns the addresses of a name as text, in the order to try them; raises OSError when there are none.
Resolver: TypeAlias = Callable[[str], Sequence[str]]

_Network: TypeAlias = IPv4Network | IPv6Network
_TABLE = read_beside(__file__, "addresses.toml")
PORTS: frozenset[int] = frozenset(_TABLE["ports"])
_PRIVATE_NAMES: frozenset[str] = frozenset(_TABLE["private_names"])
# Interface identifiers of ISATAP (RFC 5214), which hold an IPv4 address inside any network: the upper half of the identifier.
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})


def resolve(name: str) -> list[str]:
    """Return the addresses that the system knows for a name, each once; raises OSError when there are none."""
    try:
        found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise OSError(f"not a name: {type(error).__name__}") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def resolve_within(resolver: Resolver, name: str, seconds: float) -> list[str]:
    """Return what the resolver answers; raises CouldNotAskError when that is nothing, or not within so many seconds."""
    answer: Future[Sequence[str]] = Future()

    def look_up() -> None:
        """Put what the resolver answers into `answer`."""
        try:
            answer.set_result(resolver(name))
        except (OSError, ValueError) as error:
            answer.set_exception(error)

    # The system's look-up cannot be given a limit: one that hangs is left behind, and ends by the resolver's own time.
    threading.Thread(target=look_up, name=f"look-up of {name}", daemon=True).start()
    hint = "check the address and the connection"
    try:
        addresses = list(answer.result(timeout=max(0.0, seconds)))
    except TimeoutError as error:
        raise CouldNotAskError(f"{name}: the name servers did not answer in time", hint) from error
    except (OSError, ValueError) as error:
        raise CouldNotAskError(f"{name}: no such name, or no name server answers", hint) from error
    if not addresses:
        raise CouldNotAskError(f"{name}: the name has no address", hint)
    return addresses


def why_not_public(address: str) -> str | None:
    """Return why an IPv4 or IPv6 address may not be asked, None when it may: whatever is not surely public is not."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "not an address"
    denied, public = _networks()
    if isinstance(parsed, IPv6Address) and (parsed.scope_id or not any(parsed in network for network in public)):
        return "not public IPv6"
    if isinstance(parsed, IPv6Address) and (int(parsed) >> 32) & 0xFFFFFFFF in _ISATAP:
        return "ISATAP, IPv4 inside IPv6"
    return next((reason for network, reason in denied if parsed.version == network.version and parsed in network), None)


def is_private_name(name: str) -> bool:
    """Return whether a name (ASCII, lower case, no dot at its end) is never public: one word, or under a private ending."""
    labels = name.split(".")
    return len(labels) < 2 or any(".".join(labels[at:]) in _PRIVATE_NAMES for at in range(len(labels)))


def canonical_address(text: str) -> IPv4Address | IPv6Address | None:
    """Return the address that a text is in plain spelling (four decimal numbers, or IPv6 without a zone), else None."""
    try:
        return ip_address(text) if "%" not in text else None
    except ValueError:
        return None


@cache
def _networks() -> tuple[tuple[tuple[_Network, str], ...], tuple[_Network, ...]]:
    denied = tuple((ip_network(network), str(reason)) for network, reason in _TABLE["networks"].items())
    return denied, tuple(ip_network(network) for network in _TABLE["public_ipv6"])
