"""Do two entries belong together, and how? Decided by the traits of the two alone, so that the order of arrival changes nothing.

Copies share most of their runs of words. Whatever tells the same in other words shares its company and the sort of event, and then
figures, names, codes or rare words; what cannot be one event (another quarter, broker, counterparty or amount) is kept apart unless the
later entry says that it updates or corrects.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from math import sqrt

from research.news.kinds import apart, later_kinds
from research.news.traits import MOST_SHINGLES, FigureTrait, Traits
from research.news.word_classes import weight
from research.nouns.news import EventType, StoryEdge, Tie
from research.text.patterns import read_beside
from research.text.words import stem

DAY = 86_400
STORY_SECONDS, THREAD_SECONDS = 3 * DAY, 14 * DAY
# Shared runs of words: of the shorter text in the longer one.
COPIED, NEARLY_COPIED = 0.8, 0.5
TELLING = 1.5
COMPARABLE = 8
_COUNTED = frozenset({"recall", "layoffs", "contract", "insider_buy", "insider_sell", "shares_sold", "outage", "breach", "closure"})
# How much evidence makes a thread of two stories.
FOLLOWS = 1.5
_NUMBERED = frozenset({EventType.RESULTS.value, EventType.GUIDANCE.value})
_OF_PARTIES = frozenset(kind.value for kind in (EventType.RATING, EventType.DEAL, EventType.MANAGEMENT, EventType.INSIDER, EventType.LEGAL))
_MARKED = frozenset({"correction", "retraction", "update", "lead update"})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries, the earlier first, and what they share."""

    earlier: Traits
    later: Traits
    figures: float
    clash: bool
    doubt: bool
    names: float
    kinds: frozenset[str]
    rare: float
    words: float
    alike: float

    @property
    def gap(self) -> int:
        """Return the seconds between them."""
        return self.later.at - self.earlier.at

    @property
    def known(self) -> bool:
        """Return whether the companies of both are known."""
        return bool(self.earlier.companies and self.later.companies)

    def marked(self, *marks: str) -> bool:
        """Return whether the later one says one of these of itself."""
        return bool(self.later.marks.intersection(marks))


def tie_between(one: Traits, other: Traits) -> StoryEdge | None:
    """Return how two entries belong together, None when they do not; the same whichever is given first."""
    earlier, later = sorted((one, other), key=lambda traits: (traits.at, traits.document_id))
    if later.at - earlier.at > THREAD_SECONDS or earlier.document_id == later.document_id:
        return None
    if earlier.companies and later.companies and not earlier.companies & later.companies:
        return None
    pair = compared(earlier, later)
    tie = _tie(pair)
    return StoryEdge(earlier.document_id, later.document_id, tie) if tie else None


def compared(earlier: Traits, later: Traits) -> Pair:
    """Return what two entries share."""
    return Pair(
        earlier,
        later,
        figures=_shared_figures(earlier, later),
        clash=_clash(earlier, later),
        doubt=_doubt(earlier, later),
        names=_shared_names(earlier, later),
        kinds=_acts(earlier.kinds & later.kinds),
        rare=_shared_words(earlier, later),
        words=_likeness(earlier.head_terms, later.head_terms, earlier.terms, later.terms),
        alike=_contained(earlier.shingles, later.shingles),
    )


def _tie(pair: Pair) -> Tie | None:
    near = pair.gap <= STORY_SECONDS
    if near and _is_copy(pair):
        return _told(pair, Tie.COPY)
    if "roundup" in pair.earlier.marks | pair.later.marks:
        return None
    score = evidence(pair)
    if near and not is_barred(pair) and score >= 0:
        return _told(pair, Tie.UPDATE if pair.marked("update", "lead update") else Tie.REWRITE)
    return Tie.FOLLOW_UP if score >= FOLLOWS and pair.known and _goes_on(pair) else None


def _is_copy(pair: Pair) -> bool:
    if pair.alike < COPIED:
        return pair.alike >= NEARLY_COPIED and pair.earlier.title == pair.later.title and not pair.clash and len(pair.later.shingles) >= 10
    return not pair.clash or pair.marked("correction", "retraction")


def _told(pair: Pair, tie: Tie) -> Tie:
    """Return the tie, or the correction or retraction that the later entry calls itself."""
    if pair.marked("retraction"):
        return Tie.RETRACTION
    return Tie.CORRECTION if pair.marked("correction") else tie


def _is_move(pair: Pair) -> bool:
    """Return whether one of them tells only how the shares moved, within a day: it goes back to what happened, in few words."""
    return pair.gap <= DAY and any("move" in one.kinds and not _acts(one.kinds) for one in (pair.earlier, pair.later))


def evidence(pair: Pair) -> float:
    """Return how much more speaks for one event than against it: shared figures, names, kinds and words, and what differs."""
    weights = _weights()
    return weights["base"] + sum(weights[name] * value for name, value in _signs(pair))


def _signs(pair: Pair) -> Iterator[tuple[str, float]]:
    """Yield what is to be weighed, by the names of the weights."""
    a, b = pair.earlier, pair.later
    updates = bool(b.marks & _MARKED)
    yield from (("figures", pair.figures), ("names", pair.names), ("words", max(0.0, pair.words - 0.1)), ("rare", min(pair.rare, 2.0)))
    yield from (("clash", pair.clash and not updates), ("doubt", pair.doubt and not updates), ("strange", _strange_names(a, b)))
    yield from (("unsupported", _unsupported(one, other)) for one, other in ((a, b), (b, a)))
    yield from (("actors", bool(one.title_actors - other.actors)) for one, other in ((a, b), (b, a)))
    yield "day_of_update" if updates else "day", pair.gap / DAY
    yield from (("move", _is_move(pair)), ("correction", pair.marked("correction", "retraction")), ("language", a.han != b.han))
    yield from (("periods", bool(a.periods & b.periods)), ("unknown", not pair.known))
    yield from _signs_of_kinds(pair)
    if not pair.marked("retraction"):
        yield from _signs_of_acts(pair)


def _signs_of_kinds(pair: Pair) -> Iterator[tuple[str, float]]:
    """Yield what kinds and types of events say."""
    a, b = pair.earlier, pair.later
    told = bool(_acts(a.kinds)) and bool(_acts(b.kinds))
    yield from (("kinds", bool(pair.kinds)), ("title_kinds", bool(_acts(a.title_kinds & b.title_kinds))))
    yield from (("other_kinds", told and not pair.kinds), ("unknown_kinds", not told))
    events = a.main_events & b.main_events
    yield from (("events", bool(events)), ("other_events", bool(a.main_events) and bool(b.main_events) and not events))


def _signs_of_acts(pair: Pair) -> Iterator[tuple[str, float]]:
    """Yield what says that the titles tell of different acts, of different parties, or of different counts."""
    a, b = pair.earlier, pair.later
    yield from (("later", bool(one.title_kinds & later_kinds() - other.kinds)) for one, other in ((a, b), (b, a)))
    yield "apart", any(_differ(a, b, kinds) for kinds in apart())
    yield "parties", bool(a.main_events & b.main_events & _OF_PARTIES) and _strange_names(a, b)
    yield "counts", _other_counts(pair) and not b.marks & _MARKED


@cache
def _weights() -> Mapping[str, float]:
    return {name: float(value) for name, value in read_beside(__file__, "ties.toml")["weights"].items()}


def _unsupported(one: Traits, other: Traits) -> bool:
    """Return whether both titles say what happened, and the other entry's head says nothing of what the one's does."""
    acts = _acts(one.title_kinds)
    return bool(acts and _acts(other.title_kinds)) and not acts & other.kinds


def is_barred(pair: Pair) -> bool:
    """Return whether two entries cannot tell of one event, however alike."""
    a, b = pair.earlier, pair.later
    if _other_periods(a, b) and not pair.marked("correction", "retraction"):
        return True
    if "another" in a.marks | b.marks or _is_preview(a) != _is_preview(b):
        return True
    return bool(a.codes and b.codes and not a.codes & b.codes and not pair.figures)


def _other_periods(a: Traits, b: Traits) -> bool:
    """Return whether the heads name different quarters or halves of what is counted by them."""
    if not (a.main_events | b.main_events) & _NUMBERED or not a.periods or not b.periods:
        return False
    return not any(one.startswith(other) or other.startswith(one) for one, other in product(a.periods, b.periods))


def _other_counts(pair: Pair) -> bool:
    """Return whether both heads count things of one kind of event, and differently."""
    counted = (any(one.head and not one.unit and one.telling for one in traits.figures) for traits in (pair.earlier, pair.later))
    return pair.doubt and bool(pair.kinds & _COUNTED) and all(counted)


def _is_preview(traits: Traits) -> bool:
    """Return whether an entry looks forward to results that are not there."""
    return "preview" in traits.marks and traits.title_kinds <= {"results", "guidance"}


def _acts(kinds: frozenset[str]) -> frozenset[str]:
    """Return the kinds that say what happened: how the shares moved is no event."""
    return kinds - {"move"}


def _differ(a: Traits, b: Traits, kinds: frozenset[str]) -> bool:
    mine, theirs = (one.title_kinds & kinds or one.kinds & kinds for one in (a, b))
    return bool(mine and theirs) and not mine & theirs and not (mine <= b.kinds and theirs <= a.kinds)


def _other_parties(pair: Pair) -> bool:
    """Return whether brokers, counterparties or persons differ: both heads name some, none of them stands in the other entry."""
    a, b = pair.earlier, pair.later
    return bool(a.main_events & b.main_events & _OF_PARTIES) and _strange_names(a, b) and pair.figures < TELLING


def _strange_names(a: Traits, b: Traits) -> bool:
    """Return whether both heads hold names, and none of either stands in the other entry."""
    if a.han != b.han or not a.head_names or not b.head_names:
        return False
    return not a.head_names & b.names and not b.head_names & a.names


def _goes_on(pair: Pair) -> bool:
    """Return whether the later entry takes up what the earlier one told: names or telling figures of its head."""
    return pair.names + pair.figures + pair.rare >= 1.5 and pair.gap > 0


def _shared_figures(a: Traits, b: Traits) -> float:
    """Return what shared figures say: most where both heads hold them and they are telling."""
    score = 0.0
    for one in a.figures:
        found = [other for other in b.figures if one.equals(other)]
        if found:
            heads = one.head + any(other.head for other in found)
            worth = (0.3, 1.2, 2.0)[heads] * (1.0 if one.telling else 0.5)
            score = max(score, worth) if not score else score + 0.5 * worth
    return min(score, 3.5)


def _clash(a: Traits, b: Traits) -> bool:
    """Return whether the heads give different amounts of one thing, and no amount of it that both hold."""
    if "move" in a.kinds | b.kinds:
        return False
    heads = [[one for one in traits.figures if one.head] for traits in (a, b)]
    same = any(one.of & other.of and _comparable(one, other) for one, other in product(*heads))
    return same and not _shares_amount(a, b)


def _doubt(a: Traits, b: Traits) -> bool:
    """Return whether both heads hold telling amounts of one unit, and none of either stands in the other; prices of shares are none."""
    if "move" in a.kinds | b.kinds:
        return False
    heads = [[one for one in traits.figures if one.head and one.telling and one.unit != "%"] for traits in (a, b)]
    return any(one.unit == other.unit for one, other in product(*heads)) and not _shares_amount(a, b)


def _comparable(one: FigureTrait, other: FigureTrait) -> bool:
    """Return whether two figures may be amounts of one thing: of one unit, and neither many times the other."""
    low, high = sorted((abs(one.value), abs(other.value)))
    return one.unit == other.unit and high <= COMPARABLE * low


def _shares_amount(a: Traits, b: Traits) -> bool:
    """Return whether an amount of the head of one stands in the other entry."""
    return any(one.equals(other) for one, other in product(a.figures, b.figures) if one.head or other.head)


def _shared_names(a: Traits, b: Traits) -> float:
    """Return what shared names and codes say: most where both heads hold them."""
    both = a.head_names & b.head_names
    one_head = (a.head_names & b.names) | (b.head_names & a.names)
    score = 1.5 * bool(both) + 0.6 * min(2, max(0, len(both) - 1))
    score += 0.8 * bool(one_head - both)
    return score + 1.5 * bool(a.codes & b.codes)


def _shared_words(a: Traits, b: Traits) -> float:
    """Return what shared words of the heads say that are not common, names left out."""
    named = {stem(name) for name in a.head_names | b.head_names}
    return sum(weight(term) - 0.6 for term in (a.head_terms & b.head_terms) - named if weight(term) >= 1)


def _likeness(head_a: frozenset[str], head_b: frozenset[str], all_a: frozenset[str], all_b: frozenset[str]) -> float:
    """Return the better of how alike the heads are and how alike the whole texts are, 0 to 1."""
    return max(_cosine(head_a, head_b), _cosine(all_a, all_b))


def _cosine(a: frozenset[str], b: frozenset[str]) -> float:
    shared = sum(map(weight, a & b))
    return shared / sqrt(sum(map(weight, a)) * sum(map(weight, b))) if shared else 0.0


def _contained(a: frozenset[int], b: frozenset[int]) -> float:
    """Return which part of the shorter text's runs of words stands in the longer one; of long texts the smallest hashes are compared."""
    if not a or not b:
        return 0.0
    bound = min((max(one) for one in (a, b) if len(one) >= MOST_SHINGLES), default=max(*a, *b))
    low_a, low_b = {one for one in a if one <= bound}, {one for one in b if one <= bound}
    return len(low_a & low_b) / max(1, min(len(low_a), len(low_b)))
