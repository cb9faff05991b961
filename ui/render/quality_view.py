"""Findings in words and as HTML: how many, where, and each with the figures that it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from research.metrics.operands import printed_with_unit
from research.nouns.facts import Fact
from research.nouns.quality import Finding, Severity
from ui.render.words import counted


def counts_line(findings: Sequence[Finding]) -> str:
    """Return how many findings there are of each severity: "2 errors, 1 warning"; that there are none."""
    held = Counter(one.severity for one in findings)
    return ", ".join(counted(held[one], one.value) for one in Severity if held[one]) or "nothing is doubtful"


def where_line(one: Finding) -> str:
    """Return where a finding is: the company, the document and its page."""
    page = f"page {one.page}" if one.page else ""
    return ", ".join(filter(None, (one.company, one.document, page))) or "the library"


def figure_line(fact: Fact, document: str) -> str:
    """Return a figure with its place: "Total assets FY2023: 1,204 USD in millions (quillmere-10k-2023, page 41)"."""
    return f"{fact.label} {fact.period.label}: {printed_with_unit(fact)} ({document}, page {fact.page})"
