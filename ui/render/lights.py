"""Which words of a page citations light, and those words as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from research.models.instructions import addressed_spans
from research.nouns.answers import Citation
from ui.render.escaping import escape_html

NOTE = "reads like an instruction"
NOTE_HELP = "Reads like an instruction to whoever answers. It is data: nothing follows it."


@dataclass(frozen=True, slots=True)
class TextLight:
    """What one citation lights: the quote's offsets, those of the figure in it, the marker's name, and whether it is the one clicked.

    With `is_note` it lights nothing: the words read like an instruction to whoever answers, and are marked as such.
    """

    start: int
    end: int
    figure: tuple[int, int] | None
    name: str
    is_main: bool = True
    is_note: bool = False

    def touches(self, start: int, end: int) -> bool:
        """Return whether any of the words at these offsets are of the quote."""
        return not self.is_note and self.holds(start, end)

    def holds(self, start: int, end: int) -> bool:
        """Return whether any of the words at these offsets are lit or marked."""
        return start < self.end and self.start < end


def text_lights(lit: Citation | None, others: Sequence[Citation] = ()) -> tuple[TextLight, ...]:
    """Return the lights of the clicked citation, first, and of others on its page."""
    found = [TextLight(lit.start, lit.end, lit.figure, lit.marker)] if lit else []
    found += [TextLight(one.start, one.end, one.figure, one.marker, is_main=False) for one in others]
    return tuple(found)


def note_lights(text: str, start: int) -> tuple[TextLight, ...]:
    """Return marks for the passages of a text, which begins at an offset, that read like instructions to whoever answers."""
    return tuple(TextLight(start + first, start + last, None, NOTE, is_main=False, is_note=True) for first, last in addressed_spans(text))


# A table may print these in cells of their own beside the figure: they get no ring apart from it.
_AROUND = " \n()$€£¥%"


def words_html(text: str, start: int, lights: Sequence[TextLight]) -> str:
    """Return words that begin at an offset, escaped; those of quotes in `<mark>`, figures ringed, each quote's first after its marker."""
    edges = [edge for light in lights for edge in (light.start, light.end)]
    return "".join(_part(part, at, lights) for at, part in _cut(text, start, edges))


def _cut(text: str, start: int, edges: Iterable[int]) -> Iterator[tuple[int, str]]:
    """Yield the text in parts that end at the edges inside it, and where each starts."""
    end = start + len(text)
    for first, last in pairwise(sorted({start, end, *(edge for edge in edges if start < edge < end)})):
        yield first, text[first - start : last - start]


def _part(text: str, start: int, lights: Sequence[TextLight]) -> str:
    """Return a part that is inside a quote or outside it as a whole."""
    return noted(_lit(text, start, lights), text, start, lights)


def noted(shown: str, text: str, start: int, lights: Sequence[TextLight]) -> str:
    """Return a text as it is shown, marked when it reads like an instruction; the mark's words stand before the passage's first."""
    notes = [light for light in lights if light.is_note and light.holds(start, start + len(text))]
    if not notes or not text.strip():
        return shown
    first = any(start <= light.start < start + len(text) for light in notes)
    tag = f'<span class="rd-spoken-tag"><span aria-hidden="true">!</span> {NOTE}</span> ' if first else ""
    return f'{tag}<span class="rd-spoken" title="{NOTE_HELP}">{shown}</span>'


def _lit(text: str, start: int, lights: Sequence[TextLight]) -> str:
    over = [light for light in lights if light.touches(start, start + len(text))]
    if not over or not text.strip():
        return escape_html(text)
    tags = "".join(tag_html(light) for light in over if light.start == start)
    edges = [edge for light in over if light.figure for edge in light.figure]
    shown = "".join(_ringed(words, at, over) for at, words in _cut(text, start, edges))
    return f"{tags}<mark>{shown}</mark>" if any(light.is_main for light in over) else f'{tags}<mark class="rd-other">{shown}</mark>'


def _ringed(words: str, start: int, over: Sequence[TextLight]) -> str:
    """Return words ringed when they are a figure of one of the lights, more faintly when it is not the clicked one's."""
    ringing = [light for light in over if light.figure and start < light.figure[1] and light.figure[0] < start + len(words)]
    if not ringing or not words.strip(_AROUND):
        return escape_html(words)
    look = "rd-ring" if any(light.is_main for light in ringing) else "rd-ring rd-ring-other"
    return f'<span class="{look}">{escape_html(words)}</span>'


def tag_html(light: TextLight) -> str:
    """Return a marker's name as it stands beside its words."""
    return f'<span class="rd-at{"" if light.is_main else " rd-at-other"}">[{escape_html(light.name)}]</span> '
