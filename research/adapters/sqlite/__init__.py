"""The catalog and the ledger of one machine in SQLite: the only package that opens a SQLite database.

`open_catalog` and `open_ledger` give the stores that stand behind the protocols.
"""

from research.adapters.sqlite.stores import CatalogStores, LedgerStores, holds_catalog, holds_ledger, is_in_use, open_catalog, open_ledger

__all__ = ["CatalogStores", "LedgerStores", "holds_catalog", "holds_ledger", "is_in_use", "open_catalog", "open_ledger"]
