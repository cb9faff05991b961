"""What two documents of one company say differently: passages, figures and definitions, each with its place in both."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from research.nouns.answers import Citation
from research.nouns.documents import Document
from research.nouns.facts import Calculation, Fact


class ChangeKind(StrEnum):
    """How the newer document differs at one place."""

    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    MOVED = "moved"
    FIGURES_UPDATED = "figures updated"  # only figures and dates are others
    RESTATED = "restated"  # one figure of one period, stated otherwise


class ChangeTopic(StrEnum):
    """What the changed place is about."""

    RISK = "risk factors"
    DEFINITION = "definitions of measures"
    POLICY = "accounting policies"
    LEGAL = "legal proceedings"
    DISCUSSION = "management's discussion"
    FIGURE = "figures"
    BUSINESS = "business"
    OTHER = "other sections"
    FORMAL = "cover, exhibits and signatures"


@dataclass(frozen=True, slots=True)
class Passage:
    """What one document prints at a changed place.

    `text` is the paragraphs in reading order, each on a line of its own, without the page's line ends. `marks` are the offsets in it of
    the words that the other document lacks. `citations` quote it verbatim, one for each page that it stands on.
    """

    section: str
    text: str
    citations: tuple[Citation, ...]
    marks: tuple[tuple[int, int], ...] = ()

    @property
    def pages(self) -> tuple[int, ...]:
        """Return the 1-based pages that it stands on."""
        return tuple(dict.fromkeys(citation.page for citation in self.citations))


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure of both documents: of one period when it is restated, else of each document's own period.

    `calculation` is the change from the older to the newer one in percent or as an amount, None where neither means anything.
    `restated` is what the newer document states for the older one's period, where that differs.
    """

    name: str
    older: Fact
    newer: Fact
    calculation: Calculation | None
    caveats: tuple[str, ...] = ()
    restated: Fact | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. What was added has no `older`, what was removed no `newer`.

    `title` names it in a line: a heading, the first words, the measure or the figure. `words` is how many words are others.
    `whole_section` says that the other document has no such section, `headed` that it begins with a heading or a sentence that names it,
    `moved` that a reworded place also stands elsewhere now. A restated figure has its rows as passages, and `figure`.
    """

    kind: ChangeKind
    topic: ChangeTopic
    title: str
    older: Passage | None
    newer: Passage | None
    words: int
    whole_section: bool = False
    headed: bool = False
    moved: bool = False
    figure: FigureChange | None = None

    @property
    def is_risk_factor(self) -> bool:
        """Return whether a risk factor is new or no longer there, rather than a paragraph of one."""
        return (
            self.topic is ChangeTopic.RISK and self.kind in {ChangeKind.ADDED, ChangeKind.REMOVED} and (self.headed or self.whole_section)
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents of one company held against each other, the older first.

    `changes` are ordered, the most material first; `counts` has how many there are of each kind, those too that are past the most that
    are kept. `figures` sets the newer period's figures beside the older's in the order of the statements. `missing` says in a line each
    what could not be compared.
    """

    company: str
    older: Document
    newer: Document
    changes: tuple[Change, ...]
    figures: tuple[FigureChange, ...]
    unchanged_paragraphs: int
    counts: tuple[tuple[ChangeKind, int], ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def left_out(self) -> int:
        """Return how many changes are counted and not kept."""
        return sum(number for _, number in self.counts) - len(self.changes)

    def count(self, kind: ChangeKind) -> int:
        """Return how many changes of one kind there are."""
        return dict(self.counts).get(kind, 0)
