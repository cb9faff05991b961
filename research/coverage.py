"""What the library has: company by period by type, with the gaps between, what does not tie out, and the documents it cannot place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from research.calendars import CompanyCalendar, company_calendar
from research.comparatives import Restatement, find_restatements
from research.directory import Company
from research.nouns.documents import ANNUAL_FORMS, Document, DocumentState, Kind
from research.nouns.facts import Fact, fiscal_label
from research.splits import Split, find_splits

# Without these a document is not found by company and period.
PLACING_FIELDS = ("company", "fiscal_year")
# The code of a defect that says what of a document's statements does not tie out.
NOT_TIED = "not_tied"


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """The documents of one company, period ("FY2023", "Q2 FY2024") and type (a form, else the kind)."""

    period: str
    type: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Untied:
    """Something that does not tie out: the document, the finding in a sentence, and its page."""

    document: str
    finding: str
    page: int | None


@dataclass(frozen=True, slots=True)
class CompanyCoverage:
    """What the library has of one company.

    Cells from the newest period on, the fiscal years without an annual filing between, what does not tie out in its documents, what its
    later filings state differently of a period than its earlier ones, its stock splits, and its fiscal calendar, None when it is unknown.
    """

    company: str
    cells: tuple[CoverageCell, ...]
    gaps: tuple[str, ...]
    untied: tuple[Untied, ...] = ()
    restated: tuple[Restatement, ...] = ()
    splits: tuple[Split, ...] = ()
    calendar: CompanyCalendar | None = None


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A document that is found by its words only, and the metadata it lacks."""

    document: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The whole library: companies by name, and documents without a place."""

    companies: tuple[CompanyCoverage, ...]
    unplaced: tuple[Unplaced, ...]


def cover(
    documents: Sequence[Document], companies: Iterable[Company], facts_of: Callable[[Sequence[str]], Sequence[Fact]] | None = None
) -> Coverage:
    """Return the coverage of `documents`, grouped by `companies`. News and notes need no fiscal year to have their place.

    `facts_of` returns the facts of documents by their ids; without it, restatements and splits are not looked for.
    """
    carrying: dict[str, list[Document]] = {}
    for document in documents:
        carrying.setdefault(document.company or "", []).append(document)
    covered = tuple(
        _company(company.name, [one for spelling in company.spellings for one in carrying.get(spelling, ())], facts_of)
        for company in companies
    )
    lacking = ((one.name, _missing(one)) for one in documents)
    return Coverage(tuple(one for one in covered if one.cells), tuple(Unplaced(name, missing) for name, missing in lacking if missing))


def figures_unread(documents: Iterable[Document]) -> tuple[str, ...]:
    """Return a line for each document that has come in so far by its words only, its figures being read after them."""
    return tuple(
        f"the figures of {one.name} are not read yet; ask again in a moment, or run desk ingest if nothing is being read"
        for one in documents
        if one.state is DocumentState.PARSED
    )


def period_label(document: Document) -> str:
    """Return the fiscal label of a document's own period, its date for news and notes, "undated" without either."""
    if document.fiscal_year is None:
        return document.published_at.date().isoformat() if document.published_at else "undated"
    return fiscal_label(document.fiscal_year, document.fiscal_period)


def _company(name: str, documents: Sequence[Document], facts_of: Callable[[Sequence[str]], Sequence[Fact]] | None) -> CompanyCoverage:
    cells: dict[tuple[str, str], list[str]] = {}
    ordered = sorted(documents, key=_newest_first)
    for document in ordered:
        cells.setdefault((period_label(document), document.form_type or document.kind.value), []).append(document.name)
    untied = tuple(Untied(one.name, found.message, found.page) for one in ordered for found in one.defects if found.code == NOT_TIED)
    stating = {one.id: one for one in documents if one.fact_count}
    facts = facts_of(tuple(stating)) if facts_of and stating else ()
    return CompanyCoverage(
        name,
        tuple(CoverageCell(*key, tuple(names)) for key, names in cells.items()),
        _gaps(documents),
        untied,
        find_restatements(facts, stating),
        find_splits(facts, stating),
        company_calendar(documents, {fact.period for fact in facts}),
    )


def _newest_first(document: Document) -> tuple[int, bool, str, str]:
    return -(document.fiscal_year or 0), document.fiscal_period != "FY", document.fiscal_period or "", document.name


def _gaps(documents: Iterable[Document]) -> tuple[str, ...]:
    years = {one.fiscal_year for one in documents if one.form_type in ANNUAL_FORMS and one.fiscal_year is not None}
    return tuple(f"FY{year}" for year in range(min(years), max(years)) if year not in years) if years else ()


def _missing(document: Document) -> tuple[str, ...]:
    dated = document.kind in {Kind.NEWS, Kind.NOTE, Kind.OTHER} and document.published_at is not None
    fields = [name for name in PLACING_FIELDS if getattr(document, name) is None and not (dated and name == "fiscal_year")]
    return tuple(name.replace("_", " ") for name in fields)
