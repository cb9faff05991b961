"""Past questions in words, and the keys of the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from research.nouns.queries import AuditEvent
from ui.render.escaping import shorten

LABEL_CHARS = 90
_STANDINGS = {"partial": "answered in part", "needs_clarification": "left open", "insufficient_evidence": "no evidence"}
KEYS_HTML = (
    '<dl class="rd-keys"><dt>Enter</dt><dd>asks, while the cursor stands in the question</dd>'
    "<dt>Tab, Shift+Tab</dt><dd>go from one chip, figure and marker to the next and back</dd>"
    "<dt>Enter or Space</dt><dd>presses what has the frame: a marker opens its page, a chip's cross takes the part out</dd>"
    "<dt>F</dt><dd>shows the whole page on the right, or the cited lines again</dd>"
    "<dt>Esc</dt><dd>closes an open list</dd>"
    "<dt>Alt+←</dt><dd>goes back to the marker, or the answer, before</dd></dl>"
)


@dataclass(frozen=True, slots=True)
class PastQuestion:
    """One question of the history: what was asked, its line in the list, when in words, and its answer's id, "" when that was not kept."""

    question: str
    label: str
    when: str
    kept: str


def past_questions(events: Iterable[AuditEvent], limit: int) -> tuple[PastQuestion, ...]:
    """Return the questions of audit events, newest first as they come; of repeats in a row only the newest.

    A line says what a question was read as that leans on the one before, and how it ended when it was not answered.
    """
    found: list[PastQuestion] = []
    for event in events:
        details = dict(event.details)
        parts = [event.subject, details.get("read_as", ""), _STANDINGS.get(details.get("status", ""), "")]
        label = " · ".join(shorten(part, LABEL_CHARS) for part in parts if part)
        if found and found[-1].label == label:
            continue
        when = f"{event.at.day} {event.at:%B %Y, %H:%M} UTC"
        found.append(PastQuestion(event.subject, label, when, details.get("kept", "")))
        if len(found) == limit:
            break
    return tuple(found)
