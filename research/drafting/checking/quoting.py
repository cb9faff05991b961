"""Words in quotation marks in a draft: they are to stand in the library, to the letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product

from research.drafting.checking.passages import Found, PassageJudge
from research.nouns.answers import Verdict
from research.text.matching import normal_form
from research.text.words import words
from research.verification.evidence import Evidence
from research.verification.nearness import find_near, standing_of, tokens_of

_QUOTED = re.compile(r"[“\"„«](?P<said>[^“”\"„«»]{8,600})[”\"“»]")
# Fewer words in quotation marks are a name or a manner of speaking, no quotation.
_LEAST_WORDS = 4
_NEAR = 0.75


def quotes_in(text: str) -> tuple[re.Match[str], ...]:
    """Return the places of a sentence that are in quotation marks and long enough to be quoted from somewhere."""
    return tuple(match for match in _QUOTED.finditer(text) if len(words(match["said"])) >= _LEAST_WORDS)


class QuoteJudge:
    """Looks for quotations in the texts that one reader may see."""

    def __init__(self, passages: PassageJudge) -> None:
        self._passages = passages

    def judge(self, quote: str, spellings: Sequence[str]) -> Found:
        """Return whether the library carries words to the letter; where a place has nearly the same, that is what they should be."""
        said = quote.strip().rstrip(".,;…")
        pages = self._passages.pages(said, spellings) or (self._passages.pages(said, ()) if spellings else [])
        for page, form in product(pages, dict.fromkeys((said, said.replace("'", "’")))):
            if normal_form(form) in normal_form(page.text) and (citation := self._passages.cited(form, page)):
                return Found(Verdict.SUPPORTED, "quoted to the letter", citation)
        for page in pages:
            if near := _near(said, page):
                citation = self._passages.cited(near, page)
                if citation:
                    return Found(Verdict.MISMATCH, "the source has other words", citation, " ".join(near.split()))
        return Found(Verdict.NO_EVIDENCE, "the quotation is not in the library")


def _near(said: str, page: Evidence) -> str:
    """Return what a page says in nearly the words of a quotation, "" where it says nothing like it."""
    tokens = tokens_of(page.text)
    near = find_near(tokens_of(said), tokens, standing_of(tokens), page.text)
    return page.text[near.start : near.end] if near and near.share >= _NEAR else ""
