"""Watchlists: what may stand on one, how lists are rolled up into one, and how a user changes their own."""
