"""The lexical index: how words and numbers are read, and that damaged files are found."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from research.adapters.tantivy_index import TantivyIndex, searchable
from research.errors import IndexDamagedError
from research.nouns.documents import Chunk
from research.nouns.queries import LexicalQuery, WeightedPhrase
from tests.waiting import LONG_SECONDS

ALL = frozenset({"a", "b", "c"})
CHILD = """
import os, signal, sys
from pathlib import Path
from research.adapters.tantivy_index import TantivyIndex
from tests.adapters.test_tantivy_index import make_chunks

class Fatal(list):
    passes = 0
    def __iter__(self):
        self.passes += 1
        if self.passes == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
        return super().__iter__()

TantivyIndex(Path(sys.argv[1])).add("b", Fatal(make_chunks("b", "net sales")))
"""


def make_chunks(document_id, *texts):
    return [Chunk(f"{document_id}{place}", document_id, place, 0, len(text), text, 1) for place, text in enumerate(texts)]


def search(index, *phrases, limit=10):
    query = LexicalQuery(tuple(WeightedPhrase(tuple(phrase.split())) for phrase in phrases))
    return [hit.chunk_id for hit in index.query(query, limit=limit, document_ids=ALL)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$ 1,577 and (12,345,678.90)", "$ 1577 and (12345678.90)"),
        ("1,57 and 2018,2019", "1,57 and 2018,2019"),
        ("Form 10-K, 10\u2011Q/A and S-1; page F-12", "Form 10K, 10Q/A and S1; page F12"),
        ("year-end 2017-2018, x.y and J. Dunmore", "year-end 2017-2018, x.y and J. Dunmore"),
        ("the U.S. market, U.K.", "the US market, UK"),
        ("the company\u2019s and Moody's", "the company and Moody"),
        ("\ufb01nancial state\u00adments", "financial statements"),
        ("Q4营业收入增长8%", "Q4 营业 收入 增长 8%"),
    ],
)
def test_spellings_of_one_thing_meet(text, expected):
    assert searchable(text) == expected


def test_chinese_is_found_by_its_words(tmp_path):
    index = TantivyIndex(tmp_path)
    index.add("a", make_chunks("a", "公司实现营业收入37.42亿元，同比增长13.2%", "减速器新产线投产，设计产能40万套"))
    assert search(index, "减速器") == ["a1"]
    assert search(index, "营业收入") == ["a0"]
    assert search(index, "新产线的产能是多少") == ["a1"]
    assert search(index, "航运") == []
    index.close()


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (
            "Purchases of property, plant and equipment (PP&E)  $ (1,577)",
            ["1,577", "1577", "PP&E", "purchase", "properties", "plant and equipment"],
        ),
        ("Annual report on Form 10-K for the U.S. market", ["10-k", "10K", "form 10-K", "US", "u.s.", "markets"]),
        ("3M Company’s margin was 30.8% at year-end", ["3m", "30.8", "year-end", "company", "company's margin"]),
        ("Société Générale holds AT&T", ["societe generale", "AT&T"]),
    ],
)
def test_what_an_analyst_types_finds_what_is_printed(tmp_path, text, asked):
    index = TantivyIndex(tmp_path)
    index.add("a", make_chunks("a", text, "something else altogether"))
    for words in asked:
        assert search(index, words) == ["a0"], words


@pytest.mark.parametrize("words", ["157", "577", "30", "report annual", "10"])
def test_parts_and_turned_phrases_do_not_match(tmp_path, words):
    index = TantivyIndex(tmp_path)
    index.add("a", make_chunks("a", "Annual report on Form 10-K: 1,577 or 30.8 %"))
    assert search(index, words) == []


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("tantivy") / "index"
    index = TantivyIndex(folder)
    for name in "abc":
        index.add(name, make_chunks(name, *(f"net sales of segment {number} in the year" for number in range(40))))
    index.close()
    return folder


@pytest.fixture
def folder(whole, tmp_path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "index"))


def damage(path: Path, how: str) -> None:
    """Damage a file by putting another in its place: an open index keeps the mapped one, which must not be cut short under it."""
    content = bytearray(path.read_bytes())
    path.unlink()
    if how == "flipped":
        content[len(content) // 2] ^= 0x40
        path.write_bytes(content)
    elif how != "gone":
        path.write_bytes(content[: {"empty": 0, "half": len(content) // 2, "short": len(content) - 10}[how]])


@pytest.mark.parametrize("how", ["empty", "half", "short", "flipped", "gone"])
@pytest.mark.parametrize("kind", ["*.term", "*.idx", "*.pos", "*.store", "*.fieldnorm", "*.fast", "meta.json", ".managed.json"])
def test_a_damaged_file_is_found_open_or_not(folder, kind, how):
    index = TantivyIndex(folder)
    index.check()
    damage(sorted((folder / "data").glob(kind))[0], how)
    for one in (index, TantivyIndex(folder)):
        for use in (one.check, lambda one=one: search(one, "sales")):
            with pytest.raises(IndexDamagedError):
                use()
    index.quarantine()
    assert index.documents() == {}
    index.add("a", make_chunks("a", "net sales"))
    assert search(index, "sales") == ["a0"]


def test_a_reader_sees_what_another_process_adds(folder):
    reader = TantivyIndex(folder)
    assert len(search(reader, "sales", limit=200)) == 120
    done = subprocess.run([sys.executable, "-c", CHILD, str(folder), "0"], check=True, timeout=LONG_SECONDS, capture_output=True)
    assert done.stderr == b""
    assert reader.documents() == {"a": 40, "b": 1, "c": 40}
    assert len(search(reader, "sales", limit=200)) == 81


def test_a_killed_write_is_damage(folder):
    # The third pass over the chunks is the one that writes them.
    done = subprocess.run([sys.executable, "-c", CHILD, str(folder), "3"], check=False, timeout=LONG_SECONDS, capture_output=True)
    assert done.returncode == -signal.SIGKILL
    index = TantivyIndex(folder)
    for use in (index.documents, index.check, lambda: search(index, "sales")):
        with pytest.raises(IndexDamagedError, match="not finished"):
            use()
    index.quarantine()
    assert index.documents() == {}
    index.check()
