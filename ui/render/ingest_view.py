"""How far an ingest is and what came of it, file by file, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from ingest.background import BatchProgress, FileProgress
from ingest.discovery import LeftOut
from ingest.progress import FIGURES_STAGE
from research.nouns.jobs import EXPANDED, IngestJob, JobState
from ui.render.escaping import escape_html

MOST_FILES = 200
_MARKS = {"added": "✓", "replaced": "✓", "unchanged": "=", "removed": "−", "skipped": "○", "failed": "!", "at work": "…", "waiting": "·"}
_READ = frozenset({"added", "replaced"})
_STAGES = {
    "reading": "reading",
    "indexing": "storing its text",
    FIGURES_STAGE: "found by its words; reading its figures",
    "embedding": "making it findable by meaning",
}


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file's line: its name, a word for where it is, and what more there is to say."""

    name: str
    word: str
    more: str


def file_lines(progress: BatchProgress | None, left_out: Sequence[LeftOut] = ()) -> tuple[FileLine, ...]:
    """Return a line for each file of a batch, then for those that were left out; files that became others have none."""
    shown = [job for job in progress.jobs if job.outcome != EXPANDED] if progress else []
    lines = [_line(job, progress.files.get(job.path), over=progress.over) for job in shown] if progress else []
    return (*lines, *(FileLine(PurePath(one.path).name or one.path, "skipped", _reason(one.path, one.reason)) for one in left_out))


def summary(lines: Sequence[FileLine]) -> str:
    """Return the counts of the words in use: "2 added · 1 failed"."""
    counts = Counter(line.word for line in lines)
    return " · ".join(f"{counts[word]:,} {word}" for word in _MARKS if counts[word]) or "nothing to do"


def lines_html(lines: Sequence[FileLine]) -> str:
    """Return the lines as a table; those that failed come first, and of very many the rest is counted."""
    ordered = sorted(lines, key=lambda line: line.word != "failed")
    rows = "".join(_row(line) for line in ordered[:MOST_FILES])
    more = f'<p class="rd-muted rd-small">and {len(ordered) - MOST_FILES:,} more</p>' if len(ordered) > MOST_FILES else ""
    return f'<table class="rd-table rd-rows" data-testid="files"><tbody>{rows}</tbody></table>{more}'


def _line(job: IngestJob, at: FileProgress | None, *, over: bool) -> FileLine:
    name = PurePath(job.path).name
    if job.outcome:
        coming = job.outcome in _READ and not over
        more = f"can be asked about; {_stage(at or FileProgress('embedding'))}" if coming else _reason(job.path, job.error)
        return FileLine(name, job.outcome, more)
    if at is not None:
        return FileLine(name, "at work", _stage(at))
    return FileLine(name, "at work" if job.state is JobState.RUNNING else "waiting", "reading" if job.state is JobState.RUNNING else "")


def _stage(at: FileProgress) -> str:
    words = _STAGES.get(at.stage, at.stage)
    return f"{words}, {at.done:,} of {at.total:,} passages" if at.total else words


def _reason(path: str, reason: str) -> str:
    """Return a reason without the name that it begins with, which stands beside it."""
    name = PurePath(path).name
    return reason.removeprefix(f"{name}: ").removeprefix(f"{name} ")


def _row(line: FileLine) -> str:
    kind = line.word.replace(" ", "-")
    return (
        f'<tr><td class="rd-outcome rd-outcome-{kind}"><span aria-hidden="true">{_MARKS.get(line.word, "")}</span> {line.word}</td>'
        f'<th scope="row" class="rd-break">{escape_html(line.name)}</th><td class="rd-muted">{escape_html(line.more)}</td></tr>'
    )
