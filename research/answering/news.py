"""Answers to questions for the news of companies: the headlines of their stories as they are printed, the newest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from research.answering.reading import Reading
from research.answering.refusals import refusal
from research.citations import Quote, resolve
from research.errors import NotFoundError, QuoteNotFoundError
from research.nouns.access import Access
from research.nouns.answers import Answer, AnswerStatus, Citation, Claim
from research.nouns.news import NewsEntry, NewsFilter, Story
from research.planning.news import NewsAsked, read_news
from research.protocols.documents import DocumentStore

MOST_STORIES = 10
Stories = Callable[[Access, NewsFilter], Sequence[Story]]


class NewsAnswerer:
    """Answers what is new of companies from the stories of news."""

    def __init__(self, stories: Stories, documents: DocumentStore) -> None:
        self._stories, self._documents = stories, documents

    def answer(self, reading: Reading, access: Access) -> Answer | None:
        """Return the newest stories of the companies asked about, each by its headline; None for a question that is for anything else.

        A refusal where there is no news of them, or none of the time that is named.
        """
        asked = read_news(reading.plan, (access.as_of or datetime.now(UTC)).date())
        if asked is None or not reading.companies:
            return None
        names = tuple(sorted({name for company in reading.companies for name in (company.name, *company.spellings)}))
        held = {document.id for document in reading.documents} if reading.chosen else None
        wanted = NewsFilter(companies=names, start=asked.start, end=asked.end)
        leads = [(story, lead) for story in self._stories(access, wanted) if (lead := _lead(story, asked, names))]
        found = [one for one in leads if held is None or one[1].document_id in held]
        newest = sorted(found, key=lambda one: (one[1].at, one[0].id), reverse=True)
        cited = [(story, lead, citation) for story, lead in newest[:MOST_STORIES] if (citation := self._cited(access, lead))]
        if not cited:
            line = _none_line(reading, asked)
            return refusal(reading.plan, (line,), text=f"{line[:1].upper()}{line[1:]}.")
        marked = [(story, lead, _marked(citation, number)) for number, (story, lead, citation) in enumerate(cited, 1)]
        claims = tuple(Claim(f"{_told(story, lead)}: “{one.quote}” [{one.marker}]", (one,)) for story, lead, one in marked)
        more = len(found) - len(cited)
        missing = (f"{more} older {'story is' if more == 1 else 'stories are'} not listed; name a month or a day",) if more else ()
        return Answer(
            question=reading.plan.question,
            status=AnswerStatus.PARTIAL if more else AnswerStatus.ANSWERED,
            text="\n".join(claim.text for claim in claims),
            plan=reading.plan,
            claims=claims,
            citations=tuple(one for _, _, one in marked),
            missing=missing,
        )

    def _cited(self, access: Access, lead: NewsEntry) -> Citation | None:
        try:
            return resolve(self._documents, access, Quote(lead.document_id, 1, lead.headline), marker="")
        except (NotFoundError, QuoteNotFoundError):
            return None


def _lead(story: Story, asked: NewsAsked, names: Sequence[str]) -> NewsEntry | None:
    """Return the entry of a story on the companies asked about: the last that changes it, else the first; None without one."""
    changing = {*story.corrected_by, *story.retracted_by, *story.updated_by}
    about = [one for one in story.entries if any(link.company in names for link in one.companies)]
    within = [one for one in about if (not asked.start or one.at >= asked.start) and (not asked.end or one.at < asked.end)]
    return next((one for one in reversed(within) if one.document_id in changing), within[0] if within else None)


def _marked(citation: Citation, number: int) -> Citation:
    return replace(citation, marker=str(number))


def _told(story: Story, lead: NewsEntry) -> str:
    """Return when an entry told its story, who it was, whether others did too, and how it changed the story."""
    told = f"{lead.outlet} and others" if len(story.outlets) > 1 and lead.outlet else lead.outlet
    return ", ".join(filter(None, (f"{lead.at:%Y-%m-%d}" if lead.dated else "not dated", told, _note(story, lead))))


def _note(story: Story, lead: NewsEntry) -> str:
    """Return how a story changed, or that it goes on from an earlier one."""
    changes = (("withdrawn", story.retracted_by), ("corrected", story.corrected_by), ("updated", story.updated_by))
    if how := next((word for word, ids in changes if lead.document_id in ids), ""):
        return how
    return "goes on from an earlier story" if story.thread not in {"", story.id} else ""


def _none_line(reading: Reading, asked: NewsAsked) -> str:
    names = " and ".join(company.name for company in reading.companies)
    if asked.start is None or asked.end is None:
        return f"no news of {names} is in the library: add a feed"
    last = asked.end - timedelta(days=1)
    when = f"on {asked.start:%Y-%m-%d}" if last == asked.start else f"from {asked.start:%Y-%m-%d} to {last:%Y-%m-%d}"
    return f"no news of {names} {when} is in the library"
