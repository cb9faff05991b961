"""What a document says of itself: company, ticker, form, period and dates, from its cover and text, each with where it came from.

Works on the text alone; the file's name is never read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from ingest.chinese import is_chinese, read_chinese_report
from ingest.company_names import in_text_case, without_lead
from ingest.fiscal import FROM_PERIOD_END, find_year_end, name_fiscal_year, next_year_end, quarter_of
from ingest.forms import ANNUAL_REPORT, INTERIM_REPORT, RESULTS, find_form, interim_period, is_sec_cover, names_form
from ingest.kinds.recognise import recognise_kind
from ingest.loaded import Loaded, Metadata
from ingest.statements.heads import ends_printed, is_estimate, named_part, span_between, spell_out
from ingest.statements.titles import statement_of
from ingest.stating import Statements, borne_out, complete, first_title, read_stated
from research.nouns.documents import ANNUAL_FORMS, Kind, Table, Tier
from research.nouns.facts import Span, fiscal_label
from research.text.dates import find_dates, find_spans

COVER_PAGES = 3
# Three printed pages have half as many characters; a worksheet, or a page that never ends, may have millions.
LONGEST_COVER = 30_000
# Places where a date of signing may stand: a filing with all its exhibits has some dozens.
MOST_MARKS = 500
_PERIOD = re.compile(
    r"\b(?:fiscal\s+year|year|quarterly\s+period|quarter|annual\s+period|transition\s+period|period)\s+ended\s*:?\s*", re.IGNORECASE
)
_REPORT_DATE = re.compile(r"date\s+of\s+(?:earliest\s+event\s+)?report", re.IGNORECASE)
_EXACT_NAME = re.compile(r"^\W*\(?\s*(?:exact\s+)?name\s+of\s+(?:the\s+)?(?:registrant|issuer|company|corporation)", re.IGNORECASE)
_FILE_NUMBER = re.compile(r"commission\s+file\s+(?:number|no)", re.IGNORECASE)
_LISTED = re.compile(
    r"(?P<name>[A-Z0-9][\w.&,'’ -]{1,60}?)\s*\((?:the\s+“?company”?;?\s*)?"
    r"(?:NYSE|NASDAQ|Nasdaq|New York Stock Exchange|AMEX|TSX|LSE)[\w ]{0,20}:\s*(?P<ticker>[A-Z]{1,5}(?:[.-][A-Z])?)[);,]"
)
_COVER_TICKER = re.compile(
    r"(?:stock|shares?|value|securities|units)\b[^\n]{0,80}?[\s)]([A-Z]{1,5}(?:[.-][A-Z])?)\s+(?:the\s+)?"
    r"(?:new york stock|nasdaq|nyse|cboe|chicago stock|nyse american)",
    re.IGNORECASE,
)
# Without one of these in small letters `_COVER_TICKER` finds nothing.
_EXCHANGES = ("new york stock", "nasdaq", "nyse", "cboe", "chicago stock")
_SYMBOL = re.compile(r"\b(?:under|with)\s+(?:the|our)?\s*(?:trading |ticker |stock )*symbols?\s+[“\"'‘]?([A-Z]{1,5}(?:\.[A-Z])?)\b")
_TICKER_IS = re.compile(r"\b(?:ticker|trading|stock)\s+symbol\s+is\s+[“\"'‘]?([A-Z]{1,5}(?:\.[A-Z])?)\b")
_SIGNED = re.compile(r"thereunto\s+duly\s+authorized", re.IGNORECASE)
_DATED = re.compile(r"^[^\w\n]*dated?\s*:?\s*", re.IGNORECASE | re.MULTILINE)
_QUARTER = re.compile(r"\b(first|second|third|fourth)[\s-]+quarter\b|\b(?:Q([1-4])|([1-4])Q)\b", re.IGNORECASE)
_QUARTER_YEAR = re.compile(
    r"\b(?:first|second|third|fourth)[\s-]+quarter(?:\s+and\s+(?:full|fiscal)[\s-]+year)?(?:\s+of)?(?:\s+fiscal)?(?:\s+year)?\s+((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
# The quarter with which a part of a fiscal year ends.
_QUARTERS = {"Q1": 1, "Q2": 2, "H1": 2, "Q3": 3, "9M": 3, "Q4": 4, "H2": 4}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
# The statements of income and of cash flows.
_FLOWS = 2
_SUBSIDIARIES = re.compile(r"\s*,?\s+and\s+(?:its\s+)?(?:consolidated\s+)?(?:subsidiar(?:y|ies)(?:\s+companies)?)\W*$", re.IGNORECASE)
_ENGLISH = re.compile(r"\b(?:the|and|of|to|in)\b")


@dataclass(slots=True)
class _Found:
    """What was found so far, and where."""

    text: str
    cover: str
    opening: str
    stated: Statements = field(default_factory=Statements)
    sources: list[tuple[str, str]] = field(default_factory=list)
    # The fiscal year that a report's title names.
    title_year: int | None = None

    def take(self, name: str) -> bool:
        """Return whether the file itself states a field, and note where if it does."""
        stated = self.stated.has(name)
        if stated:
            self.note(name, self.stated.source(name))
        return stated

    def note(self, name: str, source: str) -> None:
        """Keep where a field was found."""
        self.sources.append((name, source))


def read_metadata(loaded: Loaded) -> Metadata:
    """Return what the document says of itself; a field it does not state is None, and so is its entry in `sources`."""
    cover = loaded.text[: min(loaded.pages[min(COVER_PAGES, len(loaded.pages)) - 1].end, LONGEST_COVER)] if loaded.pages else ""
    opening = cover[: loaded.pages[0].end] if loaded.pages else ""
    stated = read_stated(borne_out(loaded.stated, loaded.text))
    # Calls and notes speak of forms, too.
    if not names_form(cover) and not stated.has("form_type") and (known := recognise_kind(loaded)):
        return complete(known, stated)
    if not stated.has("kind") and not stated.has("form_type") and (report := read_chinese_report(loaded)):
        return complete(report, stated)
    found = _Found(loaded.text, cover, opening, stated)
    form = _form(found)
    company, ticker = _company(found, loaded), _ticker(found)
    period_end = _period_end(found, form, loaded)
    year, period = _fiscal(found, form, period_end, heads=[table.heads for table in _statements(loaded)])
    published = found.stated.instant("published_at") if found.take("published_at") else _midnight(_published(found, form, period_end))
    kind, tier = _kind(found, form)
    return Metadata(
        title=_title(found, company, form, label="" if year is None else fiscal_label(year, period)),
        company=company,
        ticker=ticker,
        kind=kind,
        tier=tier,
        form_type=form,
        fiscal_year=year,
        fiscal_period=period,
        period_end=period_end,
        published_at=published,
        language=_language(found),
        sources=tuple(found.sources),
    )


def _language(found: _Found) -> str | None:
    if found.take("language"):
        return found.stated.text("language")
    opening = found.text[:20_000]
    if is_chinese(opening):
        return "zh"
    return "en" if len(_ENGLISH.findall(opening)) > len(opening.split()) * 0.06 else None


def _form(found: _Found) -> str | None:
    """Return the form as `find_form` names it; what the file states to be news is no release of its own."""
    if found.take("form_type"):
        form = found.stated.text("form_type") or ""
        return form if form.islower() else form.upper()
    known = find_form(found.cover, found.opening) if found.stated.text("kind") != Kind.NEWS else None
    if known is None:
        return None
    found.note("form_type", known.source)
    found.title_year = known.year
    return known.form


def _kind(found: _Found, form: str | None) -> tuple[Kind, Tier]:
    if form is None:
        stated = Kind(found.stated.text("kind") or Kind.OTHER) if found.take("kind") else Kind.OTHER
        return stated, Tier.THIRD_PARTY if stated is Kind.NEWS else Tier.COMPANY
    if form == RESULTS:
        return Kind.RESULTS, Tier.UNAUDITED
    if form.removesuffix("/A") in ANNUAL_FORMS:
        return Kind.FILING, Tier.AUDITED
    return Kind.FILING, Tier.FILED


def _company(found: _Found, loaded: Loaded) -> str | None:
    """Return the legal name, in the document's own mixed case where the cover prints capitals."""
    if found.take("company"):
        return in_text_case(found.stated.text("company") or "", found.text)
    rows = [row.strip(" _\t") for row in found.cover.split("\n")]
    rows = [row for row in rows if re.search(r"\w", row)]
    for at, row in enumerate(rows):
        if at and _EXACT_NAME.match(row):
            found.note("company", "cover page, above “exact name of registrant”")
            return in_text_case(_whole_name(rows, at), found.text)
    if listed := _listed(found.cover):
        found.note("company", "name beside its exchange and ticker")
        return in_text_case(without_lead(listed["name"].strip(" ,")), found.text)
    for at, row in enumerate(rows[:-1]):
        if _FILE_NUMBER.search(row) and is_sec_cover(found.opening):
            found.note("company", "cover page, below the commission file number")
            return in_text_case(rows[at + 1], found.text)
    return _company_of_statements(found, loaded)


def _listed(cover: str) -> re.Match[str] | None:
    """Return where a name stands beside its exchange and ticker; a cover without a bracket, as most news have it, is not searched."""
    return _LISTED.search(cover) if "(" in cover else None


def _whole_name(rows: list[str], at: int) -> str:
    """Return the name that ends on the row above `at`; a legal form alone on its row belongs to the row before."""
    name = rows[at - 1]
    return (
        f"{rows[at - 2]} {name}"
        if at > 1
        and len(name.split()) <= 2
        and re.fullmatch(r"\W*(?:and|&|inc|corp|corporation|company|co|ltd|llc|plc)\b.*", name, re.IGNORECASE)
        else name
    )


def _company_of_statements(found: _Found, loaded: Loaded) -> str | None:
    """Return the name printed above the titles of the statements, when they agree."""
    names: Counter[str] = Counter()
    for table in loaded.tables:
        page = loaded.pages[table.page - 1]
        title = loaded.text.find(table.title[:20], page.start, page.end)
        above = [row for row in loaded.text[page.start : max(title, page.start)].split("\n") if row.strip()]
        if above and re.search(r"subsidiar|\binc\b|\bcorp|\bcompany\b|\bplc\b|\bltd\b", above[-1], re.IGNORECASE):
            names[_SUBSIDIARIES.sub("", above[-1].strip())] += 1
    if not names:
        return None
    found.note("company", "above the statements")
    return in_text_case(names.most_common(1)[0][0], found.text)


def _ticker(found: _Found) -> str | None:
    if found.take("ticker"):
        return (found.stated.text("ticker") or "").upper()
    listed = _listed(found.cover)
    if listed:
        found.note("ticker", "beside the exchange's name")
        return listed["ticker"]
    folded = found.cover.casefold()
    named = _COVER_TICKER.finditer(found.cover) if any(exchange in folded for exchange in _EXCHANGES) else ()
    match = next((one for one in named if one[1].isupper() and one[1] not in {"THE", "NYSE", "NONE", "LLC"}), None)
    if match:
        found.note("ticker", "cover page")
        return match[1]
    patterns = (_SYMBOL, _TICKER_IS) if "symbol" in found.text else ()
    counts = Counter(one[1] for pattern in patterns for one in pattern.finditer(found.text))
    if not counts:
        return None
    found.note("ticker", "“under the symbol”")
    return counts.most_common(1)[0][0]


def _period_end(found: _Found, form: str | None, loaded: Loaded) -> date | None:
    if form and form.startswith(("8-K", "6-K")):
        return None
    if found.take("period_end"):
        return found.stated.day("period_end")
    for match in _PERIOD.finditer(found.cover) if "ended" in found.cover.lower() else ():
        dates = find_dates(found.cover[match.end() : match.end() + 30].replace("\n", " "))
        if dates and dates[0].start <= 3:
            found.note("period_end", "cover page" if form != RESULTS else "text of the release")
            return dates[0].on
    ends = ends_printed([head for table in _statements(loaded) for head in table.heads])
    if not ends:
        return None
    found.note("period_end", "heads of the statements")
    return max(ends)


def _fiscal(found: _Found, form: str | None, period_end: date | None, *, heads: Sequence[Sequence[str]]) -> tuple[int | None, str | None]:
    """Return the fiscal year and period ("FY", "Q1" to "Q4", "H1", "9M") as the document names them; None for what it does not tell."""
    if period_end is None:
        return _fiscal_of_title(found, form)
    period = _period(found, form, period_end, heads=heads)
    if period is None:
        return None, None
    quarter = _QUARTERS.get(period, 4)
    if period == "FY":
        actual = [[head for head in table if not is_estimate(head)] for table in heads]
        year, source = name_fiscal_year(found.text, period_end, heads=actual)
    else:
        named = _QUARTER_YEAR.search(found.opening) if form == RESULTS else None
        year, source = (int(named[1]), "headline") if named else name_fiscal_year(found.text, next_year_end(period_end, quarter))
    focus, told = (found.stated.number("fiscal_year"), found.stated.source("fiscal_year"))
    if focus is None and found.title_year is not None:
        focus, told = found.title_year, "title page"
    if focus and source == FROM_PERIOD_END:
        year, source = focus, told
    found.note("fiscal_year", source)
    return year, period


def _fiscal_of_title(found: _Found, form: str | None) -> tuple[int | None, str | None]:
    """Return year and period of a document without a period's end: as the file states them, else as its title does."""
    year = found.stated.number("fiscal_year") if found.take("fiscal_year") else None
    period = found.stated.text("fiscal_period") if found.take("fiscal_period") else None
    if year is None and found.title_year is not None:
        found.note("fiscal_year", "title page")
        year = found.title_year
        period = period or ("FY" if form == ANNUAL_REPORT else interim_period(found.opening))
    return year, period


def _period(found: _Found, form: str | None, period_end: date, *, heads: Sequence[Sequence[str]]) -> str | None:
    """Return which part of a fiscal year the document reports; None for a shorter one that it does not name."""
    stated = found.stated.text("fiscal_period")
    if stated in {"FY", *_QUARTERS} and found.take("fiscal_period"):
        return stated
    if form == RESULTS:
        match = _QUARTER.search(found.opening[:3000])
        return _quarter_name(match) if match else "FY"
    if form == INTERIM_REPORT:
        return interim_period(found.opening)
    if form is None:
        return "FY" if all(map(_has_years, heads)) else None
    if not form.startswith("10-Q"):
        return "FY"
    last = find_year_end(found.text, period_end)
    if last:
        return f"Q{quarter_of(period_end, last)}"
    if longest := _longest_part(heads):
        return f"Q{longest}"
    match = _QUARTER.search(found.text)
    return _quarter_name(match) if match else None


def _longest_part(heads: Sequence[Sequence[str]]) -> int | None:
    """Return after how many quarters the longest period ends that the columns of interim statements name.

    None when they name none, and for three months in one statement alone: another, that was not read, may have longer ones.
    """
    named = [{span for one in table for span in find_spans(spell_out(one))} for table in heads]
    spans = set[Span]().union(*named)
    if Span.QUARTER in spans and sum(1 for one in named if Span.QUARTER in one) < _FLOWS:
        spans.discard(Span.QUARTER)
    return next((number for span, number in ((Span.NINE_MONTHS, 3), (Span.HALF, 2), (Span.QUARTER, 1)) if span in spans), None)


def _has_years(heads: Sequence[str]) -> bool:
    """Return whether columns may be whole years: one is named so, or none says that it is shorter."""
    spans = [[part[0]] if (part := named_part(head)) else find_spans(spell_out(head)) for head in heads]
    return span_between(heads) is Span.YEAR and any(not named or Span.YEAR in named for named in spans)


def _statements(loaded: Loaded) -> Sequence[Table]:
    """Return the tables that are primary statements by their titles."""
    return [table for table in loaded.tables if statement_of(table.title)]


def _quarter_name(match: re.Match[str]) -> str:
    return f"Q{_ORDINALS[match[1].lower()] if match[1] else match[2] or match[3]}"


def _midnight(on: date | None) -> datetime | None:
    return datetime(on.year, on.month, on.day, tzinfo=UTC) if on else None


def _published(found: _Found, form: str | None, period_end: date | None) -> date | None:
    """Return the date that the document itself states for its release or signature, None when it states none."""
    if form == RESULTS:
        dates = find_dates(found.opening[:4000])
        likely = [one.on for one in dates if period_end is None or 0 < (one.on - period_end).days < 150]
        if likely:
            found.note("published_at", "dateline")
        return likely[0] if likely else None
    if form and form.startswith(("8-K", "6-K")):
        match = _REPORT_DATE.search(found.cover)
        dates = find_dates(found.cover[max(0, match.start() - 120) : match.end() + 160]) if match else []
        if dates:
            found.note("published_at", "date of report")
        return dates[0].on if dates else None
    if form is None or period_end is None:
        return None
    return _signed(found, period_end)


def _signed(found: _Found, period_end: date) -> date | None:
    marks = [match.end() for match in _SIGNED.finditer(found.text)] + [match.start() for match in _DATED.finditer(found.text)]
    for at in marks[:MOST_MARKS]:
        for one in find_dates(found.text[at : at + 1500])[:1]:
            if 0 < (one.on - period_end).days < 400:
                found.note("published_at", "signature page")
                return one.on
    return None


def _title(found: _Found, company: str | None, form: str | None, *, label: str) -> str:
    """Return a filing's title from its parts, else the one that the file states, else the first line that may be one, "" without."""
    if company and form and form not in {ANNUAL_REPORT, INTERIM_REPORT}:
        return " ".join(filter(None, (company, form, label)))
    if found.take("title"):
        return (found.stated.text("title") or "")[:200]
    return first_title(found.opening)
