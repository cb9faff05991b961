"""The verdict on one figure of a draft by the figures that the library states."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from research.answering.sentences import lowered
from research.answering.targets import Row, Target, title_of_target
from research.concepts.catalogue import Concept, find_concept
from research.drafting.checking.claims import FigureClaim, Kind
from research.drafting.checking.fitting import amount_fits, difference, fits, fits_by_a_split, shown, unit_fits
from research.drafting.checking.library import LibraryFigures, Value, Wanted, first_fact, target_named
from research.drafting.checking.names import topics_known
from research.drafting.checking.reading import SentenceRead, is_known
from research.drafting.checking.words import checking_words
from research.metrics.definitions import Metric
from research.metrics.labelled import Topic as RowTopic
from research.nouns.answers import Operation, PeriodTerm, Verdict
from research.nouns.facts import Calculation, Fact
from research.text.figures import PERCENT
from research.text.words import words

_OPERATIONS = {Kind.GROWTH: Operation.GROWTH, Kind.CHANGE: Operation.CHANGE, Kind.CAGR: Operation.CAGR}
_REVENUES = ("net sales", "total revenues")
# Words that say that a part is meant and not which one.
PART_WORDS = frozenset({"segment", "segments", "division", "divisions"})
_JOINING = frozenset({"and", "of", "the"})
_YEARS_BACK = 6
_DIFFERS = {
    "unit": "a change of a percentage is given in percentage points, one of an amount in percent",
    "scale": "the scale differs",
    "sign": "the sign differs",
    "direction": "it went the other way",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found of one figure: the verdict, why, the value that the library gives, and what the draft should say.

    `is_of` is the other period of which the draft's figure is. `is_settled` is False where the library's figures do not decide it, so
    that its texts are to be asked.
    """

    verdict: Verdict
    reason: str
    value: Calculation | None = None
    expected: str = ""
    is_settled: bool = True
    is_of: PeriodTerm | None = None

    @property
    def fact(self) -> Fact | None:
        """Return the printed row that shows the value, None without one."""
        return first_fact(self.value) if self.value else None


def open_question(reason: str, verdict: Verdict = Verdict.NO_EVIDENCE) -> Judged:
    """Return that the library's figures do not decide a figure, and why."""
    return Judged(verdict, reason, is_settled=False)


class FigureJudge:
    """Holds the figures of a draft against those of the library."""

    def __init__(self, library: LibraryFigures) -> None:
        self._library = library

    def judge(self, claim: FigureClaim, read: SentenceRead, parts: Sequence[tuple[str, ...]] = ()) -> Judged:
        """Return the verdict on a figure. `parts` are the words of parts of the company that the text around speaks of, nearest first."""
        if claim.company is None:
            return open_question("no company of the library is named")
        if claim.kind in {Kind.MULTIPLE, Kind.UNTOLD}:
            return open_question("what is said of the figure is not understood", Verdict.NOT_CHECKABLE)
        claim, unchecked = self._of_named_part(self._in_fiscal_year(claim))
        judged = self._judged(claim, read, parts)
        if claim.period is None and not read.periods and judged.verdict is Verdict.NOT_CHECKABLE:
            judged, claim = self._of_newest_year(claim, read, parts, judged)
        if unchecked and judged.is_settled:
            judged = replace(judged, reason=f"{judged.reason}; that it is the “{unchecked}” one is not checked")
        return self._careful(claim, read, judged) if judged.verdict is Verdict.MISMATCH else judged

    def values(self, claim: FigureClaim, parts: Sequence[tuple[str, ...]] = ()) -> list[Calculation]:
        """Return what the library states of what a figure is said to be, the newest of the likeliest reading first."""
        if claim.company is None or claim.period is None or not is_known(claim.period) or claim.kind not in {Kind.LEVEL, Kind.CHANGE}:
            return []
        claim = self._in_fiscal_year(claim)
        found = (self._library.values(self._wanted(claim, one)) for one in self._targets(claim, parts))
        return next(([one.calculation for one in values] for values in found if values), [])

    def _in_fiscal_year(self, claim: FigureClaim) -> FigureClaim:
        return replace(claim, period=self._library.fiscal(claim.company, claim.period)) if claim.company and claim.period else claim

    def _targets(self, claim: FigureClaim, parts: Sequence[tuple[str, ...]]) -> list[Target]:
        name = claim.topic.name if claim.topic else ""
        ways = dict.fromkeys(self._ways(claim, parts))
        return [one for one in (target_of(name, claim.said, narrowing) for narrowing in ways) if one is not None]

    def _judged(self, claim: FigureClaim, read: SentenceRead, parts: Sequence[tuple[str, ...]]) -> Judged:
        targets = self._targets(claim, parts)
        if not targets:
            return open_question("what the figure is of is not named")
        if claim.kind is Kind.SHARE:
            return self._share(claim, read, targets[0])
        if claim.period is None:
            return self._undated(claim, read, targets[0])
        if not is_known(claim.period):
            return open_question("the period is not told")
        found = [(one, self._library.values(self._wanted(claim, one))) for one in targets]
        of_part = parts and parts[0] and not (claim.topic and claim.topic.name in checking_words().of_whole)
        if of_part and not claim.narrowing and not found[0][1]:
            judged = self._decided(claim, read, [(one, values) for one, values in found if values])
            return (
                judged if judged.verdict is not Verdict.MISMATCH else open_question(f"not stated of {' '.join(parts[0])}; {judged.reason}")
            )
        return self._decided(claim, read, [(one, values) for one, values in found if values])

    def _of_named_part(self, claim: FigureClaim) -> tuple[FigureClaim, str]:
        """Return a figure of a part of its company as that part's, and the words that rank the part, which figures do not decide.

        A part that grew, or reached an amount, without a word for what did, is spoken of by its revenue.
        """
        if not claim.narrowing or claim.company is None:
            return claim, ""
        named = [tuple(word for word in words(one) if word not in _JOINING) for one in self._library.parts(claim.company)]
        held = [one for one in named if one and set(one) <= set(claim.narrowing)]
        if not held:
            return claim, ""
        part = max(held, key=len)
        rest = [word for word in claim.narrowing if word not in part]
        ranks = [word for word in rest if word in checking_words().ranks]
        if set(rest) - checking_words().ranks - PART_WORDS:
            return claim, ""
        topic = claim.topic or next(one for one in topics_known() if one.name == "revenue")
        return replace(claim, narrowing=part, topic=topic, said=claim.said or "revenue"), " ".join(ranks)

    def _of_newest_year(
        self, claim: FigureClaim, read: SentenceRead, parts: Sequence[tuple[str, ...]], judged: Judged
    ) -> tuple[Judged, FigureClaim]:
        """Return the verdict on a figure of no period as one of the newest year, where it is of the whole company."""
        targets = self._targets(claim, parts)
        newest = self._library.newest_year(claim.company, targets[0]) if targets and claim.company and not claim.narrowing else None
        if newest is None:
            return judged, claim
        dated = replace(claim, period=newest, is_dated=False)
        return self._judged(dated, read, parts), dated

    @staticmethod
    def _ways(claim: FigureClaim, parts: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
        """Yield the words that narrow a figure: its own, else those of the parts that are spoken of around it, then none."""
        of_whole = claim.topic is not None and claim.topic.name in checking_words().of_whole
        if not claim.narrowing and not of_whole:
            yield from parts
        if claim.narrowing or of_whole or not parts:
            yield claim.narrowing

    def _wanted(self, claim: FigureClaim, target: Target, period: PeriodTerm | None = None) -> Wanted:
        term = period or claim.period
        assert claim.company is not None and term is not None  # noqa: S101, PT018  (told by the caller)
        operation = _OPERATIONS.get(claim.kind)
        return Wanted(
            claim.company, target, _bare(term), claim.said, operation, _bare(claim.base) if claim.base and operation else None, claim.back
        )

    def _decided(self, claim: FigureClaim, read: SentenceRead, found: Sequence[tuple[Target, list[Value]]]) -> Judged:
        """Return the verdict by the values found for each way to understand the figure."""
        if not found:
            return open_question(self._why_nothing(claim))
        for target, values in found:
            if judged := self._supported(claim, read, target, values):
                return judged
        target, main = found[0][0], found[0][1][0].calculation
        if not self._may_differ(claim, read, main):
            return open_question(f"{_called(target, main)} is in another unit: {shown(main)}", Verdict.NOT_CHECKABLE)
        return self._mismatch(claim, read, target, main)

    @staticmethod
    def _supported(claim: FigureClaim, read: SentenceRead, target: Target, values: Sequence[Value]) -> Judged | None:
        fitting = next((one for one in values if not one.is_old and fits(claim, read.text, one.calculation)), None)
        if fitting:
            note = f" ({fitting.note})" if fitting.note else ""
            return Judged(
                Verdict.SUPPORTED,
                f"{_called(target, fitting.calculation)}{note}: {shown(fitting.calculation, claim.figure)}",
                fitting.calculation,
            )
        old = next((one for one in values if one.is_old and fits(claim, read.text, one.calculation)), None)
        if old is None:
            return None
        newest = values[0].calculation
        first, now = shown(old.calculation, claim.figure), shown(newest, claim.figure)
        reason = f"{_called(target, newest)} was {first} as first filed and is {now} in a newer filing"
        return Judged(Verdict.STALE, reason, newest, now)

    @staticmethod
    def _may_differ(claim: FigureClaim, read: SentenceRead, value: Calculation) -> bool:
        """Return whether a figure that does not fit a value says another one of the same thing: in its unit, or percent against points."""
        if unit_fits(claim, read.text, value.unit):
            return True
        if {claim.figure.unit, value.unit} == {PERCENT, "pp"}:
            return claim.kind in {Kind.GROWTH, Kind.CHANGE}
        return False

    def _mismatch(self, claim: FigureClaim, read: SentenceRead, target: Target, main: Calculation) -> Judged:
        expected = shown(main, claim.figure)
        if claim.kind is not Kind.LEVEL and main.value > 0:
            expected = f"+{expected}"
        how = difference(claim, read.text, main)
        other = None if how in _DIFFERS else self._is_of(claim, read, target)
        also = _DIFFERS.get(how) or (f"that is the figure of {other.label}" if other else "")
        reason = f"{_called(target, main)} is {expected}, not {claim.figure.text}{f': {also}' if also else ''}"
        return Judged(Verdict.MISMATCH, reason, main, expected, is_of=other)

    def _is_of(self, claim: FigureClaim, read: SentenceRead, target: Target) -> PeriodTerm | None:
        """Return of which other period of the company the figure of the draft is, None where of none."""
        if claim.period is None or claim.period.fiscal_year is None:
            return None
        year, part = claim.period.fiscal_year, claim.period.fiscal_period
        others = [PeriodTerm(year + step, part, "") for step in (-1, 1, -2, 2)]
        others += [] if claim.is_dated else [PeriodTerm(year + 1, one, "") for one in ("Q1", "H1", "Q2", "9M", "Q3", "Q4")]
        others += [PeriodTerm(year, one, "") for one in ("FY", "9M", "Q1", "Q2", "Q3", "Q4", "H1") if one != part]
        plain = replace(claim, base=None)
        for term in others:
            for value in self._library.values(replace(self._wanted(plain, target, term), is_plain=True)):
                if fits(claim, read.text, value.calculation):
                    return term
        return None

    def _undated(self, claim: FigureClaim, read: SentenceRead, target: Target) -> Judged:
        """Return the verdict on a figure whose period nothing tells: that of the newest year, or an older one's, which is stale."""
        assert claim.company is not None  # noqa: S101  (told by the caller)
        newest = self._library.newest_year(claim.company, target)
        if newest is None or newest.fiscal_year is None:
            return open_question("no period is named, and the figure is not stated for any")
        first = self._library.values(self._wanted(claim, target, newest))
        for back in range(_YEARS_BACK):
            term = PeriodTerm(newest.fiscal_year - back, "FY", "")
            found = [
                one.calculation
                for one in self._library.values(self._wanted(claim, target, term))
                if fits(claim, read.text, one.calculation)
            ]
            if found and not back:
                return Judged(
                    Verdict.SUPPORTED, f"{_called(target, found[0])}: {shown(found[0], claim.figure)}; no period is named", found[0]
                )
            if found and first:
                main = first[0].calculation
                reason = (
                    f"no period is named; the figure is that of {term.label}, and {_called(target, main)} is {shown(main, claim.figure)}"
                )
                return Judged(Verdict.STALE, reason, main, shown(main, claim.figure))
        return open_question("no period is named", Verdict.NOT_CHECKABLE)

    def _share(self, claim: FigureClaim, read: SentenceRead, target: Target) -> Judged:
        """Return the verdict on a figure that is said to be a share of another."""
        if claim.whole is None or claim.period is None or not is_known(claim.period):
            return open_question("of what or of when it is a share is not told")
        whole = target_named(claim.whole.topic.name)
        if whole is None:
            return open_question("of what it is a share is not known")
        if isinstance(whole, Concept):
            whole = replace(whole, said=claim.whole.words)
        firsts = self._library.values(replace(self._wanted(claim, target), operation=None, base=None))
        seconds = self._library.values(replace(self._wanted(claim, whole), operation=None, base=None))
        shares = [share for first in firsts for second in seconds if (share := _share_of(first, second, target, whole))]
        if not shares:
            return open_question("the figures that it is a share of are not stated")
        for share in shares:
            if amount_fits(claim.figure, read.text, share):
                return Judged(Verdict.SUPPORTED, f"{share.metric}: {shown(share, claim.figure)}", share)
        expected = shown(shares[0], claim.figure)
        return Judged(Verdict.MISMATCH, f"{share_title(shares[0])} is {expected}, not {claim.figure.text}", shares[0], expected)

    def _careful(self, claim: FigureClaim, read: SentenceRead, judged: Judged) -> Judged:
        """Return a mismatch as such only where the sentence itself says enough: else what its figure is may not be what was looked up."""
        if claim.is_aside:
            return open_question(f"said as a reason; {judged.reason}")
        if doubt := self._doubt(claim, read, judged):
            return open_question(f"{doubt}; {judged.reason}", Verdict.NOT_CHECKABLE)
        if not claim.is_dated and read.periods:
            return open_question(f"the period is not clear; {judged.reason}", Verdict.NOT_CHECKABLE)
        if not claim.is_dated and judged.is_of is not None and claim.period is not None:
            is_older = (judged.is_of.fiscal_year or 0) < (claim.period.fiscal_year or 0)
            untold = open_question(f"the sentence names no period: {judged.reason}", Verdict.NOT_CHECKABLE)
            return replace(judged, verdict=Verdict.STALE) if is_older else untold
        is_plain = not set(claim.narrowing) - PART_WORDS and claim.topic is not None
        of_scale = judged.value is not None and difference(claim, read.text, judged.value) == "scale"
        if claim.topic is not None and claim.topic.statement is None and claim.topic.name not in checking_words().one_way and not of_scale:
            return open_question(f"it is computed in several ways; {judged.reason}", Verdict.NOT_CHECKABLE)
        if read.companies or not is_plain or not (part := self._of_part(claim, read)):
            return judged
        return open_question(f"of which part it is is not said: it is that of {part}", Verdict.NOT_CHECKABLE)

    def _doubt(self, claim: FigureClaim, read: SentenceRead, judged: Judged) -> str:
        """Return why a figure may be another one than was looked up, whatever the sentence says of its period; "" without a reason."""
        if judged.value is not None and fits_by_a_split(claim, read.text, judged.value):
            return "it may be recast for a split of the shares"
        if claim.topic is None and self._names_part(claim):
            return "which figure of the part it is is not said"
        return "the company states several revenues" if self._has_several_revenues(claim) else ""

    def _names_part(self, claim: FigureClaim) -> bool:
        """Return whether the words of a figure are those of a part of its company, and of no figure of it."""
        said = set(claim.narrowing) - PART_WORDS
        parts = [set(words(one)) - PART_WORDS for one in self._library.parts(claim.company)] if claim.company else []
        return bool(said) and any(one and (said <= one or one <= said) for one in parts)

    def _has_several_revenues(self, claim: FigureClaim) -> bool:
        """Return whether a margin may be one on another revenue than was taken: of net sales, beside total revenues."""
        revenue = find_concept("revenue")
        is_margin = claim.topic is not None and claim.topic.unit == PERCENT and "revenue" in claim.topic.formula
        if not is_margin or claim.company is None or claim.period is None or not is_known(claim.period) or revenue is None:
            return False
        ways = [Wanted(claim.company, replace(revenue, said=said), _bare(claim.period), said, is_plain=True) for said in _REVENUES]
        return len({values[0].calculation.value for one in ways if (values := self._library.values(one))}) > 1

    def _of_part(self, claim: FigureClaim, read: SentenceRead) -> str:
        """Return the part of the company whose figure of the same name the draft gives, "" where it is that of none.

        Of a change both the figure and that of the year before are looked for.
        """
        if claim.company is None or claim.period is None or not is_known(claim.period):
            return ""
        then = {} if claim.kind is Kind.LEVEL else self._of_each_part(claim, _year_before(claim.period))
        for key, fact in self._of_each_part(claim, claim.period).items():
            value = _moved(fact, then.get(key)) if claim.kind is Kind.GROWTH else fact.value if claim.kind is Kind.LEVEL else None
            unit = "%" if claim.kind is Kind.GROWTH else fact.unit
            if value is not None and fits(claim, read.text, _as_figure(fact, value, unit)):
                return " ".join(member for _, member in fact.dimensions)
        return ""

    def _of_each_part(self, claim: FigureClaim, period: PeriodTerm) -> dict[tuple[str, tuple[tuple[str, str], ...]], Fact]:
        assert claim.company is not None  # noqa: S101  (told by the caller)
        return {(one.label, one.dimensions): one for one in self._library.part_facts(claim.company, period)}

    def _why_nothing(self, claim: FigureClaim) -> str:
        """Return why the library gives no value: it has no filing for the period, or none states the figure."""
        assert claim.company is not None and claim.period is not None  # noqa: S101, PT018  (told by the caller)
        if not self._library.holds(claim.company, claim.period):
            return f"no filing of {claim.company} for {claim.period.label} is in the library"
        return f"no statement of {claim.company} gives it for {claim.period.label}"


def target_of(name: str, said: str, narrowing: tuple[str, ...]) -> Target | None:
    """Return what a figure is wanted of: that of its name, said in the draft's words, or a row of its words where others narrow it."""
    known = target_named(name) if name else None
    if not narrowing:
        return replace(known, said=said) if isinstance(known, Concept) else known
    topic = RowTopic.of(narrowing, metric=name, said=said)
    figure = known if isinstance(known, Metric) else None
    return Row(topic, " ".join((*narrowing, said)).strip(), narrowing if figure else (), figure) if topic.narrows else known


def _bare(term: PeriodTerm) -> PeriodTerm:
    """Return a period without the words that named it, so that one and the same is looked up once."""
    return PeriodTerm(term.fiscal_year, term.fiscal_period, "", term.on)


def _year_before(period: PeriodTerm) -> PeriodTerm:
    return PeriodTerm((period.fiscal_year or 1) - 1, period.fiscal_period, "")


def _moved(fact: Fact, then: Fact | None) -> Decimal | None:
    """Return the growth of a figure in percent on that of the year before, None where that one is not there or was no gain."""
    return (fact.value - then.value) / then.value * 100 if then is not None and then.value > 0 else None


def _as_figure(fact: Fact, value: Decimal, unit: str) -> Calculation:
    return Calculation(fact.label, fact.label, "", value, unit, fact.period, fact.company, ((fact.label, fact),))


def _called(target: Target, value: Calculation) -> str:
    """Return what a value is called in a reason: "Quillmere Pumps & Instruments, Inc. gross margin FY2024"."""
    operation = " change" if value.unit == "pp" else ""
    for word in ("growth", "change"):
        operation = f" {word}" if value.metric.endswith(f" {word}") and not operation else operation
    return f"{lowered(title_of_target(target))}{operation} of {value.company} for {value.period.label}"


def share_title(share: Calculation) -> str:
    """Return what a share is called, with its company and period."""
    return f"{share.metric} of {share.company} for {share.period.label}"


def _share_of(first: Value, second: Value, target: Target, whole: Target) -> Calculation | None:
    """Return a figure as a share of another of the same unit and document, None where they do not go together."""
    one, other = first.calculation, second.calculation
    same = first_fact(one).document_id == first_fact(other).document_id and one.unit == other.unit and not (first.is_old or second.is_old)
    if not same or other.value <= 0:
        return None
    title = f"{lowered(title_of_target(target))} as a share of {lowered(title_of_target(whole))}"
    inputs = ((title_of_target(target), first_fact(one)), (title_of_target(whole), first_fact(other)))
    formula = f"{title_of_target(target)} ÷ {title_of_target(whole)}"
    return Calculation(title, formula, "", abs(one.value) / other.value * 100, "%", one.period, one.company, inputs)
