"""Damages statements that were read right, and counts how many of the damages are found: `DESK_SHARED=… python -m tests.bench.damages`.

Options: `--seed N` (7), `--damages N` (200), `--missed` lists what was not found. Six kinds in turn, each on a statement, column, row and
digit drawn by the seed: the figures of one column a thousand times as large, two columns' figures swapped, a row's signs turned, a row
taken away, a column headed with another's period, one digit changed. A damage is found when a tie-out of the document differs, or when
a figure differs from another filing of the company that did not differ before. Undamaged statements that differ are false alarms.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from types import MappingProxyType

from ingest.statements.periods import read_calendar
from ingest.ties.checks import Verdict
from ingest.ties.document import check_sheets
from ingest.ties.sheets import AMOUNT, Entry, Line, Sheet, read_sheets
from research.comparatives import find_restatements
from research.nouns.documents import Document
from research.nouns.facts import Fact
from tests.bench.filings import Reading, filings, read
from tests.contracts.samples import make_document


@dataclass(frozen=True, slots=True)
class Held:
    """A filing's statements and facts, and the document that carries them."""

    name: str
    sheets: tuple[Sheet, ...]
    facts: tuple[Fact, ...]
    document: Document


@dataclass(frozen=True, slots=True)
class Damage:
    """A damaged statement: the kind of damage, whose it is, and what was changed in words."""

    kind: str
    of: Held
    was: Sheet
    now: Sheet
    what: str


def hold(reading: Reading) -> Held:
    """Return what damages need of a filing; its company stands for itself by ticker, else by name."""
    metadata = reading.metadata
    if metadata.period_end is None or metadata.fiscal_year is None or metadata.fiscal_period is None:
        return Held(reading.name, (), (), make_document(reading.name))
    calendar = read_calendar(reading.loaded.text, metadata.period_end, metadata.fiscal_year, metadata.fiscal_period)
    company = metadata.ticker or metadata.company or reading.name
    document = make_document(reading.name, company=company, period_end=metadata.period_end)
    facts = tuple(replace(fact, document_id=document.id) for fact in reading.facts)
    return Held(reading.name, read_sheets(reading.loaded, facts, calendar), facts, document)


def scale(sheet: Sheet, draw: Random) -> tuple[Sheet, str]:
    """Return the sheet with one column's amounts a thousand times as large."""
    column = draw.choice(list(sheet.columns))

    def grown(at: int, entry: Entry) -> Entry:
        return replace(entry, value=entry.value * 1000, last_digit=entry.last_digit * 1000) if at == column else entry

    return _each(sheet, lambda _, line: _changed(line, grown) if line.unit == AMOUNT else line), sheet.columns[column].label


def swap(sheet: Sheet, draw: Random) -> tuple[Sheet, str]:
    """Return the sheet with the figures of two columns in each other's place."""
    one, other = draw.sample(list(sheet.columns), 2)
    places = {one: other, other: one}

    def moved(_: int, line: Line) -> Line:
        taken = {at: line.entries.get(places.get(at, at)) for at in line.entries}
        return replace(line, entries={at: replace(line.entries[at], value=(by or line.entries[at]).value) for at, by in taken.items()})

    return _each(sheet, moved), f"{sheet.columns[one].label} and {sheet.columns[other].label}"


def sign(sheet: Sheet, draw: Random) -> tuple[Sheet, str]:
    """Return the sheet with the signs of one row turned."""
    row = _row(sheet, draw)
    turned = _each(sheet, lambda at, line: _changed(line, lambda _, one: replace(one, value=-one.value)) if at == row else line)
    return turned, sheet.lines[row].label


def missing(sheet: Sheet, draw: Random) -> tuple[Sheet, str]:
    """Return the sheet without one row."""
    row = _row(sheet, draw)
    return replace(sheet, lines=sheet.lines[:row] + sheet.lines[row + 1 :]), sheet.lines[row].label


def repeat(sheet: Sheet, draw: Random) -> tuple[Sheet, str]:
    """Return the sheet with one column headed with another's period."""
    one, other = draw.sample(list(sheet.columns), 2)
    columns = dict(sheet.columns) | {one: sheet.columns[other]}

    def headed(at: int, entry: Entry) -> Entry:
        return replace(entry, period=sheet.columns[other]) if at == one and entry.period == sheet.columns[one] else entry

    return replace(_each(sheet, lambda _, line: _changed(line, headed)), columns=columns), sheet.columns[one].label


def digit(sheet: Sheet, draw: Random) -> tuple[Sheet, str]:
    """Return the sheet with one digit of one figure changed."""
    row = _row(sheet, draw)
    line = sheet.lines[row]
    column = draw.choice([at for at, entry in line.entries.items() if entry.value])
    entry = line.entries[column]
    digits = list(str(abs(int(entry.value / entry.last_digit))))
    at = draw.randrange(len(digits))
    digits[at] = draw.choice([other for other in "0123456789" if other != digits[at]])
    value = (Decimal("".join(digits)) * entry.last_digit).copy_sign(entry.value)
    changed = replace(line, entries=dict(line.entries) | {column: replace(entry, value=value)})
    return _each(sheet, lambda place, held: changed if place == row else held), f"{line.label}, {sheet.columns[column].label}"


KINDS: Mapping[str, Callable[[Sheet, Random], tuple[Sheet, str]]] = MappingProxyType(
    {"scale": scale, "columns swapped": swap, "sign": sign, "row missing": missing, "period repeated": repeat, "digit": digit}
)


def draw_damages(held: Sequence[Held], count: int, seed: int) -> list[Damage]:
    """Return damages, the kinds in turn, on statements drawn by the seed: the same seed draws the same."""
    draw, kinds = Random(seed), list(KINDS)  # noqa: S311 - no secret
    drawn: list[Damage] = []
    while len(drawn) < count:
        one = draw.choice(held)
        sheet = draw.choice(one.sheets)
        kind = kinds[len(drawn) % len(kinds)]
        now, what = KINDS[kind](sheet, draw)
        if now != sheet:
            drawn.append(Damage(kind, one, sheet, now, what))
    return drawn


def found_by(damage: Damage, held: Sequence[Held]) -> str:
    """Return what finds a damage: "tie-out", "other filing", or "" for nothing."""
    sheets = [damage.now if sheet is damage.was else sheet for sheet in damage.of.sheets]
    if any(check.verdict is Verdict.DIFFERS for check in check_sheets(sheets)):
        return "tie-out"
    others = [one for one in held if one.document.company == damage.of.document.company]
    before = _differences(others, damage.of.facts, damage.of)
    after = _differences(others, _facts_of(damage), damage.of)
    return "other filing" if after - before else ""


def alarms(held: Sequence[Held]) -> tuple[int, int]:
    """Return how many columns of undamaged statements some check calls wrong, and how many columns there are."""
    wrong = 0
    for one in held:
        wrong += len({(check.statement, check.period) for check in check_sheets(one.sheets) if check.verdict is Verdict.DIFFERS})
    return wrong, sum(len(sheet.columns) for one in held for sheet in one.sheets)


def _differences(others: Sequence[Held], facts: Sequence[Fact], of: Held) -> set[tuple[str, str, Decimal, Decimal]]:
    everything = [fact for one in others for fact in (facts if one is of else one.facts)]
    found = find_restatements(everything, {one.document.id: one.document for one in others})
    return {(row.earlier.id, row.later.id, row.earlier.value, row.later.value) for one in found for row in one.rows}


def _facts_of(damage: Damage) -> list[Fact]:
    """Return the document's facts as they would be with the damaged statement."""
    gone = {entry.cell_start for line in damage.was.lines for entry in line.entries.values()}
    now = {entry.cell_start: entry for line in damage.now.lines for entry in line.entries.values()}
    facts = [fact for fact in damage.of.facts if fact.cell_start not in gone or fact.cell_start in now]
    return [
        replace(one, value=now[one.cell_start].value, period=now[one.cell_start].period) if one.cell_start in now else one for one in facts
    ]


def _each(sheet: Sheet, change: Callable[[int, Line], Line]) -> Sheet:
    return replace(sheet, lines=tuple(change(at, line) for at, line in enumerate(sheet.lines)))


def _changed(line: Line, change: Callable[[int, Entry], Entry]) -> Line:
    return replace(line, entries={at: change(at, entry) for at, entry in line.entries.items()})


def _row(sheet: Sheet, draw: Random) -> int:
    return draw.choice([at for at, line in enumerate(sheet.lines) if any(entry.value for entry in line.entries.values())])


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--damages", type=int, default=200)
    options.add_argument("--missed", action="store_true")
    asked = options.parse_args()
    held = [one for one in map(hold, read(filings())) if one.sheets]
    found: Counter[tuple[str, str]] = Counter()
    for damage in draw_damages(held, asked.damages, asked.seed):
        by = found_by(damage, held)
        found[damage.kind, by] += 1
        if asked.missed and not by:
            print(f"  {damage.kind}: {damage.of.name}, {damage.was.statement.value}: {damage.what}")
    for kind in KINDS:
        by_kind = {by: count for (name, by), count in found.items() if name == kind}
        told = f"{by_kind.get('tie-out', 0)} by tie-outs, {by_kind.get('other filing', 0)} more by another filing"
        print(f"{kind}: {told}, of {sum(by_kind.values())}")
    right = sum(count for (_, by), count in found.items() if by)
    wrong, columns = alarms(held)
    print(f"found {right} of {asked.damages}; false alarms {wrong} of {columns} columns of {len(held)} filings")


if __name__ == "__main__":
    main()
