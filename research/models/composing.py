"""Puts together what writes answers with models, as the settings say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from urllib.parse import urlsplit

from research.models.checking import DraftChecker
from research.models.limited import Caps
from research.models.sending import may_be_sent
from research.models.service import Asking, ModelAnswers
from research.models.writer import ModelWriter
from research.protocols.models import LLM
from research.settings import Settings
from research.verification.citing import EvidenceReader


def model_answers(models: Sequence[LLM], asking: Asking, evidence: EvidenceReader, settings: Settings) -> ModelAnswers:
    """Return what puts answers into the words of models, within the limits that are set, of documents that may be sent to them."""
    checker, may_send = DraftChecker(asking.documents, evidence), partial(may_be_sent, settings.withheld_labels)
    caps = Caps(settings.answer_calls, settings.answer_tokens, settings.answer_seconds, settings.answer_money)
    writing = partial(ModelWriter, documents=asking.documents, checker=checker, may_send=may_send)
    places = {one.name: urlsplit(one.url).netloc for one in settings.language_models[::-1]}
    return ModelAnswers(models, caps, writing, asking=replace(asking, places=places), may_send=may_send)
