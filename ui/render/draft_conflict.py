"""Two texts of one section that two tabs saved: the words in which they differ marked, and both brought into one."""

from __future__ import annotations

from difflib import SequenceMatcher

from research.drafting.editing.differences import word_runs
from research.nouns.drafts import SectionConflict
from research.nouns.editing import ChangeKind
from ui.render.draft_changes import runs_html


def conflict_html(own: str, conflict: SectionConflict) -> str:
    """Return both texts beside each other as far as they differ: what stands now, and the other one, which its version keeps whole."""
    runs = tuple(word_runs(conflict.text, own))
    this = runs_html([run for run in runs if run.kind is not ChangeKind.REMOVED])
    other = runs_html([run for run in runs if run.kind is not ChangeKind.ADDED])
    return (
        '<section class="rd-notice rd-notice-refusal" role="alert" data-testid="draft-conflict"><h2>Two tabs wrote this section</h2>'
        f'<p class="rd-small">Both texts are kept: version {conflict.version} has the other one whole, whatever you choose.</p>'
        f'<div class="rd-two"><div><h3 class="rd-h3">This text</h3><div class="rd-two-text">{this}</div></div>'
        f'<div><h3 class="rd-h3">The other text, version {conflict.version}</h3><div class="rd-two-text">{other}</div></div></div>'
        "</section>"
    )


def both_texts(own: str, other: str) -> str:
    """Return a text that has all lines of two: those of both once, where they differ those of the first before those of the second."""
    first, second = own.split("\n"), other.split("\n")
    lines: list[str] = []
    for tag, start, end, begin, stop in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        lines += first[start:end]
        lines += second[begin:stop] if tag != "equal" else []
    return "\n".join(lines)
