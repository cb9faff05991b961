"""The list of a reader's drafts: how far each has come, whose company it is about, when it was saved last, and what is open."""

from __future__ import annotations

from datetime import datetime, tzinfo

from research.nouns.drafts import DraftState
from research.nouns.editing import DraftSummary
from ui.render.escaping import escape_html, visible_line
from ui.render.words import counted, plain_name

STATE_WORDS = {
    DraftState.DRAFT: "Draft",
    DraftState.IN_REVIEW: "In review",
    DraftState.REVIEWED: "Reviewed",
    DraftState.RELEASED: "Released",
}


def state_html(state: DraftState) -> str:
    """Return how far a draft has come, as a chip."""
    return f'<span class="rd-draft-state rd-draft-{state.value.replace(" ", "-")}">{STATE_WORDS[state]}</span>'


def summary_html(summary: DraftSummary, now: datetime, *, names_writer: bool = False) -> str:
    """Return a draft's line in the list, with whose it is where that is said."""
    writer = f"by {visible_line(summary.by)}" if names_writer else ""
    about = " · ".join(filter(None, (writer, visible_line(summary.company or ""), plain_name(summary.template.replace("-", "_")))))
    open_items = f'<span class="rd-draft-open">{counted(summary.open_items, "open item")}</span>' if summary.open_items else ""
    return (
        f'<article class="rd-draft-line" data-testid="draft-line"><div>{state_html(summary.state)}{open_items}</div>'
        f'<div class="rd-draft-title">{escape_html(visible_line(summary.title))}</div>'
        f'<div class="rd-muted rd-small">{escape_html(about)}</div>'
        f'<div class="rd-muted rd-small">{escape_html(saved_words(summary.saved_at, summary.version, now))}</div></article>'
    )


def saved_words(saved_at: datetime, version: int, now: datetime) -> str:
    """Return when a version was saved, on the clock of `now`: "saved 12:03:04, version 7", with the day when that is another one."""
    local = saved_at.astimezone(now.tzinfo)
    dated = "" if local.date() == now.date() else f"{local.day} {local:%B %Y}, "
    return f"saved {dated}{local:%H:%M:%S}, version {version}"


def clock(zone: tzinfo | None) -> datetime:
    """Return now on a reader's clock."""
    return datetime.now(zone)
