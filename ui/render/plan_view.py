"""What was understood of a question, as chips: each with the words it came from."""

from __future__ import annotations

from dataclasses import dataclass

from research.nouns.answers import PlanTerm, QuestionPlan
from research.nouns.facts import scale_words
from ui.render.escaping import escape_html
from ui.render.words import plain_name


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing understood: what kind it is, its value, where it came from, and whether the library knows it."""

    kind: str
    value: str
    origin: str
    known: bool = True


def plan_chips(plan: QuestionPlan) -> tuple[Chip, ...]:
    """Return the plan's terms in the order company, period, form, statement, metric, and the rest of what was understood."""
    chips = [_chip("Company", term) for term in plan.companies]
    chips += [Chip("Not in the library", term.value, _origin(term.words, term.why), known=False) for term in plan.unknown_companies]
    chips += [Chip("Period", period.label, _origin(period.words, "newest in the library")) for period in plan.periods]
    chips += [_chip("Form", term) for term in plan.form_types]
    chips += [Chip("Statement", statement.value, _origin(words, "")) for statement, words in plan.statements]
    if plan.metric:
        chips.append(Chip("Metric", plain_name(plan.metric.value), _origin(plan.metric.words, plan.metric.why)))
    if plan.derived:
        chips.append(Chip("Derived", plan.derived, ""))
    chips += [Chip("Also asked", word, "") for word in plan.qualifiers]
    if plan.formula:
        chips.append(Chip("Formula", plan.formula, ""))
    if shape := _shape(plan):
        chips.append(Chip("Shown in", shape, ""))
    return tuple(chips)


def chips_html(chips: tuple[Chip, ...]) -> str:
    """Return the chips as a list; one that the library does not know says so in words and carries a mark."""
    head = '<li class="rd-chips-head">Understood as</li>'
    items = "".join(
        f'<li class="rd-chip{"" if chip.known else " rd-chip-unknown"}"><span class="rd-chip-kind">{escape_html(chip.kind)}</span>'
        f'<span class="rd-chip-value">{escape_html(chip.value)}</span>'
        + (f'<span class="rd-chip-origin">{escape_html(chip.origin)}</span>' if chip.origin else "")
        + "</li>"
        for chip in chips
    )
    return f'<ul class="rd-chips" aria-label="What was understood" data-testid="plan">{head}{items}</ul>' if items else ""


def _chip(kind: str, term: PlanTerm) -> Chip:
    return Chip(kind, term.value, _origin(term.words, term.why))


def _origin(words: str, why: str) -> str:
    if words:
        return f"from “{words}”"
    return f"assumed: {why}" if why else "assumed"


def _shape(plan: QuestionPlan) -> str:
    parts = [plan.unit or "", scale_words(plan.scale) if plan.scale else ""]
    if plan.decimals is not None:
        parts.append(f"{plan.decimals} decimal{'' if plan.decimals == 1 else 's'}")
    return ", ".join(part for part in parts if part)
