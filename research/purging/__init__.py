"""Doing away with documents: from every store, index, cache and free page, and out of what was made from them."""
