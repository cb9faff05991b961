"""Personal data masked before text leaves this machine, and put back when a reply comes: what stood for what stays here.

Masked is what has a form of its own: addresses of mail, telephone numbers, numbers of accounts, cards, identities and passports, dates of
birth. A number counts as one only by its check digits or by a word beside it that says what it is: figures of statements have neither.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from research.text.patterns import read_beside

_PLACEHOLDER = re.compile(r"⟦([A-Z]+)·(\d{1,4})⟧")
_LIKE_PLACEHOLDER = re.compile(r"[⟦⟧]")
# A reply's last characters are kept back while they may be the beginning of a placeholder.
_LONGEST_PLACEHOLDER = 24


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    pattern: re.Pattern[str]
    holds: Callable[[str], bool]


@dataclass(slots=True)
class Masks:
    """What stands for what in one exchange with a model; the same value gets the same placeholder throughout."""

    _by_value: dict[tuple[str, str], str] = field(default_factory=dict)
    _by_placeholder: dict[str, str] = field(default_factory=dict)

    def mask(self, text: str) -> str:
        """Return the text with personal data replaced by placeholders; brackets that look like one are taken out first."""
        text = _LIKE_PLACEHOLDER.sub("|", text)
        parts: list[str] = []
        at = 0
        for start, end, kind in _found(text):
            parts += [text[at:start], self._placeholder(kind, text[start:end])]
            at = end
        return "".join([*parts, text[at:]])

    def unmask(self, text: str) -> str:
        """Return the text with the values in place of their placeholders; placeholders that were never given stay as they are."""
        return _PLACEHOLDER.sub(lambda found: self._by_placeholder.get(found[0], found[0]), text)

    def unmasked(self, pieces: Iterator[str]) -> Iterator[str]:
        """Yield a stream's words with the values in place of their placeholders, also where one is split over several pieces."""
        held = ""
        for piece in pieces:
            held += piece
            cut = held.rfind("⟦")
            open_at = cut if cut >= 0 and "⟧" not in held[cut:] and len(held) - cut < _LONGEST_PLACEHOLDER else len(held)
            if held[:open_at]:
                yield self.unmask(held[:open_at])
            held = held[open_at:]
        if held:
            yield self.unmask(held)

    def counts(self) -> Mapping[str, int]:
        """Return how many values of each kind were masked; never the values."""
        found: dict[str, int] = {}
        for kind, _ in self._by_value:
            found[kind] = found.get(kind, 0) + 1
        return found

    def _placeholder(self, kind: str, value: str) -> str:
        known = self._by_value.get((kind, value))
        if known is None:
            number = 1 + sum(one == kind for one, _ in self._by_value)
            known = f"⟦{kind}·{number}⟧"
            self._by_value[kind, value] = known
            self._by_placeholder[known] = value
        return known


def _found(text: str) -> list[tuple[int, int, str]]:
    """Return the places of personal data in order, none inside another; of two that overlap the longer one."""
    places = [(*match.span("value"), kind.name) for kind in _kinds() for match in kind.pattern.finditer(text) if kind.holds(match["value"])]
    kept: list[tuple[int, int, str]] = []
    for start, end, name in sorted(places, key=lambda one: (one[0] - one[1], one[0])):
        if not any(start < last and first < end for first, last, _ in kept):
            kept.append((start, end, name))
    return sorted(kept)


@cache
def _kinds() -> tuple[_Kind, ...]:
    table = read_beside(__file__, "masking.toml")
    return tuple(_Kind(one["kind"], re.compile(one["pattern"], re.IGNORECASE), _CHECKS[one.get("check", "any")]) for one in table["kinds"])


def _digits(value: str) -> str:
    return "".join(one for one in value if one.isdigit())


def _is_card(value: str) -> bool:
    """Luhn's check digit (ISO/IEC 7812-1)."""
    digits = [int(one) for one in reversed(_digits(value))]
    total = sum(digits[0::2]) + sum(sum(divmod(2 * one, 10)) for one in digits[1::2])
    return 13 <= len(digits) <= 19 and total % 10 == 0 and len(set(digits)) > 1


def _is_iban(value: str) -> bool:
    """The check digits of an international bank account number (ISO 13616)."""
    plain = "".join(value.split()).upper()
    moved = plain[4:] + plain[:4]
    return 15 <= len(plain) <= 34 and int("".join(str(int(one, 36)) for one in moved)) % 97 == 1


def _is_chinese_identity(value: str) -> bool:
    """The check character of a Chinese identity number (GB 11643-1999)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(one) * weight for one, weight in zip(value[:17], weights, strict=True)) % 11] == value[17].upper()


def _is_social_security(value: str) -> bool:
    """Areas, groups and serial numbers that are given out (SSA, since 2011)."""
    area, group, serial = re.split(r"[- ]", value)
    return area not in {"000", "666"} and not area.startswith("9") and group != "00" and serial != "0000"


def _is_telephone(value: str) -> bool:
    return (8 if value.startswith("+") else 7) <= len(_digits(value)) <= 15


_CHECKS: Mapping[str, Callable[[str], bool]] = {
    "any": lambda _: True,
    "card": _is_card,
    "iban": _is_iban,
    "chinese identity": _is_chinese_identity,
    "social security": _is_social_security,
    "telephone": _is_telephone,
}
