"""Which of the sentences that fit are taken: in prose from where a paper begins, in a list what fits best, nothing twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from research.drafting.templates.evidence import PassagesSpec
from research.drafting.writing.places import Place
from research.text.words import topic_stems

_MOST_OF_PAGE, _MOST_OF_PARAGRAPH = 2, 2
# A sentence that has so many of the words looked for tells of the subject.
_TELLING = 2
# Two sentences that have this share of their words in common say the same.
_SAME = 0.7


def chosen(places: Sequence[Place], spec: PassagesSpec) -> list[Place]:
    """Return the sentences that are taken, in the order of the papers.

    Weak ones only where half of what is wanted would be lacking.
    """
    in_order = sorted(places, key=place_of)
    strong = [one for one in in_order if not one.weak]
    taken = _taken(_ordered(strong, spec), spec, [], spec.most)
    if len(taken) < -(-spec.most // 2):
        taken = _taken(_ordered([one for one in in_order if one.weak], spec), spec, taken, -(-spec.most // 2))
    return sorted(taken, key=place_of)


def place_of(one: Place) -> tuple[int, int, str, int, int]:
    """Return where a sentence stands, for ordering: in the newest paper first."""
    ended = one.document.period_end.toordinal() if one.document.period_end else 0
    return -(one.document.fiscal_year or 0), -ended, one.document.name, one.page, one.start


def _ordered(in_order: Sequence[Place], spec: PassagesSpec) -> list[Place]:
    if spec.style == "prose":
        defining = [one for one in in_order if one.is_defining]
        return [*defining[:1], *sorted(in_order, key=lambda one: -max(one.score, _TELLING - 1))]
    # Of what fits alike the first of each page goes before the second of any.
    rank: dict[int, int] = {}
    of_page: dict[tuple[str, int, int], int] = defaultdict(int)
    for one in in_order:
        rank[id(one)] = of_page[one.document.id, one.page, one.score]
        of_page[one.document.id, one.page, one.score] += 1
    return sorted(in_order, key=lambda one: (-one.score, rank[id(one)]))


def _taken(ordered: Iterable[Place], spec: PassagesSpec, before: Sequence[Place], most: int) -> list[Place]:
    """Return what is taken of sentences in their order, after what was taken before, so many in all."""
    ordered = list(ordered)
    pages = len({(one.document.id, one.page) for one in ordered})
    of_page = max(_MOST_OF_PAGE, -(-spec.most // max(pages, 1)))
    of_paragraph = _MOST_OF_PARAGRAPH if spec.style == "prose" else 1
    taken = list(before)
    for place in ordered:
        if len(taken) >= most:
            break
        same = [one for one in taken if (one.document.id, one.page) == (place.document.id, place.page)]
        crowded = spec.style == "list" and len(same) >= of_page
        beside = sum(one.part.paragraph == place.part.paragraph for one in same)
        is_new = place not in taken and (spec.opening or beside < of_paragraph)
        if not crowded and is_new and not any(_say_the_same(one, place) for one in taken):
            taken.append(place)
    return taken


def _say_the_same(one: Place, other: Place) -> bool:
    first, second = set(topic_stems(one.part.text)), set(topic_stems(other.part.text))
    return len(first & second) >= _SAME * max(min(len(first), len(second)), 1)
