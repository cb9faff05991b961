"""Checks of drafts that the tests make themselves, each sentence with a verdict by its words."""

from datetime import UTC, datetime

from ingest.drafts import read
from research.nouns.answers import Citation, Verdict
from research.nouns.drafts import CheckedSentence, CitedSource, DraftCheck

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
CITATION = Citation("[1]", "id-fenn", "fennimore-10k-2024", 41, 10, 40, "Net sales 1,234 1,200")
SOURCE = CitedSource(
    CITATION, "Fennimore 10-K 2024", datetime(2025, 2, 14, tzinfo=UTC), "Income statement", "Net sales", "http://127.0.0.1:8501/?d=1&p=41"
)


def check_of(content, verdicts, name="note.docx"):
    """A check in which the sentences that contain a key have its verdict, and all others cannot be checked."""
    checked = []
    for sentence in read(content, name).sentences:
        verdict = next((one for words, one in verdicts.items() if words in sentence.text), Verdict.NOT_CHECKABLE)
        has_source = verdict in (Verdict.SUPPORTED, Verdict.MISMATCH, Verdict.STALE)
        checked.append(
            CheckedSentence(
                sentence,
                verdict,
                "" if verdict is Verdict.SUPPORTED else "The figure is that of another year.",
                CITATION if has_source else None,
                "$1,234 million" if verdict is Verdict.MISMATCH else None,
            )
        )
    return DraftCheck(tuple(checked), (), AT, (SOURCE,))
