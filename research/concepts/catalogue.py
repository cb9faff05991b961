"""The canonical concepts, read from `concepts.toml`: what a row's label means and what analysts call it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from research.nouns.facts import Statement
from research.text.han import is_han
from research.text.patterns import read_beside

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NOT_WORDS = re.compile(r"[^a-z0-9&\u4e00-\u9fff]+")
# What precedes the name proper in a Chinese label: its number, and whether it is added, taken off or part of the row above.
_CHINESE_OPENING = re.compile(r"(?:[(]?[一二三四五六七八九十]+[)、..]|\d+[、.])?(?:其中|加|减)?[:]?(?=[\u4e00-\u9fff])")
# A row of a balance sheet that is taken off the one above it is no balance of its own; an income statement opens its costs so.
_TAKEN_OFF = re.compile(r"\s*减")
_PER_SHARE = re.compile(r"(?:earnings|income|loss|dividends?|amounts?|declared|paid|basic|diluted)per[a-z]*?(?:share|unit)")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class LabelRule:
    """One pattern for a row's label, and what must hold of the rest of its statement."""

    pattern: re.Pattern[str]
    with_row: re.Pattern[str] | None = None
    without_row: re.Pattern[str] | None = None
    alone: bool = False


@dataclass(frozen=True, slots=True)
class TagRule:
    """One name under which filings tag a concept ("us-gaap:Revenues"), and the name beside which it means something else."""

    name: str
    without: str | None = None


@dataclass(frozen=True, slots=True)
class Concept:
    """A canonical quantity of one statement: its human title, unit kind, canonical sign, and the words for it.

    `unit` is "currency", "per share" or "shares"; `positive` means that formulas take the amount without its sign;
    `told_by_statement` that only the statement's sums tell whether the printed sign is the canonical one (an expense is positive).
    `said` are a question's own words for it, "" for none.
    """

    name: str
    title: str
    statement: Statement
    unit: str
    positive: bool
    told_by_statement: bool
    aliases: tuple[str, ...]
    rules: tuple[LabelRule, ...]
    with_section: bool
    exclude: re.Pattern[str] | None
    not_in: re.Pattern[str] | None
    total_of: re.Pattern[str] | None
    tags: tuple[TagRule, ...] = ()
    said: str = ""

    def canonical(self, value: Decimal) -> Decimal:
        """Return the value as formulas take it: capital expenditure is positive though printed in brackets."""
        return abs(value) if self.positive else value


@dataclass(frozen=True, slots=True)
class StatementRow:
    """What the concept rules see of a row: label and section head as printed, its values by column."""

    label: str
    section: str
    values: tuple[tuple[int, Decimal], ...] = ()


@cache
def concepts() -> tuple[Concept, ...]:
    """Return every concept in the file's order, read once."""
    raw = read_beside(__file__, "concepts.toml")
    chinese = read_beside(__file__, "chinese.toml")
    return tuple(
        Concept(
            name=entry["name"],
            title=entry["title"],
            statement=Statement(entry["statement"]),
            unit=entry["unit"],
            positive=entry["sign"] == "positive",
            told_by_statement=entry["sign"] == "told by its statement",
            aliases=tuple(entry["aliases"]),
            rules=tuple(_rule(label) for label in (*entry["labels"], *chinese.get(entry["name"], ()))),
            with_section=entry.get("scope") == "section and label",
            exclude=_pattern(entry.get("exclude")),
            not_in=_pattern(entry.get("not_in")),
            total_of=_pattern(entry.get("total_of")),
            tags=tuple(TagRule(tag) if isinstance(tag, str) else TagRule(tag["tag"], tag["without"]) for tag in entry.get("tags", ())),
        )
        for entry in raw["concept"]
    )


@cache
def _by_name() -> dict[str, Concept]:
    return {concept.name: concept for concept in concepts()}


def find_concept(name: str) -> Concept | None:
    """Return the concept of this canonical name, None for a name that is not one."""
    return _by_name().get(name)


def normalize_label(label: str) -> str:
    """Return a label as the rules see it: lower case, no brackets, marks, punctuation or spaces.

    Spaces go because kerning makes PDF text break words; "Net (loss) income" and "Net income (loss)" read alike.
    """
    if is_han(label):
        label = "".join(unicodedata.normalize("NFKC", label).split())
        label = label[found.end() :] if (found := _CHINESE_OPENING.match(label)) else label
    bare = _BRACKETS.sub(" ", _BRACKETS.sub(" ", label.lower())).replace("’s ", "s ").replace("'s ", "s ").replace("&", " and ")
    return _NOT_WORDS.sub("", bare.replace("’", "").replace("'", ""))


def assign_concepts(rows: Sequence[StatementRow], statement: Statement) -> dict[int, Concept]:
    """Return which rows of one statement state which concept, by row index; each concept at most once, each row at most one.

    Of the rows that a concept's rules match, those of the best rule count; when several remain and their figures differ,
    none gets the concept: no answer is better than a wrong one.
    """
    labels = [normalize_label(row.label) for row in rows]
    found: dict[int, Concept] = {}
    for concept in concepts():
        if concept.statement is statement:
            index = _best(concept, rows, labels, found)
            if index is not None:
                found[index] = concept
    return found | _unnamed_totals(rows, labels, found) if statement is Statement.BALANCE else found


def _unnamed_totals(rows: Sequence[StatementRow], labels: list[str], found: dict[int, Concept]) -> dict[int, Concept]:
    """Return the two unnamed rows of a balance sheet that state the same sums: all assets, and below them what finances them."""
    if any(concept.name in {"total_assets", "total_liabilities_and_equity"} for concept in found.values()):
        return {}
    unnamed = [at for at, label in enumerate(labels) if not label]
    pairs = [(a, b) for a in unnamed for b in unnamed if a < b and rows[a].values and rows[a].values == rows[b].values]
    if len(pairs) != 1:
        return {}
    above, below = pairs[0]
    if "assets" not in "".join(labels[:above]) or "liabilities" not in "".join(labels[above:below]):
        return {}
    named = _by_name()
    return {above: named["total_assets"], below: named["total_liabilities_and_equity"]}


def _best(concept: Concept, rows: Sequence[StatementRow], labels: list[str], taken: dict[int, Concept]) -> int | None:
    total = _section_total(concept, rows, labels)
    for rule in concept.rules:
        if rule.alone and total is not None:
            return total
        matching = [at for at in range(len(rows)) if labels[at] and at not in taken and _matches(concept, rule, rows, labels=labels, at=at)]
        if matching:
            return _only(matching, rows)
    return total


def _only(matching: list[int], rows: Sequence[StatementRow]) -> int | None:
    """Return the row when there is one, or when all state the same figures; else None."""
    first = matching[0]
    return first if all(rows[at].values == rows[first].values for at in matching) else None


def _matches(concept: Concept, rule: LabelRule, rows: Sequence[StatementRow], *, labels: list[str], at: int) -> bool:
    if concept.statement is Statement.BALANCE and _TAKEN_OFF.match(rows[at].label):
        return False
    section = normalize_label(rows[at].section)
    text = labels[at]
    if concept.with_section and not rule.pattern.fullmatch(text):
        text = section + text
    if not rule.pattern.fullmatch(text) or _is_excluded(concept, section, labels[at], text):
        return False
    if rule.with_row and not any(rule.with_row.search(label) for label in labels):
        return False
    if rule.without_row and any(rule.without_row.search(label) for label in labels):
        return False
    return not rule.alone or _is_alone(concept, rows, at)


def _is_alone(concept: Concept, rows: Sequence[StatementRow], at: int) -> bool:
    """Return whether no other row stands under this row's head, if that head names the concept: parts are not the whole."""
    section = rows[at].section
    if concept.total_of is None or not concept.total_of.fullmatch(normalize_label(section)):
        return True
    return sum(1 for row in rows if row.section == section) == 1


def _is_excluded(concept: Concept, section: str, label: str, text: str) -> bool:
    if concept.unit == "currency" and _PER_SHARE.search(section + label):
        return True
    return bool((concept.exclude and concept.exclude.search(text)) or (concept.not_in and concept.not_in.search(section)))


def _section_total(concept: Concept, rows: Sequence[StatementRow], labels: list[str]) -> int | None:
    """Return the row without a name, or named only "Total", that adds up the rows of the concept's section; None when none adds up."""
    if concept.total_of is None:
        return None
    for at, row in enumerate(rows):
        if labels[at] not in {"", "total"}:
            continue
        first = at
        while first > 0 and rows[first - 1].section == row.section and labels[first - 1] not in {"", "total"}:
            first -= 1
        if at - first >= 2 and _is_of(concept, row, labels[first], first) and adds_up(rows[first:at], row):
            return at
    return None


def _is_of(concept: Concept, total: StatementRow, first_label: str, first: int) -> bool:
    """Return whether a total's rows are the concept's parts: by their head or, at the top of a statement, by the first of them."""
    if concept.total_of and concept.total_of.fullmatch(normalize_label(total.section)):
        return True
    return first == 0 and not total.section and any(rule.alone and rule.pattern.fullmatch(first_label) for rule in concept.rules)


def adds_up(parts: Sequence[StatementRow], total: StatementRow) -> bool:
    """Return whether the parts' figures sum to the total's in every column, rounding of half a printed unit a part allowed."""
    for column, value in total.values:
        sum_of_parts = sum((dict(part.values).get(column, Decimal(0)) for part in parts), Decimal(0))
        unit = Decimal(1).scaleb(int(value.as_tuple().exponent))
        if abs(sum_of_parts - value) > unit * max(1, len(parts) // 2):
            return False
    return bool(total.values)


def _rule(label: str | dict[str, str | bool]) -> LabelRule:
    if isinstance(label, str):
        return LabelRule(_compile(label))
    with_row, without_row = label.get("with_row"), label.get("without_row")
    return LabelRule(
        _compile(str(label["label"])),
        _pattern(str(with_row)) if with_row else None,
        _pattern(str(without_row)) if without_row else None,
        bool(label.get("alone")),
    )


def _pattern(text: str | None) -> re.Pattern[str] | None:
    return _compile(text) if text else None


def _compile(text: str) -> re.Pattern[str]:
    return re.compile(_SPACES.sub("", text))
