"""A passage in a model's words: the pages that it is given, and its sentences with what was struck of them and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TypeAlias

from research.drafting.templates.evidence import PassagesSpec
from research.drafting.writing.held import HeldDocuments
from research.drafting.writing.places import Place
from research.models.prose import Passage, Prose
from research.nouns.answers import Claim
from research.nouns.drafts import Block, MissingBlock, ParagraphBlock, ParagraphStyle

# So many characters of a page are given at most, from so many before the first sentence that fits.
_LONGEST, _BEFORE = 6_000, 400
_MOST_PAGES = 8
_MOST_STRUCK = 5
LEFT_OUT = "Left out of the model's words"
CHECKED = "each sentence was checked against the places that it cites"
OWN_WORDS = "what follows is in the papers' own words"

# Puts what pages say on a subject in at most so many sentences.
Wording: TypeAlias = Callable[[str, Sequence[Passage], int], Prose]


def pages_for(places: Sequence[Place], held: HeldDocuments) -> list[Passage]:
    """Return the pages whose sentences fit best, in reading order: what stands around those sentences."""
    by_page: dict[tuple[str, int], list[Place]] = defaultdict(list)
    for place in places:
        by_page[place.document.id, place.page].append(place)
    best = sorted(by_page.items(), key=lambda one: (-sum(place.score for place in one[1]), one[0]))[:_MOST_PAGES]
    in_order = sorted(best, key=lambda one: (one[1][0].document.name, one[0][1]))
    return [_passage(found, held) for _, found in in_order]


def _passage(places: Sequence[Place], held: HeldDocuments) -> Passage:
    first = places[0]
    page, text = held.pages(held.access, first.document.id, [first.page])[0]
    low, high = max(first.span[0] - page.start, 0), min(first.span[1] - page.start, len(text))
    low = max(low, min(place.start for place in places) - page.start - _BEFORE)
    return Passage(first.document, first.page, text[low : min(high, low + _LONGEST)])


def worded_blocks(prose: Prose, spec: PassagesSpec) -> list[Block]:
    """Return a model's sentences as blocks, the line that says whose they are, and what was struck; without a sentence why there is none.

    Empty where nobody was asked.
    """
    struck = [f"{LEFT_OUT}: {reason}" for reason in prose.struck[:_MOST_STRUCK]]
    more = len(prose.struck) - _MOST_STRUCK
    struck += [f"{LEFT_OUT}: {more} more"] if more > 0 else []
    if not prose.claims:
        return [MissingBlock(line) for line in ([f"{prose.why}: {OWN_WORDS}"] if prose.why else []) + struck]
    as_list = spec.style == "list"
    said = [ParagraphBlock((claim,), ParagraphStyle.BULLET) for claim in prose.claims] if as_list else [ParagraphBlock(prose.claims)]
    written = Claim(f"Written by {prose.model}; {CHECKED}.")
    return [*said, ParagraphBlock((written,), ParagraphStyle.NOTE), *map(MissingBlock, struck)]
