"""The parts of an entry, its language and figures, terms in texts, and which companies are known."""

import random
from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest

from research.directory import Company
from research.news.known import KnownCompany, fingerprint, known_companies
from research.news.language import language_of
from research.news.parts import parts_of
from research.news.reader import NewsReader
from research.news.terms import TermFinder, expanded, folded, grouped
from research.nouns.watchlists import WatchedCompany
from research.text.han import is_han
from research.text.segments import is_han_word, parted_words
from tests.research.news.entries import COMPANIES, make_entry, read


def sentences(document):
    parts = parts_of(document)
    return [(one.number, parts.text[one.start : one.end]) for one in parts.sentences]


def test_an_entry_is_title_source_and_sentences_without_its_dateline():
    entry = make_entry("Title", "HARLAN BEND, Ohio, Feb. 3, 2025 (Wire) -- Harrowgate Pumps Inc. grew. It paid $1.50! 你好。再见。")
    assert sentences(entry) == [(-1, "Title"), (0, "Harrowgate Pumps Inc. grew."), (1, "It paid $1.50!"), (2, "你好。"), (3, "再见。")]
    assert (parts_of(entry).outlet, parts_of(entry).url) == ("Harrow Wire", "https://wire.example/a")


def test_an_entry_without_title_or_source_has_neither():
    entry = replace(make_entry("Title"), text="Only text here.\n", title="Harrow Wire")
    assert sentences(entry) == [(0, "Only text here.")]
    assert (parts_of(entry).outlet, parts_of(entry).url, parts_of(entry).title) == ("", "", None)
    dated = replace(entry, text="2025-02-13 12:00 UTC · https://a.example/1\n\nText.\n")
    assert (parts_of(dated).outlet, parts_of(dated).url) == ("", "https://a.example/1")


def test_a_long_article_is_read_to_a_limit():
    entry = make_entry("Title", "A sentence of some words. " * 1000)
    assert parts_of(entry).sentences[-1].end < 5000


@pytest.mark.parametrize(
    ("text", "stated", "expected"),
    [
        ("Shares of the company rose", None, "en"),
        ("Shares of the company rose", "de", "de"),
        ("云栖重工 QLMR 发布业绩快报", "en", "zh"),
        ("株価が上がった", "zh", "ja"),
        ("주가가 올랐다", None, "ko"),
        ("Shares of the company rose", "zh", "en"),
        ("12345", None, None),
    ],
)
def test_the_language_is_told_by_letters_before_the_feed(text, stated, expected):
    assert language_of(text, stated) == expected


def test_a_bare_day_of_the_month_is_no_figure():
    entry = read("云栖重工回应", "云栖重工19日在互动平台回应称，12个项目都在建，合同额2亿元。")
    assert [one.value for one in entry.figures] == [12, 200_000_000]


def test_figures_stand_in_the_title_and_the_first_sentences_in_units():
    entry = read("Harrowgate earns $1.2 billion", "Margin was 6.5%. Up 20 basis points. 营收37.42亿元。 In all 12% later.")
    assert [(one.printed, one.value, one.unit) for one in entry.figures] == [
        ("$1.2 billion", Decimal(1_200_000_000), "USD"),
        ("6.5%", Decimal("6.5"), "%"),
        ("20 basis points", Decimal("0.20"), "pp"),
        ("37.42亿元", Decimal(3_742_000_000), "CNY"),
    ]


def test_folding_keeps_every_place():
    text = "Nestlé’s “Ｑ４”—İstanbul ﬁn 你好\n"
    assert len(folded(text)) == len(text)
    assert folded("Nestlé’s Ｑ４\n") == "nestle's q4 "


def test_terms_are_whole_words_and_han_characters_have_none():
    finder = TermFinder(grouped({"a": ["cut{,s} {price,cost}"], "b": ["cut"], "c": ["增长"]}))
    found = [(hit.start, hit.end, sorted(hit.value)) for hit in finder.longest(folded("It cuts price; uncut cut, 同比增长3%"))]
    assert found == [(3, 13, ["a"]), (21, 24, ["b"]), (28, 30, ["c"])]
    assert list(expanded("a {b,} c")) == ["a b c", "a c"]
    assert TermFinder({}).longest("anything") == []


@pytest.mark.parametrize("letters", ["ab1 -", "ab1 -é¶", "ab1 -л。", "ab中 -国"], ids=["ascii", "latin", "cyrillic", "han"])
def test_terms_are_found_where_looking_at_every_place_finds_them(letters):
    terms = {"".join(one): "".join(one) for size in (1, 2, 3) for one in product(letters[0:2] + letters[-1], repeat=size)}
    chance = random.Random(letters)  # noqa: S311 - texts, not secrets
    for _ in range(60):
        text = "".join(chance.choices(letters, k=12))
        found = [(hit.start, hit.end, hit.value) for hit in TermFinder(terms).all(text)]
        assert found == sorted(_everywhere(terms, text), key=lambda one: (one[0] - one[1], one[0]))


def _everywhere(terms, text):
    """Return the places of terms that no word of letters goes on beyond, Han characters being no letters."""

    def ends(at):
        sides = text[at - 1 : at + 1] if 0 < at < len(text) else ""
        return not (sides and sides.isalnum() and not is_han(sides))

    spans = [(start, end) for start in range(len(text)) for end in range(start + 1, len(text) + 1)]
    return [(start, end, text[start:end]) for start, end in spans if text[start:end] in terms and ends(start) and ends(end)]


def test_known_companies_are_of_the_library_of_the_table_and_watched():
    directory = [Company("Harrowgate Pumps plc", ("Harrowgate Pumps plc",), ("Harrowgate Pumps", "HGP"))]
    table = {"Lumo": "Harrowgate Pumps PLC", "RNDR": "Render, Inc."}
    watched = [WatchedCompany("HGP plc", "hgp"), WatchedCompany("Marlstone Bancshares, Inc.", "MRLS")]
    known = known_companies(directory, table, watched)
    assert [(one.name, one.tickers) for one in known] == [
        ("Harrowgate Pumps plc", ("HGP",)),
        ("Marlstone Bancshares, Inc.", ("MRLS",)),
        ("Render, Inc.", ("RNDR",)),
    ]
    assert "Lumo" in known[0].names
    assert fingerprint(known) != fingerprint(known[:2])


def test_what_two_companies_are_called_means_neither():
    twins = NewsReader([*COMPANIES, KnownCompany("Harrowgate Foods, Inc.", (), ("HGF",))])
    assert twins.read(make_entry("Harrowgate cuts jobs")).companies == ()
    assert [one.company for one in twins.read(make_entry("Harrowgate Foods cuts jobs")).companies] == ["Harrowgate Foods, Inc."]


def test_rules_change_with_the_companies():
    assert NewsReader(COMPANIES).rules == NewsReader(COMPANIES).rules
    assert NewsReader(COMPANIES).rules != NewsReader(COMPANIES[:2]).rules


def test_chinese_words_are_told_apart():
    assert parted_words("Q4增长，减速器投产") == "Q4 增长 ， 减速 减速器 投产 "
    assert (is_han_word("向前"), is_han_word("云栖重")) == (True, False)
