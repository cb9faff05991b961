"""Migrations of `ledger.db`."""
