"""The JSON of a checked draft that other programs rely on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from research.nouns.drafts import CheckedSentence, DraftCheck, DraftSentence
    from ui.cli.contract import Json


def check_json(check: DraftCheck) -> dict[str, Json]:
    """Return a checked draft as `desk check --json` prints it: its sentences in order, numbered from 1, and its contradictions."""
    numbers = {one.sentence: number for number, one in enumerate(check.sentences, 1)}
    return {
        "sentences": [_sentence(one, number) for number, one in enumerate(check.sentences, 1)],
        "contradictions": [
            {"sentences": [numbers.get(one.first), numbers.get(one.second)], "reason": one.reason} for one in check.contradictions
        ],
        "checked_at": check.checked_at.isoformat(),
    }


def _sentence(checked: CheckedSentence, number: int) -> dict[str, Json]:
    citation = checked.citation
    found: dict[str, Json] = {
        "number": number,
        "text": checked.sentence.text,
        "verdict": checked.verdict.value,
        "source": {"document": citation.document, "page": citation.page, "quote": citation.quote, "marker": citation.marker}
        if citation
        else None,
        "reason": checked.reason,
        "place": _place(checked.sentence),
    }
    if checked.expected is not None:
        found["expected"] = checked.expected
    if checked.accepted:
        found["accepted"] = checked.accepted
    return found


def _place(sentence: DraftSentence) -> dict[str, Json]:
    place = sentence.place
    return {"part": place.part.value, "block": place.block, "row": place.row, "column": place.column, "heading": sentence.heading}
