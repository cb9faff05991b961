"""What was understood of a question, as chips: each with the words it came from, and whether the user took it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from research.nouns.answers import PartKind, PlanPart, PlanTerm, QuestionPlan
from research.planning.parts import plan_parts, relative_label
from ui.render.escaping import escape_html
from ui.render.words import metric_name

FROM_BEFORE = "from the question before"
# What a part is called where its own word says how it was read and not what it is.
_CALLED = {PartKind.DERIVED: PartKind.QUALIFIER}


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing understood: what kind it is, its value in words, where it came from, whether the library knows it, and its part.

    `carried` tells that it comes from the question before, `removed` that the user took it out.
    """

    kind: str
    value: str
    origin: str
    part: PlanPart
    known: bool = True
    carried: bool = False
    removed: bool = False

    @property
    def name(self) -> str:
        """Return what the chip's button says that it removes: "Period FY2018"."""
        return f"{self.kind} {self.value}"


def plan_chips(plan: QuestionPlan) -> tuple[Chip, ...]:
    """Return the plan's parts in the order company, period, form, statement, metric, and the rest, then those taken out."""
    origins = _origins(plan)
    chips = [_chip(plan, part, origins) for part in plan_parts(plan)]
    gone = [Chip(_called(part), _words(part), "removed by you", part, removed=True) for part in plan.removed]
    return (*chips, *gone)


def chip_html(chip: Chip) -> str:
    """Return a chip; one that the library does not know, one carried over and one taken out say so in words and by their edge."""
    looks = [name for name, true in (("unknown", not chip.known), ("carried", chip.carried), ("removed", chip.removed)) if true]
    classes = " ".join(["rd-chip", *(f"rd-chip-{look}" for look in looks)])
    origin = f'<span class="rd-chip-origin">{escape_html(chip.origin)}</span>' if chip.origin else ""
    return (
        f'<span class="{classes}" data-testid="chip"><span class="rd-chip-kind">{escape_html(chip.kind)}</span>'
        f'<span class="rd-chip-value">{escape_html(chip.value)}</span>{origin}</span>'
    )


def _chip(plan: QuestionPlan, part: PlanPart, origins: Mapping[PlanPart, str]) -> Chip:
    carried = part in plan.carried
    origin = FROM_BEFORE if carried else origins.get(part, "")
    return Chip(_called(part), _words(part), origin, part, known=part.kind is not PartKind.UNKNOWN, carried=carried)


def _called(part: PlanPart) -> str:
    return _CALLED.get(part.kind, part.kind).value


def _words(part: PlanPart) -> str:
    if part.kind is PartKind.SHOWN:
        return part.value.replace(", in ", " ").removeprefix("in ")
    return metric_name(part.value) if part.kind is PartKind.METRIC else part.value


def _origins(plan: QuestionPlan) -> dict[PlanPart, str]:
    """Return where each part came from, as far as it is a matter of words."""
    found = {PlanPart(PartKind.COMPANY, term.value): _origin(term) for term in plan.companies}
    found |= {PlanPart(PartKind.UNKNOWN, term.value): _origin(term) for term in plan.unknown_companies}
    found |= {
        PlanPart(PartKind.PERIOD, period.label): f"from “{period.words}”" if period.words else period.why or _assumed_period(plan)
        for period in plan.periods
    }
    if plan.relative and plan.relative.words:
        found[PlanPart(PartKind.PERIOD, relative_label(plan.relative))] = f"from “{plan.relative.words}”"
    found |= {PlanPart(PartKind.FORM, term.value): _origin(term) for term in plan.form_types}
    found |= {PlanPart(PartKind.STATEMENT, statement.value): f"from “{words}”" for statement, words in plan.statements}
    for term in plan.listed or filter(None, [plan.metric]):
        found[PlanPart(PartKind.METRIC, term.value)] = _origin(term)
    return found


def _origin(term: PlanTerm) -> str:
    if term.words:
        return f"from “{term.words}”"
    return term.why or "assumed"


def _assumed_period(plan: QuestionPlan) -> str:
    if plan.relative:
        return f"one of the {relative_label(plan.relative)}"
    return "assumed: newest in the library" if len(plan.periods) == 1 else "every year in the library"
