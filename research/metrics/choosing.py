"""Choosing among members: the rows that state what is asked for each of a group, in order, by level or by growth.

A member is called the largest only where none is lacking: its group adds up to what the company states, or to the total that is named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from research.concepts.catalogue import find_concept
from research.metrics.blocks import Block, blocks_of, member_of
from research.metrics.calculator import CannotComputeError
from research.metrics.definitions import find_metric
from research.metrics.engine import Question, is_of_period
from research.metrics.members import Members, Rows, Table, compared, is_member
from research.metrics.operations import combine
from research.metrics.sections import rows_of_statement
from research.metrics.wordings import stems_of
from research.nouns.answers import Operation, PeriodTerm, PlanTerm
from research.nouns.documents import Document
from research.nouns.facts import Calculation, Fact, Period, Status
from research.nouns.queries import FactFilter
from research.planning.choices import Aim, Choice, choice_words
from research.protocols.documents import FactStore

REVENUE = "revenue"
_PERCENT = "%"
_LOSS = re.compile(r"\bloss(?:es)?\b")

# Returns what a document prints above an offset of a page: (document id, page, offset) → text.
Lead = Callable[[str, int, int], str]
# So much of it says what a table is of.
_ABOVE = 700


@dataclass(frozen=True, slots=True)
class Chosen:
    """The members in the order asked for, the one chosen first, each with its figure; then those that are not put in order.

    `measure` is what the figures are called where they are printed, `grown` tells that they are of growth, `is_rate` that it is printed.
    `left_out` are members without a rank: what is left over, or those whose growth means nothing. `part` is the total that the members
    make up where it is not the whole company's.
    """

    ordered: tuple[tuple[str, Calculation], ...]
    left_out: tuple[tuple[str, Calculation], ...]
    measure: str
    grown: bool
    is_rate: bool = False
    part: str = ""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is looked for: the choice, the measure that the question names, and the periods: the one asked for and the one before."""

    choice: Choice
    metric: PlanTerm | None
    period: PeriodTerm
    prior: PeriodTerm


class Chooser:
    """Finds what a choice is among and puts it in order."""

    def __init__(self, facts: FactStore, lead: Lead) -> None:
        self._facts = facts
        self._lead = lead

    def choose(self, asked: Question, choice: Choice, metric: PlanTerm | None, *, period: PeriodTerm, prior: PeriodTerm) -> Chosen | None:
        """Return the members of the first filing of the period that decides the choice, None where none does."""
        wanted = _Wanted(choice, metric, period, prior)
        found = (self._in_document(asked, wanted, document) for document in asked.filings_of(period))
        return next((one for one in found if one is not None), None)

    def _in_document(self, asked: Question, wanted: _Wanted, document: Document) -> Chosen | None:
        years = tuple({term.fiscal_year for term in (wanted.period, wanted.prior) if term.fiscal_year is not None})
        read = self._facts.find(
            asked.access, FactFilter(companies=asked.spellings, fiscal_years=years, document_ids=(document.id,), everything=True)
        )
        facts = [fact for fact in read if fact.status is Status.ACTUAL and fact.basis.entity != "parent" and fact.low is None]
        periods = _periods(facts, wanted.period)
        table = Table(facts, blocks_of(facts))
        if wanted.choice.group.is_stated:
            return self._of_statement(asked, wanted, table, periods)
        if wanted.choice.group.part:
            return self._of_part(asked, wanted, table, periods)
        return self._of_members(asked, wanted, table, periods)

    def _of_statement(self, asked: Question, wanted: _Wanted, table: Table, periods: Sequence[Period]) -> Chosen | None:
        if wanted.choice.left:
            return None
        for period in periods:
            if rows := rows_of_statement(wanted.choice.group, period, table.facts, table.blocks):
                figures = [(row.label, _as_printed(row, asked.company)) for row in rows]
                return _in_order(wanted.choice, figures, wanted.choice.group.title)
        return None

    def _of_part(self, asked: Question, wanted: _Wanted, table: Table, periods: Sequence[Period]) -> Chosen | None:
        """Return the rows of the total that has the most of the question's words; the others have to stand at its table."""
        said = stems_of(" ".join((*wanted.choice.left, wanted.metric.words if wanted.metric else "")))
        best: tuple[int, Block] | None = None
        for block in table.blocks:
            own = stems_of(block.total.label) - choice_words().label
            if block.period not in periods or not own or not own <= said or len(block.parts) < 2:
                continue
            at = own | stems_of(" ".join(part.label for part in block.parts)) | stems_of(self._above(block))
            if said <= at and (best is None or len(own) > best[0]):
                best = len(own), block
        if best is None:
            return None
        return _in_order(wanted.choice, [(part.label, _as_printed(part, asked.company)) for part in best[1].parts], best[1].total.label)

    def _above(self, block: Block, *, after: int = 0) -> str:
        """Return what stands above a block on its page, as far as it may say what the table is of; nothing from before `after`."""
        first = min(block.parts, key=lambda part: part.start)
        text = self._lead(first.document_id, first.page, first.start)
        return text[-max(0, min(_ABOVE, first.start - after)) :] if first.start > after else ""

    def _of_members(self, asked: Question, wanted: _Wanted, table: Table, periods: Sequence[Period]) -> Chosen | None:
        before = _periods(table.facts, wanted.prior)
        for one in table.members(wanted.choice.group, periods):
            left = self._unexplained(one, wanted, table)
            if left is None:
                continue
            # Members that the balance sheet lists have results of the stretch that ends with it.
            now = dict.fromkeys((one.block.period, *periods))
            seen = (_Seen(asked, replace(wanted, choice=replace(wanted.choice, left=left)), table, one, (each, before)) for each in now)
            if found := next(filter(None, (each.chosen() for each in seen)), None):
                return found if table.concepts_of(one.block) else replace(found, part=one.block.total.label)
        return None

    def _unexplained(self, one: Members, wanted: _Wanted, table: Table) -> tuple[str, ...] | None:
        """Return the question's words that a group's own table does not explain: those of the measure; None where it is not whole.

        It is when it adds up to what a statement states of the company; else its total has to be the one that words of the question name.
        """
        left = wanted.choice.left
        if table.concepts_of(one.block):
            return left
        own = stems_of(one.block.total.label)
        if left and not any(stems_of(word) <= own for word in left):
            first = min(part.start for part in one.block.parts)
            rows = (fact.end for fact in table.facts if fact.page == one.block.total.page and fact.start < first)
            own = stems_of(self._above(one.block, after=max(rows, default=0)))
        rest = tuple(word for word in left if not stems_of(word) <= own)
        # Words that name the only measure are not those of a place: the total of another measure is no part of the company.
        named = bool(rest) or wanted.metric is not None
        return rest if named and len(rest) < len(left) else None


@dataclass(frozen=True, slots=True)
class _Seen:
    """One membership of a document, looked at for what is wanted in a period; the second of `times` are those that growth may be from."""

    asked: Question
    wanted: _Wanted
    table: Table
    members: Members
    times: tuple[Period, Sequence[Period]]

    def chosen(self) -> Chosen | None:
        """Return the members in order, None where no rows state what is wanted for all of them."""
        choice = self.wanted.choice
        if choice.aim is Aim.GROWTH and choice.loss:
            return None  # whether a loss that grew is one that fell hangs on how its row states it
        if choice.aim is Aim.GROWTH:
            return self._printed(terms=choice.terms) or (None if choice.terms else self._grown() or self._printed(terms=None))
        found = self._levels(self.times[0])
        if found is None:
            return None
        figures = self._figures(found)
        if choice.loss:
            return self._losses(figures, found.measures[0])
        return _in_order(choice, figures, found.measures[0])

    def _losses(self, figures: Sequence[tuple[str, Calculation]], measure: str) -> Chosen | None:
        """Return the order of losses: of results the lowest is the largest loss, if it is one; None where that is not plain.

        A row that is called a loss alone states it as a positive figure, or each as a negative one.
        """
        choice, values = self.wanted.choice, [calculation.value for _, calculation in figures]
        states_result = bool(stems_of(_LOSS.sub("", measure.lower())) & choice_words().results)
        if not states_result and all(value >= 0 for value in values):
            return _in_order(choice, figures, measure)
        lowest = _in_order(replace(choice, highest=False), figures, measure) if choice.highest else None
        plain = lowest is not None and lowest.ordered[0][1].value < 0 and (states_result or max(values) <= 0)
        return lowest if plain else None

    def _printed(self, *, terms: frozenset[str] | None) -> Chosen | None:
        """Return the growth that rows print: on the `terms` named, on none where they are empty, on any where they are None."""
        for rows in self._fitting(self.times[0]):
            stems = stems_of(rows.measures[0])
            on_terms = stems & choice_words().terms
            is_rate = all(fact.unit == _PERCENT for fact in rows.facts.values()) and bool(stems & choice_words().growth)
            if is_rate and (terms is None or bool(on_terms) == bool(terms)) and (not terms or bool(stems & terms)):
                return _in_order(self.wanted.choice, self._figures(rows), rows.measures[0], grown=True, is_rate=True)
        return None

    def _grown(self) -> Chosen | None:
        """Return the growth from the rows of the period before, in the same table, to those of the period."""
        now = self._levels(self.times[0])
        for period in self.times[1] if now else ():
            then = self._levels(period, page=now.place[0] if now else 0)
            if now is None or then is None or then.measures[0] != now.measures[0]:
                continue
            grown: list[tuple[str, Calculation]] = []
            flat: list[tuple[str, Calculation]] = []
            operation = Operation.CHANGE if self.wanted.choice.by_amount else Operation.GROWTH
            for name, fact in now.facts.items():
                if name not in then.facts or not is_member(member_of(fact)):
                    continue
                pair = [_as_printed(one, self.asked.company) for one in (then.facts[name], fact)]
                try:
                    grown.append((member_of(fact), combine(operation, pair)))
                except CannotComputeError:
                    flat.append((member_of(fact), pair[1]))
            found = _in_order(self.wanted.choice, grown, now.measures[0], grown=True)
            return replace(found, left_out=(*found.left_out, *flat)) if found else None
        return None

    def _levels(self, period: Period, *, page: int = 0) -> Rows | None:
        """Return the rows that state the measure of a period: those of the group's own table first, then in the order of pages."""
        own = min((part.page, part.start) for part in self.members.block.parts)
        found = [rows for rows in self._fitting(period) if not page or rows.place[0] == page]
        amounts = [rows for rows in found if not stems_of(rows.measures[0]) & choice_words().terms and self._in_money(rows)]
        return min(amounts, key=lambda rows: (rows.place[0] != own[0], abs(rows.place[1] - own[1])), default=None)

    def _in_money(self, rows: Rows) -> bool:
        """Return whether figures may be of the measure: revenue, which is meant where none is named too, is an amount of money."""
        metric, left = self.wanted.metric, self.wanted.choice.left
        is_revenue = metric.value == REVENUE if metric else not left
        return not is_revenue or all(fact.currency for fact in rows.facts.values())

    def _fitting(self, period: Period) -> Iterator[Rows]:
        for rows in self.table.rows(self.members, period):
            measures = [label for label in rows.measures if self._is_measure(label, rows.concepts)]
            if measures:
                yield replace(rows, measures=tuple(measures))

    def _is_measure(self, label: str, concepts: frozenset[str]) -> bool:
        """Return whether rows so called state what the question names; without a name that is revenue."""
        lists = choice_words()
        metric, left = self.wanted.metric, stems_of(" ".join(self.wanted.choice.left))
        slack = lists.label | lists.growth | lists.terms if self.wanted.choice.aim is Aim.GROWTH else lists.label
        own = stems_of(label) - slack
        if metric is None and left:
            return bool(own) and own <= left and left <= stems_of(label) | lists.label
        name = metric.value if metric else REVENUE
        known = find_concept(name) or find_metric(name)
        called = [stems_of(said) - slack for said in (*known.aliases, known.title)] if known else []
        called += [stems_of(metric.words) - slack] if metric else []
        # "Total" alone is of revenue unless a statement tells that it is of something else.
        bare = name == REVENUE and not own and not concepts
        named = own in [one for one in called if one] or bare or name in concepts
        return named and left <= stems_of(label) | lists.label

    def _figures(self, rows: Rows) -> list[tuple[str, Calculation]]:
        named = [(_name(name, fact), fact) for name, fact in rows.facts.items()]
        return [(name, _as_printed(fact, self.asked.company)) for name, fact in named if is_member(name)]


def _name(name: str, fact: Fact) -> str:
    """Return how a member is printed: its own name, of a label that says the measure too the part that is its name."""
    printed = member_of(fact)
    if compared(printed) == name:
        return printed
    return next((part for part in printed.split(": ") if compared(part) == name), printed)


def _in_order(
    choice: Choice, figures: Sequence[tuple[str, Calculation]], measure: str, *, grown: bool = False, is_rate: bool = False
) -> Chosen | None:
    """Return figures in the order asked for, what is left over aside; None for fewer than two, of several units, or two at the top."""
    rest = [one for one in figures if choice_words().rest.search(one[0])] if not choice.group.is_stated else []
    ranked = [one for one in figures if one not in rest]
    if len(ranked) < 2 or len({calculation.unit for _, calculation in figures}) > 1:
        return None
    ordered = sorted(ranked, key=lambda one: one[1].value, reverse=choice.highest)
    if choice.aim is not Aim.LIST and ordered[0][1].value == ordered[1][1].value:
        return None
    return Chosen(tuple(ordered), tuple(rest), measure, grown, is_rate)


def _periods(facts: Sequence[Fact], term: PeriodTerm) -> list[Period]:
    """Return the periods among facts that a term means, those that most facts are of first."""
    counted: Mapping[Period, int] = {}
    for fact in facts:
        if term.fiscal_year in {None, fact.period.fiscal_year} and is_of_period(fact, term):
            counted = {**counted, fact.period: counted.get(fact.period, 0) + 1}
    return sorted(counted, key=lambda period: (-counted[period], period.end, period.span))


def _as_printed(fact: Fact, company: str) -> Calculation:
    return Calculation(
        fact.label, fact.label, "as printed", fact.value, fact.unit, fact.period, company, ((fact.label, fact),), fact.caveats
    )
