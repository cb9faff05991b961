"""What a model did in an evaluation, told apart: it wrote the answer, found none, could not be used, or was not asked at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from research.models.writer import FOUND_NONE, UNSUPPORTED
from research.nouns.answers import Answer


class Part(StrEnum):
    """What a model had to do with an answer.

    Written: its sentences are the answer. Refused: it said that the sources do not answer. Unsupported: no sentence of it held. Failed: it
    could not be reached, or said what is no answer. Not asked: the program computed, asked back or found nothing.
    """

    WRITTEN = "written"
    REFUSED = "refused"
    UNSUPPORTED = "unsupported"
    FAILED = "failed"
    NOT_ASKED = "not asked"


def part_of(answer: Answer, calls: int) -> Part:
    """Return what a model that was sent so many requests for an answer had to do with it."""
    if answer.model is not None:
        return Part.WRITTEN
    if any(FOUND_NONE in line for line in answer.missing):
        return Part.REFUSED
    if any(UNSUPPORTED in line for line in answer.missing):
        return Part.UNSUPPORTED
    return Part.FAILED if calls else Part.NOT_ASKED


def count_parts(parts: Iterable[Part]) -> dict[str, int]:
    """Return how many answers the model had each part in."""
    found = Counter(parts)
    return {one.value: found[one] for one in Part}
