"""Drafts checked line by line: each sentence against what the library states."""
