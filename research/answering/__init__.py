"""Answers: computed figures, verbatim extracts, or what is missing; every sentence cited."""
