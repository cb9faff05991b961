"""What sites allow programs to read, as their robots.txt says (RFC 9309)."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from ingest.web_address import WebAddress, web_address
from research.errors import CouldNotAskError, LimitExceededError
from research.protocols.outside import Fetcher

# As the RFC counts: at least so many bytes of a file are read, and it is kept for a day.
READ_BYTES = 500 * 1024
KEPT_SECONDS = 24 * 3600.0
# What could not be asked is asked again sooner.
AGAIN_SECONDS = 3600.0
_MAX_SITES = 2_000
_LINE = re.compile(r"\s*(?P<field>[A-Za-z-]{1,40})\s*:(?P<value>[^#]*)")
_TOKEN = re.compile(r"[A-Za-z_-]+|\*")
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PATH = "/robots.txt"


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one site for this program: (pattern of paths, whether they may be read)."""

    lines: tuple[tuple[str, bool], ...] = ()

    def allow(self, path: str) -> bool:
        """Return whether a path with its query may be read: the longest pattern that fits decides, an allowance before a ban."""
        path = _normal(path)
        fitting = [(len(pattern), allowed) for pattern, allowed in self.lines if _fits(pattern, path)]
        return path == _PATH or max(fitting, default=(0, True))[1]


ALL, NOTHING = Rules(), Rules((("/", False),))


def read_rules(content: bytes, product: str) -> Rules:
    """Return the rules for a product: those of every group that names it, else those for all programs."""
    # Only these two names count, so that a file of many names and many rules is read in one pass.
    groups: dict[str, list[tuple[str, bool]]] = {product.lower(): [], "*": []}
    seen: set[str] = set()
    named: set[str] = set()
    naming = False
    for line in content[:READ_BYTES].decode("utf-8", "replace").removeprefix("\ufeff").splitlines():
        found = _LINE.match(line)
        said, value = (found["field"].lower(), found["value"].strip()) if found else ("", "")
        if said == "user-agent":
            token = _TOKEN.match(value)
            named = (named if naming else set()) | ({token[0].lower()} & groups.keys() if token else set())
            seen |= named
            naming = True
        elif said in {"allow", "disallow"}:
            naming = False
            for agent in named if value else ():
                groups[agent].append((_normal(value), said == "allow"))
    return Rules(tuple(groups[product.lower() if product.lower() in seen else "*"]))


class Robots:
    """Asks each site once a day what may be read; several threads may ask at once."""

    def __init__(self, fetcher: Fetcher, product: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._fetcher, self._product, self._clock = fetcher, product, clock
        self._kept: dict[tuple[str, str, int], tuple[float, Rules]] = {}
        self._guard = threading.Lock()

    def allow(self, url: str) -> bool:
        """Return whether a URL may be read: yes where there is no robots.txt, no while its server cannot say.

        Raises CouldNotAskError for what is no public URL.
        """
        at = web_address(url)
        return self._rules(at).allow(at.target)

    def _rules(self, at: WebAddress) -> Rules:
        site, now = (at.scheme, at.host, at.port), self._clock()
        with self._guard:
            until, rules = self._kept.get(site, (now, ALL))
        if until > now:
            return rules
        rules, seconds = self._ask(f"{at.scheme}://{at.authority}{_PATH}")
        with self._guard:
            if len(self._kept) >= _MAX_SITES:
                self._kept.clear()
            self._kept[site] = (now + seconds, rules)
        return rules

    def _ask(self, url: str) -> tuple[Rules, float]:
        try:
            got = self._fetcher.fetch(url)
        except (CouldNotAskError, LimitExceededError):
            return NOTHING, AGAIN_SECONDS
        if got.status in {200, 203}:
            return read_rules(got.content, self._product), KEPT_SECONDS
        if 400 <= got.status < 500 and got.status != 429:
            return ALL, KEPT_SECONDS
        return NOTHING, AGAIN_SECONDS


def _normal(path: str) -> str:
    """Return a path or a pattern with one spelling of each character: percent signs only where there must be."""
    spelt = _PERCENT.sub(lambda found: _plain(int(found[1], 16)), path)
    return quote(spelt, "/%:@!$&'()*+,;=~?")


def _plain(code: int) -> str:
    return chr(code) if chr(code) in _UNRESERVED else f"%{code:02X}"


def _fits(pattern: str, path: str) -> bool:
    """Return whether a path begins as a pattern says: "*" stands for anything, "$" at its end for the end. One pass, no going back."""
    whole = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    last = others.pop() if others and whole else None
    at = _after(others, path, at)
    if at < 0:
        return False
    if last is not None:
        return len(path) - len(last) >= at and path.endswith(last)
    return not whole or at == len(path)


def _after(parts: Sequence[str], path: str, at: int) -> int:
    """Return where the last of some parts ends that follow each other in a path, -1 when they do not."""
    for part in parts:
        found = path.find(part, at)
        if found < 0:
            return -1
        at = found + len(part)
    return at
