"""A desk over the sample filing, its answers made from the truth beside it: for tests of the page without models or databases."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from ingest.loaded import Limits
from ingest.pdf.door import open_pdf, render_page
from ingest.pdf.loader import PdfLoader
from research.answering.grid import GridAsker
from research.citations import Quote, resolve
from research.directory import company_directory
from research.errors import CouldNotAskError
from research.models.service import Telling
from research.nouns.access import Access
from research.nouns.answers import (
    Answer,
    AnswerStatus,
    AnswerTable,
    Choice,
    Citation,
    Claim,
    FigureValue,
    PeriodTerm,
    PlanTerm,
    QuestionPlan,
    RetrievedChunk,
    Verdict,
)
from research.nouns.conversations import KeptAnswer, Turn
from research.nouns.documents import Chunk, Document, DocumentState, Kind, Tier
from research.nouns.facts import Basis, Calculation, Fact, Period, Span, Statement, Status
from research.nouns.queries import AuditEvent, DocumentFilter
from research.planning.follow_up import continue_plan
from research.planning.parts import without_parts
from research.settings import Settings
from tests.fakes.ledger import FakeLedger, fake_ledger
from tests.fakes.stores import FakeDocumentStore
from tests.waiting import LONG_SECONDS
from ui.pages.desk import Desk

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
ACCESS = Access("analyst")
COMPANY = "Quillmere Pumps & Instruments, Inc."
MARGIN = r"Gross\s+margin fell by 1\.5 percentage points[^.]*?\(1\.1 points\)"


@cache
def sample_store() -> FakeDocumentStore:
    """Return a store that holds the Quillmere filing, read by the real loader."""
    content = (SAMPLE / "library" / "quillmere-10k-2024.pdf").read_bytes()
    loaded = PdfLoader(Limits(max_pages=100)).load(content, name="quillmere")
    known_at = datetime(2025, 3, 1, tzinfo=UTC)
    document = Document(
        id="quillmere-id",
        name="quillmere-10k-2024",
        source_key="sample/quillmere",
        content_hash=hashlib.sha256(content).hexdigest(),
        kind=Kind.FILING,
        tier=Tier.AUDITED,
        state=DocumentState.COMPLETE,
        known_at=known_at,
        title="Annual Report on Form 10-K",
        company=COMPANY,
        ticker="QLMR",
        form_type="10-K",
        fiscal_year=2024,
        fiscal_period="FY",
        period_end=date(2024, 12, 31),
        text=loaded.text,
        pages=loaded.pages,
    )
    store = FakeDocumentStore()
    store.add(document, (), ())
    store.keep_original(document.content_hash, content)
    return store


def truth(concept: str, year: int) -> dict[str, str]:
    """Return a figure of the sample from `truth.jsonl`."""
    lines = (SAMPLE / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return next(r for r in rows if r["company"] == COMPANY and r["concept"] == concept and r["column"] == year)


def cite_row(marker: str, page: int, label: str, figure: str) -> Citation:
    """Return the citation of a statement's row, its figure ringed."""
    document = sample_store().get(ACCESS, "quillmere-id")
    start = document.text.index(label, document.pages[page - 1].start)
    end = document.text.index("\n", start)
    cell = document.text.index(figure, start)
    return _cite(marker, (start, end), (cell, cell + len(figure)))


def cite_sentence(marker: str, pattern: str) -> Citation:
    """Return the citation of the first passage of the filing that a pattern finds."""
    found = re.search(pattern, sample_store().get(ACCESS, "quillmere-id").text)
    assert found
    return _cite(marker, found.span())


def _cite(marker: str, at: tuple[int, int], focus: tuple[int, int] | None = None) -> Citation:
    document = sample_store().get(ACCESS, "quillmere-id")
    page = next(page.number for page in document.pages if page.start <= at[0] < page.end)
    quote = Quote(document.id, page, document.text[slice(*at)], at=at, focus=focus)
    return resolve(sample_store(), ACCESS, quote, marker=marker)


def capex_fact(citation: Citation, year: int) -> Fact:
    """Return the fact behind the capital expenditure answer."""
    row = truth("capital_expenditure", year)
    cell = sample_store().get(ACCESS, "quillmere-id").text.index(row["printed"], citation.start)
    return Fact(
        id=f"f{year}",
        company=COMPANY,
        concept="capital_expenditure",
        label=row["label"],
        value=Decimal(row["value"]),
        printed=row["printed"],
        scale=1_000_000,
        unit="USD",
        currency="USD",
        period=Period(date(year, 12, 31), date(year, 1, 1), Span.YEAR, f"FY{year}", year),
        status=Status.ACTUAL,
        basis=Basis(),
        statement=Statement.CASH_FLOW,
        document_id=citation.document_id,
        page=citation.page,
        start=citation.start,
        end=citation.end,
        cell_start=cell,
        cell_end=cell + len(row["printed"]),
    )


def capex_value(year: int, marker: str) -> tuple[FigureValue, Claim]:
    """Return the capital expenditure of a year as a figure, and the sentence that states it."""
    row = truth("capital_expenditure", year)
    citation = cite_row(marker, int(row["page"]), row["label"], row["printed"])
    fact = capex_fact(citation, year)
    calculation = Calculation(
        metric="capital_expenditure",
        formula=f"Capital expenditure = {row['label']}",
        convention="printed sign turned",
        value=abs(fact.value),
        unit="USD",
        period=fact.period,
        company=COMPANY,
        inputs=(("Capital expenditure", fact),),
    )
    number = abs(fact.value) / 1_000_000
    display = f"${number.normalize():f} million"
    text = f"{COMPANY}: capital expenditure for FY{year} (year ended 31 December {year}) was {display} [{marker}]."
    value = FigureValue(number, "USD", 1_000_000, display, "as reported", f"FY{year}", calculation, marker)
    return value, Claim(text, (citation,), calculation, Verdict.SUPPORTED)


def figure_answer(question: str, years: tuple[int, ...] = (2024,)) -> Answer:
    """Return the capital expenditure of each year, then an extracted sentence."""
    found = [capex_value(year, str(place)) for place, year in enumerate(years, start=1)]
    extract = cite_sentence(str(len(years) + 1), MARGIN)
    claims = (*(claim for _, claim in found), Claim(f"{extract.quote} [{extract.marker}]", (extract,), None, Verdict.SUPPORTED))
    values = tuple(value for value, _ in found)
    plan = QuestionPlan(
        question,
        companies=(PlanTerm(COMPANY, "Quillmere"),),
        periods=tuple(PeriodTerm(year, "FY", f"FY{year}") for year in years),
        metric=PlanTerm("capital_expenditure", "capex"),
        scale=1_000_000,
        unit="USD",
    )
    rows = tuple((COMPANY, value.period, value.display, f"[{value.marker}]") for value in values)
    return Answer(
        question,
        AnswerStatus.ANSWERED,
        " ".join(claim.text for claim in claims),
        plan,
        claims=claims,
        values=values,
        table=AnswerTable(("Company", "Period", "Value", "Source"), rows) if len(rows) > 1 else None,
        calculation=values[0].calculation if len(values) == 1 else None,
        citations=tuple(citation for claim in claims for citation in claim.citations),
        settings_fingerprint="0123456789ab",
        seconds=0.4,
    )


class SampleAsker:
    """Answers a handful of questions the way that the workspace would, and keeps them."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.turns: list[Turn] = []
        self.may_answer = threading.Event()
        self.may_answer.set()
        self._stores = fake_ledger()

    @property
    def documents(self) -> FakeDocumentStore:
        return sample_store()

    @property
    def ledger(self) -> FakeLedger:
        return self._stores.ledger

    def access(self, user: str) -> Access:
        return Access(user)

    def grid(self, access: Access) -> GridAsker:
        return GridAsker(
            lambda question, wanted: sample_answer(question, Turn()), company_directory(sample_store().find(access, DocumentFilter()))
        )

    def converse(self, question: str, access: Access, turn: Turn, *, telling: Telling) -> KeptAnswer:
        self.asked.append(question)
        self.turns.append(turn)
        self.may_answer.wait(timeout=LONG_SECONDS)
        if not telling.go_on():
            raise CouldNotAskError("the question was stopped")
        answer = sample_answer(question, turn)
        kept = KeptAnswer(f"answer-{len(self.asked)}", access.user, datetime.now(UTC), answer, turn, ("quillmere-id",))
        self._stores.answers.keep(kept)
        details = (("status", answer.status.value), ("kept", kept.id))
        self.ledger.record(AuditEvent(kept.at, access.user, "ask", question, details))
        return kept

    def reopen(self, answer_id: str, access: Access) -> KeptAnswer:
        return self._stores.answers.get(answer_id)


def sample_answer(question: str, turn: Turn) -> Answer:
    """Return the answer to one of the questions that the sample knows; the plan names what was carried over and taken out."""
    if "busy" in question:
        raise CouldNotAskError("the catalog is held by another process", "wait for the ingest to finish, then ask again")
    if "crash" in question:
        raise ZeroDivisionError("secret detail of the crash")
    if "Umbrella" in question:
        plan = QuestionPlan(question, unknown_companies=(PlanTerm("Umbrella", "Umbrella"),), periods=(PeriodTerm(2024, "FY", "2024"),))
        missing = ("no document of Umbrella is in the library",)
        chunk = Chunk("c1", "quillmere-id", 0, 0, 40, "Our customers buy uptime more than equipment.", 3)
        near = (RetrievedChunk(chunk, "quillmere-10k-2024", 1, 0.5),)
        return Answer(question, AnswerStatus.INSUFFICIENT_EVIDENCE, missing[0], plan, missing=missing, retrieved=near)
    if "earnings" in question:
        choices = (Choice("Net income", "What was capex of Quillmere in 2024?"), Choice("Diluted EPS ($)", "What was diluted EPS?"))
        why = "“earnings” may mean several figures."
        return Answer(question, AnswerStatus.NEEDS_CLARIFICATION, why, QuestionPlan(question), choices=choices)
    answer = figure_answer(question, (2024, 2023) if "2023" in question else (2024,))
    plan = without_parts(continue_plan(answer.plan, turn.earlier), turn.without)
    if not plan.companies:
        choices = (Choice(COMPANY, f"{question.rstrip('?')} for {COMPANY}?"),)
        return Answer(question, AnswerStatus.NEEDS_CLARIFICATION, "", plan, choices=choices)
    return replace(answer, plan=plan)


def render(content: bytes, page: int, *, scale: float, name: str, settings: Settings) -> bytes:
    """Render a page in this process: the sample is ours."""
    return _rendered(content, page, scale, name)


@cache
def _rendered(content: bytes, page: int, scale: float, name: str) -> bytes:
    return render_page(open_pdf(content, name=name), page, scale=scale, name=name)


def sample_desk(cache_folder: Path, *, user: str = "analyst") -> tuple[Desk, SampleAsker]:
    """Return a desk whose page images are cached in a folder, and the asker behind it; the page waits for an answer as long as it takes."""
    asker = SampleAsker()
    settings = Settings(home=cache_folder / "home", cache=cache_folder, user=user)
    return Desk(asker, settings, render, soon=LONG_SECONDS), asker
