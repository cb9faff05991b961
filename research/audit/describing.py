"""What the audit trail says of searches, digests, comparisons and checks of drafts: of what they were, never the text that they show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from research.audit.acts import Act
from research.nouns.answers import RetrievedChunk
from research.nouns.audit import AuditFilter
from research.nouns.comparisons import Comparison
from research.nouns.digests import Digest
from research.nouns.drafts import DraftCheck, DraftText
from research.nouns.sheets import StatementSheet


def searched_act(query: str, found: Sequence[RetrievedChunk]) -> Act:
    """Return the act of a search: its words, and the pages that it found."""
    pages = tuple(dict.fromkeys((one.chunk.document_id, one.chunk.page) for one in found))
    details = (("found", str(len(found))), ("sources", ",".join(f"{document}:{page}" for document, page in pages)))
    return Act("search", query, details, tuple(document for document, _ in pages), is_embedded=True)


def digest_act(digest: Digest) -> Act:
    """Return the act of a digest that was made for a reader: its list, its window and how many lines it has."""
    lines = [line for section in digest.sections for line in section.lines]
    details = (
        ("digest", digest.id),
        ("list_of", digest.user),
        ("from", digest.start.isoformat()),
        ("to", digest.end.isoformat()),
        ("lines", str(len(lines))),
    )
    return Act("digest", digest.watchlist, details, tuple(one.document_id for line in lines for one in line.citations))


def compared_act(comparison: Comparison) -> Act:
    """Return the act of a comparison: the two documents and how many changes they have."""
    older, newer = comparison.older, comparison.newer
    details = (
        ("company", comparison.company),
        ("documents", f"{older.id},{newer.id}"),
        ("changes", str(sum(count for _, count in comparison.counts))),
        ("figures", str(len(comparison.figures))),
        ("missing", str(len(comparison.missing))),
    )
    return Act("compare", f"{older.name} and {newer.name}", details, (older.id, newer.id))


def statement_act(sheet: StatementSheet) -> Act:
    """Return the act of a statement that was set side by side: the company, which statement, of which periods and filings."""
    request = sheet.request
    details = (
        ("statement", request.statement.value if request.statement else "other figures"),
        ("span", request.span.value),
        ("basis", request.basis.value),
        ("rows", str(len(sheet.rows))),
    )
    return Act("statement", sheet.company, details, tuple(one.document_id for one in sheet.columns if one.document_id))


def checked_act(checked: tuple[DraftText, DraftCheck]) -> Act:
    """Return the act of a draft that was checked: the file's name and hash, and how many sentences have which verdict."""
    draft, check = checked
    counts = Counter(one.verdict.value for one in check.sentences)
    verdicts = ((verdict, str(count)) for verdict, count in sorted(counts.items()))
    cited = tuple(one.citation.document_id for one in check.sentences if one.citation)
    return Act("check", draft.name, (("draft_sha256", draft.sha256), *verdicts), cited, is_embedded=True)


def export_act(what: str, file: str, content: bytes, documents: Sequence[str] = ()) -> Act:
    """Return the act of a file that is taken out: what it is of, where it goes or how it is called, and the documents that it shows."""
    return Act("export", what, (("file", file),), documents, content)


def trail_act(file: str, content: bytes, rows: int, wanted: AuditFilter) -> Act:
    """Return the act of rows of the audit trail that were given out: how many, where to, and which were wanted."""
    chosen = (
        ("user", wanted.user),
        ("action", wanted.action),
        ("since", wanted.since.isoformat() if wanted.since else ""),
        ("until", wanted.until.isoformat() if wanted.until else ""),
        ("words", " ".join(wanted.words)),
    )
    details = (("rows", str(rows)), ("file", file), *(one for one in chosen if one[1]))
    return Act("export audit", file.rsplit("/", 1)[-1], details, content=content)
