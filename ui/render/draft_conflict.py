"""Several texts of one section, saved without one having seen the other: the words in which they differ marked, all brought into one."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import reduce

from research.drafting.editing.differences import word_runs
from research.nouns.drafts import SectionConflict
from research.nouns.editing import ChangeKind
from ui.render.draft_changes import runs_html
from ui.render.words import counted


def conflict_html(own: str, conflicts: Sequence[SectionConflict]) -> str:
    """Return a section's text beside each other text of it, as far as they differ: what stands now, and what versions keep whole."""
    numbers = ", ".join(str(one.version) for one in conflicts)
    kept = f"version {numbers} has the other one" if len(conflicts) == 1 else f"versions {numbers} have the others"
    why = "One was saved in a tab, or written anew, while the other was still being typed."
    return (
        '<section class="rd-notice rd-notice-refusal" role="alert" data-testid="draft-conflict">'
        f"<h2>This section has {counted(len(conflicts) + 1, 'text')}</h2>"
        f'<p class="rd-small">{why} All are kept: {kept} whole, whatever you choose.</p>'
        f"{''.join(_beside(own, one) for one in conflicts)}</section>"
    )


def all_texts(own: str, others: Sequence[str]) -> str:
    """Return a text that has all lines of several, each once."""
    return reduce(both_texts, others, own)


def _beside(own: str, conflict: SectionConflict) -> str:
    runs = tuple(word_runs(conflict.text, own))
    this = runs_html([run for run in runs if run.kind is not ChangeKind.REMOVED])
    other = runs_html([run for run in runs if run.kind is not ChangeKind.ADDED])
    return (
        f'<div class="rd-two"><div><h3 class="rd-h3">This text</h3><div class="rd-two-text">{this}</div></div>'
        f'<div><h3 class="rd-h3">The other text, version {conflict.version}</h3><div class="rd-two-text">{other}</div></div></div>'
    )


def both_texts(own: str, other: str) -> str:
    """Return a text that has all lines of two: those of both once, where they differ those of the first before those of the second."""
    first, second = own.split("\n"), other.split("\n")
    lines: list[str] = []
    for tag, start, end, begin, stop in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        lines += first[start:end]
        lines += second[begin:stop] if tag != "equal" else []
    return "\n".join(lines)
