"""What every StoryStore promises."""

from datetime import timedelta

import pytest

from research.nouns.access import Access
from research.nouns.documents import DocumentState, Kind
from research.nouns.news import StoryEdge, StorySignature, Tie
from tests.contracts.samples import JANUARY, make_document

ANYONE = Access("ann")
LARGEST = 2**63 - 1
COPY = StoryEdge("id-a", "id-b", Tie.COPY)
UPDATE = StoryEdge("id-b", "id-c", Tie.UPDATE)
LATER = StoryEdge("id-c", "id-d", Tie.FOLLOW_UP)


def keep(catalog, key, **changes):
    document = make_document(key, kind=Kind.NEWS, **changes)
    catalog.documents.add(document, [], [])
    return StorySignature(document.id, (), f"traits of {key}".encode())


def keep_chain(catalog, **changes):
    """Keep four entries a–b–c–d, each tied to the next; `changes` by key are made to the documents."""
    catalog.stories.put([keep(catalog, key, **changes.get(key, {})) for key in "abcd"], [COPY, UPDATE, LATER])


def test_ties_are_reached_from_either_end_and_over_others(catalog):
    keep_chain(catalog)
    assert catalog.stories.edges(ANYONE, ["id-a"]) == [COPY, UPDATE, LATER]
    assert catalog.stories.edges(ANYONE, ["id-d", "id-d", "id-nobody"]) == [COPY, UPDATE, LATER]
    assert catalog.stories.edges(ANYONE, []) == []


def test_what_nothing_ties_has_no_edges(catalog):
    keep_chain(catalog)
    catalog.stories.put([keep(catalog, "alone")], [])
    assert catalog.stories.edges(ANYONE, ["id-alone"]) == []


def test_documents_are_found_by_any_key_with_their_traits(catalog):
    one, other = keep(catalog, "one"), keep(catalog, "other")
    catalog.stories.put([StorySignature(one.document_id, (0, 7, LARGEST), one.traits), StorySignature("id-other", (7,), other.traits)], [])
    both = {"id-one": b"traits of one", "id-other": b"traits of other"}
    assert catalog.stories.alike([(7, 8), (LARGEST, 0), (9,), ()]) == [both, {"id-one": b"traits of one"}, {}, {}]
    assert list(catalog.stories.alike([(7,)])[0]) == ["id-one", "id-other"]
    assert catalog.stories.alike([]) == []


def test_an_entry_put_again_has_its_new_keys_and_ties_alone(catalog):
    keep_chain(catalog)
    catalog.stories.put([StorySignature("id-b", (5,), b"old")], [COPY, UPDATE])
    catalog.stories.put([StorySignature("id-b", (6,), b"new")], [COPY])
    assert catalog.stories.alike([(5,), (6,)]) == [{}, {"id-b": b"new"}]
    assert catalog.stories.edges(ANYONE, ["id-b"]) == [COPY]
    assert catalog.stories.edges(ANYONE, ["id-c"]) == [LATER]


def test_a_tie_put_again_replaces_how_they_belong_together(catalog):
    keep_chain(catalog)
    catalog.stories.put([], [StoryEdge("id-a", "id-b", Tie.RETRACTION)])
    assert catalog.stories.edges(ANYONE, ["id-a"])[0] == StoryEdge("id-a", "id-b", Tie.RETRACTION)


def test_what_is_of_no_document_is_left_out(catalog):
    catalog.stories.put([keep(catalog, "a"), StorySignature("id-nobody", (5,), b"?")], [StoryEdge("id-a", "id-nobody", Tie.COPY)])
    assert catalog.stories.alike([(5,)]) == [{}]
    assert catalog.stories.edges(ANYONE, ["id-a"]) == []


def test_ties_are_not_followed_over_what_the_reader_may_not_see(catalog):
    keep_chain(catalog, b={"label": "deal team"})
    public = Access("ann", frozenset({"public"}))
    assert catalog.stories.edges(public, ["id-a", "id-b"]) == []
    assert catalog.stories.edges(public, ["id-c"]) == [LATER]
    assert catalog.stories.edges(Access("ann", frozenset({"public", "deal team"})), ["id-a"]) == [COPY, UPDATE, LATER]


def test_as_of_hides_what_came_or_was_published_later(catalog):
    keep_chain(catalog, c={"published_at": JANUARY + timedelta(days=5)})
    assert catalog.stories.edges(Access("ann", as_of=JANUARY + timedelta(days=2)), ["id-a"]) == [COPY]
    assert catalog.stories.edges(Access("ann", as_of=JANUARY), ["id-a"]) == []


@pytest.mark.parametrize("state", ["superseded", "failed"])
def test_documents_that_do_not_answer_have_no_ties(catalog, state):
    keep_chain(catalog, b={"state": DocumentState(state)})
    assert catalog.stories.edges(ANYONE, ["id-a", "id-b"]) == []


def test_of_two_versions_the_one_that_answers_is_followed(catalog):
    keep_chain(catalog)
    new = make_document("b", id="id-new", kind=Kind.NEWS, supersedes="id-b", state=DocumentState.LEXICAL)
    catalog.documents.add(new, [], [])
    catalog.stories.put([StorySignature(new.id, (), b"new")], [StoryEdge("id-a", "id-new", Tie.COPY)])
    assert catalog.stories.edges(ANYONE, ["id-a"]) == [COPY, UPDATE, LATER]
    catalog.documents.complete(new.id)
    assert catalog.stories.edges(ANYONE, ["id-a"]) == [StoryEdge("id-a", "id-new", Tie.COPY)]
