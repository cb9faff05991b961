"""News entries that carry what they say: the companies that each is about, and the types of event that it tells of."""

import json
from functools import cache
from pathlib import Path

import pytest

from research.news.known import known_companies
from research.news.reader import NewsReader
from tests.bench.news_sets import read_set
from tests.research.news.entries import make_entry

CASES = [json.loads(line) for line in Path(__file__).with_name("news_entries.jsonl").read_text(encoding="utf-8").splitlines()]


@cache
def reader():
    return NewsReader(known_companies((), read_set("dev").table()))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"][:60])
def test_an_entry_is_understood(case):
    entry = reader().read(make_entry(case["title"], case["text"]))
    assert sorted({link.company for link in entry.companies}) == case["companies"]
    assert sorted({event.type.value for event in entry.events}) == case["events"]
