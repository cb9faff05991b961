"""Two invented filings of one company that differ in every way that is told of, and stores that hold them."""

from __future__ import annotations

from dataclasses import replace

from ingest.chunking import chunk_document
from research.directory import CompanyDirectory
from research.drafting.comparing.comparer import DocumentComparer
from research.nouns.access import Access
from research.nouns.facts import Statement
from tests.fakes.stores import fake_catalog
from tests.research.statements.samples import COMPANY, make_filing, read_filing, year

READER = Access("analyst")
HOSTILE = "<script>alert('x')</script> **bold** [link](http://127.0.0.1)"
RISKS_OLD = f"""Item 1A. Risk Factors

Storms may sink our ferry

Our ferry to Skerrow carries all finished goods, and it stops in heavy swell for days at a time in winter.

Glaziers may strike

The guild of glaziers sets our wages, and its contract with us ends in May 2024 after three years of calm.

Herons block our intake

{HOSTILE} Herons have twice blocked the cooling intake of the foundry and may do so again in any spring.
"""
RISKS_NEW = """Item 1A. Risk Factors

Storms may sink our ferry

Our ferry to Skerrow carries most finished goods, and it stops in heavy swell for days at a time in winter.

Glaziers may strike

The guild of glaziers sets our wages, and its contract with us ends in May 2025 after four years of calm.

A lighthouse may go dark

The lighthouse that our drones steer by belongs to a harbor board that may close it without telling anybody.
"""
DISCUSSION = """Item 7. Management's Discussion and Analysis

We look at adjusted operating income, which is defined as operating income before restructuring{more} charges of the year.

Demand for brass lamps held up in the harbor towns, while the inland towns bought fewer lamps than they did before.
"""
LINES = "Item 8. Financial Statements\n{heads}\nNet sales {sales}\nFreight {freight}\nTotal costs {costs}\n"
CONCEPTS = {"Net sales": "revenue", "Total costs": "total_operating_expenses"}
OLDER_ROWS = LINES.format(heads="2023 2022", sales="2,400 2,200", freight="(11.5) (10)", costs="1,204 1,100")
NEWER_ROWS = LINES.format(heads="2024 2023", sales="2,640 2,400", freight="(12) (11.9)", costs="1,311 1,204")


def stated(name, end, *pages, **changes):
    """Return a filing with its chunks and facts."""
    document = make_filing(name, end, *pages, **changes)
    chunks = chunk_document(document, (), count_pieces=lambda texts: [len(text.split()) for text in texts], max_pieces=120)
    return document, chunks, read_filing(document, Statement.INCOME, (year(end), year(end - 1)), CONCEPTS)


def older(**changes):
    return stated("q-2023", 2023, RISKS_OLD, DISCUSSION.format(more=""), OLDER_ROWS, **changes)


def newer(**changes):
    return stated("q-2024", 2024, RISKS_NEW, DISCUSSION.format(more=" and relocation"), NEWER_ROWS, **changes)


def catalog_of(*filings):
    catalog = fake_catalog()
    for document, chunks, facts in filings:
        catalog.documents.add(document, chunks, facts)
        catalog.documents.keep_original(document.content_hash, document.name.encode())
    return catalog


def comparer_of(*filings, note=lambda *_: None):
    catalog = catalog_of(*filings)
    directory = CompanyDirectory(catalog.documents, catalog.names)
    return DocumentComparer(catalog.documents, catalog.facts, directory, note=note)


def comparison(**changes):
    return replace(comparer_of(older(), newer()).compare(READER, "q-2023", "q-2024"), **changes)


__all__ = ["COMPANY", "HOSTILE", "READER", "catalog_of", "comparer_of", "comparison", "newer", "older", "stated"]
