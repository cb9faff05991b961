"""Whether a sentence without figures says no more than the words that it quotes."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

from research.concepts.catalogue import concepts
from research.news.word_classes import is_rare
from research.text.words import stem, words
from research.verification.words import names_in, said, topics_in, years_in

# So much of what a sentence says has to stand in its quotes; the rest are the words that join it.
LEAST_CARRIED = 0.6
# What turns a sentence into another one when only one side says it.
_TURNS = ("direction", "denial", "bound", "rank", "inclusion", "accounting", "status")
# A name that stands so often on the pages cited is one of theirs.
OFTEN = 3
_NAME = re.compile(r"\b[A-Z][a-z]+\b")
# A word as no language writes one: letters with figures or signs inside, or long capitals. Where a model says one it is quoted.
# Capitals of four letters and more that are no acronym of the field, and words joined to numbers, are odd too.
_CAPITALS = re.compile(r"\b[A-Z]{4,}\b|\b[A-Za-z]{2,}[-_]\d{2,}\b")
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


def is_odd(text: str, known: str, pages: str = "") -> bool:
    """Return whether a sentence has words that are of no vocabulary, beside those of the question and the companies' names.

    What a document makes a model say in secret has them, and is shown as a quote only. So are the names of products and places, unless
    the pages cited use them again and again.
    """
    if any(found not in known for found in _ODD.findall(text)):
        return True
    if any(found not in known and found.lower() not in _of_finance() for found in _CAPITALS.findall(text)):
        return True
    usual = {word for one in words(known) for word in (one, stem(one))}
    named = Counter(found.lower() for found in _NAME.findall(pages))
    usual |= {name for name, count in named.items() if count >= OFTEN}
    spelt = [part for word in words(text) for part in re.split(r"[-'’&./]", word) if part.isascii() and part.isalpha() and len(part) > 1]
    return any(is_rare(stem(word)) and not {word, stem(word)} & (usual | _of_finance()) for word in spelt)


@cache
def _of_finance() -> frozenset[str]:
    """Return the words of the field, as they are and as stems: the data file's, and those of the names of concepts."""
    lines = Path(__file__).with_name("finance_words.txt").read_text(encoding="utf-8").splitlines()
    listed = (word for line in lines if not line.startswith("#") for word in line.split())
    named = (word for one in concepts() for name in (one.title, *one.aliases) for word in words(name))
    return frozenset(form for word in (*listed, *named) for form in (word, stem(word)))


def _words(text: str) -> frozenset[str]:
    return frozenset(words(text)) | frozenset(stem(word) for word in words(text))
