"""What sentences say of figures without printing them: that one rose, fell, doubled, or was nothing; held against the library."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from research.answering.sentences import lowered
from research.answering.targets import title_of_target
from research.drafting.checking.claims import FigureClaim, Kind
from research.drafting.checking.fitting import shown
from research.drafting.checking.fractions import fraction_in
from research.drafting.checking.groups import narrowing_in
from research.drafting.checking.han import han_clauses, han_way, is_han_sentence, unexplained
from research.drafting.checking.judging import PART_WORDS, Judged, open_question, target_of
from research.drafting.checking.library import LibraryFigures, Value, Wanted, target_named
from research.drafting.checking.reading import SentenceRead, blanked, is_known
from research.drafting.checking.when import Around, Times
from research.drafting.checking.words import DOWN, FLAT, UP, checking_words, han_checking_words, is_better_lower, nearest_direction
from research.nouns.answers import Operation, PeriodTerm, Verdict
from research.nouns.facts import Calculation
from research.planning.topics import TopicMatch

_CLAUSE = re.compile(r";\s|,?\s(?:while|whereas|whilst|but|although|though)\s|,\s(?:and\s)?|\sand\s", re.IGNORECASE)
_TO = re.compile(r"\b(?:to|at)(?:\s+(?:about|around|some|nearly|almost|just|only|over|more|than|a|an))*\s*[(~$€£¥]*\s*$", re.IGNORECASE)
_NO_END = re.compile(
    r"\b(?:amount\w*|came|comes|coming|equal|due|attributable|related|relative|compared|close|next|belong\w*|according)\s+(?:to|at)\b[^\w]*$",
    re.IGNORECASE,
)
_SET_AGAINST = re.compile(r"\b(?P<way>up|down|higher|lower|increased|decreased|rose|fell)\s+from\s*[(~$€£¥]*\s*$", re.IGNORECASE)
_LOSS = re.compile(r"\b(?:net|operating|pre-?tax|segment|the)\s+loss(?:es)?\b|\bdeficit\b", re.IGNORECASE)
# Verbs with "up" and "down" that tell no movement.
_NO_MOVE = re.compile(
    r"\b(?:ate|eats?|made|makes?|ended|ends|set|took|takes|backed|brought|gave|summed|opened|wrote|written|broken?)\s+(?:up|down)\b",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\bsince\s+(?:at\s+least\s+)?(?:fiscal\s+)?$", re.IGNORECASE)
# A figure that moved by less is flat, one that moved by more is not.
_FLAT_AT_MOST, _FLAT_NO_MORE = Decimal(1), Decimal(3)
# A figure that moved by so much more or less than the part that is told moved by that part, roughly; from so much on it did not.
_NEAR_PART, _FAR_PART = Decimal("0.02"), Decimal("0.07")


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that a sentence says of a figure without printing it: which way it went, by what multiple, or that it was nothing.

    `way` is "up", "down", "flat", a verb of `CheckingWords.multiple`, or "nil"; `is_denied` that the words deny it. `by` is the part of
    itself by which the figure is said to have moved in words, None without.
    """

    topic: TopicMatch
    way: str
    company: str | None
    period: PeriodTerm | None
    narrowing: tuple[str, ...]
    base: PeriodTerm | None = None
    back: str = "year"
    is_denied: bool = False
    is_loss: bool = False
    by: Decimal | None = None


def moves_of(read: SentenceRead, claims: Sequence[FigureClaim], around: Around) -> tuple[Move, ...]:
    """Return what a sentence says of the way of its figures: beside printed levels, and in clauses without any figure."""
    if is_han_sentence(read.text):
        return tuple(_in_han(read, claims, around))
    return (*_beside_levels(read, claims), *_in_clauses(read, around))


def _in_han(read: SentenceRead, claims: Sequence[FigureClaim], around: Around) -> Iterator[Move]:
    """Yield the ways that a Chinese sentence tells of a figure that it prints, or of one that it only names in a clause."""
    known = han_checking_words()
    for claim in claims:
        topic = next((one for one in read.topics if claim.topic and one.words == claim.said), None)
        if topic is not None and claim.kind is Kind.LEVEL and claim.direction and not claim.back and not claim.is_aside:
            yield Move(topic, claim.direction, claim.company, claim.period, claim.narrowing, claim.base)
    for start, end in han_clauses(read):
        topics = [one for one in read.topics if start <= one.start < end]
        has_figure = any(start <= one.start < end for one in read.figures)
        if len(topics) != 1 or has_figure or read.is_aside(topics[0].start):
            continue
        way = han_way(read.text[topics[0].end : end], known)
        rest = blanked(read.text, read.spans(topics=True))[start:end]
        if not way or unexplained(rest, known) or "由" in rest or "转" in rest:
            continue
        periods = [one.term for one in read.periods if one.start < end and is_known(one.term)]
        company = next((one.company for one in reversed(read.companies) if one.start < end), around.company)
        back = "quarter" if known.before_quarter.search(rest) else "year"
        yield Move(topics[0], way, company, periods[-1] if periods else around.period, (), None, back)


def _beside_levels(read: SentenceRead, claims: Sequence[FigureClaim]) -> Iterator[Move]:
    """Yield the ways told of levels: "fell to $75 million", "up from $70 million"."""
    for at, claim in enumerate(claims):
        topic = next((one for one in read.topics if claim.topic and one.words == claim.said), None)
        is_second = not claim.back and any(one.kind is Kind.LEVEL and not one.back and _is_alike(one, claim) for one in claims[:at])
        if topic is None or claim.kind is not Kind.LEVEL or claim.is_aside or is_second:
            continue
        before = _NO_MOVE.sub(" ", read.text[claims[at - 1].figure.end if at else 0 : claim.figure.start])
        against = _SET_AGAINST.search(before)
        is_end = bool(_TO.search(before)) and not _NO_END.search(before)
        way = nearest_direction(against["way"], "") if against else claim.direction if is_end else ""
        later = next((one for one in reversed(claims[:at]) if _is_base(claim, one)), None) if against and not claim.back else None
        if later is not None and way:
            yield Move(topic, way, later.company, later.period, later.narrowing, claim.period, is_loss=bool(_LOSS.search(claim.zone)))
            continue
        if not way or (against and not claim.back) or (claim.back and not against):
            continue
        base = next((other.period for other in claims if _is_base(other, claim)), None)
        yield Move(
            topic,
            way,
            claim.company,
            claim.period,
            claim.narrowing,
            base,
            claim.back or "year",
            is_loss=bool(_LOSS.search(claim.zone)),
            by=fraction_in(before),
        )


def _is_alike(other: FigureClaim, claim: FigureClaim) -> bool:
    """Return whether two figures of a sentence are said to be of the same thing and period: of one of them less is told than it seems."""
    return (other.topic, other.company, other.period) == (claim.topic, claim.company, claim.period)


def _is_base(other: FigureClaim, claim: FigureClaim) -> bool:
    """Return whether another figure of the sentence is that of an earlier period, from which a level moved."""
    if other.kind is not Kind.LEVEL or other.topic != claim.topic or other.company != claim.company or other.back:
        return False
    one, two = other.period, claim.period
    return bool(
        one and two and one.fiscal_year and two.fiscal_year and (one.fiscal_year, one.fiscal_period) < (two.fiscal_year, two.fiscal_period)
    )


def _in_clauses(read: SentenceRead, around: Around) -> Iterator[Move]:
    """Yield what clauses without a figure say of the one figure that they name."""
    times = Times(read, around)
    known = checking_words()
    for start, end in _clauses(read):
        topics = [one for one in read.topics if start <= one.start < end]
        if len(topics) != 1 or read.is_aside(topics[0].start) or any(start <= figure.start < end for figure in read.figures):
            continue
        clause = _NO_MOVE.sub(lambda match: " " * len(match[0]), read.text[start:end])
        way = _way(clause, topics[0].start - start, topics[0].end - start, lower_is_better=is_better_lower(topics[0].topic))
        if not way:
            continue
        by = fraction_in(clause) if way in {UP, DOWN} else None
        own = [one for one in read.companies if start <= one.start < end] or [one for one in read.companies if one.start < start][-1:]
        names = {one.company for one in own}
        company = names.pop() if len(names) == 1 else None if names else around.company
        periods = [one.term for one in read.periods if start <= one.start < end and not _SINCE.search(read.text[: one.start])]
        base, when = _between(periods, times.main(start, end).period)
        back = "quarter" if known.before_quarter.search(clause) else "year"
        denied = way != "nil" and bool(known.denied.search(clause))
        narrowing = narrowing_in(read, start, end, topics)
        yield Move(topics[0], way, company, when, narrowing, base, back, denied, bool(_LOSS.search(clause)), by)


def _between(periods: Sequence[PeriodTerm], period: PeriodTerm | None) -> tuple[PeriodTerm | None, PeriodTerm | None]:
    """Return the first and the last of two years that a clause names; else no first, and the period that it is about."""
    years = sorted((one for one in periods if one.fiscal_year is not None), key=lambda one: (one.fiscal_year or 0, one.fiscal_period))
    if len(years) == 2 and years[0].fiscal_period == years[1].fiscal_period:
        return years[0], years[1]
    if any(not is_known(one) for one in periods):
        return None, None
    return None, years[-1] if len(years) == 1 else period


def _clauses(read: SentenceRead) -> Iterator[tuple[int, int]]:
    """Yield the places of a sentence's clauses; a part without a name of a figure belongs to the one before it."""
    starts = [0]
    for seam in _CLAUSE.finditer(read.text):
        inside = any(start < seam.end() and seam.start() < end for start, end in read.spans(topics=True))
        if (
            not inside
            and any(one.start >= seam.end() for one in read.topics)
            and any(starts[-1] <= one.start < seam.start() for one in read.topics)
        ):
            starts.append(seam.end())
    yield from zip(starts, [*starts[1:], len(read.text)], strict=True)


def _way(clause: str, start: int, end: int, *, lower_is_better: bool) -> str:
    """Return what a clause says of the figure named in it: nothing was there, a multiple, or a direction; "" for none of these."""
    known = checking_words()
    if (nil := known.nil.search(clause)) and nil.end() <= start + 1:
        return "nil"
    if multiple := known.multiples.search(clause, end):
        return multiple[0].lower()
    after = clause[end : end + 40]
    if way := nearest_direction("", after, lower_is_better=lower_is_better):
        return way
    return nearest_direction(clause[max(0, start - 40) : start], "", lower_is_better=lower_is_better)


class MoveJudge:
    """Holds what drafts say of the way of figures against those of the library."""

    def __init__(self, library: LibraryFigures) -> None:
        self._library = library

    def judge(self, move: Move) -> Judged:
        """Return the verdict on what is said of a figure without printing it; an open question where the library does not tell."""
        target = target_of(move.topic.topic.name, move.topic.words, move.narrowing)
        of_some_part = bool(move.narrowing) and not set(move.narrowing) - PART_WORDS
        if move.company is None or move.period is None or not is_known(move.period) or target is None or of_some_part:
            return open_question("no figure to check", Verdict.NOT_CHECKABLE)
        period = self._library.fiscal(move.company, move.period)
        term = PeriodTerm(period.fiscal_year, period.fiscal_period, "", period.on)
        level = Wanted(move.company, target, term, move.topic.words)
        if move.way == "nil":
            return self._nil(level)
        if move.way in checking_words().multiple:
            return self._multiple(move, level)
        base = PeriodTerm(move.base.fiscal_year, move.base.fiscal_period, "") if move.base else None
        judged = _of_change(move, self._library.values(replace(level, operation=Operation.CHANGE, base=base, back=move.back)))
        return _by(move, judged) if move.by is not None and judged.verdict is Verdict.SUPPORTED else judged

    def _nil(self, level: Wanted) -> Judged:
        values = [one for one in self._library.values(level) if not one.is_old]
        if not values:
            return open_question("no statement gives the figure", Verdict.NOT_CHECKABLE)
        nothing = next((one.calculation for one in values if not one.calculation.value), None)
        if nothing:
            return Judged(Verdict.SUPPORTED, f"{_called(nothing)} is nothing", nothing)
        main = values[0].calculation
        return Judged(Verdict.MISMATCH, f"{_called(main)} is {shown(main)}, not nothing", main, shown(main))

    def _multiple(self, move: Move, level: Wanted) -> Judged:
        """Return the verdict on a multiple that a verb says: between its bounds it is one, near them nobody can tell."""
        now, then = self._library.values(level), self._library.values(replace(level, back=move.back))
        if not now or not then or then[0].calculation.value <= 0:
            return open_question("the figures that it is a multiple of are not stated", Verdict.NOT_CHECKABLE)
        ratio = now[0].calculation.value / then[0].calculation.value
        least, most = checking_words().multiple[move.way]
        main = now[0].calculation
        said = f"{_called(main)} is {shown(main)}, {ratio:.2f} times the {shown(then[0].calculation)} before"
        if least <= ratio <= most:
            return Judged(Verdict.NOT_CHECKABLE if move.is_denied else Verdict.SUPPORTED, said, main)
        if move.is_denied or least * Decimal("0.93") <= ratio <= most * Decimal("1.3"):
            return open_question(said, Verdict.NOT_CHECKABLE)
        return Judged(Verdict.MISMATCH, said, main, f"{ratio:.2f}x")


def _by(move: Move, judged: Judged) -> Judged:
    """Return the verdict on a figure that went the way that is said, by the part of itself that is said: near it nobody can tell."""
    assert judged.value is not None and move.by is not None  # noqa: S101, PT018  (told by the caller)
    then = abs(judged.value.inputs[0][1].value) if judged.value.inputs else Decimal(0)
    if not then or judged.value.unit == "pp" or move.is_denied:
        return open_question(judged.reason, Verdict.NOT_CHECKABLE)
    share = abs(judged.value.value) / then
    apart = abs(share - move.by)
    if apart <= _NEAR_PART:
        return judged
    if apart <= _FAR_PART + move.by * _FAR_PART:
        return open_question(judged.reason, Verdict.NOT_CHECKABLE)
    percent = f"{share * 100:.1f} %"
    return Judged(Verdict.MISMATCH, f"it moved by {percent}: {judged.reason}", judged.value, percent)


def _of_change(move: Move, values: Sequence[Value]) -> Judged:
    """Return the verdict on a direction by the changes that the library gives."""
    changes = [one.calculation for one in values if not one.is_old]
    if not changes:
        return open_question("the figures of both periods are not stated", Verdict.NOT_CHECKABLE)
    found = [_holds(move, one) for one in changes]
    at = next((at for at, one in enumerate(found) if one), None)
    if at is not None:
        return Judged(Verdict.SUPPORTED, _said(changes[at]), changes[at])
    if None in found:
        return open_question(_said(changes[0]), Verdict.NOT_CHECKABLE)
    return Judged(Verdict.MISMATCH, f"it went the other way: {_said(changes[0])}", changes[0], shown(changes[0]))


def _holds(move: Move, change: Calculation) -> bool | None:
    """Return whether a change is what a move says, None where that cannot be told."""
    values = [operand.value for _, operand in change.inputs]
    if move.way == FLAT:
        base = abs(values[0]) if values else Decimal(0)
        share = abs(change.value) / base * 100 if base and change.unit != "pp" else abs(change.value)
        told = True if share <= _FLAT_AT_MOST else False if share > _FLAT_NO_MORE else None
        return told if told is None else told != move.is_denied
    if not change.value:
        return None
    is_up = change.value > 0
    if move.is_loss and values and all(one < 0 for one in values):
        is_up = not is_up
    if move.is_loss and values and not all(one < 0 for one in values):
        return None
    return (is_up == (move.way == UP)) != move.is_denied if move.way in {UP, DOWN} else None


def _said(change: Calculation) -> str:
    first, last = change.inputs[0][1], change.inputs[-1][1]
    name, _, what = change.metric.rpartition(" ")
    target = target_named(name)
    title = lowered(title_of_target(target)) if target else name
    then, now = shown_operand(first.value, change), shown_operand(last.value, change)
    return f"{title} {what} of {change.company}: {then} to {now} ({change.period.label})"


def shown_operand(value: Decimal, change: Calculation) -> str:
    """Return an operand of a change as it is shown."""
    return shown(replace(change, value=value, unit="%" if change.unit == "pp" else change.unit))


def _called(value: Calculation) -> str:
    target = target_named(value.metric)
    title = lowered(title_of_target(target)) if target else value.metric
    return f"{title} of {value.company} for {value.period.label}"
