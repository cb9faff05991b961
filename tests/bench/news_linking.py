"""How fast news is understood: `python -m tests.bench.news_linking [--companies 2000] [--entries 5000]`.

Entries are made of the words of the labelled sample and of invented companies; prints entries a second of processor time, in one thread.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Sequence
from dataclasses import replace

from research.news.known import KnownCompany, known_companies
from research.news.reader import NewsReader
from research.nouns.documents import Document
from tests.bench.news_sets import read_set

_FIRST = (
    "Bel",
    "Cor",
    "Dun",
    "Fen",
    "Gal",
    "Har",
    "Iver",
    "Kes",
    "Lor",
    "Mar",
    "Nor",
    "Pel",
    "Quin",
    "Ros",
    "Sel",
    "Tor",
    "Ul",
    "Ver",
    "Wex",
    "Yar",
)
_SECOND = ("bury", "combe", "dale", "field", "gate", "ham", "ley", "mere", "moor", "ridge", "stead", "thorpe", "ton", "wick", "worth")
_TRADES = ("Pumps", "Foods", "Bancshares", "Software", "Motors", "Energy", "Steel", "Airlines", "Insurance Group", "Therapeutics")


def make_companies(count: int) -> tuple[KnownCompany, ...]:
    """Return so many invented companies, each with a name and a ticker of its own."""
    made = []
    for number in range(count):
        first, rest = _FIRST[number % len(_FIRST)], number // len(_FIRST)
        second, more = _SECOND[rest % len(_SECOND)], rest // len(_SECOND)
        name = f"{first}{second}{'abcdefghijklmnop'[more % 16]}x {_TRADES[number % len(_TRADES)]}, Inc."
        made.append(KnownCompany(name, (), (f"Q{_letters(number)}",)))
    return tuple(made)


def make_entries(count: int) -> Sequence[Document]:
    """Return so many entries: those of the sample again and again, each with words of its own."""
    sample = [one.document for one in read_set("dev").entries]
    return [_apart(sample[number % len(sample)], number) for number in range(count)]


def _apart(document: Document, number: int) -> Document:
    """Return an entry with figures of its own, so that nothing that was read of another is known of it."""
    text = re.sub(
        r"(?<=\.)\d(?=\D)|(?<=\d,\d)\d\d(?=\D)", lambda match: str(number % 10 ** len(match[0])).zfill(len(match[0])), document.text
    )
    sentences = text.replace(". ", f", item {number}. ").replace("。", f"，第{number}条。")
    return replace(document, id=f"{document.id}-{number}", text=sentences)


def _letters(number: int) -> str:
    return "".join("ABCDEFGHIJ"[int(digit)] for digit in f"{number:04d}")


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--companies", type=int, default=2000)
    given.add_argument("--entries", type=int, default=5000)
    options = given.parse_args()
    documents = make_entries(options.entries)
    begun = time.process_time()
    reader = NewsReader((*known_companies((), read_set("dev").table()), *make_companies(options.companies)))
    print(f"{options.companies} companies: ready in {time.process_time() - begun:.2f} s")
    begun = time.process_time()
    links = sum(len(reader.read(document).companies) for document in documents)
    seconds = time.process_time() - begun
    print(f"{len(documents)} entries, {links} links: {len(documents) / seconds:,.0f} entries/s")


if __name__ == "__main__":
    main()
