"""A small statement side by side with every sort of cell, for tests of what shows it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from research.nouns.corrections import CORRECTED_BY
from research.nouns.facts import Statement
from research.nouns.sheets import SheetRequest, StatementSheet
from research.statements.assemble import assemble
from research.statements.printed import PrintedStatement, read_printed
from tests.research.statements.samples import COMPANY, make_filing, read_filing, year

HOSTILE = '=HYPERLINK("http://127.0.0.1","x")<script>'
OLD = f"2023 2022\nCosts:\nFreight (11.5) (10)\nTotal costs 1,204 1,100\n{HOSTILE} 3 2\nEarnings per share 1.10 1.00\n"
NEW = f"2024 2023\nCosts:\nFreight (12) (11.9)\nTotal costs 1,311 1,204\n{HOSTILE} — 3\nEarnings per share 1.20 1.10\n"
CORRECTED = f"{CORRECTED_BY}analyst on 2025-03-01: 1,312 stands in place of the printed 1,311, in millions (typo)."


def sample_sheet() -> StatementSheet:
    """Return three years of two filings: freight restated, the newest total corrected, its share figure with a caveat."""
    statements: list[PrintedStatement] = []
    for name, end, text in (("q-2023", 2023, OLD), ("q-2024", 2024, NEW)):
        document = make_filing(name, end, text)
        facts = read_filing(document, Statement.INCOME, (year(end), year(end - 1)), {"Total costs": "total_operating_expenses"})
        changed = [
            replace(fact, value=Decimal(1_312_000_000), caveats=(CORRECTED,))
            if fact.printed == "1,311"
            else replace(fact, caveats=("a caveat",))
            if fact.printed == "1.20"
            else fact
            for fact in facts
        ]
        statements.append(read_printed(document, changed, {1: (document.pages[0], text)}))
    return assemble(COMPANY, SheetRequest(Statement.INCOME), statements)
