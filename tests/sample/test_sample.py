"""The sample library: made again byte for byte, and true to the facts beside it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.loaded import Limits
from ingest.pdf.loader import PdfLoader

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
FILINGS = ("quillmere-10k-2024", "tarrowby-10k-2024")
FACTS = [json.loads(line) for line in (SAMPLE / "truth.jsonl").read_text(encoding="utf-8").splitlines()]


def test_the_script_makes_the_same_bytes_again(tmp_path):
    subprocess.run([sys.executable, str(SAMPLE / "make_sample.py"), str(tmp_path)], check=True)
    made = sorted(path.name for path in tmp_path.iterdir())
    assert made == ["quillmere-10k-2024.pdf", "tarrowby-10k-2024.pdf", "truth.jsonl"]
    for name in made:
        assert (tmp_path / name).read_bytes() == (SAMPLE / name).read_bytes(), f"run data/sample/make_sample.py: {name} is out of date"


def test_figures_that_do_not_tie_are_refused(tmp_path):
    for path in SAMPLE.glob("*.py"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    for path in (*SAMPLE.glob("*.md"), *SAMPLE.glob("*.toml")):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8").replace("[148.3, 131.7]", "[148.4, 131.7]"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(tmp_path / "make_sample.py"), str(tmp_path / "out")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "total_liabilities_and_equity is not total_assets in 2024" in done.stderr


@pytest.mark.parametrize("name", FILINGS)
def test_every_fact_is_printed_on_its_page_behind_its_label(name):
    loaded = PdfLoader(Limits(max_pages=50)).load((SAMPLE / f"{name}.pdf").read_bytes(), name=name)
    facts = [fact for fact in FACTS if fact["document"] == name]
    pages = {page.number: " ".join(loaded.text[page.start : page.end].split()) for page in loaded.pages}
    assert len(facts) > 60
    for fact in facts:
        page = pages[fact["page"]]
        printed = fact["printed"].rstrip(")")
        assert fact["label"].replace("'", "’").split()[0] in page
        assert printed in page


def test_the_library_is_small():
    assert sum((SAMPLE / f"{name}.pdf").stat().st_size for name in FILINGS) < 300_000
