"""What a draft is of: the company, its newest filing, and the elements that were given; and what later filings state otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from research.comparatives import Difference, find_restatements
from research.concepts.catalogue import find_concept
from research.coverage import NOT_TIED, period_label
from research.drafting.templates.evidence import ParticularsSpec, RestatedSpec
from research.drafting.writing.gatekeeper import Gatekeeper
from research.drafting.writing.held import HeldCompany
from research.drafting.writing.house import stated
from research.drafting.writing.tidings import day_of
from research.nouns.answers import Claim, Verdict
from research.nouns.documents import Document
from research.nouns.drafts import Block, ParagraphBlock, ParagraphStyle, TableBlock
from research.nouns.facts import Fact, fiscal_label
from research.nouns.queries import FactFilter
from research.splits import Split, find_splits, on_todays_basis

OPEN = "open"
# Elements that a draft has by itself or shows in a section of its own.
APART = frozenset({"sources", "disclaimer"})
_MOST_ROWS = 3


def particulars_blocks(spec: ParticularsSpec, company: HeldCompany, elements: Mapping[str, str], names: Sequence[str]) -> list[Block]:
    """Return the table that heads a draft: what the library knows of the company, and each element named, one without a value as open."""
    rows = [
        ("Company", company.company.name),
        ("Ticker", ticker_of(company)),
        *((name[:1].upper() + name[1:], elements.get(name) or OPEN) for name in names if name not in APART),
        ("Newest report", _report(company)),
        ("Fiscal year ends", _year_end(company)),
        ("Reports in", currency_of(company)),
    ]
    return [TableBlock(spec.caption, ("", ""), tuple((Claim(name), Claim(said)) for name, said in rows if said), ())]


def ticker_of(company: HeldCompany) -> str:
    """Return the company's ticker as its newest paper that has one says it, "" without."""
    return next((one.ticker for one in company.papers if one.ticker), "")


def currency_of(company: HeldCompany) -> str:
    """Return the currency of the newest statements, "" where none was read."""
    for document in company.reports:
        found = company.facts.find(company.access, FactFilter(document_ids=(document.id,)))
        currency = next((fact.currency for fact in found if fact.currency), "")
        if currency:
            return currency
    return ""


def restated_blocks(spec: RestatedSpec, company: HeldCompany, gate: Gatekeeper) -> list[Block]:
    """Return what later filings state otherwise than earlier ones, each figure with its row, and what does not tie out."""
    facts = company.facts.find(gate.access, FactFilter(everything=True))
    claims: list[Claim] = []
    newest = max((fact.period.fiscal_year or 0 for fact in facts if fact.is_stated_total), default=0)
    splits = find_splits(facts, company.by_id)
    recent = [one for one in facts if (one.period.fiscal_year or newest) > newest - spec.years]
    for found in find_restatements(recent, company.by_id):
        if len(claims) >= spec.most:
            break
        rows = [row for row in found.rows if not _is_by_split(row, splits, company)]
        for row in rows[:_MOST_ROWS]:
            claim = _restated(row.earlier, row.later, company, gate)
            claims += [claim] if claim else []
    untied = [_untied(one, defect.message) for one in company.reports for defect in one.defects if defect.code == NOT_TIED]
    said = [*claims, *untied][: spec.most]
    if not said:
        return [ParagraphBlock((Claim(f"No later filing in the library states a figure of {_last_years(newest, spec.years)} otherwise."),))]
    return [ParagraphBlock((claim,), ParagraphStyle.BULLET) for claim in said]


def _is_by_split(row: Difference, splits: Sequence[Split], company: HeldCompany) -> bool:
    """Return whether two figures are one, counted before and after a split of the shares: that restates nothing."""
    earlier, later = (on_todays_basis(fact, splits, company.by_id) for fact in (row.earlier, row.later))
    is_moved = (earlier.value, later.value) != (row.earlier.value, row.later.value)
    return is_moved and abs(earlier.value - later.value) <= max(row.earlier.last_digit, row.later.last_digit)


def _last_years(newest: int, count: int) -> str:
    return f"{fiscal_label(newest - count + 1)}–{fiscal_label(newest)}" if newest and count > 1 else "an earlier one"


def _restated(earlier: Fact, later: Fact, company: HeldCompany, gate: Gatekeeper) -> Claim | None:
    citations = []
    for fact in (earlier, later):
        pages = [text[fact.start - page.start : fact.end - page.start] for page, text in gate.pages(fact.document_id, fact.page)]
        citation = gate.quote(fact.document_id, fact.page, pages[0], (fact.start, fact.end)) if pages else None
        if citation is None:
            return None
        citations.append(citation)
    names = [company.by_id[fact.document_id].name for fact in (earlier, later)]
    said = f"{_called(later)}, {later.period.label}: {stated(later)} in {names[1]}, {stated(earlier)} in {names[0]}."
    return Claim(said, tuple(citations), verdict=Verdict.SUPPORTED)


def _called(fact: Fact) -> str:
    """Return what a row is called away from its table, where “Basic” may be of shares or of earnings: with the title of its figure."""
    concept = find_concept(fact.concept or "")
    is_clear = concept is None or " " in fact.label.strip() or concept.title.casefold() == fact.label.casefold()
    return fact.label if is_clear or concept is None else f"{concept.title} (“{fact.label}”)"


def _untied(document: Document, message: str) -> Claim:
    return Claim(f"{document.name}: {message.rstrip('.')}.")


def _report(company: HeldCompany) -> str:
    newest = company.reports[0] if company.reports else None
    if newest is None:
        return ""
    on = f", {day_of(newest.published_at)}" if newest.published_at else ""
    return f"{newest.form_type or newest.kind.value} for {period_label(newest)}{on} ({newest.name})"


def _year_end(company: HeldCompany) -> str:
    ended = next((one.period_end for one in company.annual if one.period_end), None)
    return f"{ended.day} {ended:%B}" if ended else ""
