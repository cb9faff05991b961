"""A model's draft over sources that were given to it: asked for within limits and masked, recorded, and kept when it can be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from research.models.limited import Caps, LimitedModel, Spent
from research.models.masked import MaskedModel
from research.models.replay import KeptReplies
from research.models.service import Asking
from research.models.sources import ComputedFact, Source
from research.models.writer import Attempt, parsed
from research.nouns.access import Access
from research.nouns.models import ModelDraft, ModelRequest
from research.protocols.models import LLM


@dataclass(frozen=True, slots=True)
class ForDraft:
    """What a draft is asked for with: the request, the passages and computed figures in it, and what it is for, as the record says it."""

    request: ModelRequest
    sources: Sequence[Source]
    facts: Sequence[ComputedFact]
    subject: str


class DraftAsker:
    """Asks models for drafts. The same request has the same draft, since replies are kept; nowhere with `kept` of None."""

    def __init__(self, caps: Caps, asking: Asking, kept: KeptReplies | None) -> None:
        self._caps, self._asking, self._kept = caps, asking, kept

    def draft(self, model: LLM, wanted: ForDraft, access: Access) -> ModelDraft:
        """Return the model's draft: of the reply kept for the request, else of one that is asked for; raises as the model and the reading.

        What was sent is recorded, also when there was no reply; a reply is kept if it can be read.
        """
        reply = self._kept.find(model.name, wanted.request) if self._kept else None
        if reply is not None:
            return parsed(reply)
        limited = LimitedModel(model, Spent(self._caps))
        asked = MaskedModel(limited) if model.is_remote else limited
        attempt = Attempt(asked, wanted.request, tuple(wanted.sources), tuple(wanted.facts))
        try:
            reply = attempt.ask(wanted.request)
        finally:
            if attempt.asked:
                self._asking.record(attempt.sent(), wanted.subject, access)
        draft = parsed(reply)
        if self._kept:
            self._kept.keep(model.name, wanted.request, reply)
        return draft
