"""News as it is understood: which companies an entry is about, what happened, and which entries tell one story."""
