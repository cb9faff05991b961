"""All findings on a company, and on companies together, sorted by how much they matter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain

from research.governance.columns import find_columns
from research.governance.copies import find_copies
from research.governance.jumps import find_jumps
from research.governance.pages import find_lacks
from research.governance.periods import find_mislabelled, find_missing, find_stale
from research.governance.record import Record
from research.governance.restated import find_currencies, find_restated
from research.governance.scales import find_scales
from research.governance.signs import find_signs
from research.governance.untied import find_untied
from research.nouns.quality import Doubt, Finding, Severity

_SEVERITIES = tuple(Severity)
_DOUBTS = tuple(Doubt)


def figure_findings(record: Record) -> tuple[Finding, ...]:
    """Return the findings on figures of a company's statements, each figure's clearest doubt in the place of those that follow from it.

    Restatements are not among them: an answer says itself what another filing states.
    """
    clear = [*find_scales(record), *find_signs(record), *find_untied(record), *find_columns(record), *find_copies(record)]
    clear = _without_echoes(clear)
    told = {fact.id for one in clear for fact in one.in_doubt}
    return (*clear, *(one for one in find_jumps(record) if not {fact.id for fact in one.in_doubt} & told))


def company_findings(record: Record, on: date) -> tuple[Finding, ...]:
    """Return all findings on a company and its documents, as of a day."""
    lacks = chain.from_iterable(find_lacks(record.company, one) for one in record.documents.values())
    whole = (*find_missing(record), *find_stale(record, on), *find_mislabelled(record), *find_currencies(record), *lacks)
    figures = figure_findings(record)
    told = {fact.id for one in figures for fact in one.in_doubt}
    return ordered((*figures, *find_restated(record, told), *whole))


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings by severity, kind of doubt, company, document and page, each once."""
    return tuple(sorted(dict.fromkeys(findings), key=_place))


def _place(one: Finding) -> tuple[int, int, str, str, int, str]:
    return _SEVERITIES.index(one.severity), _DOUBTS.index(one.doubt), one.company, one.document, one.page or 0, one.message


def _without_echoes(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings without those whose doubt was told of the very figures before."""
    kept: list[Finding] = []
    told: set[tuple[Doubt, frozenset[str]]] = set()
    for one in findings:
        ids = frozenset(fact.id for fact in one.in_doubt)
        if ids and any(doubt is one.doubt and ids <= held for doubt, held in told):
            continue
        told.add((one.doubt, ids))
        kept.append(one)
    return kept
