"""A sentence to be checked, with its question: which of its words belong to which of its figures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from research.concepts.catalogue import concepts
from research.text.figures import PrintedFigure, printed_figures
from research.verification.clauses import FigureWords, place_of, said_of
from research.verification.periods import quarters_of, spans_of, years_of
from research.verification.words import classes, is_plain, names_in, quarters_in, said, spans_in, topics_in, years_in

_FISCAL = re.compile(r"\bFY\s?\d|\bfiscal(?:\s+year)?\s+\d", re.IGNORECASE)
# A sentence's first word has a capital in any case; one that another name follows, or in the possessive, is a name still.
_FIRST_WORD = re.compile(r"^\W*[A-Z][a-z]+(?!['’\w])(?!\s+[A-Z&])")
_SCALE = re.compile(r"\b(?:in|of)\s+(?:USD?\s+|US\$\s*|\$\s?)?(?:USD\s+)?(thousand|million|billion)s?\b", re.IGNORECASE)
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
# How many characters from a figure its direction is told.
_FAR = 300
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
            at = place_of(self.text, figure)
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
        at = place_of(self.text, figure)
        first = self.figures[at - 1].end if at else 0
        last = self.figures[at + 1].start if at + 1 < len(self.figures) else len(self.text)
        return f"{self.text[first : figure.start]} {self.text[figure.end : last]}"

    def words_of(self, figure: PrintedFigure) -> FigureWords:
        """Return what the sentence says of a figure and of no other."""
        return said_of(self.text, figure)

    def subject_of(self, figure: PrintedFigure) -> frozenset[str]:
        """Return the stems that say what a figure is of: those of its own words, else of the sentence, else of the question too."""
        return self.words_of(figure).topics or topics_of(self.text) or topics_of(self.question)

    def year_of(self, figure: PrintedFigure) -> frozenset[int]:
        """Return the years that a figure may be of: its own where the words place it, else all of the sentence or the question."""
        return years_of(self.text)[place_of(self.text, figure)] or self.years

    def quarters_of(self, figure: PrintedFigure) -> frozenset[str]:
        """Return the numbers of the quarters that a figure may be of, by its sentence, else by the question."""
        return quarters_of(self.text)[place_of(self.text, figure)] or quarters_in(self.text) or quarters_in(self.question)

    def spans_of(self, figure: PrintedFigure) -> frozenset[str]:
        """Return the spans that a figure may be of, by its sentence, else by the question."""
        return spans_of(self.text)[place_of(self.text, figure)] or self.spans

    def direction_of(self, figure: PrintedFigure) -> str:
        """Return "up", "down" or "" by the nearest word of direction in a figure's clause."""
        return direction_of(self.text, figure)


@lru_cache(maxsize=20_000)
def direction_of(text: str, figure: PrintedFigure) -> str:
    """Return "up", "down" or "" by the nearest word of direction before a figure in its clause, else after it."""
    before = _CLAUSE.split(text[max(0, figure.start - _FAR) : figure.start])[-1]
    after = _CLAUSE.split(text[figure.end : figure.end + _FAR])[0]
    for part, backwards in ((before, True), (after, False)):
        words = part.split()
        for word in reversed(words) if backwards else words:
            found = said("direction", word.strip(".,()"))
            if len(found) == 1:
                return min(found)
    return ""


@lru_cache(maxsize=8_000)
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
def is_common_word(word: str) -> bool:
    """Return whether a word is of the language of reports, so that a capital letter makes no name of it: "Revenue", "Total", "Higher"."""
    plain = word.lower()
    return is_plain(plain) or plain in _metric_words() or any(said(name, plain) for name in classes())


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
