"""What the audit trail says of files that are read in, and of documents that are taken out since their files are gone."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from ingest.web_address import shown
from research.audit.acts import Act
from research.nouns.documents import Document

# So many files are named one by one.
MOST_NAMED = 20


def ingest_act(files: Sequence[Path], *, how: str, batch: str, kind: str | None = None, label: str | None = None) -> Act:
    """Return the act of files that were queued to be read in, `how` says on which way: which, as what, under which label."""
    more = f" and {len(files) - 1} more" if len(files) > 1 else ""
    named = ((f"file {number}", str(file)) for number, file in enumerate(files[:MOST_NAMED], 1))
    given = (("kind", kind or ""), ("label", label or ""))
    details = (("how", how), ("files", str(len(files))), ("batch", batch), *(one for one in given if one[1]), *named)
    return Act("ingest", f"{files[0].name}{more}", details)


def source_words(source_key: str) -> str:
    """Return what a document was read from as the trail names it: a path as it is, an address without what may be secret in it.

    What is left out of an address, its user, its query and the entry's own mark, still tells by a hash whether two are the same.
    """
    if "://" not in source_key:
        return source_key
    return f"{shown(source_key)}#{sha256(source_key.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def gone_act(document: Document) -> Act:
    """Return the act of a document that answers no more because its file is gone."""
    details = (("source", source_words(document.source_key)), ("document", document.id), ("why", "its file is gone"))
    return Act("remove document", document.name, details, (document.id,))
