"""Presentations: a page for each slide, with tables, charts' figures and the speaker's notes."""
