"""Addenda: what came late to a digest that went out."""

from __future__ import annotations

from dataclasses import replace

from research.digests.quoting import digest_id, numbered
from research.nouns.digests import NO_SUMMARY, Digest, DigestLine


def addendum(sent: Digest, now: Digest) -> Digest | None:
    """Return what a digest says that the one of the same window that went out did not, None when that is nothing.

    Raises ValueError for digests of different lists or windows.
    """
    if (sent.user, sent.watchlist, sent.start, sent.end) != (now.user, now.watchlist, now.start, now.end):
        raise ValueError(f"digest {now.id} is of another list or window than {sent.id}")
    told = {line.id for section in sent.sections for line in section.lines}
    # A story that was told with these words is no other for a late entry of it.
    stories = {(line.company, line.text) for section in sent.sections for line in section.lines if line.story}

    def is_late(line: DigestLine) -> bool:
        """Return whether a line says what was not told; how a feed does, which has no source, the next digest tells."""
        return bool(line.citations) and line.id not in told and not (line.story and (line.company, line.text) in stories)

    late = [replace(one, lines=tuple(filter(is_late, one.lines))) for one in now.sections]
    sections = numbered(one for one in late if one.lines)
    if not sections:
        return None
    first = sent.addendum_to or sent.id
    lines = (line.id for section in sections for line in section.lines)
    return replace(now, id=digest_id(first, *lines), sections=sections, silent=(), addendum_to=first, missing=(), summary=NO_SUMMARY)
