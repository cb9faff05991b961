"""What a writer decides of a section besides its words: sources to use first or not at all; and elements of the whole draft."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from research.drafting.editing.opening import is_of, said_in
from research.drafting.editing.sections import section_of
from research.drafting.writing.elements import OWN
from research.drafting.writing.particulars import OPEN
from research.errors import UsageError
from research.nouns.answers import Claim
from research.nouns.drafts import (
    Block,
    Draft,
    MissingBlock,
    ParagraphBlock,
    ParagraphStyle,
    Section,
    SourceChoice,
    TableBlock,
)

MOST_CHOICES = 200
LONGEST_ELEMENT = 4_000
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f]")


def chosen(draft: Draft, choice: SourceChoice, *, back: bool) -> Draft:
    """Return a draft with a source pinned or excluded for a section; with `back` what was decided of the source is taken back."""
    section_of(draft, choice.section)
    left = tuple(
        one for one in draft.choices if (one.section, one.document_id, one.page) != (choice.section, choice.document_id, choice.page)
    )
    if not back and len(left) >= MOST_CHOICES:
        raise UsageError(f"{len(left)} sources of the draft are pinned or excluded", "take some of them back")
    return replace(draft, choices=left if back else (*left, choice))


def filled(draft: Draft, elements: Mapping[str, str]) -> Draft:
    """Return a draft with what was given for its elements, "" opens one again; raises UsageError for one that it does not have."""
    known = {one.name for one in draft.elements} - OWN
    for name, value in elements.items():
        if name not in known:
            raise UsageError(f"element {name[:80]!r} is none of the draft's", f"name one of: {', '.join(sorted(known)) or 'none'}")
        if len(value) > LONGEST_ELEMENT:
            raise UsageError(f"element {name!r} has more than {LONGEST_ELEMENT:,} characters", "shorten it")
    said = {name: " ".join(_UNSEEN.sub(" ", value).split()) for name, value in elements.items()}
    for name, value in said.items():
        old = next(one.value for one in draft.elements if one.name == name)
        draft = replace(draft, sections=tuple(_with_element(section, name, old, value) for section in draft.sections))
    return replace(draft, elements=tuple(replace(one, value=said.get(one.name, one.value)) for one in draft.elements))


def _with_element(section: Section, name: str, old: str, new: str) -> Section:
    """Return a section that says what an element is by now: in the table that heads the draft, or as its own text under its own heading."""
    own = is_of(section, name)
    if own and old and said_in(section) == old:
        return replace(section, blocks=tuple(_instead(section.blocks, name, new)))
    return replace(section, blocks=tuple(_told(block, name, old, new, own=own) for block in section.blocks))


def _instead(blocks: Sequence[Block], name: str, new: str) -> Iterator[Block]:
    """Yield blocks with what an element is by now in place of all their paragraphs."""
    first = next(one for one in blocks if isinstance(one, ParagraphBlock))
    for block in blocks:
        if block is first:
            yield replace(first, claims=(Claim(new),)) if new else MissingBlock(f"To be given: the {name}")
        elif not isinstance(block, ParagraphBlock):
            yield block


def _told(block: Block, name: str, old: str, new: str, *, own: bool) -> Block:
    if isinstance(block, TableBlock) and len(block.header) == 2:
        was, told = Claim(old or OPEN), Claim(new or OPEN)
        rows = tuple((row[0], told) if row[0].text.casefold() == name.casefold() and row[1] == was else row for row in block.rows)
        return replace(block, rows=rows)
    if own and isinstance(block, MissingBlock) and new:
        return ParagraphBlock((Claim(new),), ParagraphStyle.NOTE)
    return block
