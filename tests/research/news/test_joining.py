"""The same ties come out in whatever order and batches entries come, and again when they are noted again."""

import zlib
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from research.adapters.sqlite import open_catalog
from research.news.extracting import traits_of
from research.news.intake import NewsIntake
from research.news.joining import StoryJoiner, story_rules
from research.news.signatures import signed
from research.news.stories import StoryReader
from research.nouns.access import Access
from research.nouns.news import NewsFilter, Tie
from tests.contracts.samples import make_document
from tests.fakes.stores import fake_catalog
from tests.research.news.entries import make_entry
from tests.research.news.told import understood

ANYONE = Access("ann")
PAYOUT = "Harrowgate Pumps plc (LSE: HGP) raised its dividend to 12 pence a share, payable on March 28 to holders of record on March 7."
NEWS = (
    ("Harrowgate Pumps raises dividend to 12 pence", PAYOUT, 0),
    ("Harrowgate Pumps raises dividend to 12 pence", PAYOUT, 1),
    ("Harrowgate lifts its payout", "The pump maker pays a dividend of 12 pence a share in March.", 3),
    ("Harrowgate Pumps to buy back shares", "Harrowgate Pumps plc plans a repurchase of shares for £40 million.", 4),
    ("Harrowgate Pumps spends £40 million on own shares", "The maker of pumps buys back stock until June.", 6),
    ("Calder & Finch recalls kettles", "Calder & Finch Group is recalling 4,100 kettles of the Ember line, whose handles may break.", 0),
    ("Kettles called back by Calder & Finch", "Handles of the Ember may break: 4,100 kettles go back to Calder & Finch.", 5),
    (
        "CORRECTED: Calder & Finch recalls kettles",
        "Corrects the number: Calder & Finch Group is recalling 4,700 kettles of the Ember line.",
        7,
    ),
    ("云栖重工中标3.2亿元订单", "云栖重工公告，公司中标风电设备采购合同，合同金额约3.2亿元。", 2),
    ("斩获3.2亿元大单，云栖重工加码风电", "云栖重工昨日签下金额约3.2亿元的风电设备合同。", 9),
)


@cache
def told():
    return tuple(understood(title, body, key=f"n{number}", hours=hours) for number, (title, body, hours) in enumerate(NEWS))


def noted(batches, *, catalog=None):
    """Return the ties after batches of entries, each given by its number, were noted."""
    stores = catalog or fake_catalog()
    for number, (title, body, _) in enumerate(NEWS):
        stores.documents.add(make_entry(title, body, key=f"n{number}"), [], [])
    joiner = StoryJoiner(stores.stories)
    for batch in batches:
        joiner.note([told()[number] for number in batch])
    return stores.stories.edges(ANYONE, [f"id-n{number}" for number in range(len(NEWS))])


@cache
def expected():
    return tuple(noted([range(len(NEWS))]))


def test_entries_are_tied_as_they_belong_together():
    ties = {(one.earlier, one.later): one.tie for one in expected()}
    assert ties["id-n0", "id-n1"] is Tie.COPY
    assert ties["id-n0", "id-n2"] is Tie.REWRITE
    assert ties["id-n3", "id-n4"] is Tie.REWRITE
    assert ties["id-n5", "id-n6"] is Tie.REWRITE
    assert ties["id-n5", "id-n7"] is Tie.CORRECTION
    assert ties["id-n8", "id-n9"] is Tie.REWRITE
    assert not {("id-n0", "id-n3"), ("id-n2", "id-n4"), ("id-n0", "id-n4")} & ties.keys()


@given(order=st.permutations(range(len(NEWS))), cuts=st.sets(st.integers(1, len(NEWS) - 1)))
@settings(max_examples=60, deadline=None)
def test_order_and_batches_change_nothing(order, cuts):
    bounds = [0, *sorted(cuts), len(NEWS)]
    assert noted([order[start:end] for start, end in pairwise(bounds)]) == list(expected())


@given(again=st.lists(st.lists(st.integers(0, len(NEWS) - 1), max_size=4), max_size=4))
@settings(max_examples=30, deadline=None)
def test_noting_again_changes_nothing(again):
    assert noted([range(len(NEWS)), *again]) == list(expected())


@given(order=st.permutations(range(len(NEWS))))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_catalog_finds_what_memory_finds(order, tmp_path_factory):
    catalog = open_catalog(tmp_path_factory.mktemp("catalog"))
    try:
        assert noted([order[:4], order[4:]], catalog=catalog) == list(expected())
    finally:
        catalog.close()


def test_whatever_is_tied_is_found_by_its_keys_from_either_side():
    traits = {entry.document_id: traits_of(entry, parts) for entry, parts in told()}
    for edge in expected():
        (one, asked_one), (other, asked_other) = signed(traits[edge.earlier]), signed(traits[edge.later])
        assert set(asked_one) & set(other.keys)
        assert set(asked_other) & set(one.keys)


def test_of_one_document_twice_in_a_batch_the_last_counts():
    assert noted([[*range(len(NEWS)), 0, 1, 2]]) == list(expected())


def test_signatures_of_other_rules_are_passed_over():
    catalog = fake_catalog()
    for key in ("n0", "n1"):
        catalog.documents.add(make_entry(*NEWS[0][:2], key=key), [], [])
    joiner = StoryJoiner(catalog.stories)
    joiner.note([told()[0]])
    signature, _ = signed(traits_of(*told()[0]))
    catalog.stories.put([replace(signature, traits=zlib.compress(b'{"v": 0}'))], [])
    joiner.note([told()[1]])
    assert catalog.stories.edges(ANYONE, ["id-n1"]) == []


def test_the_rules_have_a_fingerprint():
    assert story_rules() == story_rules()
    assert len(story_rules().rpartition("-")[2]) == 12


def test_stories_of_a_reader_are_those_of_a_library_of_what_they_may_see():
    hidden = {2, 6}
    catalogs = []
    for numbers in (range(len(NEWS)), [number for number in range(len(NEWS)) if number not in hidden]):
        stores = fake_catalog()
        for number in numbers:
            title, body, _ = NEWS[number]
            label = "deal team" if number in hidden else "public"
            stores.documents.add(make_entry(title, body, key=f"n{number}", label=label), [], [])
        stores.news.put([told()[number][0] for number in numbers])
        StoryJoiner(stores.stories).note([told()[number] for number in numbers])
        catalogs.append(StoryReader(stores.news, stores.stories).stories(Access("bob", frozenset({"public"})), NewsFilter()))
    assert catalogs[0] == catalogs[1]
    assert [len(story.entries) for story in catalogs[0]] == [2, 2, 2, 2]


@pytest.mark.parametrize("entries", [[], [0]])
def test_little_is_noted_too(entries):
    assert noted([entries]) == []


def test_the_intake_joins_what_it_understands_and_again_by_other_rules():
    stores = fake_catalog()
    documents = [make_entry(*NEWS[0][:2], key="n0"), make_entry(*NEWS[2][:2], key="n2")]
    paper = make_document("paper", company="Harrowgate Pumps plc", ticker="HGP", also_called=())
    for document in (paper, *documents):
        stores.documents.add(document, [], [])
    joiner = StoryJoiner(stores.stories)
    intake = NewsIntake(stores.documents, stores.names, stores.news, then=joiner.note, then_rules=story_rules())
    intake.note(documents)
    (story,) = StoryReader(stores.news, stores.stories).stories(ANYONE, NewsFilter())
    assert [entry.document_id for entry in story.entries] == ["id-n0", "id-n2"]
    assert intake.outdated() == []
    other = NewsIntake(stores.documents, stores.names, stores.news, then=joiner.note, then_rules="others")
    assert sorted(other.outdated()) == ["id-n0", "id-n2"]
