"""Whether a claim's figure moves as the evidence has it: up or down, and whether it is a level, a change, a start or an end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from research.text.figures import PERCENT, POINTS, PrintedFigure
from research.verification.claims import ClaimText, direction_of
from research.verification.clauses import CHANGE, END, LEVEL, RANGE, START, place_of, said_of
from research.verification.evidence import Stated
from research.verification.periods import years_of
from research.verification.words import said, years_in

_RELATIVE = frozenset({PERCENT, POINTS})
_CHANGES = re.compile(r"\b(?:increases?|decreases?|changes?|growth|variance|decline)\b|增减|变动|增长", re.IGNORECASE)
_TOLD_BY_SIGN = re.compile(
    r"\b(increases?|decreases?|growth|decline)\s*/?\s*\(\s*(increases?|decreases?|growth|decline)\s*\)", re.IGNORECASE
)
_PLAIN = {
    LEVEL: "an amount",
    CHANGE: "a change",
    START: "what it rose or fell from",
    END: "what it rose or fell to",
    RANGE: "an end of a range",
}
_APART = ({CHANGE, LEVEL}, {CHANGE, START}, {CHANGE, END}, {START, END})


def role_conflicts(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> Iterator[str]:
    """Yield why the part that a figure plays in the claim is not its part in the evidence: "rose to" is not "rose by"."""
    ours, theirs = said_of(claim.text, figure).role, _evidence_role(claim, figure, stated)
    if {ours, theirs} in _APART or (theirs == RANGE and ours != RANGE):
        yield f"role: the source prints {stated.figure.text} as {_PLAIN[theirs]}" + (f", the claim as {_PLAIN[ours]}" if ours else "")


def _evidence_role(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> str:
    passage = stated.passage
    if not passage.is_row:
        return said_of(passage.text, stated.figure).role
    if figure.unit in _RELATIVE or _CHANGES.search(passage.context) or not years_in(stated.head):
        return ""
    return LEVEL if said_of(claim.text, figure).role == CHANGE else ""


def direction_conflicts(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> Iterator[str]:
    """Yield why a figure does not move as the claim says: by the source's words, by its sign, or by the figure of the year before."""
    if (moved := _moved_inside(claim, figure)) and (told := _told_before(claim, figure)) and moved != told:
        yield f"direction: the claim says {told}, its own figures went {moved}"
    yield from _against_label(claim, figure, stated)
    ours = claim.direction_of(figure)
    if not ours:
        return
    passage, source = stated.passage, stated.figure
    theirs = direction_of(passage.text, source) if not passage.is_row else ""
    if not theirs and passage.is_row and figure.unit in _RELATIVE and figure.number > 0:
        theirs = "down" if source.number < 0 else ""
    if not theirs and figure.unit not in _RELATIVE and said_of(claim.text, figure).role != START:
        theirs = _moved_from(claim, figure, stated) or moved_since(stated)[0]
    if theirs and theirs != ours:
        yield f"direction: the claim says {ours}, the source {theirs}"


def _against_label(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> Iterator[str]:
    """Yield that a row whose label says which sign is which ("increase (decrease)") moves the other way than the claim says."""
    told = _TOLD_BY_SIGN.search(stated.passage.label)
    ours = said("direction", claim.words_of(figure).before)
    if not told or len(ours) != 1 or not stated.figure.number or figure.number < 0:
        return
    theirs = said("direction", told[1] if stated.figure.number > 0 else told[2])
    if theirs and not theirs & ours:
        yield f"direction: the claim says {min(ours)}, the source {min(theirs)}"


def _moved_inside(claim: ClaimText, figure: PrintedFigure) -> str:
    """Return "up" or "down" as the claim itself has a figure go from one amount to another, "" for any other figure."""
    pair = from_to(claim, figure)
    if pair is None or abs(pair[0].value) == abs(pair[1].value):
        return ""
    return "up" if abs(pair[1].value) > abs(pair[0].value) else "down"


def from_to(claim: ClaimText, figure: PrintedFigure) -> tuple[PrintedFigure, PrintedFigure] | None:
    """Return the figures that a claim goes from and to, of which this is one, None where it goes nowhere."""
    at = place_of(claim.text, figure)
    for first, last in ((at, at + 1), (at - 1, at), (at + 1, at), (at, at - 1)):
        if not (0 <= first < len(claim.figures) and 0 <= last < len(claim.figures)):
            continue
        start, end = claim.figures[first], claim.figures[last]
        roles = said_of(claim.text, start).role, said_of(claim.text, end).role
        if roles == (START, END) and start.unit == end.unit:
            return start, end
    return None


def _told_before(claim: ClaimText, figure: PrintedFigure) -> str:
    at = place_of(claim.text, figure)
    first = claim.figures[at - 1] if at and said_of(claim.text, claim.figures[at - 1]).role in {START, END} else figure
    found = said("direction", re.split(r"[;，。]|\b(?:while|whereas|and)\b", claim.text[: first.start])[-1])
    return min(found) if len(found) == 1 else ""


def _moved_from(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> str:
    """Return "up" or "down" against another figure of the claim that stands in the same row, "" when none does."""
    others = [one for one in claim.figures if one != figure and one.unit == figure.unit]
    for other in others:
        if stated.passage.is_row and any(
            abs(cell.number) == abs(other.number) != abs(stated.figure.number) for cell in stated.passage.figures
        ):
            low, high = sorted((abs(other.number), abs(stated.figure.number)))
            return "up" if high == abs(stated.figure.number) and low != high else "down"
    return ""


def moved_since(stated: Stated) -> tuple[str, PrintedFigure | None]:
    """Return "up" or "down" as a figure lies above or below the one of the year before beside it, and that one; "" when none is there."""
    passage = stated.passage
    if not passage.is_row:
        return _moved_in_sentence(stated)
    if len(passage.heads) != len(passage.figures) or not years_in(stated.head):
        return "", None
    year = min(years_in(stated.head))
    rest = stated.head.replace(str(year), "")
    for other, head in zip(passage.figures, passage.heads, strict=True):
        if head.replace(str(year - 1), "") == rest and years_in(head) == {year - 1} and other.number != stated.figure.number:
            return "up" if abs(stated.figure.number) > abs(other.number) else "down", other
    return "", None


def _moved_in_sentence(stated: Stated) -> tuple[str, PrintedFigure | None]:
    """Return the same against the one other amount of a sentence that is of the year before."""
    figures, own = stated.passage.figures, stated.figure
    years = years_of(stated.passage.text)
    year = years[stated.at]
    if len(year) != 1:
        return "", None
    before = [
        one
        for one, of in zip(figures, years, strict=True)
        if one != own and (one.unit, one.scale) == (own.unit, own.scale) and of == {min(year) - 1} and one.value != own.value
    ]
    return ("up" if own.value > before[0].value else "down", before[0]) if len(before) == 1 else ("", None)
