"""What a user does to the library's documents and names, each recorded in the audit trail.

Documents are changed by the worker alone: a correction is kept at once, and a job brings its document up to it. Both are kept in one step,
which ends after the ledger has the record: nothing is changed unrecorded, however the process ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Protocol

from ingest.corrected import NEVER_UNKNOWN
from ingest.given import PARSERS, as_text, parse_field
from ingest.recording import source_words
from research.audit.acts import reader_details
from research.directory import CompanyDirectory, identity
from research.errors import NotFoundError, UsageError
from research.nouns.access import Access
from research.nouns.corrections import Corrected, Correction, needed_for
from research.nouns.documents import Document, DocumentState
from research.nouns.jobs import IngestJob, JobState, JobTask
from research.nouns.queries import AuditEvent, DocumentFilter
from research.nouns.roles import Action
from research.protocols.documents import DocumentStore
from research.protocols.ledger import Ledger
from research.protocols.upkeep import CompanyNames, CorrectionStore, JobQueue

_LONGEST_REASON = 500
_NAME_ADDED, _NAME_REMOVED = "add name", "remove name"


class KeptWorkspace(Protocol):
    """What upkeep needs of a workspace."""

    @property
    def documents(self) -> DocumentStore:
        """Return the documents."""
        ...

    @property
    def corrections(self) -> CorrectionStore:
        """Return the user's corrections."""
        ...

    @property
    def names(self) -> CompanyNames:
        """Return the user's table of company names."""
        ...

    @property
    def jobs(self) -> JobQueue:
        """Return the queue and the lease."""
        ...

    @property
    def ledger(self) -> Ledger:
        """Return the audit trail."""
        ...


@dataclass(frozen=True, slots=True)
class RemovedName:
    """A name that was taken out of the table, and what it meant."""

    name: str
    company: str


class Upkeep:
    """Corrections, removals and names of one workspace. What changes a document returns the id of the batch that does it."""

    def __init__(self, workspace: KeptWorkspace) -> None:
        self._workspace = workspace

    def correct(self, access: Access, document_id: str, field: str, text: str, *, reason: str = "") -> str:
        """Put a value in place of a document's own; empty text says that it is unknown.

        Raises UsageError in one line for a value that does not fit, NotFoundError.
        """
        access.need(needed_for(Corrected.METADATA, field))
        document = self.standing(access, document_id)
        correction = self._correction(access, document, field, text, reason=reason)
        with self._workspace.jobs.together():
            made = self._workspace.corrections.make(correction)
            batch = self.queue([document], JobTask.CORRECT)
            self.record(access, "correct", document.name, told(made), apart=told_apart(made))
        return batch

    @staticmethod
    def _correction(access: Access, document: Document, field: str, text: str, *, reason: str) -> Correction:
        """Return the correction that a typed value is; raises UsageError."""
        value = _value(field, text)
        held = getattr(document, field)
        before = None if held in (None, "") else as_text(held)
        if value == before:
            raise UsageError(f"{field_words(field)} is {value or 'unknown'} already", "there is nothing to correct")
        return Correction(
            kind=Corrected.METADATA,
            target=document.source_key,
            field=field,
            before=before,
            value=value,
            user=access.user,
            made_at=datetime.now(UTC),
            reason=shorten_reason(reason),
            origin=dict(document.sources).get(field, ""),
        )

    def relabel(self, access: Access, document_id: str, label: str, *, reason: str) -> str:
        """Give a document in any state and all its versions another label, at once, which updates keep; raises UsageError, NotFoundError.

        Returns "" where nothing is left to do, since no version answers.
        """
        access.need(Action.LABEL)
        document = self._document(access.above_walls(Action.LABEL), document_id)
        correction = self._correction(access, document, "label", label, reason=reason)
        with self._workspace.jobs.together():
            made = self._workspace.corrections.make(correction)
            self._workspace.documents.relabel(document.id, label)
            answers = self._workspace.documents.current(document.source_key) is not None
            batch = self.queue([document], JobTask.CORRECT) if answers else ""
            self.record(access, "correct", document.name, told(made), apart=told_apart(made))
        return batch

    def undo(self, access: Access, document_id: str, correction_id: int) -> str:
        """Undo a correction of a document: what it outranked counts again. Raises NotFoundError, UsageError."""
        document = self.standing(access, document_id)
        with self._workspace.jobs.together():
            undone = self._workspace.corrections.undo(access, correction_id, at=datetime.now(UTC))
            batch = self.queue([document], JobTask.CORRECT)
            self.record(access, "undo correction", document.name, told(undone), apart=told_apart(undone))
        return batch

    def read_again(self, access: Access, document_id: str) -> str:
        """Read a document's file again, changed or not; the kept bytes when the file is gone. Raises NotFoundError, UsageError."""
        access.need(Action.INGEST)
        document = self.standing(access, document_id)
        with self._workspace.jobs.together():
            batch = self.queue([document], JobTask.READ_AGAIN)
            self.record(access, "read again", document.name, (("source", source_words(document.source_key)),))
        return batch

    def remove(self, access: Access, document_id: str) -> str:
        """Take a document out of what answers; old answers still open it. Raises NotFoundError, UsageError."""
        access.need(Action.CORRECT)
        document = self.standing(access, document_id)
        with self._workspace.jobs.together():
            batch = self.queue([document], JobTask.REMOVE)
            self.record(
                access, "remove document", document.name, (("source", source_words(document.source_key)), ("document", document.id))
            )
        return batch

    def restore(self, access: Access, document_id: str) -> str:
        """Read a removed document in again from its kept bytes; raises NotFoundError, UsageError when a version of it answers."""
        access.need(Action.CORRECT)
        document = self._document(access, document_id)
        if self._workspace.documents.current(document.source_key):
            raise UsageError(f"a version of {document.name} answers already", "reload the page")
        with self._workspace.jobs.together():
            batch = self.queue([document], JobTask.READ, content_hash=document.content_hash, brought_by=access.user)
            self.record(
                access, "restore document", document.name, (("source", source_words(document.source_key)), ("document", document.id))
            )
        return batch

    def add_name(self, access: Access, name: str, company: str) -> None:
        """Say which company a name means; raises UsageError when either is empty."""
        access.need(Action.CORRECT)
        name, company = " ".join(name.split()), " ".join(company.split())
        if not identity(name) or not identity(company):
            raise UsageError("a name and the company that it means are both needed", "fill in both")
        with self._workspace.jobs.together():
            self._workspace.names.put(name, company, user=access.user)
            self.record(access, _NAME_ADDED, name, (("company", company),))

    def remove_name(self, access: Access, name: str) -> None:
        """Forget what a name means; raises NotFoundError, also for one that the reader may not know of."""
        access.need(Action.CORRECT)
        if identity(name) not in {identity(one) for one in self.names(access)}:
            raise NotFoundError(f"the table of company names has no {name}", "list it with `desk names`")
        company = self._workspace.names.all().get(name, "")
        with self._workspace.jobs.together():
            self._workspace.names.remove(name)
            self.record(access, _NAME_REMOVED, name, (("company", company),))

    def names(self, access: Access) -> dict[str, str]:
        """Return the table of names by name: of companies that the reader may see a document of, and what they added themselves."""
        table = self._workspace.names.all()
        if access.labels is None and not access.closed:
            return table
        companies = CompanyDirectory(self._workspace.documents, self._workspace.names).companies(access)
        known = {identity(said) for one in companies for said in (one.name, *one.spellings, *one.other_names)}
        added = self._workspace.ledger.events(access, action=_NAME_ADDED)
        own = {(identity(event.subject), dict(event.details).get("company")) for event in added}
        return {name: company for name, company in table.items() if identity(name) in known or (identity(name), company) in own}

    def removed_names(self, access: Access, *, limit: int = 5) -> tuple[RemovedName, ...]:
        """Return the names that the reader has removed and not put back, the last removed first."""
        held = {identity(name) for name in self._workspace.names.all()}
        found: dict[str, RemovedName] = {}
        for event in self._workspace.ledger.events(access, action=_NAME_REMOVED):
            company = dict(event.details).get("company", "")
            if company and identity(event.subject) not in held:
                found.setdefault(identity(event.subject), RemovedName(event.subject, company))
        return tuple(found.values())[:limit]

    def _document(self, access: Access, document_id: str) -> Document:
        found = self._workspace.documents.find(access, DocumentFilter(ids=(document_id,), any_state=True))
        if not found:
            raise NotFoundError(f"document {document_id[:12]} is not in the library", "reload the page; it may have been replaced")
        return found[0]

    def standing(self, access: Access, document_id: str) -> Document:
        """Return a document that has not been replaced or removed; raises NotFoundError, UsageError."""
        document = self._document(access, document_id)
        if document.state is DocumentState.SUPERSEDED:
            raise UsageError(f"this version of {document.name} was replaced or removed", "open the version that answers")
        return document

    def queue(self, documents: Sequence[Document], task: JobTask, *, content_hash: str | None = None, brought_by: str | None = None) -> str:
        """Queue work on some documents as one batch and return the batch's id; `brought_by` is who brings one back."""
        first = IngestJob(0, "", "", None, None, (), JobState.QUEUED, content_hash=content_hash, task=task, brought_by=brought_by)
        return self._workspace.jobs.enqueue([replace(first, path=one.source_key) for one in documents])

    def record(
        self,
        access: Access,
        action: str,
        subject: str,
        details: tuple[tuple[str, str], ...],
        *,
        apart: tuple[tuple[str, str], ...] = (),
    ) -> None:
        """Record in the audit trail what the reader did to something; `apart` are details in words of documents."""
        seen = reader_details(access, self._workspace.documents.version())
        self._workspace.ledger.record(AuditEvent(datetime.now(UTC), access.user, action, subject, (*details, *seen), apart=apart))


def shorten_reason(reason: str) -> str:
    """Return a typed reason as it is kept."""
    return " ".join(reason.split())[:_LONGEST_REASON]


def field_words(field: str) -> str:
    """Return a field's name as readers see it: "Fiscal year"."""
    return field[:1].upper() + field[1:].replace("_", " ")


def _value(field: str, text: str) -> str | None:
    """Return a typed value as it is kept; raises UsageError."""
    if field not in PARSERS:
        raise UsageError(f"{field!r} is no field of a document", f"fields: {', '.join(PARSERS)}")
    typed = " ".join(text.split())
    if not typed:
        if field in NEVER_UNKNOWN:
            raise UsageError(f"{field_words(field)} cannot be unknown", "give a value")
        return None
    if field == "ticker" or (field == "form_type" and typed[0].isdigit()):
        typed = typed.upper()
    try:
        return as_text(parse_field(field, typed))
    except ValueError as error:
        raise UsageError(f"{field_words(field)} “{typed[:60]}” does not fit: {error}", "correct the value") from error


def told(one: Correction) -> tuple[tuple[str, str], ...]:
    """Return what the audit trail says of a correction."""
    return (("correction", str(one.id)), ("source", source_words(one.target)), ("reason", one.reason))


def told_apart(one: Correction) -> tuple[tuple[str, str], ...]:
    """Return what is recorded of a correction beside the trail: what the document says, and what is put in its place."""
    source = sha256(one.target.encode("utf-8", "surrogatepass")).hexdigest()  # an address may have a secret in it
    return (("source_sha256", source), ("field", one.field), ("before", one.before or "unknown"), ("value", one.value or "unknown"))
