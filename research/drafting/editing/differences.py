"""What changed between two versions of a draft: sections added, removed and changed, with their words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz.distance import Indel

from research.drafting.editing.sections import find_section
from research.drafting.editing.texts import text_of
from research.nouns.drafts import Draft, Section
from research.nouns.editing import ChangeKind, DraftDifference, SectionDifference, WordRun

_WORDS = re.compile(r"\s+|\S+")


def difference(old: Draft, new: Draft) -> DraftDifference:
    """Return what changed from one version to another: in the order of the newer one, what it has no more at the end."""
    found = [_of_section(find_section(old, one.id), one) for one in new.sections]
    gone = [_of_section(one, None) for one in old.sections if find_section(new, one.id) is None]
    return DraftDifference(new.id, old.version, new.version, tuple(one for one in (*found, *gone) if one.kind is not ChangeKind.SAME))


def _of_section(old: Section | None, new: Section | None) -> SectionDifference:
    named = new or old
    assert named is not None  # noqa: S101  (one of them is there)
    if old is None or new is None:
        kind = ChangeKind.ADDED if old is None else ChangeKind.REMOVED
        return SectionDifference(named.id, named.heading, kind, (WordRun(kind, text_of(named)),))
    if old.blocks == new.blocks and old.heading == new.heading:
        return SectionDifference(named.id, named.heading, ChangeKind.SAME)
    return SectionDifference(named.id, named.heading, ChangeKind.CHANGED, tuple(word_runs(text_of(old), text_of(new))))


def word_runs(old: str, new: str) -> Iterator[WordRun]:
    """Yield the words of two texts in order: those of both, those of the older one alone, those of the newer one alone.

    Nothing but space between two changes is told as changed with them. Sections of the greatest length take a tenth of a second.
    """
    first, second = _WORDS.findall(old), _WORDS.findall(new)
    removed, added = "", ""
    for code in Indel.opcodes(first, second):
        of_old, of_new = "".join(first[code.src_start : code.src_end]), "".join(second[code.dest_start : code.dest_end])
        common = of_old if code.tag == "equal" else ""
        is_last = code.src_end == len(first) or code.dest_end == len(second)
        if common.strip() or (common and (is_last or not (removed or added))):
            yield from _changed(removed, added)
            yield WordRun(ChangeKind.SAME, common)
            removed, added = "", ""
        else:
            removed += of_old
            added += of_new
    yield from _changed(removed, added)


def _changed(removed: str, added: str) -> Iterator[WordRun]:
    if removed:
        yield WordRun(ChangeKind.REMOVED, removed)
    if added:
        yield WordRun(ChangeKind.ADDED, added)
