"""A question's way to its answer: plan, retrieved chunks, citations, claims and the answer itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from research.nouns.documents import Box, Chunk
from research.nouns.facts import Calculation, Statement, fiscal_label


class Verdict(StrEnum):
    """What a check of a claim against its source found."""

    SUPPORTED = "supported"
    MISMATCH = "mismatch"
    STALE = "stale"
    NO_EVIDENCE = "no_evidence"
    NOT_CHECKABLE = "not_checkable"


class AnswerStatus(StrEnum):
    """How far a question was answered."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    NEEDS_CLARIFICATION = "needs_clarification"
    INSUFFICIENT_EVIDENCE = "insufficient_evidence"


class PartKind(StrEnum):
    """What a part of a plan restricts or asks for, in the word that it is shown with."""

    COMPANY = "Company"
    UNKNOWN = "Not in the library"
    PERIOD = "Period"
    FORM = "Form"
    STATEMENT = "Statement"
    METRIC = "Metric"
    CHOICE = "Chosen"
    VERDICT = "Judged"
    OPERATION = "Computed"
    FORMULA = "Formula"
    DERIVED = "Derived"
    QUALIFIER = "Also asked"
    SHOWN = "Shown in"


class Operation(StrEnum):
    """What a question wants done with the figures of its metric."""

    GROWTH = "growth"  # change in percent on the period before, or from the first period named to the last
    CHANGE = "change"  # the same as an amount; of a percentage in percentage points
    CAGR = "cagr"  # yearly growth from the first period named to the last
    AVERAGE = "average"  # mean over the periods named
    TOTAL = "total"  # sum over the periods named
    DIFFERENCE = "difference"  # between the two companies named
    RATIO = "ratio"  # how many times the first company's figure is the second's


@dataclass(frozen=True, slots=True)
class PlanPart:
    """One part of a plan, named so that it can be taken out: its kind and its value ("FY2018", "capital_expenditure")."""

    kind: PartKind
    value: str


@dataclass(frozen=True, slots=True)
class PlanTerm:
    """One thing understood in a question: its canonical value and the words it came from ("" when assumed, then `why` says so)."""

    value: str
    words: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class PeriodTerm:
    """A period asked for: fiscal year and period ("FY", "Q2", "H1", "9M"), or a date; and the words it came from.

    Twelve months that end with a quarter are "LTM Q2", with the year "LTM".
    With a date `on`, `fiscal_year` is None and `fiscal_period` says what ends there: "year" (any twelve months), "half", "nine months",
    "quarter", "year to date" (from the start of the fiscal year), or "date" where the words do not tell. A month without a day
    gives its last day: fiscal periods that end some days off are meant too. Of one that was assumed `why` may say from what.
    """

    fiscal_year: int | None
    fiscal_period: str
    words: str
    on: date | None = None
    why: str = ""

    @property
    def label(self) -> str:
        """Return the period as filings name it: "FY2018", "Q2 FY2024", or the date."""
        if self.fiscal_year is None:
            return self.on.isoformat() if self.on else ""
        return fiscal_label(self.fiscal_year, self.fiscal_period)


@dataclass(frozen=True, slots=True)
class RelativePeriods:
    """Periods counted back from the newest that is known: the last `count` fiscal years ("FY"), quarters ("Q") or twelve months ("LTM").

    For growth over them, `count` is that of the steps: a CAGR over three years goes from the year before the last three to the newest.
    """

    count: int
    fiscal_period: str
    words: str


@dataclass(frozen=True, slots=True)
class QuestionPlan:
    """What a question was understood to ask; every term is shown to the user and can be removed.

    `unknown_companies` are names in the question that no document of the library carries. `metric` names a concept or
    metric; `derived` is a word that makes it another figure and is not understood ("guidance", "organic"), "" when there is none.
    `qualifiers` are the words that no other field explains ("segment", "organic"): with any of them neither the plain metric nor the
    operation or formula on it is what was asked; it may be that of a part of the company which they name.
    `asks_amount` tells a question for an amount of any sort from one for a verdict, a reason or a description. Two of these questions
    are understood to the last word: `wants_figure`, for printed figures, one for each company and period; and `wants_computed`, for
    figures that are worked out: a metric that is no concept, a formula, an operation, or periods counted back from the newest.
    `formula` is one that the question states in words, in the language of `research.formulas` over names of concepts and metrics
    ("" without); then it alone is what is asked, in `unit`, and `metric` is what the question calls it or else its first figure.
    `operation` is what is to be done with the figures of the formula or metric over the periods or companies: a value of `Operation`
    and its words. Without periods it is about the newest one known. Growth and change go from the earliest to the latest of several
    periods, which are in order of time; `base` says otherwise: "prior" from the same stretch a year before each of the periods,
    "previous" from the stretch just before each (quarter on quarter). One period with base "" is compared with the year before.
    `relative` are periods counted back from the newest ("last three years"), then `periods` is empty.
    `direction` are words that ask which way figures go or which is larger ("rising or falling", "who made more"), "" without: the
    figures in order answer it.
    `convention` names the way to compute the metric that the user chose ("" for the usual one).
    `unit` ("%", "x", "days", "currency", "per share"), `scale` and `decimals` are what the figure is wanted in; None when nothing says.
    With a formula `unit` is always that of its own value, under growth too.
    `focus` is the question without instructions, companies and periods: what passages are searched for.
    `meanings` are the figures that a word of the question may mean, with that word, when nothing tells which ("profit"); then there is
    no metric and a question back is due. `listed` are the figures that the question lists, two or more of them ("net sales, EPS and
    capex"), each of which is asked for; then `metric` is only one of them.
    `carried` are the parts that come from the question before, `removed` those that the user took out.
    """

    question: str
    companies: tuple[PlanTerm, ...] = ()
    unknown_companies: tuple[PlanTerm, ...] = ()
    periods: tuple[PeriodTerm, ...] = ()
    form_types: tuple[PlanTerm, ...] = ()
    statements: tuple[tuple[Statement, str], ...] = ()
    metric: PlanTerm | None = None
    derived: str = ""
    qualifiers: tuple[str, ...] = ()
    asks_amount: bool = False
    wants_figure: bool = False
    wants_computed: bool = False
    operation: PlanTerm | None = None
    base: str = ""
    relative: RelativePeriods | None = None
    direction: str = ""
    formula: str = ""
    convention: str = ""
    unit: str | None = None
    scale: int | None = None
    decimals: int | None = None
    focus: str = ""
    meanings: tuple[PlanTerm, ...] = ()
    listed: tuple[PlanTerm, ...] = ()
    carried: tuple[PlanPart, ...] = ()
    removed: tuple[PlanPart, ...] = ()


@dataclass(frozen=True, slots=True)
class RetrievedChunk:
    """A chunk that retrieval returned: 1-based rank, fused score (higher is better), and where each index had ranked it."""

    chunk: Chunk
    document: str
    rank: int
    score: float
    dense_rank: int | None = None
    lexical_rank: int | None = None
    features: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quotation at its place; made only by `research.citations.resolve`.

    `boxes` lie on `page`, in points with the origin at the top left; `figure` gives the offsets of the figure itself when there is
    one, and `focus` boxes it.
    """

    marker: str
    document_id: str
    document: str
    page: int
    start: int
    end: int
    quote: str
    boxes: tuple[Box, ...] = ()
    focus: tuple[Box, ...] = ()
    figure: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer or a draft, with what supports it and the verdict of the check."""

    text: str
    citations: tuple[Citation, ...] = ()
    calculation: Calculation | None = None
    verdict: Verdict = Verdict.NOT_CHECKABLE


@dataclass(frozen=True, slots=True)
class FigureValue:
    """A figure as an answer shows it: `number` at `scale` (1,577 at 1,000,000), never rounded away from its operand unless asked."""

    number: Decimal
    unit: str
    scale: int
    display: str
    basis: str
    period: str
    calculation: Calculation
    marker: str


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """Several values side by side: column heads and rows of text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One reading of an ambiguous question: what it is called and the question to ask instead."""

    label: str
    question: str


# Before the name of a way to compute a metric, where else the name of a concept stands.
CONVENTION = "convention: "


@dataclass(frozen=True, slots=True)
class OtherReading:
    """Another reading of a figure's metric for the same company and period.

    `marker` names the figure, `chosen` how it was read ("diluted"), `concept` and `label` the other reading ("basic"). Another way to
    compute a metric has in `concept` its name after `CONVENTION`.
    """

    marker: str
    chosen: str
    concept: str
    label: str


@dataclass(frozen=True, slots=True)
class AnswerStep:
    """A smaller question that was asked on the way to an answer, how far it was answered, and how many pages it found."""

    question: str
    status: AnswerStatus
    pages: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What the program says to a question, with everything needed to check it.

    `claims` are the sentences of `text` in order. `missing` names what the library lacks, one line each. `created_at`
    and `as_of` are aware UTC; `usage` counts model tokens, empty without a model, and `struck` a model's sentences that its sources did
    not support.
    """

    question: str
    status: AnswerStatus
    text: str
    plan: QuestionPlan
    claims: tuple[Claim, ...] = ()
    values: tuple[FigureValue, ...] = ()
    table: AnswerTable | None = None
    calculation: Calculation | None = None
    choices: tuple[Choice, ...] = ()
    readings: tuple[OtherReading, ...] = ()
    citations: tuple[Citation, ...] = ()
    retrieved: tuple[RetrievedChunk, ...] = field(default=(), repr=False)
    missing: tuple[str, ...] = ()
    steps: tuple[AnswerStep, ...] = ()
    model: str | None = None
    usage: tuple[tuple[str, int], ...] = ()
    struck: int = 0
    settings_fingerprint: str = ""
    as_of: datetime | None = None
    created_at: datetime | None = None
    seconds: float = 0.0
