"""What an entry is compared by: who it is about, what happened, its figures, names and words; small enough to be kept for each entry."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from sys import intern

# Raised with every change of what traits hold: those of another version are not read.
VERSION = 4
MOST_SHINGLES = 128
LARGE = 1000
# Nobody rounds by more than this part of an amount: "1 billion" is not 1.42 billion.
ROUNDED = 0.06


@dataclass(frozen=True, slots=True)
class FigureTrait:
    """A figure's amount, one unit of its last printed digit, its unit, whether it stands at the head, and the stems of words around it."""

    value: float
    step: float
    unit: str
    head: bool
    of: frozenset[str] = frozenset()

    def equals(self, other: FigureTrait) -> bool:
        """Return whether two figures may be one amount, printed to different digits."""
        if self.unit != other.unit and self.unit and other.unit:
            return False
        if self.value == other.value:
            return True
        apart, slack = abs(self.value - other.value), 1e-9 * abs(self.value)
        most = ROUNDED * max(abs(self.value), abs(other.value))
        # Most are further apart than any rounding of theirs.
        return apart <= most + slack and apart <= min(0.5 * max(self._exact, other._exact), most) + slack

    @property
    def _exact(self) -> float:
        """Return how exact the figure is: zeros behind its first two digits may be rounded."""
        rounded = self.step
        while self.value and not self.value % (rounded * 10) and abs(self.value) >= 100 * rounded:
            rounded *= 10
        return rounded

    @property
    def telling(self) -> bool:
        """Return whether few other figures would be the same: three digits that count, or two of an amount or of a large number."""
        digits = _digits(self.value, self.step)
        return digits >= 3 or (digits == 2 and (self.unit not in {"", "%", "pp", "x"} or abs(self.value) >= LARGE))


@lru_cache(maxsize=32_768)
def _digits(value: float, step: float) -> int:
    """Return how many digits of an amount count."""
    return len(f"{abs(value) / step:.0f}".rstrip("0")) if step else 0


@dataclass(frozen=True, slots=True)
class Traits:
    """What an entry is compared by. The head of an entry is its title and its first two sentences.

    `at` in seconds since 1970; `title_events` are the types of event that the title tells of, `events` those of the whole; `kinds`,
    `periods` ("Q4"), `actors` and terms (stems, or pairs of Han characters) as the head says them; names and codes in small letters,
    those of the entry's companies in `names` alone; `things` are sorts of things that the title names and
    what is said before each; shingles hash runs of words of the text.
    """

    document_id: str
    at: int
    outlet: str
    han: bool
    companies: frozenset[str]
    main_events: frozenset[str]
    events: frozenset[str]
    title_events: frozenset[str]
    title_kinds: frozenset[str]
    kinds: frozenset[str]
    marks: frozenset[str]
    title_actors: frozenset[str]
    actors: frozenset[str]
    periods: frozenset[str]
    figures: tuple[FigureTrait, ...]
    head_names: frozenset[str]
    names: frozenset[str]
    codes: frozenset[str]
    title_codes: frozenset[str]
    things: Mapping[str, frozenset[str]]
    terms: frozenset[str]
    shingles: frozenset[int]
    title: str


_SETS = (
    *("companies", "main_events", "events", "title_events", "title_kinds", "kinds", "marks", "title_actors", "actors", "periods"),
    *("head_names", "names", "codes", "title_codes", "terms"),
)


def pack(traits: Traits) -> bytes:
    """Return traits as bytes, the same for the same traits."""
    record = {
        "v": VERSION,
        "is": [traits.at, traits.outlet, traits.han, traits.title],
        "figures": [[one.value, one.step, one.unit, one.head, sorted(one.of)] for one in traits.figures],
        "shingles": sorted(traits.shingles),
        "things": {noun: sorted(before) for noun, before in sorted(traits.things.items())},
        **{name: sorted(getattr(traits, name)) for name in _SETS},
    }
    return zlib.compress(json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def unpack(document_id: str, packed: bytes) -> Traits | None:
    """Return the traits that `pack` wrote, None for those of another version."""
    record = json.loads(zlib.decompress(packed))
    if record["v"] != VERSION:
        return None
    at, outlet, han, title = record["is"]
    # The same words come again and again, and the traits of many entries are held.
    sets = {name: frozenset(map(intern, record[name])) for name in _SETS}
    figures = tuple(FigureTrait(value, step, intern(unit), head, frozenset(of)) for value, step, unit, head, of in record["figures"])
    things = {noun: frozenset(before) for noun, before in record["things"].items()}
    shingles = frozenset(record["shingles"])
    return Traits(
        document_id=document_id,
        at=at,
        outlet=outlet,
        han=han,
        title=title,
        figures=figures,
        shingles=shingles,
        things=things,
        **sets,
    )


def seconds(at: datetime) -> int:
    """Return an instant as traits hold it."""
    return int(at.timestamp())
