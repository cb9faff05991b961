"""What each piece of evidence of a template is drawn as."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from research.digests.sources import Stories
from research.drafting.templates.evidence import (
    ChartSpec,
    FiguresSpec,
    GuidanceSpec,
    NewsSpec,
    NotesSpec,
    ParticularsSpec,
    PassagesSpec,
    PeersSpec,
    SegmentsSpec,
    Spec,
)
from research.drafting.writing.figures import CompanyFigures
from research.drafting.writing.gatekeeper import Gatekeeper
from research.drafting.writing.held import HeldCompany, HeldDocuments
from research.drafting.writing.particulars import particulars_blocks, restated_blocks
from research.drafting.writing.passages import Finding, PassageWriter
from research.drafting.writing.peers import peer_blocks
from research.drafting.writing.segments import segment_blocks
from research.drafting.writing.tables import chart_blocks, table_blocks
from research.drafting.writing.tidings import guidance_blocks, news_blocks, note_blocks
from research.nouns.drafts import Block
from research.protocols.documents import DocumentStore


class Drawer:
    """Draws the evidence of one draft from the library."""

    def __init__(self, documents: DocumentStore, stories: Stories, *, held: HeldDocuments, gate: Gatekeeper, finding: Finding) -> None:
        self._documents, self._stories, self._held, self._gate = documents, stories, held, gate
        self._passages = PassageWriter(documents, held, gate, finding)
        self._figures: dict[str, CompanyFigures] = {}

    @property
    def models(self) -> tuple[str, ...]:
        """Return the models that put something in words so far."""
        return tuple(self._passages.models)

    def blocks(self, spec: Spec, companies: Sequence[HeldCompany], topic: str, *, elements: Mapping[str, str]) -> list[Block]:
        """Return what a piece of evidence is drawn as, with what is lacking of it; the first company is the draft's own."""
        company = companies[0]
        if isinstance(spec, FiguresSpec):
            return self._table(spec, company)
        if isinstance(spec, ChartSpec):
            figures = self._of(company)
            return chart_blocks(spec, figures.grid(spec.rows, figures.years(spec.rows, spec.years)))
        if isinstance(spec, PeersSpec):
            return peer_blocks(spec, [self._of(one) for one in companies])
        if isinstance(spec, PassagesSpec):
            return self._passages.blocks(spec, company, spec.about.replace("{topic}", topic))
        if isinstance(spec, ParticularsSpec):
            return particulars_blocks(spec, company, elements, tuple(elements))
        return self._other(spec, company, topic)

    def _other(self, spec: Spec, company: HeldCompany, topic: str) -> list[Block]:
        if isinstance(spec, SegmentsSpec):
            return segment_blocks(spec, company, self._gate)
        if isinstance(spec, NewsSpec):
            return news_blocks(spec, company, self._stories, gate=self._gate, topic=topic)
        if isinstance(spec, NotesSpec):
            return note_blocks(spec, company, self._held, self._gate)
        if isinstance(spec, GuidanceSpec):
            return guidance_blocks(spec, company, self._gate)
        assert not isinstance(spec, FiguresSpec | ChartSpec | PeersSpec | PassagesSpec | ParticularsSpec)  # noqa: S101  (for the type alone)
        return restated_blocks(spec, company, self._gate)

    def _table(self, spec: FiguresSpec, company: HeldCompany) -> list[Block]:
        figures = self._of(company)
        rows = tuple(row for row in spec.rows if figures.suits(row))
        periods = figures.latest(rows) if spec.periods == "latest" else figures.years(rows, spec.years)
        return table_blocks(spec, figures.grid(rows, periods))

    def _of(self, company: HeldCompany) -> CompanyFigures:
        name = company.company.name
        if name not in self._figures:
            self._figures[name] = CompanyFigures(company, self._documents, self._gate)
        return self._figures[name]
