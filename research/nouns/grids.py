"""A grid: the same questions asked of several companies, a cell for each pair."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from research.errors import DeskError
from research.nouns.answers import Answer, AnswerStatus


@dataclass(frozen=True, slots=True)
class GridQuestion:
    """A row's question, which names no company, and the id that its batch line gave it."""

    text: str
    id: str | int | None = None


@dataclass(frozen=True, slots=True)
class GridCell:
    """One question asked of one company: its answer, or the failure that kept it from being asked; the other is None."""

    question: GridQuestion
    company: str
    answer: Answer | None = None
    error: DeskError | None = None

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return why the cell has no answer, or what its answer lacks, one line each; none when it is whole."""
        if self.error is not None:
            return (_one_line(str(self.error)),)
        if self.answer is None:
            return ()
        if self.answer.status is AnswerStatus.NEEDS_CLARIFICATION:
            named = " or ".join(choice.label for choice in self.answer.choices)
            return (_one_line(f"{self.answer.text} {named}"),)
        refused = self.answer.status is AnswerStatus.INSUFFICIENT_EVIDENCE
        return tuple(_one_line(line) for line in self.answer.missing or ((self.answer.text,) if refused else ()))


@dataclass(frozen=True, slots=True)
class Grid:
    """Questions by companies, and the cells asked so far by (row, column), both from 0."""

    questions: tuple[GridQuestion, ...]
    companies: tuple[str, ...]
    cells: Mapping[tuple[int, int], GridCell] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Return how many cells the whole grid has."""
        return len(self.questions) * len(self.companies)

    @property
    def cited(self) -> tuple[str, ...]:
        """Return the ids of the documents that the answers cite, each once."""
        answers = (cell.answer for cell in self.cells.values() if cell.answer)
        return tuple(dict.fromkeys(one.document_id for answer in answers for one in answer.citations))

    def places(self) -> Iterator[tuple[int, int]]:
        """Yield every (row, column), question by question: what a stop leaves is whole rows and the beginning of one."""
        return ((row, column) for row in range(len(self.questions)) for column in range(len(self.companies)))

    def next_place(self) -> tuple[int, int] | None:
        """Return the first place that was not asked, None when all were."""
        return next((place for place in self.places() if place not in self.cells), None)

    def put(self, place: tuple[int, int], cell: GridCell) -> Grid:
        """Return the grid with a cell set."""
        return replace(self, cells={**self.cells, place: cell})


def _one_line(text: str) -> str:
    return " ".join(text.split())
