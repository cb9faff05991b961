"""What sentences say of the rank of a figure: the highest since a year, the third rise in a row, the first fall in years, a record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from research.drafting.checking.claims import FigureClaim, Kind
from research.drafting.checking.han import han_way, is_han_sentence
from research.drafting.checking.reading import SentenceRead
from research.drafting.checking.when import Around, Times
from research.drafting.checking.words import DOWN, UP, han_checking_words, nearest_direction
from research.nouns.answers import PeriodTerm
from research.planning.topics import TopicMatch

_NUMBERS = {
    word: at
    for words in (
        "two three four five six seven eight nine ten",
        "second third fourth fifth sixth seventh eighth ninth tenth",
        "二 三 四 五 六 七 八 九 十",
    )
    for at, word in enumerate(words.split(), 2)
} | {"两": 2}
_COUNT = r"(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2})"
_NTH = r"(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|[2-9](?:nd|rd|th)|10th)"
_REACH = (
    r"(?:since\s+(?:at\s+least\s+)?(?:fiscal\s+(?:year\s+)?|FY\s?)?(?P<since>(?:19|20)\d\d)|"
    rf"(?:in|for|of)\s+(?:at\s+least\s+|more\s+than\s+)?(?:the\s+(?:last|past)\s+)?(?P<count>{_COUNT})\s+(?:fiscal\s+)?years)"
)
_HIGH = r"highest|largest|biggest|best|strongest|greatest|fastest"
_LOW = r"lowest|smallest|weakest|worst|slowest|poorest"
_EXTREME = re.compile(rf"\b(?:(?P<high>{_HIGH})|(?P<low>{_LOW}))\b(?:\s+[\w'’-]+){{0,5}}?\s+{_REACH}", re.IGNORECASE)
_RECORD = re.compile(
    r"\b(?:a\s+(?:new\s+)?record(?!\s+(?:date|keeping))|record\s+(?:high|level|year)|all-time\s+high|highest\s+ever)\b|历史新高|创新高|历史最高",
    re.IGNORECASE,
)
_ROW = re.compile(
    rf"\b(?:(?P<nth>{_NTH})\s+(?:consecutive|straight|successive)\s+(?:fiscal\s+|annual\s+)?(?:year\b|rise|increase|fall|decline|decrease|gain|drop)|"
    rf"(?P<nth2>{_NTH})\s+(?:fiscal\s+)?year\s+(?:in\s+a\s+row|running)|"
    rf"(?P<count>{_COUNT})\s+(?:(?:consecutive|straight|successive)\s+(?:fiscal\s+)?years|(?:fiscal\s+)?years\s+(?:in\s+a\s+row|running)))|"
    r"连续(?:第)?(?P<han>[二两三四五六七八九十]|\d)年",
    re.IGNORECASE,
)
_FIRST = re.compile(
    rf"\bfor\s+the\s+first\s+time\s+{_REACH.replace('<since>', '<since2>').replace('<count>', '<count2>')}|"
    r"\bfirst\s+(?:annual\s+|yearly\s+|full-year\s+)?(?P<what>rise|increase|growth|gain|improvement|fall|decline|decrease|drop|contraction)"
    rf"\s+{_REACH}",
    re.IGNORECASE,
)
_HAN_EXTREME = re.compile(
    r"(?P<since>(?:19|20)\d\d)年以来(?:的)?(?:(?P<high>最高|新高)|(?P<low>最低|新低))|近(?P<count>[二两三四五六七八九十]|\d)年(?:来)?(?:的)?(?:(?P<high2>最高|新高)|(?P<low2>最低|新低))"
)
_EACH = re.compile(r"\b(?:in\s+each|in\s+every|each|every)\s+(?:fiscal\s+)?(?:year|period)\b|逐年", re.IGNORECASE)
_FALLS = frozenset({"fall", "decline", "decrease", "drop", "contraction"})
_LOSS = re.compile(r"\bloss(?:es)?\b|\bdeficit\b|亏损", re.IGNORECASE)
_OF_GROWTH = re.compile(r"\b(?:growth|increase|rise|gain|decline|decrease|fall|drop)\b", re.IGNORECASE)
EXTREME, ROW, FIRST, EACH, RECORD = "extreme", "row", "first", "each", "record"


@dataclass(frozen=True, slots=True)
class Rank:
    """What is said of the rank of a figure.

    `what` is one of the names above; `way` "up" for the highest and for rises, "down" for the lowest and for falls. `years` is how many
    years it reaches back from `period`, that year counted, None where it is not told; `since` the year that it reaches back to. `said` are
    the words. `is_growth` is True where it is the growth that is ranked, False where the level, None where either may be.
    """

    what: str
    way: str
    topic: TopicMatch
    company: str | None
    period: PeriodTerm | None
    narrowing: tuple[str, ...]
    said: str
    years: int | None = None
    since: int | None = None
    is_growth: bool | None = None
    periods: tuple[PeriodTerm, ...] = ()


def ranks_of(read: SentenceRead, claims: Sequence[FigureClaim], around: Around) -> Iterator[Rank]:
    """Yield what a sentence says of the rank of its figures; of a loss nobody knows which way is up."""
    for what, match in _matches(read.text):
        topic = _topic(read, match)
        if topic is None or _LOSS.search(read.text):
            continue
        way = _way(read, what, match, topic)
        if not way:
            continue
        claim = next((one for one in claims if one.said == topic.words and not one.back and one.kind in {Kind.LEVEL, Kind.GROWTH}), None)
        company = claim.company if claim else next((one.company for one in reversed(read.companies)), around.company)
        groups = match.groupdict()
        since = next((int(year) for name in ("since", "since2") if (year := groups.get(name))), None)
        yield Rank(
            what,
            way,
            topic,
            company,
            _listed(read)[-1] if what == EACH and _listed(read) else _period(read, claim, around, since),
            claim.narrowing if claim else (),
            match[0],
            _count(groups),
            since,
            _is_growth(what, match, claim),
            _listed(read) if what == EACH else (),
        )


def _matches(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    taken: list[tuple[int, int]] = []
    for what, pattern in ((FIRST, _FIRST), (EXTREME, _EXTREME), (EXTREME, _HAN_EXTREME), (ROW, _ROW), (EACH, _EACH), (RECORD, _RECORD)):
        for match in pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                taken.append(match.span())
                yield what, match


def _topic(read: SentenceRead, match: re.Match[str]) -> TopicMatch | None:
    """Return the figure that is ranked: the one named in the words, else the last one before them, else the first after them."""
    inside = [one for one in read.topics if match.start() <= one.start < match.end()]
    before = [one for one in read.topics if one.end <= match.start()]
    after = [one for one in read.topics if one.start >= match.end()]
    return next(iter((*inside, *before[-1:], *after)), None)


def _way(read: SentenceRead, what: str, match: re.Match[str], topic: TopicMatch) -> str:
    groups = match.groupdict()
    if what == RECORD or groups.get("high") or groups.get("high2"):
        return UP
    if groups.get("low") or groups.get("low2"):
        return DOWN
    if what == FIRST and groups["what"]:
        return DOWN if groups["what"].lower() in _FALLS else UP
    if is_han_sentence(read.text):
        return han_way(read.text[match.start() :], han_checking_words()) or han_way(
            read.text[topic.end : match.start()], han_checking_words()
        )
    return nearest_direction(match[0], "") or nearest_direction(
        read.text[min(topic.start, match.start()) : match.start()], read.text[match.end() :]
    )


def _period(read: SentenceRead, claim: FigureClaim | None, around: Around, since: int | None) -> PeriodTerm | None:
    period = claim.period if claim else Times(read, around).main().period
    is_since = period is not None and since is not None and period.fiscal_year == since
    return around.period if is_since else period


def _count(groups: dict[str, str | None]) -> int | None:
    word = next((groups[name] for name in ("count", "count2", "nth", "nth2", "han") if groups.get(name)), None)
    if word is None:
        return None
    digits = re.match(r"\d+", word)
    return int(digits[0]) if digits else _NUMBERS.get(word.lower())


def _is_growth(what: str, match: re.Match[str], claim: FigureClaim | None) -> bool | None:
    if what in {ROW, FIRST, EACH}:
        return False
    if _OF_GROWTH.search(match[0]) or match[0].lower().startswith(("fastest", "slowest")):
        return True
    return None if claim is not None and claim.kind is Kind.GROWTH else False


def _listed(read: SentenceRead) -> tuple[PeriodTerm, ...]:
    """Return the years that a sentence names, in order."""
    years = {one.term.fiscal_year: one.term for one in read.periods if one.term.fiscal_year and one.term.fiscal_period == "FY"}
    return tuple(PeriodTerm(year, "FY", "") for year in sorted(years))
