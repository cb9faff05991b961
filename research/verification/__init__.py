"""The number gate: whether each figure of a text is what its cited evidence states."""
