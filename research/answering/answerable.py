"""Whether a part of a page can answer a question at all: it is about what is asked, of the years asked about, and of the kind asked for."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from research.answering.fitting import fits, states_own_level
from research.answering.prose import ProseQuestion, stems_in_order
from research.answering.prose_words import prose_words
from research.answering.superlatives import says_which
from research.answering.told import Told, metric_place
from research.planning.alike import CHANGE
from research.planning.beginnings import common_words
from research.retrieval.asked_topics import KIND, carried
from research.retrieval.reading import has_shape, topics_of, years_in
from research.text.quotable import Part, PartKind
from research.text.words import stem, stop_words

# What is counted stands within so many characters of its number.
NEAR = 40
# More words than these that the question does not have make a sentence's subject another one.
MOST_STRANGE, MOST_STRANGE_LATER = 3, 4
# A figure that is no year, no number of a product and no day.
_AMOUNT = re.compile(r"[$€£¥]\s?\d|\d[\d,]*(?:\.\d+)?\s?(?:%|percent|million|billion|thousand)|\d{1,3}(?:,\d{3})+")
_MONEY = re.compile(r"[$€£¥]\s?\d|\d[\d,]*(?:\.\d+)?\s?(?:million|billion|thousand)")
_NAME = re.compile(r"(?<=[a-z,;:(]\s)[“\"]?(?:[A-Z][\w&*’'-]*[a-z]\w*)")
_AND = re.compile(r"\band\b", re.IGNORECASE)
_TOKEN = re.compile(r"[\w’'-]+|[^\w\s]")
_COUNT = re.compile(r"(?<![$€£¥\d.,])\b(?!(?:19|20)\d\d\b)\d[\d,.]*\b(?!\s?%)")


def can_answer(asked: ProseQuestion, one: Told, covered: Mapping[str, float]) -> bool:
    """Return whether a part can answer; `covered` are the topics that it or what governs it carries."""
    if not (one.own or one.later or _is_headed(asked, one)) or (one.part.text.endswith(":") and not one.leads):
        return False
    if not _carries_names(asked, one, covered) or not is_of_asked_years(asked, one) or not fits(asked, one):
        return False
    if asked.reasons:
        return (
            bool(one.cause)
            and one.part.kind is not PartKind.ROW
            and _is_about(asked, one, covered)
            and not _is_of_an_unnamed_part(asked, one)
        )
    if (asked.amount or asked.counts) and not _states_amount(asked, one, covered):
        return False
    if (asked.terse or asked.shapes == {"money"}) and not _states_all(asked, one, covered):
        return False
    return _is_of_asked_kind(asked, one)


def _carries_names(asked: ProseQuestion, one: Told, covered: Mapping[str, float]) -> bool:
    """Return whether the names asked about stand in a part or over it; only where it has no other name, elsewhere on its page."""
    if not asked.names <= covered.keys():
        return False
    distant = any(covered[name] <= prose_words().governed["page"] for name in asked.names)
    return not distant or not _names_something(asked, one.part.text)


def _is_about(asked: ProseQuestion, one: Told, covered: Mapping[str, float]) -> bool:
    """Return whether a part says of the metric that it changed: by name, or going on from a sentence that names it."""
    goes_on = _is_headed(asked, one) or (one.goes_on and covered.get(asked.metric, 0.0) >= prose_words().governed["before"])
    return not asked.metric or asked.metric in one.own or goes_on


def _is_headed(asked: ProseQuestion, one: Told) -> bool:
    """Return whether a part gives shares of a change right below the metric's heading, or right after a sentence that tells it."""
    if not asked.reasons or prose_words().giving.search(one.part.text) is None:
        return False
    return metric_place(asked, one.part.heading) == 0 or (one.before is not None and _tells_change(asked, one.before.text))


def _tells_change(asked: ProseQuestion, text: str) -> bool:
    """Return whether a sentence begins with the metric, nothing but plain words before it, and says that it went up or down."""
    known, place = prose_words(), metric_place(asked, text)
    moved = known.up.search(text) or known.down.search(text)
    return moved is not None and place is not None and known.plain.issuperset(stems_in_order(text)[:place])


def _is_of_asked_kind(asked: ProseQuestion, one: Told) -> bool:
    """Return whether a part is what a question wants that asks for no reason: a choice, a name, somebody, a number."""
    text, kind = one.part.text, one.part.kind
    if asked.chooses and not says_which(asked, text):
        return False
    if asked.names_wanted and (kind is PartKind.ROW or not _names_something(asked, text)):
        return False
    if asked.who and not (_names_somebody(asked.about(text)) or kind is PartKind.SIGNATURE):
        return False
    counted = not asked.numbered or asked.joined or _counts_it(asked, one.part)
    return counted and (kind is not PartKind.ROW or bool(one.own))


def _counts_it(asked: ProseQuestion, part: Part) -> bool:
    """Return whether a number in a part is one of what is asked about: it stands beside it, or in its row."""
    if part.kind is PartKind.ROW:
        return True
    wanted = frozenset(topic for topic in asked.topics if topic != CHANGE)
    said = part.text
    figures = [*_COUNT.finditer(said), *_AMOUNT.finditer(said)]
    near = (f"{said[max(0, one.start() - NEAR) : one.start()]} {said[one.end() : one.end() + NEAR]}" for one in figures)
    return any(carried(asked.topics, asked.words, topics_of(text)) & wanted for text in near)


def _names_something(asked: ProseQuestion, text: str) -> bool:
    """Return whether a text has a name that the question does not have, and that is no month."""
    named = (match.group().strip('“"') for match in _NAME.finditer(text))
    return any(stem(name.lower()) not in prose_words().plain and not topics_of(name) & asked.words for name in named)


def _names_somebody(text: str) -> bool:
    """Return whether a text names a person or a firm: a role alone is nobody."""
    known = prose_words()
    pairs = (match.group("first", "last") for match in known.person.finditer(text))
    return known.firm.search(text) is not None or any({word.lower() for word in pair} - common_words() for pair in pairs)


def _states_amount(asked: ProseQuestion, one: Told, covered: Collection[str]) -> bool:
    """Return whether a part states an amount of all that is asked: what is counted stands before its figure; after it what moved it."""
    figures = _COUNT if asked.counts else _MONEY if asked.money else _AMOUNT
    figure = figures.search(one.part.text)
    if figure is None or not states_own_level(asked, one, figures):
        return False
    wanted = frozenset(topic for topic in asked.topics if not topic.startswith(KIND) and topic != CHANGE)
    if asked.joined and _AND.search(asked.question):
        return not asked.metric or asked.metric in covered
    if asked.counts:
        return wanted <= one.own
    said = _until_break(asked, one.part.text[: figure.start()])
    before = carried(asked.topics, asked.words, topics_of(said))
    place = metric_place(asked, said)
    plain = prose_words().plain | asked.words
    strange = [word for word in stems_in_order(said)[: place or 0] if word not in plain]
    cut = place and _is_cut(asked, said, plain)
    return wanted <= before and (not asked.metric or place is not None) and not cut and len(strange) < MOST_STRANGE


def _is_cut(asked: ProseQuestion, said: str, plain: Collection[str]) -> bool:
    """Return whether the word right before the measure makes it another one: "deferred revenue", "rooms revenue"."""
    tokens = _TOKEN.findall(said)
    for name in asked.metric_names:
        for at, token in enumerate(tokens[1:], 1):
            if stem(token.lower()) == name[0]:
                before = tokens[at - 1].lower()
                return before[0].isalpha() and before not in stop_words() and stem(before) not in plain
    return False


def _states_all(asked: ProseQuestion, one: Told, covered: Mapping[str, float]) -> bool:
    """Return whether a part has a figure and, by itself or in its headings, every topic of a question that only names a figure."""
    figures = has_shape(one.part.text, "money") if asked.shapes == {"money"} and not asked.terse else _has_figure(one.part)
    least = prose_words().governed["heading"]
    wanted = {topic for topic in asked.topics if not topic.startswith(KIND) and topic != CHANGE}
    return figures and (not asked.terse or all(covered.get(topic, 0.0) >= least for topic in wanted))


def _has_figure(part: Part) -> bool:
    return _AMOUNT.search(part.text) is not None or _COUNT.search(part.text) is not None


def _until_break(asked: ProseQuestion, said: str) -> str:
    """Return what a sentence says until it breaks off after its measure: what is included in it is not what it is of."""
    breaks = [match.start() for match in prose_words().breaks.finditer(said)]
    return next((said[:at] for at in breaks if not asked.metric or metric_place(asked, said[:at]) is not None), said)


def is_of_asked_years(asked: ProseQuestion, one: Told) -> bool:
    """Return whether a part speaks of a year that is asked about: by its own words, by what governs it, or by its document's year."""
    if not asked.years:
        return True
    text = prose_words().dating.sub(" ", one.part.text)
    if named := years_in(f"{one.part.head} {one.part.heading} {text}" if one.part.kind is PartKind.ROW else text):
        newest = max(year for year in named if year <= max(asked.years) + 1) if min(named) <= max(asked.years) + 1 else 0
        if not asked.reasons and prose_words().dates.search(asked.question) and one.page.fiscal_year in asked.years:
            return True
        return bool(asked.years & named) and (not asked.reasons or newest in asked.years)
    above = years_in(one.before.text) if one.goes_on and one.before else frozenset[int]()
    if governing := above or years_in(one.part.heading):
        return max(governing) in asked.years or (not asked.reasons and bool(asked.years & governing))
    return one.page.fiscal_year is None or one.page.fiscal_year in asked.years or not asked.reasons


def strange_words(asked: ProseQuestion, one: Told) -> tuple[int, int]:
    """Return how many words that the question does not have a sentence says of its subject, and then of what happened to it."""
    stems = stems_in_order(one.effect)
    place = metric_place(asked, one.effect)
    plain = prose_words().plain | asked.words
    subject = [word for word in stems[: place or 0] if word not in plain]
    later = [word for word in stems[place or 0 :] if word not in plain and not any(word in name for name in asked.metric_names)]
    return min(len(subject), MOST_STRANGE), min(len(later), MOST_STRANGE_LATER)


def _is_of_an_unnamed_part(asked: ProseQuestion, one: Told) -> bool:
    """Return whether a sentence says of itself that it is of a segment, and nothing near it says of which."""
    known = prose_words()
    own = known.parts.search(one.effect) is not None and known.parts.search(one.part.heading) is None
    return own and not asked.of_part and metric_place(asked, one.effect) is not None and not strange_words(asked, one)[0]
