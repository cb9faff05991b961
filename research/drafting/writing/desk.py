"""A reader's drafts: written from a template, kept as the next version, and recorded."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count
from pathlib import Path

from research.audit.acts import Act, Acts
from research.directory import Company
from research.drafting.templates.reading import Template
from research.drafting.templates.shelf import TemplateShelf
from research.drafting.writing.elements import house_elements, with_house
from research.drafting.writing.worded import LEFT_OUT
from research.drafting.writing.writer import DraftWriter, Rewritten, Subject, WantedSection, Written
from research.errors import NotFoundError, UsageError
from research.nouns.access import Access
from research.nouns.drafts import Draft, DraftState
from research.nouns.roles import Action
from research.protocols.ledger import DraftStore


class DraftDesk:
    """Writes drafts and keeps them; each user's are their own."""

    def __init__(self, writer: DraftWriter, drafts: DraftStore, acts: Acts, *, folder: Path) -> None:
        self._writer, self._drafts, self._acts, self._folder = writer, drafts, acts, folder

    @property
    def shelf(self) -> TemplateShelf:
        """Return the templates that can be used: the program's, and the workspace's own."""
        return TemplateShelf(self._folder)

    @property
    def house(self) -> dict[str, str]:
        """Return the elements that the house gives for every draft, by name; raises CannotReadError for a `house.toml` that is wrong."""
        return house_elements(self._folder)

    def write(self, template: Template, subject: Subject, access: Access, now: datetime, *, in_words: bool = True) -> Written:
        """Return the draft as it would be kept; what the house gives for every draft fills what was not given. Raises as `DraftWriter`.

        With `in_words` of false no model is asked, even where one is set up.
        """
        elements = with_house(subject.elements or {}, house_elements(self._folder), template.front)
        return self._writer.write(template, replace(subject, elements=elements), access, now, in_words=in_words)

    def rewrite(self, draft: Draft, wanted: WantedSection, access: Access, *, directory: Sequence[Company], now: datetime) -> Rewritten:
        """Return a section of a kept draft as its template would have it now.

        Raises UsageError where its template is not there, NotFoundError for a company that is not in the library, and as `DraftWriter`.
        """
        template = self.shelf.the(draft.template)
        if template.front.about == "topic" and not draft.topic:
            raise UsageError(f"draft {draft.id} does not say what its topic is", "write it anew with desk draft, then edit it")
        named = [_company(one, directory) for one in (draft.company or "", *draft.peers)]
        given = {one.name: one.value for one in draft.elements}
        elements = with_house(given, house_elements(self._folder), template.front)
        return self._writer.rewrite(template, Subject(named[0], tuple(named[1:]), draft.topic, elements), access, wanted, now=now)

    def keep(self, written: Written, access: Access) -> Draft:
        """Return a written draft as kept, the subject's next version, and record it; raises CouldNotAskError as `DraftStore.save`.

        One that somebody has edited or signed is not written over: then it is a draft of its own. Raises UsageError for a final one in a
        team, which only who reviews makes.
        """
        access.need(Action.WRITE)
        if written.draft.is_final and access.in_team:
            raise UsageError("a draft of a team is final once somebody else than its writer has released it", "send it to review")
        draft, version = self._place(access, written.draft)
        kept = replace(draft, version=version + 1)
        return self._drafts.save(access, draft, expected=version, event=self._acts.event(access, _act(written, kept)))

    def _place(self, access: Access, draft: Draft) -> tuple[Draft, int]:
        """Return a draft under the id that it is to be kept under, and the version that is there, 0 for none."""
        for number in count(1):
            named = replace(draft, id=draft.id if number == 1 else f"{draft.id}-{number}")
            try:
                held = self._drafts.get(access, named.id)
            except NotFoundError:
                return named, 0
            if held.state is DraftState.DRAFT and not any(section.id for section in held.sections):
                return named, held.version
        raise AssertionError  # the count has no end


def _company(name: str, directory: Sequence[Company]) -> Company:
    found = next((one for one in directory if name in {one.name, *one.spellings}), None)
    if found is None:
        raise NotFoundError(f"company {name!r} is not in the library", "desk status lists what is; add one with desk ingest")
    return found


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
