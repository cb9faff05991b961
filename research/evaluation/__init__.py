"""Measurement: page hits, document hits, figures right, wrong or refused, and latency apart from results."""
