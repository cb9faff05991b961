"""Do two entries belong together, and how? Decided by the traits of the two alone, so that the order of arrival changes nothing.

Copies share most of their runs of words. Whatever tells the same in other words shares its company and the sort of event, and then
figures, names, codes or rare words; what cannot be one event (another quarter, broker, counterparty or amount) is kept apart unless the
later entry says that it updates or corrects.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import sqrt

from research.news.kinds import apart, later_kinds
from research.news.traits import MOST_SHINGLES, Traits
from research.news.word_classes import weight
from research.nouns.news import EventType, StoryEdge, Tie

DAY = 86_400
STORY_SECONDS, THREAD_SECONDS = 3 * DAY, 14 * DAY
# Shared runs of words: of the shorter text in the longer one.
COPIED, NEARLY_COPIED = 0.8, 0.5
ENOUGH_SAME_KIND, ENOUGH, ENOUGH_UNKNOWN = 2.0, 2.7, 4.5
# Beyond that, where the types of the events differ.
OTHER_EVENT = 1.0
# Less, where one of them tells how the shares moved.
MOVED = 1.0
TELLING = 1.5
FOLLOWS = 4.0
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
        rare=sum(weight(term) - 0.6 for term in earlier.head_terms & later.head_terms if weight(term) >= 1),
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
    if near and not is_barred(pair) and score >= _needed(pair):
        return _told(pair, Tie.UPDATE if pair.marked("update", "lead update") else Tie.REWRITE)
    return Tie.FOLLOW_UP if score >= FOLLOWS + 1 and pair.known and _goes_on(pair) else None


def _is_copy(pair: Pair) -> bool:
    if pair.alike < COPIED:
        return pair.alike >= NEARLY_COPIED and pair.earlier.title == pair.later.title and not pair.clash and len(pair.later.shingles) >= 10
    return not pair.clash or pair.marked("correction", "retraction")


def _told(pair: Pair, tie: Tie) -> Tie:
    """Return the tie, or the correction or retraction that the later entry calls itself."""
    if pair.marked("retraction"):
        return Tie.RETRACTION
    return Tie.CORRECTION if pair.marked("correction") else tie


def _needed(pair: Pair) -> float:
    """Return how much evidence makes two entries one story: little where the same sort of thing happened to a known company."""
    if not pair.known:
        return ENOUGH_UNKNOWN
    one, other = pair.earlier.main_events, pair.later.main_events
    apart_by_type = bool(one and other and not one & other)
    needed = ENOUGH_SAME_KIND if pair.kinds else ENOUGH
    return needed + OTHER_EVENT * apart_by_type - 0.5 * (pair.earlier.han != pair.later.han) - MOVED * _is_move(pair)


def _is_move(pair: Pair) -> bool:
    """Return whether one of them tells only how the shares moved, within a day: it goes back to what happened, in few words."""
    return pair.gap <= DAY and any("move" in one.kinds and not _acts(one.kinds) for one in (pair.earlier, pair.later))


def evidence(pair: Pair) -> float:
    """Return how much speaks for one event: shared figures, names, kinds and words, less what speaks against it."""
    a, b = pair.earlier, pair.later
    score = pair.figures + pair.names + 6 * max(0.0, pair.words - 0.1) + min(pair.rare, 2.0)
    score += 1.0 * bool(pair.kinds) + 0.5 * min(2, max(0, len(pair.kinds) - 1)) + 0.5 * bool(_acts(a.title_kinds & b.title_kinds))
    score += 1.0 * bool(a.main_events & b.main_events) + 0.5 * bool(a.periods & b.periods)
    score += 2.0 * pair.marked("correction", "retraction")
    if not b.marks & _MARKED:
        score -= 2.5 * pair.clash + 1.5 * pair.doubt
    score -= 1.0 * _strange_names(a, b) + 1.0 * sum(_unsupported(one, other) for one, other in ((a, b), (b, a)))
    return score - 0.4 * pair.gap / DAY


def _unsupported(one: Traits, other: Traits) -> bool:
    """Return whether both titles say what happened, and the other entry's head says nothing of what the one's does."""
    acts = _acts(one.title_kinds)
    return bool(acts and _acts(other.title_kinds)) and not acts & other.kinds


def is_barred(pair: Pair) -> bool:
    """Return whether two entries cannot tell of one event, however alike."""
    a, b = pair.earlier, pair.later
    corrects = pair.marked("correction", "retraction")
    if a.periods and b.periods and not a.periods & b.periods and (a.main_events | b.main_events) & _NUMBERED and not corrects:
        return True
    if _is_preview(a) != _is_preview(b):
        return True
    if a.codes and b.codes and not a.codes & b.codes and not pair.figures:
        return True
    if pair.clash and not pair.figures and not b.marks & _MARKED:
        return True
    return not pair.marked("retraction") and (_other_acts(pair) or _other_parties(pair))


def _is_preview(traits: Traits) -> bool:
    """Return whether an entry looks forward to results that are not there."""
    return "preview" in traits.marks and traits.title_kinds <= {"results", "guidance"}


def _acts(kinds: frozenset[str]) -> frozenset[str]:
    """Return the kinds that say what happened: how the shares moved is no event."""
    return kinds - {"move"}


def _other_acts(pair: Pair) -> bool:
    """Return whether the titles tell of different acts: of one list, or of what came of the other's."""
    a, b = pair.earlier, pair.later
    if any(one.title_kinds & later_kinds() - other.kinds for one, other in ((a, b), (b, a))):
        return True
    return pair.figures < TELLING and any(_differ(a, b, kinds) for kinds in apart())


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
    heads = [[one for one in traits.figures if one.head] for traits in (a, b)]
    same = [(one, other) for one, other in product(*heads) if one.unit == other.unit and one.of & other.of]
    return bool(same) and not any(one.equals(other) for one, other in product(a.figures, b.figures) if one.head or other.head)


def _doubt(a: Traits, b: Traits) -> bool:
    """Return whether both heads hold telling amounts, and none of either stands in the other entry; prices of shares are none."""
    if "move" in a.kinds | b.kinds:
        return False
    heads = [[one for one in traits.figures if one.head and one.telling and one.unit != "%"] for traits in (a, b)]
    return all(heads) and not any(one.equals(other) for one, other in product(a.figures, b.figures) if one.head or other.head)


def _shared_names(a: Traits, b: Traits) -> float:
    """Return what shared names and codes say: most where both heads hold them."""
    both = a.head_names & b.head_names
    one_head = (a.head_names & b.names) | (b.head_names & a.names)
    score = 1.5 * bool(both) + 0.6 * min(2, max(0, len(both) - 1))
    score += 0.8 * bool(one_head - both) + 0.2 * min(3, len((a.names & b.names) - one_head - both))
    return score + 1.5 * bool(a.codes & b.codes)


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
