"""What the companies of the library are called, ready to be found in questions: every name by its first word, as a pattern."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from research.concepts.companies import strip_legal_form
from research.planning.beginnings import beginnings, common_words, is_beginning, is_plain
from research.planning.folding import unaccented
from research.planning.han_names import leading_parts
from research.text.han import is_han

# How many letters of each of two words an abbreviation of both takes: "AmEx".
_CLIPPED = ((2, 2), (3, 2), (2, 3))
_LEAST_CLIPPED = 4
# How many letters of the first word stand for it before the second: "Gen Mills".
_SHORTENED = (3, 4)
_FIRST_WORD = re.compile(r"[^\W_]+")
_HYPHENS = re.compile(r"[\s-]+")


@dataclass(frozen=True, slots=True)
class Called:
    """One name of a company: `given` by documents or the user, `beginning` when it is only the start of the legal name.

    `ticker` tells an abbreviation that no printed name begins with; `common` a name of words of the language alone ("Target", "Best Buy");
    `short` the beginning of a Chinese name.
    """

    company: str
    name: str
    pattern: re.Pattern[str]
    given: bool
    beginning: bool
    ticker: bool
    common: bool
    short: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a library's companies by the first word in small letters; those in Han characters apart.

    `shared` are the beginnings that several companies' names have, by first word: they mean none of them.
    """

    by_word: Mapping[str, Sequence[Called]]
    han: Sequence[Called]
    shared: Mapping[str, Sequence[re.Pattern[str]]]


def names_of(names: Mapping[str, Iterable[str]]) -> Names:
    """Return every name that means a company: those given, the distinctive beginnings of its legal name, and abbreviations of it.

    A beginning by which another company is called, or with which another's name begins, is shared and means none.
    """
    return _names_of(tuple((company, tuple(dict.fromkeys(others))) for company, others in names.items()))


@lru_cache(maxsize=4)
def _names_of(names: tuple[tuple[str, tuple[str, ...]], ...]) -> Names:
    carriers = _carriers(names)
    by_word: dict[str, list[Called]] = {}
    han: list[Called] = []
    shared: dict[str, set[str]] = {}
    for company, others in names:
        given = {company, *others}
        for name in sorted({*given, *beginnings(company), *_abbreviated(company)}):
            begins = is_beginning(name, company)
            free = carriers.get(_key(name), {company}) <= {company}
            word = _FIRST_WORD.search(_key(name))
            if word is None:
                continue
            if not free and (begins or name not in given):
                if begins and not _is_common(name):
                    shared.setdefault(word.group(), set()).add(_key(name))
                continue
            called = Called(company, name, _whole(name), name in given, begins, _is_ticker(name, given), _is_common(name))
            if is_han(name):
                han.append(called)
            else:
                by_word.setdefault(word.group(), []).append(called)
    whole = {company: (company, *others) for company, others in names}
    for company, parts in leading_parts(whole).items():
        han += [Called(company, part, _whole(part), given=False, beginning=False, ticker=False, common=False, short=True) for part in parts]
    patterns = {word: tuple(map(_whole, sorted(found, key=len, reverse=True))) for word, found in shared.items()}
    return Names({word: tuple(found) for word, found in by_word.items()}, tuple(han), patterns)


def candidates(question: str, names: Names) -> list[Called]:
    """Return the names whose first word stands in a question, which `unaccented` made plain."""
    found = [called for called in names.han if called.name in question]
    for word in sorted({match.group() for match in _FIRST_WORD.finditer(question.casefold())}):
        found += names.by_word.get(word, ())
    return found


def _carriers(names: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, set[str]]:
    """Return the companies by every beginning, up to a whole word, of what they are called."""
    carriers: dict[str, set[str]] = {}
    for company, others in names:
        for name in {company, *others, *_abbreviated(company)}:
            key = _key(name)
            for end in [*(match.start() for match in re.finditer(r"(?<=\w)\W", key)), len(key)]:
                carriers.setdefault(key[:end], set()).add(company)
    return carriers


def _key(name: str) -> str:
    return unaccented(name).casefold()


def _abbreviated(company: str) -> set[str]:
    """Return how a name of two words is said short: "J&J" for "Johnson & Johnson", "AmEx", "Gen Mills"; one in letters without its "&"."""
    words = re.sub(r"\band\b", "&", strip_legal_form(company), flags=re.IGNORECASE).split()
    found: set[str] = set()
    if len(words) == 3 and words[1] == "&":
        found.add(f"{words[0][0]}&{words[2][0]}".upper())
    if len(words) == 2 and all(word.isalpha() and len(word) >= _LEAST_CLIPPED for word in words):
        found |= {words[0][:first].title() + words[1][:second].title() for first, second in _CLIPPED}
        found |= {f"{words[0][:length]} {words[1]}" for length in _SHORTENED if len(words[0]) > length + 2}
    if len(words) == 1 and re.fullmatch(r"[A-Z]+&[A-Z]+", words[0]):
        found.add(words[0].replace("&", ""))
    return {name for name in found if name.lower() not in common_words() and not is_plain(name)}


def _is_ticker(name: str, given: Iterable[str]) -> bool:
    longer = re.compile(rf"{re.escape(name)}\W", re.IGNORECASE)
    spelled = any(longer.match(other) for other in given) or "&" in name
    return name.isupper() and " " not in name and not spelled and not is_han(name)


def _is_common(name: str) -> bool:
    """Return whether a name is made of words of the language and of questions alone."""
    words = re.findall(r"[^\W_]+", name.lower())
    return all((word in common_words() or is_plain(word)) and not any(map(str.isdigit, word)) for word in words)


def _whole(name: str) -> re.Pattern[str]:
    """Return a pattern that finds a name as a whole word: in any case, hyphens as spaces, "and" as "&"; Han names without spaces."""
    plain = unaccented(name)
    if is_han(plain):
        return re.compile(re.escape(plain))
    parts = [r"(?:&|and)" if part.lower() in ("&", "and") else _word(part) for part in _HYPHENS.split(plain) if part]
    return re.compile(r"(?<!\w)" + r"[\s-]+".join(parts) + r"(?!\w)", re.IGNORECASE)


def _word(part: str) -> str:
    """Return a pattern for one word of a name; letters around "&" may stand apart from it."""
    return r"\s?&\s?".join(re.escape(piece.replace("’", "'")).replace("'", "['’]") for piece in part.split("&"))
