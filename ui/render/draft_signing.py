"""How far a draft is, as three steps, and what keeps it from the last one."""

from __future__ import annotations

from collections.abc import Sequence

from research.nouns.drafts import DraftState
from ui.render.draft_list import STATE_WORDS
from ui.render.escaping import escape_html, visible_line
from ui.render.words import counted


def steps_html(state: DraftState, *, in_team: bool = False) -> str:
    """Return the states in order, the one that a draft is in marked; in review are those of a team alone."""
    steps = [one for one in DraftState if in_team or state is one or one is not DraftState.IN_REVIEW]
    parts = [
        f'<li class="{"rd-step-now" if one is state else "rd-step-past" if steps.index(one) < steps.index(state) else ""}"'
        f"{' aria-current=step' if one is state else ''}>{STATE_WORDS[one]}</li>"
        for one in steps
    ]
    return f'<ol class="rd-steps" data-testid="draft-steps">{"".join(parts)}</ol>'


def blocking_html(lines: Sequence[str]) -> str:
    """Return what keeps a draft from release, or that nothing does."""
    if not lines:
        return '<p class="rd-small" data-testid="draft-blocking"><span aria-hidden="true">✓</span> Nothing keeps it from release.</p>'
    items = "".join(f"<li>{escape_html(visible_line(one)[:1].upper() + visible_line(one)[1:])}</li>" for one in lines)
    head = f'<h3 class="rd-h3">{counted(len(lines), "thing")} to settle before release</h3>'
    return f'<section class="rd-blocking" data-testid="draft-blocking">{head}<ul class="rd-list rd-small">{items}</ul></section>'
