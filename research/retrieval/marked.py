"""Pages that say little of their own put after the others: a note's legal matter, and copies of pages that were found too."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path

from research.nouns.documents import MarkKind, PageMark
from research.retrieval.ranking import RankedPage
from research.text.words import words


@cache
def disclosure_words() -> frozenset[str]:
    """Return the words by which a question asks for such pages themselves, from `disclosure_words.txt`."""
    return frozenset((Path(__file__).parent / "disclosure_words.txt").read_text(encoding="utf-8").split())


def put_last(
    ranked: Sequence[RankedPage],
    marks: Sequence[PageMark],
    *,
    names: Mapping[str, str],
    wanted: Collection[str],
    question: str,
) -> list[RankedPage]:
    """Return the pages in their order, those that are marked behind the others; none is dropped.

    A disclosure page goes back unless the question asks for such; a copy only behind the page that it repeats, when that was found too.
    `names` are the documents' by id; a page of one of the `wanted` chunks, which carry what is asked for, stays.
    """
    asked = not disclosure_words().isdisjoint(words(question))
    found = {repeats(one.chunk.page, names[one.chunk.document_id]) for one in ranked}
    back = {
        (mark.document_id, mark.page)
        for mark in marks
        if (mark.kind is MarkKind.DISCLOSURE and not asked) or (mark.kind is MarkKind.NEAR_DUPLICATE and mark.detail in found)
    }
    last = [one for one in ranked if (one.chunk.document_id, one.chunk.page) in back and one.chunk.id not in wanted]
    return [one for one in ranked if one not in last] + last


def repeats(page: int, document: str) -> str:
    """Return the words of a mark for a page that repeats this one, as ingest writes them."""
    return f"repeats page {page} of {document}"
