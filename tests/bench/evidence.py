"""The evaluation filings as evidence: each page with its facts, read from the files or as `tests.bench.filings` keeps them in a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.html.loader import HtmlLoader
from ingest.loaded import Limits, Loaded, Metadata
from ingest.metadata import read_metadata
from ingest.pdf.loader import PdfLoader
from ingest.statements.facts import read_facts
from ingest.wire import loaded_from_wire
from research.concepts.companies import short_names
from research.nouns.facts import Fact
from research.verification.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Filing:
    """One filing as read."""

    name: str
    loaded: Loaded
    metadata: Metadata
    facts: tuple[Fact, ...]

    def evidence(self, number: int, others: tuple[str, ...] = ()) -> Evidence:
        """Return one page as evidence."""
        page = self.loaded.pages[number - 1]
        company = self.metadata.company or ""
        return Evidence(
            text=self.loaded.text[page.start : page.end],
            document=self.name,
            page=number,
            company=company,
            names=short_names(company) if company else (),
            others=tuple(name for name in others if name not in short_names(company)),
            facts=tuple(fact for fact in self.facts if fact.page == number),
            fiscal_year=self.metadata.fiscal_year,
            fiscal_period=self.metadata.fiscal_period,
            period_end=self.metadata.period_end,
            start=page.start,
        )


def filings(loaded: Path | None, names: frozenset[str] = frozenset()) -> Iterator[Filing]:
    """Yield the filings of the folder that DESK_SHARED names, all or those of these names; `loaded` holds NAME.json, to skip parsing."""
    shared = Path(os.environ.get("DESK_SHARED", "../shared"))
    for path in sorted([*(shared / "filings-html").glob("*.html"), *(shared / "financebench-dev" / "pdfs").glob("*.pdf")]):
        if names and path.stem not in names:
            continue
        kept = loaded / f"{path.stem}.json" if loaded else None
        if kept and kept.is_file():
            one = loaded_from_wire(kept.read_bytes())
        else:
            loader = HtmlLoader if path.suffix == ".html" else PdfLoader
            one = loader(Limits()).load(path.read_bytes(), name=path.name)
        metadata = read_metadata(one)
        facts = read_facts(one, metadata, document_id=path.stem, company=metadata.company or "")
        yield Filing(path.stem, one, metadata, facts)
