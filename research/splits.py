"""Stock splits of a company: found where filings recast shares and figures per share, and used to put older ones on today's basis."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from research.comparatives import Difference, find_restatements
from research.nouns.documents import Document
from research.nouns.facts import Fact

SHARES = ("shares_basic", "shares_diluted")
PER_SHARE = ("eps_basic", "eps_diluted", "eps_basic_and_diluted", "dividends_per_share")
# Splits that companies make: new shares for old ones. A reverse split gives fewer.
_COMMON = (*(Fraction(n) for n in (2, 3, 4, 5, 6, 7, 8, 10, 15, 20, 25, 30, 50)), Fraction(3, 2), Fraction(5, 4), Fraction(4, 3))
RATIOS = (*_COMMON, *(1 / ratio for ratio in _COMMON))
# Shares are printed rounded, and where no period stands in both filings they also change by what was issued and bought back.
_ROUNDING, _DRIFT = Decimal("0.01"), Decimal("0.2")
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10, "fifteen": 15, "twenty": 20}
_COUNT = r"(?:\d{1,2}|" + "|".join(_NUMBERS) + r")"
_NOTE = re.compile(
    rf"\b(?P<new>{_COUNT})[\s-]+for[\s-]+(?P<old>{_COUNT})\b[^.]{{0,40}}?\b(?:reverse\s+)?(?:stock|share|common stock|forward)[\s-]+split",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Split:
    """A split: new shares for each old one, the last document on the old basis and the first on the new one, and whether a note says so."""

    ratio: Fraction
    before: str
    after: str
    noted: bool

    @property
    def name(self) -> str:
        """Return the split in words: "2-for-1 split", "1-for-8 split"."""
        return f"{self.ratio.numerator}-for-{self.ratio.denominator} split"


def noted_ratios(text: str) -> frozenset[Fraction]:
    """Return the ratios of the splits that a text speaks of ("two-for-one stock split"), new shares for each old one."""
    found = ((_count(match["new"]), _count(match["old"])) for match in _NOTE.finditer(text))
    return frozenset(Fraction(new, old) for new, old in found if new != old and old)


def find_splits(facts: Sequence[Fact], documents: Mapping[str, Document], text_of: Callable[[str], str] | None = None) -> tuple[Split, ...]:
    """Return the splits of one company, oldest first; `documents` are those of the facts by id, `text_of` gives a document's text.

    A split is certain where a later filing recasts both shares and figures per share of a period by one common ratio. Where filings
    share no period, a jump of the share count counts when a note in the later filing names its ratio.
    """
    recast: dict[tuple[str, str], list[Difference]] = {}
    ids = {document.name: key for key, document in documents.items()}
    for found in find_restatements(facts, documents):
        recast.setdefault((ids[found.earlier], ids[found.later]), []).extend(found.rows)
    splits = {pair: ratio for pair, rows in recast.items() if (ratio := _recast_by(rows))}
    notes = {key: noted_ratios(text_of(key)) for key in documents} if text_of and (splits or len(documents) > 1) else {}
    for pair in _jumps(facts, documents):
        if pair not in splits and (ratio := _jump(facts, *pair, notes.get(pair[1], frozenset()))):
            splits[pair] = ratio
    splitting = [Split(ratio, *pair, ratio in notes.get(pair[1], frozenset())) for pair, ratio in splits.items()]
    return tuple(replace(one, before=documents[one.before].name, after=documents[one.after].name) for one in _merged(splitting, documents))


def _merged(found: Sequence[Split], documents: Mapping[str, Document]) -> list[Split]:
    """Return the splits, oldest first, what several pairs of filings tell of one split put together: it lies where their times overlap."""
    merged: list[Split] = []
    for one in sorted(found, key=lambda split: (_end(documents[split.after]), _end(documents[split.before]))):
        same = next(
            (held for held in merged if held.ratio == one.ratio and _end(documents[one.before]) < _end(documents[held.after])), None
        )
        if same is None:
            merged.append(one)
        else:
            newest = max(same.before, one.before, key=lambda key: _end(documents[key]))
            merged[merged.index(same)] = replace(same, before=newest, noted=same.noted or one.noted)
    return merged


def on_todays_basis(fact: Fact, splits: Sequence[Split], documents: Mapping[str, Document]) -> Fact:
    """Return a share count or a figure per share on the basis after every later split; any other fact as it is.

    The value is adjusted, the basis and a caveat say by which splits, and the printed form stays what it is.
    """
    later = later_splits(fact, splits, documents)
    if not later:
        return fact
    ratio = Fraction(1)
    for split in later:
        ratio *= split.ratio
    factor = ratio if fact.concept in SHARES else 1 / ratio
    names = " and the ".join(split.name for split in later)
    value = fact.value * factor.numerator / factor.denominator
    if fact.concept in PER_SHARE:
        value = value.quantize(fact.last_digit / 100)
    caveat = f"{fact.period.label} is printed as {fact.printed} and was put on the basis after the {names}"
    return replace(fact, value=value, basis=replace(fact.basis, restated=f"adjusted for the {names}"), caveats=(*fact.caveats, caveat))


def later_splits(fact: Fact, splits: Sequence[Split], documents: Mapping[str, Document]) -> tuple[Split, ...]:
    """Return the splits after the filing that states a share count or a figure per share, oldest first; none for any other fact."""
    if fact.concept not in (*SHARES, *PER_SHARE) or fact.document_id not in documents:
        return ()
    ends = {document.name: _end(document) for document in documents.values()}
    own = _end(documents[fact.document_id])
    return tuple(split for split in splits if own <= ends.get(split.before, -1))


def _recast_by(rows: Sequence[Difference]) -> Fraction | None:
    """Return the common ratio by which rows of shares grew and rows per share shrank, None without rows of both."""
    shares = {_nearest(row.ratio, _ROUNDING) for row in rows if row.later.concept in SHARES}
    inverse = [row for row in rows if row.later.concept in PER_SHARE]
    if len(shares) != 1 or not inverse:
        return None
    ratio = shares.pop()
    return ratio if ratio and all(_is_inverse(row, ratio) for row in inverse) else None


def _is_inverse(row: Difference, ratio: Fraction) -> bool:
    expected = row.earlier.value * ratio.denominator / ratio.numerator
    return abs(expected - row.later.value) <= row.later.last_digit


def _nearest(found: Decimal | None, tolerance: Decimal) -> Fraction | None:
    """Return the common ratio that a ratio is within a tolerance, None when there is none."""
    if found is None or found <= 0:
        return None
    ratio = min(RATIOS, key=lambda one: abs(found * one.denominator / one.numerator - 1))
    return ratio if abs(found * ratio.denominator / ratio.numerator - 1) <= tolerance else None


def _jumps(facts: Sequence[Fact], documents: Mapping[str, Document]) -> Iterator[tuple[str, str]]:
    """Yield each filing that states shares with the next one."""
    stating = {fact.document_id for fact in facts if fact.concept == "shares_diluted" and fact.document_id in documents}
    yield from pairwise(sorted(stating, key=lambda key: _end(documents[key])))


def _jump(facts: Sequence[Fact], before: str, after: str, notes: frozenset[Fraction]) -> Fraction | None:
    """Return the noted ratio by which the share count jumped from one filing to the next that shares no period with it."""
    old = [fact for fact in facts if fact.document_id == before and fact.concept == "shares_diluted"]
    new = [fact for fact in facts if fact.document_id == after and fact.concept == "shares_diluted"]
    if {fact.period.label for fact in old} & {fact.period.label for fact in new}:
        return None
    last, first = max(old, key=lambda fact: fact.period.end), min(new, key=lambda fact: fact.period.end)
    found = first.value / last.value if last.value else Decimal(0)
    return next((ratio for ratio in sorted(notes) if abs(found * ratio.denominator / ratio.numerator - 1) <= _DRIFT), None)


def _end(document: Document) -> int:
    return document.period_end.toordinal() if document.period_end else 0


def _count(words: str) -> int:
    return _NUMBERS.get(words.lower()) or (int(words) if words.isdigit() else 0)
