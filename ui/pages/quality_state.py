"""One session's place in the section Quality: what is chosen, how many findings are shown, and the open source."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from research.nouns.quality import Finding, Severity
from ui.pages.session import held, widget_value

FINDINGS_A_PAGE = 30
ALL = "All"
EVERYONE = "All companies"
SEVERITY, COMPANY = "quality-severity", "quality-company"
_STATE = "quality"


@dataclass(slots=True)
class QualityState:
    """What is chosen, how many findings are shown, and the finding, place and page that are open; changed in place."""

    severity: str = ALL
    company: str = EVERYONE
    shown: int = FINDINGS_A_PAGE
    opened: str = ""
    place: int = 0
    page: int = 0


def quality_state() -> QualityState:
    """Return the session's state."""
    return held(_STATE, QualityState, QualityState)


def key_of(one: Finding) -> str:
    """Return what names a finding on the page, whatever stands before it."""
    return hashlib.sha256(f"{one.doubt}\n{one.company}\n{one.document}\n{one.page}\n{one.message}".encode()).hexdigest()[:12]


def chosen(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings that the session's choices leave."""
    state = quality_state()
    return [one for one in findings if state.severity in {ALL, one.severity.value} and (state.company in {EVERYONE, one.company})]


def choose_severity() -> None:
    """Take over the severity chosen, and begin with the gravest again."""
    _choose(severity=str(widget_value(SEVERITY) or ALL))


def choose_company() -> None:
    """Take over the company chosen, and begin with the gravest again."""
    _choose(company=str(widget_value(COMPANY)))


def _choose(*, severity: str = "", company: str = "") -> None:
    state = quality_state()
    state.severity, state.company = severity or state.severity, company or state.company
    state.shown, state.opened = FINDINGS_A_PAGE, ""


def show_more() -> None:
    """Show the next findings too."""
    quality_state().shown += FINDINGS_A_PAGE


def open_place(key: str, place: int) -> None:
    """Open a place of a finding beside the list."""
    state = quality_state()
    state.opened, state.place, state.page = key, place, 0


def turn_page(page: int) -> None:
    """Turn to another page of the open document."""
    quality_state().page = page


def close_place() -> None:
    """Close the open source."""
    quality_state().opened = ""


SEVERITIES = (ALL, *(one.value for one in Severity))
