"""Puts together what writes answers with models, as the settings say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from urllib.parse import urlsplit

from research.models.checking import DraftChecker
from research.models.drafted import DraftAsker
from research.models.limited import Caps
from research.models.prose import ProseWriter
from research.models.replay import KeptReplies
from research.models.sending import may_be_sent
from research.models.service import Asking, ModelAnswers
from research.models.summaries import DigestSummaries
from research.models.writer import ModelWriter
from research.nouns.access import Access
from research.protocols.models import LLM
from research.settings import Settings
from research.verification.citing import EvidenceReader


def _caps(settings: Settings) -> Caps:
    return Caps(settings.answer_calls, settings.answer_tokens, settings.answer_seconds, settings.answer_money)


def _placed(asking: Asking, settings: Settings) -> Asking:
    """Return what answers are asked with, knowing where each model's gateway is."""
    return replace(asking, places={one.name: urlsplit(one.url).netloc for one in settings.language_models[::-1]})


def digest_summaries(models: Sequence[LLM], asking: Asking, evidence: EvidenceReader, settings: Settings) -> DigestSummaries:
    """Return what writes the paragraphs of digests with models; their replies are kept in the workspace's folder, or as is set."""
    return DigestSummaries(
        models,
        _caps(settings),
        DraftChecker(asking.documents, evidence),
        asking=_placed(asking, settings),
        may_send=partial(may_be_sent, settings.withheld_labels),
        kept=_kept(settings),
    )


def draft_prose(models: Sequence[LLM], asking: Asking, evidence: EvidenceReader, settings: Settings) -> Callable[[Access], ProseWriter]:
    """Return what gives each draft, for its reader, what writes its paragraphs with models; replies are kept as those for digests are."""
    asker = DraftAsker(_caps(settings), _placed(asking, settings), _kept(settings))
    checker, may_send = DraftChecker(asking.documents, evidence), partial(may_be_sent, settings.withheld_labels)

    def writer(access: Access) -> ProseWriter:
        """Return what writes the paragraphs of one draft for a reader."""
        return ProseWriter(models, asker, checker, may_send=may_send, access=access)

    return writer


def _kept(settings: Settings) -> KeptReplies | None:
    """Return where replies are kept: in the workspace's folder; nowhere where they are recorded ones."""
    return None if settings.replay else KeptReplies(settings.home / "summaries")


def model_answers(models: Sequence[LLM], asking: Asking, evidence: EvidenceReader, settings: Settings) -> ModelAnswers:
    """Return what puts answers into the words of models, within the limits that are set, of documents that may be sent to them."""
    checker, may_send = DraftChecker(asking.documents, evidence), partial(may_be_sent, settings.withheld_labels)
    writing = partial(ModelWriter, documents=asking.documents, checker=checker, may_send=may_send)
    return ModelAnswers(models, _caps(settings), writing, asking=_placed(asking, settings), may_send=may_send)
