"""How well each part of the pages that were found answers a question: the share of its topics, where they stand, and its kind."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from research.answering.answerable import can_answer, strange_words
from research.answering.prose import ProseQuestion
from research.answering.prose_words import prose_words
from research.answering.told import ReadPage, Told, told_parts
from research.retrieval.asked_topics import KIND, METRIC, carried
from research.retrieval.reading import has_shape, numbers_in, topics_of, years_in
from research.retrieval.sections import section_kinds
from research.text.quotable import Part, PartKind

# A sentence of more characters says too much at once.
LONG = 450
# What a topic weighs that no part carries and that stands for many words.
UNSEEN = 0.25
NO_NUMBERS = 0.5


@dataclass(frozen=True, slots=True)
class Judged:
    """A part of a page with its score (0 for one that cannot answer) and the topics that it carries itself."""

    told: Told
    score: float

    @property
    def page(self) -> ReadPage:
        """Return the page that the part stands on."""
        return self.told.page

    @property
    def part(self) -> Part:
        """Return the part itself."""
        return self.told.part

    @property
    def topics(self) -> frozenset[str]:
        """Return the topics that the part carries itself."""
        return self.told.own | self.told.later

    @property
    def caption(self) -> str:
        """Return the heading of a part of the company that a sentence speaks of without naming it, "" for others."""
        over = self.part.heading
        named = prose_words().parts.search(over) is not None and not topics_of(over) <= topics_of(self.part.text)
        return over if named and self.part.kind is not PartKind.ROW else ""


def judged_parts(asked: ProseQuestion, pages: Sequence[ReadPage]) -> list[Judged]:
    """Return every part with its score (0 for one that cannot answer, else to about 1), in the order of pages and of their text."""
    told = told_parts(asked, pages)
    weight = _weights(asked, told)
    newest = max((page.fiscal_year for page in pages if page.fiscal_year is not None), default=None)
    recent = 0.0 if asked.years else prose_words().weights["recent"]
    return [Judged(one, _rounded(_score(asked, one, weight), recent * (one.page.fiscal_year == newest))) for one in told]


def _rounded(score: float, more: float) -> float:
    return round(score + more, 4) if score > 0 else 0.0


def _weights(asked: ProseQuestion, told: Sequence[Told]) -> dict[str, float]:
    """Return each topic's weight: the rarer among the parts, the more; a common word that none carries tells little, a rare one much."""
    counts = Counter(topic for one in told for topic in one.own | one.later)
    return {topic: _weight(asked, topic, counts[topic], len(told)) for topic in asked.topics}


def _weight(asked: ProseQuestion, topic: str, count: int, of: int) -> float:
    if not count and topic.startswith((KIND, METRIC)):
        return UNSEEN
    return asked.importance(topic) * math.log(1 + (1 + of) / (1 + count)) / math.log(2 + of)


def _score(asked: ProseQuestion, one: Told, weight: Mapping[str, float]) -> float:
    """Return how well a part answers, 0 when it cannot."""
    total = sum(weight.values())
    covered = _covered(asked, one)
    if not total or not can_answer(asked, one, covered):
        return 0.0
    share = sum(weight[topic] * carried_by for topic, carried_by in covered.items()) / total
    missing = max((weight[topic] for topic in weight if topic not in covered and not topic.startswith(KIND)), default=0.0)
    signals = {"topics": share, "missing": missing, **_signals(asked, one), **(_of_reasons(asked, one) if asked.reasons else {})}
    weights = prose_words().weights
    return sum(weights[name] * value for name, value in signals.items())


def _signals(asked: ProseQuestion, one: Told) -> dict[str, float]:
    """Return what speaks for a part beside its topics, and against it, 0 to 1 each."""
    known, text = prose_words(), one.part.text
    sections = section_kinds(one.page.section)
    around = sections | section_kinds(one.part.heading)
    in_risks, hypothetical = "risk" in sections, known.hypothetical.search(text) is not None
    return {
        "rank": one.page.rank,
        "cause": one.cause if asked.reasons else 1.0,
        "shape": float(not asked.shapes or any(has_shape(text, shape) for shape in asked.shapes)),
        "numbers": len(asked.numbers & numbers_in(text)) / len(asked.numbers) if asked.numbers else NO_NUMBERS,
        "section": float(bool(asked.sections & around)),
        "policy": float(not asked.policies and "policies" in around),
        "unrisky": float(asked.of_risks and not in_risks and not hypothetical),
        "risk": float(in_risks and not asked.risk),
        "hypothetical": float(hypothetical and not asked.risk),
        "deal": float(asked.names_wanted and known.deal.search(text) is not None),
        "long": float(len(text) > LONG),
        "year": float(bool(asked.years & years_in(text))),
    }


def _of_reasons(asked: ProseQuestion, one: Told) -> dict[str, float]:
    """Return what speaks against a part as the place of a reason: no change in it, the other way, another subject, a segment's."""
    up, down = prose_words().up.search(one.effect) is not None, prose_words().down.search(one.effect) is not None
    subject, predicate = strange_words(asked, one)
    return {
        "direction": float(asked.direction * (int(up) - int(down)) < 0),
        "still": float(not (one.goes_on or up or down or prose_words().giving.search(one.part.text))),
        "subject": subject,
        "predicate": predicate,
        "part": _is_of_a_part(asked, one),
    }


def _covered(asked: ProseQuestion, one: Told) -> dict[str, float]:
    """Return how far each topic is carried: by the part, by the sentence before it, its lead, its heading, or the section."""
    shares = prose_words().governed
    context = (
        (shares["section"], one.page.section),
        (shares["heading"], one.part.heading),
        (shares["heading"], one.part.head),
        (shares["lead"], one.part.lead),
        (shares["before"] if one.goes_on else shares["beside"], one.before.text if one.before else ""),
    )
    found: dict[str, float] = {}
    for share, text in context:
        for topic in carried(asked.topics, asked.words, topics_of(asked.about(text))) if text else ():
            found[topic] = max(share, found.get(topic, 0.0))
    if (missing := asked.names - found.keys() - one.own - one.later) and not asked.reasons:
        found |= dict.fromkeys(missing & carried(asked.topics, asked.words, topics_of(one.page.text)), shares["page"])
    found |= {topic: max(shares["after_cause"], found.get(topic, 0.0)) for topic in one.later}
    found |= dict.fromkeys(one.own, 1.0)
    return found


def _is_of_a_part(asked: ProseQuestion, one: Told) -> float:
    """Return 1 when the headings, or the sentence itself, say that a part speaks of a segment, and the question names none."""
    known = prose_words()
    if known.labelled.match(one.part.text) and not topics_of(one.part.text.partition(":")[0]) & asked.words:
        return 1.0
    over = "segments" in section_kinds(one.page.section) or known.parts.search(f"{one.part.heading} {one.effect}") is not None
    return float(over and not topics_of(one.part.heading) & asked.words)
