"""Two texts of one section that two tabs saved: both whole, the words in which they differ marked."""

from __future__ import annotations

from research.drafting.editing.differences import word_runs
from research.nouns.drafts import SectionConflict
from research.nouns.editing import ChangeKind
from ui.render.escaping import escape_html


def conflict_html(own: str, conflict: SectionConflict) -> str:
    """Return both texts beside each other: what stands now, and the other one, which its version keeps whole."""
    runs = tuple(word_runs(conflict.text, own))
    this = "".join(_run(run.text, "ins" if run.kind is ChangeKind.ADDED else "") for run in runs if run.kind is not ChangeKind.REMOVED)
    other = "".join(_run(run.text, "del" if run.kind is ChangeKind.REMOVED else "") for run in runs if run.kind is not ChangeKind.ADDED)
    return (
        '<section class="rd-notice rd-notice-refusal" role="alert" data-testid="draft-conflict"><h2>Two tabs wrote this section</h2>'
        f"<p>Both texts are kept. Version {conflict.version} has the other one whole, whatever you choose.</p>"
        f'<div class="rd-two"><div><h3 class="rd-h3">This text</h3><div class="rd-two-text">{this}</div></div>'
        f'<div><h3 class="rd-h3">The other text, version {conflict.version}</h3><div class="rd-two-text">{other}</div></div></div></section>'
    )


def _run(text: str, tag: str) -> str:
    words = escape_html(text).replace("\n", "<br>")
    return f"<{tag}>{words}</{tag}>" if tag and text.strip() else words
