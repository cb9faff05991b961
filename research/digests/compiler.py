"""Digests: exceptions first, then by company what is new and what changed, then who has nothing new, beside the feeds' health."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from research.digests.broker_notes import is_of_note, with_news
from research.digests.changes import ChangeReader, change_line
from research.digests.expectations import EarlierPapers, expected_line, restated_lines
from research.digests.following import Followed, Following, follow
from research.digests.health import feed_health, feed_lines
from research.digests.news import NewsReading, ToldStory
from research.digests.news_lines import exception_of, story_line, story_order, without_commands
from research.digests.papers import NewPaper, Papers, dated, find_papers, is_exception, paper_line
from research.digests.quoting import Quoting, digest_id, numbered
from research.digests.sources import DigestSources
from research.digests.window import Window
from research.directory import company_directory
from research.nouns.access import Access
from research.nouns.digests import Digest, DigestLine, DigestSection, FeedHealth
from research.nouns.documents import PAPERS, Document, Kind
from research.nouns.news import EventType
from research.nouns.queries import DocumentFilter
from research.nouns.watchlists import Watchlist
from research.watchlists.checking import company_key
from research.watchlists.rollup import RolledUp

# The order of exceptions: what was told wrongly, restated, said of the reader's own house, rated or expected otherwise, reported.
_URGENCY = ("again", "restated", "house", EventType.RATING, EventType.GUIDANCE, EventType.RESULTS)


@dataclass(slots=True)
class _Found:
    """What is found for a digest: exceptions with why they are ones, and lines by company or keyword."""

    exceptions: list[tuple[int, DigestLine]] = field(default_factory=list)
    stories: dict[str, list[DigestLine]] = field(default_factory=dict)
    papers: dict[str, list[DigestLine]] = field(default_factory=dict)
    changes: dict[str, list[DigestLine]] = field(default_factory=dict)
    keywords: dict[str, list[DigestLine]] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    notes: dict[str, NewPaper] = field(default_factory=dict)
    uncited: int = 0

    def urgent(self, why: EventType | str, line: DigestLine) -> None:
        """Add an exception."""
        self.exceptions.append((_URGENCY.index(why), line))

    def beside_note(self, told: ToldStory, story: DigestLine, text: str) -> bool:
        """Add a story, whose lead has this text, to the line of the broker's note that it tells of; return False when there is none."""
        at = next((line for line, paper in self.notes.items() if is_of_note(told, text, paper)), None)
        if at is None:
            return False
        self.exceptions = [(why, with_news(line, told, story) if line.id == at else line) for why, line in self.exceptions]
        company = self.notes[at].company.name
        self.papers[company] = [with_news(line, told, story) if line.id == at else line for line in self.papers.get(company, [])]
        return True

    def change(self, company: str, line: DigestLine | None, paper: NewPaper, *, urgent: bool = False) -> None:
        """Add what changed for a company by a paper, as an exception when it is one; without a line it could not be cited."""
        if line is None:
            self.uncited += 1
        elif urgent:
            self.urgent(line.event or EventType.GUIDANCE, dated(line, paper.document))
        else:
            self.changes.setdefault(company, []).append(dated(line, paper.document))


class DigestCompiler:
    """Makes digests from a workspace's stores; the same stores, list and window give the same digest."""

    def __init__(self, sources: DigestSources) -> None:
        self._sources = sources

    def had_anything(self, access: Access, window: Window) -> bool:
        """Return whether anything had come to the library when a window ended, or nothing ever did."""
        latest = self._sources.documents.latest
        before = (DocumentFilter(kinds=(kind,), known_before=window.end) for kind in Kind)
        return any(latest(access, wanted, most=1) for wanted in before) or not latest(access, DocumentFilter(), most=1)

    def last_moment(self, access: Access, rolled: RolledUp, window: Window, *, watched: Iterable[str] = ()) -> datetime | None:
        """Return when the last thing of a window came, or was published, that its digest may tell of; None when there is none."""
        moments = (*self.paper_moments(access, rolled, window), self.last_news(access, rolled, window, watched=watched))
        return max((one for one in moments if one), default=None)

    def paper_moments(self, access: Access, rolled: RolledUp, window: Window) -> list[datetime]:
        """Return when the papers of a window came, or were published, that are of a list's companies."""
        documents, following = self._followed(access, rolled.watchlist)
        moments = (window.moment(one) for one in documents if window.holds(one) and following.called(one.company))
        return [moment for moment in moments if moment]

    def last_news(self, access: Access, rolled: RolledUp, window: Window, *, watched: Iterable[str] = ()) -> datetime | None:
        """Return when the last news of a window came, or was published, that may be told; None when there is none."""
        _, following = self._followed(access, rolled.watchlist)
        reading = NewsReading(self._sources, access, window=window, watchlist=rolled.watchlist, following=following)
        return reading.last_at(_names(following, watched))

    def moments(self, access: Access, digest: Digest, window: Window) -> set[datetime]:
        """Return the instants by which what a digest cites falls into a window."""
        ids = tuple({one.document_id for section in digest.sections for line in section.lines for one in line.citations})
        cited = self._sources.documents.find(access, DocumentFilter(ids=ids)) if ids else []
        return {moment for one in cited if window.holds(one) and (moment := window.moment(one))}

    def compile(self, access: Access, rolled: RolledUp, window: Window, *, watched: Iterable[str] = ()) -> Digest:
        """Return the digest of a rolled-up list for a window, inside what the reader may see.

        `watched` are companies as other lists call them: news may know a company by such a name.
        """
        watchlist, sources = rolled.watchlist, self._sources
        documents, following = self._followed(access, watchlist)
        papers = find_papers(documents, window, following)
        quoting, found = Quoting(sources.documents, access), _Found()
        reading = NewsReading(sources, access, window=window, watchlist=watchlist, following=following)
        news = reading.read(_names(following, watched))
        self._add_papers(access, window, papers, quoting, found=found, house=watchlist.house)
        _add_stories(news.stories, quoting, found)
        feeds = feed_health(sources.feeds.all(access), sources.feeds.spans(access, window.end), window)
        return Digest(
            id=digest_id(access.user, watchlist.address, window.start.isoformat(), window.end.isoformat()),
            watchlist=watchlist.name if watchlist.user == access.user else watchlist.address,
            user=access.user,
            start=window.start,
            end=window.end,
            zone=watchlist.zone,
            sections=numbered(_sections(following, found, feeds)),
            silent=tuple(one.name for one in following.companies if one.name not in found.touched),
            feeds=feeds,
            missing=(*window.notes, *rolled.missing, *_unclear(watchlist, following), *_left_out(papers.old, news.old, found.uncited)),
        )

    def _followed(self, access: Access, watchlist: Watchlist) -> tuple[list[Document], Following]:
        """Return the papers that the reader may see, and which of their companies a list means."""
        documents = self._sources.documents.find(access, DocumentFilter(kinds=PAPERS))
        return documents, follow(watchlist, company_directory(documents, self._sources.names.all()))

    def _add_papers(self, access: Access, window: Window, papers: Papers, quoting: Quoting, *, found: _Found, house: Sequence[str]) -> None:
        changes, earlier = ChangeReader(self._sources, access, window), EarlierPapers(self._sources, access, window)
        for paper in papers.new:
            name = paper.company.name
            found.touched.add(name)
            self._add_paper(paper, papers, quoting, found=found, house=house)
            for restated in earlier.restated(paper, papers):
                for line in restated_lines(restated, quoting, name):
                    found.urgent("restated", dated(line, paper.document))
            for changed in changes.changes(paper, papers):
                found.change(name, change_line(changed, quoting, name), paper)
            for expected in earlier.expected(paper, papers):
                found.change(name, expected_line(expected, quoting, name), paper, urgent=expected.is_changed)

    def _add_paper(self, paper: NewPaper, papers: Papers, quoting: Quoting, *, found: _Found, house: Sequence[str]) -> None:
        """Add a paper's own line: first among others when it reports, rates anew, or leaves our own note behind."""
        line = paper_line(paper, papers, quoting, house=house)
        if line is None:
            found.uncited += 1
            return
        if paper.document.kind is Kind.NOTE:
            found.notes[line.id] = paper
        if is_exception(paper, papers) or "our note" in line.note:
            found.urgent(EventType.RATING if paper.document.kind is Kind.NOTE else EventType.RESULTS, line)
        else:
            found.papers.setdefault(paper.company.name, []).append(line)


def _add_stories(stories: Sequence[ToldStory], quoting: Quoting, found: _Found) -> None:
    """Add the lines of stories, those of a company in their order."""
    reported = {line.company for at, line in found.exceptions if _URGENCY[at] is EventType.RESULTS}
    quoting.learn(told.lead.document_id for told in stories)
    for story in sorted(stories, key=story_order):
        text = quoting.first_page(story.lead.document_id)
        told = without_commands(story, text)
        found.touched |= {one.name for one in told.companies}
        line = story_line(told, quoting)
        if line is None:
            found.uncited += 1
            continue
        if found.beside_note(told, line, text):
            continue
        why = _why_urgent(told, line, reported)
        if why:
            found.urgent(why, line)
        elif told.companies:
            found.stories.setdefault(told.companies[0].name, []).append(line)
        else:
            found.keywords.setdefault(told.keyword, []).append(line)


def _why_urgent(told: ToldStory, line: DigestLine, reported: set[str]) -> EventType | str:
    """Return why a story comes first, "" when it does not: of results that a paper of the window reports the paper does."""
    why = exception_of(told, line)
    is_report = EventType.RESULTS in told.events and any(entry.figures for entry in told.entries)
    if not is_report or why in {"again", "house"} or not told.companies:
        return why
    return "" if told.companies[0].name in reported else why or EventType.RESULTS


def _names(following: Following, watched: Iterable[str]) -> Iterator[str]:
    """Yield what news may call the watched companies."""
    for one in following.companies:
        yield from (one.name, one.watched.company, *one.spellings)
    yield from (name for name in watched if company_key(name) in following.by_key)


def _sections(following: Following, found: _Found, feeds: Sequence[FeedHealth]) -> Iterator[DigestSection]:
    """Yield the sections: exceptions, then of each company in the list's order, then what keywords found, then silence."""
    urgent = [line for _, line in sorted(found.exceptions, key=lambda one: one[0])]
    urgent += feed_lines(feeds)
    yield DigestSection("Exceptions", "exceptions", tuple(urgent))
    for company in following.companies:
        yield from _of_company(company, found)
    for term, lines in found.keywords.items():
        yield DigestSection(f"“{term}”", "stories", tuple(lines))
    yield DigestSection("Nothing new", "silence", ())


def _of_company(company: Followed, found: _Found) -> Iterator[DigestSection]:
    name, owner = company.name, company.watched.owner
    parts = (
        (name, "stories", found.stories),
        (f"{name}: filings and notes", "documents", found.papers),
        (f"{name}: what changed", "changes", found.changes),
    )
    for heading, kind, lines in parts:
        if lines.get(name):
            yield DigestSection(heading, kind, tuple(lines[name]), company=name, owner=owner)


def _unclear(watchlist: Watchlist, following: Following) -> Iterator[str]:
    """Yield what is to be told of whom a list follows, and that it follows nothing: its digest is as empty as one without news."""
    yield from following.told
    if not (following.companies or watchlist.keywords or watchlist.house):
        yield "the watchlist follows no company and no keyword, so nothing can be found for it"


def _left_out(papers: int, entries: int, uncited: int) -> Iterator[str]:
    """Yield what is not listed, and why."""
    late = "that came in the window but {} published long before it"
    if papers:
        yield f"not listed: {papers} {'paper' if papers == 1 else 'papers'} {late.format('was' if papers == 1 else 'were')}"
    if entries:
        yield f"not listed: {entries} news {'entry' if entries == 1 else 'entries'} {late.format('was' if entries == 1 else 'were')}"
    if uncited:
        yield f"not listed: {uncited} of the lines, whose words or figures could not be cited"
