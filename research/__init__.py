"""Question understanding, retrieval, metrics, citations and answers over the catalog."""
