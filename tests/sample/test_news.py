"""Labelled news: what its labels say is consistent, and scores against them are what they should be by hand."""

from collections import Counter
from difflib import SequenceMatcher

import pytest

from research.nouns.news import EventType, Tie
from tests.bench.news import macro_f1, score, score_events, score_links, score_stories
from tests.bench.news_sets import FOLDERS, read_set


@pytest.fixture(scope="module", params=sorted(FOLDERS))
def news(request):
    return read_set(request.param)


def test_labels_name_what_there_is(news):
    known = {one.name for one in news.companies}
    stories = {one.key: one.labels.story for one in news.entries}
    assert len(stories) == len(news.entries)
    for entry in news.entries:
        labels = entry.labels
        assert labels.companies <= known
        assert labels.events <= {one.value for one in EventType}
        if labels.tie:
            assert (stories[labels.to] == labels.story) is (Tie(labels.tie) is not Tie.FOLLOW_UP)


def test_every_company_is_called_in_what_is_about_it(news):
    table = news.table()
    called = {name: [one for one, company in table.items() if company == name] for name in table.values()}
    for entry in news.entries:
        for company in entry.labels.companies:
            assert any(name in entry.document.text for name in called[company]), (entry.key, company)


def test_first_reports_come_first(news):
    at = {one.key: one.document.published_at for one in news.entries}
    for entry in news.entries:
        if entry.labels.to and at[entry.key] and at[entry.labels.to]:
            assert at[entry.labels.to] <= at[entry.key], entry.key


def test_every_type_of_event_and_every_tie_occurs(news):
    kinds = Counter(kind for one in news.entries for kind in one.labels.events)
    assert set(kinds) == {one.value for one in EventType}
    assert {one.labels.tie for one in news.entries} == {"", *(one.value for one in Tie)}


def test_copies_are_copies(news):
    texts = {one.key: "".join(one.document.text.split("\n", 2)[2].split()) for one in news.entries}
    for entry in news.entries:
        if entry.labels.tie == "copy":
            shorter, longer = sorted((texts[entry.labels.to], texts[entry.key]), key=len)
            same = SequenceMatcher(None, shorter, longer, autojunk=False).get_matching_blocks()
            assert sum(block.size for block in same) > 0.8 * len(shorter), entry.key


def test_the_table_of_names_knows_the_short_names():
    table = read_set("dev").table()
    assert table["Gather"] == "Gather, Inc."
    assert table["609917"] == table["江屿传动"] == "江屿精密传动股份有限公司"


def test_the_document_of_an_entry_is_what_ingest_makes_of_it():
    entry = next(one for one in read_set("dev").entries if one.key == "tm-20250204-02")
    assert entry.document.title == "CORRECTED-BRIEF-Hestwick Energy Q4 adj EPS $1.12 (not $1.21)"
    assert entry.document.text.splitlines()[1].startswith("Tallis Markets · 2025-02-04 12:20 UTC · https://tallis.example.com/markets/")
    assert f"{entry.document.published_at:%Y-%m-%d %H:%M}" == "2025-02-04 12:20"


def test_a_score_counts_what_is_right_wrong_and_missed():
    found = score({1, 2, 3, 4}, {3, 4, 5})
    assert (found.precision, found.recall) == (2 / 3, 1 / 2)
    assert found.f1 == pytest.approx(4 / 7)
    assert (score((), ()).precision, score((), ()).recall) == (1.0, 1.0)
    assert (score({1}, ()).precision, score({1}, ()).recall, score({1}, ()).f1) == (1.0, 0.0, 0.0)


def test_links_are_scored_over_all_entries():
    truth = [frozenset({"A", "B"}), frozenset(), frozenset({"C"})]
    found = score_links(truth, [frozenset({"A"}), frozenset({"C"}), frozenset({"C"})])
    assert (found.precision, found.recall) == (2 / 3, 2 / 3)
    assert found.missed == {(0, "B")}
    assert found.wrong == {(1, "C")}


def test_event_types_count_the_same_however_many_they_are():
    truth = [frozenset({"deal"}), frozenset({"deal"}), frozenset({"results"})]
    scores = score_events(truth, [frozenset({"deal"}), frozenset({"deal"}), frozenset({"guidance"})])
    assert {name: one.f1 for name, one in scores.items()} == {"deal": 1.0, "results": 0.0, "guidance": 0.0}
    assert macro_f1(scores.values()) == pytest.approx(1 / 3)
    assert macro_f1([]) == 0.0


def test_stories_are_scored_by_pairs():
    found = score_stories(["a", "a", "a", "b", "c"], ["1", "1", "2", "3", "3"])
    assert found.hits == {(0, 1)}
    assert found.wrong == {(3, 4)}
    assert found.missed == {(0, 2), (1, 2)}


def test_the_librarys_week_is_as_varied_as_its_readme_says():
    news = read_set("library")
    assert len(news.entries) == 200
    assert len({one.feed for one in news.entries}) == 12
    outlets = {}
    for one in news.entries:
        outlets.setdefault(one.labels.story, set()).add(one.feed)
    assert Counter(len(feeds) for feeds in outlets.values()) == {1: 48, 2: 21, 3: 18, 4: 4, 5: 3, 7: 2}
    codes = Counter(defect.code for one in news.entries for defect in one.document.defects)
    assert (codes["future_date"], codes["undated_entry"]) == (1, 2)
    assert sum(not one.labels.companies for one in news.entries) == 24


def test_what_a_hostile_feed_tries_is_words_by_then():
    hostile = [one.document.text for one in read_set("library").entries if one.feed == "feed-penny-rocket"]
    assert len(hostile) == 8
    for text in hostile:
        assert "<" not in text
        assert "alert(" not in text or "[Click me](javascript:alert(7))" in text
    assert any("Ignore all previous instructions" in text for text in hostile)
