"""The gate: every figure of a text is held against its cited evidence, and each sentence gets one verdict.

Text is data: nothing that a text or its evidence says changes what is done here.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from research.nouns.answers import Claim, Verdict
from research.nouns.facts import Calculation
from research.text.figures import PrintedFigure
from research.text.matching import find_folded, fold, normal_form
from research.text.words import sentences
from research.verification.amounts import same_amount
from research.verification.arithmetic import computed_for
from research.verification.claims import ClaimText
from research.verification.evidence import PAGES_KEPT, Evidence, Stated, figures_of, passages_of
from research.verification.expressions import is_constant
from research.verification.matching import Amounts, Match, has_amount, match_of, matches_of, told_apart
from research.verification.multiples import Known, check_multiples, multiples_in
from research.verification.nearness import Near, Token, find_near, standing_of, tokens_of
from research.verification.results import CheckedClaim, CheckedFigure, CheckedText, worst
from research.verification.wording import Change, Weight, changes_of

_HAN_STOP = re.compile(r"(?<=[。；！？])")
_QUOTED = 0.8
_SHORTEST_QUOTE = 16
_MOST_OPERANDS = 8
_MOST_FOLLOWED = 60
_LONGEST_LEAD = 200
# What ends a paragraph or an item of a list; a line break alone ends neither.
_BREAK = re.compile(r"\n(?=[ \t]*(?:\n|(?:[-*•·|#]|\d{1,2}[.)])\s))")
_ITEM = re.compile(r"\s*(?:[-*•·|#]|\d{1,2}[.)])\s")


@dataclass(frozen=True, slots=True)
class _Source:
    """One evidence as the gate holds it: its tokens with where each stands, its figures by their amounts, its text folded for quotes."""

    evidence: Evidence
    tokens: tuple[Token, ...]
    standing: Mapping[str, Sequence[int]]
    figures: Amounts
    folded: tuple[str, array[int]]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a sentence nearly stands in the evidence, and what differs there."""

    source: _Source
    near: Near
    changes: tuple[Change, ...]

    @property
    def is_reworded(self) -> bool:
        """Return whether the sentence says something of the place otherwise, or leaves out how its clause begins."""
        return bool(self.near.differences or self.near.lead)

    @property
    def text(self) -> str:
        """Return the words of the place, runs of white space as one blank."""
        return " ".join(self.source.evidence.text[self.near.start : self.near.end].split())


@lru_cache(maxsize=PAGES_KEPT)
def _read(evidence: Evidence) -> _Source:
    """Return an evidence as read, the last ones kept."""
    tokens = tokens_of(evidence.text)
    return _Source(evidence, tokens, standing_of(tokens), Amounts(figures_of(evidence)), fold(evidence.text))


def verify(text: str, evidence: Sequence[Evidence], calculations: Iterable[Calculation] = (), question: str = "") -> CheckedText:
    """Return the text with a verdict for each sentence and each figure, held against its evidence and the calculations shown with it.

    supported: the figure stands there, or follows, with all that the text says of it. mismatch: it stands there as something else, or
    the place that the text repeats prints another one. no_evidence: no figure of its amount stands there. not_checkable: what would
    have to be known is not there; `reasons` say what. A question gives a bare figure its company, period, metric and scale.
    """
    sources = [_read(one) for one in evidence]
    shown = tuple(calculations)
    claims = tuple(
        _check(text[start:end], start, sources=sources, calculations=shown, question=f"{question} {lead}".strip())
        for start, end, lead in _sentences(text)
    )
    judged = [claim for claim in claims if claim.figures or claim.claim.verdict is Verdict.MISMATCH] or list(claims)
    verdict = worst(claim.claim.verdict for claim in judged)
    reasons = tuple(dict.fromkeys(reason for claim in judged for reason in claim.reasons))
    return CheckedText(text, claims, verdict, reasons)


def _sentences(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the offsets of each sentence, list item and paragraph of a text, an item with the line that its list begins with."""
    lead, at = "", 0
    for block in _blocks(text):
        is_item = bool(_ITEM.match(block))
        for start, end in sentences(block):
            first = at + start
            for part in _HAN_STOP.split(block[start:end]):
                if part.strip():
                    yield first, first + len(part), lead if is_item else ""
                first += len(part)
        at += len(block)
        if block.strip() and not is_item:
            lead = block.strip()[-_LONGEST_LEAD:] if block.rstrip().endswith((":", "：")) else ""


def _blocks(text: str) -> Iterator[str]:
    """Yield the paragraphs and list items of a text, which together are the text."""
    starts = [0, *(match.end() for match in _BREAK.finditer(text)), len(text)]
    return (text[start:end] for start, end in pairwise(starts))


def _check(said: str, start: int, *, sources: Sequence[_Source], calculations: Sequence[Calculation], question: str) -> CheckedClaim:
    claim = ClaimText(said, question)
    place = _place(claim, sources)
    if not claim.figures and not multiples_in(said):
        return _without_figure(claim, start, place)
    checked = [_figure(claim, figure, place, sources) for figure in claim.figures]
    stated = tuple(one for source in sources for one in source.figures.stated)
    contradicted = {change.figure for change in place.changes if change.weight is not Weight.LOOK} if place else set()
    followed = _followed(claim, checked, contradicted, stated=stated, calculations=calculations)
    found = [one for one, _ in followed] + _multiples(claim, followed, place, sources)
    verdict = worst(one.verdict for one in found)
    reasons = tuple(dict.fromkeys(reason for one in found for reason in one.reasons))
    placed = tuple(replace(one, start=one.start + start, end=one.end + start) for one in sorted(found, key=lambda one: one.start))
    return CheckedClaim(Claim(said, verdict=verdict), start, start + len(said), placed, reasons)


def _multiples(
    claim: ClaimText, checked: Sequence[tuple[CheckedFigure, Stated | None]], place: _Place | None, sources: Sequence[_Source]
) -> list[CheckedFigure]:
    if not multiples_in(claim.text):
        return []
    if place and not place.is_reworded:
        return [CheckedFigure(one.text, one.start, one.end, Verdict.SUPPORTED, place.text) for one in multiples_in(claim.text)]
    pairs = zip(claim.figures, checked, strict=True)
    known = tuple((figure, where) for figure, (one, where) in pairs if one.verdict is Verdict.SUPPORTED)
    stated = tuple(one for source in sources for one in source.figures.stated)
    passages = tuple(passage for source in sources for passage in passages_of(source.evidence))
    return check_multiples(claim, Known(known, stated, passages))


def _without_figure(claim: ClaimText, start: int, place: _Place | None) -> CheckedClaim:
    against = tuple(change.reason for change in place.changes if change.weight is Weight.CONTRADICTS) if place else ()
    quoted = place is not None and not place.near.differences
    verdict = Verdict.MISMATCH if against else Verdict.SUPPORTED if quoted else Verdict.NOT_CHECKABLE
    reasons = against or (() if quoted else ("no figure to check",))
    return CheckedClaim(Claim(claim.text, verdict=verdict), start, start + len(claim.text), (), reasons)


def _place(claim: ClaimText, sources: Sequence[_Source]) -> _Place | None:
    """Return the place of the evidence that a sentence repeats, whole or nearly; the one with the fewest differences."""
    tokens, folded = tokens_of(claim.text), normal_form(claim.text)
    best: _Place | None = None
    for source in sources:
        near = _quoted(claim.text, folded, source) or find_near(tokens, source.tokens, source.standing, source.evidence.text)
        if near:
            place = _Place(source, near, changes_of(near, tokens, claim.text, source.evidence, same=_same(claim, source)))
            if best is None or (-near.share, len(place.changes)) < (-best.near.share, len(best.changes)):
                best = place
    return best


def _same(claim: ClaimText, source: _Source) -> Callable[[PrintedFigure, Token], bool]:
    """Return what tells whether a claim's figure is worth what the source prints at a token."""
    stated = source.figures.by_start

    def is_same(figure: PrintedFigure, token: Token) -> bool:
        """Return whether the figure is printed at the token: the same amount, or that of a row at its stated scale, of the same sign."""
        printed = token.figure
        if printed is None or same_amount(figure, printed):
            return printed is not None
        one = stated.get(token.start)
        return bool(
            one and one.passage.is_row and figure.scale and (figure.number < 0) == (printed.number < 0) and has_amount(claim, figure, one)
        )

    return is_same


def _quoted(text: str, folded: str, source: _Source) -> Near | None:
    """Return the place where a text stands word for word from the beginning of a line or sentence, None when it does not."""
    span = find_folded(folded, *source.folded) if len(folded) >= _SHORTEST_QUOTE else None
    if not span:
        return None
    before, after = source.evidence.text[: span[0]].rstrip(" \t"), source.evidence.text[span[1] :].lstrip(" \t")
    begins = not before or before[-1] in "\n.!?:;•·。；" or not before[-1].isalnum()
    ends = not after or not after[0].isalnum() or text.rstrip()[-1:] in ".。"
    return Near(span[0], span[1], 1.0, ()) if begins and ends else None


def _figure(
    claim: ClaimText, figure: PrintedFigure, place: _Place | None, sources: Sequence[_Source]
) -> tuple[CheckedFigure, Stated | None]:
    """Return a figure with its verdict, and the figure of the evidence that it is."""
    if is_constant(claim.text, figure):
        return _checked(figure, Verdict.SUPPORTED, "a number of the calculation shown", ()), None
    matches = matches_of(claim, figure, [source.figures for source in sources])
    return _judged(claim, figure, place, matches), matches[0].stated if matches else None


def _judged(claim: ClaimText, figure: PrintedFigure, place: _Place | None, matches: Sequence[Match]) -> CheckedFigure:
    changes = [change for change in place.changes if change.figure == figure] if place else []
    sure = bool(matches) and matches[0].is_sure
    against = [change for change in changes if change.weight is Weight.CONTRADICTS]
    signs = any(change.reason.startswith("sign") for change in against)
    if place and against and (signs or not sure or place.near.share >= _QUOTED):
        return _checked(figure, Verdict.MISMATCH, against[0].found or place.text, [change.reason for change in against])
    doubtful = [change for change in changes if change.weight is Weight.DOUBTFUL]
    if place and doubtful and not (sure and place.near.share < _QUOTED):
        return _checked(figure, Verdict.NOT_CHECKABLE, place.text, [change.reason for change in doubtful])
    if place and not changes:
        return _of_place(claim, figure, place, matches)
    return _of_matches(figure, matches)


def _of_place(claim: ClaimText, figure: PrintedFigure, place: _Place, matches: Sequence[Match]) -> CheckedFigure:
    """Return the verdict on a figure that stands where its sentence is repeated; the question may still ask for another period."""
    start, end = place.near.start, place.near.end
    here = [
        stated
        for stated in place.source.figures.near(claim, figure)
        if start <= stated.passage.start + stated.figure.start < end and has_amount(claim, figure, stated)
    ]
    conflicts = [reason for stated in here[:1] for reason in match_of(claim, figure, stated).conflicts]
    asked = [reason for reason in conflicts if reason.startswith(("period", "whose")) and claim.question]
    turned = [reason for stated in here[:1] if place.is_reworded for reason in told_apart(claim, figure, stated)]
    if turned:
        return _checked(figure, Verdict.MISMATCH, place.text, turned)
    if asked and not any(match.is_sure for match in matches):
        return _checked(figure, Verdict.MISMATCH, place.text, asked)
    return _checked(figure, Verdict.SUPPORTED, place.text, ())


def _of_matches(figure: PrintedFigure, matches: Sequence[Match]) -> CheckedFigure:
    if not matches:
        return _checked(figure, Verdict.NO_EVIDENCE, "", [f"no figure of {figure.text} stands in the evidence"])
    best = matches[0]
    found = " ".join(best.stated.passage.text.split())
    if best.conflicts:
        return _checked(figure, Verdict.MISMATCH, found, best.conflicts)
    return _checked(figure, Verdict.NOT_CHECKABLE if best.doubts else Verdict.SUPPORTED, found, best.doubts)


def _followed(
    claim: ClaimText,
    checked: Sequence[tuple[CheckedFigure, Stated | None]],
    contradicted: Container[PrintedFigure | None],
    *,
    stated: Sequence[Stated],
    calculations: Sequence[Calculation],
) -> list[tuple[CheckedFigure, Stated | None]]:
    """Return the figures with those supported that follow from the others, one that follows serving the next.

    A sentence of more figures than any calculation has is a list: what does not stand in the evidence is not looked for otherwise.
    """
    if len(checked) > _MOST_FOLLOWED and not calculations:
        return list(checked)
    known = [figure for figure, (one, _) in zip(claim.figures, checked, strict=True) if one.verdict is Verdict.SUPPORTED]
    found = []
    for figure, (one, where) in zip(claim.figures, checked, strict=True):
        held = one if figure in contradicted else _follow(claim, figure, one, known=known, stated=stated, calculations=calculations)
        if held.verdict is Verdict.SUPPORTED and one.verdict is not Verdict.SUPPORTED:
            known.append(figure)
        found.append((held, where))
    return found


def _follow(
    claim: ClaimText,
    figure: PrintedFigure,
    checked: CheckedFigure,
    *,
    known: Sequence[PrintedFigure],
    stated: Sequence[Stated],
    calculations: Sequence[Calculation],
) -> CheckedFigure:
    """Return a figure that is not supported as it stands as supported where it follows from what is."""
    if checked.verdict is Verdict.SUPPORTED:
        return checked
    near = sorted(known, key=lambda one: abs(one.start - figure.start))[:_MOST_OPERANDS]
    how = computed_for(claim, figure, supported=near, stated=stated, calculations=calculations)
    return _checked(figure, Verdict.SUPPORTED, how, ()) if how else checked


def _checked(figure: PrintedFigure, verdict: Verdict, found: str, reasons: Sequence[str]) -> CheckedFigure:
    return CheckedFigure(figure.text, figure.start, figure.end, verdict, found, tuple(reasons))
