"""Whether the statements of a document tie out: sums, cash, net income and shares, checked from what is printed."""
