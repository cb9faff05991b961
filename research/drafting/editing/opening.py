"""What is open in a draft before it is final, as it stands now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from research.drafting.editing.sections import find_section
from research.drafting.writing.elements import OWN
from research.nouns.drafts import Draft, DraftElement, DraftState, MissingBlock, Section


def as_edited(draft: Draft, to_write: Sequence[str] = ()) -> Draft:
    """Return a draft whose words were changed: nobody has signed it, and what is open is told anew, with what is `to_write` now too."""
    elements = tuple(_counted(one, len(draft.sources)) for one in draft.elements)
    names = {one.name for one in draft.elements}
    still = {f"{section.heading}: {line}" for section in draft.sections for line in section.missing}
    left = dict.fromkeys(one for one in (*draft.open_items, *to_write) if one not in names and one in still)
    draft = replace(draft, elements=elements, state=DraftState.DRAFT, is_final=False)
    return replace(draft, open_items=(*open_elements(draft), *left))


def as_told(before: Draft, draft: Draft) -> Draft:
    """Return a draft whose elements are what the sections that bear their names say by now, each that was what its section said before."""
    return replace(draft, elements=tuple(_told(one, before, draft) for one in draft.elements))


def said_in(section: Section) -> str:
    """Return the words of a section's paragraphs on one line, "" where it still names something as missing."""
    is_open = any(isinstance(one, MissingBlock) for one in section.blocks)
    return "" if is_open else " ".join(claim.text for claim in section.claims)


def is_of(section: Section, element: str) -> bool:
    """Return whether a section is the place of an element: its heading is the element's name."""
    return section.heading.casefold() == element.casefold()


def open_elements(draft: Draft) -> tuple[str, ...]:
    """Return the names of the elements that a draft has to have and has not."""
    return tuple(one.name for one in draft.elements if one.required and not one.value)


def _told(element: DraftElement, before: Draft, draft: Draft) -> DraftElement:
    own = next((one for one in draft.sections if is_of(one, element.name)), None)
    if element.name in OWN or own is None:
        return element
    was = find_section(before, own.id)
    return replace(element, value=said_in(own)) if element.value == (said_in(was) if was else "") else element


def _counted(element: DraftElement, sources: int) -> DraftElement:
    """Return an element, that which the draft has by itself as it is now."""
    return replace(element, value=f"{sources} places" if sources else "") if element.name in OWN else element
