"""Problems seeded into filings that were read right, each with the doubts that tell it: for `tests.bench.quality` and the suite."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from itertools import pairwise
from random import Random
from typing import TypeAlias

from ingest.ties.document import tie_out
from research.governance.copies import find_copies_across
from research.governance.record import record_of
from research.governance.report import company_findings
from research.nouns.documents import Defect, Document, DocumentState, Kind, Tier
from research.nouns.facts import Fact
from research.nouns.quality import Doubt, Finding
from tests.bench.filings import Reading

TOTALS = (
    *("total_assets", "total_liabilities_and_equity", "total_current_assets", "total_current_liabilities"),
    *("operating_income", "pretax_income", "net_income"),
    *("operating_cash_flow", "investing_cash_flow", "financing_cash_flow", "net_change_in_cash"),
)
LEVELS = ("revenue", "total_assets", "total_liabilities_and_equity", "shares_diluted", "shares_basic", "accounts_receivable", "inventories")
SUMS = frozenset({Doubt.TOTALS, Doubt.BALANCE})


@dataclass(frozen=True, slots=True)
class Case:
    """One filing: its reading, its document as ingest would make it, and its facts, tied out."""

    reading: Reading
    document: Document
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Seed:
    """A seeded problem: its kind, the doubts that tell it, where (a document's or a company's name), what, and the library with it."""

    kind: str
    doubts: frozenset[Doubt]
    place: str
    what: str
    cases: tuple[Case, ...]
    on: date


Seeding: TypeAlias = Callable[[Sequence[Case], Random], "Seed | None"]


def case_of(reading: Reading, company: str) -> Case:
    """Return a filing as ingest would keep it, its figures tied out."""
    said = reading.metadata
    at = said.published_at or datetime.combine(said.period_end or date(2020, 1, 1), time(), tzinfo=UTC) + timedelta(days=60)
    document = Document(
        id=reading.name,
        name=reading.name,
        source_key=f"file:///{reading.name}",
        content_hash=hashlib.sha256(reading.name.encode()).hexdigest(),
        kind=Kind(said.kind or Kind.FILING),
        tier=Tier.FILED,
        state=DocumentState.COMPLETE,
        known_at=at,
        company=company,
        form_type=said.form_type,
        fiscal_year=said.fiscal_year,
        fiscal_period=said.fiscal_period,
        period_end=said.period_end,
        published_at=at,
        page_count=len(reading.loaded.pages),
        fact_count=len(reading.facts),
    )
    return tied(Case(reading, document, tuple(replace(one, document_id=reading.name, company=company) for one in reading.facts)))


def tied(case: Case) -> Case:
    """Return a filing with what its tie-outs say now of its facts."""
    bare = [replace(one, caveats=tuple(said for said in one.caveats if not said.startswith("Does not tie"))) for one in case.facts]
    facts, defects = tie_out(case.reading.loaded, case.reading.metadata, bare)
    return replace(case, facts=tuple(facts), document=replace(case.document, defects=(*case.reading.loaded.defects, *defects)))


def findings(cases: Sequence[Case], on: date) -> tuple[Finding, ...]:
    """Return all findings on some filings, company by company and across them."""
    held: dict[str, list[Case]] = {}
    for case in cases:
        held.setdefault(case.document.company or "", []).append(case)
    records = [record_of(name, [one.document for one in own], [fact for one in own for fact in one.facts]) for name, own in held.items()]
    return (*(found for record in records for found in company_findings(record, on)), *find_copies_across(records))


def is_found(seed: Seed, before: Sequence[Finding], after: Sequence[Finding]) -> str:
    """Return how a seeded problem is told: "found" in kind and place, "other kind" or "other place", "" when nothing new is said."""
    old = {(one.doubt, one.document, one.message) for one in before}
    new = [one for one in after if (one.doubt, one.document, one.message) not in old]
    right = [one for one in new if one.doubt in seed.doubts]
    if any(seed.place in {one.document, "" if one.document else one.company} for one in right):
        return "found"
    here = any(seed.place in {one.document, one.company, *one.others} for one in new)
    return "other place" if right else "other kind" if here else ""


def _stated(case: Case) -> list[Fact]:
    return [fact for fact in case.facts if fact.is_stated_total and fact.value]


def _amounts(case: Case) -> list[Fact]:
    return [fact for fact in _stated(case) if fact.currency and fact.unit == fact.currency]


def _with_facts(cases: Sequence[Case], case: Case, change: Callable[[Fact], Fact]) -> tuple[Case, ...]:
    changed = tied(replace(case, facts=tuple(map(change, case.facts))))
    return tuple(changed if one is case else one for one in cases)


def _seed(kind: str, doubts: frozenset[Doubt], case: Case, what: str, cases: tuple[Case, ...]) -> Seed:
    return Seed(kind, doubts, case.document.name, what, cases, _soon(cases))


def _soon(cases: Sequence[Case]) -> date:
    return max(one.document.period_end or date.min for one in cases) + timedelta(days=30)


def _where(fact: Fact) -> str:
    return f"{fact.label} {fact.period.label} {fact.printed}"


def _times(fact: Fact, factor: int) -> Fact:
    return replace(fact, value=fact.value * factor, scale=fact.scale * factor)


def scale_figure(cases: Sequence[Case], draw: Random) -> Seed | None:
    """Return one amount of a statement a thousand times as large."""
    case = draw.choice(cases)
    fact = draw.choice(_amounts(case))
    now = _with_facts(cases, case, lambda one: _times(one, 1_000) if one.id == fact.id else one)
    return _seed("scale of a figure", frozenset({Doubt.SCALE}), case, _where(fact), now)


def scale_column(cases: Sequence[Case], draw: Random) -> Seed | None:
    """Return the amounts of one column a thousand times as large."""
    case = draw.choice(cases)
    fact = draw.choice(_amounts(case))

    def is_meant(one: Fact) -> bool:
        return one.statement is fact.statement and one.period == fact.period and one.unit == fact.unit

    now = _with_facts(cases, case, lambda one: _times(one, 1_000) if is_meant(one) else one)
    return _seed("scale of a column", frozenset({Doubt.SCALE}), case, f"{fact.statement} {fact.period.label}", now)


def scale_document(cases: Sequence[Case], draw: Random) -> Seed | None:
    """Return all amounts of a document a thousand times as large."""
    case = draw.choice(cases)
    now = _with_facts(cases, case, lambda one: _times(one, 1_000) if one.currency and one.unit == one.currency else one)
    return _seed("scale of a document", frozenset({Doubt.SCALE}), case, "all amounts", now)


def digits(cases: Sequence[Case], draw: Random) -> Seed | None:
    """Return a total with two digits in each other's place."""
    case = draw.choice(cases)
    totals = [fact for fact in _amounts(case) if fact.concept in TOTALS]
    fact = draw.choice(totals) if totals else None
    places = [at for at, char in enumerate(fact.printed) if char.isdigit()] if fact else []
    pairs = [(a, b) for a, b in pairwise(places) if fact and fact.printed[a] != fact.printed[b]]
    if fact is None or not pairs:
        return None
    one, other = draw.choice(pairs)
    printed = list(fact.printed)
    printed[one], printed[other] = printed[other], printed[one]
    said = "".join(printed)
    value = Decimal("".join(char for char in said if char.isdigit() or char == ".")) * fact.scale
    wrong = replace(fact, printed=said, value=value.copy_sign(fact.value))
    now = _with_facts(cases, case, lambda held: wrong if held.id == fact.id else held)
    return _seed("digits swapped in a total", SUMS, case, f"{_where(fact)} → {said}", now)


def sign(cases: Sequence[Case], draw: Random) -> Seed | None:
    """Return one amount of a statement with the other sign."""
    case = draw.choice(cases)
    fact = draw.choice(_amounts(case))
    now = _with_facts(cases, case, lambda one: replace(one, value=-one.value) if one.id == fact.id else one)
    return _seed("sign flipped", frozenset({Doubt.SIGN}), case, _where(fact), now)


def jump(cases: Sequence[Case], draw: Random) -> Seed | None:
    """Return a level of a statement seven times as large."""
    case = draw.choice(cases)
    levels = [fact for fact in _stated(case) if fact.concept in LEVELS]
    if not levels:
        return None
    fact = draw.choice(levels)
    now = _with_facts(cases, case, lambda one: replace(one, value=one.value * 7) if one.id == fact.id else one)
    return _seed("jump", SUMS | {Doubt.JUMP}, case, _where(fact), now)


def shifted(cases: Sequence[Case], draw: Random, *, label_only: bool = False) -> Seed | None:
    """Return one column of a statement under the period of a year before or after, or only labelled so."""
    case = draw.choice(cases)
    fact, years = draw.choice(_amounts(case)), draw.choice((-1, 1))

    def moved(one: Fact) -> Fact:
        if one.statement is not fact.statement or one.period != fact.period:
            return one
        was = one.period
        label = was.label.replace(str(was.fiscal_year), str(was.fiscal_year + years))
        period = replace(was, label=label, fiscal_year=was.fiscal_year + years)
        if not label_only:
            start = was.start + timedelta(days=365 * years) if was.start else None
            period = replace(period, start=start, end=was.end + timedelta(days=365 * years))
        return replace(one, period=period)

    kind = "period labelled a year off" if label_only else "column a year off"
    now = _with_facts(cases, case, moved)
    return _seed(kind, frozenset({Doubt.PERIOD}), case, f"{fact.statement} {fact.period.label} by {years}", now)


def dropped(cases: Sequence[Case], draw: Random) -> Seed | None:
    """Return the filings without one annual report between two of its company."""
    annual = [one for one in cases if (one.document.form_type or "") in {"10-K", "annual report"}]
    between = [
        one
        for one in annual
        if any(_year(other) < _year(one) for other in annual if _is_of(other, one))
        and any(_year(other) > _year(one) for other in annual if _is_of(other, one))
    ]
    if not between:
        return None
    case = draw.choice(between)
    now = tuple(one for one in cases if one is not case)
    return Seed("year dropped", frozenset({Doubt.MISSING}), case.document.company or "", f"FY{_year(case)}", now, _soon(cases))


def _year(case: Case) -> int:
    return case.document.fiscal_year or 0


def _is_of(one: Case, other: Case) -> bool:
    return one.document.company == other.document.company


def copied(cases: Sequence[Case], draw: Random, *, changed: int = 0, company: str = "") -> Seed | None:
    """Return the filings with one of them a second time under another name, some figures changed, or under another company."""
    case = draw.choice(cases)
    name = f"{case.document.name}-copy"
    other = {fact.id for fact in draw.sample(_amounts(case), changed)} if changed else set()
    document = replace(
        case.document,
        id=name,
        name=name,
        source_key=f"file:///{name}",
        content_hash=hashlib.sha256(name.encode()).hexdigest(),
        known_at=case.document.known_at + timedelta(days=1),
        company=company or case.document.company,
    )
    facts = tuple(
        replace(one, id=f"{one.id}-copy", document_id=name, value=one.value + one.last_digit * 7 if one.id in other else one.value)
        for one in case.facts
    )
    doubts = frozenset({Doubt.DISAGREE if changed else Doubt.COPY})
    kind = "copies that disagree" if changed else "copy under another company" if company else "duplicate"
    return Seed(kind, doubts, name, case.document.name, (*cases, Case(case.reading, document, facts)), _soon(cases))


def stale(cases: Sequence[Case], draw: Random) -> Seed | None:
    """Return the filings as of a day on which the newest of a company is older than its rhythm lets expect."""
    reports = [one for one in cases if one.document.kind in {Kind.FILING, Kind.RESULTS}]
    if not reports:
        return None
    case = max(reports, key=lambda one: (one.document.period_end or date.min, one.document.kind is Kind.FILING, one.document.name))
    days = (140 if any(_is_of(one, case) and one.document.fiscal_period != "FY" for one in cases) else 365) + draw.choice((160, 300, 900))
    on = (case.document.period_end or date.min) + timedelta(days=days)
    return Seed("stale", frozenset({Doubt.STALE}), case.document.name, f"as of {on}", tuple(cases), on)


def textless(cases: Sequence[Case], draw: Random) -> Seed | None:
    """Return a document with pages without text, as its loader would tell."""
    case = draw.choice(cases)
    numbers = draw.sample(range(1, case.document.page_count + 1), min(3, case.document.page_count))
    found = tuple(Defect("no_text", f"Page {page} has no text: it is blank or a scanned image.", page) for page in numbers)
    document = replace(case.document, defects=(*case.document.defects, *found))
    now = tuple(replace(one, document=document) if one is case else one for one in cases)
    return _seed("pages without text", frozenset({Doubt.TEXTLESS}), case, f"{numbers}", now)


def undated(cases: Sequence[Case], draw: Random) -> Seed | None:
    """Return a document without its date."""
    case = draw.choice(cases)
    now = tuple(replace(one, document=replace(case.document, published_at=None)) if one is case else one for one in cases)
    return _seed("undated", frozenset({Doubt.UNDATED}), case, "", now)


def currency(cases: Sequence[Case], draw: Random) -> Seed | None:
    """Return one of several documents of a company in another currency."""
    several = [one for one in cases if sum(_is_of(one, other) for other in cases) > 1]
    if not several:
        return None
    case = draw.choice(several)

    def converted(one: Fact) -> Fact:
        return replace(one, unit="CAD" if one.unit == one.currency else one.unit, currency="CAD") if one.currency else one

    now = _with_facts(cases, case, converted)
    return _seed("currency changed", frozenset({Doubt.CURRENCY}), case, "CAD", now)


def year_end(cases: Sequence[Case], draw: Random) -> Seed | None:
    """Return an annual report whose fiscal year is said to end three months off."""
    annual = [one for one in cases if one.document.form_type == "10-K" and one.document.period_end]
    if not annual:
        return None
    case = draw.choice(annual)
    ends = (case.document.period_end or date.min) - timedelta(days=draw.choice((-91, 91)))
    now = tuple(replace(one, document=replace(case.document, period_end=ends)) if one is case else one for one in cases)
    return _seed("year's end off", frozenset({Doubt.PERIOD}), case, f"{ends}", now)


SEEDINGS: tuple[Seeding, ...] = (
    scale_figure,
    scale_column,
    scale_document,
    digits,
    sign,
    jump,
    shifted,
    partial(shifted, label_only=True),
    dropped,
    copied,
    partial(copied, changed=3),
    partial(copied, company="Another Company"),
    stale,
    textless,
    undated,
    currency,
    year_end,
)


def draw_seeds(cases: Sequence[Case], count: int, seed: int) -> Iterator[Seed]:
    """Yield seeded problems, the kinds in turn, each on a company drawn by the seed: the same seed draws the same."""
    draw = Random(seed)  # noqa: S311 - no secret
    held: dict[str, list[Case]] = {}
    for case in cases:
        held.setdefault(case.document.company or "", []).append(case)
    drawn = 0
    for _ in range(count * 20):
        found = SEEDINGS[drawn % len(SEEDINGS)](held[draw.choice(sorted(held))], draw)
        if found is None:
            continue
        yield found
        drawn += 1
        if drawn == count:
            return
