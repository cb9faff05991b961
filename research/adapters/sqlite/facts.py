"""Facts in `catalog.db`."""

from __future__ import annotations

from research.adapters.sqlite.conditions import FINDABLE, VISIBLE, access_parameters
from research.adapters.sqlite.database import Database
from research.adapters.sqlite.fact_rows import read_fact
from research.adapters.sqlite.packing import pack_json
from research.nouns.access import Access
from research.nouns.facts import Fact
from research.nouns.queries import FactFilter

_FIND = f"""
SELECT f.*, d.id AS document_id FROM facts AS f JOIN documents AS d ON d.seq = f.document
WHERE {VISIBLE} AND {FINDABLE}"""  # noqa: S608 - constants only
_ORDER = " ORDER BY d.name, d.seq, f.page, f.start, f.cell_start, f.rowid"
_COMPANIES = f"""
SELECT DISTINCT d.company FROM documents AS d WHERE d.company IS NOT NULL AND {VISIBLE} AND {FINDABLE} ORDER BY d.company"""  # noqa: S608 - constants only
_RESTRICTIONS = {
    "companies": " AND f.company IN (SELECT value FROM json_each(:companies))",
    "concepts": " AND f.concept IN (SELECT value FROM json_each(:concepts))",
    "fiscal_years": " AND f.fiscal_year IN (SELECT value FROM json_each(:fiscal_years))",
    "fiscal_periods": " AND f.fiscal_period IN (SELECT value FROM json_each(:fiscal_periods))",
    "statements": " AND f.statement IN (SELECT value FROM json_each(:statements))",
    "document_ids": " AND d.id IN (SELECT value FROM json_each(:document_ids))",
}
# The index by company and concept leaves few rows: the plus keeps SQLite from reading whole documents instead.
_BY_CONCEPT = {"document_ids": " AND +d.id IN (SELECT value FROM json_each(:document_ids))"}
# `Fact.is_stated_total` in SQL.
_STATED_TOTALS = """
 AND f.statement IS NOT NULL AND f.dimensions = '[]' AND f.status = 'actual'
 AND (f.basis_accounting IS NULL OR f.basis_accounting IN ('GAAP', 'IFRS')) AND (f.basis_entity IS NULL OR f.basis_entity <> 'parent')"""
_OF_PARTS = " AND f.dimensions <> '[]'"


class SqliteFactStore:
    """The `FactStore` over a catalog database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, access: Access, wanted: FactFilter) -> list[Fact]:
        """Return facts of allowed documents, by document name, page and position; documents as by `DocumentStore.find`."""
        asked = {
            "companies": wanted.companies,
            "concepts": wanted.concepts,
            "fiscal_years": wanted.fiscal_years,
            "fiscal_periods": wanted.fiscal_periods,
            "statements": tuple(statement.value for statement in wanted.statements),
            "document_ids": wanted.document_ids,
        }
        restricting = {name: pack_json(values) for name, values in asked.items() if values}
        # Only what restricts enters the statement, so that SQLite can choose the index for it.
        restrictions = _RESTRICTIONS | (_BY_CONCEPT if wanted.companies and wanted.concepts else {})
        kinds = ("" if wanted.everything else _STATED_TOTALS) + (_OF_PARTS if wanted.of_parts else "")
        query = _FIND + "".join(restrictions[name] for name in restricting) + kinds + _ORDER
        with self._database.read() as connection:
            return [read_fact(row) for row in connection.execute(query, access_parameters(access) | restricting)]

    def companies(self, access: Access) -> list[str]:
        """Return the companies that allowed documents carry, ordered."""
        with self._database.read() as connection:
            return [row["company"] for row in connection.execute(_COMPANIES, access_parameters(access))]
