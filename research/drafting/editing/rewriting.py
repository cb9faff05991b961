"""A section written anew from its template: what is asked of the writer, and its answer put in the section's place."""

from __future__ import annotations

from dataclasses import replace

from research.drafting.editing.opening import as_edited
from research.drafting.editing.sections import section_of, with_section
from research.drafting.editing.sources import adopted
from research.drafting.writing.writer import Rewritten, WantedSection
from research.nouns.drafts import Draft, SourceUse


def wanted_section(draft: Draft, section_id: str) -> WantedSection:
    """Return which section is to be written anew, with the sources that were chosen for it; raises NotFoundError."""
    section = section_of(draft, section_id)
    same = [one.id for one in draft.sections if one.heading == section.heading]
    choices = [one for one in draft.choices if one.section == section_id]
    return WantedSection(
        heading=section.heading,
        number=same.index(section_id),
        pinned=frozenset((one.document_id, one.page) for one in choices if one.use is SourceUse.PINNED),
        excluded=frozenset((one.document_id, one.page) for one in choices if one.use is SourceUse.EXCLUDED),
    )


def rewritten(draft: Draft, section_id: str, found: Rewritten) -> Draft:
    """Return a draft with a section as written anew; the open item of what is still to be written there comes back with it."""
    section = replace(found.section, id=section_id, level=section_of(draft, section_id).level)
    marked, sources = adopted(section, found.sources, draft)
    return as_edited(with_section(replace(draft, sources=sources), marked), found.to_write)
