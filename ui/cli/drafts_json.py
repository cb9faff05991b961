"""The JSON of drafts at work that other programs rely on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from research.drafting.editing.texts import text_of
from ui.cli.contract import Json

if TYPE_CHECKING:
    from research.nouns.editing import DraftDifference, DraftSummary, DraftVersion, OpenDraft, SentenceSupport, SignOff


def summary_json(one: DraftSummary) -> dict[str, Json]:
    """Return a draft as a list of drafts has it."""
    return {
        "draft": one.id,
        "title": one.title,
        "company": one.company,
        "template": one.template,
        "state": one.state.value,
        "version": one.version,
        "saved_at": one.saved_at.isoformat(),
        "by": one.by,
    }


def open_json(found: OpenDraft) -> dict[str, Json]:
    """Return a version of a draft as its reader may see it."""
    draft = found.draft
    return {
        "draft": draft.id,
        "title": draft.title,
        "company": draft.company,
        "template": draft.template,
        "state": draft.state.value,
        "version": draft.version,
        "sha256": found.sha256,
        "saved_at": draft.saved_at.isoformat(),
        "sections": [{"id": one.id, "heading": one.heading, "level": one.level, "text": text_of(one)} for one in draft.sections],
        "sources": [
            {"marker": one.citation.marker, "title": one.title, "document": one.citation.document, "page": one.citation.page}
            for one in draft.sources
        ],
        "open": list[Json](draft.open_items),
        "conflicts": [{"section": one.section, "text": one.text, "version": one.version} for one in draft.conflicts],
        "withheld": [{"section": one.section, "heading": one.heading, "pieces": one.pieces} for one in found.withheld],
        "versions": [version_json(one) for one in found.versions],
        "signed": [sign_off_json(one) for one in found.sign_offs],
    }


def version_json(one: DraftVersion) -> dict[str, Json]:
    """Return a version."""
    return {"version": one.number, "saved_at": one.saved_at.isoformat(), "sha256": one.sha256, "state": one.state.value}


def sign_off_json(one: SignOff) -> dict[str, Json]:
    """Return who signed a version; `own_draft` tells that nobody but its writer has."""
    return {
        "action": one.action.value,
        "version": one.version,
        "sha256": one.sha256,
        "by": one.by,
        "at": one.at.isoformat(),
        "comment": one.comment,
        "own_draft": one.is_own,
    }


def support_json(section: str, one: SentenceSupport) -> dict[str, Json]:
    """Return what a sentence of a section rests on."""
    cited = one.citation
    return {
        "section": section,
        "text": one.text,
        "verdict": one.verdict.value,
        "reason": one.reason,
        "by": one.by.value or None,
        "marks": list[Json](one.markers),
        "source": {"document": cited.document, "page": cited.page, "quote": cited.quote} if cited else None,
        "expected": one.expected,
        "accepted": one.accepted or None,
    }


def difference_json(found: DraftDifference) -> dict[str, Json]:
    """Return what changed between two versions."""
    return {
        "draft": found.draft_id,
        "old": found.old,
        "new": found.new,
        "sections": [
            {
                "section": one.section,
                "heading": one.heading,
                "change": one.kind.value,
                "words": [{"change": run.kind.value, "text": run.text} for run in one.words],
            }
            for one in found.sections
        ],
    }
