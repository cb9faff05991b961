"""Which paragraphs of two documents are versions of each other."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from research.drafting.comparing.headings import heading_key
from research.drafting.comparing.paragraphs import Paragraph
from research.drafting.comparing.wording import similarity

# Two paragraphs are versions of one when they have this share of their words in common and in order; less will do in one section between
# neighbours that are aligned.
ALIKE, ALIKE_IN_PLACE = 0.55, 0.4
# Runs of three words that so many paragraphs have are of the language or of the form, and tell nothing.
COMMON_RUN = 40
# So many of the best candidates by common runs are compared word by word.
CANDIDATES = 4
SAME_SECTION = 0.05
# A paragraph of which this share of its runs stands in one paragraph of the other document was split off from it or joined to it.
HELD = 0.75
_Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Group:
    """Paragraphs of the older document and those of the newer that are a version of them: one of each, or more where some were joined."""

    older: tuple[int, ...]
    newer: tuple[int, ...]
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Alignment:
    """The groups in the newer document's order, and the paragraphs of either document that the other has no version of, in order."""

    groups: tuple[Group, ...]
    removed: tuple[int, ...]
    added: tuple[int, ...]


def align(older: Sequence[Paragraph], newer: Sequence[Paragraph]) -> Alignment:
    """Return which paragraphs are versions of each other: equal ones, then like ones, then parts of one that was split or joined."""
    pairs = dict(_equal(older, newer))
    pairs.update(_alike(older, newer, pairs))
    pairs.update(_in_place(older, newer, pairs))
    joined_older = _parts_of(newer, older, pairs)
    joined_newer = _parts_of(older, newer, {new: old for old, new in pairs.items()})
    moved = _moved(older, newer, pairs)
    groups = [
        Group(
            tuple(sorted((one, *joined_older.get(one, ())))),
            tuple(sorted((pairs[one], *joined_newer.get(pairs[one], ())))),
            one in moved,
        )
        for one in sorted(pairs, key=lambda key: pairs[key])
    ]
    seen_older = {at for group in groups for at in group.older}
    seen_newer = {at for group in groups for at in group.newer}
    return Alignment(
        tuple(groups),
        tuple(at for at in range(len(older)) if at not in seen_older),
        tuple(at for at in range(len(newer)) if at not in seen_newer),
    )


def _equal(older: Sequence[Paragraph], newer: Sequence[Paragraph]) -> Iterator[_Pair]:
    """Yield pairs with the same words but for figures; of several alike those of one section are paired first, then in order."""
    places: dict[tuple[str, ...], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, paragraphs in enumerate((older, newer)):
        for at, paragraph in enumerate(paragraphs):
            if paragraph.wording.open:
                places[paragraph.wording.open][side].append(at)
    for ours, theirs in places.values():
        yield from _in_order(ours, theirs, older, newer)


def _in_order(ours: list[int], theirs: list[int], older: Sequence[Paragraph], newer: Sequence[Paragraph]) -> Iterator[_Pair]:
    left: list[int] = []
    free = list(theirs)
    for at in ours:
        same = [one for one in free if heading_key(newer[one].section) == heading_key(older[at].section)]
        best = next((one for one in same if newer[one].wording.tokens == older[at].wording.tokens), same[0] if same else None)
        if best is None:
            left.append(at)
        else:
            free.remove(best)
            yield at, best
    yield from zip(left, free, strict=False)


def _alike(older: Sequence[Paragraph], newer: Sequence[Paragraph], pairs: dict[int, int]) -> dict[int, int]:
    """Return pairs of paragraphs that are not yet aligned and have most of their words in common, the likest first."""
    runs: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, paragraph in enumerate(older):
        if at not in pairs and paragraph.counts:
            for run in paragraph.wording.shingles:
                runs[run].append(at)
    taken = set(pairs.values())
    scored: list[tuple[float, int, int]] = []
    for at, paragraph in enumerate(newer):
        if at in taken or not paragraph.counts:
            continue
        common = Counter(one for run in paragraph.wording.shingles if len(held := runs.get(run, ())) <= COMMON_RUN for one in held)
        for one, _ in sorted(common.items(), key=lambda item: (-item[1] / (len(older[item[0]].wording.shingles) + 1), item[0]))[
            :CANDIDATES
        ]:
            share = similarity(older[one].wording.open, paragraph.wording.open, at_least=ALIKE)
            if share:
                same = heading_key(older[one].section) == heading_key(paragraph.section)
                scored.append((share + SAME_SECTION * same, one, at))
    return _greedily(scored)


def _in_place(older: Sequence[Paragraph], newer: Sequence[Paragraph], pairs: dict[int, int]) -> dict[int, int]:
    """Return pairs of paragraphs between the same neighbours that have many of their words in common."""
    back = {new: old for old, new in pairs.items()}
    scored: list[tuple[float, int, int]] = []
    for at, paragraph in enumerate(newer):
        if at in back or not paragraph.counts:
            continue
        low, high = _nearest(back, at, -1, len(newer)), _nearest(back, at, 1, len(newer))
        if low is None or high is None or not low < high <= low + 12:
            continue
        for one in range(low + 1, high):
            if one not in pairs and older[one].counts:
                share = similarity(older[one].wording.open, paragraph.wording.open, at_least=ALIKE_IN_PLACE)
                scored.append((share, one, at))
    return _greedily([one for one in scored if one[0]])


def _nearest(back: dict[int, int], at: int, step: int, end: int) -> int | None:
    while 0 <= (at := at + step) < end:
        if at in back:
            return back[at]
    return None


def _greedily(scored: list[tuple[float, int, int]]) -> dict[int, int]:
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, one, other in sorted(scored, key=lambda item: (-item[0], item[1], item[2])):
        if one not in found and other not in taken:
            found[one] = other
            taken.add(other)
    return found


def _parts_of(whole: Sequence[Paragraph], parts: Sequence[Paragraph], aligned: dict[int, int]) -> dict[int, list[int]]:
    """Return for each aligned paragraph of `parts` its unaligned neighbours that stand with it in its version in `whole`."""
    found: dict[int, list[int]] = defaultdict(list)
    anchor_of = {at: at for at in aligned}
    for step in (1, -1):
        order = range(len(parts)) if step == 1 else range(len(parts) - 1, -1, -1)
        for at in order:
            anchor = anchor_of.get(at - step)
            if at in anchor_of or anchor is None or not parts[at].wording.open:
                continue
            version = whole[aligned[anchor]]
            room = version.size - sum(parts[one].size for one in (anchor, *found[anchor]))
            if parts[at].size <= 1.25 * room and _held(parts[at], version) >= HELD:
                found[anchor].append(at)
                anchor_of[at] = anchor
    return found


def _held(part: Paragraph, whole: Paragraph) -> float:
    """Return which share of a paragraph's runs of words stands in another."""
    return len(part.wording.shingles & whole.wording.shingles) / len(part.wording.shingles)


def _moved(older: Sequence[Paragraph], newer: Sequence[Paragraph], pairs: dict[int, int]) -> frozenset[int]:
    """Return the older paragraphs whose versions stand elsewhere among the others: the fewest without which the order is the same.

    What either document prints more than once has no place of its own.
    """
    times = [Counter(paragraph.wording.open for paragraph in paragraphs) for paragraphs in (older, newer)]
    placed = [
        (one, pairs[one])
        for one in sorted(pairs)
        if older[one].counts
        and not older[one].heading
        and times[0][older[one].wording.open] == 1
        and times[1][newer[pairs[one]].wording.open] == 1
    ]
    staying = _longest_rising([new for _, new in placed])
    return frozenset(one for one, new in placed if new not in staying)


def _longest_rising(numbers: Sequence[int]) -> frozenset[int]:
    """Return a longest rising subsequence (patience sorting; the numbers are all different)."""
    tops: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        pile = bisect_left(tops, number)
        before[number] = tops[pile - 1] if pile else None
        tops[pile : pile + 1] = [number]
    chosen: list[int] = []
    at = tops[-1] if tops else None
    while at is not None:
        chosen.append(at)
        at = before[at]
    return frozenset(chosen)
