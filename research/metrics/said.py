"""Figures that a filing says in a sentence alone: how many people it employs, what it paid for another company.

A sentence counts when it states the whole of what is asked and a pattern of `said.toml` explains it from its date to its noun; a word
that narrows it has to stand in the question. Sentences that disagree give nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from research.concepts.companies import short_names
from research.metrics.engine import NoFigure, Question
from research.nouns.answers import PeriodTerm
from research.nouns.documents import Document, Page
from research.nouns.facts import SCALE_WORDS, Basis, Calculation, Fact, Period, Span, Status
from research.planning.periods import find_periods
from research.protocols.documents import DocumentStore
from research.retrieval.scope import own_filing
from research.text.dates import find_dates, find_years
from research.text.patterns import read_beside
from research.text.words import topic_stems, words

_SCALES = {word: scale for scale, word in SCALE_WORDS.items() if word}
# A sentence about the end of a period names a day not further from it; one about the days after it, none later.
_AWAY, _AFTER = 10, 120
_LONGEST_QUOTE = 600
_SENTENCE_END = re.compile(r"[.;](?=\s|$)")
# Where the name of what an event is about ends: at its short name, a description, or its day.
_UNNAMED = re.compile(r"\s*[,(“\"]|\s+(?:in|on)\s+(?=[A-Z][a-z]+,?\s+\d)|\s+(?:through|via|pursuant|by\s+way)\s")
# What a business that is sold is called beside its name.
_SORTS = frozenset({"business", "businesses", "division", "operations", "segment", "unit", "brand"})
# What a company that was named is called from then on: "(“Tarrow”)".
_CALLED = re.compile(r"\(\s*(?:the\s+)?[“\"]?([^()“”\"]{2,60})[”\"]?\s*\)")
_OWNING = re.compile(r"['’]s?$")
# So many words of a name may go unsaid: "Market", "Communications Inc.".
_MOST_MORE = 3
# How far a sentence reaches from a word that it must have, in characters.
_REACH = 500
# A question with one of these is for what was paid for a part.
_STAKES = frozenset({"stake", "interest", "percent", "percentage", "holding", "%"})
# What is said of something by name.
_NAMED = frozenset({"event", "year"})


@dataclass(frozen=True, slots=True)
class SaidFigure:
    """A figure of `said.toml`: what it is called, how questions name it, what else they may say, and the patterns that state it."""

    name: str
    about: str
    unit: str
    when: str
    asks: re.Pattern[str]
    words: frozenset[str]
    near: tuple[str, ...]
    needs: re.Pattern[str] | None
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A figure asked for and the question's further words, which must stand in the sentence: a narrower kind, or what an event is about.

    `question` are all words of the question, `month` the month that it names, as "May 2023", "" for none.
    """

    figure: SaidFigure
    subject: tuple[str, ...] = ()
    question: frozenset[str] = frozenset()
    month: str = ""

    @property
    def title(self) -> str:
        """Return how it is called in an answer: "number of employees", "price paid (leovegas)"."""
        return f"{self.figure.about} ({' '.join(self.subject)})" if self.subject else self.figure.about


@dataclass(frozen=True, slots=True)
class _Sentence:
    document: Document
    page: Page
    start: int
    end: int
    match: re.Match[str]


class SaidFigures:
    """Looks for sentences that state a figure among the documents it is given."""

    def __init__(self, documents: DocumentStore) -> None:
        self._documents = documents

    def compute(self, asked: Question, said: Said, period: PeriodTerm) -> Calculation | NoFigure:
        """Return the figure that the company's own filing on a period states; no figure when none does or its sentences disagree.

        An event is looked for in all filings where the period is assumed (its words are empty), and in all of them it has one figure.
        """
        found = [fact for sentence in self._sentences(asked, said, period) if (fact := _fact(sentence, said, asked.company))]
        if not found:
            return NoFigure()
        chosen = min(found, key=lambda fact: (abs(fact.last_digit), fact.document_id, fact.start))
        if any(abs(fact.value - chosen.value) > max(fact.last_digit, chosen.last_digit) for fact in found):
            return NoFigure()
        return Calculation(
            chosen.label,
            chosen.label,
            "as said",
            chosen.value,
            chosen.unit,
            chosen.period,
            asked.company,
            ((chosen.label, chosen),),
            chosen.caveats,
        )

    def years(self, asked: Question, said: Said) -> list[int]:
        """Return the fiscal years whose own filings say the figure."""
        if said.figure.when == "event":
            found = {sentence.document.fiscal_year for sentence in self._sentences(asked, said, PeriodTerm(None, "FY", ""))}
            return sorted((year for year in found if year is not None), reverse=True)[:1]
        years = {one.fiscal_year for one in asked.documents if one.fiscal_year is not None and one.fiscal_period in {"FY", None}}
        terms = (PeriodTerm(year, "FY", "") for year in sorted(years, reverse=True))
        return [term.fiscal_year or 0 for term in terms if any(self._sentences(asked, said, term))]

    def _sentences(self, asked: Question, said: Said, period: PeriodTerm) -> Iterator[_Sentence]:
        own = [one for one in asked.documents if one.company in asked.spellings and one.period_end is not None]
        anywhere = said.figure.when == "event" and not period.words
        names = tuple(short_names(asked.company))
        for document in own if said.figure.when == "event" else [one for one in own if _reports(one, period, said.figure.when)]:
            whole = self._documents.get(asked.access, document.id)
            for at, end_at in _windows(whole.text, said):
                for match in (found for source in said.figure.says for found in _compiled(source, names).finditer(whole.text, at, end_at)):
                    page = next((one for one in whole.pages if one.start <= match.start() and match.end() <= one.end), None)
                    if page and _is_meant(match, said, document, period):
                        sentence = _sentence(whole.text, page, document, match)
                        if said.figure.when != "event" or anywhere or _is_in(sentence, period):
                            yield sentence


def _sentence(text: str, page: Page, document: Document, match: re.Match[str]) -> _Sentence:
    """Return the sentence around a match, as far as it stands on its page."""
    first = max(page.start, match.start() - _LONGEST_QUOTE // 2)
    before = [found.end() for found in _SENTENCE_END.finditer(text, first, match.start())]
    start = before[-1] if before else max(first, text.rfind("\n", 0, match.start()) + 1)
    start += len(text[start : match.start()]) - len(text[start : match.start()].lstrip())
    end = _SENTENCE_END.search(text, match.end(), min(page.end, match.start() + _LONGEST_QUOTE))
    return _Sentence(document, page, start, end.end() if end else match.end(), match)


def _reports(document: Document, period: PeriodTerm, when: str) -> bool:
    if document.period_end is None or period.on is None:
        return own_filing(document, period)
    return -_AWAY <= (period.on - document.period_end).days <= (_AFTER if when == "after" else _AWAY)


def _is_meant(match: re.Match[str], said: Said, document: Document, period: PeriodTerm) -> bool:
    """Return whether a sentence states what is asked: the day is that of its filing, and its words are those of the question."""
    groups = match.groupdict()
    if said.figure.when not in _NAMED and not _is_of_day(groups, said.figure.when, document):
        return False
    if said.figure.when == "year":
        return int(groups["year"] or 0) == document.fiscal_year and _is_about(groups["what"] or "", said.subject)
    day = _day_of(groups)
    if said.figure.when == "after" and period.on is not None and day != period.on:
        return False
    if said.figure.when != "event" and said.month and (day is None or f"{day:%B %Y}" != said.month):
        return False
    if said.figure.when == "event":
        of_terms = set(words(groups.get("terms") or "")) <= said.question
        whole = not groups.get("stake") or bool(said.question & _STAKES)
        of_month = not said.month or said.month == " ".join((groups.get("month") or "").split()).title()
        about = _is_about(groups["what"] or "", said.subject) if "what" in groups else not said.subject and bool(said.month)
        return whole and of_terms and of_month and about
    kind = set(words(groups.get("kind") or "")) - {"and", "total", "active", "regular"}
    # "A" is the article too, which a question's words leave out.
    return not said.subject or {*said.subject, "a"} == kind | {"a"}


def _is_about(what: str, subject: Sequence[str]) -> bool:
    """Return whether an event's words are the name that a question says, perhaps with its last words: no part of it, and nothing beside.

    "Whole Foods Market, a grocery chain" is "whole foods", "Orchard Tools, Inc. (Tarrow)" is "tarrow"; "Whole Foods' pet business" is not.
    """
    names = (_UNNAMED.split(what.strip(), maxsplit=1)[0], *_CALLED.findall(what))
    return any(_is_named(name, subject) for name in names)


def _is_named(name: str, subject: Sequence[str]) -> bool:
    said = [word for word in re.findall(r"[^\s]+", name) if word.lower() != "the"]
    stems = [(topic_stems(word) or [word.lower()])[0] for word in said]
    wanted = set(topic_stems(" ".join(subject)))
    while said and said[-1].lower() in _SORTS and stems[-1] not in wanted:
        said, stems = said[:-1], stems[:-1]
    rest = [word for word, stem in zip(said, stems, strict=True) if stem not in wanted and word.lower() not in {"of", "&"}]
    first = next((stem for word, stem in zip(said, stems, strict=True) if topic_stems(word)), "")
    whole = bool(wanted) and wanted <= set(stems) and first in wanted
    owns = any(_OWNING.search(word) for word in said)
    return whole and not owns and len(rest) <= _MOST_MORE and all(word[0].isupper() for word in rest)


def _windows(text: str, said: Said) -> list[tuple[int, int]]:
    """Return the stretches of a text around the words that a sentence must have, none touching another."""
    longest = max(said.subject, key=len, default="")
    near = said.figure.near or ((longest,) if longest else ())
    lower = text.lower()
    if len(lower) != len(text):
        return [(0, len(text))]
    found: list[tuple[int, int]] = []
    for at in sorted(match.start() for one in near for match in re.finditer(re.escape(one.lower()), lower)):
        start, end = max(0, at - _REACH), at + _REACH
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _years(sentence: _Sentence) -> set[int]:
    """Return the years that a sentence names up to its figure."""
    text = _until_figure(sentence)
    return {*find_years(text), *(one.on.year for one in find_dates(text))}


def _is_in(sentence: _Sentence, period: PeriodTerm) -> bool:
    """Return whether a sentence says that its event was in a period: its year up to the figure, or a part of a year by its name."""
    if period.fiscal_period == "FY":
        years = {one.fiscal_year for one in find_periods(_until_figure(sentence)) if one.fiscal_period == "FY"}
        return period.fiscal_year in years | _years(sentence)
    named = find_periods(" ".join(sentence.match.string[sentence.start : sentence.end].split()))
    return any((one.fiscal_year, one.fiscal_period) == (period.fiscal_year, period.fiscal_period) for one in named)


def _until_figure(sentence: _Sentence) -> str:
    return " ".join(sentence.match.string[sentence.start : sentence.match.end()].split())


def _is_of_day(groups: dict[str, str | None], when: str, document: Document) -> bool:
    if groups.get("year"):
        return when == "end" and int(groups["year"] or 0) == document.fiscal_year
    on = next((one.on for one in find_dates(" ".join((groups.get("date") or "").split()))), None)
    if on is None or document.period_end is None:
        return False
    days = (on - document.period_end).days
    return abs(days) <= _AWAY if when == "end" else -_AWAY <= days <= _AFTER


def _fact(sentence: _Sentence, said: Said, company: str) -> Fact | None:
    """Return the figure of a sentence as a fact that cites it; None for one whose filing does not say when its period ends."""
    document, match = sentence.document, sentence.match
    groups = match.groupdict()
    if document.period_end is None:
        return None
    scale = _SCALES.get((groups.get("scale") or "").lower(), 1)
    printed = groups["figure"]
    about = (groups.get("about") or "").strip()
    kind = " ".join((groups.get("kind") or _UNNAMED.split((groups.get("what") or "").strip())[0]).split()).strip(" ,")
    day = next((one.on for one in reversed(find_dates(_until_figure(sentence)))), None) if said.figure.when == "event" else _day_of(groups)
    month = " ".join((groups.get("month") or "").split())
    dated = f" in {month}" if month else f" on {day.day} {day:%B %Y}" if day and said.figure.when == "event" else ""
    label = f"{said.figure.about}{dated} ({kind})" if kind else f"{said.figure.about}{dated}"
    currency = "USD" if said.figure.unit == "currency" else None
    end = day or document.period_end
    notes = [f"the sentence says “{about}”"] if about else []
    notes += [f"for {' '.join(stake.split())}"] if (stake := groups.get("stake")) else []
    if rest := " ".join((groups.get("rest") or "").split()).strip(" ,"):
        notes.append(f"the sentence goes on: “{rest}”")
    year = (document.fiscal_year or document.period_end.year) - (_years_before(document.period_end, day) if dated else 0)
    return Fact(
        id=f"{document.id}-said-{sentence.start}",
        company=company,
        concept=None,
        label=label,
        value=Decimal(printed.replace(",", "")) * scale,
        printed=printed,
        scale=scale,
        unit=currency or said.figure.unit,
        currency=currency,
        period=Period(end, None, Span.INSTANT, f"FY{year}", year),
        status=Status.ACTUAL,
        basis=Basis(),
        statement=None,
        document_id=document.id,
        page=sentence.page.number,
        start=sentence.start,
        end=sentence.end,
        cell_start=match.start("figure"),
        cell_end=match.end("figure"),
        caveats=tuple(notes),
    )


def _years_before(end: date, day: date | None) -> int:
    """Return how many fiscal years before the one that ends on `end` a day lies; 0 for a later day."""
    return max(0, end.year - day.year - ((day.month, day.day) > (end.month, end.day))) if day else 0


def _day_of(groups: dict[str, str | None]) -> date | None:
    return next((one.on for one in find_dates(" ".join((groups.get("date") or "").split()))), None)


@lru_cache(maxsize=256)
def _compiled(source: str, names: tuple[str, ...]) -> re.Pattern[str]:
    """Return a sentence's pattern with its pieces, the company called as it calls itself; a space is any white space."""
    called = "|".join(re.escape(name).replace("\\ ", " ") for name in sorted(names, key=len, reverse=True))
    we = f"(?:we|the company|our company|{called})(?: and (?:our|its) (?:consolidated )?subsidiaries)?"
    text = source.replace("{we}", we)
    for name, piece in _raw()["pieces"].items():
        text = text.replace("{" + name + "}", piece)
    return re.compile(_spaced(text), re.IGNORECASE)


def _spaced(pattern: str) -> str:
    """Return a pattern whose spaces stand for any white space, those that may be missing for none too."""
    return re.sub(r" (\?)?", lambda found: r"\s*" if found[1] else r"\s+", pattern)


@cache
def _raw() -> dict[str, Any]:
    return read_beside(__file__, "said.toml")


@cache
def said_figures() -> tuple[SaidFigure, ...]:
    """Return the figures that filings say in a sentence, of `said.toml`."""
    return tuple(
        SaidFigure(
            name=one["name"],
            about=one["about"],
            unit=one["unit"],
            when=one["when"],
            asks=re.compile(_spaced("|".join(rf"(?<!\w)(?:{asked})(?!\w)" for asked in one["asks"])), re.IGNORECASE),
            words=frozenset(one["words"]),
            near=tuple(one["near"]),
            needs=re.compile(one["needs"], re.IGNORECASE) if "needs" in one else None,
            says=tuple(one["says"]),
        )
        for one in _raw()["figure"]
    )
