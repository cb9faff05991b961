"""What an endpoint says of its models, and who can reach a port of this machine."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from research.adapters.limited_client import LimitedClient
from research.errors import DeskError
from research.model_settings import is_loopback

_SECONDS = 10.0
_MOST_BYTES = 4 * 2**20
_TABLES = Path("/proc/net")
_LISTENING = "0A"


class _Listed(BaseModel):
    """A model as /models lists it; servers give its window under different names (vLLM, OpenRouter, LiteLLM, llama.cpp)."""

    model_config = ConfigDict(extra="ignore")

    id: str
    max_model_len: int | None = None
    context_length: int | None = None
    context_window: int | None = None
    max_input_tokens: int | None = None

    @property
    def window(self) -> int | None:
        """Return the tokens that it says it has room for."""
        return self.max_model_len or self.context_length or self.context_window or self.max_input_tokens


class _List(BaseModel):
    data: list[_Listed]


@dataclass(frozen=True, slots=True)
class Listing:
    """What /models says: the names of the models with their windows (None: not said), or one line why it says nothing."""

    windows: Mapping[str, int | None]
    why_not: str = ""


def list_models(url: str, key: str, headers: Mapping[str, str]) -> Listing:
    """Return what an endpoint's /models says; a gateway need not have it."""
    given = {**({"Authorization": f"Bearer {key}"} if key else {}), **headers}
    try:
        with LimitedClient(seconds=_SECONDS, own=is_loopback(url), most_bytes=_MOST_BYTES) as client:
            reply = client.get(f"{url}/models", headers=given)
        if reply.status_code != httpx.codes.OK:
            return Listing({}, f"it answered {reply.status_code}")
        return Listing({one.id: one.window for one in _List.model_validate_json(reply.content).data})
    except (httpx.HTTPError, OSError, DeskError) as error:
        return Listing({}, f"it could not be reached ({type(error).__name__})")
    except (ValidationError, ValueError):
        return Listing({}, "it sent what is no list of models")


def port_of(url: str) -> int:
    """Return the port of an address."""
    parts = urlsplit(url)
    return parts.port or (443 if parts.scheme == "https" else 80)


def is_open_to_network(port: int, tables: Path = _TABLES) -> bool | None:
    """Return whether a program on this machine listens on a port at other addresses than the machine's own; None where that is not known.

    `tables` is the folder of Linux's tables of connections; other systems have none.
    """
    found: list[str] = []
    for name in ("tcp", "tcp6"):
        try:
            lines = (tables / name).read_text(encoding="ascii").splitlines()[1:]
        except (OSError, UnicodeDecodeError):
            continue
        found += [fields[1] for line in lines if len(fields := line.split()) > 3 and fields[3] == _LISTENING]
    hosts = [host for host, _, number in (one.partition(":") for one in found) if int(number, 16) == port]
    return any(not _address(host).is_loopback for host in hosts) if hosts else None


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """Return an address as the tables write it: words of four bytes, each with its bytes turned round."""
    packed = b"".join(bytes.fromhex(text[at : at + 8])[::-1] for at in range(0, len(text), 8))
    found = ipaddress.ip_address(packed)
    return found.ipv4_mapped or found if isinstance(found, ipaddress.IPv6Address) else found
