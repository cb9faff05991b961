"""The readers that ingest uses: loaders in a limited child, the cover page for metadata, the statements for facts."""

from __future__ import annotations

from ingest.entry_batches import load_entries
from ingest.formats import load_file, split_file
from ingest.metadata import read_metadata
from ingest.parts import Readers
from ingest.quality import check_quality
from ingest.statements.facts import read_facts
from ingest.ties.document import tie_out


def file_readers() -> Readers:
    """Return the readers of files."""
    return Readers(
        load=load_file,
        metadata=read_metadata,
        facts=read_facts,
        split=split_file,
        check=check_quality,
        tie_out=tie_out,
        entries=load_entries,
    )
