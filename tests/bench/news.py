"""How well news is understood: `python -m tests.bench.news --set dev|library|unseen|held|fresh|fourth [--misses]`.

Reads a set of labelled news by the project's rules and prints precision and recall of the companies that entries are about, F1 of each type
of event and their macro mean, and precision and recall of the pairs of entries that tell one story. `--misses` lists each thing missed (-)
and each found that should not be (+). What labels mean: `data/sample/README.md`.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from research.nouns.news import EventType
from tests.bench.news_reading import LINK, TIE
from tests.bench.news_sets import FOLDERS, Labelled, NewsSet, read_set


@dataclass(frozen=True, slots=True)
class Score:
    """What was found of what is true."""

    hits: frozenset[Hashable]
    wrong: frozenset[Hashable]
    missed: frozenset[Hashable]

    @property
    def precision(self) -> float:
        """Return the share of what was found that is true; 1 where nothing was found."""
        return len(self.hits) / (len(self.hits) + len(self.wrong)) if self.hits or self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Return the share of what is true that was found; 1 where nothing is true."""
        return len(self.hits) / (len(self.hits) + len(self.missed)) if self.hits or self.missed else 1.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall, 0 where both are 0."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def score(truth: Iterable[Hashable], found: Iterable[Hashable]) -> Score:
    """Return the score of what was found against what is true."""
    true, seen = frozenset(truth), frozenset(found)
    return Score(true & seen, seen - true, true - seen)


def score_links(truth: Sequence[frozenset[str]], found: Sequence[frozenset[str]]) -> Score:
    """Return the score of pairs (number of the entry, company), all entries together."""
    return score(_numbered(truth), _numbered(found))


def score_events(truth: Sequence[frozenset[str]], found: Sequence[frozenset[str]]) -> dict[str, Score]:
    """Return the score of each type of event that is true of an entry or was found in one, over the numbers of the entries."""
    of_type = {
        kind.value: score(
            (number for number, kinds in enumerate(truth) if kind.value in kinds),
            (number for number, kinds in enumerate(found) if kind.value in kinds),
        )
        for kind in EventType
    }
    return {name: one for name, one in of_type.items() if one.hits or one.wrong or one.missed}


def macro_f1(scores: Iterable[Score]) -> float:
    """Return the mean of F1, each type counting the same; 0 without any."""
    values = [one.f1 for one in scores]
    return sum(values) / len(values) if values else 0.0


def score_stories(truth: Sequence[str], found: Sequence[str]) -> Score:
    """Return the score of pairs of entries (their numbers) that are said to tell one story; a story of one entry makes no pair."""
    return score(_pairs(truth), _pairs(found))


def _numbered(sets: Sequence[frozenset[str]]) -> Iterable[tuple[int, str]]:
    return ((number, one) for number, several in enumerate(sets) for one in several)


def _pairs(stories: Sequence[str]) -> Iterable[tuple[int, int]]:
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, story in enumerate(stories):
        numbers[story].append(number)
    return (pair for of_story in numbers.values() for pair in combinations(of_story, 2))


def _said(entry: Labelled) -> str:
    return f"{entry.key} “{entry.document.title[:70]}”"


def show_links(news: NewsSet, read: Sequence[tuple[frozenset[str], frozenset[str]]], *, misses: bool) -> None:
    """Print how well companies and events were found."""
    links = score_links([one.labels.companies for one in news.entries], [companies for companies, _ in read])
    print(f"company links: precision {links.precision:.3f}, recall {links.recall:.3f} ({len(links.hits) + len(links.missed)} labelled)")
    events = score_events([one.labels.events for one in news.entries], [kinds for _, kinds in read])
    print(f"event types: macro F1 {macro_f1(events.values()):.3f}")
    for name, one in events.items():
        true = len(one.hits) + len(one.missed)
        print(f"    {name}: F1 {one.f1:.3f}, precision {one.precision:.3f}, recall {one.recall:.3f} ({true} labelled)")
    if misses:
        for sign, several in (("-", links.missed), ("+", links.wrong)):
            for number, company in sorted(several):
                print(f"{sign} company {company}: {_said(news.entries[number])}")
        for name, one in events.items():
            for sign, numbers in (("-", one.missed), ("+", one.wrong)):
                for number in sorted(numbers):
                    print(f"{sign} event {name}: {_said(news.entries[number])}")


def show_stories(news: NewsSet, stories: Sequence[str], *, misses: bool) -> None:
    """Print how well entries of one story were put together."""
    pairs = score_stories([one.labels.story for one in news.entries], stories)
    print(f"story pairs: precision {pairs.precision:.3f}, recall {pairs.recall:.3f} ({len(pairs.hits) + len(pairs.missed)} labelled)")
    if misses:
        for sign, several in (("-", pairs.missed), ("+", pairs.wrong)):
            for first, second in sorted(several):
                print(f"{sign} pair {_said(news.entries[first])} = {_said(news.entries[second])}")


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--set", choices=sorted(FOLDERS), default="dev")
    given.add_argument("--misses", action="store_true")
    options = given.parse_args()
    news = read_set(options.set)
    stories = {one.labels.story for one in news.entries}
    print(f"{options.set}: {len(news.entries)} entries of {len({one.feed for one in news.entries})} feeds, {len(stories)} stories")
    if LINK is None:
        print("company links and event types: nothing reads them yet")
    else:
        show_links(news, LINK(news), misses=options.misses)
    if TIE is None:
        print("story pairs: nothing reads them yet")
    else:
        show_stories(news, TIE(news), misses=options.misses)


if __name__ == "__main__":
    main()
