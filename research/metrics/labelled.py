"""Figures found by the words that a table prints: "fulfillment expense", "AWS operating income", "average daily rate".

A row is what a question means only when its own words and the question's are the same ones; a word too many on either side makes it
another row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from research.concepts.catalogue import concepts, find_concept
from research.concepts.companies import short_names as names_of
from research.metrics.definitions import find_metric
from research.metrics.doubtful import of_unnamed_parts
from research.metrics.engine import NoFigure, Question, Stated, is_of_period, preference, said_elsewhere
from research.metrics.only_rows import only_rows
from research.metrics.part_words import part_forms, without_name
from research.metrics.rivals import agree, meant
from research.metrics.shortened import shortened_parts, taken_for, without_said
from research.metrics.summed import totals_of
from research.metrics.wordings import label_forms, other_forms, stems_of, word_lists
from research.nouns.answers import PeriodTerm
from research.nouns.documents import Document
from research.nouns.facts import STATED_ACCOUNTING, Calculation, Fact, Span, Statement, Status
from research.nouns.queries import FactFilter
from research.protocols.documents import FactStore
from research.text.words import stem, words

_AT_END = re.compile(
    r"[\s,]*\b(?:(?:open|operating|in operation|in service) )?"
    r"(?:(?:at |as of )?(?:the )?end of (?:the )?(?:period|year|quarter)|(?:at |as of )(?:the )?(?:period|year|quarter)[- ]end)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Topic:
    """The words that a row must have, as stems: all that a question says of it, and those of them that only name its metric.

    `unit` is the metric's ("currency", "%", "per share", …), "" where no metric is named; `balance` whether it is one of a day, None
    where that is open. `alike` are the same words with the metric called otherwise: rows call it as they like.
    Rows and parts of an `exact` topic have no other names than those printed. `said` is what the question calls the metric.
    """

    stems: frozenset[str]
    own: frozenset[str] = frozenset()
    unit: str = ""
    balance: bool | None = None
    alike: tuple[frozenset[str], ...] = ()
    exact: bool = False
    said: str = ""

    @classmethod
    def of(cls, phrases: Iterable[str], *, metric: str = "", said: str = "", unit: str = "") -> Topic:
        """Return the topic of the words of some phrases, and of the concept or metric that `said` names beside them."""
        lists, concept = word_lists(), find_concept(metric)
        known = concept or find_metric(metric)
        own = stems_of(said) if known else frozenset()
        balance = concept.statement is Statement.BALANCE if concept else None
        others = (other.title, *other.aliases) if (other := concept or find_metric(metric)) else ()
        stems = stems_of(" ".join((*phrases, said)))
        rest = stems - own if phrases else frozenset()
        # A row that is called a loss prints it without a sign: it is no other name for an income.
        names = (name for name in map(stems_of, others) if rest and not name & lists.stems["negative"])
        # Nor is one that says less: "profit" alone may be another than the net one.
        alike = dict.fromkeys(rest | name for name in names if not name < own and name != stems_of("income"))
        return cls(stems, own, known.unit if known else unit, balance, tuple(one for one in alike if one != stems), said=said)

    def also(self, names: Iterable[str]) -> Topic:
        """Return the topic with the words of further names beside its own."""
        more = stems_of(" ".join(names))
        return replace(self, stems=self.stems | more, alike=tuple(one | more for one in self.alike))

    @property
    def wordings(self) -> tuple[frozenset[str], ...]:
        """Return the words as the question has them, then with each other name of its metric."""
        return (self.stems, *self.alike)

    def is_said_by(self, label: str) -> bool:
        """Return whether a row is called as the question calls the metric, in its very words."""
        said = frozenset(map(stem, words(self.said)))
        return bool(said) and said <= frozenset(map(stem, words(label)))

    @property
    def is_rate(self) -> bool:
        """Return whether the words name a rate of change, as "comparable sales" do: what changed is in the name."""
        return bool(self.stems & word_lists().stems["rate_of"])

    @property
    def narrows(self) -> bool:
        """Return whether the words name more than a concept alone: that one's figure is found by its concept."""
        rest = self.stems - word_lists().stems["label"]
        return bool(rest - self.own) and not any(rest == one for one in _of_concepts())


@dataclass(frozen=True, slots=True)
class _Context:
    """What is known of rows beside their own words: of whom the papers are, the place in a statement, and what the row is a part of.

    `short` are the words by which the question names parts otherwise than by their names; `loosely`: rows may be called for short.
    """

    company: Sequence[str]
    places: Mapping[str, str]
    totals: Mapping[str, tuple[str, ...]]
    short: Mapping[str, frozenset[str]] = field(default_factory=dict)
    loosely: bool = False

    @classmethod
    def of(cls, facts: Sequence[Fact], company: str) -> _Context:
        """Return what the facts say of each other, the papers being the company's."""
        return cls(names_of(company), _by_place(facts), totals_of(facts))


class LabelledFigures:
    """Looks for a row by its printed words among the facts of the documents it is given."""

    def __init__(self, facts: FactStore) -> None:
        self._facts = facts

    def compute(self, asked: Question, topic: Topic, period: PeriodTerm) -> Calculation | NoFigure:
        """Return the one figure that the topic names for a period; no figure when none does, or one document has several values.

        The document is chosen as for a concept; what others state instead is a caveat.
        """
        if not topic.narrows:
            return NoFigure()
        by_id = {document.id: document for document in asked.documents}
        found, context = self._named(asked, topic, period)
        # A balance beside an amount that is asked for contradicts it in a statement alone.
        found = [fact for fact in found if fact.statement is not None or _is_meant(fact, topic)]
        taken = [fact for fact in found if asked.filing in {"", fact.document_id} and _is_meant(fact, topic)]
        if not taken:
            return NoFigure()
        # All the rows of the best document must agree: one that is in a statement is no better known than another of the same words, nor is
        # an amount of a stretch than a balance.
        chosen = min(taken, key=lambda fact: _order(fact, by_id, period))
        rivals = [fact for fact in found if fact.document_id == chosen.document_id and not agree(fact, chosen)]
        noted: tuple[str, ...] = ()
        if rivals and not _are_of_parts(rivals, chosen):
            rows, noted = meant([fact for fact in found if fact.document_id == chosen.document_id], topic.is_said_by)
            if not rows or any(fact not in taken for fact in rows):
                return NoFigure((chosen, rivals[0]), by_id[chosen.document_id].name)
            chosen = min(rows, key=lambda fact: _order(fact, by_id, period))
        title = row_title(chosen)
        inputs = ((title, chosen),)
        others = [_as_printed(fact) for fact in _alike(chosen, found)]
        elsewhere = said_elsewhere(_as_printed(chosen), others, period, documents=by_id)
        caveats = tuple(dict.fromkeys((*chosen.caveats, *noted, *taken_for(chosen, context.short), *elsewhere)))
        return Calculation(title, title, "as printed", chosen.value, chosen.unit, chosen.period, asked.company, inputs, caveats)

    def periods(self, asked: Question, topic: Topic) -> list[PeriodTerm]:
        """Return the fiscal years for which the topic names a figure, newest first."""
        found = [fact for fact in self._named(asked, topic, None)[0] if _is_meant(fact, topic)] if topic.narrows else []
        years = {fact.period.fiscal_year for fact in found if fact.period.fiscal_period == "FY"}
        return [PeriodTerm(year, "FY", "") for year in sorted(years, reverse=True)]

    def _named(self, asked: Question, topic: Topic, period: PeriodTerm | None) -> tuple[list[Fact], _Context]:
        """Return the facts of a period, all without one, whose rows have the topic's words, and what was known of the rows.

        Rows and parts that are so called for short count only where none has the words as they are.
        """
        years = (period.fiscal_year,) if period and period.fiscal_year is not None else ()
        # What other filings state instead is a caveat: all of the company's are read.
        documents = replace(asked, filing="").of_company
        wanted = FactFilter(companies=asked.spellings, fiscal_years=years, document_ids=documents, everything=True)
        facts = self._facts.find(asked.access, wanted) if documents else []
        context, unnamed = _Context.of(facts, asked.company), of_unnamed_parts(facts)
        certain = (fact for fact in facts if fact.id not in unnamed and _is_certain(fact, context.totals.get(fact.id, ())))
        known = [fact for fact in certain if period is None or is_of_period(fact, period)]
        loosely = replace(context, short=shortened_parts(facts, topic.stems, context.company), loosely=True)
        for one in (context,) if topic.exact else (context, loosely):
            if found := [fact for fact in known if _is_of_kind(fact, topic, loosely=one.loosely) and _names(fact, topic, one)]:
                return found, one
        of_kind = [fact for fact in known if _is_of_kind(fact, topic, loosely=False)]
        return only_rows(of_kind, topic.stems - topic.own if topic.own else frozenset(), topic.wordings), context


def row_title(fact: Fact) -> str:
    """Return what a row is called: its label, and of whom when it is a part."""
    members = ", ".join(member for _, member in fact.dimensions)
    return f"{fact.label} ({members})" if members and members.casefold() not in fact.label.casefold() else fact.label


def _alike(chosen: Fact, found: Sequence[Fact]) -> list[Fact]:
    """Return the facts of other documents that state the same thing as the chosen one: its unit, its kind of period, whole or part.

    Beside a figure of a statement only other statements count. A document that gives several values gives none.
    """
    by_document: dict[str, list[Fact]] = {}
    for fact in found:
        of_kind = fact.unit == chosen.unit and (fact.period.span is Span.INSTANT) is (chosen.period.span is Span.INSTANT)
        of_whole = bool(fact.dimensions) is bool(chosen.dimensions) and (fact.statement is not None or chosen.statement is None)
        if fact.document_id != chosen.document_id and of_kind and of_whole:
            by_document.setdefault(fact.document_id, []).append(fact)
    return [fact for same in by_document.values() if all(agree(fact, same[0]) for fact in same) for fact in same]


def _are_of_parts(rivals: Sequence[Fact], chosen: Fact) -> bool:
    """Return whether other figures under a statement's own row are those of parts: several smaller ones, of another table."""
    smaller = {fact.value for fact in rivals if fact.statement is None and fact.unit == chosen.unit and abs(fact.value) < abs(chosen.value)}
    of_another = all(fact.statement is None and fact.value in smaller for fact in rivals)
    return chosen.is_stated_total and of_another and len(smaller) > 1


def _as_printed(fact: Fact) -> Stated:
    return Stated(fact, fact.value)


def _order(fact: Fact, documents: Mapping[str, Document], period: PeriodTerm) -> tuple[bool, int, bool, str, int]:
    other, away, name, start = preference(fact, documents[fact.document_id], period)
    return other, away, fact.statement is None, name, start


def _is_certain(fact: Fact, totals: Sequence[str]) -> bool:
    """Return whether a figure happened, of the group, and nothing speaks against it: doubts count more without a statement around it.

    A row of a note that adds up, with others, to what a statement prints is the company's own.
    """
    if fact.status is not Status.ACTUAL or fact.basis.entity == "parent" or fact.low is not None:
        return False
    plain = stems_of(fact.label) - word_lists().stems["label"]
    told = bool(fact.dimensions) or len(totals) > 1 or plain not in _of_concepts()
    return fact.statement is not None or (not fact.caveats and told)


@cache
def _of_concepts() -> frozenset[frozenset[str]]:
    """Return the words of every concept: a row so labelled in a note may be that of an associate or of a part, which it does not say."""
    phrases = (phrase for one in concepts() for phrase in (one.title, *one.aliases))
    return frozenset(stems_of(phrase) - word_lists().stems["label"] for phrase in phrases)


def _is_meant(fact: Fact, topic: Topic) -> bool:
    """Return whether a figure is a balance or of a stretch as the question has it; a change of a balance needs a word that says so."""
    if topic.balance is not None and topic.balance is not (fact.period.span is Span.INSTANT):
        return False
    return bool(topic.stems & word_lists().stems["change"]) or not _is_change(fact)


def _is_change(fact: Fact) -> bool:
    """Return whether a row of the cash flow statement is the change of a balance: such a row is printed under the balance's own name."""
    if fact.statement is not Statement.CASH_FLOW:
        return False
    return (fact.concept or "").startswith("change_in_") or stems_of(fact.label) - word_lists().stems["label"] in _of_balances()


@cache
def _of_balances() -> frozenset[frozenset[str]]:
    phrases = (phrase for one in concepts() if one.statement is Statement.BALANCE for phrase in (one.title, *one.aliases))
    return frozenset(stems_of(phrase) - word_lists().stems["label"] for phrase in phrases)


def _is_of_kind(fact: Fact, topic: Topic, *, loosely: bool) -> bool:
    """Return whether a figure is in a unit that the question can mean: a percentage never answers for an amount, but a rate of change."""
    if loosely and fact.unit == "%" and _is_rate(fact, topic):
        return True
    amount = fact.currency is not None and fact.unit == fact.currency
    each = fact.unit.partition("/")[2]
    if each and topic.unit == "currency" and stems_of(f"per {each}") <= topic.stems:
        return True  # "revenue per customer": an amount for each is what the words ask for
    if topic.unit:
        fits = {"currency": amount, "%": fact.unit == "%", "per share": fact.unit.endswith("/share"), "shares": fact.unit == "shares"}
        return fits.get(topic.unit, not amount and fact.unit == topic.unit)
    if fact.unit == "%":
        return bool(topic.stems & word_lists().stems["percentage"])
    return "/" not in fact.unit or bool(topic.stems & word_lists().stems["each"])


def _names(fact: Fact, topic: Topic, context: _Context) -> bool:
    """Return whether a row has the words of a topic, its metric called as the question or the row calls it, and no other ones."""
    lists = word_lists().stems
    totals = context.totals.get(fact.id, ())
    labels = _label_words(fact, topic, context)
    if not (totals and topic.own) and not any(words <= stems for words in labels for stems in topic.wordings):
        return False  # most rows: the words of parts take longer to find
    short = without_said(context.short, stems_of(fact.label))
    forms = [terms | _of_basis(fact) for terms in part_forms(fact, context.company, short)]
    required = [words | terms for words in labels for terms in forms]
    if totals and topic.own:
        # the row is the part's own: "Advertising services", of the product "Advertising"
        required += [terms for terms in forms if terms and terms <= stems_of(fact.label)]
    wordings = [stems for stems in topic.wordings if any(form <= stems for form in required)]
    if not wordings:
        return False
    allowed = frozenset[str]().union(*required) | stems_of(fact.label) | lists["label"] | stems_of((fact.concept or "").replace("_", " "))
    if place := context.places.get(fact.id):
        allowed |= lists[place]
    for _, member in fact.dimensions:
        allowed |= stems_of(member)
    if fact.basis.accounting in STATED_ACCOUNTING:
        allowed |= stems_of("gaap")
    if fact.basis.share:
        allowed |= stems_of(fact.basis.share)
    if any(axis == "line" for axis, _ in fact.dimensions):
        allowed |= lists["cost"]
    if context.loosely and _is_rate(fact, topic):
        allowed |= lists["change"] | lists["percentage"]
    # "Segment" asks for a part: a row of a part needs not say it, one of the whole must.
    said = lists["part"] if fact.dimensions or totals else frozenset()
    own = lists["label"] | lists["part"] | lists["whole"] | stems_of(" ".join(context.company))
    measures = [measure for total in totals if (measure := stems_of(total) - own)]
    return any(stems - said <= allowed.union(*(one for one in measures if one <= stems)) for stems in wordings)


def _label_words(fact: Fact, topic: Topic, context: _Context) -> list[frozenset[str]]:
    """Return the words of a row's label that a question must say, one set for each way to call the row."""
    lists = word_lists().stems
    labels = label_forms(without_name(_of_the_end(fact), context.company))
    if context.loosely:
        labels = (*labels, *(short for label in labels for short in other_forms(label)))
    found = [stems_of(label) - lists["label"] for label in labels]
    if context.loosely and fact.unit == "%" and _is_rate(fact, topic):
        found = [words - lists["change"] - lists["percentage"] for words in found]
    return [words for words in found if words or fact.dimensions]


def _is_rate(fact: Fact, topic: Topic) -> bool:
    """Return whether a percentage says how much its row's amount changed, as the question asks: "Sales % change", "Comparable sales"."""
    words, lists = stems_of(fact.label), word_lists().stems
    changes = lists["change"] | stems_of("growth")
    named = bool(words & topic.stems & lists["rate_of"])
    return named or (bool(words & changes) and bool(topic.stems & changes))


def _of_basis(fact: Fact) -> frozenset[str]:
    """Return the words for terms that a question must name: another basis than the statements', another share count than the diluted."""
    basis = fact.basis
    named = (
        basis.accounting if basis.accounting not in STATED_ACCOUNTING else "",
        basis.share if basis.share == "basic" else "",
        basis.operations if basis.operations == "discontinued" else "",
    )
    return stems_of(" ".join(filter(None, named)))


def _by_place(facts: Sequence[Fact]) -> dict[str, str]:
    """Return which rows of income statements are revenue or costs by their place alone, by the facts' ids: "revenue" or "cost".

    The parts of revenue stand above its total, costs between it and operating income. Rows whose words say another sort are neither.
    """
    revenue, income = _places(facts, ("revenue",)), _places(facts, ("operating_income", "pretax_income"))
    costs = _places(facts, ("cost_of_revenue", "total_operating_expenses"))
    found: dict[str, str] = {}
    for fact in facts:
        above, below = revenue.get(fact.document_id), income.get(fact.document_id)
        if fact.statement is not Statement.INCOME or not above or not below:
            continue
        words_of = stems_of(fact.label)
        if above[-1] < fact.start < below[0] and not words_of & word_lists().stems["no_cost"]:
            found[fact.id] = "cost"
        elif fact.start < min(above[0], below[0], *costs.get(fact.document_id, ())) and not words_of & word_lists().stems["no_revenue"]:
            found[fact.id] = "revenue"
    return found


def _places(facts: Sequence[Fact], names: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
    """Return where a document's statements state any of some concepts, in order, by document."""
    found: dict[str, set[int]] = {}
    for fact in facts:
        if fact.concept in names and fact.is_stated_total:
            found.setdefault(fact.document_id, set()).add(fact.start)
    return {document: tuple(sorted(places)) for document, places in found.items()}


def _of_the_end(fact: Fact) -> str:
    """Return a row's label, of a balance without the words that say that it is the closing one."""
    return _AT_END.sub("", fact.label) if fact.period.span is Span.INSTANT else fact.label
