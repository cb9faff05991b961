"""Packed office files (OOXML): opened within limits, their parts, relationships and stated properties."""
