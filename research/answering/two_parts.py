"""An answer with a figure and the passages that answer the rest of its question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from research.nouns.answers import Answer, AnswerStatus, Citation, Claim
from research.planning.vocabulary import vocabulary

_MARKER = re.compile(r"\[(\d+)\]")
NO_OTHER_PART = "no passage answers the other part of the question"
NO_REASON = "no passage of the documents searched says why"


def with_passages(figure: Answer, passages: Answer, *, lacking: str = NO_OTHER_PART) -> Answer:
    """Return the answer with a figure with the claims of another after its own, those aside that stand in the figure's own sentence.

    Where no other is left it is told, as `lacking` says, that they lack; a reason may stand in that very sentence.
    """
    own_pages = [(one.document, one.page, one.start, one.end) for one in figure.citations]
    further = [claim for claim in passages.claims if not all(_lies_in(one, own_pages) for one in claim.citations)]
    if not further and not (passages.claims and vocabulary().reasons.search(figure.question)):
        return replace(figure, status=AnswerStatus.PARTIAL, missing=(*figure.missing, lacking))
    first = max((int(one.marker) for one in figure.citations if one.marker.isdigit()), default=0)
    claims = [_moved(claim, first) for claim in further]
    kept = {one.marker for claim in further for one in claim.citations}
    own = (*figure.claims, *claims)
    return replace(
        figure,
        claims=own,
        text="\n".join(claim.text for claim in own),
        citations=(
            *figure.citations,
            *(replace(one, marker=f"{int(one.marker) + first}") for one in passages.citations if one.marker in kept),
        ),
    )


def _lies_in(one: Citation, places: Sequence[tuple[str, int, int, int]]) -> bool:
    return any((one.document, one.page) == place[:2] and one.start < place[3] and place[2] < one.end for place in places)


def _moved(claim: Claim, by: int) -> Claim:
    """Return a claim with its markers counted on."""
    text = _MARKER.sub(lambda found: f"[{int(found[1]) + by}]", claim.text)
    return replace(claim, text=text, citations=tuple(replace(one, marker=f"{int(one.marker) + by}") for one in claim.citations))
