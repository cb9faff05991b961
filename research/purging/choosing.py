"""Which documents a purge or a hold is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from research.directory import CompanyDirectory
from research.errors import NotFoundError, UsageError
from research.nouns.access import Access
from research.nouns.documents import Document
from research.nouns.purging import Chosen
from research.nouns.queries import DocumentFilter
from research.protocols.documents import DocumentStore
from research.purging.holds import company_names, is_of_company, is_of_source

_LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Choice:
    """By what documents are chosen: a document's name or id, a path or address, a company or a label."""

    kind: Chosen
    target: str

    @classmethod
    def of(cls, document: str | None, source: str | None, company: str | None, label: str | None) -> Choice:
        """Return the one choice that was made; raises UsageError for none and for several."""
        said = ((Chosen.DOCUMENT, document), (Chosen.SOURCE, source), (Chosen.COMPANY, company), (Chosen.LABEL, label))
        made = [(kind, target) for kind, target in said if target is not None]
        if len(made) != 1 or not made[0][1].strip():
            raise UsageError("say of one thing what it is", "name a document, or --source, --company or --label")
        return cls(made[0][0], made[0][1].strip())


class Chooser:
    """Finds chosen documents in every state, all versions of their sources with them."""

    def __init__(self, documents: DocumentStore, directory: CompanyDirectory) -> None:
        self._documents = documents
        self._directory = directory

    def chosen(self, access: Access, choice: Choice) -> list[Document]:
        """Return the documents, by name; raises NotFoundError for none, UsageError for a name that several sources share."""
        found = self._found(access, choice)
        if not found:
            raise NotFoundError(f"no document is chosen by {choice.kind.value} {choice.target!r}", "desk status lists what there is")
        keys = {one.source_key for one in found}
        if choice.kind is Chosen.DOCUMENT and len(keys) > 1:
            raise UsageError(
                f"{choice.target!r} names {len(keys)} sources", "say --source with one of them: " + ", ".join(sorted(keys)[:3])
            )
        return self.versions(access, found)

    def versions(self, access: Access, documents: Sequence[Document]) -> list[Document]:
        """Return every version of the documents' sources, by name; raises NotFoundError where none is left."""
        keys = sorted({one.source_key for one in documents})
        found = {one.id: one for key in keys for one in self._of_source(access, key) if one.source_key == key}
        if not found:
            raise NotFoundError("the documents are not there any more", "desk status lists what there is")
        return sorted(found.values(), key=lambda one: (one.name, one.known_at, one.id))

    def source_of(self, access: Access, name: str) -> Document:
        """Return the newest version of a document of a name or id; raises NotFoundError, UsageError."""
        return max(self.chosen(access, Choice(Chosen.DOCUMENT, name)), key=lambda one: one.known_at)

    def _found(self, access: Access, choice: Choice) -> list[Document]:
        if choice.kind is Chosen.DOCUMENT:
            return self._find(access, DocumentFilter(names=(choice.target,), any_state=True)) or self._find(
                access, DocumentFilter(ids=(choice.target,), any_state=True)
            )
        if choice.kind is Chosen.SOURCE:
            return [one for key in spellings(choice.target) for one in self._of_source(access, key)]
        if choice.kind is Chosen.COMPANY:
            names = company_names(choice.target, self._directory.companies(access))
            return [one for one in self._find(access, DocumentFilter(any_state=True)) if is_of_company(one, names)]
        return [one for one in self._find(access, DocumentFilter(any_state=True)) if one.label == choice.target]

    def _of_source(self, access: Access, key: str) -> list[Document]:
        return [one for one in self._find(access, DocumentFilter(source_start=key, any_state=True)) if is_of_source(one.source_key, key)]

    def _find(self, access: Access, wanted: DocumentFilter) -> list[Document]:
        return self._documents.find(access, wanted)


def spellings(source: str) -> Sequence[str]:
    """Return how a path or address that was typed may stand in the catalog: as it is, and as the absolute path that it means."""
    if "://" in source:
        return (source,)
    return tuple(dict.fromkeys((source, str(Path(source).absolute()), str(Path(source).resolve()))))


def checked_reason(reason: str) -> str:
    """Return a reason as it is kept; raises UsageError for none and for one that is too long."""
    said = " ".join(reason.split())
    if not said or len(said) > _LONGEST_REASON:
        raise UsageError(f"a reason of 1 to {_LONGEST_REASON} characters is needed", "say why in a sentence: it stays on record")
    return said
