"""Copies: the same document or the same figures under two names, and two documents of one form and period that disagree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from research.governance.making import of_document, of_figures, said
from research.governance.record import Record, row_of
from research.nouns.documents import Document
from research.nouns.facts import Fact
from research.nouns.quality import Doubt, Finding, Severity

# Documents that have fewer figures in common cannot be told to be copies by them.
_LEAST_COMMON = 20
# Copies have so many of the fewer figures of the two in common, and so many of these are equal.
_HELD, _ALIKE = 0.8, 0.9


def find_copies(record: Record) -> Iterator[Finding]:
    """Yield a finding for each document of a company that is held a second time, the later one that came in named first."""
    stated = {key: _by_place(facts) for key, facts in record.by_document.items()}
    documents = sorted(record.documents.values(), key=lambda one: (one.known_at, one.name))
    for first, second in combinations(documents, 2):
        if first.content_hash == second.content_hash:
            yield _of_content(record.company, first, second)
        elif first.form_type == second.form_type and first.kind is second.kind and first.period_end == second.period_end:
            yield from _of_figures(record, first, second, stated)


def find_copies_across(records: Sequence[Record]) -> Iterator[Finding]:
    """Yield a finding for each document whose figures another company's document states too: one of them is under the wrong name."""
    by_figure: dict[tuple[object, ...], list[tuple[Record, str]]] = {}
    for record in records:
        for key, facts in record.by_document.items():
            for fact in facts:
                if fact.concept == "total_assets" and fact.value:
                    by_figure.setdefault((fact.value, fact.unit, fact.period.end), []).append((record, key))
    told: set[frozenset[str]] = set()
    for several in by_figure.values():
        for (one, first), (other, second) in combinations(several, 2):
            pair = frozenset({first, second})
            if one.company == other.company or pair in told:
                continue
            told.add(pair)
            own, others = _by_place(one.by_document[first]), _by_place(other.by_document[second])
            if _is_copy(own, others):
                names = other.documents[second].name, one.documents[first].name
                message = f"{names[0]} of {other.company} states the figures of {names[1]} of {one.company}: one is under a wrong company."
                yield of_document(other.company, other.documents[second], Doubt.COPY, Severity.WARNING, message=message)


def _of_content(company: str, first: Document, second: Document) -> Finding:
    message = f"{second.name} is the same file as {first.name}."
    return of_document(company, second, Doubt.COPY, Severity.WARNING, message=message)


def _of_figures(record: Record, first: Document, second: Document, stated: Mapping[str, Mapping[object, Fact]]) -> Iterator[Finding]:
    own, others = stated.get(first.id, {}), stated.get(second.id, {})
    if not _is_copy(own, others):
        return
    differing = [(others[key], own[key]) for key in own.keys() & others.keys() if own[key].value != others[key].value]
    if not differing:
        message = f"{second.name} states the same {len(own.keys() & others.keys()):,} figures as {first.name}, of the same period."
        yield of_document(record.company, second, Doubt.COPY, Severity.WARNING, message=message)
        return
    differing.sort(key=lambda pair: (pair[0].page, pair[0].cell_start))
    later, earlier = differing[0]
    message = (
        f"{second.name} and {first.name} are of one form and period and state {len(differing):,} figures differently: {said(later)}, in "
        f"the one and {said(earlier)}, in the other."
    )
    doubted, against = [one for one, _ in differing], [other for _, other in differing]
    yield of_figures(record, Doubt.DISAGREE, Severity.WARNING, message, doubted=doubted, against=against)


def _by_place(facts: Iterable[Fact]) -> dict[object, Fact]:
    """Return facts by row and period; of a row that is stated twice for a period the first."""
    found: dict[object, Fact] = {}
    for fact in facts:
        if key := row_of(fact):
            found.setdefault((key, fact.period.end, fact.period.span), fact)
    return found


def _is_copy(own: Mapping[object, Fact], others: Mapping[object, Fact]) -> bool:
    common = own.keys() & others.keys()
    if len(common) < _LEAST_COMMON or len(common) < _HELD * min(len(own), len(others)):
        return False
    return sum(1 for key in common if own[key].value == others[key].value) >= _ALIKE * len(common)
