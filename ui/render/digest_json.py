"""A digest as plain data, the JSON that other programs rely on."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from research.metrics.operands import facts_of
from research.nouns.answers import Citation
from research.nouns.digests import Digest, DigestLine, DigestSummary
from ui.cli.contract import Json, calculation_json, citation_json
from ui.render.digest_view import NO_LINKS, DigestLinks


def digest_json(digest: Digest, links: DigestLinks = NO_LINKS) -> dict[str, Json]:
    """Return a digest as `desk digest --json` prints it; instants are ISO in UTC, null where there is none."""
    return {
        "id": digest.id,
        "watchlist": digest.watchlist,
        "user": digest.user,
        "start": _instant(digest.start),
        "end": _instant(digest.end),
        "zone": digest.zone,
        "addendum_to": digest.addendum_to or None,
        "paragraph": _paragraph(digest.summary),
        "paragraph_why": digest.summary.why or None,
        "sections": [
            {
                "heading": section.heading,
                "kind": section.kind,
                "company": section.company or None,
                "owner": section.owner or None,
                "lines": [_line(line, links) for line in section.lines],
            }
            for section in digest.sections
        ],
        "silent": list(digest.silent),
        "feeds": [
            {"url": feed.url, "title": feed.title, "read_at": _instant(feed.read_at), "error": feed.error or None, "known": feed.known}
            for feed in digest.feeds
        ],
        "missing": list(digest.missing),
    }


def digest_json_text(digest: Digest, links: DigestLinks = NO_LINKS) -> str:
    """Return a digest as JSON text that ends with a line feed; the same digest gives the same text."""
    return json.dumps(digest_json(digest, links), ensure_ascii=False, indent=1) + "\n"


def _paragraph(summary: DigestSummary) -> Json:
    """Return the paragraph on top, null without one: its sentences with the ids of the lines that each rests on."""
    if not summary.sentences:
        return None
    sentences: list[Json] = [{"text": one.text, "lines": list[Json](one.lines)} for one in summary.sentences]
    return {"model": summary.model, "sentences": sentences, "struck": summary.struck}


def _line(line: DigestLine, links: DigestLinks) -> Json:
    places = {(one.document_id, one.figure): one.marker for one in line.citations}
    facts = facts_of(line.calculation) if line.calculation else ()
    markers = {fact.id: places.get((fact.document_id, (fact.cell_start, fact.cell_end)), "") for fact in facts}
    return {
        "id": line.id,
        "text": line.text,
        "note": line.note or None,
        "event": line.event.value if line.event else None,
        "company": line.company or None,
        "at": _instant(line.at),
        "story": line.story or None,
        "calculation": calculation_json(line.calculation, markers) if line.calculation else None,
        "citations": [_citation(citation, links) for citation in line.citations],
    }


def _citation(citation: Citation, links: DigestLinks) -> dict[str, Json]:
    """Return a citation with who told the article that it is of and its address, null for what is no article."""
    told = links.article(citation)
    return citation_json(citation) | {"outlet": told.label if told else None, "url": (told.url or None) if told else None}


def _instant(instant: datetime | None) -> str | None:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if instant else None
