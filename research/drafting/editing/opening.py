"""What is open in a draft before it is final, as it stands now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from research.drafting.writing.elements import OWN
from research.nouns.drafts import Draft, DraftElement, DraftState


def as_edited(draft: Draft, to_write: Sequence[str] = ()) -> Draft:
    """Return a draft whose words were changed: nobody has signed it, and what is open is told anew, with what is `to_write` now too."""
    elements = tuple(_counted(one, len(draft.sources)) for one in draft.elements)
    names = {one.name for one in draft.elements}
    still = {f"{section.heading}: {line}" for section in draft.sections for line in section.missing}
    left = dict.fromkeys(one for one in (*draft.open_items, *to_write) if one not in names and one in still)
    draft = replace(draft, elements=elements, state=DraftState.DRAFT, is_final=False)
    return replace(draft, open_items=(*open_elements(draft), *left))


def open_elements(draft: Draft) -> tuple[str, ...]:
    """Return the names of the elements that a draft has to have and has not."""
    return tuple(one.name for one in draft.elements if one.required and not one.value)


def _counted(element: DraftElement, sources: int) -> DraftElement:
    """Return an element, that which the draft has by itself as it is now."""
    return replace(element, value=f"{sources} places" if sources else "") if element.name in OWN else element
