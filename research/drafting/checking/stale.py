"""Figures that newer filings state otherwise, where a sentence itself says that they are the old ones."""

from __future__ import annotations

from dataclasses import replace

from research.drafting.checking.fitting import amount_fits
from research.drafting.checking.judging import Judged
from research.drafting.checking.reading import SentenceRead
from research.drafting.checking.words import guidance_words
from research.nouns.answers import Verdict

_SCALES = (10**3, 10**6, 10**9)


def told_as_old(judged: Judged, read: SentenceRead) -> Judged:
    """Return a figure that a newer filing states otherwise as supported, where the sentence itself says so, or gives the newer one too."""
    if judged.verdict is not Verdict.STALE or judged.is_of is not None or judged.value is None:
        return judged
    newest = judged.value
    gives_newer = any(amount_fits(one, read.text, newest, scale=scale) for one in read.figures for scale in {one.scale or 1, *_SCALES})
    if not gives_newer and guidance_words().at_first.search(read.text) is None:
        return judged
    return replace(judged, verdict=Verdict.SUPPORTED, reason=f"{judged.reason}, as the sentence says", expected="")
