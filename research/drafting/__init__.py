"""Drafts: checked against the library, written from it, and filings set beside each other."""
