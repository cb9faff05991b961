"""Drafts: written from templates with their sources, checked against the library, and compared."""
