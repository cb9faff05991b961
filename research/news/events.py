"""What an entry tells of: ten types of events, found by phrases and by words that follow each other (`events.toml`).

The title counts first. The text adds what a release tells beside it (guidance beside results), and speaks where the title is silent; what
stands there otherwise is background. A list tells of what it says in sentences that name its companies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from research.news.marks import Marks, marks_of
from research.news.parts import Parts, Sentence
from research.news.rules import FIRM, STAYS, WEAK, Rule, TypeRules, event_rules
from research.news.terms import folded
from research.nouns.news import EventType, NewsEvent

# A denial counts for what follows it within so many words.
DENIED_WORDS = 3
# The text's first sentences: the first that tells anything is the lead, and what a release tells beside its title stands in the others.
LEAD_SENTENCES = 3
BESIDE_SENTENCES = 10
# An item of a list begins with a name, or within so many words of it.
ITEM_WORDS = 1

_LONG_AFTER, _AFTER = frozenset({"long_after"}), frozenset({"long_after", "after"})
# Sentences of which is kept what they tell: copies of a story come close to each other, and many sentences are said again and again.
_KEPT = 4_096

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Telling:
    """The sentences of an entry with where each names known companies, and the year in which it was published."""

    parts: Parts
    named: Spans
    year: int

    def events(self, sentence: Sentence, *, weak: bool = True) -> list[NewsEvent]:
        """Return what one sentence tells of, each type once, in order; without `weak` only what its words cannot but mean."""
        begins, ends = sentence.start, sentence.end
        text = self.parts.text[begins:ends]
        inside = tuple((start - begins, end - begins) for start, end in self.named if begins <= start < ends)
        return [
            NewsEvent(kind, self.parts.text[begins + told.start : begins + told.end], begins + told.start, begins + told.end)
            for kind, told in _events(text, inside, self.year)
            if weak or not told.weak
        ]


@dataclass(frozen=True, slots=True)
class _Told:
    """Where a sentence tells of a type of event; `weak` where the words mean it only when they mean nothing else.

    What `stays` is told beside what the type yields to.
    """

    start: int
    end: int
    weak: bool
    stays: bool = False


@lru_cache(maxsize=_KEPT)
def _events(text: str, companies: tuple[tuple[int, int], ...], year: int) -> tuple[tuple[EventType, _Told], ...]:
    """Return where a sentence tells of what, each type once, in order; `companies` are the places that name known ones."""
    marks = marks_of(text, companies, year=year)
    found = [(kind, told) for kind, rules in _rules_of(marks.groups) if (told := _told(marks, kind, rules)) is not None]
    clear = [(kind, told) for kind, told in found if not _gives_way(kind, told, [other for other, _ in found if other is not kind])]
    kept = [(kind.type, told) for kind, told in clear if not _is_aftermath(marks, kind, told, [other for _, other in clear])]
    kept.sort(key=lambda one: (one[1].start, one[1].end))
    return tuple(kept)


def _rules_of(groups: frozenset[str]) -> list[tuple[TypeRules, list[list[Rule]]]]:
    """Return the types of which a rule may hold where these groups stand, in order, with those rules by their rank."""
    found: dict[int, list[list[Rule]]] = {}
    starts = event_rules().starts
    for group in groups & starts.keys():
        for kind, rank, rule in starts[group]:
            if rule.groups <= groups:
                found.setdefault(kind, [[], [], [], []])[rank].append(rule)
    return [(event_rules().types[kind], found[kind]) for kind in sorted(found)]


def events_of(telling: Telling, about: Spans, *, is_list: bool) -> tuple[NewsEvent, ...]:
    """Return what an entry tells of, each type once, where it is first said; `about` are the places that name what it is about."""
    if is_silent(telling.parts):
        return ()
    found: dict[EventType, NewsEvent] = {}
    for event in _in_list(telling, about) if is_list else _in_report(telling):
        found.setdefault(event.type, event)
    return tuple(sorted(found.values(), key=lambda event: (event.start, event.end, event.type)))


def is_silent(parts: Parts) -> bool:
    """Return whether the title says that the entry tells of no event: a preview, a date, an opinion."""
    title = parts.title
    return title is not None and event_rules().silent.search(folded(parts.text[title.start : title.end])) is not None


def _in_list(telling: Telling, about: Spans) -> Iterator[NewsEvent]:
    for sentence in telling.parts.sentences:
        named = [start for start, _ in about if sentence.start <= start < sentence.end]
        if named:
            yield from telling.events(sentence) or item_events(telling.parts, sentence, named[0])


def item_events(parts: Parts, sentence: Sentence, named: int) -> Iterator[NewsEvent]:
    """Yield what the words of an item say that begins with a name, `named` the place of it: "Harrowgate: a fine, and a new CFO"."""
    text = parts.text[sentence.start : sentence.end]
    if sentence.number < 0 or len(parts.text[sentence.start : named].split()) > ITEM_WORDS:
        return
    for kind in event_rules().types:
        found = kind.listed.search(folded(text))
        if found:
            yield NewsEvent(kind.type, text[found.start() : found.end()], sentence.start + found.start(), sentence.start + found.end())


def _in_report(telling: Telling) -> Iterator[NewsEvent]:
    """Yield what the first sentence tells that tells anything clearly, and what others add to it; else what it tells less clearly."""
    sentences = [one for one in telling.parts.sentences if one.number < BESIDE_SENTENCES]
    lead = [one for one in sentences if one.number < LEAD_SENTENCES]
    first, events = next(((one, told) for one in lead if (told := telling.events(one, weak=False))), (None, []))
    if first is None:
        yield from next((told for one in lead if (told := telling.events(one))), None) or _told_late(telling, sentences)
        return
    yield from telling.events(first)
    if beside := {kind for event in events for kind in event_rules().beside[event.type]}:
        later = [one for one in sentences if one.number > first.number]
        yield from (event for one in later for event in telling.events(one, weak=False) if event.type in beside)


def _told_late(telling: Telling, sentences: Sequence[Sentence]) -> Sequence[NewsEvent]:
    """Return what the first sentence tells clearly that names a company, where title and lead tell of nothing: columns come late to it."""
    naming = [one for one in sentences if any(one.start <= start < one.end for start, _ in telling.named)]
    return next((told for one in naming if (told := telling.events(one, weak=False))), [])


def _gives_way(kind: TypeRules, told: _Told, others: Sequence[TypeRules]) -> bool:
    return (told.weak and bool(others)) or (not told.stays and any(other.type in kind.yields for other in others))


def _told(marks: Marks, kind: TypeRules, ranks: Sequence[Sequence[Rule]]) -> _Told | None:
    """Return where a type of event is told first, by the rules of the first rank of which one holds."""
    for rank, rules in enumerate(ranks):
        places = [place for rule in rules for place in _places(marks, rule, kind if rank != FIRM else None)]
        if places:
            begin, last = min(places)
            return _Told(marks.hits[begin].start, marks.hits[last].end, rank == WEAK, rank == STAYS)
    return None


def _places(marks: Marks, rule: Rule, kind: TypeRules | None) -> Iterator[tuple[int, int]]:
    """Yield the first and the last mark wherever a rule holds; without `kind` whatever stands before or denies it."""
    for at in marks.places[rule.first]:
        last = _follow(marks, at, rule.others)
        if last is None or (kind and _is_another_telling(marks, at, last, kind)):
            continue
        if not (kind and _is_denied(marks, at, last, by=kind.denied_by)):
            yield at, last


def _is_another_telling(marks: Marks, first: int, last: int, kind: TypeRules) -> bool:
    """Return whether what stands before the words of a rule, or between them, means something else than the type."""
    if not kind.but.isdisjoint(marks.groups) and any(kind.but & mark.value for mark in marks.hits[:first]):
        return True
    inside = marks.hits[first + 1 : last] if not kind.within.isdisjoint(marks.groups) else ()
    return any(kind.within & mark.value for mark in inside)


def _follow(marks: Marks, at: int, others: Sequence[tuple[int, str]]) -> int | None:
    """Return the mark with which a rule ends that begins at a mark, None where it does not hold."""
    if not others:
        return at
    gap, group = others[0]
    end, rest = marks.hits[at].end, others[1:]
    for following in marks.places[group]:
        if following <= at:
            continue
        # What stands between grows from mark to mark.
        if marks.between(end, marks.hits[following].start) > gap:
            return None
        if (last := _follow(marks, following, rest)) is not None:
            return last
    return None


def _is_denied(marks: Marks, first: int, last: int, *, by: str) -> bool:
    denials = marks.places.get(by, ())
    before = [marks.hits[at] for at in denials if at < first]
    if any(first <= at < last for at in denials):
        return True
    return bool(before) and marks.between(before[-1].end, marks.hits[first].start) <= DENIED_WORDS


def _is_aftermath(marks: Marks, kind: TypeRules, told: _Told, others: Sequence[_Told]) -> bool:
    """Return whether what is told stands behind "after", where the sentence tells of something else before, be it of no type."""
    groups = _LONG_AFTER if kind.lasting else _AFTER
    if groups.isdisjoint(marks.groups):
        return False
    behind = [mark.start for mark in marks.hits if groups & mark.value and mark.end <= told.start]
    before = [other.start for other in others if other is not told] + [mark.start for mark in marks.hits if "no_event" in mark.value]
    return bool(behind) and any(start < behind[-1] for start in before)
