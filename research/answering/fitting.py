"""Whether a part states what is asked and not something like it: of the company itself, of the time asked about, as a level, as done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from research.answering.prose import ProseQuestion
from research.answering.prose_words import first_words, prose_words
from research.answering.told import Told
from research.planning.alike import CHANGE
from research.planning.beginnings import common_words
from research.retrieval.asked_topics import KIND, carried
from research.retrieval.reading import topics_of, years_in
from research.retrieval.sections import section_kinds
from research.text.passages import is_row
from research.text.patterns import patterns_of, read_beside
from research.text.quotable import PartKind
from research.text.words import stem, words

# How far before a figure the word stands that makes it one of change.
REACH = 60
# So many lines above a row may say what its table is of, and so much of the page whether it is one of shares.
MOST_ABOVE, TABLE = 12, 1_500
_NAME = re.compile(r"(?<![\w’'&.-])[A-Z][\w&’'.-]*\w")
_WHOLE_FIGURE = re.compile(r"[$€£¥]?\s?\d[\d,.]*(?:\s?(?:million|billion|thousand|%|percent\b))?")
_PERCENT = re.compile(r"\d[\d,.]*\)?\s?(?:%|percent\b)")
_CURRENCY = re.compile(r"[$€£¥]")
_WHOLE = 100
_HUNDRED = re.compile(r"(?<![\d.,])100(?:\.0+)?(?![\d,]|\.\d)")
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_ORDINALS = {"1": ("first", "1st", "q1"), "2": ("second", "2nd", "q2"), "3": ("third", "3rd", "q3"), "4": ("fourth", "4th", "q4")}


@dataclass(frozen=True, slots=True)
class FittingWords:
    """The patterns of `fitting.toml`."""

    bought_asked: re.Pattern[str]
    bought_with: re.Pattern[str]
    supposed: re.Pattern[str]
    future: re.Pattern[str]
    danger: re.Pattern[str]
    danger_asked: re.Pattern[str]
    happened: re.Pattern[str]
    to_come: re.Pattern[str]
    guidance_asked: re.Pattern[str]
    guiding: re.Pattern[str]
    bookkeeping: re.Pattern[str]
    figured_asked: re.Pattern[str]
    figured: re.Pattern[str]
    stretch: re.Pattern[str]
    whole: re.Pattern[str]
    month: re.Pattern[str]
    month_of_year: re.Pattern[str]
    bases: re.Pattern[str]
    part_opens: re.Pattern[str]
    others: re.Pattern[str]
    others_asked: re.Pattern[str]
    announces: re.Pattern[str]
    shares: re.Pattern[str]
    moving: re.Pattern[str]
    level: re.Pattern[str]
    change: re.Pattern[str]
    moved_after: re.Pattern[str]
    count_moves: re.Pattern[str]
    plain_capitals: frozenset[str]


@cache
def fitting_words() -> FittingWords:
    """Return the patterns, read once."""
    data = read_beside(__file__, "fitting.toml")
    del data["superlative"]
    plain_capitals = frozenset(data.pop("plain_capitals"))
    return FittingWords(**patterns_of(data, as_written={"future"}), plain_capitals=plain_capitals)


def fits(asked: ProseQuestion, one: Told) -> bool:
    """Return whether a part says what was done or is, in the time that is asked about, and not what is planned, feared or supposed."""
    known, text = fitting_words(), one.part.text
    if asked.names_wanted and known.bought_asked.search(asked.question) and not known.bought_asked.search(known.bought_with.sub(" ", text)):
        return False
    if not asked.reasons and known.supposed.search(text) and not known.supposed.search(asked.question):
        return False
    if (
        known.danger_asked.search(asked.question)
        and asked.of_risks
        and not (known.danger.search(text) or known.future.search(text) or "risk" in section_kinds(one.page.section))
    ):
        return False
    if known.guidance_asked.search(asked.question) and not _gives_guidance(asked, one):
        return False
    if not asked.metric and not asked.reasons and not _is_of_asked_month(asked, one):
        return False
    if not is_of_asked_stretch(asked, one) or is_of_opened_part(asked, one) or _is_of_another(asked, one):
        return False
    return not asked_what_happened(asked) or one.part.kind is PartKind.ROW or _says_it_happened(asked, one)


def _gives_guidance(asked: ProseQuestion, one: Told) -> bool:
    """Return whether a part says what the company expects of its business, by its words or below such a heading."""
    known, text = fitting_words(), one.part.text
    headed = "outlook" in section_kinds(one.page.section) | section_kinds(one.part.heading)
    if known.bookkeeping.search(text) or (known.figured_asked.search(asked.question) and not known.figured.search(text)):
        return False
    return headed or known.guiding.search(text) is not None


def states_own_level(asked: ProseQuestion, one: Told, figure: re.Pattern[str]) -> bool:
    """Return whether a part states a figure of the company itself that is a level where one is asked for; `figure` finds such figures."""
    is_row, known = one.part.kind is PartKind.ROW, fitting_words()
    if known.bases.search(one.part.text) and not known.bases.search(asked.question):
        return False
    if is_row:
        return not _is_row_of_others(asked, one) and not (asked.money and _is_row_of_shares(one))
    text = asked.about(one.part.text)
    at = next(_levels(asked, text, figure), None)
    return at is not None and not _is_of_others(asked, text[:at])


def asked_what_happened(asked: ProseQuestion) -> bool:
    """Return whether a question is after what happened, not after plans, dangers or rules."""
    known = fitting_words()
    is_other = asked.risk or asked.of_risks or asked.policies or known.to_come.search(asked.question) is not None
    return not is_other and known.happened.search(asked.question) is not None


def is_of_asked_stretch(asked: ProseQuestion, one: Told) -> bool:
    """Return whether a part about a measure is of whole years where those are asked about, and of the quarter where one is."""
    if not asked.metric or not asked.stretches or not (asked.amount or asked.reasons):
        return True
    above = f"{one.part.heading} {one.part.head}"
    said = above if one.part.kind is PartKind.ROW else one.part.text
    names = [match.group().lower() for match in fitting_words().stretch.finditer(said)]
    rest = fitting_words().stretch.sub(" ", said)
    if asked.stretches == {"FY"}:
        return not names or bool(years_in(rest)) or fitting_words().whole.search(rest) is not None
    if not names:
        return fitting_words().whole.search(said) is None
    quarters = {number for number, ways in _ORDINALS.items() for name in names if any(name.startswith(way) for way in ways)}
    wanted = {period[1:] for period in asked.stretches if period.startswith("Q")}
    return not (quarters and wanted) or bool(quarters & wanted)


def _is_of_asked_month(asked: ProseQuestion, one: Told) -> bool:
    """Return whether a sentence, or what stands over it, names a month that the question names with its year; a row's heads say others."""
    known = fitting_words()
    wanted = {match["month"][:3].lower() for match in known.month_of_year.finditer(asked.question)}
    if not wanted or one.part.kind is PartKind.ROW:
        return True
    said = f"{one.part.heading} {one.part.head} {one.opening} {one.before.text if one.before else ''} {one.part.text}"
    return bool(wanted & {match.group()[:3].lower() for match in known.month.finditer(said)})


def is_of_opened_part(asked: ProseQuestion, one: Told) -> bool:
    """Return whether a part about a measure is of a part of the company that only the start of its paragraph, or its label, names."""
    if not asked.metric or not (asked.amount or asked.reasons) or one.part.kind is PartKind.ROW:
        return False
    known = fitting_words()
    opened = known.part_opens.match(one.opening)
    label = prose_words().labelled.match(one.part.text)
    named = opened["part"] if opened else label.group() if label else ""
    return bool(named) and not topics_of(named) & asked.words and _is_name(named)


def _is_of_another(asked: ProseQuestion, one: Told) -> bool:
    """Return whether an item of a news entry that goes through companies, "Name: what of it", is of another one than those asked about."""
    label = prose_words().labelled.match(one.part.text) if one.page.is_news and asked.companies else None
    return label is not None and asked.about(label.group()) == label.group() and not topics_of(label.group()) & asked.words


def _is_name(said: str) -> bool:
    """Return whether words with capitals are more than those of every report: a month, a fiscal year."""
    plain = prose_words().plain | {stem(word) for word in fitting_words().plain_capitals}
    return not all(stem(word) in plain for word in words(said))


def _says_it_happened(asked: ProseQuestion, one: Told) -> bool:
    """Return whether what a sentence says before it turns to plans or dangers is still about what is asked."""
    future = fitting_words().future.search(one.part.text)
    if future is None:
        return True
    before = one.part.text[: future.start()]
    about = frozenset(topic for topic in one.own | one.later if not topic.startswith(KIND) and topic != CHANGE) - asked.names
    kept = carried(asked.topics, asked.words, topics_of(asked.about(before)))
    return about <= kept and (not asked.counts or _FIGURE.search(before) is not None)


def _levels(asked: ProseQuestion, text: str, figure: re.Pattern[str]) -> Iterator[int]:
    """Yield where the figures of a sentence stand that are levels; all of them where a change is asked for."""
    known = fitting_words()
    end = 0
    for match in figure.finditer(text):
        if match.start() < end:
            continue
        before, first = text[: match.start()], not end
        whole = _WHOLE_FIGURE.match(text, match.start())
        end = max(match.end(), whole.end() if whole else 0)
        after = text[end:]
        near = before[-REACH:]
        moves = [one.end() for one in known.moving.finditer(near)]
        moved = bool(moves) and known.level.search(near[moves[-1] :]) is None
        of_change = first and known.change.search(before) is not None
        if asked.moved or not (moved or of_change or known.moved_after.match(after) or _is_count_moved(asked, near)):
            yield match.start()


def _is_count_moved(asked: ProseQuestion, near: str) -> bool:
    """Return whether so many were opened or closed where it is asked how many there are."""
    known = fitting_words()
    return asked.counts and known.count_moves.search(near) is not None and known.count_moves.search(asked.question) is None


def _is_of_others(asked: ProseQuestion, said: str) -> bool:
    """Return whether what a sentence says before its figure is of another company, or of a part that the question does not name.

    The names that a question asks for are none that it could name.
    """
    known = fitting_words()
    if known.others.search(said) and not known.others_asked.search(asked.question):
        return True
    if asked.chooses or asked.names_wanted:
        return False
    plain = prose_words().plain | asked.words | {one for name in asked.metric_names for one in name}
    for match in _NAME.finditer(said):
        word = match.group().lower().strip(".")
        bare = re.sub(r"['’]s?$", "", word)
        begins = not said[: match.start()].strip(' “"(') and (bare in common_words() or bare in first_words())
        known_word = bare in known.plain_capitals or stem(bare) in plain or topics_of(bare) & asked.words
        if not begins and not known_word and not all(stem(part) in plain for part in words(bare.replace("-", " "))):
            return True
    return False


def _is_row_of_others(asked: ProseQuestion, one: Told) -> bool:
    """Return whether a row, or what stands over it, says that its table is of another company than the one asked about."""
    known = fitting_words()
    over = f"{one.part.heading}\n{one.part.head}\n{one.part.lead}\n{one.part.text}\n{_announcing(one)}"
    return known.others.search(over) is not None and known.others_asked.search(asked.question) is None


def _announcing(one: Told) -> str:
    """Return the running text right above a row's table that says what the table is of, "" without any."""
    lines = one.page.text[: one.part.start].rstrip().splitlines()[-MOST_ABOVE:]
    prose: list[str] = []
    for line in reversed(lines):
        if is_row(line) or len(line.split()) < 5:
            if prose:
                break
            continue
        prose.insert(0, line)
    said = " ".join(prose[-3:])
    return said if fitting_words().announces.search(said) else ""


def _is_row_of_shares(one: Told) -> bool:
    """Return whether a row's figures are shares of another: it says so, or its table has a row of hundreds and its figures are less."""
    text = one.part.text
    amounts = [
        Decimal(match.group().replace(",", "")) for match in _FIGURE.finditer(_PERCENT.sub(" ", text)) if not years_in(match.group())
    ]
    if _CURRENCY.search(text) or any(amount > _WHOLE for amount in amounts):
        return False
    over = f"{one.part.heading}\n{one.part.head}\n{_announcing(one)}"
    table = one.page.text[max(0, one.part.start - TABLE) : one.part.end + TABLE].splitlines()
    return not amounts or fitting_words().shares.search(over) is not None or any(len(_HUNDRED.findall(line)) > 1 for line in table)
