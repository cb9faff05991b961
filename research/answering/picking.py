"""Which of the judged parts make the answer: the best, what belongs to it, and what else the question asks; few, and in order."""

from __future__ import annotations

from collections.abc import Sequence

from research.answering.prose import ProseQuestion
from research.answering.prose_words import first_words
from research.answering.scoring import Judged
from research.retrieval.reading import has_shape, numbers_in, topics_of
from research.text.quotable import PartKind
from research.text.words import words

MOST_PICKED = 4
MOST_ITEMS = 10
MOST_FOLLOWING = 2
# Others stand beside the best when they score so much of it and carry a topic, or state a figure of a kind asked for, that no other does.
ADDING = 0.75
# One that adds nothing new stands beside it when it is as good, on the same page; of a list, when nearly so.
EQUAL, MOST_EQUAL, LISTED = 0.98, 3, 0.9
# Parts that share so many of their topics, and all their figures, say the same.
SAME_SHARE = 0.7


def pick(asked: ProseQuestion, judged: Sequence[Judged], least: float) -> list[Judged]:
    """Return the parts that answer, none when the best scores below `least`; in the order of pages and text."""
    best = max(judged, key=lambda one: one.score, default=None)
    if best is None or best.score < least:
        return []
    place = next(place for place, one in enumerate(judged) if one is best)
    picked = [place, *_before(asked, judged, place), *_following(asked, judged, place)]
    if not asked.reasons:
        picked += _others(asked, judged, picked)
    if asked.reasons or asked.wants_list or asked.risk:
        picked += [item for one in tuple(picked) for item in _items(judged, one)]
    return [judged[one] for one in sorted(dict.fromkeys(picked))]


def _before(asked: ProseQuestion, judged: Sequence[Judged], place: int) -> list[int]:
    """Return the sentence that the part at a place goes on from: what "the increase" is one of; of several things asked, the others."""
    one, last = judged[place], judged[place - 1]
    if not place or one.told.before is None or last.part is not one.told.before:
        return []
    others = asked.joined and bool(last.topics - one.topics) and any(has_shape(last.part.text, shape) for shape in asked.shapes)
    return [place - 1] if one.told.goes_on or others else []


def _following(asked: ProseQuestion, judged: Sequence[Judged], place: int) -> list[int]:
    """Return the sentences that go on from the part at a place: with the reason, or with something of what is asked."""
    found: list[int] = []
    for at in range(place + 1, min(place + 1 + MOST_FOLLOWING, len(judged))):
        one = judged[at]
        if one.told.before is not judged[at - 1].part or one.part.kind in {PartKind.ROW, PartKind.LINE}:
            break
        if not (_gives_reasons(one) if asked.reasons else one.told.goes_on and _states(asked, one)):
            break
        found.append(at)
    return found


def _gives_reasons(one: Judged) -> bool:
    """Return whether a sentence goes on with reasons, and has no measure of its own as its subject."""
    first = words(one.part.text)[:1]
    return one.told.cause > 0 and (one.told.goes_on or not (first and first[0] in first_words()))


def _states(asked: ProseQuestion, one: Judged) -> bool:
    return any(has_shape(one.part.text, shape) for shape in asked.shapes) or bool(one.topics)


def _others(asked: ProseQuestion, judged: Sequence[Judged], picked: list[int]) -> list[int]:
    """Return further parts that add to those picked: best first, until nothing is added or there are enough."""
    found: list[int] = []
    best = judged[picked[0]].score
    for place in sorted(range(len(judged)), key=lambda place: -judged[place].score):
        one = judged[place]
        if len(picked) + len(found) >= MOST_PICKED or one.score < ADDING * best:
            break
        beside = [judged[at] for at in (*picked, *found)]
        if place not in picked and not any(_is_same(one, other) for other in beside) and _adds(asked, one, beside):
            found.append(place)
    return found


def _adds(asked: ProseQuestion, one: Judged, beside: Sequence[Judged]) -> bool:
    best = max(other.score for other in beside)
    covered = frozenset[str]().union(*(other.topics for other in beside))
    stated = {shape for other in beside for shape in asked.shapes if has_shape(other.part.text, shape)}
    states = any(has_shape(one.part.text, shape) for shape in asked.shapes - stated)
    equal = one.score >= EQUAL * best and one.page is beside[0].page and len(beside) < MOST_EQUAL
    return bool(one.topics - covered) or states or equal or ((asked.wants_list or asked.risk) and one.score >= LISTED * best)


def _is_same(one: Judged, other: Judged) -> bool:
    """Return whether two parts say the same: a paragraph that is printed again takes one place."""
    a, b = topics_of(one.part.text), topics_of(other.part.text)
    return len(a & b) >= SAME_SHARE * min(len(a), len(b)) and numbers_in(one.part.text) == numbers_in(other.part.text)


def _items(judged: Sequence[Judged], place: int) -> list[int]:
    """Return the items of the list that the part at a place announces, as far as they stand on its page."""
    lead = judged[place]
    if not lead.part.text.endswith(":"):
        return []
    found: list[int] = []
    for at in range(place + 1, min(place + 1 + MOST_ITEMS, len(judged))):
        one = judged[at]
        if one.page is not lead.page or one.part.kind is not PartKind.ITEM or one.part.lead != lead.part.text:
            break
        found.append(at)
    return found
