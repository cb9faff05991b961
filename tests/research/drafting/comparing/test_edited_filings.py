"""A filing held against itself with edits: exactly the edits are found."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from research.drafting.comparing.wording import read_wording
from research.nouns.comparisons import ChangeKind
from tests.research.drafting.comparing.edits import compare, edited, is_found, sample_filing, scored

FILINGS = (
    "quillmere-10k-2022", "quillmere-10k-2024", "tarrowby-10k-2023", "osgrove-10k-2024", "wexcombe-10k-2022", "wexcombe-10k-2024",
    "jiangyu-annual-2024",
)  # fmt: skip


@pytest.mark.parametrize("name", FILINGS)
def test_a_filing_differs_from_itself_in_nothing(name):
    filing = sample_filing(name)
    assert compare(filing, filing) == []


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(FILINGS), seed=st.integers(0, 10_000))
def test_exactly_the_edits_are_found(name, seed):
    filing = sample_filing(name)
    newer, edits = edited(filing, seed)
    changes = compare(filing, newer)
    found, missed, wrong = scored(changes, edits)
    assert (missed, [(one.kind, one.title) for one in wrong]) == ([], [])
    assert found == len(edits) >= 3


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(FILINGS), seed=st.integers(0, 10_000))
def test_the_words_that_came_in_are_marked_and_no_others(name, seed):
    filing = sample_filing(name)
    newer, edits = edited(filing, seed)
    changes = compare(filing, newer)
    for edit in (one for one in edits if one.kind is ChangeKind.REWORDED):
        (change,) = [one for one in changes if is_found(edit, one)]
        marked = [word for start, end in change.newer.marks for word in read_wording(change.newer.text[start:end]).tokens]
        assert tuple(marked) == edit.words
        assert change.older.marks == ()


@pytest.mark.parametrize("name", FILINGS)
def test_every_passage_is_quoted_where_it_stands(name):
    filing = sample_filing(name)
    newer, _ = edited(filing, seed=7)
    for change in compare(filing, newer):
        for side, passage in ((filing, change.older), (newer, change.newer)):
            for citation in passage.citations if passage else ():
                assert side.document.text[citation.start : citation.end] == citation.quote
                assert citation.document == side.document.name


def test_the_order_in_which_edits_are_made_does_not_matter_to_the_other_side():
    filing = sample_filing("quillmere-10k-2024")
    newer, _ = edited(filing, seed=3)
    forward, backward = compare(filing, newer), compare(newer, filing)
    swapped = {ChangeKind.ADDED: ChangeKind.REMOVED, ChangeKind.REMOVED: ChangeKind.ADDED}
    assert sorted(one.kind for one in forward) == sorted(swapped.get(one.kind, one.kind) for one in backward)
