"""What the library has: company by period by type, with the gaps between, and the documents that it cannot place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from research.directory import Company
from research.nouns.documents import ANNUAL_FORMS, Document, Kind
from research.nouns.facts import fiscal_label

# Without these a document is not found by company and period.
PLACING_FIELDS = ("company", "fiscal_year")


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """The documents of one company, period ("FY2023", "Q2 FY2024") and type (a form, else the kind)."""

    period: str
    type: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CompanyCoverage:
    """What the library has of one company: cells from the newest period on, and the fiscal years without an annual filing between."""

    company: str
    cells: tuple[CoverageCell, ...]
    gaps: tuple[str, ...]


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


def cover(documents: Sequence[Document], companies: Iterable[Company]) -> Coverage:
    """Return the coverage of `documents`, grouped by `companies`. News and notes need no fiscal year to have their place."""
    carrying: dict[str, list[Document]] = {}
    for document in documents:
        carrying.setdefault(document.company or "", []).append(document)
    covered = tuple(
        _company(company.name, [one for spelling in company.spellings for one in carrying.get(spelling, ())]) for company in companies
    )
    lacking = ((one.name, _missing(one)) for one in documents)
    return Coverage(tuple(one for one in covered if one.cells), tuple(Unplaced(name, missing) for name, missing in lacking if missing))


def period_label(document: Document) -> str:
    """Return the fiscal label of a document's own period, its date for news and notes, "undated" without either."""
    if document.fiscal_year is None:
        return document.published_at.date().isoformat() if document.published_at else "undated"
    return fiscal_label(document.fiscal_year, document.fiscal_period)


def _company(name: str, documents: Sequence[Document]) -> CompanyCoverage:
    cells: dict[tuple[str, str], list[str]] = {}
    for document in sorted(documents, key=_newest_first):
        cells.setdefault((period_label(document), document.form_type or document.kind.value), []).append(document.name)
    return CompanyCoverage(name, tuple(CoverageCell(*key, tuple(names)) for key, names in cells.items()), _gaps(documents))


def _newest_first(document: Document) -> tuple[int, bool, str, str]:
    return -(document.fiscal_year or 0), document.fiscal_period != "FY", document.fiscal_period or "", document.name


def _gaps(documents: Iterable[Document]) -> tuple[str, ...]:
    years = {one.fiscal_year for one in documents if one.form_type in ANNUAL_FORMS and one.fiscal_year is not None}
    return tuple(f"FY{year}" for year in range(min(years), max(years)) if year not in years) if years else ()


def _missing(document: Document) -> tuple[str, ...]:
    dated = document.kind in {Kind.NEWS, Kind.NOTE, Kind.OTHER} and document.published_at is not None
    fields = [name for name in PLACING_FIELDS if getattr(document, name) is None and not (dated and name == "fiscal_year")]
    return tuple(name.replace("_", " ") for name in fields)
