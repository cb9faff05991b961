"""A sentence to be checked, with its question: which of its words belong to which of its figures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from research.concepts.catalogue import concepts
from research.text.figures import PrintedFigure, printed_figures
from research.verification.words import names_in, said, spans_in, topics_in, years_in

_YEAR = re.compile(r"(?<![\d,.$€£¥/])(?:19|20)\d\d(?![\d%]|,\d|\.\d)|\b(?:FY|fiscal)\s?['’]?\d\d\b", re.IGNORECASE)
_FISCAL = re.compile(r"\bFY\s?\d|\bfiscal(?:\s+year)?\s+\d", re.IGNORECASE)
# A sentence's first word has a capital in any case; one that another name follows, or in the possessive, is a name still.
_FIRST_WORD = re.compile(r"^\W*[A-Z][a-z]+(?!['’\w])(?!\s+[A-Z&])")
_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)
_SCALE = re.compile(r"\b(?:in|of)\s+(?:USD?\s+|US\$\s*|\$\s?)?(?:USD\s+)?(thousand|million|billion)s?\b", re.IGNORECASE)
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
_CLAUSE = re.compile(r"[;:]|,\s|\s(?:and|while|whereas|but|compared|versus|from)\s|[，；。]")


@dataclass(frozen=True)
class ClaimText:
    """A sentence and the question that it answers ("" for none)."""

    text: str
    question: str = ""

    @cached_property
    def figures(self) -> tuple[PrintedFigure, ...]:
        """Return the figures of the sentence in order."""
        return printed_figures(self.text)

    @cached_property
    def scale_asked(self) -> int | None:
        """Return the multiplier that the sentence or the question asks figures in ("in USD millions"), None when neither does."""
        found = _SCALE.search(self.text) or _SCALE.search(self.question)
        return _SCALES[found[1].lower()] if found else None

    @cached_property
    def years(self) -> frozenset[int]:
        """Return the years of the sentence, else those of the question."""
        return years_in(self.text) or years_in(self.question)

    @cached_property
    def is_fiscal(self) -> bool:
        """Return whether the years meant are fiscal ones by their words ("FY2018")."""
        return bool(_FISCAL.search(self.text if years_in(self.text) else self.question))

    @cached_property
    def spans(self) -> frozenset[str]:
        """Return the spans that the sentence names, else those of the question."""
        return spans_in(self.text) or spans_in(self.question)

    @cached_property
    def names(self) -> frozenset[str]:
        """Return the capitalised words of the sentence that are not what a metric is called; a lone first word counts in the possessive."""
        return self.names_near(None)

    def names_near(self, figure: PrintedFigure | None) -> frozenset[str]:
        """Return the names that a figure of the sentence is of: those before it and after its neighbour, the last one's after it too."""
        text = self.text
        if figure is not None:
            at = self.figures.index(figure)
            first = self.figures[at - 1].end if at else 0
            text = self.text[first : figure.start] if at + 1 < len(self.figures) else self.text[first:]
        plain = _FIRST_WORD.sub(" ", text) if self.text.startswith(text[:12]) else text
        return names_in(plain) - _metric_words()

    @cached_property
    def concepts(self) -> frozenset[str]:
        """Return the canonical concepts that the sentence names, else those of the question."""
        return concepts_in(self.text) or concepts_in(self.question)

    def near(self, figure: PrintedFigure) -> str:
        """Return the words around a figure up to its neighbours: what is said of it and of no other."""
        at = self.figures.index(figure)
        first = self.figures[at - 1].end if at else 0
        last = self.figures[at + 1].start if at + 1 < len(self.figures) else len(self.text)
        return f"{self.text[first : figure.start]} {self.text[figure.end : last]}"

    def year_of(self, figure: PrintedFigure) -> frozenset[int]:
        """Return the years that a figure may be of: its own where the words place it, else all of the sentence or the question."""
        return year_of(self.text, self.figures, figure) or self.years

    def direction_of(self, figure: PrintedFigure) -> str:
        """Return "up", "down" or "" by the nearest word of direction in a figure's clause."""
        return direction_of(self.text, figure)


def year_of(text: str, figures: tuple[PrintedFigure, ...], figure: PrintedFigure) -> frozenset[int]:
    """Return the year of one figure of a sentence: the only one, the one that "respectively" pairs with it, else its neighbour.

    Where a year opens the sentence and none ends it, years come before their figures; else after them.
    """
    marks = [(match.start(), min(years_in(match[0]))) for match in _YEAR.finditer(text) if years_in(match[0])]
    if len({year for _, year in marks}) <= 1:
        return frozenset(year for _, year in marks)
    at = figures.index(figure)
    if _RESPECTIVELY.search(text) and len(figures) == len(marks):
        return frozenset({marks[at][1]})
    last = figures[at + 1].start if at + 1 < len(figures) else len(text)
    after = [year for place, year in marks if figure.end <= place < last]
    first = figures[at - 1].end if at else 0
    before = [year for place, year in marks if first <= place < figure.start]
    year_first = marks[0][0] < figures[0].start and marks[-1][0] < figures[-1].start
    return frozenset((before[-1:] or after[:1]) if year_first else (after[:1] or before[-1:]))


def direction_of(text: str, figure: PrintedFigure) -> str:
    """Return "up", "down" or "" by the nearest word of direction before a figure in its clause, else after it."""
    before = _CLAUSE.split(text[: figure.start])[-1]
    after = _CLAUSE.split(text[figure.end :])[0]
    for part, backwards in ((before, True), (after, False)):
        words = part.split()
        for word in reversed(words) if backwards else words:
            found = said("direction", word.strip(".,()"))
            if len(found) == 1:
                return min(found)
    return ""


def concepts_in(text: str) -> frozenset[str]:
    """Return the canonical concepts that a text names, a longer name hiding the shorter ones inside it."""
    plain = f" {' '.join(re.sub(r'[^a-z0-9&一-鿿]+', ' ', text.lower()).split())} "
    found: set[str] = set()
    for alias, concept in _aliases():
        if f" {alias} " in plain:
            found.add(concept)
            plain = plain.replace(f" {alias} ", " | ")
    return frozenset(found)


@lru_cache(maxsize=20_000)
def topics_of(text: str) -> frozenset[str]:
    """Return the stems that say what a figure is of, words of direction left out."""
    return frozenset(one for one in topics_in(text) if not said("direction", one))


_ACRONYMS = frozenset(
    {"pp&e", "ppne", "eps", "ebitda", "ebit", "fcf", "gaap", "non-gaap", "usd", "rmb", "cny", "d&a", "sg&a", "r&d", "ltm", "ttm"}
)


@cache
def _aliases() -> tuple[tuple[str, str], ...]:
    pairs = {(_plain(alias), concept.name) for concept in concepts() for alias in (*concept.aliases, concept.title)}
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))


def _plain(alias: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9&一-鿿]+", " ", alias.lower()).split())


@cache
def _metric_words() -> frozenset[str]:
    return frozenset(word for alias, _ in _aliases() for word in alias.split()) | _ACRONYMS
