"""Two entries of one company and one sort of event that yet tell of two: notices of a series, steps of one affair, things of one sort."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from research.news.kinds import told_alike
from research.news.pairs import Pair
from research.news.traits import FigureTrait, Traits
from research.text.patterns import read_beside

# Two texts under one title that share less than this part of their runs of words are not one text.
ONE_TEXT = 0.8
# So many figures or words of names tell one notice from the next one.
TELLING = 2
_DIGITS = "0123456789"
_ALTERED = ("correction", "retraction", "update", "lead update")


def are_of_a_series(pair: Pair) -> bool:
    """Return whether two entries are notices of one title, as are published again and again, each with other figures or names."""
    a, b = pair.earlier, pair.later
    if not a.title or a.title != b.title or pair.marked(*_ALTERED):
        return False
    one, other = ([figure for figure in traits.figures if figure.telling] for traits in (a, b))
    few, many = sorted((one, other), key=len)
    if len(few) >= TELLING:
        shared = sum(_stands(figure, many) for figure in few)
        return not shared or (a.outlet == b.outlet and 2 * shared < len(few))
    if a.outlet != b.outlet or pair.alike >= ONE_TEXT:
        return False
    return min(len(a.names - b.names), len(b.names - a.names)) >= TELLING


def are_steps_apart(pair: Pair) -> bool:
    """Return whether one title tells of a later step of an affair, a bid or a strike, of which the other entry is silent."""
    if pair.marked("retraction", "correction"):
        return False
    a, b = pair.earlier, pair.later
    if _all_steps().isdisjoint(a.title_kinds) and _all_steps().isdisjoint(b.title_kinds):
        return False
    return any(_is_step(one, other, kinds) for one, other in ((a, b), (b, a)) for kinds in _affairs().values())


def are_things_apart(pair: Pair) -> bool:
    """Return whether the titles name two things of one sort, a flu vaccine and a shingles vaccine, neither of which the other entry names.

    Things are told by their codes as well, and contracts by what they are worth.
    """
    a, b = pair.earlier, pair.later
    if _have_other_codes(a, b) or _have_other_codes(b, a):
        return True
    if "contract" in a.title_kinds & b.title_kinds and pair.doubt and not pair.names and not pair.marked(*_ALTERED):
        return True
    for sort in a.things.keys() & b.things.keys():
        mine, theirs = a.things[sort], b.things[sort]
        if not mine & theirs and not mine & (b.terms | b.names) and not theirs & (a.terms | a.names) and not pair.figures:
            return True
    return False


def _have_other_codes(a: Traits, b: Traits) -> bool:
    """Return whether a title's codes stand nowhere in the other entry, whose title has others: of the same series, or of any."""
    if not a.title_codes or not b.title_codes or a.title_codes & b.codes:
        return False
    series = {code.rstrip(_DIGITS) for code in a.title_codes}
    return not b.title_codes & a.codes or any(code.rstrip(_DIGITS) in series for code in b.title_codes)


def _is_step(one: Traits, other: Traits, kinds: Mapping[str, frozenset[str]]) -> bool:
    """Return whether the one's title tells of a step of an affair of which the other's head is silent, though it tells of the affair."""
    steps = kinds["steps"]
    mine = one.title_kinds & steps
    if not mine or mine & told_alike(other.kinds) or one.title_kinds & kinds.get("alone", frozenset()):
        return False
    return bool(other.title_kinds & (kinds["begun"] | steps) or other.main_events & kinds["events"])


def _stands(figure: FigureTrait, others: list[FigureTrait]) -> bool:
    return any(figure.equals(one) for one in others)


@cache
def _all_steps() -> frozenset[str]:
    return frozenset().union(*(kinds["steps"] for kinds in _affairs().values()))


@cache
def _affairs() -> Mapping[str, Mapping[str, frozenset[str]]]:
    listed = read_beside(__file__, "kinds.toml")["affairs"]
    return {name: {part: frozenset(kinds) for part, kinds in affair.items()} for name, affair in listed.items()}
