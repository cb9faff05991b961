"""What sort of thing a text tells of and what it says of itself, read from `kinds.toml`: the same in English and in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from research.text.han import is_han
from research.text.patterns import any_of, read_beside
from research.text.words import stem, words

# How many words may stand where a phrase has "~".
GAP = 4
_ANY = "~"
_HAN_GAP = "[^，。；！？、]{0,12}"


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases by what they say: English ones as stems behind their first stem, Chinese ones by their first part."""

    stems: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    han: tuple[tuple[str, re.Pattern[str] | None, str], ...]

    def found(self, stems: Sequence[str], text: str) -> frozenset[str]:
        """Return what the phrases say that stand in a text, which is given with the stems of its words in order."""
        said = set()
        for at, first in enumerate(stems, 1):
            listed = self.stems.get(first)
            if listed is None:
                continue
            following = stems[at] if at < len(stems) else None
            for rest, name in listed:
                if name in said:
                    continue
                # Most phrases end at their second word: that one is looked at here.
                if not rest or ((rest[0] == following or rest[0] == _ANY) and _stands(rest, stems, at)):
                    said.add(name)
        if is_han(text):
            said.update(name for word, gapped, name in self.han if word in text and (gapped is None or gapped.search(text)))
        return frozenset(said)


def _stands(rest: Sequence[str], stems: Sequence[str], at: int) -> bool:
    """Return whether the rest of a phrase stands at a place, "~" for any few words before another one."""
    for place, part in enumerate(rest):
        if part == _ANY:
            following = rest[place + 1 :]
            near = [start for start in range(at, min(at + GAP + 1, len(stems))) if stems[start] == following[0]]
            return any(_stands(following, stems, start) for start in near)
        if at >= len(stems) or stems[at] != part:
            return False
        at += 1
    return True


@cache
def phrases(part: str) -> Phrases:
    """Return the phrases of one part of `kinds.toml`: "kinds" by stems, or "marks" by the words themselves."""
    listed: Mapping[str, Sequence[str]] = read_beside(__file__, "kinds.toml")[part]
    stems: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, phrase in ((name, phrase) for name, said in listed.items() for phrase in said if not is_han(phrase)):
        for first, *rest in _written_out(phrase, stemmed=part == "kinds"):
            stems.setdefault(first, []).append((tuple(rest), name))
    han = tuple((*_han(phrase), name) for name, said in listed.items() for phrase in said if is_han(phrase))
    return Phrases({first: tuple(sorted(set(found))) for first, found in stems.items()}, han)


def says_of_itself(title: str) -> frozenset[str]:
    """Return what a title says of its entry: that it is a correction, an update, a roundup."""
    return phrases("marks").found(words(title), title)


@cache
def listed_stems() -> frozenset[str]:
    """Return the stems that phrases for kinds are made of: as words of a title they name nobody."""
    listed = phrases("kinds").stems
    return frozenset({*listed, *(one for found in listed.values() for rest, _ in found for one in rest)})


def _written_out(phrase: str, *, stemmed: bool) -> Iterator[list[str]]:
    """Yield a phrase with one word for each list of words, its words as stems when they are wanted so."""
    choices = [[_read(word, stemmed=stemmed) for word in part.split("|")] for part in phrase.split()]
    for chosen in product(*choices):
        yield [word for words_of in chosen for word in words_of]


def _read(word: str, *, stemmed: bool) -> list[str]:
    parts = [word] if word == _ANY else word.replace("-", " ").split()
    return [one if one == _ANY or not stemmed else stem(one) for one in parts]


def _han(phrase: str) -> tuple[str, re.Pattern[str] | None]:
    """Return the first characters of a Chinese phrase and, where it has "~" for a few characters of one clause, a pattern of the whole."""
    first, *rest = phrase.split(_ANY)
    return first, re.compile(_HAN_GAP.join(map(re.escape, (first, *rest)))) if rest else None


@cache
def two_events() -> tuple[frozenset[str], frozenset[str]]:
    """Return two lists of kinds: titles of which one has kinds of the first alone and the other of the second alone tell of two events."""
    lists = read_beside(__file__, "kinds.toml")["two_events"]
    return frozenset(lists["reported"]), frozenset(lists["paid"])


@cache
def apart() -> tuple[frozenset[str], ...]:
    """Return the lists of kinds of which an entry is about one."""
    return tuple(frozenset(kinds) for kinds in read_beside(__file__, "kinds.toml")["apart"].values())


@cache
def _alike() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(kinds) for kinds in read_beside(__file__, "kinds.toml")["alike"].values())


@lru_cache(maxsize=4_096)
def told_alike(kinds: frozenset[str]) -> frozenset[str]:
    """Return kinds with those that others tell of the same act: to reject, to oppose and to deny are one answer to a bid."""
    return kinds.union(*(one for one in _alike() if kinds & one))


@cache
def later_kinds() -> frozenset[str]:
    """Return the kinds that make an event of its own of what comes of another one."""
    return frozenset(read_beside(__file__, "kinds.toml")["later"]["kinds"])


@cache
def _background() -> re.Pattern[str]:
    return any_of(read_beside(__file__, "kinds.toml")["background"]["words"])


def told_first(title: str) -> str:
    """Return a title up to where it begins to tell what came before."""
    match = _background().search(title, 1)
    return title[: match.start()] if match else title


def told_kinds(text: str) -> frozenset[str]:
    """Return the kinds of what a title or a sentence tells first; of the whole where shares moved, for the reason comes then."""
    told = told_first(text)
    first = _kinds(told)
    return _kinds(text) if "move" in first or (told != text and "%" in told) else first


@lru_cache(maxsize=4_096)
def _kinds(text: str) -> frozenset[str]:
    told = _misread().sub(" ", text)
    return phrases("kinds").found([stem(word) for word in words(told.replace("-", " "))], told)


@cache
def _misread() -> re.Pattern[str]:
    return re.compile("|".join(read_beside(__file__, "kinds.toml")["misread"]["words"]), re.IGNORECASE)
