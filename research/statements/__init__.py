"""Statements side by side: printed rows of many filings put on one sheet."""
