"""Two documents of one company held against each other: what was added, removed, reworded, moved, and which figures are others."""
