"""One session's place on the page Compliance: what is chosen, how many rows are shown, and what the last proof found."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from research.nouns.audit import AuditProof
from ui.pages.session import held, widget_value
from ui.render.compliance_view import Chosen

ROWS_A_PAGE = 200
# More rows than this are not drawn: filters find them, and the export has them all.
MOST_SHOWN = 2_000
ALL = "All"
USER, ACTION, WINDOW, FIRST, LAST, WORDS = (f"compliance-{name}" for name in ("user", "action", "window", "first", "last", "words"))
_STATE = "compliance"


@dataclass(slots=True)
class ComplianceState:
    """What is chosen, how many rows are shown, and what the proof found that was asked for; changed in place."""

    chosen: Chosen = field(default_factory=Chosen)
    shown: int = ROWS_A_PAGE
    proof: AuditProof | None = None


def compliance_state() -> ComplianceState:
    """Return the session's state."""
    return held(_STATE, ComplianceState, ComplianceState)


def choose(key: str, name: str) -> None:
    """Take over what a filter says, and begin with the newest rows again."""
    state = compliance_state()
    value = widget_value(key)
    said = value if isinstance(value, date) or value is None else "" if value == ALL else str(value)
    state.chosen, state.shown = replace(state.chosen, **{name: said}), ROWS_A_PAGE  # type: ignore[arg-type]


def show_more() -> None:
    """Show the next rows too."""
    compliance_state().shown += ROWS_A_PAGE
