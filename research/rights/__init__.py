"""Who may see what: labels, grants and the restricted list."""
