"""The tie-outs of a document: every check of its statements, and what they say of its facts and of the document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.loaded import Loaded, Metadata
from ingest.statements.periods import read_calendar
from ingest.ties.across import check_across
from ingest.ties.checks import Check, Verdict, check_sheet
from ingest.ties.sheets import Sheet, read_sheets
from research.coverage import NOT_TIED
from research.nouns.documents import Defect
from research.nouns.facts import Fact
from research.nouns.quality import UNTIED

# A document that does not tie at all says so by its first findings.
_MOST_FINDINGS = 12


def tie_out(loaded: Loaded, metadata: Metadata, facts: Sequence[Fact]) -> tuple[tuple[Fact, ...], tuple[Defect, ...]]:
    """Return the facts, each that a check involves which differs with its finding as a caveat, and a defect for each finding."""
    checks = check_document(loaded, metadata, facts)
    return with_caveats(facts, checks), defects_of(checks)


def check_document(loaded: Loaded, metadata: Metadata, facts: Sequence[Fact]) -> tuple[Check, ...]:
    """Return the checks of a document's statements, by page; () when no statement gave facts."""
    if metadata.period_end is None or metadata.fiscal_year is None or metadata.fiscal_period is None:
        return ()
    calendar = read_calendar(loaded.text, metadata.period_end, metadata.fiscal_year, metadata.fiscal_period)
    return check_sheets(read_sheets(loaded, facts, calendar))


def check_sheets(sheets: Sequence[Sheet]) -> tuple[Check, ...]:
    """Return the checks of statements by themselves and with each other, by page."""
    checks = [check for sheet in sheets for check in check_sheet(sheet)]
    for entity in dict.fromkeys(sheet.entity for sheet in sheets):
        checks += check_across([sheet for sheet in sheets if sheet.entity == entity])
    return tuple(sorted(checks, key=lambda check: check.page))


def with_caveats(facts: Iterable[Fact], checks: Sequence[Check]) -> tuple[Fact, ...]:
    """Return the facts; each that a check involves which differs carries its finding as a caveat."""
    findings: dict[int, list[str]] = {}
    for check in checks:
        for cell in check.cells if check.verdict is Verdict.DIFFERS else ():
            findings.setdefault(cell, []).append(f"{UNTIED} {check.finding}.")
    return tuple(replace(one, caveats=(*one.caveats, *findings[one.cell_start])) if one.cell_start in findings else one for one in facts)


def defects_of(checks: Sequence[Check]) -> tuple[Defect, ...]:
    """Return a defect for each finding, the first of them when there are many."""
    found = list(dict.fromkeys((check.finding, check.page) for check in checks if check.verdict is Verdict.DIFFERS))
    listed = [Defect(NOT_TIED, f"{UNTIED} {finding}.", page) for finding, page in found[:_MOST_FINDINGS]]
    if len(found) > _MOST_FINDINGS:
        listed.append(Defect(NOT_TIED, f"{len(found) - _MOST_FINDINGS} more figures do not tie out."))
    return tuple(listed)
