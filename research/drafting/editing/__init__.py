"""Drafts at work: edited section by section, each version kept, each sentence held against its source, signed and released."""
