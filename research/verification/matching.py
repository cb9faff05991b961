"""One figure of a claim against one figure of the evidence: what speaks against their being the same, and what leaves it open."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from research.concepts.catalogue import concepts
from research.nouns.facts import Span, Statement, Status
from research.text.figures import PERCENT, POINTS, TIMES, PrintedFigure
from research.verification.amounts import units_fit
from research.verification.bounds import bound_conflicts, bound_doubts, fits_in_words, rounded_within
from research.verification.claims import ClaimText
from research.verification.evidence import Stated, years_over
from research.verification.expressions import is_operand
from research.verification.moves import direction_conflicts, role_conflicts
from research.verification.periods import evidence_quarters, evidence_spans, evidence_years, fiscal_years, is_part_of_year, span_conflict
from research.verification.subjects import subject_conflicts, subject_doubts
from research.verification.whose import owner_conflicts, whose_conflicts, whose_doubts
from research.verification.words import outflow_words, quarters_in, said, spans_in, years_in

# A label that says itself which sign is which: "(Gain) on completion", "Interest (income)".
_SIGN_TOLD = re.compile(r"\((?:gains?|income|benefits?|loss(?:es)?|provided|used|increase|decrease|deficit)\)", re.IGNORECASE)
_INSTANT = re.compile(
    r"\b(?:as\s+of|as\s+at|at\s+(?:the\s+)?(?:year[\s-]+)?end|year[\s-]+end|by|on)\b(?=\s+[A-Z(]|\s+of|\s+FY|\s*$)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Match:
    """A figure of the evidence that has the claim's amount: what contradicts the claim, and what cannot be told, in words."""

    stated: Stated
    conflicts: tuple[str, ...]
    doubts: tuple[str, ...]

    @property
    def is_sure(self) -> bool:
        """Return whether nothing speaks against the match and nothing leaves it open."""
        return not self.conflicts and not self.doubts


class Amounts:
    """The figures of an evidence, found by their amounts."""

    def __init__(self, stated: Sequence[Stated]) -> None:
        self.stated = tuple(stated)
        self.by_start = {one.passage.start + one.figure.start: one for one in stated}
        amounts = {(float(abs(amount)), at) for at, one in enumerate(stated) for amount in (*one.amounts, one.figure.number)}
        self._sorted = sorted(amounts)

    def near(self, claim: ClaimText, figure: PrintedFigure) -> list[Stated]:
        """Return the figures, in order, that may have the amount of a claim's figure, its rounding allowed for."""
        found: set[int] = set()
        for scale in {1, *_scales(claim, figure)}:
            amount, slack = (float(one) for one in rounded_within(figure, scale))
            first, last = bisect_left(self._sorted, (amount - slack, -1)), bisect_right(self._sorted, (amount + slack, len(self.stated)))
            found.update(at for _, at in self._sorted[first:last])
        return [self.stated[at] for at in sorted(found)]


def matches_of(claim: ClaimText, figure: PrintedFigure, evidence: Sequence[Amounts]) -> list[Match]:
    """Return the figures of the evidence with the claim's amount and unit, best first: a sure one, open ones, contradicted ones.

    What comes after a sure one is not looked at.
    """
    found: list[Match] = []
    for one in (one for amounts in evidence for one in amounts.near(claim, figure)):
        if has_amount(claim, figure, one):
            found.append(match_of(claim, figure, one))
            if found[-1].is_sure:
                break
    return sorted(found, key=lambda match: (len(match.conflicts), len(match.doubts)))


def has_amount(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> bool:
    """Return whether a figure of the evidence has the amount and unit of a claim's figure, as that one is rounded; signs aside."""
    source = stated.figure
    percent = bool(stated.fact and stated.fact.unit == PERCENT)
    if not units_fit(figure.unit, PERCENT if percent else source.unit, stated.passage.context):
        return False
    if any(fits_in_words(claim, figure, amount, scale) for scale in _scales(claim, figure) for amount in stated.amounts):
        return True
    return figure.scale is None and not figure.unit and source.scale is None and abs(figure.number) == abs(source.number)


def _scales(claim: ClaimText, figure: PrintedFigure) -> tuple[int, ...]:
    if figure.scale:
        return (figure.scale,)
    if figure.unit in {PERCENT, POINTS, TIMES} or figure.per:
        return (1,)
    asked = claim.scale_asked
    return (1, asked) if asked else (1,)


def told_apart(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> tuple[str, ...]:
    """Return what a sentence may turn round with few words changed: a figure's part, subject, bound, owner or period."""
    moved = (*role_conflicts(claim, figure, stated), *subject_conflicts(claim, figure, stated), *bound_conflicts(claim, figure, stated))
    moved = (*moved, *owner_conflicts(claim, stated))
    if stated.passage.is_row:
        return moved
    return (*moved, *_year(claim, figure, stated), *_span(claim, figure, stated))


def match_of(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> Match:
    """Return a figure of the evidence as what a claim's figure may be."""
    turned = [] if is_operand(claim.text, figure) else [*direction_conflicts(claim, figure, stated), *role_conflicts(claim, figure, stated)]
    conflicts = [
        *_sign(claim, figure, stated), *_year(claim, figure, stated), *_span(claim, figure, stated), *_basis(claim, stated),
        *_status(claim, stated), *turned, *whose_conflicts(claim, figure, stated),
        *subject_conflicts(claim, figure, stated), *bound_conflicts(claim, figure, stated),
    ]  # fmt: skip
    doubts = [
        *_unplaced(claim, figure, stated), *whose_doubts(claim, figure, stated), *subject_doubts(claim, figure, stated),
        *bound_doubts(claim, figure, stated),
    ]  # fmt: skip
    return Match(stated, tuple(conflicts), tuple(doubts))


def _sign(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> Iterator[str]:
    printed = stated.figure.number
    if not printed or (printed < 0) == (figure.number < 0):
        return
    said_so = f"{claim.text} {stated.passage.label or stated.passage.text}"
    if printed < 0 and (outflow_words().search(said_so) or _SIGN_TOLD.search(stated.passage.label) or claim.direction_of(figure) == "down"):
        return
    if figure.number < 0 and outflow_words().search(said_so):
        return
    yield f"sign: the source prints {stated.figure.text}"


def _year(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> Iterator[str]:
    wanted, known = claim.year_of(figure), evidence_years(stated)
    if claim.is_fiscal:
        known = frozenset({stated.fact.period.fiscal_year}) if stated.fact else known | fiscal_years(stated, known)
    if wanted and known and not wanted & known:
        yield f"period: the figure is of {_listed(known)}, the claim says {_listed(wanted)}"
        return
    numbers, printed = claim.quarters_of(figure), evidence_quarters(stated)
    if numbers and printed and not numbers & printed:
        yield f"period: the source speaks of quarter {', '.join(sorted(printed))}, the claim of quarter {', '.join(sorted(numbers))}"


def _span(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> Iterator[str]:
    wanted, known = claim.spans_of(figure), evidence_spans(stated)
    if not known or (stated.fact and stated.fact.period.span is Span.INSTANT):
        return
    if not wanted:
        if claim.years and known == {"quarter"} and stated.fact and not quarters_in(claim.text + claim.question):
            yield "period: the figure is a quarter's, the claim names a year"
    elif conflict := span_conflict(wanted, known):
        yield conflict


def _basis(claim: ClaimText, stated: Stated) -> Iterator[str]:
    passage = stated.passage
    printed = passage.label or passage.text
    for name in ("share", "accounting", "region"):
        ours = said(name, claim.text) or said(name, claim.question)
        theirs, around = said(name, printed), said(name, passage.context)
        if name == "accounting":
            if stated.fact and stated.fact.basis.accounting:
                theirs |= {stated.fact.basis.accounting}
            plain = ours <= {"reported"}
            if plain and theirs & {"adjusted", "organic"} and not (ours & theirs):
                yield f"basis: the source says {', '.join(sorted(theirs))}, the claim does not"
            elif not plain and not ours & (theirs | around):
                yield f"basis: the claim says {', '.join(sorted(ours))}, the source does not"
        elif ours and theirs and not ours & theirs:
            yield f"basis: the source says {', '.join(sorted(theirs))}, the claim {', '.join(sorted(ours))}"


def _status(claim: ClaimText, stated: Stated) -> Iterator[str]:
    ours = said("status", claim.text)
    theirs = said("status", stated.passage.text)
    if stated.fact and stated.fact.status is not Status.ACTUAL:
        theirs |= {"expected"}
    if ours and not theirs:
        yield "status: the claim speaks of what is expected, the source of what was"
    elif theirs and not ours and not said("status", claim.question) and len(stated.passage.figures) <= len(claim.figures) + 2:
        yield "status: the source speaks of what is expected, the claim of what was"


def _unplaced(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> Iterator[str]:
    passage, printed, fact = stated.passage, stated.figure.text, stated.fact
    wanted, known = claim.year_of(figure), evidence_years(stated)
    alone = len(passage.figures) == 1 and wanted & years_over(passage)
    if wanted and not known and not alone and years_in(passage.evidence.text):
        yield f"the page does not tell of which period {printed} is"
    this_year = passage.evidence.fiscal_year
    if not wanted and fact and this_year and this_year not in known:
        yield f"the claim names no period, and {printed} is of {fact.period.label}"
    balances = {concept.name for concept in concepts() if concept.statement is Statement.BALANCE}
    instant = _INSTANT.search(claim.text) or (fact and fact.period.span is Span.INSTANT) or claim.concepts & balances
    if is_part_of_year(spans_in(claim.text)) and not instant and not evidence_spans(stated):
        yield f"the page does not tell how long the period of {printed} is"


def _listed(years: frozenset[int]) -> str:
    return " or ".join(map(str, sorted(years)))
