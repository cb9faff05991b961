"""Drafts of report writers: checked, written, and documents compared."""
