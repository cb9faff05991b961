"""The sections of a draft by their ids, which they keep through every change of their words."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from research.errors import NotFoundError
from research.nouns.drafts import Draft, Section

_ID_DIGITS = 8


def with_ids(draft: Draft) -> Draft:
    """Return a draft of which every section has an id: its own, else one made of its heading and of how often that came before."""
    if all(one.id for one in draft.sections):
        return draft
    seen: Counter[str] = Counter()
    taken = {one.id for one in draft.sections}
    sections = []
    for section in draft.sections:
        made = section.id
        while not made or (not section.id and made in taken):
            made = _id(section.heading, seen[section.heading])
            seen[section.heading] += 1
        taken.add(made)
        sections.append(section if section.id else replace(section, id=made))
    return replace(draft, sections=tuple(sections))


def section_of(draft: Draft, section_id: str) -> Section:
    """Return the section of an id; raises NotFoundError."""
    found = find_section(draft, section_id)
    if found is None:
        raise NotFoundError(f"draft {draft.id} has no section {section_id}", "open the draft again: its sections are listed there")
    return found


def find_section(draft: Draft, section_id: str) -> Section | None:
    """Return the section of an id, None without one."""
    return next((one for one in draft.sections if one.id == section_id), None)


def with_section(draft: Draft, section: Section, *, after: Sequence[str] = ()) -> Draft:
    """Return a draft with a section in place of the one of its id, else below the last that is there of those it stood `after`."""
    if find_section(draft, section.id) is not None:
        return replace(draft, sections=tuple(section if one.id == section.id else one for one in draft.sections))
    places = [at for at, one in enumerate(draft.sections, 1) if one.id in after]
    at = places[-1] if places else len(draft.sections)
    return replace(draft, sections=(*draft.sections[:at], section, *draft.sections[at:]))


def _id(heading: str, number: int) -> str:
    return hashlib.sha256(f"{heading}\n{number}".encode()).hexdigest()[:_ID_DIGITS]
