"""A comparison as the JSON that `desk compare --json` prints."""

from __future__ import annotations

from research.nouns.comparisons import Change, ChangeKind, Comparison, FigureChange, Passage
from research.nouns.documents import Document
from research.nouns.facts import Fact
from ui.cli.contract import Json, citation_json, number_text, period_json
from ui.render.compare_view import moved_words


def comparison_json(comparison: Comparison) -> dict[str, Json]:
    """Return a comparison with every change that was kept; `marks` are offsets in a passage's text."""
    return {
        "company": comparison.company,
        "older": _document(comparison.older),
        "newer": _document(comparison.newer),
        "counts": {kind.value: comparison.count(kind) for kind in ChangeKind},
        "unchanged": comparison.unchanged_paragraphs,
        "left_out": comparison.left_out,
        "changes": [_change(change) for change in comparison.changes],
        "figures": [_figure(figure) for figure in comparison.figures],
        "missing": list(comparison.missing),
    }


def _document(document: Document) -> Json:
    return {
        "document": document.name,
        "form_type": document.form_type,
        "fiscal_year": document.fiscal_year,
        "fiscal_period": document.fiscal_period,
        "period_end": document.period_end.isoformat() if document.period_end else None,
        "published_at": document.published_at.isoformat() if document.published_at else None,
    }


def _change(change: Change) -> Json:
    return {
        "kind": change.kind.value,
        "topic": change.topic.value,
        "title": change.title,
        "words": change.words,
        "whole_section": change.whole_section,
        "headed": change.headed,
        "moved": change.moved,
        "older": _passage(change.older) if change.older else None,
        "newer": _passage(change.newer) if change.newer else None,
        "figure": _figure(change.figure) if change.figure else None,
    }


def _passage(passage: Passage) -> Json:
    return {
        "section": passage.section,
        "text": passage.text,
        "marks": [[start, end] for start, end in passage.marks],
        "citations": [citation_json(citation) for citation in passage.citations],
    }


def _figure(figure: FigureChange) -> Json:
    change = figure.calculation
    return {
        "name": figure.name,
        "concept": figure.newer.concept,
        "older": _fact(figure.older),
        "newer": _fact(figure.newer),
        "change": {"value": number_text(change.value), "unit": change.unit, "display": moved_words(change, figure)} if change else None,
        "restated": _fact(figure.restated) if figure.restated else None,
        "caveats": list(figure.caveats),
    }


def _fact(fact: Fact) -> Json:
    return {
        "label": fact.label,
        "value": number_text(fact.value),
        "printed": fact.printed,
        "unit": fact.unit,
        "period": period_json(fact.period),
        "page": fact.page,
    }
