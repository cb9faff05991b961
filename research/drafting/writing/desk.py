"""A reader's drafts: written from a template, kept as the next version, and recorded."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from research.audit.acts import Act, Acts
from research.drafting.templates.reading import Template
from research.drafting.templates.shelf import TemplateShelf
from research.drafting.writing.elements import house_elements, with_house
from research.drafting.writing.worded import LEFT_OUT
from research.drafting.writing.writer import DraftWriter, Subject, Written
from research.errors import NotFoundError
from research.nouns.access import Access
from research.nouns.drafts import Draft
from research.protocols.ledger import DraftStore


class DraftDesk:
    """Writes drafts and keeps them; each user's are their own."""

    def __init__(self, writer: DraftWriter, drafts: DraftStore, acts: Acts, *, folder: Path) -> None:
        self._writer, self._drafts, self._acts, self._folder = writer, drafts, acts, folder

    @property
    def shelf(self) -> TemplateShelf:
        """Return the templates that can be used: the program's, and the workspace's own."""
        return TemplateShelf(self._folder)

    def write(self, template: Template, subject: Subject, access: Access, now: datetime, *, in_words: bool = True) -> Written:
        """Return the draft as it would be kept; what the house gives for every draft fills what was not given. Raises as `DraftWriter`.

        With `in_words` of false no model is asked, even where one is set up.
        """
        elements = with_house(subject.elements or {}, house_elements(self._folder), template.front)
        return self._writer.write(template, replace(subject, elements=elements), access, now, in_words=in_words)

    def keep(self, written: Written, access: Access) -> Draft:
        """Return a written draft as kept, the subject's next version, and record it; raises CouldNotAskError as `DraftStore.save`."""
        kept = self._drafts.save(access, written.draft, expected=self._version(access, written.draft.id))
        self._acts.record(access, _act(written, kept))
        return kept

    def _version(self, access: Access, draft_id: str) -> int:
        try:
            return self._drafts.get(access, draft_id).version
        except NotFoundError:
            return 0


def _act(written: Written, kept: Draft) -> Act:
    places = [one.citation for one in kept.sources]
    cited = [f"{one.document_id}:{one.page}:{one.start}-{one.end}" for one in places]
    details = (
        ("template", kept.template),
        ("draft", kept.id),
        ("version", str(kept.version)),
        ("draft_sha256", hashlib.sha256(repr(kept.sections).encode()).hexdigest()),
        ("sources", ",".join(cited)),
        ("figures", f"{written.counts.passed} of {written.counts.figures}"),
        ("missing", str(len(written.missing))),
        ("open", str(len(kept.open_items))),
        ("models", ",".join(written.models)),
        ("struck", str(sum(line.startswith(LEFT_OUT) for line in written.missing))),
    )
    return Act("draft", kept.title, details, tuple(one.document_id for one in places), is_embedded=True)
