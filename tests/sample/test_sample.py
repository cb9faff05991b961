"""The sample library: made again byte for byte, true to the facts beside it, and whole."""

import re
import shutil
import subprocess
import sys
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from tests.sample.library import CHINESE, COMPANIES, DOCUMENTS, FACTS, LIBRARY, SAMPLE, facts_of, load

FONT = Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc")


def make(folder, *options, script=SAMPLE / "make_sample.py"):
    return subprocess.run([sys.executable, str(script), str(folder), *options], capture_output=True, text=True, check=False)


def same_bytes(made, names):
    for name in names:
        assert (made / name).read_bytes() == (SAMPLE / name).read_bytes(), f"run data/sample/make_sample.py: {name} is out of date"


def test_the_script_makes_the_same_bytes_again(tmp_path):
    """Make the library anew; the Chinese papers only where their font is (Debian's fonts-wqy-microhei)."""
    with_chinese = FONT.is_file()
    done = make(tmp_path, *([] if with_chinese else ["--without-chinese"]))
    assert done.returncode == 0, done.stderr
    made = sorted(path.name for path in (tmp_path / "library").iterdir())
    assert made == sorted(path.name for path in LIBRARY.iterdir() if with_chinese or path.stem not in CHINESE)
    same_bytes(tmp_path, [f"library/{name}" for name in made])
    expected = (SAMPLE / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    lines = (tmp_path / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    assert lines == [line for line in expected if with_chinese or '"jiangyu-' not in line]
    news = sorted(str(path.relative_to(tmp_path)) for path in (tmp_path / "news").rglob("*.*"))
    assert news == sorted(str(path.relative_to(SAMPLE)) for path in (SAMPLE / "news").rglob("*.*"))
    same_bytes(tmp_path, ["truth-news.jsonl", "companies.jsonl", *news])
    if with_chinese:
        same_bytes(tmp_path, ["truth-events.jsonl"])


@pytest.mark.parametrize(
    ("file", "right", "wrong", "said"),
    [
        ("quillmere.toml", "[148.3, 131.7,", "[148.4, 131.7,", "total_liabilities_and_equity is not total_assets in 2024"),
        ("tarrowby.toml", "{ 2022 = 206310 }", "{ 2022 = 206410 }", "tarrowby-10k-2022"),
        ("tarrowby.toml", "restated = {", "unused = {", "cost_of_sales of 2022 differs from tarrowby-10k-2023"),
        ("quillmere-2024-parts.toml", "[252.7, 246.9, 760.6,", "[252.7, 246.9, 760.5,", "quillmere-10q-2024-q3"),
        ("quillmere-10k-2023.md", "{+revenue.2023/2022}", "{-revenue.2023/2022}", "{-revenue.2023/2022} is"),
        ("jiangyu.toml", 'quarter_revenue = "revenue"', 'quarter_revenue = "cost_of_sales"', "quarter_revenue of the quarters"),
    ],
)
def test_figures_that_do_not_tie_are_refused(tmp_path, file, right, wrong, said):
    for name in ("making", "source"):
        shutil.copytree(SAMPLE / name, tmp_path / name)
    shutil.copy(SAMPLE / "make_sample.py", tmp_path)
    changed = tmp_path / "source" / file
    text = changed.read_text(encoding="utf-8")
    assert right in text
    changed.write_text(text.replace(right, wrong), encoding="utf-8")
    done = make(tmp_path / "out", "--without-chinese", script=tmp_path / "make_sample.py")
    assert done.returncode == 1
    assert said in done.stderr


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_fact_is_printed_on_its_page_behind_its_label(name):
    loaded = load(name)
    facts = facts_of(name)
    pages = {page.number: re.sub(r"\s", "", loaded.text[page.start : page.end]) for page in loaded.pages}
    assert len(facts) > 60
    for fact in facts:
        page = pages[fact["page"]].replace("’", "'")
        label = re.sub(r"\s", "", fact["label"].replace("’", "'"))
        # A Chinese label that takes two lines has its figures between them.
        assert (label[:8] if name in CHINESE else label) in page, fact
        assert fact["printed"].rstrip(")") in page, fact


def test_years_connect_and_only_what_is_marked_differs_between_papers():
    stated = defaultdict(dict)
    for fact in FACTS:
        meaning = tuple(fact.get(name) for name in ("company", "statement", "concept", "basis", "start", "end", "unit"))
        stated[meaning].setdefault(fact["value"], []).append(fact)
    assert sum(len(values) > 1 or len(next(iter(values.values()))) > 1 for values in stated.values()) > 600
    differing = {meaning: values for meaning, values in stated.items() if len(values) > 1}
    assert {meaning[0] for meaning in differing} == {COMPANIES["tarrowby"], COMPANIES["osgrove"]}
    for meaning, values in differing.items():
        recast = {value for value, facts in values.items() if any("restated" in fact for fact in facts)}
        assert len(values) == 2, meaning
        assert len(recast) == 1, meaning


def test_the_split_halves_what_is_stated_per_share():
    eps = {
        fact["document"]: Decimal(fact["value"])
        for fact in FACTS
        if fact["company"] == COMPANIES["osgrove"] and fact["concept"] == "eps_diluted" and fact["end"] == "2024-02-03"
    }
    assert eps == {"osgrove-10k-2024": Decimal("2.32"), "osgrove-10k-2023": Decimal("4.64"), "osgrove-10ka-2023": Decimal("4.64")}


def test_the_library_is_whole_and_small():
    annual = {
        name: sum(one.startswith(name) and one[-4:].isdecimal() and "statements" not in one for one in DOCUMENTS) for name in COMPANIES
    }
    assert {name: min(count, 3) for name, count in annual.items()} == dict.fromkeys(COMPANIES, 3)
    assert {path.suffix for path in LIBRARY.iterdir()} == {".pdf", ".htm", ".xlsx", ".xml", ".json"}
    assert sum(path.stat().st_size for path in SAMPLE.rglob("*") if path.suffix != ".pyc") < 4_500_000
    for name in DOCUMENTS:
        assert 2 <= len(load(name).pages) <= 14
