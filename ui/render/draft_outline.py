"""A draft's sections in a list, what is withheld of it, and what its files are called."""

from __future__ import annotations

import re
from collections.abc import Sequence

from research.nouns.drafts import Draft, Section
from research.nouns.editing import Withheld
from ui.render.escaping import visible_line
from ui.render.words import counted


def outline_label(draft: Draft, section: Section) -> str:
    """Return a section's heading, with a sign for what is open in it and for a text of another tab that waits for a choice."""
    conflict = "≠ " if any(one.section == section.id for one in draft.conflicts) else ""
    open_sign = "○ " if any(one.startswith(f"{section.heading}: ") for one in draft.open_items) else ""
    return f"{conflict}{open_sign}{visible_line(section.heading)}"


def withheld_words(withheld: Sequence[Withheld]) -> tuple[str, ...]:
    """Return a line that says what of a draft its reader may not see, none where they may see all."""
    if not withheld:
        return ()
    named = ", ".join(f"{visible_line(one.heading)} ({counted(one.pieces, 'piece')})" for one in withheld)
    return (f"Withheld here, since it rests on documents that are not there for you: {named}. It stays in the draft.",)


def file_stem(draft: Draft) -> str:
    """Return what a draft's files are called: "quillmere-pumps-instruments-inc-results-v7"."""
    words = re.findall(r"\w+", draft.title.casefold())
    return "-".join([*words, f"v{draft.version}"])[-80:].lstrip("-")
