"""Tables of figures beside the primary statements: segments, quarters, guidance, bridges, indicators, notes; and facts from them."""
