"""Whether a sentence says no more than the words that it quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from research.models.vocabulary import is_free, latin_words
from research.text.han import is_han
from research.text.matching import normal_form
from research.text.patterns import any_of, read_beside
from research.text.segments import han_words
from research.text.words import sentences, stem, words
from research.verification.words import names_in, neutral_stems, said, topics_in, years_in

# So much of what a sentence says has to stand in its quotes; the rest are the words that join it.
LEAST_CARRIED = 0.6
# What turns a sentence into another one when only one side says it.
_TURNS = ("direction", "denial", "bound", "rank", "inclusion", "accounting", "status")
_HAN_STOP = re.compile(r"(?<=[。！？；])")
_IN_MARKS = re.compile(r"“([^“”]*)”|\"([^\"]*)\"|「([^「」]*)」|『([^『』]*)』|«([^«»]*)»|‘([^‘’]*)’(?!\w)")
_MARKS = re.compile("[“”「」『』«»]")


def sentences_of(text: str) -> Iterator[str]:
    """Yield the sentences of a draft's sentence, which may be several."""
    for start, end in sentences(text):
        yield from (part.strip() for part in _HAN_STOP.split(text[start:end]) if part.strip())


def is_verbatim(text: str, quotes: str) -> bool:
    """Return whether a sentence stands word for word in what it quotes."""
    return normal_form(text).rstrip(".。") in normal_form(quotes)


def uncarried(text: str, quotes: str, *, known: str) -> str:
    """Return why a sentence without figures says more than its quotes, "" when it does not.

    `known` are words that anyone may use: the question's, and names.
    """
    if why := unsaid(text, f"{quotes} {known}"):
        return why
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


def unsaid(text: str, carried: str) -> str:
    """Return why a sentence has words of its own, "" when it does not.

    Its own are names that nothing carries, words that not everyone uses, and two others in a row that only join nothing.
    """
    if missing := sorted(names_in(text) - names_in(carried) - _forms(carried)):
        return f"“{missing[0]}” does not stand in what it quotes"
    held, run = _forms(carried), ""
    for word in latin_words(text):
        if {word, stem(word)} & held:
            run = ""
        elif not is_free(word):
            return f"“{word}” does not stand in what it quotes"
        elif word not in _joining() and stem(word) not in neutral_stems():
            if run:
                return f"“{run} {word}” does not stand in what it quotes"
            run = word
    if is_han(text) and (own := next((word for word in han_words(text) if word not in carried and word not in _joining()), "")):
        return f"“{own}” does not stand in what it quotes"
    return ""


def misquotes(text: str, quotes: str, known: str) -> bool:
    """Return whether a sentence puts words into quotation marks that it does not quote, or marks that do not fit together."""
    held = normal_form(f"{quotes}\n{known}").casefold()
    inside = (next(filter(None, found.groups()), "") for found in _IN_MARKS.finditer(text))
    return any(normal_form(one).rstrip(".,。，").casefold() not in held for one in inside) or bool(_MARKS.search(_IN_MARKS.sub("", text)))


def _forms(text: str) -> frozenset[str]:
    """Return the words of a text and the parts that they are joined of, as they are and as stems."""
    return frozenset(form for word in (*words(text), *latin_words(text)) for form in (word, stem(word)))


def turned(text: str, quotes: str) -> bool:
    """Return whether a sentence says that a thing moved one way where all that it quotes says of that is the other way."""
    says, stands = ({way for way, pattern in _ways() if pattern.search(one)} for one in (text, quotes))
    return bool(says and stands) and says.isdisjoint(stands)


@cache
def _ways() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((way, any_of(words)) for way, words in read_beside(__file__, "turning_words.toml").items())


@cache
def _joining() -> frozenset[str]:
    table = read_beside(__file__, "joining_words.toml")
    return frozenset(word for name in ("english", "chinese") for word in table[name])
