"""The figures of an entry: those of its title and of its first sentences, with their units."""

from __future__ import annotations

from research.news.parts import Parts
from research.nouns.news import NewsFigure
from research.text.figures import printed_figures

# What stands later is background; reading figures is the slowest part of understanding an entry.
FIGURE_SENTENCES = 3
# A bare number before these is a day of the month: "19日".
_DAY = ("日", "号")


def figures_of(parts: Parts) -> tuple[NewsFigure, ...]:
    """Return the figures of an entry in order; years, dates and numbers of other things are none."""
    found: list[NewsFigure] = []
    for sentence in parts.sentences:
        words = parts.text[sentence.start : sentence.end]
        if sentence.number < FIGURE_SENTENCES:
            found += [
                NewsFigure(one.text, one.value, one.unit, sentence.start + one.start, sentence.start + one.end)
                for one in printed_figures(words)
                if one.unit or not words.startswith(_DAY, one.end)
            ]
    return tuple(found)
