"""A model's settings: where its gateway is, what it can do, what it costs, and what may be sent to it."""

from __future__ import annotations

import ipaddress
from decimal import Decimal
from typing import Annotated, TypeAlias
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

from research.nouns.models import StructuredWay

# Of a gateway's own certificate checks nothing is ever switched off; these are the names of this machine.
_LOCAL_NAMES = frozenset({"localhost", "localhost.localdomain", "ip6-localhost"})


def _checked_address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("give an http or https address")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError("give the address without user, password and query; the key has a setting of its own")
    return url.rstrip("/")


# The base address of an endpoint, without a slash at its end.
EndpointUrl: TypeAlias = Annotated[str, AfterValidator(_checked_address)]


def is_loopback(url: str) -> bool:
    """Return whether an address is on this machine."""
    host = urlsplit(url).hostname or ""
    if host.casefold() in _LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_plain(url: str) -> bool:
    """Return whether what is sent to an address can be read on its way: plain http to another machine."""
    return urlsplit(url).scheme == "http" and not is_loopback(url)


class ModelSettings(BaseModel):
    """One language model behind an OpenAI-compatible endpoint. The key is never printed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=200, description="The model's name, as its gateway knows it.")
    url: EndpointUrl = Field(description="Base address of the endpoint, as http://127.0.0.1:11434/v1.")
    key: SecretStr = Field(SecretStr(""), description="Key of the gateway; none is sent when empty.")
    headers: dict[str, SecretStr] = Field(default_factory=dict, description="Further headers, as a company gateway asks for.")
    seconds: float = Field(60.0, gt=0, le=3600, description="Time limit for one reply, waits and repeated requests included.")
    retries: int = Field(2, ge=0, le=10, description="How often an overloaded or unreachable gateway is asked again, with growing waits.")
    context_window: int = Field(8_192, ge=1_024, description="Tokens that a request and its reply may have together.")
    max_tokens: int = Field(1_200, ge=64, description="Most tokens of one reply.")
    thinking_tokens: int = Field(0, ge=0, description="Tokens beside those for its thoughts, of a model that thinks before it replies.")
    structured: StructuredWay = Field(StructuredWay.TEXT, description="How it is made to answer in JSON: function, schema or text.")
    price_in: Decimal = Field(Decimal(0), ge=0, description="Price of a million tokens that are sent.")
    price_out: Decimal = Field(Decimal(0), ge=0, description="Price of a million tokens that are said.")
    local: bool = Field(False, description="It is ours although not on this machine: what is sent to it does not count as leaving.")

    @property
    def is_loopback(self) -> bool:
        """Return whether the gateway is on this machine."""
        return is_loopback(self.url)

    @property
    def is_remote(self) -> bool:
        """Return whether what is sent to the model leaves this machine and what is ours."""
        return not (self.is_loopback or self.local)

    @property
    def is_plain(self) -> bool:
        """Return whether what is sent can be read on its way: plain http to another machine."""
        return is_plain(self.url)
