"""Whether a sentence without figures says no more than the words that it quotes."""

from __future__ import annotations

import re

from research.text.words import stem, words
from research.verification.words import names_in, said, topics_in, years_in

# So much of what a sentence says has to stand in its quotes; the rest are the words that join it.
LEAST_CARRIED = 0.6
# What turns a sentence into another one when only one side says it.
_TURNS = ("direction", "denial", "bound", "rank", "inclusion", "accounting", "status")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# A word as no language writes one: letters with figures or signs inside, or long capitals. Where a model says one it is quoted.
_ODD = re.compile(r"\b(?=\w*[A-Za-z])(?=\w*\d)\w{4,}\b|\b\w+(?:[_@#\\/|~^]\w+)+|\b[A-Z]{7,}\b|https?:|www\.|[\U0001F000-\U0001FAFF]")


def uncarried(text: str, quotes: str, *, known: str) -> str:
    """Return why a sentence says more than its quotes, "" when it does not. `known` are words that anyone may use: question and names."""
    if missing := sorted(names_in(text) - names_in(quotes) - names_in(known) - _words(known) - _words(quotes)):
        return f"“{missing[0]}” does not stand in what it quotes"
    if years := sorted(years_in(text) - years_in(quotes) - years_in(known)):
        return f"the year {years[0]} does not stand in what it quotes"
    if turned := next((name for name in _TURNS if said(name, text) - said(name, quotes)), ""):
        return f"its words of {turned} do not stand in what it quotes"
    if said("denial", quotes) - said("denial", text):
        return "what it quotes denies it"
    topics = topics_in(text)
    carried = topics_in(quotes) | topics_in(known)
    if topics and len(topics & carried) < LEAST_CARRIED * len(topics):
        return "most of its words do not stand in what it quotes"
    return ""


def is_odd(text: str, known: str) -> bool:
    """Return whether a sentence has words as no language writes them, beside the question's: such words are shown as a quote only."""
    return any(found not in known for found in _ODD.findall(text))


def _words(text: str) -> frozenset[str]:
    return frozenset(words(text)) | frozenset(stem(word) for word in words(text))
