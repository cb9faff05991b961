"""The evaluation filings as read: text, tables, metadata and facts, from the files or from what an earlier run kept of them."""

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
from ingest.wire import loaded_from_wire, loaded_to_wire
from research.nouns.facts import Fact

LOADERS = {".pdf": PdfLoader, ".html": HtmlLoader, ".htm": HtmlLoader}


@dataclass(frozen=True, slots=True)
class Reading:
    """One filing as read."""

    name: str
    loaded: Loaded
    metadata: Metadata
    facts: tuple[Fact, ...]


def filings() -> list[Path]:
    """Return the files of the evaluation filings: 27 PDFs and 5 of HTML, under the folder that DESK_SHARED names."""
    shared = Path(os.environ.get("DESK_SHARED", "../shared"))
    return [*sorted((shared / "financebench-dev/pdfs").glob("*.pdf")), *sorted((shared / "filings-html").glob("*.html"))]


def read(paths: list[Path]) -> Iterator[Reading]:
    """Yield each file as read; the folder that DESK_LOADED names, if it is set, keeps what the loader made of each for the next run."""
    kept = os.environ.get("DESK_LOADED")
    for path in paths:
        place = Path(kept) / f"{path.stem}.json" if kept else None
        if place and place.exists():
            loaded = loaded_from_wire(place.read_bytes())
        else:
            loaded = LOADERS[path.suffix](Limits()).load(path.read_bytes(), name=path.name)
            if place:
                place.write_bytes(loaded_to_wire(loaded))
        metadata = read_metadata(loaded)
        facts = read_facts(loaded, metadata, document_id=path.stem, company=metadata.company or "") if metadata.period_end else ()
        yield Reading(path.stem, loaded, metadata, facts)
