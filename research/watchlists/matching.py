"""Which company of the library a watchlist's line means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from research.directory import Company, identity
from research.nouns.watchlists import WatchedCompany
from research.text.han import is_han

# One Chinese character begins too many names.
_LEAST_HAN = 2


@dataclass(frozen=True, slots=True)
class Meant:
    """The companies that a line may mean, one when it is clear, none when the library knows no such; `by_beginning` says it was guessed."""

    companies: tuple[Company, ...]
    by_beginning: bool = False


class Matcher:
    """Finds the companies of a library that lines of watchlists mean; made once for many lines."""

    def __init__(self, directory: Sequence[Company]) -> None:
        self._called: dict[str, list[Company]] = {}
        self._beginning: dict[str, list[tuple[Company, list[str]]]] = {}
        self._han: list[tuple[Company, str]] = []
        for company in directory:
            for said in {identity(one) for one in (*company.spellings, *company.other_names)} - {""}:
                self._called.setdefault(said, []).append(company)
            for name in dict.fromkeys((company.name, *company.spellings)):
                words = [identity(word) for word in name.split()]
                if is_han(name):
                    self._han.append((company, identity(name)))
                elif words:
                    self._beginning.setdefault(words[0], []).append((company, words))

    def meant(self, watched: WatchedCompany) -> Meant:
        """Return the companies that a line names: by name, else by ticker, else those whose names begin with its words."""
        found = self._called.get(identity(watched.company)) or (self._called.get(identity(watched.ticker)) if watched.ticker else None)
        return Meant(tuple(found)) if found else Meant(self._begun(watched.company.split()), by_beginning=True)

    def _begun(self, words: Sequence[str]) -> tuple[Company, ...]:
        """Return the companies one of whose names begins with these words, a Chinese one with these characters, in their order."""
        said = [identity(word) for word in words]
        if not any(said):
            return ()
        characters = "".join(said)
        if is_han(characters) and len(characters) >= _LEAST_HAN:
            found = [company for company, name in self._han if name.startswith(characters)]
        else:
            found = [company for company, name in self._beginning.get(said[0], ()) if name[: len(said)] == said]
        return tuple({company.name: company for company in found}.values())


def meant(watched: WatchedCompany, directory: Sequence[Company]) -> Meant:
    """Return the companies of the library that a line names: by name, else by ticker, else those whose names begin with its words."""
    return Matcher(directory).meant(watched)
