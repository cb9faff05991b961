"""What news and notes say of a company: headlines with day and outlet, and the views of others as views."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache

from research.digests.sources import Stories
from research.drafting.templates.evidence import GuidanceSpec, NewsSpec, NotesSpec
from research.drafting.writing.gatekeeper import Gatekeeper
from research.drafting.writing.held import HeldCompany, HeldDocuments
from research.drafting.writing.house import head_of, stated
from research.nouns.answers import Citation, Claim, Verdict
from research.nouns.documents import Document, Kind
from research.nouns.drafts import Block, MissingBlock, ParagraphBlock, ParagraphStyle, TableBlock, Voice
from research.nouns.facts import Fact, Status
from research.nouns.news import NewsFilter, Story
from research.nouns.queries import FactFilter
from research.text.passages import passage_spans
from research.text.patterns import any_of, read_beside
from research.text.words import topic_stems

_FRONT_PAGES = (1, 2)
_EXPECTING = frozenset({Kind.RESULTS, Kind.TRANSCRIPT, Kind.NOTE, Kind.REPORT})
_MOST_OUTLETS = 3
_LONGEST_VIEW = 400


def news_blocks(spec: NewsSpec, company: HeldCompany, stories: Stories, *, gate: Gatekeeper, topic: str) -> list[Block]:
    """Return the newest stories of a company, newest first: day, headline word for word, outlets.

    Retracted ones are left out, those that tell of no event, whose headline is another company's, and headlines that shout.
    """
    found = stories.stories(gate.access, NewsFilter(companies=(company.company.name,)))
    kept = [one for one in found if _is_about(one, company) and not one.retracted_by]
    if spec.matching and topic:
        stems = set(topic_stems(topic))
        kept = [one for one in kept if stems & set(topic_stems(one.headline))]
    kept = [one for one in kept if one.events and not _shouted().search(one.headline)]
    ordered = sorted(kept, key=lambda one: (one.last_seen, one.id), reverse=True)
    claims = [claim for one in ordered[: 2 * spec.most] if (claim := _headline(one, gate))]
    if not claims:
        about = f" about {topic}" if spec.matching and topic else ""
        return [MissingBlock(f"Not in the library: news of {company.company.name}{about}")]
    return [ParagraphBlock((claim,), ParagraphStyle.BULLET) for claim in claims[: spec.most]]


def _is_about(story: Story, company: HeldCompany) -> bool:
    """Return whether a company is the first of a story, or the second one and its headline names it."""
    name, names = company.company.name, (*company.company.spellings, *company.company.other_names)
    return name in story.companies[:1] or (name in story.companies[:2] and any_of(names).search(story.headline) is not None)


@cache
def _shouted() -> re.Pattern[str]:
    return re.compile(read_beside(__file__, "words.toml")["shouted"], re.IGNORECASE)


def _headline(story: Story, gate: Gatekeeper) -> Claim | None:
    """Return a story as a sentence that quotes its headline, None where the headline does not stand in an entry."""
    entry = next((one for one in reversed(story.entries) if one.headline == story.headline), story.entries[0])
    citation = gate.quote(entry.document_id, 1, entry.headline)
    if citation is None:
        return None
    outlets = [
        *story.outlets[:_MOST_OUTLETS],
        *([f"{len(story.outlets) - _MOST_OUTLETS} more"] if len(story.outlets) > _MOST_OUTLETS else []),
    ]
    corrected = ", corrected" if story.corrected_by else ""
    told = f" ({', '.join(outlets)}{corrected})" if outlets else ""
    return Claim(f"{day_of(entry.at)}: “{' '.join(citation.quote.split())}”{told}", (citation,), verdict=Verdict.SUPPORTED)


def note_blocks(spec: NotesSpec, company: HeldCompany, held: HeldDocuments, gate: Gatekeeper) -> list[Block]:
    """Return the notes on a company: a table of ratings and targets, and below it the sentences that say them, as opinions."""
    notes = [one for one in company.papers if one.kind is Kind.NOTE]
    notes = sorted(notes, key=lambda one: (one.published_at or one.known_at, one.name), reverse=True)[: spec.most]
    rows, views = [], []
    for note in notes:
        citation = _view(note, held, gate)
        if citation is None:
            continue
        rows.append(_row(note, citation))
        if len(citation.quote) <= _LONGEST_VIEW:
            said = Claim(" ".join(citation.quote.split()), (citation,), verdict=Verdict.SUPPORTED)
            views.append(ParagraphBlock((said,), ParagraphStyle.QUOTE, Voice.OPINION))
    if not rows:
        return [MissingBlock(f"Not in the library: notes on {company.company.name}")]
    sources = tuple(citation for row in rows for cell in row for citation in cell.citations)
    return [TableBlock(spec.caption, ("House", "Dated", "Rating", "Target"), tuple(rows), sources), *views]


def _row(note: Document, citation: Citation) -> tuple[Claim, ...]:
    """Return a note's row; of rating and target what the cited sentence says."""
    details = dict(note.details)
    dated = day_of(note.published_at) if note.published_at else "undated"
    target = details.get("target_price", "")
    cells = (_said(details.get("rating", ""), citation), _said(target, citation))
    return (Claim(details.get("broker", note.name)), Claim(dated), *cells)


def _said(detail: str, citation: Citation) -> Claim:
    mark = _mark(detail)
    stands = mark and mark.casefold() in citation.quote.casefold()
    return Claim(detail, (citation,), verdict=Verdict.SUPPORTED) if stands else Claim("n.a.")


def _mark(detail: str) -> str:
    """Return what a note prints of a detail: a target is kept with its currency's code, "USD 44.00"."""
    return detail.rpartition(" ")[2] if re.match(r"[A-Z]{3} ", detail) else detail


def _view(note: Document, held: HeldDocuments, gate: Gatekeeper) -> Citation | None:
    """Return the citation of the passage on a note's first pages that says most of its rating and target."""
    details = dict(note.details)
    wanted = [
        _mark(details[name]).casefold()
        for name in ("rating", "target_price", "previous_rating", "previous_target_price")
        if name in details
    ]
    best: tuple[int, int, tuple[int, int], str] | None = None
    for page, text in held.pages(gate.access, note.id, _FRONT_PAGES):
        for start, end in passage_spans(text):
            count = sum(mark in text[start:end].casefold() for mark in wanted)
            if count > (best[0] if best else 0):
                best = (count, page.number, (page.start + start, page.start + end), text[start:end])
    return gate.quote(note.id, best[1], best[3], best[2]) if best else None


def guidance_blocks(spec: GuidanceSpec, company: HeldCompany, gate: Gatekeeper) -> list[Block]:
    """Return what the company's own releases and calls expect, word for word as printed; what is lacking where they expect nothing."""
    papers = [one for one in company.papers if one.kind in _EXPECTING and one.kind is not Kind.NOTE][:2]
    ids = tuple(one.id for one in papers)
    found = company.facts.find(gate.access, FactFilter(document_ids=ids, everything=True)) if ids else []
    expected = [fact for fact in found if fact.status is Status.GUIDANCE]
    rows = [row for fact in expected if (row := _expected(fact, company, gate))]
    if not rows:
        return [MissingBlock(f"Not in the library: what {company.company.name} expects")]
    sources = tuple(citation for row in rows for cell in row for citation in cell.citations)
    return [TableBlock(spec.caption, ("", "Period", "Expected"), tuple(rows), sources)]


def _expected(fact: Fact, company: HeldCompany, gate: Gatekeeper) -> tuple[Claim, ...] | None:
    document = company.by_id[fact.document_id]
    pages = [text[fact.start - page.start : fact.end - page.start] for page, text in gate.pages(document.id, fact.page)]
    citation = gate.quote(document.id, fact.page, pages[0], (fact.start, fact.end)) if pages else None
    if citation is None:
        return None
    said = Claim(stated(fact), (citation,), verdict=Verdict.SUPPORTED)
    return (Claim(fact.label), Claim(head_of(fact.period.label, [fact.status])), said)


def day_of(instant: datetime) -> str:
    """Return a day as drafts write it: "14 February 2025"."""
    return f"{instant.day} {instant:%B %Y}"
