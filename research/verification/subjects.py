"""What a figure is of: the words that a claim gives it against the clause or the row's label that the evidence has it in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from research.nouns.facts import Fact
from research.text.figures import PERCENT, PrintedFigure
from research.text.words import stem, words
from research.verification.claims import ClaimText, concepts_in, topics_of
from research.verification.clauses import are_alike, said_of, words_of
from research.verification.evidence import Stated, rows_beside
from research.verification.expressions import is_operand
from research.verification.whose import own_words
from research.verification.words import said

_ENOUGH_TOPICS = 0.5
# So many characters over a row may hold the lines of its column heads.
_TABLE = 1_500
_ENOUGH_FOR_ANOTHER_CONCEPT = 0.7
_BASE = re.compile(r"\s*(?:of|as\s+a\s+percentage\s+of)\s+(?:(?:our|its|the|their|total|net|all)\s+)*([^,;.()]{3,60})", re.IGNORECASE)
_BASE_ENDS = re.compile(r"\s(?:in|for|during|at|on|as|compared|and|from|versus|vs|while|due|driven|was|were|is)\b", re.IGNORECASE)
_OF_CHANGE = re.compile(r"\b\w+est\s+(?:\w+\s+)?(?:drop|decline|decrease|increase|growth|rise|change|gain|loss)s?\b", re.IGNORECASE)
_TOTAL = re.compile(r"^\W*(?:sub)?total|\btotal\b|^\W*consolidated|合计|总计", re.IGNORECASE)


def subject_conflicts(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> Iterator[str]:
    """Yield why a figure of the evidence is of something else than the claim says."""
    yield from _concept(claim, figure, stated)
    yield from _column(claim, figure, stated)
    if not stated.passage.is_row:
        yield from _other_clause(claim, figure, stated)
        if claim.words_of(figure).is_denied != said_of(stated.passage.text, stated.figure).is_denied:
            yield f"denial: the source says “{_clipped(said_of(stated.passage.text, stated.figure).text)}” of {stated.figure.text}"
    elif claim.words_of(figure).is_denied:
        yield f"denial: the source prints {stated.figure.text}"
    yield from _base(claim, figure, stated)
    yield from _rank(claim, figure, stated)


def subject_doubts(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> Iterator[str]:
    """Yield what leaves open whether a figure of the evidence is of what the claim says."""
    if (stated.fact and stated.fact.concept in claim.concepts) or is_operand(claim.text, figure):
        return
    if share_of_topics(claim, figure, stated) < _ENOUGH_TOPICS:
        yield f"the words of the claim do not stand with {stated.figure.text}"
    elif stated.passage.is_row:
        yield from _other_row(claim, figure, stated)
    else:
        yield from _mixed_clauses(claim, figure, stated)


def share_of_topics(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> float:
    """Return the share of a claim's words that stand with a figure of the evidence, 0 to 1: its own words or all, whichever fits better."""
    own = _own_topics(stated)
    around = topics_of(stated.passage.context) | _printed_label(stated)
    shares = []
    for text in (
        claim.words_of(figure).text,
        claim.near(figure),
        claim.text,
        f"{claim.text} {claim.question}" if not topics_of(claim.text) - own else "",
    ):
        topics = topics_of(text) - own
        if topics:
            shares.append(len(topics & around) / len(topics))
    return max(shares, default=0.0)


def _printed_label(stated: Stated) -> frozenset[str]:
    """Return the topics of the label that was read of a figure, where its row and what stands over it print all of them.

    A label that is split over several lines of column heads ("Total Stores at", "End of Quarter") stands in no line whole.
    """
    if stated.fact is None:
        return frozenset()
    passage = stated.passage
    label = topics_of(stated.fact.label)
    printed = topics_of(passage.evidence.text[max(0, passage.start - _TABLE) : passage.start + len(passage.text)])
    return label if label <= printed else frozenset()


def _own_topics(stated: Stated) -> frozenset[str]:
    return frozenset(one for name in own_words(stated.passage.evidence) for one in topics_of(name))


def _stems(text: str) -> frozenset[str]:
    return frozenset(map(stem, words(text)))


def _column(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> Iterator[str]:
    """Yield a conflict where the claim's words are those of another column of the row: its end where the figure is of its start."""
    if stated.fact is None:
        return
    said, own = _stems(claim.words_of(figure).text), _stems(stated.fact.label)
    for other in stated.passage.evidence.facts:
        theirs = _stems(other.label)
        if other.start == stated.fact.start and own - theirs and not said & (own - theirs) and said & (theirs - own):
            yield f"what it is: the source's column is “{stated.fact.label}”"
            return


def _concept(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> Iterator[str]:
    """Yield a conflict where the fact is of another concept than every one that the claim names."""
    fact: Fact | None = stated.fact
    if not fact or not fact.concept or not claim.concepts or fact.concept in claim.concepts:
        return
    printed = concepts_in(stated.passage.label)
    if not printed & claim.concepts and share_of_topics(claim, figure, stated) < _ENOUGH_FOR_ANOTHER_CONCEPT:
        yield f"what it is: the source's row is “{stated.passage.label}”"


def _clauses(
    claim: ClaimText, figure: PrintedFigure, stated: Stated
) -> Iterator[tuple[frozenset[str], frozenset[str], frozenset[str], str]]:
    """Yield the claim's words with those that the source says of its figure alone, and of another figure of the sentence alone."""
    text = stated.passage.text
    words = words_of(text)
    own = claim.subject_of(figure) - _own_topics(stated)
    mine = words[stated.at]
    for at, other in enumerate(stated.passage.figures):
        if at != stated.at and are_alike(other, stated.figure):
            theirs = words[at]
            yield own, mine.topics - theirs.topics, theirs.topics - mine.topics, mine.text


def _other_clause(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> Iterator[str]:
    for own, mine, theirs, said_there in _clauses(claim, figure, stated):
        if own & theirs and not own & mine and mine:
            yield f"what it is: the source says {stated.figure.text} of “{_clipped(said_there)}”"
            return


def _mixed_clauses(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> Iterator[str]:
    for own, mine, theirs, said_there in _clauses(claim, figure, stated):
        if own & theirs and mine - own:
            yield f"the source says {stated.figure.text} of “{_clipped(said_there)}”"
            return


def _other_row(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> Iterator[str]:
    """Yield a doubt where a row's label shares no word with the claim, or another row of the table is the one that the claim names."""
    label = stated.passage.label
    if concepts_in(label) & claim.concepts:
        return
    ours = (topics_of(f"{claim.text} {claim.question}") | claim.subject_of(figure)) - _own_topics(stated)
    theirs = topics_of(label)
    subject = claim.subject_of(figure) - _own_topics(stated)
    if theirs and not theirs & ours and not _is_grand_total(label):
        yield f"the source's row is “{label}”"
    elif theirs - ours:
        exact = [row for row in rows_beside(stated) if topics_of(row.label) == subject != theirs]
        if exact:
            yield f"the source's row is “{label}”, another is “{exact[0].label}”"


def _is_grand_total(label: str) -> bool:
    return bool(_TOTAL.search(label))


def _base(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> Iterator[str]:
    """Yield a conflict where a percentage is one of something else: "12 % of revenue" is not "12 % of assets"."""
    if figure.unit != PERCENT:
        return
    ours = _base_of(claim.text, figure)
    theirs = "" if stated.passage.is_row else _base_of(stated.passage.text, stated.figure)
    if not ours or not theirs:
        return
    one, other = concepts_in(ours), concepts_in(theirs)
    apart = not one & other if one and other else not topics_of(ours) & topics_of(theirs)
    if apart and (one or topics_of(ours)) and (other or topics_of(theirs)):
        yield f"what it is: the source says {stated.figure.text} of {theirs}, the claim of {ours}"


def _base_of(text: str, figure: PrintedFigure) -> str:
    match = _BASE.match(text, figure.end)
    return _BASE_ENDS.split(match[1])[0].strip() if match else ""


def _rank(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> Iterator[str]:
    """Yield a conflict where a claim calls something the largest or smallest and the source the reverse, or its table shows another."""
    words = claim.words_of(figure).text
    ours, theirs = said("rank", _OF_CHANGE.sub(" ", words)), said("rank", stated.passage.text)
    if not ours or ours & theirs:
        return
    if theirs:
        yield f"rank: the source says {', '.join(sorted(theirs))}, the claim {', '.join(sorted(ours))}"
        return
    beside = _parts([abs(row.figures[stated.at].number) for row in rows_beside(stated) if not _TOTAL.search(row.label)])
    if stated.passage.is_row and len(beside) > 1:
        value = abs(stated.figure.number)
        if ("top" in ours and value < max(beside)) or ("bottom" in ours and value > min(beside)):
            yield f"rank: other rows beside {stated.figure.text} are {'larger' if 'top' in ours else 'smaller'}"


def _parts(values: list[Decimal]) -> list[Decimal]:
    """Return the amounts of a column that are no sums of those right before them."""
    return [value for at, value in enumerate(values) if not any(value == sum(values[first:at]) for first in range(at - 1))]


def _clipped(text: str) -> str:
    return " ".join(text.split())[-80:]
