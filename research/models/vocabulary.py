"""Words that anyone uses, and those that only a document makes a model say: the latter are shown in a quote or not at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from research.concepts.catalogue import concepts
from research.news.word_classes import is_common, is_rare
from research.text.han import is_han
from research.text.segments import han_words, is_han_word
from research.text.words import stem, words

# A word as no language writes one: letters with figures or signs inside, addresses, pictures.
_ODD = re.compile(
    r"(?<!\w)(?=\w*[a-z])(?=\w*\d)\w{4,}|\w+(?:[_@#\\/|~^*=+<>\[\]]+\w+)+|\b[a-z]{2,}[-–:]\d{2,}\b"
    r"|https?:|www\.|\b[\w-]{2,}\.[a-z]{2,}\b|\w@|[#@^~`*_=|\\]+[a-z]|(?<![^\W_])[a-z](?:[\s.\-·]+[a-z](?![^\W_])){3,}",
    re.IGNORECASE | re.ASCII,
)
# Capitals of four letters and more that are no acronym of the field.
_CAPITALS = re.compile(r"\b[A-Z]{4,}\b")
# Forms that look so and are none: periods, ordinals and multiples, forms of filings, words joined by "and" or "or".
_YEAR = r"(?:(?:19|20)?\d\d)"
_PERIOD = re.compile(
    rf"(?:FY|CY|FYE){_YEAR}[EA]?|[1-4][HQ](?:FY|CY)?{_YEAR}?|[HQ][1-4](?:FY|CY)?{_YEAR}?|{_YEAR}[HQ][1-4]|{_YEAR}[EA]"
    r"|\d+(?:st|nd|rd|th|s|x|bps|bp|mm|m|bn|b|k|pp|pps|pct|kg|km|mw|gw|gwh|mwh|kwh|ft|t|h)",
    re.IGNORECASE,
)
_USUAL = re.compile(
    rf"{_PERIOD.pattern}|\d+(?:/\d+)+|(?:10-[KQ]|8-K|20-F|6-K)(?:/A)?|[A-Z]{{2,5}}\d?|US\$\d*|F-\d+|[a-z]+/[a-z]+"
    r"|(?:Form|Item|Note|Level|Topic)s?[-–:]?\d+",
    re.IGNORECASE,
)
_HAN_JOINING = "的之为于与和及或以至由按从自在向对被把系是有无未不将各其该本此每一二三四五六七八九十年月日率额股元"
_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_SCRIPTS = ("LATIN", "CJK", "FULLWIDTH", "MICRO", "DIGIT", "GREEK SMALL LETTER MU")
_SIGNS = frozenset(["Cf", "Cc", "Cn", "Co", "Cs"])


def cleaned(text: str) -> str:
    """Return a model's words as they are checked and shown: in one form, white space as blanks, nothing in them that is not seen."""
    plain = unicodedata.normalize("NFC", text)
    seen = (one for one in plain if one.isspace() or unicodedata.category(one) not in _SIGNS)
    return " ".join("".join(seen).replace("**", "").replace("`", "").split())


def is_odd(text: str, known: str) -> bool:
    """Return whether a text has words that are of no vocabulary, beside those that are known: the question's and the companies' names.

    What a document makes a model say in secret has them. So have names of products and places, which are rightly shown as quotes.
    """
    return any(True for _ in odd_words(text, known))


def odd_words(text: str, known: str) -> Iterator[str]:
    """Yield the words of a text that are of no vocabulary beside what is known, as they stand there."""
    folded, said = _folded(text), _folded(known)
    yield from (found[0] for found in _ODD.finditer(folded) if not _USUAL.fullmatch(found[0]) and found[0] not in said)
    yield from (one for one in _CAPITALS.findall(folded) if one not in said and one.lower() not in of_finance())
    yield from (one for one in folded if _is_strange(one) and one not in said)
    own = {form for word in latin_words(said) for form in (word, stem(word))}
    yield from (word for word in latin_words(folded) if not {word, stem(word)} & own and not is_of_vocabulary(word))
    if is_han(folded) and _is_foreign_han(folded, said):
        yield from (run for run in _HAN_RUN.findall(folded) if run not in said)
    elif is_han(folded):
        yield from (word for word in han_words(folded) if not _is_han_known(word, said))


def _is_foreign_han(text: str, known: str) -> bool:
    """Return whether Han characters stand in a sentence of another language, or answer a question in one."""
    return not is_han(known) or sum(map(len, _HAN_RUN.findall(text))) < sum(one.isascii() and one.isalpha() for one in text)


def _is_han_known(word: str, said: str) -> bool:
    """Return whether a Chinese word is in a dictionary, the field's or what is known, also behind or before a character that joins."""
    bare = word.strip(_HAN_JOINING)
    return any(len(one) < 2 or one in said or one in of_finance() or is_han_word(one) for one in (word, bare, bare[1:], bare[:-1]))


@lru_cache(maxsize=50_000)
def is_of_vocabulary(word: str) -> bool:
    """Return whether an English word, in small letters, is one of the general vocabulary or of the field."""
    return not is_rare(stem(word)) or bool({word, stem(word)} & of_finance())


@lru_cache(maxsize=50_000)
def is_free(word: str) -> bool:
    """Return whether anyone may say an English word without quoting it: one of the commonest, or of the field."""
    return is_common(stem(word)) or bool({word, stem(word)} & of_finance())


@cache
def of_finance() -> frozenset[str]:
    """Return the words of the field, as they are and as stems: the data file's, and those of the names of concepts."""
    lines = Path(__file__).with_name("finance_words.txt").read_text(encoding="utf-8").splitlines()
    listed = (word for line in lines if not line.startswith("#") for word in line.split())
    named = (word for one in concepts() for name in (one.title, *one.aliases) for word in words(name))
    return frozenset(form for word in (*listed, *named) for form in (word, stem(word)))


def latin_words(text: str) -> list[str]:
    """Return the parts of words written in Latin letters, in small letters; single letters are none, nor are periods and units."""
    joined = (one for word in words(text) for one in word.split("-") if not _PERIOD.fullmatch(one))
    parts = (part for one in joined for part in _LETTERS.findall(one))
    return [part for part in parts if part.isascii() and len(part) > 1]


def _folded(text: str) -> str:
    """Return a text with letters and digits of other widths and with marks as plain ones."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(one for one in apart if unicodedata.category(one) not in {"Mn", "Cf"})


@lru_cache(maxsize=5_000)
def _is_strange(character: str) -> bool:
    """Return whether a character is of a script or a kind that neither English nor Chinese prose has."""
    kind = unicodedata.category(character)
    if kind[0] == "L":
        return not unicodedata.name(character, "").startswith(_SCRIPTS)
    return kind in {"So", "Sk", "Lm", *_SIGNS} and character not in "°®™©" and not character.isspace()
