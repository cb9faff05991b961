"""What a sentence of a draft leaves to the text around it: company, period, and the part of a company that is spoken of."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace

from research.drafting.checking.library import LibraryFigures
from research.drafting.checking.names import topics_known
from research.drafting.checking.reading import UNTOLD, SentenceRead, blanked, is_known, read_sentence, with_year
from research.drafting.checking.scales import scale_in
from research.drafting.checking.sentence import why_no_check
from research.drafting.checking.when import Around, Times, age
from research.nouns.answers import PeriodTerm
from research.nouns.drafts import DraftSentence
from research.text.words import words

_WHOLE = re.compile(r"\b(?:group|group-wide|total|consolidated|company-wide|overall|as\s+a\s+whole)\b", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?:it|its|they|their|the\s+(?:company|group|firm|bank|retailer|business))\b", re.IGNORECASE)
# What stands in brackets at the end of a line that names what follows it.
_UNIT = re.compile(r"[(（][^()（）\d]{2,60}[)）]\s*:?\s*$")
_MOST_PARTS = 3
# Shorter names of parts are common words ("all", "us").
_SHORTEST_PART = 4


@dataclass(slots=True)
class DraftContext:
    """Follows a draft from sentence to sentence: what its title, its headings and the sentence before speak of."""

    library: LibraryFigures
    title: str
    _before: tuple[DraftSentence, SentenceRead, Around] | None = None
    _told: tuple[tuple[str, ...], PeriodTerm] | None = None
    _scale: tuple[tuple[str, ...], int] | None = None
    _read: dict[str, SentenceRead] = field(default_factory=dict)

    def around(self, sentence: DraftSentence) -> Around:
        """Return the company and the period that a sentence's surroundings speak of, the nearest first."""
        before = self._before if self._before and self._before[0].headings == sentence.headings else None
        company: str | None = None
        periods: tuple[PeriodTerm, ...] = ()
        for text in (*reversed(sentence.headings), self.title):
            read = self.read(text)
            company = company or _company(read, Around())
            periods = periods or _periods(read)
        if before is not None and (company is None or _PRONOUN.search(sentence.text)):
            company = _company(before[1], before[2]) or company
        told = self._told[1] if self._told and self._told[0] == sentence.headings and sentence.table is None else None
        known = dict.fromkeys((*([told] if told else []), *periods))
        return Around(company, *([*known, None, None][:2]))

    def parts(self, sentence: DraftSentence, read: SentenceRead, company: str | None) -> tuple[tuple[str, ...], ...]:
        """Return the words of the parts of a company that a sentence may be about, the likeliest first; () is the whole company."""
        if company is None or _WHOLE.search(read.text):
            return ((),)
        texts = [*reversed(sentence.headings)]
        if self._before and self._before[0].place.block == sentence.place.block and not read.companies:
            texts = [self._before[1].text, *texts]
        found = [part for text in texts for part in self._parts_in(text, company)][:_MOST_PARTS]
        return ((), *found) if read.companies else (*found, ())

    def leaning(self, sentence: DraftSentence, around: Around) -> Hashable:
        """Return all that the verdict on a sentence rests on besides the library: its words, and what the text around it tells."""
        before = self._before[1].text if self._before and self._before[0].place.block == sentence.place.block else ""
        kind = (sentence.is_heading, sentence.is_caption, sentence.is_source)
        return sentence.text, sentence.headings, around, before, kind, self.scale(sentence)

    def follow(self, sentence: DraftSentence, read: SentenceRead, around: Around) -> None:
        """Remember a sentence for the next one."""
        if sentence.is_caption or sentence.is_heading or _is_line(sentence):
            unit = _UNIT.search(sentence.text)
            scale = scale_in(unit[0]) if unit else None
            self._scale = (sentence.headings, scale) if scale else None
        if sentence.table is None and not sentence.note and not sentence.is_heading:
            self._before = (sentence, read, around)
            self._remember_period(sentence, read, around)

    def scale(self, sentence: DraftSentence) -> int | None:
        """Return the scale that the line over a paragraph tells: "Revenue and income (US$ in millions)"; None without one."""
        return self._scale[1] if self._scale and self._scale[0] == sentence.headings else None

    def _remember_period(self, sentence: DraftSentence, read: SentenceRead, around: Around) -> None:
        """Remember the period that a sentence names for the figures it speaks of, for those after it in its section.

        What is only expected lies ahead and is no period of what follows; a part of a year that is not told is remembered as such.
        """
        if not read.topics or why_no_check(read.text):
            return
        when = Times(read, around).main()
        untold = next((one.term for one in read.periods if one.term.fiscal_period == UNTOLD), None)
        period = when.period if when.is_said and when.period and is_known(when.period) else untold
        if period is not None:
            self._told = (tuple(sentence.headings), period)

    def read(self, text: str) -> SentenceRead:
        """Return a text as read, each once."""
        if text not in self._read:
            self._read[text] = read_sentence(text, self.library.names, topics_known())
        return self._read[text]

    def _parts_in(self, text: str, company: str) -> Sequence[tuple[str, ...]]:
        read = self.read(text)
        plain = f" {' '.join(words(blanked(read.text, [(one.start, one.end) for one in read.topics])))} "
        names = [one for one in self.library.parts(company) if len(one) >= _SHORTEST_PART and f" {' '.join(words(one))} " in plain]
        return [tuple(words(one)) for one in sorted(names, key=len, reverse=True)]


def _is_line(sentence: DraftSentence) -> bool:
    """Return whether a sentence stands as a line that names what follows it, and is none that ends."""
    return not sentence.text.rstrip().endswith((".", "!", "?", "。")) and bool(_UNIT.search(sentence.text))


def _company(read: SentenceRead, around: Around) -> str | None:
    return read.companies[0].company if read.companies else around.company


def _periods(read: SentenceRead) -> tuple[PeriodTerm, ...]:
    """Return the periods that a heading names, however it does: the latest year first, then the latest part of it."""
    years = {one.term.fiscal_year for one in read.periods if one.term.fiscal_year}
    year = years.pop() if len(years) == 1 else None
    known = [term for one in read.periods if is_known(term := replace(with_year(one.term, year), words=""))]
    newest = max((age(one) for one in known), default=None)
    if newest is None:
        return ()
    whole = [one for one in known if one.fiscal_period == "FY" and age(one)[0] == newest[0]]
    parts = [one for one in known if one.fiscal_period != "FY" and age(one)[0] == newest[0]]
    return tuple(dict.fromkeys((*whole, *sorted(parts, key=age, reverse=True))))[:2]
