"""What a new paper says otherwise than the papers before it: guidance and estimates, and figures of periods that are past."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from research.comparatives import Difference, Restatement, find_restatements
from research.concepts.catalogue import normalize_label
from research.digests.papers import REPORTS, NewPaper, Papers
from research.digests.quoting import Quoting, make_line
from research.digests.sources import DigestSources
from research.digests.window import Window
from research.metrics.operands import printed_with_unit
from research.nouns.access import Access
from research.nouns.digests import DigestLine
from research.nouns.documents import Document
from research.nouns.facts import Fact, Status
from research.nouns.news import EventType
from research.nouns.queries import FactFilter
from research.splits import Split, find_splits

MOST_ROWS = 3
# Counts of shares in millions are printed with few digits.
_ROUNDING = Decimal("0.02")
_EXPECTED = (Status.GUIDANCE, Status.ESTIMATE, Status.CONSENSUS)


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected of a period by a new paper, and what the last paper before it expected (None: nothing that is known)."""

    now: Fact
    before: Fact | None
    document: Document | None

    @property
    def is_changed(self) -> bool:
        """Return whether it was expected otherwise before."""
        return self.before is not None and _range(self.now) != _range(self.before)


@dataclass(frozen=True, slots=True)
class Restated:
    """Rows of past periods that a new report states differently, and the split of the shares by which alone they do, if there is one."""

    restatement: Restatement
    split: Split | None = None


class EarlierPapers:
    """Sets what new papers say against what was said before, for one reader."""

    def __init__(self, sources: DigestSources, access: Access, window: Window) -> None:
        self._facts, self._access, self._window = sources.facts, access, window

    def expected(self, paper: NewPaper, papers: Papers) -> Iterator[Expected]:
        """Yield what a new paper expects and no paper before it expected so, in the order in which it is printed.

        A company's guidance is set against its own before, a house's estimate against the same house's.
        """
        stated = [fact for fact in self._of((paper.document.id,)) if fact.status in _EXPECTED]
        if not stated:
            return
        earlier = {one.id: one for one in papers.of(paper.company) if self._window.was_known(one) and _same_voice(one, paper.document)}
        before = sorted(self._of(tuple(earlier)), key=lambda fact: _age(earlier[fact.document_id])) if earlier else []
        last = {_row(fact): fact for fact in before if fact.status in _EXPECTED}
        for fact in stated:
            held = last.get(_row(fact))
            found = Expected(fact, held, earlier[held.document_id] if held else None)
            if held is None or found.is_changed:
                yield found

    def restated(self, paper: NewPaper, papers: Papers) -> Iterator[Restated]:
        """Yield what a new report states differently of past periods than the reports before it, the newest period first.

        Of rows that differ by a split of the shares alone the first is told, with the split.
        """
        if paper.document.kind not in REPORTS or not paper.document.fact_count:
            return
        documents = {one.id: one for one in papers.of(paper.company) if one.kind in REPORTS}
        facts = self._facts.find(self._access, FactFilter(document_ids=tuple(documents)))
        found = [one for one in find_restatements(facts, documents) if one.later == paper.document.name]
        splits = [one for one in find_splits(facts, documents) if one.after == paper.document.name] if found else []
        told: set[Split] = set()
        for one in found:
            by_split = {row: split for split in splits for row in one.rows if _is_by(split, row)}
            if rest := tuple(row for row in one.rows if row not in by_split):
                yield Restated(replace(one, rows=rest))
            for row, split in by_split.items():
                if split not in told:
                    told.add(split)
                    yield Restated(replace(one, rows=(row,)), split)

    def _of(self, ids: tuple[str, ...]) -> list[Fact]:
        return self._facts.find(self._access, FactFilter(document_ids=ids, everything=True))


def expected_line(found: Expected, quoting: Quoting, company: str) -> DigestLine | None:
    """Return the line of what is expected of what, and what was before, as their rows print it; None where a row is not there."""
    rows = [found.now, *([found.before] if found.before else [])]
    citations = quoting.rows(rows)
    if citations is None:
        return None
    word = "guidance" if found.now.status is Status.GUIDANCE else found.now.status.value
    was = f", was {_printed(found.before)}" if found.before else ""
    said = f"{found.now.label.strip(' :')}: {word} for {found.now.period.label} {_printed(found.now)}{was}"
    line = make_line(said, citations, company=company)
    where = f"before in {found.document.name}" if found.before and found.document else "none before it is in the library"
    note = "; ".join((where, *found.now.caveats))
    return replace(line, note=note, event=EventType.GUIDANCE if found.now.status is Status.GUIDANCE else EventType.RATING)


def restated_lines(found: Restated, quoting: Quoting, company: str) -> Iterator[DigestLine]:
    """Yield the first rows of a restatement as the later report prints them, each with what the earlier one prints."""
    restatement, split = found.restatement, found.split
    left = len(restatement.rows) - MOST_ROWS
    for number, row in enumerate(restatement.rows[:MOST_ROWS]):
        citations = quoting.rows((row.later, row.earlier))
        if citations is None:
            continue
        more = f"{left} more row{'s differ' if left > 1 else ' differs'}" if left > 0 and number == 0 else ""
        why = f"{split.name} of the shares: figures per share before it are on another basis" if split else "restated?"
        was = f"{restatement.statement.value} {restatement.period} differs ({why}): {_printed(row.earlier)} in {restatement.earlier}"
        line = make_line(citations[0].quote, citations, company=company)
        notes = (was, more, *(caveat.rstrip(" .") for caveat in row.later.caveats))
        yield replace(line, note="; ".join(filter(None, notes)), event=EventType.RESULTS)


def _is_by(split: Split, row: Difference) -> bool:
    """Return whether a row of shares or of figures per share differs by a split alone, up to its rounding."""
    times = Decimal(split.ratio.numerator) / split.ratio.denominator
    expected = times if row.later.unit == "shares" else 1 / times if row.later.unit.endswith("/share") else None
    return expected is not None and row.ratio is not None and abs(row.ratio / expected - 1) < _ROUNDING


def _row(fact: Fact) -> tuple[object, ...]:
    """Return what makes two expected figures of one thing: what, of which part, for which period, on which terms."""
    basis = fact.basis.accounting, fact.basis.share, fact.basis.entity
    period = fact.period.fiscal_year, fact.period.fiscal_period, fact.period.span
    return fact.concept or normalize_label(fact.label), fact.dimensions, period, fact.unit, fact.status, basis


def _range(fact: Fact) -> tuple[object, ...]:
    return (fact.low, fact.high) if fact.low is not None or fact.high is not None else (fact.value,)


def _printed(fact: Fact) -> str:
    """Return a figure as it is printed; a range names its own units."""
    return fact.printed if fact.low is not None or fact.high is not None else printed_with_unit(fact)


def _same_voice(one: Document, other: Document) -> bool:
    """Return whether two papers speak for the same: the company itself, or one house."""
    return dict(one.details).get("broker", "") == dict(other.details).get("broker", "")


def _age(document: Document) -> tuple[str, str]:
    return f"{(document.published_at or document.known_at).isoformat()}", document.name
