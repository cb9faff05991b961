"""One figure of a claim against one figure of the evidence: what speaks against their being the same, and what leaves it open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from research.nouns.facts import Fact, Span, Status
from research.text.figures import PERCENT, POINTS, TIMES, PrintedFigure
from research.verification.amounts import rounds_to, units_fit
from research.verification.claims import ClaimText, concepts_in, direction_of, topics_of, year_of
from research.verification.evidence import Stated, years_over
from research.verification.words import names_in, outflow_words, quarters_in, said, spans_in, years_in

_PARTS_OF_YEAR = frozenset({"quarter", "half", "nine months", "year to date"})
_TO_DATE = frozenset({"half", "nine months", "year to date"})
_SPAN_NAMES = {Span.QUARTER: "quarter", Span.HALF: "half", Span.NINE_MONTHS: "nine months", Span.YEAR: "year"}
_ENOUGH_TOPICS = 0.5
_EQUATED = re.compile(r"([A-Z][\w.,& ]*?)(?:['’]s?)?\s*\((?:formerly|previously|now|also)\s+(?:known\s+as\s+|called\s+)?([A-Z][\w.]*)")
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


def matches_of(claim: ClaimText, figure: PrintedFigure, stated: Sequence[Stated]) -> list[Match]:
    """Return the figures of the evidence with the claim's amount and unit, best first: sure ones, open ones, contradicted ones."""
    found = [_match(claim, figure, one) for one in stated if has_amount(claim, figure, one)]
    return sorted(found, key=lambda match: (len(match.conflicts), len(match.doubts)))


def has_amount(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> bool:
    """Return whether a figure of the evidence has the amount and unit of a claim's figure, as that one is rounded; signs aside."""
    source = stated.figure
    percent = bool(stated.fact and stated.fact.unit == PERCENT)
    if not units_fit(figure.unit, PERCENT if percent else source.unit, stated.passage.context):
        return False
    for scale in _scales(claim, figure):
        value, step = abs(figure.number) * scale, Decimal(scale).scaleb(-figure.places)
        amounts = {abs(amount) for amount in stated.amounts}
        if any(rounds_to(amount, value, step) for amount in amounts):
            return True
    return figure.scale is None and not figure.unit and source.scale is None and abs(figure.number) == abs(source.number)


def _scales(claim: ClaimText, figure: PrintedFigure) -> tuple[int, ...]:
    if figure.scale:
        return (figure.scale,)
    if figure.unit in {PERCENT, POINTS, TIMES} or figure.per:
        return (1,)
    asked = claim.scale_asked
    return (1, asked) if asked else (1,)


def _match(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> Match:
    conflicts = [
        *_sign(claim, figure, stated), *_year(claim, figure, stated), *_span(claim, stated), *_basis(claim, stated),
        *_status(claim, stated), *_direction(claim, figure, stated), *_whose(claim, figure, stated), *_what(claim, figure, stated),
    ]  # fmt: skip
    doubts = [*_unplaced(claim, figure, stated), *_unnamed(claim, figure, stated), *_off_topic(claim, figure, stated)]
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


def evidence_years(stated: Stated) -> frozenset[int]:
    """Return the years that a figure of the evidence may be of; none where nothing on the page places it."""
    if stated.fact:
        return frozenset({stated.fact.period.fiscal_year, stated.fact.period.end.year})
    if found := years_in(stated.head):
        return found
    passage = stated.passage
    if passage.is_row:
        over = years_over(passage)
        return over if len(passage.figures) == 1 and len(over) == 1 else frozenset()
    own = year_of(passage.text, passage.figures, stated.figure) or years_in(passage.text)
    return own or years_over(passage) or frozenset({year for year in (passage.evidence.fiscal_year,) if year})


def _year(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> Iterator[str]:
    wanted, known = claim.year_of(figure), evidence_years(stated)
    if claim.is_fiscal:
        known = frozenset({stated.fact.period.fiscal_year}) if stated.fact else known | _as_fiscal(stated, known)
    if wanted and known and not wanted & known:
        yield f"period: the figure is of {_listed(known)}, the claim says {_listed(wanted)}"
        return
    numbers = quarters_in(claim.text) or quarters_in(claim.question)
    printed = quarters_in(stated.passage.context)
    if numbers and printed and not numbers & printed:
        yield f"period: the source speaks of quarter {', '.join(sorted(printed))}, the claim of quarter {', '.join(sorted(numbers))}"


def _as_fiscal(stated: Stated, years: frozenset[int]) -> frozenset[int]:
    """Return the fiscal years that the calendar years of column heads may be, by the document's own year and its end."""
    evidence = stated.passage.evidence
    ahead = evidence.fiscal_year - evidence.period_end.year if evidence.fiscal_year and evidence.period_end else 0
    return frozenset(year + ahead for year in years) if stated.head and ahead in {-1, 1} else frozenset()


def _evidence_spans(stated: Stated) -> frozenset[str]:
    if stated.fact:
        name = _SPAN_NAMES.get(stated.fact.period.span)
        return frozenset({name}) if name else frozenset()
    if found := spans_in(stated.head):
        return found
    if found := spans_in(stated.passage.text):
        return found
    if not stated.passage.is_row and stated.passage.evidence.fiscal_period == "FY":
        return frozenset({"year"})
    return frozenset()


def _span(claim: ClaimText, stated: Stated) -> Iterator[str]:
    wanted, known = claim.spans, _evidence_spans(stated)
    if not known or (stated.fact and stated.fact.period.span is Span.INSTANT):
        return
    if not wanted:
        if claim.years and known == {"quarter"} and stated.fact and not quarters_in(claim.text + claim.question):
            yield "period: the figure is a quarter's, the claim names a year"
        return
    if wanted & known or (wanted & _TO_DATE and known & _TO_DATE and "year to date" in wanted | known):
        return
    if wanted & _PARTS_OF_YEAR or known & _PARTS_OF_YEAR:
        yield f"period: the figure is of a {' or '.join(sorted(known))}, the claim says {' or '.join(sorted(wanted))}"


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


def _direction(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> Iterator[str]:
    ours = claim.direction_of(figure)
    if not ours:
        return
    passage, source = stated.passage, stated.figure
    theirs = direction_of(passage.text, source) if not passage.is_row else ""
    if not theirs and passage.is_row and figure.unit in {PERCENT, POINTS} and figure.number > 0:
        theirs = "down" if source.number < 0 else ""
    if not theirs and figure.unit not in {PERCENT, POINTS}:
        theirs = _moved_from(claim, figure, stated) or _moved(stated)
    if theirs and theirs != ours:
        yield f"direction: the claim says {ours}, the source {theirs}"


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


def _moved(stated: Stated) -> str:
    """Return "up" or "down" as a row's figure lies above or below the one of the year before beside it, "" when that is not there."""
    passage = stated.passage
    if not passage.is_row:
        return _moved_in_sentence(stated)
    if len(passage.heads) != len(passage.figures) or not years_in(stated.head):
        return ""
    year = min(years_in(stated.head))
    rest = stated.head.replace(str(year), "")
    for other, head in zip(passage.figures, passage.heads, strict=True):
        if head.replace(str(year - 1), "") == rest and years_in(head) == {year - 1} and other.number != stated.figure.number:
            return "up" if abs(stated.figure.number) > abs(other.number) else "down"
    return ""


def _moved_in_sentence(stated: Stated) -> str:
    """Return "up" or "down" against the one other amount of a sentence that is of the year before, "" when there is none."""
    text, figures, own = stated.passage.text, stated.passage.figures, stated.figure
    year = year_of(text, figures, own)
    if len(year) != 1:
        return ""
    alike = [one for one in figures if one != own and (one.unit, one.scale) == (own.unit, own.scale)]
    before = [one for one in alike if year_of(text, figures, one) == {min(year) - 1} and one.value != own.value]
    return ("up" if own.value > before[0].value else "down") if len(before) == 1 else ""


def _own_words(stated: Stated) -> frozenset[str]:
    evidence = stated.passage.evidence
    called = " ".join([evidence.company, *evidence.names]).lower().replace(",", " ").split()
    return frozenset([*called, *(word.strip(".") for word in called), *(word.split(".")[0] for word in called)])


def _strange(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> frozenset[str]:
    """Return the names of a claim's figure that stand neither in the source's passage nor over it nor in the company's name."""
    around = stated.passage.context.lower()
    own = _own_words(stated) | _equated(claim, stated)
    return frozenset(
        name for name in claim.names_near(figure) if name not in around and name not in own and not (own & set(name.split("-")))
    )


def _equated(claim: ClaimText, stated: Stated) -> frozenset[str]:
    """Return the words of a name that the claim or its question itself equates with the company's: "Block (formerly known as Square)"."""
    text = f"{claim.text} {claim.question}"
    return frozenset(
        word
        for match in _EQUATED.finditer(text)
        if any(
            match[2].lower().startswith(name.lower()) or name.lower().startswith(match[2].lower()) for name in stated.passage.evidence.names
        )
        for word in match[1].lower().replace(",", " ").split()
    )


def _companies_of(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> tuple[bool, str]:
    """Return whether a claim's figure is said of the evidence's company, and another company that it is said of and the source not.

    The words between the figure before and this one tell; where they name neither, the sentence with its question does.
    """
    evidence, around = stated.passage.evidence, stated.passage.context.lower()
    at = claim.figures.index(figure)
    for text in (claim.text[claim.figures[at - 1].end if at else 0 : figure.start], f"{claim.text} {claim.question}"):
        plain = f" {text.lower()}"
        own = any(name.lower() in plain for name in evidence.names)
        others = [name for name in evidence.others if len(name) > 2 and f" {name.lower()}" in plain and name.lower() not in around]
        if own or others:
            return own, max(others, key=len, default="")
    return False, ""


def _whose(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> Iterator[str]:
    evidence = stated.passage.evidence
    own, other = _companies_of(claim, figure, stated)
    if other and not own:
        yield f"whose it is: the claim speaks of {other}, the source is {evidence.company or evidence.place}"
        return
    strange = sorted(_strange(claim, figure, stated))
    elsewhere = [name for name in strange if name in evidence.text.lower()]
    if elsewhere:
        yield f"whose it is: “{elsewhere[0]}” stands elsewhere in {evidence.place}, not with this figure"
    passage = stated.passage
    subject = passage.label[1:] if passage.is_row else passage.text[1 : stated.figure.start]
    parts = names_in(subject) - _own_words(stated)
    if said("extent", claim.text) and not said("extent", passage.text) and parts and not parts & claim.names:
        yield f"total or part: the claim speaks of the total, the source of “{' '.join(subject.split())[-80:]}”"


def _what(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> Iterator[str]:
    """Yield a conflict where the fact is of another concept than every one that the claim names."""
    fact: Fact | None = stated.fact
    if not fact or not fact.concept or not claim.concepts or fact.concept in claim.concepts:
        return
    printed = concepts_in(stated.passage.label)
    if not printed & claim.concepts and _share_of_topics(claim, figure, stated) < 0.7:
        yield f"what it is: the source's row is “{stated.passage.label}”"


def _unplaced(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> Iterator[str]:
    passage, printed, fact = stated.passage, stated.figure.text, stated.fact
    wanted, known = claim.year_of(figure), evidence_years(stated)
    alone = len(passage.figures) == 1 and wanted & years_over(passage)
    if wanted and not known and not alone and years_in(passage.evidence.text):
        yield f"the page does not tell of which period {printed} is"
    this_year = passage.evidence.fiscal_year
    if not wanted and fact and this_year and this_year not in known:
        yield f"the claim names no period, and {printed} is of {fact.period.label}"
    instant = _INSTANT.search(claim.text) or (fact and fact.period.span is Span.INSTANT)
    if spans_in(claim.text) & _PARTS_OF_YEAR and not instant and not _evidence_spans(stated):
        yield f"the page does not tell how long the period of {printed} is"


def _unnamed(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> Iterator[str]:
    if part := said("region", claim.text) - said("region", stated.passage.context):
        yield f"the source does not say that the figure is {', '.join(sorted(part))}"
    own, other = _companies_of(claim, figure, stated)
    if own and other:
        yield f"the claim speaks of {other} too"
    if strange := sorted(_strange(claim, figure, stated)):
        yield f"“{strange[0]}” does not stand with this figure"


def _off_topic(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> Iterator[str]:
    if stated.fact and stated.fact.concept in claim.concepts:
        return
    if _share_of_topics(claim, figure, stated) < _ENOUGH_TOPICS:
        yield f"the words of the claim do not stand with {stated.figure.text}"


def _share_of_topics(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> float:
    own = {one for name in _own_words(stated) for one in topics_of(name)}
    around = topics_of(stated.passage.context)
    shares = []
    for text in (claim.near(figure), claim.text, f"{claim.text} {claim.question}" if not topics_of(claim.text) - own else ""):
        topics = topics_of(text) - own
        if topics:
            shares.append(len(topics & around) / len(topics))
    return max(shares, default=0.0)


def _listed(years: frozenset[int]) -> str:
    return " or ".join(map(str, sorted(years)))
