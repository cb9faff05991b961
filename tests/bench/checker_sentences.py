"""Sentences made from the figures of the sample library, each true one with an altered one beside it."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import cycle
from pathlib import Path

from tests.bench.checker_truth import BALANCES, BASES, FLOWS, MARGINS, PER_SHARE, Truth, When, name_of

FORMS: dict[str, list[str]] = {
    kind: entry["forms"]
    for kind, entry in tomllib.loads(Path(__file__).with_name("checker_forms.toml").read_text(encoding="utf-8")).items()
}
_UP = ("rose", "increased", "grew", "climbed", "advanced", "was up")
_DOWN = ("fell", "decreased", "declined", "dropped", "slid", "was down")
_WIDENED, _NARROWED = ("widened", "improved", "rose", "expanded"), ("narrowed", "shrank", "fell", "contracted")
_MOST_TRIES = 400
_COMPANIES = ("Quillmere", "Tarrowby", "Osgrove", "Wexcombe")


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence to check: how it was altered ("" for a true one), the form it has, and the values of which the library should give one."""

    text: str
    alteration: str
    form: str
    expected: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Slots:
    """What a sentence is made of. `shown` is the figure as written where it is not the true one, `turned` that the direction is not."""

    kind: str
    form: str
    company: str
    concept: str
    when: When
    other: str = ""
    style: int = 0
    shown: str = ""
    turned: bool = False
    as_percent: bool = False


class Maker:
    """Makes sentences of some truth."""

    def __init__(self, dice: random.Random) -> None:
        self.truth = Truth()
        self._dice = dice

    def draw(self, kind: str, form: str) -> Slots | None:
        """Return slots for a form at random, None where what was drawn is not known."""
        concepts, parts = _DRAWN[kind]
        company, concept, when = self._dice.choice(self.truth.having(concepts, parts))
        other = self._other(kind, company, concept, when)
        slots = Slots(kind, form, company, concept, when, other, self._dice.randrange(6))
        return slots if other is not None and self.value(slots) is not None and self.text(slots) else None

    def _other(self, kind: str, company: str, concept: str, when: When) -> str | None:
        if kind == "list":
            held = [one for one in FLOWS if one != concept and self.truth.value(company, one, when) is not None]
            return self._dice.choice(held) if held else None
        if kind == "companies":
            held = [one for one in _COMPANIES if one != company and self.truth.value(one, concept, When("FY", when.year)) is not None]
            return self._dice.choice(held) if held else None
        return ""

    def value(self, slots: Slots) -> Decimal | None:
        """Return the true value of the figure that a sentence is about."""
        if slots.kind in {"growth", "points"} or (slots.kind == "direction" and "{v}" not in slots.form):
            return self.truth.growth(slots.company, slots.concept, slots.when)
        now = self.truth.value(slots.company, slots.concept, slots.when)
        if slots.kind == "change":
            then = self.truth.value(slots.company, slots.concept, slots.when.moved(-1))
            return now - then if now is not None and then is not None else None
        if slots.kind == "share":
            base = self.truth.value(slots.company, "revenue", slots.when)
            return now / base * 100 if now is not None and base else None
        if slots.kind == "pair" and self.truth.value(slots.company, slots.concept, slots.when.moved(-1)) is None:
            return None
        return now

    def figure(self, slots: Slots) -> str:
        """Return the figure of a sentence as written."""
        value = self.value(slots)
        assert value is not None
        return slots.shown or self._written(slots, value)

    def _written(self, slots: Slots, value: Decimal) -> str:
        if slots.kind in {"growth", "share"} or (slots.concept in MARGINS and slots.kind != "points"):
            return f"{_rounded(abs(value), 1)}%"
        if slots.kind == "points":
            return f"{_rounded(abs(value), 1)}{'%' if slots.as_percent else ' percentage points'}"
        if slots.concept in PER_SHARE:
            return f"${_rounded(value, 2)}"
        return money(abs(value), slots.style)

    def text(self, slots: Slots) -> str:
        """Return the sentence, "" where it cannot be made."""
        value = self.value(slots)
        if value is None:
            return ""
        company, when, concept = slots.company, slots.when, slots.concept
        needs = {key: f"{{{key}}}" in slots.form for key in "pxodm"}
        moved = self.truth.growth(company, concept, when) if needs["d"] else Decimal(1)
        beside = self._beside(slots)
        if moved is None or not _rounded(abs(moved), 1) or (needs["p"] and beside is None):
            return ""
        ups, downs = (_WIDENED, _NARROWED) if concept in MARGINS else (_UP, _DOWN)
        direction = ups if (moved > 0) != slots.turned else downs
        prior = When("FY", when.year) if slots.kind == "companies" else when.moved(-1)
        words = {
            "c": company,
            "cs": f"{company}'s",
            "n": name_of(concept),
            "w": when.said(company),
            "v": self.figure(slots),
            "d": direction[slots.style % len(direction)],
            "p": beside or "",
            "x": prior.said(slots.other if slots.kind == "companies" else company),
            "o": slots.other,
            "m": name_of(slots.other) if slots.kind == "list" and slots.other else "",
        }
        said = slots.form.format(**words)
        return said[0].upper() + said[1:]

    def _beside(self, slots: Slots) -> str | None:
        """Return the further figure of a sentence as written, None where it is not known."""
        company, concept, when = slots.company, slots.concept, slots.when
        if slots.kind == "list" and "{m}" in slots.form:
            concept = slots.other
        elif slots.kind == "companies":
            company, when = slots.other, When("FY", when.year)
        elif slots.kind in {"pair", "list"}:
            when = when.moved(-1)
        value = self.truth.value(company, concept, when)
        if value is None:
            return None
        if concept in MARGINS:
            return f"{_rounded(value, 1)}%"
        return f"${_rounded(value, 2)}" if concept in PER_SHARE else money(abs(value), slots.style)

    def altered(self, slots: Slots, alteration: str) -> Case | None:
        """Return a sentence altered in one way, None where that way does not apply or leaves it true."""
        changed = _ALTER[alteration](self, slots)
        if changed is None or (value := self.value(changed)) is None or not (text := self.text(changed)) or text == self.text(slots):
            return None
        if (
            not changed.turned
            and not changed.as_percent
            and changed.shown
            and changed.shown == self._written(replace(changed, shown=""), value)
        ):
            return None
        if changed.shown and abs(_worth(changed.shown) - abs(value)) <= abs(value) * Decimal("0.003"):
            return None  # true of what it now says
        return Case(text, alteration, slots.form, (value, *(self._moves(changed) if changed.turned else ())))

    def _moves(self, slots: Slots) -> list[Decimal]:
        """Return what tells which way a figure went: its change as an amount and in percent or points."""
        now, then = (self.truth.value(slots.company, slots.concept, slots.when.moved(step)) for step in (0, -1))
        growth = self.truth.growth(slots.company, slots.concept, slots.when)
        return [*([now - then] if now is not None and then is not None else []), *([growth] if growth is not None else [])]

    def other_digit(self, slots: Slots) -> Slots:
        """Return slots whose figure has another digit: the first or the second, so that no rounding hides it."""
        written = self.figure(slots)
        places = [at for at, one in enumerate(written) if one.isdigit()]
        at = self._dice.choice(places[:2])
        digit = self._dice.choice([one for one in "123456789" if abs(int(one) - int(written[at])) > 1])
        return replace(slots, shown=written[:at] + digit + written[at + 1 :])

    def other_company(self, slots: Slots) -> Slots | None:
        """Return slots of another company that states the same figure."""
        others = [one for one in _COMPANIES if one not in {slots.company, slots.other}]
        self._dice.shuffle(others)
        held = (replace(slots, company=one, shown=self.figure(slots)) for one in others)
        return next((one for one in held if self.value(one) is not None), None)

    def other_year(self, slots: Slots) -> Slots | None:
        """Return slots of the year before or after."""
        held = (replace(slots, when=slots.when.moved(step), shown=self.figure(slots)) for step in (-1, 1))
        return next((one for one in held if self.value(one) is not None), None)


def money(value: Decimal, style: int) -> str:
    """Return an amount as a draft writes it: in millions or, where it is large, in billions."""
    if value >= 10**9 and style % 2:
        return f"${_rounded(value / 10**9, 2)} billion"
    places = 1 if style % 3 else 0 if value >= 10**8 else 1
    return f"${_rounded(value / 10**6, places):,} million"


def _scale(maker: Maker, slots: Slots) -> Slots | None:
    written = maker.figure(slots)
    for word, other in (("million", "billion"), ("billion", "million")):
        if word in written:
            return replace(slots, shown=written.replace(word, other))
    return None


def _basis(maker: Maker, slots: Slots) -> Slots | None:
    if slots.when.part != "FY":
        return replace(slots, when=When("FY", slots.when.year), shown=maker.figure(slots))
    other = BASES.get(slots.concept)
    return replace(slots, concept=other, shown=maker.figure(slots)) if other else None


def _direction(_: Maker, slots: Slots) -> Slots | None:
    return replace(slots, turned=True) if "{d}" in slots.form else None


def _points(maker: Maker, slots: Slots) -> Slots | None:
    return replace(slots, as_percent=True) if slots.kind == "points" and not maker.figure(slots).startswith("0") else None


_ALTER: dict[str, Callable[[Maker, Slots], Slots | None]] = {
    "figure": lambda maker, slots: maker.other_digit(slots) if "{v}" in slots.form else None,
    "scale": _scale,
    "year": lambda maker, slots: maker.other_year(slots) if "{v}" in slots.form else None,
    "company": lambda maker, slots: maker.other_company(slots) if "{v}" in slots.form else None,
    "direction": _direction,
    "basis": _basis,
    "points": _points,
}
_YEAR, _PARTS = frozenset({"FY"}), frozenset({"Q3", "Q4", "9M"})
_DRAWN: dict[str, tuple[tuple[str, ...], frozenset[str]]] = {
    "level": (FLOWS, _YEAR),
    "balance": (BALANCES, _YEAR),
    "per_share": (PER_SHARE, _YEAR),
    "growth": ((*FLOWS, *BALANCES), _YEAR),
    "change": (FLOWS, _YEAR),
    "margin": (tuple(MARGINS), _YEAR),
    "points": (tuple(MARGINS), _YEAR),
    "pair": ((*FLOWS, *PER_SHARE, *MARGINS), _YEAR),
    "list": (FLOWS, _YEAR),
    "companies": (("revenue", "operating_income", "gross_profit"), _YEAR),
    "share": (("research_and_development", "selling_general_administrative"), _YEAR),
    "direction": ((*FLOWS, *MARGINS), _YEAR),
    "quarter": (("revenue", "gross_profit", "operating_income", "eps_diluted", "research_and_development"), _PARTS),
}


def cases(dice: random.Random, pairs: int) -> list[Case]:
    """Return so many true sentences, each followed by an altered one; forms and alterations take turns."""
    maker = Maker(dice)
    forms = cycle([(kind, form) for kind, forms in FORMS.items() for form in forms])
    ways = cycle(_ALTER)
    found: list[Case] = []
    for _ in range(pairs):
        kind, form = next(forms)
        found += _pair(maker, kind, form, ways)
    return found


def _pair(maker: Maker, kind: str, form: str, ways: Iterator[str]) -> list[Case]:
    """Return a true sentence of a form and an altered one, in the next way that applies to it."""
    for _ in range(_MOST_TRIES):
        slots = maker.draw(kind, form)
        if slots is None:
            continue
        for _ in range(len(_ALTER)):
            if wrong := maker.altered(slots, next(ways)):
                return [Case(maker.text(slots), "", form), wrong]
    raise ValueError(f"no sentence can be made of “{form}”")


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _worth(written: str) -> Decimal:
    digits = Decimal("".join(one for one in written if one.isdigit() or one == "."))
    return digits * (10**9 if "billion" in written else 10**6 if "million" in written else 1)
