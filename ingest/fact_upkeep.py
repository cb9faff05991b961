"""What a user says against a figure, a row or a column of a document: kept at once, applied by a job, recorded, and undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Protocol

from ingest.corrected_facts import COLUMN_IS, KINDS, carries, company_key, fact_corrections, period_text
from ingest.fact_keys import ABSENT, AMBIGUOUS, FactKey, column_key, figure_key, find_figure, find_row, row_key
from ingest.given import FISCAL_PERIODS
from ingest.recording import source_words
from ingest.statements.figures import find_figures
from ingest.upkeep import KeptWorkspace, Upkeep, shorten_reason, told, told_apart
from research.concepts.catalogue import find_concept
from research.errors import UsageError
from research.nouns.access import Access
from research.nouns.corrections import CORRECTED_BY, Corrected, Correction
from research.nouns.documents import Document
from research.nouns.facts import Fact, Period, Span, fiscal_label
from research.nouns.jobs import JobTask
from research.nouns.queries import DocumentFilter, FactFilter
from research.nouns.roles import Action
from research.protocols.documents import FactStore

_SPANS = {"FY": Span.YEAR, "H1": Span.HALF, "H2": Span.HALF, "9M": Span.NINE_MONTHS}
_MONTHS = {Span.YEAR: 12, Span.HALF: 6, Span.NINE_MONTHS: 9, Span.QUARTER: 3}


class FactWorkspace(KeptWorkspace, Protocol):
    """What corrections of figures need of a workspace."""

    @property
    def facts(self) -> FactStore:
        """Return the facts."""
        ...


@dataclass(frozen=True, slots=True)
class ListedCorrection:
    """A correction, its document's name, why it is not applied ("" when it is, or was undone), and whether it waits to be."""

    correction: Correction
    document: str
    not_applied: str = ""
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class _Change:
    """What is said against a figure: of what kind, where in its document, what is read there, and what is to stand for it (None: nothing).

    `company` is the key of the company whose documents all take it, "" where the figure's own alone does.
    """

    kind: Corrected
    key: FactKey
    before: str | None
    value: str | None
    company: str = ""


class FactUpkeep:
    """Corrections of figures of one workspace. What changes a document returns the id of the batch that does it.

    Every correction raises UsageError in one line for what does not fit (no reason, no number, nothing to change, a row that cannot be told
    from another), NotFoundError for a document that is not there.
    """

    def __init__(self, workspace: FactWorkspace) -> None:
        self._workspace = workspace
        self._upkeep = Upkeep(workspace)

    def correct_value(self, access: Access, fact: Fact, text: str, *, reason: str) -> str:
        """Put another number in place of a figure, typed as it should be printed: "1,757.0" or "(63.8)", at the figure's scale."""
        value = _number(text, percent=fact.unit == "%") * fact.scale
        if value == fact.value:
            raise UsageError(f"the figure is {text.strip()} already", "there is nothing to correct")
        return self._correct(access, fact, _Change(Corrected.FACT, figure_key(fact), f"{fact.value:f}", f"{value:f}"), reason=reason)

    def withdraw(self, access: Access, fact: Fact, *, reason: str) -> str:
        """Say that a figure is none: it is listed and computed with no more."""
        return self._correct(access, fact, _Change(Corrected.FACT, figure_key(fact), f"{fact.value:f}", None), reason=reason)

    def map_label(self, access: Access, fact: Fact, concept: str | None, *, reason: str, whole_company: bool = False) -> str:
        """Say which concept a figure's row means, None for none; for every document of its company, or for its own."""
        found = find_concept(concept) if concept else None
        if concept and found is None:
            raise UsageError(f"concept {concept!r} is not known", "choose one of those that there are")
        if found and fact.statement and found.statement is not fact.statement:
            raise UsageError(f"{found.title} is no row of the {fact.statement.value}", "choose a concept of that statement")
        if found and _kind_of(fact.unit) != found.unit:
            raise UsageError(f"{found.title} is counted in {found.unit}, this row in {fact.unit}", "choose a concept of the row's unit")
        if concept == fact.concept:
            raise UsageError(f"the row is read as {found.title if found else 'no concept'} already", "there is nothing to correct")
        company = company_key(fact.company) if whole_company else ""
        return self._correct(access, fact, _Change(Corrected.LABEL, row_key(fact), fact.concept, concept, company), reason=reason)

    def correct_period(self, access: Access, fact: Fact, fiscal: tuple[int, str], end: date, *, reason: str) -> str:
        """Say which period a figure's column is of: fiscal year and period ("FY", "Q2", "H1", "9M"), and the day that it ends."""
        if fact.statement is None:
            raise UsageError("a column of another table cannot be told from its neighbours", "correct or withdraw the figure itself")
        if any(caveat.startswith(CORRECTED_BY) and f": {COLUMN_IS}" in caveat for caveat in fact.caveats):
            raise UsageError("the column's period was corrected before", "undo that correction first")
        period = _period(fact, fiscal, end)
        if period == fact.period:
            raise UsageError(f"the column is of {period.label} already", "there is nothing to correct")
        change = _Change(Corrected.PERIOD, column_key(fact), period_text(fact.period), period_text(period))
        return self._correct(access, fact, change, reason=reason)

    def undo(self, access: Access, correction_id: int) -> str:
        """Undo a correction: what it outranked counts again. Returns "" when no document is to be changed for it."""
        with self._workspace.jobs.together():
            undone = self._workspace.corrections.undo(access, correction_id, at=datetime.now(UTC))
            document = self._workspace.documents.current(undone.target)
            subject = document.name if document else source_words(undone.target)
            concerned = self._concerned(access, undone, document)
            batch = self._upkeep.queue(concerned, JobTask.CORRECT) if concerned else ""
            self._upkeep.record(access, "undo correction", subject, told(undone), apart=told_apart(undone))
        return batch

    def corrections(self, access: Access, documents: Sequence[Document]) -> list[ListedCorrection]:
        """Return the corrections of the figures of some documents, undone ones too, the last made first."""
        store = self._workspace.corrections
        listed: dict[int, ListedCorrection] = {}
        for document in documents:
            reasons = dict(document.corrected)
            counting = fact_corrections(store, document.source_key, document.company, document.label)
            behind = not carries(document, counting)
            for one in (one for kind in KINDS for one in store.of(access, kind, document.source_key)):
                why = "" if one.undone_at else reasons.get(str(one.id), "")
                waiting = behind and one in counting and str(one.id) not in reasons
                listed[one.id] = ListedCorrection(one, document.name, why, waiting)
        # Those of the company outlive the document that they were made on.
        for company in {company_key(document.company) for document in documents}:
            for one in (one for kind in KINDS for one in store.of_company(access, kind, company)):
                listed.setdefault(one.id, ListedCorrection(one, one.origin.partition(", page ")[0]))
        return sorted(listed.values(), key=lambda one: -one.correction.id)

    def _correct(self, access: Access, fact: Fact, change: _Change, *, reason: str) -> str:
        access.need(Action.CORRECT)
        document = self._upkeep.standing(access, fact.document_id)
        if not (kept := shorten_reason(reason)):
            raise UsageError("a correction needs a reason", "say in a few words why the figure is wrong")
        self._check_certain(access, change, document)
        correction = Correction(
            kind=change.kind,
            target=document.source_key,
            field=change.key.to_text(),
            before=change.before,
            value=change.value,
            user=access.user,
            made_at=datetime.now(UTC),
            reason=kept,
            origin=f"{document.name}, page {fact.page}: {_what(change.kind, fact)}",
            company=change.company,
        )
        with self._workspace.jobs.together():
            made = self._workspace.corrections.make(correction)
            batch = self._upkeep.queue(self._concerned(access, made, document), JobTask.CORRECT)
            self._upkeep.record(access, "correct", document.name, told(made), apart=told_apart(made))
        return batch

    def _check_certain(self, access: Access, change: _Change, document: Document) -> None:
        """Raise UsageError unless the figure or the row that a change names stands once in the document."""
        facts = self._workspace.facts.find(access, FactFilter(document_ids=(document.id,), everything=True))
        fitting = 1
        if change.kind is Corrected.FACT:
            fitting = len(find_figure(change.key, facts))
        elif change.kind is Corrected.LABEL:
            fitting = len(find_row(change.key, facts))
        if fitting != 1:
            raise UsageError(AMBIGUOUS if fitting else ABSENT, "open the figure again")

    def _concerned(self, access: Access, one: Correction, document: Document | None) -> list[Document]:
        """Return the documents that a correction changes."""
        if not one.company:
            return [document] if document else []
        held = self._workspace.documents.find(access, DocumentFilter())
        return [each for each in held if company_key(each.company) == one.company]


def _kind_of(unit: str) -> str:
    """Return what a concept of a figure's unit counts in: "currency", "per share", "shares", or the unit itself."""
    if unit.endswith("/share"):
        return "per share"
    return "currency" if len(unit) == 3 and unit.isupper() else unit


def _number(text: str, *, percent: bool) -> Decimal:
    found = find_figures(text.strip())
    whole = len(found) == 1 and not text.strip()[: found[0].start].strip() and not text.strip()[found[0].end :].strip()
    if not whole or (found[0].percent and not percent):
        raise UsageError(f"“{text.strip()[:40]}” is no number", "write it as the table prints figures, for example 1,284.6 or (63.8)")
    return found[0].value


def _period(fact: Fact, fiscal: tuple[int, str], end: date) -> Period:
    year, part = fiscal
    if part not in FISCAL_PERIODS:
        raise UsageError(f"{part!r} is no fiscal period", f"write one of {', '.join(FISCAL_PERIODS)}")
    span = Span.INSTANT if fact.period.span is Span.INSTANT else _SPANS.get(part, Span.QUARTER)
    if fact.period.start and span is fact.period.span:  # as long as it was: 53 weeks stay 53 weeks
        start: date | None = end - (fact.period.end - fact.period.start)
    else:
        start = None if span is Span.INSTANT else _months_before(end, _MONTHS[span])
    return Period(end, start, span, fiscal_label(year, part), year, part)


def _months_before(end: date, months: int) -> date:
    """Return the first day of a stretch of months that ends on a day: the day after its last day so many months before."""
    after = end + timedelta(days=1)
    at = after.year * 12 + after.month - 1 - months
    year, month = divmod(at, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(after.day, last))


def _what(kind: Corrected, fact: Fact) -> str:
    """Return what is corrected, in words: "Net sales, FY2024"."""
    statement = fact.statement.value if fact.statement else "other table"
    return {
        Corrected.LABEL: f"the row “{fact.label}” of the {statement}",
        Corrected.PERIOD: f"the column {fact.period.label} of the {statement}",
    }.get(kind, f"{fact.label}, {fact.period.label}, printed {fact.printed}")
