"""Metrics: figures by name, each computed from facts with its formula, convention and operands."""
