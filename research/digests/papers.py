"""The papers of a window, filings, releases, notes and all that is no news, for the watched companies: as lines with what they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from research.digests.following import Followed, Following
from research.digests.quoting import Quoting, make_line
from research.digests.window import Window, is_day
from research.digests.words import digest_words
from research.nouns.answers import Citation
from research.nouns.digests import DigestLine
from research.nouns.documents import Document, Kind
from research.nouns.facts import fiscal_label
from research.nouns.news import EventType
from research.text.matching import normal_form
from research.text.passages import passage_spans

# What a company itself reports of a period.
REPORTS = (Kind.FILING, Kind.RESULTS)
_FRONT_PAGES = (1, 2)
_LONGEST_LINE = 200


@dataclass(frozen=True, slots=True)
class NewPaper:
    """A paper that is new in the window, and the watched company that it is of."""

    document: Document
    company: Followed


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers that were there at the end of the window, the new ones of watched companies, and how many were added late."""

    known: tuple[Document, ...]
    new: tuple[NewPaper, ...]
    old: int

    def of(self, company: Followed) -> tuple[Document, ...]:
        """Return the papers of a company that were there at the end of the window."""
        return tuple(one for one in self.known if one.company in company.spellings)


def find_papers(documents: Sequence[Document], window: Window, following: Following) -> Papers:
    """Return the papers of a window, the new ones by company in the list's order, then by date and name."""
    known = tuple(one for one in documents if window.is_known(one))
    order = {one.name: at for at, one in enumerate(following.companies)}
    before = {one.id for one in known if window.was_known(one)}
    held = [(one, following.called(one.company)) for one in known if window.holds(one) and one.supersedes not in before]
    new = [NewPaper(one, company) for one, company in held if company is not None and not window.is_old(one)]
    new.sort(key=lambda one: (order[one.company.name], _when(one.document).isoformat(), one.document.name))
    old = sum(company is not None and window.is_old(one) for one, company in held)
    return Papers(known, tuple(new), old)


def paper_line(paper: NewPaper, papers: Papers, quoting: Quoting, *, house: Sequence[str]) -> DigestLine | None:
    """Return the line of a paper: the words on its front that say what it is; None where it has none that can be cited."""
    document = paper.document
    said = _said_by_note(document, quoting) if document.kind is Kind.NOTE else None
    cited = said or _said_by_title(document, quoting) or _first_line(document, quoting)
    if cited is None:
        return None
    parts = [_what(document), _rated(document, papers), *_older_notes(paper, papers, house)]
    line = make_line(cited.quote, (cited,), company=paper.company.name)
    event = EventType.RATING if _rated(document, papers) else EventType.RESULTS if document.kind in REPORTS else None
    return dated(replace(line, note="; ".join(filter(None, parts)), event=event), document)


def dated(line: DigestLine, document: Document) -> DigestLine:
    """Return a line with the date of the paper that it is from: a moment, or in its note the day of a paper that is dated by its day."""
    on = document.published_at
    if on is None or not is_day(on):
        return replace(line, at=_when(document))
    return replace(line, note="; ".join(filter(None, (line.note, f"dated {on:%Y-%m-%d}"))))


def is_exception(paper: NewPaper, papers: Papers) -> bool:
    """Return whether a paper comes first: a report of a period that none reported before, or a note that changes its rating or target."""
    document = paper.document
    if document.kind is Kind.NOTE:
        return bool(_rated(document, papers))
    return document.kind in REPORTS and not any(_reports_same(document, one) for one in papers.of(paper.company) if one != document)


def _reports_same(document: Document, other: Document) -> bool:
    """Return whether another paper reported on a document's period before it came."""
    period = (document.fiscal_year, document.fiscal_period)
    same = other.kind in REPORTS and (other.fiscal_year, other.fiscal_period) == period and other.fiscal_year is not None
    closing = other.fiscal_year == document.fiscal_year and {document.fiscal_period, other.fiscal_period} == {"FY", "Q4"}
    return (same or (closing and other.kind in REPORTS)) and (_when(other), other.known_at) < (_when(document), document.known_at)


def _when(document: Document) -> datetime:
    return document.published_at or document.known_at


def _what(document: Document) -> str:
    """Return what a paper is, in the library's words: its form or kind, its period, its house."""
    house = dict(document.details).get("broker", "") if document.kind is Kind.NOTE else ""
    form = "release" if document.kind is Kind.RESULTS else document.form_type or document.kind.value
    period = fiscal_label(document.fiscal_year, document.fiscal_period) if document.fiscal_year is not None else ""
    return " ".join(filter(None, (house, form, period)))


def _rated(document: Document, papers: Papers) -> str:
    """Return how a note changes its rating or target, "" when it does not: by what it says itself, else against the house's note before."""
    if document.kind is not Kind.NOTE:
        return ""
    now, before = dict(document.details), _details_before(document, papers.known)
    parts = []
    for name, field in (("rating", "rating"), ("target", "target_price")):
        was = now.get(f"previous_{field}") or before.get(field, "")
        if field in now and was and normal_form(was).casefold() != normal_form(now[field]).casefold():
            parts.append(f"{name} {now[field]}, was {was}")
    return "; ".join(parts)


def _details_before(document: Document, known: Sequence[Document]) -> Mapping[str, str]:
    """Return what the same house's last note on the company before this one says."""
    broker = dict(document.details).get("broker")
    earlier = [
        one
        for one in known
        if one.kind is Kind.NOTE
        and one.company == document.company
        and _when(one) < _when(document)
        and broker == dict(one.details).get("broker")
    ]
    return dict(max(earlier, key=lambda one: (_when(one), one.name)).details) if earlier and broker else {}


def _older_notes(paper: NewPaper, papers: Papers, house: Sequence[str]) -> Iterator[str]:
    """Yield that our own note is older than a report, when the last one is: a note of the reader's house, or of none."""
    if paper.document.kind not in REPORTS:
        return
    names = {normal_form(name).casefold() for name in house}
    notes = [one for one in papers.of(paper.company) if one.kind is Kind.NOTE]
    own = [one for one in notes if normal_form(dict(one.details).get("broker", "")).casefold() in {*names, ""}]
    last = max(own, key=lambda one: (_when(one), one.name), default=None)
    if last is not None and _when(last) < _when(paper.document):
        yield f"our note {last.name} of {_when(last):%Y-%m-%d} is older"


def _said_by_note(document: Document, quoting: Quoting) -> Citation | None:
    """Return the citation of the sentence on a note's first pages that says most of its rating and target."""
    details = dict(document.details)
    marks = [details.get(name, "") for name in ("rating", "previous_rating", "target_price", "previous_target_price")]
    # A target is kept with its currency's code, "USD 44.00": the note prints the sum.
    wanted = [mark.split(" ")[-1] if mark[:3].isupper() and " " in mark else mark for mark in marks if mark]
    best: tuple[int, Citation] | None = None
    for page, text in quoting.pages(document.id, _FRONT_PAGES):
        for start, end in passage_spans(text):
            count = sum(mark.casefold() in text[start:end].casefold() for mark in wanted)
            if count > (best[0] if best else 0):
                cited = quoting.words(document.id, text[start:end], page=page.number, at=(page.start + start, page.start + end))
                best = (count, cited) if cited else best
    return best[1] if best else None


def _said_by_title(document: Document, quoting: Quoting) -> Citation | None:
    """Return the citation of a title that the first page prints, else of the line there that says what a filing is."""
    if document.title and (cited := quoting.words(document.id, document.title)):
        return cited
    for page, text in quoting.pages(document.id, [1]):
        for pattern in digest_words().telling:
            if (found := pattern.search(text)) and len(found[1]) <= _LONGEST_LINE:
                span = (page.start + found.start(1), page.start + found.end(1))
                return quoting.words(document.id, found[1], at=span)
    return None


def _first_line(document: Document, quoting: Quoting) -> Citation | None:
    """Return the citation of the first line of a document that has words."""
    for page, text in quoting.pages(document.id, [1]):
        line = next((line.strip() for line in text.splitlines() if any(map(str.isalpha, line))), "")
        return quoting.words(document.id, line[:_LONGEST_LINE], page=page.number) if line else None
    return None
