"""Drafts that report writers bring, Word or Markdown: read into sentences whose places in the file are known."""

from ingest.drafts.reading import read

__all__ = ["read"]
