"""Differences between a claim and the place that it nearly quotes: which of them change what its figures mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from research.text.figures import PrintedFigure
from research.verification.amounts import difference_of
from research.verification.claims import concepts_in, topics_of
from research.verification.evidence import Evidence
from research.verification.nearness import Difference, Near, Token
from research.verification.words import classes, names_in, pronouns, quarters_in, said, topics_in, years_in

# A word of these that stands in one of the two texts alone changes the figure.
_LONE_MATTERS = ("share", "accounting", "status", "denial", "region", "side", "bound")
_LOST_BEFORE = ("share", "accounting", "status", "denial", "region")
_PLAIN = {
    "direction": "the direction",
    "inclusion": "what is included",
    "share": "basic or diluted",
    "accounting": "the accounting basis",
    "status": "expected or actual",
    "relation": "this period or the one before",
    "extent": "total or part",
    "ordinal": "the period",
    "count": "the period's length",
    "span": "the period's length",
    "denial": "a denial",
    "bound": "a bound",
    "side": "profit or loss",
    "region": "the region",
    "rank": "the rank",
}
_NEARBY = 6
_RECENT = 400


class Weight(StrEnum):
    """What a difference means: a contradiction, something that cannot be told, or something to be looked for around the place."""

    CONTRADICTS = "contradicts"
    DOUBTFUL = "doubtful"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class Change:
    """A difference that matters: the reason in words, the claim's figure that it changes, and how much it weighs.

    `found` is the figure that the evidence prints instead, "" where the difference is in words.
    """

    reason: str
    figure: PrintedFigure | None
    weight: Weight = Weight.CONTRADICTS
    found: str = ""


def changes_of(
    near: Near, claim: Sequence[Token], claim_text: str, evidence: Evidence, *, same: Callable[[PrintedFigure, Token], bool]
) -> tuple[Change, ...]:
    """Return every difference between a claim and the place that it nearly quotes that changes its meaning, or one of its figures'.

    `same` tells whether a figure of the claim is worth what the evidence prints at a token, its table's multiplier applied.
    """
    figures = [token for token in claim if token.figure]
    found: list[Change] = []
    for difference in near.differences:
        ours, theirs = _text(difference.claim, claim_text), _text(difference.source, evidence.text)
        if _is_named_before(ours, theirs, evidence.text[: near.start], _own(evidence)):
            continue
        found += _of_figures(difference, evidence, same)
        target = _nearest(difference, claim, figures)
        found += [Change(reason, target, weight) for reason, weight in _of_words(ours, theirs)]
        found += [Change(reason, target) for reason in _of_names(ours, theirs, evidence)]
        if target and _is_near(difference, claim, figures) and (reason := _of_topics(ours, theirs, _own(evidence))):
            found.append(Change(reason, target, Weight.LOOK))
    first = figures[0].figure if figures else None
    found += _of_extent(near, claim_text, evidence, first)
    for name in _LOST_BEFORE:
        if lost := said(name, near.lead) - said(name, claim_text):
            found.append(Change(f"the source says “{', '.join(sorted(lost))}” of it ({_PLAIN[name]}), the claim does not", first))
    return tuple(found)


def _of_figures(difference: Difference, evidence: Evidence, same: Callable[[PrintedFigure, Token], bool]) -> Iterator[Change]:
    theirs = [token for token in difference.source if token.figure]
    for token in difference.claim:
        if not token.figure or any(same(token.figure, other) for other in theirs):
            continue
        for other in [_must(one.figure) for one in theirs[:1]]:
            what = difference_of(token.figure, other)
            yield Change(
                f"{what}: the claim says {token.figure.text}, {evidence.place} prints {other.text}", token.figure, found=other.text
            )
        if not theirs:
            yield Change(f"{token.figure.text} does not stand in the place quoted", token.figure, Weight.DOUBTFUL)


def _of_words(ours: str, theirs: str) -> Iterator[tuple[str, Weight]]:
    for name in classes():
        mine, other = said(name, ours), said(name, theirs)
        if mine == other or mine & other:
            continue
        if (mine and other) or name in _LONE_MATTERS:
            yield _instead(_PLAIN[name], ours, theirs), Weight.CONTRADICTS
        elif mine and name != "extent":
            yield _instead(_PLAIN[name], ours, theirs), Weight.LOOK
    for what, read in (("year", years_in), ("quarter", quarters_in)):
        mine_of, other_of = read(ours), read(theirs)
        if mine_of and mine_of != other_of:
            yield _instead(what, ours, theirs), Weight.CONTRADICTS if other_of else Weight.LOOK


def _instead(what: str, ours: str, theirs: str) -> str:
    return f"{what}: the claim says “{' '.join(ours.split())}”, the source “{' '.join(theirs.split())}”"


def _of_names(ours: str, theirs: str, evidence: Evidence) -> Iterator[str]:
    """Yield what names were put in place of others; the company's own name may stand for "we"."""
    own = _own(evidence)
    mine, other = names_in(ours), names_in(theirs)
    strange = {name for name in mine - other - own if name.lower() not in theirs.lower()}
    if strange or any(_names_company(ours, name) and not _names_company(theirs, name) for name in evidence.others):
        yield _instead("whose it is", ours, theirs)


def _names_company(text: str, name: str) -> bool:
    """Return whether a text names a company; a name with a digit ("3M") is none of an amount ("$3M")."""
    return name.lower() in text.lower() and re.search(rf"(?<![\w$€£¥]){re.escape(name)}(?!\w)", text, re.IGNORECASE) is not None


def _of_extent(near: Near, claim_text: str, evidence: Evidence, figure: PrintedFigure | None) -> Iterator[Change]:
    """Yield the change from a part to the whole: "total" is said where the source names a part, or the part is left out."""
    own = _own(evidence)
    pairs = [(_text(one.claim, claim_text), _text(one.source, evidence.text)) for one in near.differences]
    kept = names_in(claim_text) | own
    dropped = [theirs for _, theirs in pairs if names_in(theirs) - kept]
    added = any(said("extent", ours) and not said("extent", theirs) for ours, theirs in pairs)
    if dropped and added:
        yield Change(f"total or part: the source says “{' '.join(dropped[0].split())}”", figure)
    elif dropped and any(not ours and theirs == dropped[0] for ours, theirs in pairs):
        yield Change(f"total or part: the source says “{' '.join(dropped[0].split())}”, the claim does not", figure, Weight.DOUBTFUL)


def _own(evidence: Evidence) -> frozenset[str]:
    return frozenset(word for name in (evidence.company, *evidence.names) for word in name.lower().replace(",", " ").split())


def _is_named_before(ours: str, theirs: str, before: str, own: frozenset[str]) -> bool:
    """Return whether the claim names what the source calls "it" or "we": its company, or what stands in the sentences before."""
    if " ".join(theirs.lower().replace("’", "'").split()) not in pronouns():
        return False
    names = names_in(ours)
    recent = before[-_RECENT:].lower()
    ours_alone = theirs.lower() in {"we", "our", "us"}
    return bool(names) and all(name in own or (name in recent and not ours_alone) for name in names) and not topics_in(ours) - _stems(names)


def _stems(names: frozenset[str]) -> frozenset[str]:
    return frozenset(one for name in names for one in topics_in(name))


def _of_topics(ours: str, theirs: str, own: frozenset[str]) -> str:
    """Return the reason why other words near a figure leave it undecided, "" when there are none."""
    if concepts_in(ours) & concepts_in(theirs):
        return ""
    added = topics_of(ours) - topics_of(theirs) - _stems(own)
    return f"the claim says “{' '.join(ours.split())}” where the source says “{' '.join(theirs.split())}”" if added else ""


def _nearest(difference: Difference, claim: Sequence[Token], figures: Sequence[Token]) -> PrintedFigure | None:
    """Return the claim's figure that a difference is about: one inside it, else the nearest, one that follows rather than one before."""
    inside = [token for token in difference.claim if token.figure]
    if inside:
        return _must(inside[0].figure)
    if not figures:
        return None
    at = difference.at
    order = sorted(figures, key=lambda token: abs(claim.index(token) - at) + (2 if claim.index(token) < at else 0))
    return _must(order[0].figure)


def _is_near(difference: Difference, claim: Sequence[Token], figures: Sequence[Token]) -> bool:
    at = difference.at
    return any(abs(claim.index(token) - at) <= _NEARBY + len(difference.claim) for token in figures)


def _text(run: Sequence[Token], text: str) -> str:
    """Return the text of a run, with what a hyphen joins to it: "non-GAAP" where only "non" differs."""
    if not run:
        return ""
    start, end = run[0].start, run[-1].end
    while start > 1 and text[start - 1] == "-" and text[start - 2].isalnum():
        start -= 1 + len(re.search(r"\w*$", text[: start - 1])[0])  # type: ignore[index]
    joined = re.match(r"(?:-\w+)+", text[end:])
    return text[start : end + (len(joined[0]) if joined else 0)]


def _must(figure: PrintedFigure | None) -> PrintedFigure:
    assert figure is not None  # noqa: S101  (only tokens with a figure come here)
    return figure
