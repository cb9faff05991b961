"""The sample library as tests read it: where it is, its documents, their truth, and each file through its own loader."""

import json
from functools import cache
from pathlib import Path

from ingest.html.loader import HtmlLoader
from ingest.loaded import Limits
from ingest.pdf.loader import PdfLoader
from ingest.sheets.loader import XlsxLoader

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
LIBRARY = SAMPLE / "library"
COMPANIES = {
    "quillmere": "Quillmere Pumps & Instruments, Inc.",
    "tarrowby": "Tarrowby Foods Corporation",
    "osgrove": "Osgrove Home & Garden, Inc.",
    "wexcombe": "Wexcombe Bancshares, Inc.",
    "jiangyu": "江屿精密传动股份有限公司",
}
LOADERS = {".pdf": PdfLoader, ".htm": HtmlLoader, ".xlsx": XlsxLoader}


def lines(name):
    return [json.loads(line) for line in (SAMPLE / name).read_text(encoding="utf-8").splitlines()]


FACTS = lines("truth.jsonl")
EVENTS = lines("truth-events.jsonl")
DOCUMENTS = sorted({fact["document"] for fact in FACTS})
CHINESE = [name for name in DOCUMENTS if name.startswith("jiangyu")]


@cache
def load(name):
    path = next(LIBRARY.glob(f"{name}.*"))
    return LOADERS[path.suffix](Limits(max_pages=100)).load(path.read_bytes(), name=name)


def facts_of(name):
    return [fact for fact in FACTS if fact["document"] == name]
