"""What a kept answer says something of: whoever opens it must be allowed to see all of these documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from research.nouns.answers import Answer
from research.nouns.documents import Document
from research.nouns.facts import Calculation, Fact


def documents_shown(answer: Answer, documents: Sequence[Document]) -> tuple[str, ...]:
    """Return the ids of the documents that an answer cites, computes from, retrieved, or names in its notes and choices, each once.

    `documents` are those that its reader could see: the ones that notes and choices may name.
    """
    texts = [claim.text for claim in answer.claims] + list(answer.missing)
    texts += [caveat for value in answer.values for caveat in value.calculation.caveats]
    offered = {choice.label for choice in answer.choices}
    named = (one.id for one in documents if one.company in offered or any(one.name in text for text in texts))
    return tuple(dict.fromkeys((*_made_from(answer), *named)))


def _made_from(answer: Answer) -> Iterator[str]:
    yield from (citation.document_id for citation in answer.citations)
    yield from (found.chunk.document_id for found in answer.retrieved)
    for value in answer.values:
        yield from (fact.document_id for fact in _facts(value.calculation))


def _facts(calculation: Calculation) -> Iterator[Fact]:
    for _, operand in calculation.inputs:
        if isinstance(operand, Fact):
            yield operand
        else:
            yield from _facts(operand)
