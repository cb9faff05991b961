"""What is said at which sentence of a draft: comments with verdict, reason, figure expected and source; footnotes with the source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from research.nouns.answers import Citation, Verdict
from research.nouns.drafts import CheckedSentence, CitedSource, DraftCheck, DraftPlace, DraftSentence
from ui.render.escaping import shorten
from ui.render.words import counted, day

PROBLEMS = frozenset({Verdict.MISMATCH, Verdict.STALE, Verdict.NO_EVIDENCE})
LONGEST_QUOTE = 300
MOST_NAMES = 20
_VERDICTS = {
    Verdict.SUPPORTED: "Supported",
    Verdict.MISMATCH: "Mismatch",
    Verdict.STALE: "Out of date",
    Verdict.NO_EVIDENCE: "No evidence found",
    Verdict.NOT_CHECKABLE: "Not checkable",
}


@dataclass(frozen=True, slots=True)
class Words:
    """One line of a remark, and the address that it links to ("" without)."""

    text: str
    strong: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said at a sentence: the lines of a comment (none without) and a footnote's words (None without)."""

    sentence: DraftSentence
    comment: tuple[Words, ...] = ()
    footnote: Words | None = None


def remarks(check: DraftCheck, *, footnotes: bool, commented: Collection[Verdict] = PROBLEMS) -> list[Remark]:
    """Return what is said of a draft, sentence by sentence in reading order.

    A comment at each sentence of a verdict in `commented`, unless it was accepted, and at both sides of a contradiction. With
    `footnotes` the source of each supported sentence; of the figures of one table one for each page that they stand on.
    """
    plan = _Plan(check)
    for one in check.contradictions:
        plan.add_contradiction(one.first, one.second, one.reason)
        plan.add_contradiction(one.second, one.first, one.reason)
    for checked in check.sentences:
        if checked.verdict in commented and not checked.accepted:
            plan.comments[checked.sentence.place] = [*_comment(checked, plan.sources), *plan.comments[checked.sentence.place]]
        if footnotes and checked.verdict is Verdict.SUPPORTED and not checked.sentence.is_heading:
            plan.add_source(checked)
    return plan.remarks()


def source_words(citation: Citation, source: CitedSource | None, *, figures: int = 1) -> Words:
    """Return where a citation stands: title, date, page, table and row, as far as they are known, and the link to it."""
    if source is None:
        return Words(f"{citation.document}, page {citation.page:,}")
    when = [day(source.published_at.date())] if source.published_at is not None else []
    inside = [f"table “{source.table}”"] if source.table else []
    # The row is that of one figure alone.
    inside += [f"row “{source.row}”"] if source.row and figures == 1 else []
    parts = [source.title or citation.document, *when, f"page {citation.page:,}", *inside]
    many = f" (for {counted(figures, 'figure')} of this table)" if figures > 1 else ""
    return Words(", ".join(parts) + many, link=source.link)


def page_words(citations: Sequence[Citation], sources: Mapping[str, CitedSource]) -> Words:
    """Return where citations of one page stand: as one does, with the tables and rows of all."""
    known = [sources[one.marker] for one in citations if one.marker in sources]
    if len(citations) == 1 or not known:
        return source_words(citations[0], known[0] if known else None)
    tables = list(dict.fromkeys(one.table for one in known if one.table))
    rows = list(dict.fromkeys(one.row for one in known if one.row))
    begin = source_words(citations[0], replace(known[0], table="", row="")).text
    return Words(", ".join([begin, *_listed("table", tables), *_listed("row", rows)]), link=known[0].link)


def _listed(noun: str, names: Sequence[str]) -> list[str]:
    """Return names in quotation marks after their noun, the first few of many; [] without any."""
    if not names:
        return []
    shown = ", ".join(f"“{name}”" for name in names[:MOST_NAMES])
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return [f"{noun}{'s' if len(names) > 1 else ''} {shown}{more}"]


@dataclass(slots=True)
class _Plan:
    """Collects what is said at each place."""

    check: DraftCheck
    comments: dict[DraftPlace, list[Words]] = field(default_factory=lambda: defaultdict(list))
    sources: Mapping[str, CitedSource] = field(init=False)
    _at: dict[DraftPlace, DraftSentence] = field(init=False)
    _cited: dict[DraftPlace, tuple[Citation, int]] = field(default_factory=dict)
    _tables: dict[tuple[int, str, int], DraftPlace] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sources = {source.citation.marker: source for source in self.check.sources}
        self._at = {checked.sentence.place: checked.sentence for checked in self.check.sentences}

    def add_contradiction(self, at: DraftSentence, other: DraftSentence, reason: str) -> None:
        """Say at one side of a contradiction what the other side says."""
        self._at.setdefault(at.place, at)
        self.comments[at.place] += [Words("Contradiction", strong=True), Words(reason), Words(f"The other place: “{other.text}”")]

    def add_source(self, checked: CheckedSentence) -> None:
        """Give a sentence its source; a cell shares that of an earlier cell of its table on the same page."""
        citation, place = checked.citation, checked.sentence.place
        if citation is None:
            return
        if checked.sentence.table is not None:
            place = self._tables.setdefault((place.block, citation.document_id, citation.page), place)
        first, count = self._cited.get(place, (citation, 0))
        self._cited[place] = (first, count + 1)

    def remarks(self) -> list[Remark]:
        """Return the remarks in the order of the check's sentences."""
        return [
            Remark(sentence, tuple(self.comments.get(place, ())), self._footnote(place))
            for place, sentence in self._at.items()
            if place in self.comments or place in self._cited
        ]

    def _footnote(self, place: DraftPlace) -> Words | None:
        if place not in self._cited:
            return None
        citation, count = self._cited[place]
        return source_words(citation, self.sources.get(citation.marker), figures=count)


def _comment(checked: CheckedSentence, sources: Mapping[str, CitedSource]) -> list[Words]:
    verdict = _VERDICTS[checked.verdict]
    lines = [Words(f"{verdict}: the source has {checked.expected}" if checked.expected else verdict, strong=True)]
    lines += [Words(checked.reason)] if checked.reason else []
    if (citation := checked.citation) is not None:
        source = source_words(citation, sources.get(citation.marker))
        lines += [Words(f"Source: {source.text}", link=source.link), Words(f"“{shorten(citation.quote, LONGEST_QUOTE)}”")]
    return lines
