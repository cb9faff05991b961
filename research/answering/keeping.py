"""What a kept answer says something of: whoever opens it must be allowed to see all of these documents."""

from __future__ import annotations

from collections.abc import Iterator

from research.directory import CompanyDirectory
from research.nouns.access import Access
from research.nouns.answers import Answer
from research.nouns.facts import Calculation, Fact
from research.nouns.queries import DocumentFilter
from research.protocols.documents import DocumentStore


def documents_shown(answer: Answer, documents: DocumentStore, directory: CompanyDirectory, access: Access) -> tuple[str, ...]:
    """Return the ids of the documents that an answer cites, computes from, retrieved, or names in its notes and choices, each once.

    Of what its reader could see: the documents that its notes name, and those by which the library knows the companies that it offers.
    """
    texts = [claim.text for claim in answer.claims] + list(answer.missing)
    texts += [caveat for value in answer.values for caveat in value.calculation.caveats]
    said = "\n".join(texts).strip()
    named = documents.find(access, DocumentFilter(named_in=said)) if said else []
    offered = {choice.label for choice in answer.choices}
    carriers = [one for one in directory.carriers(access) if one.company in offered] if offered else []
    return tuple(dict.fromkeys((*_made_from(answer), *(one.id for one in sorted((*named, *carriers), key=lambda one: one.name)))))


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
