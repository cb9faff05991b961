"""Words as a browser lets them flow: white space folded, lines where the markup breaks them, places of tagged figures kept."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.html.markup import Element

# White space that widens a line's beginning: how old pages set labels in, in points.
POINTS_PER_HARD_SPACE = 2.5


@dataclass(frozen=True, slots=True)
class Piece:
    """A text of the tree: the one that an element begins with, or with `tail` the one that follows it."""

    element: Element
    tail: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A tagged element, or a piece of text, and where its words stand in a passage."""

    element: Element | Piece
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A block's words, folded, lines divided by newlines, with the marks in them.

    `bold` and `linked` say whether all of it is; `indent` counts the hard spaces before it, in points.
    """

    text: str
    marks: tuple[Mark, ...] = field(default=(), repr=False)
    bold: bool = False
    linked: bool = False
    indent: float = 0.0

    def on_one_line(self) -> Passage:
        """Return the passage with its lines joined by spaces, so that offsets stay as they are."""
        return Passage(self.text.replace("\n", " "), self.marks, self.bold, self.linked, self.indent)


class Flow:
    """Gathers the words of one block."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._space = self._line = False
        self._marks: list[Mark] = []
        self._bold = self._linked = self._letters = 0
        self._indent = 0.0
        self._last = ""

    @property
    def length(self) -> int:
        """Return how many characters were written."""
        return self._length

    def add(self, text: str, *, bold: bool = False, linked: bool = False) -> None:
        """Add words; white space at their ends and between them counts as one space, none at the ends of a line."""
        words = text.split()
        if not words:
            self._space = self._space or bool(text)
            if not self._parts:
                self._indent += text.count("\xa0") * POINTS_PER_HARD_SPACE
            return
        if not self._parts:
            self._indent += (len(text) - len(text.lstrip("\xa0"))) * POINTS_PER_HARD_SPACE
        self._separate(text[0].isspace())
        folded = " ".join(words)
        self._write(folded)
        self._space = text[-1].isspace()
        self._letters += len(folded)
        self._bold += len(folded) if bold else 0
        self._linked += len(folded) if linked else 0

    def add_lines(self, text: str, *, bold: bool = False, linked: bool = False) -> None:
        """Add words whose line ends count."""
        for number, line in enumerate(text.split("\n")):
            if number:
                self.newline()
            self.add(line, bold=bold, linked=linked)

    def newline(self) -> None:
        """End the line, if anything stands on it."""
        self._line = True

    def set_apart(self) -> None:
        """Make what follows a figure without a space a word of its own: a raised footnote mark is no digit of it."""
        self._space = self._space or self._last.isdigit()

    def mark(self, element: Element | Piece, opened: int) -> None:
        """Note a tagged element or a piece whose words began when the flow was `opened` characters long."""
        self._marks.append(Mark(element, opened, self._length))

    def take(self) -> Passage:
        """Return what was gathered and begin again."""
        text = "".join(self._parts)
        marks = tuple(Mark(one.element, one.start + _blanks(text, one.start), one.end) for one in self._marks)
        whole = max(self._letters, 1)
        passage = Passage(text, marks, self._bold == whole, self._linked * 2 > whole, self._indent)
        self.__init__()  # type: ignore[misc]
        return passage

    def _separate(self, space: bool) -> None:
        if self._parts and self._line:
            self._write("\n")
        elif self._parts and (space or self._space):
            self._write(" ")
        self._line = self._space = False

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
        self._last = text[-1]


def _blanks(text: str, start: int) -> int:
    return 1 if start < len(text) and text[start].isspace() else 0
