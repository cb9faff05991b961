"""Migrations of `catalog.db`."""
