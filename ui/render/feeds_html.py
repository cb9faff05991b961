"""Feeds and polls as HTML: every word of a feed escaped, its address as text and never as a link that could be anything."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.background import BatchProgress
from ingest.polling.asking import Outcome
from ingest.polling.background import PollState
from research.nouns.access import PUBLIC
from research.nouns.jobs import JobState
from ui.render.escaping import escape_html
from ui.render.feeds_view import FeedRow, Health
from ui.render.words import counted

_MARKS = {Health.WELL: "✓", Health.QUIET: "○", Health.NEW: "·", Health.FAILING: "!", Health.ENDED: "×"}
_ENDED = frozenset({JobState.DONE, JobState.SKIPPED, JobState.FAILED})


def feed_html(row: FeedRow) -> str:
    """Return a feed's row: what it is called, how it is, and when it was read and is due."""
    feed = row.feed
    facts = [
        f"read {row.read}" if feed.read_at else "never read",
        f"due {row.due}" if row.health is not Health.ENDED else "never due",
        counted(feed.entries, "entry", "entries") if feed.read_at else "",
        f"every {counted(feed.every_minutes, 'minute')}",
        f"label {feed.label}" if feed.label != PUBLIC else "",
        "with articles" if feed.articles else "",
    ]
    kind = row.health.name.lower()
    return (
        f'<div class="rd-feed rd-feed-{kind}" data-testid="feed"><div class="rd-feed-title"><span class="rd-feed-mark" aria-hidden="true">'
        f'{_MARKS[row.health]}</span>{escape_html(row.title)}</div><div class="rd-feed-state">{escape_html(row.state)}</div>'
        f'<div class="rd-feed-facts">{"".join(f"<span>{escape_html(fact)}</span>" for fact in facts if fact)}'
        f'<span class="rd-break">{escape_html(feed.address or feed.url)}</span></div></div>'
    )


def poll_html(state: PollState, reading: Sequence[BatchProgress]) -> str:
    """Return in a line how a poll stands: feeds that were asked, entries found, how many of them are read in, feeds that failed."""
    jobs = [job for batch in reading for job in batch.jobs]
    done = state.over and all(batch.over for batch in reading)
    failed = sum(poll.outcome in (Outcome.FAILED, Outcome.ENDED) for poll in state.polls)
    entries = [job for job in jobs if job.state in _ENDED]
    parts = [
        f"{len(state.polls):,} of {counted(state.total, 'feed')} asked",
        f"{counted(len(jobs), 'entry', 'entries')} new or changed",
        f"{len(entries):,} read in" if jobs else "",
        f"{sum(job.state is JobState.FAILED for job in jobs):,} could not be read in"
        if any(j.state is JobState.FAILED for j in jobs)
        else "",
        f"{counted(failed, 'feed')} could not be read" if failed else "",
    ]
    head, mark = ("Done", "✓") if done else ("At work", "…")
    return (
        f'<div role="status" data-testid="poll"><span aria-hidden="true">{mark}</span> <strong>{head}</strong> '
        f'<span class="rd-muted">{escape_html(" · ".join(filter(None, parts)))}</span></div>'
    )
