"""What was found for an answer of figures: values, sentences, citations and what is missing, as it grows and as it is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from research.nouns.answers import (
    Answer,
    AnswerStatus,
    AnswerTable,
    Citation,
    Claim,
    FigureValue,
    OtherReading,
    QuestionPlan,
)


@dataclass(frozen=True, slots=True)
class ComputedAnswer:
    """The values found, each with its sentence and citation, and one line for each that was not found.

    `senseless` are those of the lines that say why figures that are stated give no answer: they mean nothing for their company, or do not
    go together.
    """

    values: tuple[FigureValue, ...]
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    missing: tuple[str, ...]
    readings: tuple[OtherReading, ...] = ()
    senseless: tuple[str, ...] = ()
    whole: AnswerTable | None = None

    def table(self, names: Sequence[str] = ()) -> AnswerTable | None:
        """Return the values side by side when there are several, `names` saying what each is where they are different figures.

        Where they are a part of a `whole` table it is that one.
        """
        if self.whole or len(self.values) < 2:
            return self.whole
        pairs = zip(self.values, self.claims, strict=True)
        rows = [(value.calculation.company, value.period, value.display, markers_of(claim)) for value, claim in pairs]
        if not names:
            return AnswerTable(("Company", "Period", "Value", "Source"), tuple(rows))
        named = tuple((company, name, *rest) for (company, *rest), name in zip(rows, names, strict=True))
        return AnswerTable(("Company", "Figure", "Period", "Value", "Source"), named)

    def answer(self, plan: QuestionPlan, claims: Sequence[Claim], missing: Sequence[str] = ()) -> Answer:
        """Return the values as the answer to a question, with its sentences as they are put; partial when something is missing."""
        return Answer(
            question=plan.question,
            status=AnswerStatus.PARTIAL if missing else AnswerStatus.ANSWERED,
            text="\n".join(claim.text for claim in claims),
            plan=plan,
            claims=tuple(claims),
            values=self.values,
            table=self.table(),
            calculation=self.values[0].calculation if len(self.values) == 1 else None,
            readings=self.readings,
            citations=self.citations,
            missing=tuple(missing),
        )


@dataclass(slots=True)
class Writing:
    """The answer as it grows: what was cited gets one marker, however often it is used, and what was said once is not said again."""

    plan: QuestionPlan
    values: list[FigureValue] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    senseless: list[str] = field(default_factory=list)
    readings: list[OtherReading] = field(default_factory=list)
    by_fact: dict[str, Citation] = field(default_factory=dict)
    caveats: set[str] = field(default_factory=set)

    def finished(self) -> ComputedAnswer:
        """Return the answer as far as it was written, lines that were said twice once."""
        return ComputedAnswer(
            tuple(self.values),
            tuple(self.claims),
            tuple(self.citations),
            tuple(dict.fromkeys(self.missing)),
            tuple(self.readings),
            tuple(dict.fromkeys(self.senseless)),
        )


def markers_of(claim: Claim) -> str:
    """Return the markers of a sentence's citations, as they stand in text: "[1][2]"."""
    return "".join(f"[{citation.marker}]" for citation in claim.citations)
