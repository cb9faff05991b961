"""One section's new text brought into the newest version of its draft, whatever other tabs have saved since; no text is lost on the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from research.drafting.editing.opening import as_edited
from research.drafting.editing.parsing import Known, blocks_of, known_of
from research.drafting.editing.sections import find_section, with_section
from research.drafting.editing.sources import adopted
from research.drafting.editing.texts import text_of
from research.drafting.editing.withholding import Shown
from research.errors import NotFoundError
from research.nouns.drafts import Block, Draft, Section, SectionConflict


@dataclass(frozen=True, slots=True)
class Merged:
    """A draft with a section's new text, and that section; `conflict` is what another hand had put there, `is_new` tells a change."""

    draft: Draft
    section: Section
    conflict: SectionConflict | None = None
    is_new: bool = True


def typed_section(text: str, section: Section, base: Shown, earlier: Callable[[str], Block | None]) -> Section:
    """Return a section with the text that was typed in a tab which had the draft as `base` shows it."""
    shown, whole = (sorted(one.sections, key=lambda part: part.id != section.id) for one in (base.draft, base.whole))
    blocks, claims = known_of(shown, whole)
    sources = {one.citation.marker: one.citation for one in base.draft.sources}
    return replace(section, blocks=blocks_of(text, Known(blocks, claims, sources, earlier)))


def merged(section: Section, base: Draft | None, newest: Draft, *, now: datetime) -> Merged:
    """Return the newest version with a section as one tab has it, which began from `base` (None where that is not known any more).

    What another tab made of the same section meanwhile goes aside as a conflict; of other sections it stays. A section that is not there
    any more comes back at its place. Raises NotFoundError for one that neither version has.
    """
    before = find_section(base, section.id) if base else None
    there = find_section(newest, section.id)
    if before is None and there is None:
        raise NotFoundError(f"draft {newest.id} has no section {section.id}", "open the draft again")
    known = (*(base.sources if base else ()), *newest.sources)
    section, sources = adopted(section, known, newest)
    if there is not None and _says_same(section, there):
        return Merged(newest, there, is_new=False)
    other = there if there is not None and (before is None or not _says_same(there, before)) else None
    conflict = None
    if other is not None and not holds(text_of(section), text_of(other)):
        conflict = SectionConflict(section.id, "", newest.version, now)
    after = _above(base, section.id) if base else ()
    draft = with_section(replace(newest, sources=sources), section, after=after)
    conflicts = (*draft.conflicts, *([conflict] if conflict else []))
    return Merged(as_edited(replace(draft, conflicts=conflicts)), section, conflict)


def is_continued(old: Section, new: Section) -> bool:
    """Return whether a section's new text is its old one with one run of words put in: nothing of it is gone."""
    first, second = text_of(old), text_of(new)
    if len(second) < len(first):
        return False
    same = next((at for at, (one, other) in enumerate(zip(first, second, strict=False)) if one != other), len(first))
    return first[same:] == "" or second.endswith(first[same:])


def holds(text: str, other: str) -> bool:
    """Return whether a text has all the words of another, in their order."""
    words = iter(text.split())
    return all(word in words for word in other.split())


def _says_same(one: Section, other: Section) -> bool:
    return one.blocks == other.blocks or (text_of(one) == text_of(other) and _marks(one) == _marks(other))


def _marks(section: Section) -> Sequence[object]:
    return [block for block in section.blocks if block.kind in {"table", "chart"}]


def _above(draft: Draft, section_id: str) -> tuple[str, ...]:
    ids = [one.id for one in draft.sections]
    return tuple(ids[: ids.index(section_id)]) if section_id in ids else ()
