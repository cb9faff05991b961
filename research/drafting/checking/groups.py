"""The figures of a sentence that are of one thing, with its name and all the words that are said of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from research.drafting.checking.han import is_han_sentence, unexplained
from research.drafting.checking.naming import names_of
from research.drafting.checking.reading import SentenceRead, blanked
from research.drafting.checking.words import checking_words, han_checking_words
from research.planning.periods import PlacedPeriod
from research.planning.topics import TopicMatch
from research.text.words import words

# Where the words of one figure end and those of the next begin.
_SEAM = re.compile(r";\s|,?\s(?:and|while|whereas|whilst|but|with|though)\s|,\s|:\s|\s[–—]\s", re.IGNORECASE)
_HARD_SEAM = re.compile(r";\s|,\s+(?:and|while|whereas|whilst|but|though|which|with)\s|\s(?:while|whereas|whilst|but)\s", re.IGNORECASE)
_RELATED = re.compile(r"\b(?:related|relating|associated|attributable|in\s+connection|resulting|pertaining)\b", re.IGNORECASE)
_AT_COMPANY = re.compile(r"[^,;]{0,12}?\b(?:at|for|by|of)\s+(?:the\s+)?$", re.IGNORECASE)
_PLAIN = re.compile(r"[^\w&'’.%-]+")


@dataclass(frozen=True, slots=True)
class Group:
    """Figures of one subject: their numbers in the sentence, the name of what they are of, and the place and text of the words said.

    `wholes` are the names that figures of the group are shares of, by figure. `narrowing` are the words that nothing explains: they make
    the figure another one than its name alone says.
    """

    figures: tuple[int, ...]
    topic: TopicMatch | None
    start: int
    end: int
    zone: str
    narrowing: tuple[str, ...]
    wholes: tuple[tuple[int, TopicMatch], ...] = ()

    def whole_of(self, at: int) -> TopicMatch | None:
        """Return the name of what a figure is a share of, None without one."""
        return next((topic for figure, topic in self.wholes if figure == at), None)

    def periods(self, read: SentenceRead) -> list[PlacedPeriod]:
        """Return the periods that stand among the words of the group."""
        return [one for one in read.periods if self.start <= one.start < self.end]

    def company_of(self, read: SentenceRead, at: int, around: str | None) -> str | None:
        """Return the company of a figure: the one named since the figure before, else that of the group, of the sentence, or around it."""
        figure = read.figures[at]
        previous = read.figures[at - 1].end if at else 0
        following = read.figures[at + 1].start if at + 1 < len(read.figures) else len(read.text)
        after = [
            one
            for one in read.companies
            if figure.end <= one.start < following and _AT_COMPANY.fullmatch(read.text[figure.end : one.start])
        ]
        before = [one for one in read.companies if previous <= one.start < figure.start]
        near = before or after or [one for one in read.companies if self.start <= one.start < self.end]
        chosen = near[-1:] if near is before else near[:1]
        chosen = chosen or [one for one in read.companies if one.start < figure.start][-1:] or list(read.companies[:1])
        return chosen[0].company if chosen else around


def groups_of(read: SentenceRead) -> tuple[Group, ...]:
    """Return the groups of a sentence's figures, in order."""
    names = names_of(read)
    named = names.topics
    runs: list[list[int]] = []
    for at in range(len(read.figures)):
        fresh = not runs or named[at] is not None or at in names.apart
        same = bool(runs) and named[at] is not None and named[at] == named[runs[-1][0]]
        if runs and (not fresh or same):
            runs[-1].append(at)
        else:
            runs.append([at])
    starts = [_start(read, runs, number, named) for number in range(len(runs))]
    found: list[Group] = []
    for number, run in enumerate(runs):
        group = _group(read, run, starts, number, named=named, wholes=names.wholes)
        found.append(_with_subject(read, group, found))
    return tuple(found)


def _with_subject(read: SentenceRead, group: Group, before_it: Sequence[Group]) -> Group:
    """Return a group with the words that narrow the one before it, where it has no subject of its own or is of the same name."""
    if not before_it or group.topic is None or any(group.start <= one.start < group.end for one in read.companies):
        return group
    last = before_it[-1]
    is_same = last.topic is not None and last.topic.topic == group.topic.topic
    named_after = group.topic.start > read.figures[group.figures[0]].start
    if not (is_same or named_after) or not last.narrowing:
        return group
    own = set(words(read.text[last.start : read.figures[last.figures[0]].start])) if named_after else set(last.narrowing)
    return replace(group, narrowing=tuple(dict.fromkeys((*(one for one in last.narrowing if one in own), *group.narrowing))))


def _group(
    read: SentenceRead,
    run: Sequence[int],
    starts: Sequence[int],
    number: int,
    *,
    named: Sequence[TopicMatch | None],
    wholes: Mapping[int, TopicMatch],
) -> Group:
    topic = named[run[0]]
    own = tuple((at, wholes[at]) for at in run if at in wholes)
    start = starts[number]
    end = _end(read, run, topic, starts[number + 1] if number + 1 < len(starts) else len(read.text))
    spans = [*([(topic.start, topic.end)] if topic else []), *((one.start, one.end) for _, one in own)]
    zone, left = _said(read, start, end, spans)
    following = min((first for first, _ in read.spans(topics=True) if first >= end), default=len(read.text))
    if _RELATED.search(read.text[end:following]):
        left = (*left, "related")
    return Group(tuple(run), topic, start, end, zone, left, own)


def _start(read: SentenceRead, runs: Sequence[Sequence[int]], number: int, named: Sequence[TopicMatch | None]) -> int:
    """Return where the words of a group begin: at the beginning, or after the seam before its name that parts it from the figure before."""
    if number == 0:
        return _after_cause(read)
    first = runs[number][0]
    previous = read.figures[first - 1].end
    topic = named[first]
    limit = min(topic.start if topic else read.figures[first].start, read.figures[first].start)
    gap = read.text[previous : max(previous, limit)]
    hard = list(_HARD_SEAM.finditer(gap)) or list(_SEAM.finditer(gap))
    return previous + hard[0].end() if hard else previous


def _after_cause(read: SentenceRead) -> int:
    """Return where a sentence begins after a first clause that only says why: "Helped by prices, revenue rose"."""
    first = read.asides[0] if read.asides and not read.asides[0][0] else None
    return min(first[1] + 2, len(read.text)) if first and any(one.start >= first[1] for one in read.topics) else 0


def _end(read: SentenceRead, run: Sequence[int], topic: TopicMatch | None, limit: int) -> int:
    """Return where the words of a group end: at the first seam after its last figure and its name."""
    last = max(read.figures[run[-1]].end, topic.end if topic and topic.start >= read.figures[run[0]].end else 0)
    seam = re.search(r";|,|\s(?:and|while|whereas|whilst|but|as|because|which|with|suggesting|meaning)\s|\.\s", read.text[last:limit])
    return last + seam.start() if seam else limit


def _said(read: SentenceRead, start: int, end: int, spans: Sequence[tuple[int, int]]) -> tuple[str, tuple[str, ...]]:
    """Return the words said between two places without those that only say why, and those of them that nothing explains."""
    zone = read.text[start:end]
    taken = [*spans, *read.spans()]
    rest = blanked(read.text, taken)[start:end]
    for first, last in read.asides:
        figures = [one.start for one in read.figures if first <= one.start < last]
        stop = min([last, end, *figures])
        if start <= first < stop:
            rest = rest[: first - start] + "\n" * (stop - first) + rest[stop - start :]
    if is_han_sentence(read.text):
        return zone, unexplained(rest, han_checking_words())
    known = checking_words()
    for phrases in (known.over_year, known.before, known.before_quarter, known.yearly, *known.direction.values()):
        rest = phrases.sub(lambda match: "\n" * len(match[0]), rest)
    left = [word.strip("-.'’") for part in _PLAIN.split(rest) for word in words(part)]
    return zone, tuple(dict.fromkeys(word for word in left if word and not _is_explained(word)))


def _is_explained(word: str) -> bool:
    return word in checking_words().prose or word[0].isdigit() or word in {"'s", "s", "m", "bn", "mn"}


def narrowing_in(read: SentenceRead, start: int, end: int, topics: Sequence[TopicMatch]) -> tuple[str, ...]:
    """Return the words between two places of a sentence that nothing explains: they narrow the figure that is named there."""
    return _said(read, start, end, [(one.start, one.end) for one in topics])[1]
