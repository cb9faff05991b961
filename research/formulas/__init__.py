"""The language that formulas of metrics and of questions are written in."""
