"""Digests: what is new and what changed for a watchlist in a window of time, every line with its source."""
