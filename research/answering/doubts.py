"""What is doubtful of the figures that an answer gives: a short caveat on each, in its sentence and on its calculation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from research.answering.sentences import NOTE
from research.directory import Company
from research.metrics.operands import caveats_of, facts_of
from research.nouns.access import Access
from research.nouns.answers import Answer, Claim
from research.nouns.facts import Calculation, Fact
from research.nouns.quality import Finding, Severity

# Of more companies, quoted sentences are not held against what is doubtful.
MOST_COMPANIES = 4


class Doubts(Protocol):
    """Findings on the figures of a company, as `QualityReader` has them."""

    def of_figures(self, access: Access, spellings: Sequence[str]) -> Mapping[str, tuple[Finding, ...]]:
        """Return the findings on figures of the documents that a reader may see, by the ids of the facts in doubt."""
        ...


def with_doubts(answer: Answer, doubts: Doubts, companies: Iterable[Company], access: Access) -> Answer:
    """Return an answer whose figures say what is doubtful of them; what they say already, and notes, are left out.

    Of figures in the sentences that it quotes a line of what is missing says it: their words stay as they are printed.
    """
    asked = tuple(companies)
    lines = _quoted(answer, doubts, asked, access) if len(asked) <= MOST_COMPANIES else ()
    answer = replace(answer, missing=(*answer.missing, *lines)) if lines else answer
    if not answer.values:
        return answer
    spellings = {spelling: tuple(company.spellings) for company in asked for spelling in company.spellings}
    held: dict[tuple[str, ...], Mapping[str, tuple[Finding, ...]]] = {}
    changed: dict[int, Calculation] = {}
    for calculation in _calculations(answer):
        said = caveats_of(calculation)
        new: list[str] = []
        for fact in facts_of(calculation):
            names = spellings.get(fact.company, (fact.company,))
            if names not in held:
                held[names] = doubts.of_figures(access, names)
            new += [one for found in held[names].get(fact.id, ()) if (one := _caveat(found, fact)) and one not in said]
        if new:
            changed[id(calculation)] = replace(calculation, caveats=tuple(dict.fromkeys((*calculation.caveats, *new))))
    return _said(answer, changed) if changed else answer


def _quoted(answer: Answer, doubts: Doubts, companies: Sequence[Company], access: Access) -> tuple[str, ...]:
    """Return a line for each finding on a figure that stands in a sentence which the answer quotes."""
    places = [one for claim in answer.claims if claim.calculation is None for one in claim.citations]
    if not places:
        return ()
    lines: dict[str, None] = {}
    for company in companies:
        for key, findings in doubts.of_figures(access, company.spellings).items():
            for found in findings:
                fact = next(one for one in found.in_doubt if one.id == key)
                stands = any(one.document_id == fact.document_id and one.start <= fact.cell_start < one.end for one in places)
                if stands and found.severity is not Severity.NOTE:
                    lines[f"{found.document}, page {fact.page}: a quoted figure is in doubt, {found.doubt.value}: {found.message}"] = None
    return tuple(lines)


def _calculations(answer: Answer) -> list[Calculation]:
    held = [*(value.calculation for value in answer.values), *(claim.calculation for claim in answer.claims), answer.calculation]
    return list({id(one): one for one in held if one is not None}.values())


def _caveat(found: Finding, fact: Fact) -> str:
    """Return the caveat of a figure, "" of a note and where the figure says the same itself."""
    if found.severity is Severity.NOTE or any(found.message in caveat for caveat in fact.caveats):
        return ""
    rest = found.message if found.in_doubt[0].id == fact.id else f"as other figures of its column in {found.document}"
    return f"in doubt, {found.doubt.value}: {rest.rstrip('.')}"


def _said(answer: Answer, changed: Mapping[int, Calculation]) -> Answer:
    """Return an answer with calculations in the place of others, what they say new at the end of their sentences, each thing once."""
    told: set[str] = set()
    claims, text = [], answer.text
    for claim in answer.claims:
        now = _claim(claim, changed, told)
        text = text.replace(claim.text, now.text, 1) if now is not claim else text
        claims.append(now)
    values = tuple(replace(one, calculation=changed.get(id(one.calculation), one.calculation)) for one in answer.values)
    whole = changed.get(id(answer.calculation), answer.calculation) if answer.calculation else None
    return replace(answer, text=text, claims=tuple(claims), values=values, calculation=whole)


def _claim(claim: Claim, changed: Mapping[int, Calculation], told: set[str]) -> Claim:
    now = changed.get(id(claim.calculation)) if claim.calculation else None
    if now is None or claim.calculation is None:
        return claim
    new = [one for one in now.caveats if one not in claim.calculation.caveats and one not in told]
    told.update(new)
    return replace(claim, calculation=now, text=claim.text + "".join(f"{NOTE}{one}." for one in new))
