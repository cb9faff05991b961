"""Past questions in words, and the keys of the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from research.nouns.queries import AuditEvent
from ui.render.escaping import shorten

LABEL_CHARS = 90
_STANDINGS = {
    "answered": "✓",
    "partial": "◐",
    "needs_clarification": "?",
    "insufficient_evidence": "∅",
}
KEYS_HTML = (
    '<dl class="rd-keys"><dt>Enter</dt><dd>asks, while the cursor stands in the question</dd>'
    "<dt>Tab, Shift+Tab</dt><dd>go from one chip, figure and marker to the next and back</dd>"
    "<dt>Enter or Space</dt><dd>presses what has the frame: a marker opens its page, a chip's cross takes the part out</dd>"
    "<dt>Esc</dt><dd>closes an open list</dd>"
    "<dt>Alt+←</dt><dd>goes back to the marker, or the answer, before</dd></dl>"
)


@dataclass(frozen=True, slots=True)
class PastQuestion:
    """One question of the history: what was asked, when in words, and the id of its answer, "" when that was not kept."""

    question: str
    label: str
    when: str
    kept: str


def past_questions(events: Iterable[AuditEvent], limit: int) -> tuple[PastQuestion, ...]:
    """Return the questions of audit events, newest first as they come; of repeats in a row only the newest."""
    found: list[PastQuestion] = []
    for event in events:
        if found and found[-1].question == event.subject:
            continue
        details = dict(event.details)
        sign = _STANDINGS.get(details.get("status", ""), "·")
        when = f"{event.at.day} {event.at:%B %Y, %H:%M} UTC"
        found.append(PastQuestion(event.subject, f"{sign} {shorten(event.subject, LABEL_CHARS)}", when, details.get("kept", "")))
        if len(found) == limit:
            break
    return tuple(found)
