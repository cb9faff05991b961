"""Of which period each figure of a sentence is: its own, the one that the sentence is about, or the one before that."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from research.drafting.checking.reading import UNTOLD, SentenceRead, is_known, with_year
from research.drafting.checking.words import checking_words, nearest_direction
from research.nouns.answers import PeriodTerm
from research.planning.periods import PlacedPeriod

# Words around a figure that set it against another one.
_AROUND = (
    r"(?:\s+(?:an?|the|some|about|around|roughly|approximately|nearly|almost|just|only|over|more|than|level|levels|of|restated|reported))*"
    r"\s*[(~$€£¥]*\s*$"
)
_PRIOR = re.compile(r"\b(?P<word>from|versus|vs\.?|against|compare[sd]?\s+(?:to|with)|comparing\s+(?:to|with))" + _AROUND, re.IGNORECASE)
_SETS_AGAINST = re.compile(
    r"(?<=\s)/(?=\s)|\b(?:from|versus|vs\.?|against|compare[sd]?\s+(?:to|with)|than|over|on|before|since|until|prior\s+to|after|(?:short|shy|ahead)\s+of|above|below)\b|(?P<reaches>\bto\b)|(?P<figure>\x00)",
    re.IGNORECASE,
)
# A figure stands right behind the words that name the period before: "a quarter more than the year before ($15.5bn)".
_BESIDE = re.compile(r"(?:['’]s)?\s*[(:=]?\s*(?:(?:was|were|had\s+been|of|at)\s+)?[$€£¥~(]*\s*", re.IGNORECASE)
_IN_PRIOR = re.compile(
    r"\(\s*(?:the\s+)?(?:(?:prior|previous|preceding|last)[\s-]+year|(?:a\s+)?year[\s-]+(?:ago|earlier|before)|PY|LY)\b[^()\d$€£¥%]{0,12}[$€£¥~]*\s*$",
    re.IGNORECASE,
)
_THEN_TO = re.compile(r"[^;]{0,80}?\bto\b", re.IGNORECASE)
_OR = re.compile(r"[\s)]*(?:,?\s*or\s+|\(|,\s*|/\s*)\s*[$€£¥]?\s*", re.IGNORECASE)
_ALSO = re.compile(r"\s*(?:,?\s*or\s+|\(\s*)[$€£¥]?", re.IGNORECASE)
_LEAD = re.compile(r"[\s(]*(?:(?:in|for|at|of|during)\s+)?", re.IGNORECASE)
_OWN = re.compile(
    r"[\s),]*\(?(?:\s*(?:in|for|at|during|as\s+of|of|by|:))?\s*(?:the\s+)?(?:(?:end|close|course|whole|full)\s+of\s+)?(?:the\s+)?(?:year\s+)?",
    re.IGNORECASE,
)
_LEADS_TO_FIGURE = re.compile(r"\s*(?::|,|the|it|was|were|is|at|of|a|an|\s)*\s*[$€£¥]?\s*", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\([^()\0]{1,24}[:\s]\s*\0")
# A figure that was stated otherwise before is of the same period.
_RECAST = re.compile(
    r"\b(?:recast|restated|revised|reclassified)\b|\b(?:first|originally|previously|initially)\s+(?:reported|filed|stated|published)\b",
    re.IGNORECASE,
)
_STANDS_BEFORE = frozenset({"over", "on", "than", "before", "since", "until", "above", "below", "prior", "short", "shy", "ahead"})
# A figure with an article before it is one that another is set against: "a third of the $3.5bn spent in 2022".
_THE_FIGURE = re.compile(
    r"\b(?:of|than|on|after|above|below|over|as|to)\s+the\s+[\0$€£¥]+(?:\s+[\w-]+){0,3}?\s+(?:in|for|during|of)\s+(?:the\s+|fiscal\s+)*$",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\bsince\s+(?:at\s+least\s+)?(?:fiscal\s+(?:year\s+)?)?$", re.IGNORECASE)
_ALONE = re.compile(r"\s*\(?\s*[$€£¥]?")
_AFTER = re.compile(r"\bafter\s+[$€£¥]?$", re.IGNORECASE)
_ENDS = re.compile(r"\s*(?:[),.;]|$)")
_AT = re.compile(r"\s+(?:at|for|by|of)\s+(?:the\s+)?", re.IGNORECASE)
_LINK = re.compile(r"\s*(?:(?:in|for|at|of|that|those|the)\s+)*", re.IGNORECASE)
_WHOLE_YEAR = re.compile(r"\b(?:full|whole|entire)[\s-]+year\b|\bannual\b|\bthe\s+year\b", re.IGNORECASE)
_HEADS = re.compile(r"[AE]?\s*:?\s*\(?[$€£¥]?")
_HARD = re.compile(r";\s|\s(?:while|whereas|whilst)\s")
_LIST = re.compile(r"\s*(?:,|,?\s*and)\s*\$?")
_PERIOD_LIST = re.compile(r"\s*(?:,|,?\s*and|/)\s*(?:in\s+|fiscal\s+)?")


@dataclass(frozen=True, slots=True)
class Around:
    """What is known before a sentence is read: the company and the period that are spoken of, None where none is.

    `other` is another period that may be meant: headings and the sentence before may speak of different ones.
    """

    company: str | None = None
    period: PeriodTerm | None = None
    other: PeriodTerm | None = None


@dataclass(frozen=True, slots=True)
class When:
    """The period of a figure, None where none is told; how far before it the figure lies: a "year", a "quarter" or "" for not at all.

    `is_said` tells that the sentence itself says it.
    """

    period: PeriodTerm | None
    back: str = ""
    is_said: bool = False


class Times:
    """The periods of a sentence, each the one that it is about or one that it is set against."""

    def __init__(self, read: SentenceRead, around: Around) -> None:
        self._read = read
        self._around = around
        self._figures = [(one.start, one.end) for one in read.figures]
        self._topics = [(one.start, one.end) for one in read.topics]
        dated = [(one, self._with_year(one.term)) for one in read.periods if not read.is_aside(one.start)]
        self._dated = self._in_part(dated)
        self._against = [(one, term) for one, term in self._dated if self._is_against(one.start)]

    def main(self, start: int = 0, end: int | None = None) -> When:
        """Return the period that a stretch of the sentence is about, else the whole sentence, else what is around it."""
        last = len(self._read.text) if end is None else end
        inside = [(one, term) for one, term in self._dated if start <= one.start < last]
        for marks in (inside, self._of_segment(start, last)):
            own = [term for one, term in marks if (one, term) not in self._against]
            if own:
                return When(_latest(own), is_said=True)
        before = [term for one, term in self._against if not _SINCE.search(self._read.text[: one.start])]
        year = _latest(before) if before else None
        following = replace(year, fiscal_year=year.fiscal_year + 1) if year is not None and year.fiscal_year is not None else None
        if self._around.period is not None:
            return When(self._around.period, is_said=_is_same(following, self._around.period))
        if following is not None:
            return When(following, is_said=True)
        return When(None)

    def _of_segment(self, start: int, end: int) -> list[tuple[PlacedPeriod, PeriodTerm]]:
        """Return the periods of the part of the sentence, between semicolons, that a stretch stands in; all where nothing else is known."""
        if self._around.period is None:
            return self._dated
        first = self._read.text.rfind(";", 0, start + 1)
        last = self._read.text.find(";", max(start, end - 1))
        return [(one, term) for one, term in self._dated if first < one.start and (last < 0 or one.start < last)]

    def earlier(self, start: int, end: int, than: PeriodTerm) -> PeriodTerm | None:
        """Return the earliest period of a stretch that lies before another one, None without one."""
        found = [term for one, term in self._dated if start <= one.start < end and is_known(term) and age(term) < age(than)]
        return min(found, key=age, default=None)

    def of_figure(self, at: int, start: int, end: int, *, moved: bool) -> When:
        """Return the period of a figure whose subject's words stand between two places; `moved`: they tell a direction before it."""
        if (own := self.own(at)) is not None:
            return own
        figure = self._read.figures[at]
        stop = self._read.text.find("; ", figure.end, end)
        main = self.main(self._clause(at, start), stop if stop >= 0 else end)
        previous = self._read.figures[at - 1].end if at else 0
        before, after = self._read.text[previous : figure.start], self._read.text[figure.end :]
        known = checking_words()
        lead = _LEAD.match(after)
        said_before = known.before.match(after, lead.end() if lead else 0)
        if self._is_prior(before, after, moved=moved) and not self._is_of_another(figure.end):
            if (named := self._named_against(at)) is not None:
                return When(named, is_said=True)
            return replace(main, back="quarter" if known.before_quarter.search(after[:60]) else "year")
        if self._is_bracketed_prior(at, before) or (_AFTER.search(before) and _ENDS.match(after)):
            return replace(main, back="year")
        if _IN_PRIOR.search(before) or any(_BESIDE.fullmatch(before, one.end()) for one in known.before.finditer(before)):
            return replace(main, back="year")
        if said_before:
            return replace(main, back="quarter" if known.before_quarter.match(after, lead.end() if lead else 0) else "year")
        if at and _OR.fullmatch(before):
            return self.of_figure(at - 1, start, end, moved=moved)
        return main

    def _clause(self, at: int, start: int) -> int:
        """Return where the clause of a figure begins, or where the words of its subject do: where these names a period."""
        seams = [one.end() for one in _HARD.finditer(self._read.text, start, self._read.figures[at].start)]
        return seams[-1] if seams else start

    def own(self, at: int) -> When | None:
        """Return the period that stands at a figure: right after it, right before it, or in a list paired with one of figures."""
        read, figure = self._read, self._read.figures[at]
        if (paired := self._paired(at)) is not None:
            return When(paired, is_said=True)
        limit = read.figures[at + 1].start if at + 1 < len(read.figures) else len(read.text)
        for one, term in self._dated:
            is_next = figure.end <= one.start < limit and _OWN.fullmatch(read.text[figure.end : one.start] or " ")
            if is_next and not (at + 1 < len(read.figures) and _HEADS.fullmatch(read.text[one.end : limit])):
                return When(term, is_said=True)
        if at + 1 < len(read.figures) and (also := _ALSO.fullmatch(read.text[figure.end : limit])):
            return self.own(at + 1) if "(" not in also[0] else self._behind_brackets(read.figures[at + 1].end)
        first = read.figures[at - 1].end if at else 0
        before = [(one, term) for one, term in self._dated if first <= one.start and one.end <= figure.start]
        between = read.text[before[-1][0].end : figure.start] if before else ""
        heads = _HEADS.fullmatch(between)
        if before and heads and not at:
            return When(before[-1][1], is_said=True)
        if at and before and (is_close := _LEADS_TO_FIGURE.fullmatch(between) or heads) is not None:
            taken = _OWN.fullmatch(read.text[first : before[-1][0].start] or " ") and not heads
            return None if taken or not is_close else When(before[-1][1], is_said=True)
        return None

    def _behind_brackets(self, start: int) -> When | None:
        """Return the period that stands right behind brackets which close after a place: "$3.2 billion ($5.44 per share) in 2018"."""
        closed = self._read.text.find(")", start)
        found = [(one, term) for one, term in self._dated if closed >= 0 and one.start > closed]
        is_next = found and _OWN.fullmatch(self._read.text[closed : found[0][0].start]) and "," not in self._read.text[start:closed]
        return When(found[0][1], is_said=True) if is_next else None

    def _paired(self, at: int) -> PeriodTerm | None:
        """Return the period that a list of as many periods as figures pairs with a figure, None where no such lists stand side by side."""
        text, figures = self._read.text, self._read.figures
        runs: list[list[int]] = [[0]]
        for number, (one, other) in enumerate(pairwise(figures), 1):
            if _LIST.fullmatch(text[one.end : other.start]):
                runs[-1].append(number)
            else:
                runs.append([number])
        run = next(one for one in runs if at in one)
        lists = [terms for terms in self._lists() if len(terms) == len(run)]
        return lists[0][run.index(at)] if len(run) > 1 and len(lists) == 1 else None

    def _lists(self) -> list[list[PeriodTerm]]:
        found: list[list[PeriodTerm]] = []
        last = -1
        for one, term in self._dated:
            if found and _PERIOD_LIST.fullmatch(self._read.text[last : one.start]):
                found[-1].append(term)
            else:
                found.append([term])
            last = one.end
        return found

    def _is_prior(self, before: str, after: str, *, moved: bool) -> bool:
        """Return whether the words before a figure set another one against it; "from" does so only where something moved."""
        match = _PRIOR.search(before)
        if match is None:
            return False
        if match["word"].lower() == "from":
            if _RECAST.search(self._read.text):
                return False
            return moved or bool(nearest_direction(before, "")) or bool(_THEN_TO.match(after))
        return True

    def _is_bracketed_prior(self, at: int, before: str) -> bool:
        """Return whether a figure stands alone in brackets behind another of its unit: "net income of $85.9m ($68.7m)"."""
        read = self._read
        if not at or not _ALONE.fullmatch(before):
            return False
        figure, last = read.figures[at], read.figures[at - 1]
        closed = read.text[figure.end - 1 : figure.end] == ")" or read.text[figure.end : figure.end + 1] == ")"
        return closed and figure.unit == last.unit and figure.per == last.per

    def _is_of_another(self, end: int) -> bool:
        """Return whether a figure is said to be that of a company named right after it: "$154 million at Alder Mills"."""
        return any(one.start > end and _AT.fullmatch(self._read.text[end : one.start]) for one in self._read.companies)

    def _named_against(self, at: int) -> PeriodTerm | None:
        """Return the first period after a figure that is set against the one that the sentence is about, None without one."""
        figure = self._read.figures[at]
        return next((term for one, term in self._against if one.start >= figure.end), None)

    def _is_against(self, start: int) -> bool:
        """Return whether a period is one that is set against another: "compared with $5 million in 2022", "5% over 2022"."""
        text = self._read.text
        for mark, spans in (("\0", self._figures), ("_", self._topics)):
            for first, end in spans:
                text = f"{text[:first]}{mark * (end - first)}{text[end:]}"
        if _IN_BRACKETS.match(text, text.rfind("(", 0, start)) and text.rfind("(", 0, start) > text.rfind(")", 0, start):
            return True
        if "\0" in text[text.rfind("(", 0, start) + 1 : start] and text.rfind("(", 0, start) > text.rfind(")", 0, start):
            return True
        if _THE_FIGURE.search(text[:start]):
            return True
        seam = max((one.end() for one in re.finditer(r";\s|\bwhile\b|\bwhereas\b", text[:start])), default=0)
        marks = [one for one in _SETS_AGAINST.finditer(text, seam, start) if not one["figure"]]
        if not marks or marks[-1]["reaches"]:
            return False
        last = marks[-1]
        is_right_before = _LINK.fullmatch(text[last.end() : start]) is not None
        word = last[0].lower()
        if word.split()[0] in _STANDS_BEFORE:
            return is_right_before and word != "on"
        return is_right_before or "\0" in text[last.end() : start]

    def _in_part(self, dated: list[tuple[PlacedPeriod, PeriodTerm]]) -> list[tuple[PlacedPeriod, PeriodTerm]]:
        """Return the periods, years as the part of them that the sentence names apart from its year: "third-quarter sales rose in 2024"."""
        bare = [one for one, _ in dated if one.term.fiscal_year is None and one.term.on is None]
        parts = {one.term.fiscal_period for one in bare} - {UNTOLD}
        years = [one for one, term in dated if one not in bare and term.fiscal_period == "FY" and not self._is_whole(one)]
        if len(parts) != 1 or not years or any(one.term.fiscal_period == UNTOLD for one in bare):
            return dated
        (part,) = parts
        return [(one, replace(term, fiscal_period=part) if one in years else term) for one, term in dated if one not in bare]

    def _is_whole(self, period: PlacedPeriod) -> bool:
        """Return whether a year is told to be the whole one."""
        around = f"{self._read.text[max(0, period.start - 20) : period.start]} {period.term.words}"
        return _WHOLE_YEAR.search(around) is not None

    def _with_year(self, term: PeriodTerm) -> PeriodTerm:
        """Return a period with its year: a part of a year without one has the only year of the sentence, else that of what is around it."""
        years = {one.term.fiscal_year for one in self._read.periods if one.term.fiscal_year}
        year = years.pop() if len(years) == 1 else None
        return with_year(term, year or (self._around.period.fiscal_year if self._around.period and not years else None))


def _latest(terms: list[PeriodTerm]) -> PeriodTerm | None:
    """Return the latest of some periods, a part of a year before the year itself; None where one of them is not told."""
    if any(not is_known(one) for one in terms):
        return None
    newest = max(terms, key=age)
    parts = [one for one in terms if one.fiscal_period != "FY" and one.on is None and one.fiscal_year == newest.fiscal_year]
    return max(parts, key=age, default=newest)


def _is_same(one: PeriodTerm | None, other: PeriodTerm) -> bool:
    """Return whether two periods are one, whatever the words that named them."""
    return one is not None and (one.fiscal_year, one.fiscal_period, one.on) == (other.fiscal_year, other.fiscal_period, other.on)


def age(term: PeriodTerm) -> tuple[int, int, str]:
    """Return by what periods are put in the order of time."""
    if term.on is not None:
        return term.on.year, term.on.timetuple().tm_yday, ""
    return term.fiscal_year or 0, 400, term.fiscal_period
