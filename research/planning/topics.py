"""What questions may ask for, concepts and metrics alike, and the phrases that name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from research.nouns.facts import Statement
from research.text.han import is_han
from research.text.patterns import read_beside

# What a text is cut into to find phrases: words, Han characters and signs.
_PART = re.compile(r"[\u4e00-\u9fff]|[^\W_\u4e00-\u9fff]+|[^\w\s]")
# Figures that statements print per share too, by the figure's name and the word for the shares: what they print is meant.
_PRINTED_PER_SHARE = {
    ("net_income", ""): "eps_diluted",
    ("net_income", "diluted"): "eps_diluted",
    ("net_income", "basic"): "eps_basic",
    ("net_income_to_common", ""): "eps_diluted",
    ("net_income_to_common", "diluted"): "eps_diluted",
    ("net_income_to_common", "basic"): "eps_basic",
    ("dividends_paid", ""): "dividends_per_share",
}
PER_SHARE_PRINTED = frozenset(name for name, _ in _PRINTED_PER_SHARE)
_SHARES_BEFORE = re.compile(r"\b(?P<shares>basic|diluted)\s+$", re.IGNORECASE)
_PER_SHARE = re.compile(
    r"\s+(?:paid\s+|declared\s+)?per\s+(?P<shares>basic\s+|diluted\s+)?(?:(?:common|ordinary)\s+)?share(?!\w)(?:,?\s*\(?(?P<told>basic|diluted)\b\)?)?",
    re.IGNORECASE,
)
_WHOLE_INCOME = frozenset({"net_income", "net_income_including_noncontrolling"})
_ATTRIBUTABLE = re.compile(r"\s+(?:attributable|available|applicable)\s+to\s+(?:the\s+)?", re.IGNORECASE)
_HOLDERS = re.compile(
    r"(?:['’]s?)?(?P<common>\s+common)?(?:\s+(?:share|stock)(?:holders|owners)|(?<!common)\s+stock)?(?!\w)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Topic:
    """A figure that questions name: its canonical name, the phrases for it, its statement (None for a metric) and its unit.

    `unit` is "currency", "per share", "shares", "%", "x" or "days"; `formula` is a metric's usual one in the language of
    `research.formulas`, "" for a concept.
    """

    name: str
    phrases: tuple[str, ...]
    statement: Statement | None = None
    unit: str = "currency"
    formula: str = ""


@dataclass(frozen=True, slots=True)
class TopicMatch:
    """A place where a question names a figure: the topic, the words, and their offsets."""

    topic: Topic
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Topics by phrase, and by the first part of the phrases (`_PART`) what a pattern for the longest of them says.

    A pattern is compiled when a question has its first part: all together take seconds.
    """

    patterns: Mapping[str, str]
    by_phrase: Mapping[str, tuple[Topic, ...]]


@lru_cache(maxsize=8)
def lexicon(topics: tuple[Topic, ...]) -> Lexicon:
    """Return the lexicon of these topics, with the further phrases and the Chinese ones for those that have any."""
    by_phrase: dict[str, list[Topic]] = {}
    for topic in topics:
        for phrase in (*topic.phrases, *_more_phrases().get(topic.name, ())):
            found = by_phrase.setdefault(_plain(phrase), [])
            if topic not in found:
                found.append(topic)
    begun: dict[str, list[str]] = {}
    for phrase in sorted(by_phrase, key=lambda phrase: (-len(phrase), phrase)):
        for first in _PART.findall(phrase)[:1]:
            begun.setdefault(first, []).append(_phrase_pattern(phrase))
    return Lexicon(
        {first: "|".join(parts) for first, parts in begun.items()}, {phrase: tuple(found) for phrase, found in by_phrase.items()}
    )


def find_topics(text: str, topics: tuple[Topic, ...], statements: Iterable[Statement] = ()) -> list[TopicMatch]:
    """Return where a text names topics, in order: everywhere the longest phrase, of equals one of the named statements, else the first."""
    known = lexicon(topics)
    wanted = set(statements)
    found: list[TopicMatch] = []
    for match in _longest(text, known):
        named = known.by_phrase[_plain(match.group())]
        topic = next((one for one in named if one.statement in wanted), named[0])
        found.append(TopicMatch(topic, match.group(), *match.span()))
    return found


def _longest(text: str, known: Lexicon) -> Iterator[re.Match[str]]:
    """Yield the longest phrase at every place of a text, in order, none inside another."""
    end = 0
    for part in _PART.finditer(text):
        pattern = known.patterns.get(part.group().lower()) if part.start() >= end else None
        if pattern and (match := _compiled(pattern).match(text, part.start())):
            end = match.end()
            yield match


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def phrase_named(text: str, topics: tuple[Topic, ...]) -> Topic | None:
    """Return the topic that a text names and nothing more, None when it says other words."""
    return next(iter(lexicon(topics).by_phrase.get(_plain(text), ())), None)


def attributed(
    question: str, found: Iterable[TopicMatch], companies: Iterable[tuple[int, int]], topics: tuple[Topic, ...]
) -> list[TopicMatch]:
    """Return the matches with net income that is "attributable to" a company named at its end as that of the company's shareholders."""
    ends = dict(companies)
    by_name = {topic.name: topic for topic in topics}
    done: list[TopicMatch] = []
    for one in found:
        link = _ATTRIBUTABLE.match(question, one.end) if one.topic.name in _WHOLE_INCOME else None
        holders = _HOLDERS.match(question, ends[link.end()]) if link and link.end() in ends else None
        if holders is None:
            done.append(one)
            continue
        name = "net_income_to_common" if holders["common"] else "net_income"
        done.append(TopicMatch(by_name.get(name, one.topic), question[one.start : holders.end()], one.start, holders.end()))
    return done


def per_share(question: str, found: Iterable[TopicMatch], topics: tuple[Topic, ...]) -> list[TopicMatch]:
    """Return the matches with those that are asked "per share" and printed so as the printed figure: earnings, dividends.

    Earnings are diluted where nothing says which. Words that say both, or that no statement prints, leave the match as it is.
    """
    by_name = {topic.name: topic for topic in topics}
    done: list[TopicMatch] = []
    for one in found:
        per = _PER_SHARE.match(question, one.end)
        before = _SHARES_BEFORE.search(question, 0, one.start)
        said = {word.strip().lower() for word in (before and before["shares"], per and per["shares"], per and per["told"]) if word}
        topic = by_name.get(_PRINTED_PER_SHARE.get((one.topic.name, next(iter(said), "")), "")) if per and len(said) < 2 else None
        if per is None or topic is None:
            done.append(one)
            continue
        start = before.start() if before else one.start
        done.append(TopicMatch(topic, question[start : per.end()], start, per.end()))
    return done


@cache
def _more_phrases() -> dict[str, tuple[str, ...]]:
    """Return what questions call concepts and metrics beside their own phrases, by canonical name: `names.toml` and `chinese.toml`."""
    english = read_beside(__file__, "names.toml")
    chinese = read_beside(__file__, "chinese.toml")["topics"]
    return {name: (*english.get(name, ()), *chinese.get(name, ())) for name in {*english, *chinese}}


def _plain(phrase: str) -> str:
    return " ".join(phrase.lower().replace("’", "'").replace(" & ", " and ").split())


def _phrase_pattern(phrase: str) -> str:
    """Return a pattern for a phrase as a whole word, whatever its white space and apostrophes; Han phrases stand without spaces."""
    if is_han(phrase):
        return re.escape(phrase)
    body = re.sub(r"(?:\\?\s)+", r"\\s+", re.escape(phrase)).replace("'", "['’]").replace(r"\s+and\s+", r"\s+(?:and|&)\s+")
    # A change between two days is that of the balances, not the row of the cash flow statement.
    after = r"(?!\s+(?:between|from)\b)" if phrase.lower().startswith("change in ") else ""
    return rf"(?<![^\W\u4e00-\u9fff]){body}(?![^\W\u4e00-\u9fff]){after}"
