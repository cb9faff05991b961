"""A small invented library of companies over the fakes, in two currencies and with a bank, and the answerer over it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from research.answering.across import AcrossAnswerer
from research.answering.answerer import Answerer, Ways
from research.answering.checking import AnswerGate
from research.answering.choosing import ChoiceAnswerer
from research.answering.computed import FigureAnswerer
from research.answering.counts import CountAnswerer
from research.answering.extractive import ExtractiveReader
from research.answering.news import NewsAnswerer
from research.answering.passages import PassageAnswerer
from research.answering.reader import QuestionReader
from research.answering.verdicts import VerdictAnswerer
from research.answering.years import YearAnswerer
from research.directory import CompanyDirectory
from research.governance.service import QualityReader
from research.news.stories import StoryReader
from research.nouns.access import Access
from research.nouns.facts import Statement
from research.nouns.queries import DocumentFilter
from research.retrieval.catalog_vectors import CatalogVectors
from research.retrieval.dense import DenseSearch
from research.retrieval.lexical import LexicalSearch
from research.retrieval.retriever import Retriever
from research.settings import Settings
from research.verification.citing import EvidenceReader
from tests.fakes.indexes import FakeLexicalIndex, FakeVectorIndex, HashingEmbedder
from tests.fakes.stores import fake_catalog
from tests.research.library import make_document
from tests.research.printed_rows import Row, period, store_rows

READER = Access("reader")
QUILLMERE, TARROW, WEXCOMBE, JIANGYU = "Quillmere Pumps, Inc.", "Tarrow Foods Corporation", "Wexcombe Bancshares, Inc.", "Jiangyu Drives"
INCOME, BALANCE, CASH = Statement.INCOME, Statement.BALANCE, Statement.CASH_FLOW


def file(catalog, company, name, heads, rows, *, unit="USD", scale=10**6, month=12, part="FY", said=(), caveats=(), of=()):
    """Add a filing: `heads` are its columns ("FY2024"), rows are (statement, label, concept, values[, unit]) with a value for each head."""
    year = int(heads[0].rpartition("FY")[2])
    over = f"(in {'millions' if scale == 10**6 else 'thousands' if scale == 1000 else 'units'})"
    ends = [period(head, instant=True, month=month).end for head in heads]
    printed = [
        _printed(row, [period(head, instant=row[0] is BALANCE, month=month) for head in heads], unit, scale, caveats, of) for row in rows
    ]
    top = (f"{company} statements {over}", " ".join(str(end.year) for end in ends))
    document = make_document(name, company, year, (*top, *(one.line for one in printed), *said))
    return store_rows(catalog, replace(document, fiscal_period=part, period_end=ends[0]), printed)


def _printed(row, periods, unit, scale, caveats, of):
    statement, label, concept, values, *own = row
    shown_in = own[0] if own else unit
    by = 1 if "/" in shown_in else scale
    numbers = [Decimal(value.replace(",", "").replace("(", "-").replace(")", "")) * by for value in values]
    figures = tuple(zip(values, numbers, periods, strict=True))
    currency = shown_in.partition("/")[0] if shown_in != "shares" else None
    return Row(label, concept, statement, figures, shown_in, currency, by, {"caveats": tuple(caveats), "dimensions": tuple(of)})


YEARS = ("FY2024", "FY2023", "FY2022")
QUILLMERE_ROWS = (
    (INCOME, "Net sales", "revenue", ("1,200.0", "1,000.0", "800.0")),
    (INCOME, "Cost of sales", "cost_of_revenue", ("720.0", "650.0", "540.0")),
    (INCOME, "Operating income", "operating_income", ("180.0", "120.0", "90.0")),
    (INCOME, "Net income", "net_income", ("130.0", "88.0", "61.0")),
    (BALANCE, "Inventories", "inventories", ("100.0", "80.0", "70.0")),
    (BALANCE, "Total current assets", "total_current_assets", ("500.0", "450.0", "410.0")),
    (BALANCE, "Total current liabilities", "total_current_liabilities", ("250.0", "300.0", "290.0")),
    (BALANCE, "Total assets", "total_assets", ("1,900.0", "1,700.0", "1,600.0")),
    (CASH, "Purchases of property, plant and equipment", "capital_expenditure", ("(60.0)", "(45.0)", "(40.0)")),
)
TARROW_ROWS = (
    (INCOME, "Revenues", "revenue", ("3,000.0", "2,900.0", "2,800.0")),
    (INCOME, "Cost of goods sold", "cost_of_revenue", ("2,100.0", "2,088.0", "2,044.0")),
    (INCOME, "Net earnings", "net_income", ("210.0", "(20.0)", "140.0")),
    (BALANCE, "Total assets", "total_assets", ("4,100.0", "4,000.0", "3,900.0")),
)
WEXCOMBE_ROWS = (
    (INCOME, "Total interest income", "total_interest_income", ("412,300", "388,100", "301,500")),
    (INCOME, "Net interest income", "net_interest_income", ("240,100", "236,900", "221,700")),
    (INCOME, "Net income", "net_income", ("81,200", "77,400", "70,300")),
    (BALANCE, "Total loans", "loans", ("5,120,000", "4,980,000", "4,610,000")),
    (BALANCE, "Total deposits", "deposits", ("6,200,000", "6,040,000", "5,900,000")),
    (BALANCE, "Total assets", "total_assets", ("7,400,000", "7,150,000", "7,010,000")),
)
JIANGYU_ROWS = (
    (INCOME, "营业收入", "revenue", ("2,345,678,901.23", "2,001,234,567.89", "1,800,000,000.00")),
    (INCOME, "净利润", "net_income", ("234,567,890.12", "198,765,432.10", "150,000,000.00")),
    (BALANCE, "资产总计", "total_assets", ("9,876,543,210.00", "9,000,000,000.00", "8,500,000,000.00")),
)


def shelf(*, but=()):
    """Return a catalog with one filing of each company, `but` those of some."""
    catalog = fake_catalog()
    filings = {
        QUILLMERE: lambda: file(catalog, QUILLMERE, "quillmere-2024", YEARS, QUILLMERE_ROWS),
        TARROW: lambda: file(catalog, TARROW, "tarrow-2024", YEARS, TARROW_ROWS, month=6),
        WEXCOMBE: lambda: file(catalog, WEXCOMBE, "wexcombe-2024", YEARS, WEXCOMBE_ROWS, scale=1000),
        JIANGYU: lambda: file(catalog, JIANGYU, "jiangyu-2024", YEARS, JIANGYU_ROWS, unit="CNY", scale=1),
    }
    for company, add in filings.items():
        if company not in but:
            add()
    return catalog


def answerer_over(catalog):
    """Return an answerer over a fake catalog, without a model."""
    embedder, lexical, vectors = HashingEmbedder(dimensions=16), FakeLexicalIndex(), FakeVectorIndex(dimensions=16)
    for document in catalog.documents.find(READER, DocumentFilter()):
        chunks = catalog.documents.chunks(READER, document_ids=[document.id])
        lexical.add(document.id, chunks)
        catalog.embeddings.put(chunks, embedder.fingerprint, embedder.embed([chunk.indexed_text for chunk in chunks]))
    directory = CompanyDirectory(catalog.documents, catalog.names)
    settings = Settings()
    retriever = Retriever(
        documents=catalog.documents,
        facts=catalog.facts,
        dense=DenseSearch(
            CatalogVectors(catalog.documents, catalog.embeddings, model=embedder.fingerprint),
            vectors,
            vectors,
            exact_scan_chunks=100,
            on_damage=lambda index, error: None,
        ),
        lexical=LexicalSearch(lexical, on_damage=lambda error: None),
        embedder=embedder,
        candidates=20,
    )
    figures = FigureAnswerer(catalog.facts, catalog.documents)
    return Answerer(
        reader=QuestionReader(catalog.documents, catalog.facts, directory, lexical=lexical, settings=settings),
        retriever=retriever,
        ways=Ways(
            figures=figures,
            choices=ChoiceAnswerer(catalog.facts, figures),
            counts=CountAnswerer(catalog.facts, figures),
            across=AcrossAnswerer(figures),
            years=YearAnswerer(figures),
            news=NewsAnswerer(StoryReader(catalog.news, catalog.stories).stories, catalog.documents),
            verdicts=VerdictAnswerer(figures),
            passages=PassageAnswerer(catalog.documents, catalog.facts, ExtractiveReader()),
        ),
        gate=gate_over(catalog),
        settings=settings,
    )


def gate_over(catalog):
    """Return the gate of answers over a fake catalog."""
    directory = CompanyDirectory(catalog.documents, catalog.names)
    quality = QualityReader(catalog.documents, catalog.facts, directory)
    return AnswerGate(EvidenceReader(catalog.documents, catalog.facts, directory), quality)


def ask(question, catalog=None):
    """Return the answer to a question over a catalog, the whole shelf when none is given."""
    return answerer_over(catalog or shelf()).ask(question, READER, DocumentFilter(), top_k=5)


def shown(answer):
    """Return what an answer's figures show."""
    return [value.display for value in answer.values]
