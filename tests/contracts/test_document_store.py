"""What every DocumentStore promises."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from research.errors import NotFoundError
from research.nouns.access import Access
from research.nouns.documents import Chunk, DocumentState, MarkKind, Page, PageMark
from research.nouns.queries import DocumentFilter, FactFilter
from tests.contracts.samples import JANUARY, TEXT, make_chunks, make_document, make_fact

ANYONE = Access("ann")
PUBLIC = Access("ann", frozenset({"public"}))
EVERYTHING = DocumentFilter()


def put(catalog, document, *, facts=()):
    catalog.documents.add(document, make_chunks(document), facts)
    return document


def names(catalog, access=ANYONE, wanted=EVERYTHING):
    return [document.name for document in catalog.documents.find(access, wanted)]


def versions(catalog, **changes):
    """Store one complete version of a source and a second one that replaces it, in the state given."""
    first = put(catalog, make_document("alpha"))
    second = put(catalog, make_document("alpha", id="id-second", supersedes=first.id, **changes))
    return first, second


def test_a_document_comes_back_equal_with_its_offsets(catalog):
    document = make_document()
    put(catalog, document, facts=[make_fact(document)])
    stored = catalog.documents.get(ANYONE, document.id)
    assert stored == replace(document, chunk_count=2, fact_count=1, page_count=2)
    assert stored.text == TEXT
    assert stored.text[stored.pages[1].start : stored.pages[1].end] == TEXT[17:-23]
    assert stored.known_at.utcoffset() == timedelta(0)


def test_a_document_without_pages_or_metadata_comes_back_equal(catalog):
    document = make_document(
        text="no pages", pages=(), company=None, ticker=None, form_type=None, fiscal_year=None, fiscal_period=None, period_end=None,
        published_at=None, language=None, defects=(), sources=(), details=(),
    )  # fmt: skip
    catalog.documents.add(document, [], [])
    assert catalog.documents.get(ANYONE, document.id) == document


def test_a_moved_document_keeps_its_name_and_takes_its_versions_along(catalog):
    first, second = versions(catalog)
    stood = put(catalog, make_document("beta"))
    before = catalog.documents.version()
    catalog.documents.move(second.id, stood.source_key)
    assert catalog.documents.version() > before
    assert catalog.documents.get(ANYONE, first.id).source_key == stood.source_key
    assert catalog.documents.current(stood.source_key).id == second.id
    assert catalog.documents.current(first.source_key) is None
    assert catalog.documents.get(ANYONE, stood.id).state is DocumentState.SUPERSEDED
    assert catalog.documents.free_name("gamma", stood.source_key) == "alpha"
    with pytest.raises(NotFoundError):
        catalog.documents.move("nothing", "file:///elsewhere")


def test_the_whole_library_is_of_the_moment_and_of_its_reader(catalog):
    first = put(catalog, make_document("alpha"))
    put(catalog, make_document("beta", label="desk"))
    assert (names(catalog), names(catalog, PUBLIC)) == (["alpha", "beta"], ["alpha"])
    catalog.documents.find(ANYONE, EVERYTHING).clear()
    assert (names(catalog), names(catalog, PUBLIC)) == (["alpha", "beta"], ["alpha"])
    past = replace(ANYONE, as_of=JANUARY)
    assert names(catalog, past) == []
    put(catalog, make_document("gamma"))
    assert (names(catalog), names(catalog, PUBLIC)) == (["alpha", "beta", "gamma"], ["alpha", "gamma"])
    catalog.documents.relabel(first.id, "desk")
    catalog.documents.set_state("id-gamma", DocumentState.SUPERSEDED)
    assert (names(catalog), names(catalog, PUBLIC)) == (["alpha", "beta"], [])
    assert catalog.documents.find(ANYONE, EVERYTHING)[0].label == "desk"


def test_marks_of_a_kind_are_replaced_as_a_whole_and_hidden_with_their_document(catalog):
    alpha, beta = put(catalog, make_document("alpha")), put(catalog, make_document("beta", label="desk"))
    repeats = PageMark(alpha.id, 3, MarkKind.BOILERPLATE, "repeats page 1")
    disclosure = PageMark(beta.id, 1, MarkKind.DISCLOSURE)
    catalog.documents.mark([MarkKind.BOILERPLATE, MarkKind.DISCLOSURE], [repeats, disclosure, PageMark("nothing", 1, MarkKind.BOILERPLATE)])
    assert catalog.documents.marks(ANYONE, [beta.id, alpha.id]) == [disclosure, repeats]
    assert catalog.documents.marks(PUBLIC, [beta.id, alpha.id]) == [repeats]
    catalog.documents.mark([MarkKind.BOILERPLATE], [])
    assert catalog.documents.marks(ANYONE, [alpha.id, beta.id]) == [disclosure]


def test_marks_come_with_their_document_and_go_with_it(catalog):
    alpha = make_document("alpha")
    disclosure = PageMark(alpha.id, 3, MarkKind.DISCLOSURE)
    catalog.documents.add(alpha, [], [], [disclosure])
    assert catalog.documents.marks(ANYONE, [alpha.id]) == [disclosure]
    catalog.documents.add(alpha, [], [])
    assert catalog.documents.marks(ANYONE, [alpha.id]) == []


def test_kept_bytes_are_found_by_their_hash(catalog):
    catalog.documents.keep_original(hashlib.sha256(b"an entry").hexdigest(), b"an entry")
    assert catalog.documents.kept(hashlib.sha256(b"an entry").hexdigest()) == b"an entry"
    with pytest.raises(NotFoundError):
        catalog.documents.kept("0" * 64)


def test_find_leaves_out_text_and_pages_and_orders_by_name(catalog):
    for key in ("gamma", "alpha", "beta"):
        put(catalog, make_document(key))
    found = catalog.documents.find(ANYONE, EVERYTHING)
    assert [document.name for document in found] == ["alpha", "beta", "gamma"]
    assert found[0] == replace(make_document("alpha"), text="", pages=(), chunk_count=2, page_count=2)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (DocumentFilter(companies=("Beta Inc", "Nobody")), ["beta"]),
        (DocumentFilter(form_types=("10-Q",)), ["beta"]),
        (DocumentFilter(fiscal_years=(2023,)), ["alpha"]),
        (DocumentFilter(names=("alpha", "beta")), ["alpha", "beta"]),
        (DocumentFilter(ids=("id-beta",)), ["beta"]),
        (DocumentFilter(companies=("Beta Inc",), fiscal_years=(2023,)), []),
    ],
)
def test_a_filter_restricts_by_every_field_that_is_set(catalog, wanted, expected):
    put(catalog, make_document("alpha"))
    put(catalog, make_document("beta", company="Beta Inc", form_type="10-Q", fiscal_year=2024))
    assert names(catalog, wanted=wanted) == expected


def test_a_filter_takes_more_ids_than_a_statement_has_parameters(catalog):
    put(catalog, make_document("alpha"))
    assert names(catalog, wanted=DocumentFilter(ids=("id-alpha", *(f"x{number}" for number in range(40_000))))) == ["alpha"]


def test_labels_hide_a_document_from_every_read(catalog):
    secret = put(catalog, make_document("secret", label="deal team"))
    catalog.documents.keep_original(secret.content_hash, b"secret")
    assert names(catalog, PUBLIC) == []
    assert names(catalog, Access("ann", frozenset())) == []
    assert names(catalog, Access("bob", frozenset({"deal team"}))) == ["secret"]
    assert catalog.documents.chunks(PUBLIC, ids=["id-secret-0"]) == []
    assert catalog.documents.chunks(PUBLIC, document_ids=["id-secret"]) == []
    assert catalog.documents.undated(Access("ann", frozenset({"public"}), JANUARY), EVERYTHING) == []
    for read in (catalog.documents.get, catalog.documents.original):
        with pytest.raises(NotFoundError):
            read(PUBLIC, secret.id)
    with pytest.raises(NotFoundError):
        catalog.documents.pages(PUBLIC, secret.id, [1])


def test_as_of_hides_what_was_published_or_received_later(catalog):
    document = put(catalog, make_document("alpha"))
    received = Access("ann", as_of=document.known_at)
    published_only = Access("ann", as_of=document.known_at - timedelta(microseconds=1))
    assert names(catalog, received) == ["alpha"]
    assert names(catalog, published_only) == []
    assert catalog.documents.get(received, document.id).name == "alpha"
    assert [chunk.ordinal for chunk in catalog.documents.chunks(received, document_ids=[document.id])] == [0, 1]
    assert catalog.documents.chunks(published_only, document_ids=[document.id]) == []
    with pytest.raises(NotFoundError):
        catalog.documents.get(published_only, document.id)


def test_as_of_compares_instants_of_other_time_zones(catalog):
    from datetime import timezone

    put(catalog, make_document("alpha", known_at=JANUARY))
    tokyo = timezone(timedelta(hours=9))
    assert names(catalog, Access("ann", as_of=JANUARY.astimezone(tokyo))) == ["alpha"]
    assert names(catalog, Access("ann", as_of=(JANUARY - timedelta(seconds=1)).astimezone(tokyo))) == []


def test_documents_without_a_date_are_left_out_of_as_of_and_named(catalog):
    put(catalog, make_document("dated"))
    put(catalog, make_document("undated", published_at=None))
    put(catalog, make_document("late", published_at=None, known_at=JANUARY + timedelta(days=30)))
    put(catalog, make_document("half", published_at=None, state=DocumentState.FAILED))
    access = Access("ann", as_of=JANUARY + timedelta(days=2))
    assert names(catalog, access) == ["dated"]
    assert catalog.documents.undated(access, EVERYTHING) == ["undated"]
    assert catalog.documents.undated(access, DocumentFilter(companies=("Nobody",))) == []
    assert catalog.documents.undated(ANYONE, EVERYTHING) == []
    assert names(catalog) == ["dated", "late", "undated"]


@pytest.mark.parametrize(
    ("state", "found"),
    [("parsed", True), ("lexical", True), ("complete", True), ("superseded", False), ("failed", False)],
)
def test_only_documents_that_answer_are_found_but_all_are_opened(catalog, state, found):
    document = put(catalog, make_document(state=DocumentState(state)))
    assert names(catalog) == (["alpha"] if found else [])
    assert names(catalog, wanted=DocumentFilter(any_state=True)) == ["alpha"]
    assert catalog.documents.get(ANYONE, document.id).state == state


def test_complete_changes_versions_over_and_keeps_the_old_one_open(catalog):
    first, second = versions(catalog, state=DocumentState.LEXICAL)
    catalog.documents.complete(second.id)
    assert [document.id for document in catalog.documents.find(ANYONE, EVERYTHING)] == [second.id]
    assert catalog.documents.get(ANYONE, first.id).state is DocumentState.SUPERSEDED
    assert catalog.documents.get(ANYONE, second.id).state is DocumentState.COMPLETE
    assert catalog.documents.pages(ANYONE, first.id, [1])[0][1] == "Cover\n"
    assert [chunk.id for chunk in catalog.documents.chunks(ANYONE, ids=["id-alpha-1"])] == ["id-alpha-1"]


@pytest.mark.parametrize("state", ["parsed", "lexical", "failed"])
def test_until_then_only_the_old_version_answers(catalog, state):
    first, _ = versions(catalog, state=DocumentState(state))
    assert [document.id for document in catalog.documents.find(ANYONE, EVERYTHING)] == [first.id]


@pytest.mark.parametrize("state", ["parsed", "lexical"])
def test_a_version_that_has_words_only_answers_until_the_next_one_is_complete(catalog, state):
    first = put(catalog, make_document("alpha", state=DocumentState.PARSED))
    second = put(catalog, make_document("alpha", id="id-second", supersedes=first.id, state=DocumentState(state)))
    assert [document.id for document in catalog.documents.find(ANYONE, EVERYTHING)] == [first.id]
    catalog.documents.complete(second.id)
    assert [document.id for document in catalog.documents.find(ANYONE, EVERYTHING)] == [second.id]


def test_facts_come_after_the_words_with_what_was_found_with_them(catalog):
    document = put(catalog, make_document(state=DocumentState.PARSED, defects=(), corrected=()))
    version = catalog.documents.version()
    assert catalog.documents.find(ANYONE, EVERYTHING)[0].fact_count == 0
    whole = make_document()
    catalog.documents.add_facts(whole, [make_fact(document)])
    stored = catalog.documents.get(ANYONE, document.id)
    assert stored == replace(whole, state=DocumentState.LEXICAL, chunk_count=2, fact_count=1, page_count=2)
    assert catalog.facts.find(ANYONE, FactFilter(everything=True)) == [make_fact(document)]
    assert catalog.documents.version() > version
    assert catalog.documents.chunks(ANYONE, document_ids=[document.id]) == make_chunks(document)


def test_facts_are_replaced_as_a_whole_and_a_ready_document_stays_so(catalog):
    document = put(catalog, make_document(), facts=[make_fact(make_document(), "old")])
    catalog.documents.add_facts(document, [make_fact(document, "new")])
    assert catalog.documents.get(ANYONE, document.id).state is DocumentState.COMPLETE
    assert [fact.id for fact in catalog.facts.find(ANYONE, FactFilter(everything=True))] == [make_fact(document, "new").id]


def test_facts_of_another_document_or_of_none_are_refused_and_nothing_changes(catalog):
    document = put(catalog, make_document(state=DocumentState.PARSED))
    with pytest.raises(ValueError, match="belongs to"):
        catalog.documents.add_facts(document, [make_fact(document), make_fact(make_document("beta"))])
    with pytest.raises(NotFoundError):
        catalog.documents.add_facts(make_document("beta"), [])
    assert catalog.documents.get(ANYONE, document.id).state is DocumentState.PARSED
    assert catalog.facts.find(ANYONE, FactFilter(everything=True)) == []


def test_a_version_left_behind_by_a_crash_does_not_keep_the_oldest_answering(catalog):
    first, second = versions(catalog, state=DocumentState.PARSED)
    third = put(catalog, make_document("alpha", id="id-third", supersedes=second.id, state=DocumentState.LEXICAL))
    catalog.documents.complete(third.id)
    assert [document.id for document in catalog.documents.find(ANYONE, EVERYTHING)] == [third.id]
    assert {catalog.documents.get(ANYONE, one.id).state for one in (first, second)} == {DocumentState.SUPERSEDED}


def test_completing_a_superseded_version_late_does_not_bring_it_back(catalog):
    first, second = versions(catalog, state=DocumentState.LEXICAL)
    catalog.documents.complete(second.id)
    catalog.documents.complete(first.id)
    assert [document.id for document in catalog.documents.find(ANYONE, EVERYTHING)] == [second.id]


def test_going_back_to_an_earlier_content_brings_that_version_back(catalog):
    first, second = versions(catalog, state=DocumentState.LEXICAL)
    catalog.documents.complete(second.id)
    put(catalog, make_document("alpha", supersedes=second.id, state=DocumentState.LEXICAL))
    assert [document.id for document in catalog.documents.find(ANYONE, EVERYTHING)] == [second.id]
    catalog.documents.complete(first.id)
    assert [document.id for document in catalog.documents.find(ANYONE, EVERYTHING)] == [first.id]
    assert catalog.documents.get(ANYONE, second.id).state is DocumentState.SUPERSEDED


def test_a_reader_in_the_past_is_never_shown_a_later_version(catalog):
    first, second = versions(catalog, state=DocumentState.LEXICAL, known_at=JANUARY + timedelta(days=30))
    catalog.documents.complete(second.id)
    past = Access("ann", as_of=JANUARY + timedelta(days=2))
    assert names(catalog, past) == []
    assert catalog.documents.get(past, first.id).id == first.id


def test_adding_the_same_id_again_replaces_all_it_had(catalog):
    document = make_document(state=DocumentState.FAILED)
    put(catalog, document, facts=[make_fact(document)])
    again = make_document(text="One page now", pages=(Page(1, 0, 12, 10.0, 20.0),))
    catalog.documents.add(again, [Chunk("other", again.id, 0, 0, 3, "One", 1)], [])
    assert catalog.documents.get(ANYONE, again.id) == replace(again, chunk_count=1, page_count=1)
    assert [chunk.id for chunk in catalog.documents.chunks(ANYONE, document_ids=[again.id])] == ["other"]
    assert catalog.documents.chunks(ANYONE, ids=["id-alpha-0"]) == []


@pytest.mark.parametrize(
    "pages",
    [
        (Page(1, 0, 10, 1.0, 1.0), Page(2, 9, 12, 1.0, 1.0)),
        (Page(2, 0, 4, 1.0, 1.0), Page(1, 4, 6, 1.0, 1.0)),
        (Page(1, 0, 10_000, 1.0, 1.0),),
    ],
)
def test_pages_that_contradict_the_text_are_refused_and_nothing_is_stored(catalog, pages):
    with pytest.raises(ValueError, match="out of order or outside the text"):
        catalog.documents.add(make_document(pages=pages), [], [])
    assert names(catalog, wanted=DocumentFilter(any_state=True)) == []


def test_parts_of_another_document_are_refused(catalog):
    put(catalog, make_document("alpha"))
    beta = make_document("beta")
    for chunks, facts in ((make_chunks(make_document("alpha")), []), ([], [make_fact(make_document("alpha"))])):
        with pytest.raises(ValueError, match="belongs to"):
            catalog.documents.add(beta, chunks, facts)
    with pytest.raises(ValueError, match=r"chunk"):
        catalog.documents.add(beta, [replace(make_chunks(beta)[0], id="id-alpha-0")], [])
    assert names(catalog) == ["alpha"]


def test_pages_come_in_number_order_with_their_text(catalog):
    document = put(catalog, make_document())
    found = catalog.documents.pages(ANYONE, document.id, [3, 2, 1, 99])
    assert found == [(document.pages[0], "Cover\n"), (document.pages[1], TEXT[17:-23])]
    assert catalog.documents.pages(ANYONE, document.id, []) == []
    with pytest.raises(NotFoundError):
        catalog.documents.pages(ANYONE, "nothing", [1])


def test_chunks_come_in_the_order_asked_for(catalog):
    alpha, beta = put(catalog, make_document("alpha")), put(catalog, make_document("beta"))
    by_id = catalog.documents.chunks(ANYONE, ids=["id-beta-1", "nothing", "id-alpha-0", "id-beta-0"])
    assert by_id == [make_chunks(beta)[1], make_chunks(alpha)[0], make_chunks(beta)[0]]
    assert catalog.documents.chunks(ANYONE, document_ids=[beta.id, alpha.id]) == make_chunks(beta) + make_chunks(alpha)
    assert catalog.documents.chunks(ANYONE) == []
    with pytest.raises(ValueError, match="by id or by document"):
        catalog.documents.chunks(ANYONE, ids=["x"], document_ids=["y"])


def test_originals_are_kept_under_their_hash(catalog):
    content = b"%PDF-1.7 \x00\xff"
    document = put(catalog, make_document(content_hash=hashlib.sha256(content).hexdigest()))
    with pytest.raises(NotFoundError):
        catalog.documents.original(ANYONE, document.id)
    catalog.documents.keep_original(document.content_hash, content)
    catalog.documents.keep_original(document.content_hash, content)
    assert catalog.documents.original(ANYONE, document.id) == content
    with pytest.raises(ValueError, match="SHA-256"):
        catalog.documents.keep_original(document.content_hash, b"other bytes")
    with pytest.raises(NotFoundError):
        catalog.documents.original(ANYONE, "nothing")


def test_current_is_the_newest_version_that_stands(catalog):
    first, second = versions(catalog, state=DocumentState.PARSED)
    assert catalog.documents.current(first.source_key) == replace(second, text="", pages=(), chunk_count=2, page_count=2)
    catalog.documents.set_state(second.id, DocumentState.FAILED)
    assert catalog.documents.current(first.source_key).id == first.id
    catalog.documents.set_state(first.id, DocumentState.SUPERSEDED)
    assert catalog.documents.current(first.source_key) is None
    assert catalog.documents.current("nothing") is None


def test_newest_is_the_newest_version_in_any_state(catalog):
    first, second = versions(catalog)
    catalog.documents.set_state(second.id, DocumentState.SUPERSEDED)
    assert catalog.documents.newest(first.source_key) == replace(
        second, state=DocumentState.SUPERSEDED, text="", pages=(), chunk_count=2, page_count=2
    )
    assert catalog.documents.newest("nothing") is None


def test_by_content_finds_documents_of_any_state(catalog):
    first, second = versions(catalog, state=DocumentState.FAILED)
    assert [document.id for document in catalog.documents.by_content(first.content_hash)] == [first.id, second.id]
    assert catalog.documents.by_content("nothing") == []


def test_names_belong_to_sources(catalog):
    put(catalog, make_document("alpha"))
    put(catalog, make_document("two", name="alpha~2"))
    assert catalog.documents.free_name("alpha", "file:///elsewhere/alpha.pdf") == "alpha~3"
    assert catalog.documents.free_name("alpha", make_document("two").source_key) == "alpha~2"
    assert catalog.documents.free_name("beta", "file:///beta.pdf") == "beta"
    with pytest.raises(ValueError, match="name"):
        put(catalog, make_document("three", name="alpha"))


def test_the_version_grows_with_every_change_that_can_be_found(catalog):
    seen = [catalog.documents.version()]

    def changed():
        seen.append(catalog.documents.version())
        return seen[-1] > seen[-2]

    put(catalog, make_document("alpha", state=DocumentState.FAILED))
    assert not changed()
    catalog.documents.set_state("id-alpha", DocumentState.LEXICAL)
    assert changed()
    catalog.documents.set_state("id-alpha", DocumentState.LEXICAL)
    assert not changed()
    catalog.documents.complete("id-alpha")
    assert changed()
    catalog.documents.complete("id-alpha")
    assert not changed()
    put(catalog, make_document("beta", state=DocumentState.LEXICAL))
    assert changed()
    put(catalog, make_document("beta", state=DocumentState.FAILED))
    assert changed()
    catalog.documents.set_state("id-alpha", DocumentState.SUPERSEDED)
    assert changed()


def test_changing_what_is_not_there_is_an_error(catalog):
    with pytest.raises(NotFoundError):
        catalog.documents.set_state("nothing", DocumentState.LEXICAL)
    with pytest.raises(NotFoundError):
        catalog.documents.complete("nothing")
    with pytest.raises(NotFoundError):
        catalog.documents.get(ANYONE, "nothing")
