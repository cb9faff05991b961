"""A news intake for workspaces whose entries are documents and nothing more."""

from __future__ import annotations

from collections.abc import Sequence

from research.nouns.documents import Document


class SilentIntake:
    """The intake that understands nothing of any entry and misses none."""

    def note(self, documents: Sequence[Document]) -> None:
        """Do nothing."""

    def outdated(self) -> list[str]:
        """Return no ids: nothing is to be noted."""
        return []

    def embedded(self, document_ids: Sequence[str]) -> None:
        """Do nothing."""
