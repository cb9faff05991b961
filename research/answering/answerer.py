"""The answerer: question and access in, a checked answer out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from research.answering.across import AcrossAnswerer
from research.answering.checking import AnswerGate
from research.answering.choosing import ChoiceAnswerer, unchosen
from research.answering.computed import FigureAnswerer
from research.answering.counts import CountAnswerer
from research.answering.currencies import asked_currencies, other_currency
from research.answering.implied import implied_rows
from research.answering.news import NewsAnswerer
from research.answering.passages import PassageAnswerer
from research.answering.reader import QuestionReader
from research.answering.reading import Reading
from research.answering.refusals import NOT_ENOUGH, NOT_YET, refusal, senseless
from research.answering.sentences import NOTE
from research.answering.strangers import no_documents_lines, only_of, owned_lines, part_line
from research.answering.targets import Row, Target, metric_of, row_of, said_of, target_of, title_of_target
from research.answering.topics import topics
from research.answering.two_parts import NO_REASON, with_passages
from research.answering.verdicts import VerdictAnswerer, with_direction, with_way
from research.answering.years import YearAnswerer
from research.coverage import figures_unread
from research.metrics.operands import facts_of
from research.nouns.access import Access
from research.nouns.answers import Answer, AnswerStatus, Claim, Operation, PeriodTerm, PlanTerm, Verdict
from research.nouns.conversations import FRESH, Turn
from research.nouns.facts import Calculation
from research.nouns.queries import DocumentFilter
from research.planning.alike import asks_for_reasons
from research.planning.companies import compares
from research.planning.parts import lost_its_period, was_removed, without_operation
from research.planning.reasoned import figure_and_reason
from research.planning.settled import settled
from research.planning.several import single_questions
from research.planning.vocabulary import vocabulary
from research.retrieval.retriever import Retrieval, Retriever
from research.retrieval.scope import Scope, own_filing, stating_figures
from research.settings import Settings
from research.text.words import words

# What is done with figures of several companies together.
_OF_ALL = frozenset({Operation.DIFFERENCE, Operation.RATIO, Operation.TOTAL})


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways to an answer: from figures, by what is chosen among them, counted, set in order or decided; else from passages."""

    figures: FigureAnswerer
    choices: ChoiceAnswerer
    counts: CountAnswerer
    across: AcrossAnswerer
    years: YearAnswerer
    news: NewsAnswerer
    verdicts: VerdictAnswerer
    passages: PassageAnswerer

    @property
    def concluding(self) -> tuple[YearAnswerer, ChoiceAnswerer, CountAnswerer, VerdictAnswerer]:
        """Return the ways that conclude something from figures, in the order in which they are tried."""
        return self.years, self.choices, self.counts, self.verdicts


class Answerer:
    """Answers questions from what the reader may see: figures from facts, else verbatim extracts, else what is missing."""

    def __init__(
        self,
        *,
        reader: QuestionReader,
        retriever: Retriever,
        ways: Ways,
        gate: AnswerGate,
        settings: Settings,
    ) -> None:
        self._reader = reader
        self._retriever = retriever
        self._ways = ways
        self._figures = ways.figures
        self._choices = ways.choices
        self._verdicts = ways.verdicts
        self._passages = ways.passages
        self._gate = gate
        self._settings = settings

    def search(self, question: str, access: Access, wanted: DocumentFilter, *, top_k: int) -> tuple[Reading, Retrieval]:
        """Return the reading of a question and the pages that bear on it; raises UsageError, LimitExceededError."""
        reading = self._reader.read(question, access, wanted)
        return reading, self._retriever.retrieve(reading.plan, reading.wanted, access, reading.scope, top_k=top_k)

    def passage_score(self, question: str, access: Access, *, top_k: int) -> tuple[str, float]:
        """Return a question's first company ("" without) and the score of its best passage; raises UsageError, LimitExceededError."""
        reading, retrieval = self.search(question, access, DocumentFilter(), top_k=top_k)
        company = reading.companies[0].name if reading.companies else ""
        return company, self._passages.score(reading, retrieval, access)

    def ask(self, question: str, access: Access, wanted: DocumentFilter, *, top_k: int, turn: Turn = FRESH) -> Answer:
        """Return the answer to a question, its text checked; a library that cannot answer it is an answer too, with what is missing.

        Raises UsageError, LimitExceededError.
        """
        started = time.perf_counter()
        reading = self._reader.read(question, access, wanted, turn)

        def read(one: str) -> Reading:
            """Return the reading of a part of the question, asked in the same turn of the same documents."""
            return self._reader.read(one, access, wanted, turn)

        answer = self._with_reasons(reading, read, access, top_k) or self._several(reading, read, access)
        at_once = None if answer else self._verdicts.whichever(reading, access) or self._reader.refused_at_once(reading, access)
        if at_once:
            answer = self._with_nearest(at_once, reading, access, top_k)
        answer = self._gate.finished(answer or self._answered(reading, access, top_k), access, reading.companies)
        return replace(
            answer,
            missing=tuple(dict.fromkeys(" ".join(line.split()) for line in answer.missing)),
            settings_fingerprint=self._settings.fingerprint(),
            as_of=access.as_of,
            created_at=datetime.now(UTC),
            seconds=round(time.perf_counter() - started, 4),
        )

    def _with_reasons(self, reading: Reading, read: Callable[[str], Reading], access: Access, top_k: int) -> Answer | None:
        """Return the answer to a question for a figure and its reasons, None for any other and where the figure is not known."""
        asked = figure_and_reason(reading.plan.question)
        if asked is None or reading.plan.removed:
            return None
        of_figure = read(asked.figure)
        figure = self._concluded(of_figure, access) if of_figure.companies and of_figure.scope.documents else None
        if figure is None or not figure.values or figure.plan is None:
            return None
        years = " and ".join(period.label for period in figure.plan.periods)
        of_reason = read(asked.reason if of_figure.plan.periods or not years else f"{asked.reason} ({years})")
        retrieval = self._retriever.retrieve(of_reason.plan, of_reason.wanted, access, of_reason.scope, top_k=top_k)
        both = with_passages(with_way(figure, of_figure), self._passages.answer(of_reason, retrieval, access), lacking=NO_REASON)
        plan = replace(reading.plan, periods=figure.plan.periods)
        return replace(both, question=plan.question, plan=plan, retrieved=retrieval.results)

    def _several(self, reading: Reading, read: Callable[[str], Reading], access: Access) -> Answer | None:
        """Return the answer to a question that lists figures; None for any other, and where one of them is not understood or none known."""
        plan = reading.plan
        if not plan.listed:
            return None
        found: list[tuple[Target, Calculation]] = []
        missing: list[str] = []
        singles = single_questions(plan.question, topics())
        for asked in (read(single) for term, single in singles.items() if term in plan.listed):
            if not asked.companies or not asked.scope.documents:
                return None
            if members := self._choices.members(asked, access):
                found += members
                continue
            target = target_of(asked.plan) or row_of(asked.plan)
            if isinstance(target, Row) and not target.topic.narrows:
                return None
            answer = self._figure(asked, target, access)
            if isinstance(target, Row) and not answer.values:
                return None
            found += [(target, value.calculation) for value in answer.values]
            missing += answer.missing
            plan = plan if plan.periods else replace(plan, periods=answer.plan.periods)
        if not found:
            return refusal(plan, tuple(dict.fromkeys(missing)))
        shown = self._figures.present(access, found, reading)
        answer = shown.answer(plan, shown.claims, tuple(dict.fromkeys(missing)))
        return replace(answer, table=shown.table([_name_of(target, calculation) for target, calculation in found]))

    def _with_nearest(self, answer: Answer, reading: Reading, access: Access, top_k: int) -> Answer:
        """Return an answer given at once with the pages nearest to its question, in any document; a question back stays as it is."""
        if answer.status is AnswerStatus.NEEDS_CLARIFICATION or not reading.documents:
            return answer
        scope = Scope(reading.scope.documents or reading.documents)
        retrieval = self._retriever.retrieve(reading.plan, reading.wanted, access, scope, top_k=top_k)
        return replace(answer, retrieved=retrieval.results)

    def _answered(self, reading: Reading, access: Access, top_k: int) -> Answer:
        plan = reading.plan
        retrieval = self._retriever.retrieve(plan, reading.wanted, access, reading.scope, top_k=top_k)
        if refused := self._in_other_currency(reading, access) or self._of_a_part(reading, access):
            return replace(refused, retrieved=retrieval.results)
        answer = self._concluded(reading, access) if reading.companies else None
        if answer is None or self._may_be_quoted(answer, reading):
            passages = unchosen(self._passages.answer(reading, retrieval, access, answer.missing if answer else ()))
            figure = self._of_its_figure_part(reading, access) or (self._explained(reading, access) if passages.claims else None)
            answer = with_passages(figure, passages) if figure else passages
        answer = _until_read(answer, reading)
        return replace(answer, retrieved=retrieval.results, missing=(*answer.missing, *retrieval.degraded))

    def _explained(self, reading: Reading, access: Access) -> Answer | None:
        """Return the change of the figure whose reasons are asked for, so that they are seen beside its size; None for another question."""
        plan, known = reading.plan, vocabulary()
        if len(reading.companies) != 1 or plan.metric is None or plan.formula or plan.removed or plan.unknown_companies or plan.listed:
            return None
        said = set(words(plan.question.partition("?")[0]))
        if not plan.periods or not asks_for_reasons(plan.question):
            return None
        if any(not known.reasons.fullmatch(word) for word in plan.qualifiers if said & {*words(word)}):
            return None
        operation = plan.operation or PlanTerm(Operation.CHANGE, "")
        asked = settled(replace(plan, qualifiers=(), derived="", asks_amount=True, operation=operation))
        target = target_of(asked)
        figure = self._figure(replace(reading, plan=asked), target, access) if target else None
        if figure is None or not figure.values:
            return None
        return replace(with_way(figure, replace(reading, plan=asked)), plan=plan, question=plan.question)

    def _of_its_figure_part(self, reading: Reading, access: Access) -> Answer | None:
        """Return the answer to that part of a question which is for a figure, where another part is for a reason, a place or a name."""
        part = self._reader.figure_part(reading, access)
        answer = self._computed(part, access) if part else None
        if answer is None or not answer.values:
            return None
        return replace(answer, question=reading.plan.question, plan=reading.plan)

    def _concluded(self, reading: Reading, access: Access) -> Answer | None:
        """Return the answer that facts give: what is chosen among members, a verdict or a figure; None when none is asked for."""
        ways = self._ways
        for way in (*(one.answer for one in (ways.news, ways.across)), self._senseless, *(one.answer for one in ways.concluding)):
            if answer := way(reading, access):
                return answer
        answer = self._computed(reading, access)
        return with_direction(answer, reading) if answer else None

    @staticmethod
    def _may_be_quoted(answer: Answer, reading: Reading) -> bool:
        """Return whether passages may answer in place of a figure that no statement gives: no filing that was asked for is missing.

        Of periods counted back the newest are known, so that one without the figure is missing; a year's filing does not report its parts.
        """
        plan, held = answer.plan, reading.scope.documents
        if answer.status is not AnswerStatus.INSUFFICIENT_EVIDENCE or answer.text != NOT_ENOUGH or plan.relative or reading.scope.missing:
            return False
        parts = [period for period in plan.periods if period.on is None and period.fiscal_period != "FY"]
        reported = all(any(own_filing(one, period) and one.fiscal_period not in {"FY", None} for one in held) for period in parts)
        return bool(plan.periods) and reported

    def _in_other_currency(self, reading: Reading, access: Access) -> Answer | None:
        """Return the refusal of a question for amounts in a currency that is not that of its companies' statements."""
        plan = reading.plan
        if not plan.asks_amount or not asked_currencies(plan.question):
            return None
        printed = [(one.name, self._figures.currencies(access, one, reading)) for one in reading.companies]
        lines = [line for name, codes in printed if (line := other_currency(plan.question, name, codes))]
        return senseless(plan, lines) if lines else None

    def _of_a_part(self, reading: Reading, access: Access) -> Answer | None:
        """Return the refusal of a question for a figure of what may be a part of a company, whose own figure is not that of its part.

        One whose figures would be put together with those of a company that the library lacks is refused too.
        """
        plan = reading.plan
        if not plan.unknown_companies or (plan.metric is None and not plan.formula):
            return None
        found = [
            (term, one.name, self._figures.printed_part(access, one, term, reading))
            for one in reading.companies
            for term in plan.unknown_companies
        ]
        lines = [*owned_lines(plan), *(part_line(term, company, printed) for term, company, printed in found if printed)]
        together = plan.formula or (plan.operation and plan.operation.value in _OF_ALL)
        together = together or compares(plan.question, [term.words for term in plan.unknown_companies])
        return refusal(plan, lines or no_documents_lines(plan)) if lines or together else None

    def _senseless(self, reading: Reading, access: Access) -> Answer | None:
        """Return the answer to a question, be it for a verdict or an amount, about a metric that means nothing for its only company."""
        metric = metric_of(reading.plan)
        if metric is None or len(reading.companies) != 1 or reading.plan.formula:
            return None
        lines = self._figures.why_senseless(access, metric, reading)
        return senseless(reading.plan, lines) if lines else None

    def _computed(self, reading: Reading, access: Access) -> Answer | None:
        """Return the computed answer to a question that is understood to the last word, else what a row so labelled states.

        None when the question is for no figure; a refusal says which operand is lacking.
        """
        plain = without_operation(reading.plan) if len(reading.plan.periods) < 2 and row_of(reading.plan).topic.is_rate else None
        reading = replace(reading, plan=plain) if plain else reading
        target = target_of(reading.plan)
        answer = self._figure(reading, target, access) if target else None
        if answer and answer.values:
            return answer
        if target or (reading.plan.formula and not reading.plan.qualifiers):
            return answer
        row = row_of(reading.plan)
        labelled = self._figure(reading, row, access) if row.topic.narrows else None
        if labelled and labelled.values:
            return labelled
        others = (self._figure(other, target, access) for other, target in self._otherwise(reading, access))
        return next((answer for answer in others if answer.values), None) or self._said(reading, access)

    def _otherwise(self, reading: Reading, access: Access) -> Iterator[tuple[Reading, Target]]:
        """Yield what else a question may want whose words name no row: two figures together, a part's result, a row called a change."""
        yield from ((reading, pair) for pair in self._reader.pairs(reading, access))
        yield from ((reading, row) for row in implied_rows(reading.plan) if row.topic.narrows)
        plan = without_operation(reading.plan)
        if plan and (row := row_of(plan)).topic.narrows:
            yield replace(reading, plan=plan), row

    def _said(self, reading: Reading, access: Access) -> Answer | None:
        """Return the answer that a sentence gives which the gate holds for supported; None without one, and to a question of two parts."""
        target = None if self._reader.figure_part(reading, access) else said_of(reading.plan)
        if target and target.figure.when == "event":
            reading = replace(reading, plan=replace(reading.plan, operation=None, base=""))
        answer = self._figure(reading, target, access) if target else None
        if answer is None or not answer.values:
            return None
        verdicts = {claim.verdict for claim in self._gate.checked(answer, access).claims}
        return _of_its_own_year(answer, reading) if verdicts == {Verdict.SUPPORTED} else None

    def _figure(self, reading: Reading, target: Target, access: Access) -> Answer:
        """Return the computed answer, or a refusal with one line for each value that no statement gives."""
        plan = reading.plan
        spellings = {company.name: company.spellings for company in reading.companies}
        reading = replace(reading, documents=tuple(stating_figures(plan, reading.documents, spellings)))
        if not plan.periods:
            plan = replace(plan, periods=self._assumed_periods(reading, target, access))
            if lost_its_period(plan) and not plan.periods:
                return refusal(plan, (*reading.scope.missing, f"no other year's {title_of_target(target).lower()} is known"))
        found = self._figures.answer(access, target, replace(reading, plan=plan))
        missing = (*found.missing, *no_documents_lines(plan))
        if not found.values and found.senseless:
            return senseless(plan, found.senseless)
        if not found.values:
            return refusal(plan, (*reading.scope.missing, *missing))
        claims = _of_those_alone(found.claims, reading) if plan.unknown_companies else found.claims
        return found.answer(plan, claims, missing)

    def _assumed_periods(self, reading: Reading, target: Target, access: Access) -> tuple[PeriodTerm, ...]:
        """Return the periods of a question that names none: those that it counts back, else the newest; all years when asked back."""
        plan = reading.plan
        if plan.relative:
            return self._figures.counted(access, target, reading)
        if lost_its_period(plan):
            years = self._figures.known_years(access, target, reading)
            return tuple(period for period in years if not was_removed(plan, period))
        newest = self._figures.newest_usual(access, target, reading)
        return (newest,) if newest and not was_removed(plan, newest) else ()


def _name_of(target: Target, calculation: Calculation) -> str:
    """Return what a figure is called among others: its title, and the member that it is of."""
    facts = facts_of(calculation)
    members = ", ".join(member for _, member in facts[0].dimensions)
    return f"{title_of_target(target)} ({members})" if members else title_of_target(target)


def _until_read(answer: Answer, reading: Reading) -> Answer:
    """Return an answer as it may stand while figures of its companies' documents are not read yet.

    An amount that the others do not give is refused: what a passage seems to state is not quoted in place of a figure that is to come.
    """
    plan = reading.plan
    of_companies = {spelling for company in reading.companies for spelling in company.spellings}
    unread = figures_unread(document for document in reading.documents if document.company in of_companies)
    if not unread:
        return answer
    if not answer.values and (plan.asks_amount or plan.formula):
        return refusal(plan, (*unread, *reading.scope.missing), text=NOT_YET)
    if answer.values or row_of(plan).topic.narrows:
        status = AnswerStatus.PARTIAL if answer.status is AnswerStatus.ANSWERED else answer.status
        return replace(answer, status=status, missing=(*unread, *answer.missing))
    return answer


def _of_its_own_year(answer: Answer, reading: Reading) -> Answer:
    """Return an answer whose plan names the year of the figure that was said where the question names none; the next goes on from it."""
    years = {value.calculation.period.fiscal_year for value in answer.values}
    if reading.plan.periods or len(years) != 1:
        return answer
    period = PeriodTerm(years.pop(), "FY", "", why="the year of what was found")
    return replace(answer, plan=replace(answer.plan, periods=(period,)))


def _of_those_alone(claims: tuple[Claim, ...], reading: Reading) -> tuple[Claim, ...]:
    """Return the sentences of an answer, the last of which says that it is not all that was asked."""
    said = only_of([company.name for company in reading.companies], reading.plan)
    return (*claims[:-1], replace(claims[-1], text=f"{claims[-1].text}{NOTE}{said}."))
