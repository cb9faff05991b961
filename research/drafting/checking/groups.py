"""The figures of a sentence that are of one thing, with its name and all the words that are said of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from research.drafting.checking.reading import SentenceRead, blanked
from research.drafting.checking.words import checking_words
from research.planning.periods import PlacedPeriod
from research.planning.topics import TopicMatch
from research.text.figures import PERCENT
from research.text.words import words

# Where the words of one figure end and those of the next begin.
_SEAM = re.compile(r";\s|,?\s(?:and|while|whereas|whilst|but|with|though)\s|,\s|:\s|\s[–—]\s", re.IGNORECASE)
_HARD_SEAM = re.compile(r";\s|,\s+(?:and|while|whereas|whilst|but|though|which|with)\s|\s(?:while|whereas|whilst|but)\s", re.IGNORECASE)
_LEADS_TO_NAME = re.compile(r"\s*\)?\s*(?:(?P<link>of|in|for|from|as|worth\s+of|on)\s+)?(?P<between>(?:[\w’'&-]+\s+){0,4})$", re.IGNORECASE)
_LINKS = frozenset({"of", "in", "for", "as", "worth of", "on", ""})
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
    named, wholes = _names(read)
    runs: list[list[int]] = []
    for at in range(len(read.figures)):
        fresh = not runs or named[at] is not None
        same = bool(runs) and named[at] is not None and named[at] == named[runs[-1][0]]
        runs[-1].append(at) if runs and (not fresh or same) else runs.append([at])
    starts = [_start(read, runs, number, named) for number in range(len(runs))]
    return tuple(_group(read, run, starts, number, named=named, wholes=wholes) for number, run in enumerate(runs))


def _group(
    read: SentenceRead,
    run: Sequence[int],
    starts: Sequence[int],
    number: int,
    *,
    named: Sequence[TopicMatch | None],
    wholes: dict[int, TopicMatch],
) -> Group:
    topic = named[run[0]]
    own = tuple((at, wholes[at]) for at in run if at in wholes)
    start = starts[number]
    end = _end(read, run, topic, starts[number + 1] if number + 1 < len(starts) else len(read.text))
    spans = [*([(topic.start, topic.end)] if topic else []), *((one.start, one.end) for _, one in own)]
    zone, left = _said(read, start, end, spans)
    return Group(tuple(run), topic, start, end, zone, left, own)


def _names(read: SentenceRead) -> tuple[list[TopicMatch | None], dict[int, TopicMatch]]:
    """Return for each figure the name that it brings with it, None for one that is of what the one before is; and what is a share of what."""
    found: list[TopicMatch | None] = []
    wholes: dict[int, TopicMatch] = {}
    used: list[TopicMatch] = []
    for at, figure in enumerate(read.figures):
        first = read.figures[at - 1].end if at else 0
        last = read.figures[at + 1].start if at + 1 < len(read.figures) else len(read.text)
        before = [one for one in read.topics if first <= one.start and one.end <= figure.start and one not in used]
        after = _named_after(read, figure.end, last)
        is_share = after is not None and figure.unit == PERCENT and after.topic.unit != PERCENT and _says_of(read.text, figure.end, after)
        if is_share and after is not None and (before or at or any(one.start > after.start for one in read.topics)):
            wholes[at] = after
            used.append(after)
            found.append(before[-1] if before else None)
        elif after is not None and not (before and _is_verb_between(read.text, before[-1].end, figure.start)):
            used.append(after)
            found.append(after)
        elif before:
            found.append(before[-1])
        else:
            found.append(None)
    if found and found[0] is None:
        found[0] = _first_name(read, used)
    return found, wholes


def _first_name(read: SentenceRead, used: Iterable[TopicMatch]) -> TopicMatch | None:
    """Return the name that the first figure is of where none stands before it: the first one after it."""
    taken = list(used)
    return next((one for one in read.topics if one not in taken), None)


def _named_after(read: SentenceRead, start: int, last: int) -> TopicMatch | None:
    """Return the name that stands right after a figure: "$1.2 billion of net sales", "a 5% rise in revenue", None without one."""
    topic = next((one for one in read.topics if start <= one.start < last), None)
    if topic is None:
        return None
    match = _LEADS_TO_NAME.fullmatch(read.text[start : topic.start])
    if match is None or " ".join((match["link"] or "").lower().split()) not in _LINKS:
        return None
    between = [word for word in words(match["between"])]
    joiners = {"and", "or", "to", "from", "while", "but", "with", "against", "versus", "than", "when", "as"}
    known = checking_words()
    return topic if not joiners & set(between) and all(word in known.prose for word in between) else None


def _says_of(text: str, start: int, topic: TopicMatch) -> bool:
    return bool(re.match(r"\s*(?:of|as\s+a\s+(?:share|percentage|proportion)\s+of)\s", text[start : topic.start + 1], re.IGNORECASE))


def _is_verb_between(text: str, start: int, end: int) -> bool:
    """Return whether a name before a figure is told to be it by a verb that says nothing else: "was", "of", "reached"."""
    between = text[start:end]
    return len(between) <= 60 and bool(
        re.search(
            r"\b(?:was|were|is|are|of|at|totall?ed|reached|amounted|stood|came|rose|fell|grew|declined|increased|decreased|dropped|by|to)\b",
            between,
        )
    )


def _start(read: SentenceRead, runs: Sequence[Sequence[int]], number: int, named: Sequence[TopicMatch | None]) -> int:
    """Return where the words of a group begin: at the beginning, or after the seam before its name that parts it from the figure before."""
    if number == 0:
        return _after_cause(read)
    first = runs[number][0]
    previous = read.figures[first - 1].end
    topic = named[first]
    limit = min(topic.start if topic else read.figures[first].start, read.figures[first].start)
    gap = read.text[previous : max(previous, limit)]
    hard = list(_HARD_SEAM.finditer(gap)) or [one for one in _SEAM.finditer(gap)]
    return previous + hard[0].end() if hard else previous


def _after_cause(read: SentenceRead) -> int:
    """Return where a sentence begins after a first clause that only says why: "Helped by prices, revenue rose"."""
    match = checking_words().cause.match(read.text)
    first = min((one.start for one in read.topics), default=len(read.text))
    comma = read.text.find(", ")
    return comma + 2 if match and 0 < comma < first else 0


def _end(read: SentenceRead, run: Sequence[int], topic: TopicMatch | None, limit: int) -> int:
    """Return where the words of a group end: at the first seam after its last figure and its name."""
    last = max(read.figures[run[-1]].end, topic.end if topic and topic.start >= read.figures[run[0]].end else 0)
    seam = re.search(r";|,|\s(?:and|while|whereas|whilst|but|as|because|which|with|suggesting|meaning)\s|\.\s", read.text[last:limit])
    return last + seam.start() if seam else limit


def _said(read: SentenceRead, start: int, end: int, spans: Sequence[tuple[int, int]]) -> tuple[str, tuple[str, ...]]:
    """Return the words said between two places without those that only say why, and those of them that nothing explains."""
    zone = read.text[start:end]
    taken = [*spans, *((one.start, one.end) for one in (*read.companies, *read.periods, *read.figures))]
    rest = blanked(read.text, taken)[start:end]
    for one in checking_words().cause.finditer(zone):
        stop = re.search(r"[,;]", zone[one.end() :])
        last = one.end() + stop.start() if stop else len(zone)
        figures = [figure.start - start for figure in read.figures if one.end() <= figure.start - start < last]
        last = figures[0] if figures else last
        rest = rest[: one.start()] + "\n" * (last - one.start()) + rest[last:]
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
