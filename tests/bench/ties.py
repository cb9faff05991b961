"""Tie-outs of the evaluation filings: `DESK_SHARED=… python -m tests.bench.ties`.

Prints each filing's statements with how many checks tie, differ and were not checked, every finding, and then the shares of balance
sheets, income statements and cash flow statements of the 10-K and 10-Q that tie by code: a statement ties when its own totals add up
(both sides of a balance sheet; the three sections, the change and the end of cash) in every column and no check of it differs. Last,
what filings of one company state differently of one period. DESK_LOADED names a folder that keeps what was read for the next run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from ingest.ties.checks import Check, Verdict
from ingest.ties.document import check_sheets
from ingest.ties.sheets import Sheet
from ingest.ties.sums import find_sums
from research.comparatives import find_restatements
from research.nouns.facts import Statement
from tests.bench.damages import Held, hold
from tests.bench.filings import filings, read

# What must add up for a statement to tie.
NEEDED: Mapping[Statement, tuple[str, ...]] = MappingProxyType(
    {
        Statement.BALANCE: ("total_assets", "total_liabilities_and_equity"),
        Statement.CASH_FLOW: ("operating_cash_flow", "investing_cash_flow", "financing_cash_flow", "net_change_in_cash"),
        Statement.INCOME: ("pretax_income", "net_income"),
    }
)


def lacking(sheet: Sheet) -> list[str]:
    """Return what a statement prints no sum of, that its rows add up to in every column."""
    sums = {sheet.lines[one.total].concept: one for one in find_sums(sheet) if not one.differs and set(one.off) >= set(sheet.columns)}
    ends = any(sheet.states_end(sheet.lines[one.total]) for one in find_sums(sheet))
    missing = [concept for concept in NEEDED[sheet.statement] if concept not in sums]
    return missing + (["cash at the end"] if sheet.statement is Statement.CASH_FLOW and not ends else [])


def show(held: Held, counted: Counter[tuple[Statement, str]], *, periodic: bool) -> None:
    """Print what the checks of a filing came to, and count its statements when it is a 10-K or a 10-Q."""
    checks = check_sheets(held.sheets)
    for statement in Statement:
        sheet = next((one for one in held.sheets if one.statement is statement), None)
        own = [check for check in checks if check.statement is statement]
        without = lacking(sheet) if sheet else ["the statement"]
        ties = not without and not any(check.verdict is Verdict.DIFFERS for check in own)
        if periodic:
            counted[statement, "ties" if ties else "does not"] += 1
        print(f"{held.name}, {statement.value}: {_counts(own)}" + (f"; not found: {', '.join(without)}" if without else ""))
        for check in own:
            if check.verdict is Verdict.DIFFERS:
                print(f"    {check.finding}")


def _counts(checks: Sequence[Check]) -> str:
    counted = Counter(check.verdict for check in checks)
    return ", ".join(f"{counted[verdict]} {verdict.value}" for verdict in Verdict)


def main() -> None:
    counted: Counter[tuple[Statement, str]] = Counter()
    companies: dict[str, list[Held]] = {}
    for reading in read(filings()):
        held = hold(reading)
        show(held, counted, periodic=reading.metadata.form_type in {"10-K", "10-Q"})
        companies.setdefault(held.document.company or "", []).append(held)
    for statement in Statement:
        ties, whole = counted[statement, "ties"], counted[statement, "ties"] + counted[statement, "does not"]
        print(f"{statement.value}s of 10-K and 10-Q that tie: {ties} of {whole}")
    for several in companies.values():
        facts = [fact for one in several for fact in one.facts]
        for found in find_restatements(facts, {one.document.id: one.document for one in several}):
            labels = "; ".join(f"{row.later.label} {row.earlier.value:,} → {row.later.value:,}" for row in found.rows)
            print(f"restated? {found.earlier} → {found.later}, {found.statement.value}, {found.period}: {labels}")


if __name__ == "__main__":
    main()
