"""Opens the models that settings name: those that embed, and those that write."""

from __future__ import annotations

from research.adapters.gateway import GatewayModel
from research.models.replay import ReplayedModel
from research.protocols.models import LLM
from research.protocols.search import Embedder
from research.settings import Settings


def open_language_models(settings: Settings) -> tuple[LLM, ...]:
    """Return the language models that may be asked, in the order in which they are; none where none is configured.

    With a folder for replay each one gives what is recorded there: in replay mode nothing is asked, else what is not recorded yet is.
    """
    models = [GatewayModel(one) for one in settings.language_models if settings.remote or not one.is_remote]
    if settings.replay is None:
        return tuple(models)
    return tuple(ReplayedModel(one, settings.replay, asks=not settings.is_replayed) for one in models)


def open_embedding(settings: Settings) -> Embedder:
    """Return the model that embeds: the endpoint's where one is named, else one on this machine; raises ModelUnavailableError."""
    if settings.embedding_url:
        from research.adapters.embedding_endpoint import EndpointEmbedder  # noqa: PLC0415

        return EndpointEmbedder(settings)
    from research.adapters.embedding_model import open_embedder  # noqa: PLC0415  (seconds to import)

    return open_embedder(settings)
