"""Which documents a purge or a hold is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from research.audit.typed import LONGEST_REASON, one_line
from research.directory import CompanyDirectory
from research.errors import NotFoundError, UsageError
from research.nouns.access import SYSTEM, Access
from research.nouns.documents import Document
from research.nouns.purging import Chosen
from research.nouns.queries import DocumentFilter
from research.protocols.documents import DocumentStore
from research.purging.holds import PART_MARK, company_names, is_of_company, is_of_source, real_path

_MOST_NAMED = 3
# What each way to choose says when nothing is there.
_NOTHING = {
    Chosen.DOCUMENT: "no document named {} is in the library",
    Chosen.SOURCE: "nothing in the library was read from {}",
    Chosen.COMPANY: "no document of {} is in the library",
    Chosen.LABEL: "no document labelled {} is in the library",
}


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
        return self.versions(self._seen(access, choice))

    def _seen(self, access: Access, choice: Choice) -> list[Document]:
        """Return the versions that the reader sees; raises as `chosen`."""
        found = self._found(access, choice)
        if not found:
            raise NotFoundError(_NOTHING[choice.kind].format(choice.target), "desk status lists what is")
        sources = {one.source_key: one for one in sorted(found, key=lambda one: one.known_at)}
        if choice.kind is Chosen.DOCUMENT and len(sources) > 1:
            named = ", ".join(f"{one.id} ({key})" for key, one in sorted(sources.items())[:_MOST_NAMED])
            raise UsageError(f"{choice.target!r} names documents of {len(sources)} sources", f"name one by its id: {named}")
        return found

    def versions(self, documents: Sequence[Document]) -> list[Document]:
        """Return every version of the documents' sources, by name; raises NotFoundError where none is left.

        Who may do away with a document does away with all of it: also with versions that they may not see, or that came later than they
        look at.
        """
        keys = sorted({one.source_key for one in documents})
        found = {one.id: one for key in keys for one in self._of_source(SYSTEM, key) if one.source_key == key}
        if not found:
            raise NotFoundError("the documents are not there any more", "desk status lists what there is")
        return sorted(found.values(), key=lambda one: (one.name, one.known_at, one.id))

    def source_of(self, access: Access, name: str) -> Document:
        """Return the newest version, in any state, of a document of a name or id that the reader sees; raises NotFoundError, UsageError."""
        return max(self._seen(access, Choice(Chosen.DOCUMENT, name)), key=lambda one: one.known_at)

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
    """Return how a path or address that was typed may stand in the catalog: as it is, and as the absolute paths that it means."""
    if "://" in source:
        return (source,)
    path, mark, part = source.partition(PART_MARK)
    found = [source, absolute(source), real_path(source)]
    found += [f"{one}{mark}{part}" for one in (absolute(path), real_path(path))] if path and mark else []
    return tuple(dict.fromkeys(found))


def absolute(path: str) -> str:
    """Return a path from the root on, links in it left as they are."""
    return str(Path(path).absolute())


def checked_reason(reason: str) -> str:
    """Return a reason as it is kept; raises UsageError for none and for one that is too long."""
    return one_line(reason, "reason", LONGEST_REASON)
