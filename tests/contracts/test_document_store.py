"""What every DocumentStore promises of documents and their parts: stored whole, found by filters, refused when they contradict."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from research.errors import NotFoundError
from research.nouns.access import Access
from research.nouns.documents import Chunk, DocumentState, Kind, MarkKind, Page, PageMark, Tier
from research.nouns.queries import DocumentFilter, FactFilter, Totals
from tests.contracts.document_cases import ANYONE, EVERYTHING, PUBLIC, names, put
from tests.contracts.samples import JANUARY, TEXT, make_chunks, make_document, make_fact


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


def test_news_carriers_are_one_document_for_each_company_that_news_carry(catalog):
    put(catalog, make_document("paper", company="Gamma Corp"))
    for key, company, label in (
        ("z", "Alpha Corp", "public"),
        ("y", "Alpha Corp", "public"),
        ("x", "Beta Corp", "desk"),
        ("w", None, "public"),
    ):
        put(catalog, make_document(key, company=company, label=label, kind=Kind.NEWS))
    put(catalog, make_document("v", company="Alpha Corp", ticker="OTHER", kind=Kind.NEWS))
    assert [(one.name, one.company) for one in catalog.documents.news_carriers(ANYONE)] == [
        ("v", "Alpha Corp"), ("x", "Beta Corp"), ("z", "Alpha Corp"),
    ]  # fmt: skip
    assert [one.name for one in catalog.documents.news_carriers(PUBLIC)] == ["v", "z"]
    assert catalog.documents.news_carriers(ANYONE)[2] == replace(catalog.documents.get(ANYONE, "id-z"), text="", pages=())


def test_totals_are_of_what_is_found(catalog):
    put(catalog, make_document("alpha"))
    put(catalog, make_document("beta", label="desk", kind=Kind.NEWS, company=None))
    put(catalog, make_document("gone", state=DocumentState.SUPERSEDED))
    assert catalog.documents.totals(ANYONE, DocumentFilter()) == Totals(2, 4, 4, 0)
    assert catalog.documents.totals(PUBLIC, DocumentFilter()) == Totals(1, 2, 2, 0)
    assert catalog.documents.totals(ANYONE, DocumentFilter(kinds=(Kind.NEWS,))) == Totals(1, 2, 2, 0)
    assert catalog.documents.totals(ANYONE, DocumentFilter(any_state=True)).documents == 3
    assert catalog.documents.totals(ANYONE, DocumentFilter(names=("nobody",))) == Totals()


def test_the_latest_documents_come_page_by_page_and_only_to_those_who_may_see_them(catalog):
    for day, key in enumerate(("first", "second", "third")):
        put(catalog, make_document(key, known_at=JANUARY + timedelta(days=day), label="desk" if key == "second" else "public"))
    put(catalog, make_document("with the third", known_at=JANUARY + timedelta(days=2), kind=Kind.NEWS))
    latest = catalog.documents.latest
    assert [one.name for one in latest(ANYONE, DocumentFilter(), most=3)] == ["with the third", "third", "second"]
    assert [one.name for one in latest(ANYONE, DocumentFilter(), most=3, after=3)] == ["first"]
    assert [one.name for one in latest(PUBLIC, DocumentFilter(), most=9, after=1)] == ["third", "first"]
    assert [one.name for one in latest(ANYONE, DocumentFilter(kinds=(Kind.NEWS,)), most=9)] == ["with the third"]
    assert latest(PUBLIC, DocumentFilter(), most=1)[0] == replace(catalog.documents.get(ANYONE, "id-with the third"), text="", pages=())


def test_documents_are_found_by_a_text_that_names_them(catalog):
    put(catalog, make_document("ALPHA_2023"))
    put(catalog, make_document("BETA_2023", label="desk"))
    text = "left out: ALPHA_2023, BETA_2023 and gamma"
    assert names(catalog, wanted=DocumentFilter(named_in=text)) == ["ALPHA_2023", "BETA_2023"]
    assert names(catalog, PUBLIC, DocumentFilter(named_in=text)) == ["ALPHA_2023"]
    assert names(catalog, wanted=DocumentFilter(named_in="alpha_2023 and ALPHA")) == []


def test_documents_are_found_by_what_their_source_begins_with(catalog):
    for key, source in (("a", "/l/x/a"), ("b", "/l/x/b#1"), ("c", "/l/xx"), ("d", "/l/x"), ("e", "/l/y")):
        put(catalog, make_document(key, source_key=source, label="desk" if key == "b" else "public"))
    assert names(catalog, wanted=DocumentFilter(source_start="/l/x/")) == ["a", "b"]
    assert names(catalog, PUBLIC, DocumentFilter(source_start="/l/x/")) == ["a"]
    assert names(catalog, wanted=DocumentFilter(source_start="/l/x")) == ["a", "b", "c", "d"]
    assert names(catalog, wanted=DocumentFilter(source_start="/m")) == []


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (("ÉTOILE",), ["étoile"]),
        (("report", "2024-01"), ["alpha", "étoile"]),
        (("alpha corp", "desk"), ["beta"]),
        (("alp\nannual",), []),
        (("alphabet",), []),
        (("news", "third"), ["beta"]),
        ((), ["alpha", "beta", "étoile"]),
    ],
)
def test_documents_are_found_by_words_of_what_they_are_called(catalog, said, found):
    put(catalog, make_document("alpha", title="Annual report"))
    put(catalog, make_document("étoile", company="Étoile SA"))
    put(catalog, make_document("beta", label="desk", kind=Kind.NEWS, tier=Tier.THIRD_PARTY, published_at=None, title="Beta"))
    assert names(catalog, wanted=DocumentFilter(said=said)) == found
    assert names(catalog, PUBLIC, DocumentFilter(said=said)) == [name for name in found if name != "beta"]


def test_sizes_are_told_of_all_that_is_not_failed_or_superseded(catalog):
    for state in DocumentState:
        put(catalog, make_document(state.value, state=state, label="desk"))
    answering = (DocumentState.PARSED, DocumentState.LEXICAL, DocumentState.COMPLETE)
    assert sorted(catalog.documents.sizes()) == sorted((f"id-{state.value}", state, 2) for state in answering)


def test_sources_and_bytes_that_any_document_has_are_known(catalog):
    alpha = put(catalog, make_document("alpha"))
    gone = put(catalog, make_document("gone", state=DocumentState.SUPERSEDED))
    assert catalog.documents.known([alpha.source_key, gone.source_key, "new"], [gone.content_hash, "0" * 64]) == {
        alpha.source_key,
        gone.source_key,
        gone.content_hash,
    }
    assert catalog.documents.known([], []) == frozenset()


def test_the_bytes_of_several_files_are_kept_together(catalog):
    contents = {hashlib.sha256(content).hexdigest(): content for content in (b"one", b"two", b"x" * 100_000)}
    catalog.documents.keep_originals(contents)
    catalog.documents.keep_originals(contents | {hashlib.sha256(b"four").hexdigest(): b"four"})
    assert {key: catalog.documents.kept(key) for key in contents} == contents
    with pytest.raises(ValueError, match="SHA-256"):
        catalog.documents.keep_originals({"0" * 64: b"other"})


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
        (DocumentFilter(kinds=(Kind.NEWS, Kind.NOTE)), ["beta"]),
        (DocumentFilter(companies=("Beta Inc",), fiscal_years=(2023,)), []),
    ],
)
def test_a_filter_restricts_by_every_field_that_is_set(catalog, wanted, expected):
    put(catalog, make_document("alpha"))
    put(catalog, make_document("beta", company="Beta Inc", form_type="10-Q", fiscal_year=2024, kind=Kind.NOTE))
    assert names(catalog, wanted=wanted) == expected


def test_a_filter_takes_more_ids_than_a_statement_has_parameters(catalog):
    put(catalog, make_document("alpha"))
    assert names(catalog, wanted=DocumentFilter(ids=("id-alpha", *(f"x{number}" for number in range(40_000))))) == ["alpha"]


@pytest.mark.parametrize(
    ("state", "found"),
    [("parsed", True), ("lexical", True), ("complete", True), ("superseded", False), ("failed", False)],
)
def test_only_documents_that_answer_are_found_but_all_are_opened(catalog, state, found):
    document = put(catalog, make_document(state=DocumentState(state)))
    assert names(catalog) == (["alpha"] if found else [])
    assert names(catalog, wanted=DocumentFilter(any_state=True)) == ["alpha"]
    assert catalog.documents.get(ANYONE, document.id).state == state


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


def test_names_belong_to_sources(catalog):
    put(catalog, make_document("alpha"))
    put(catalog, make_document("two", name="alpha~2"))
    assert catalog.documents.free_name("alpha", "file:///elsewhere/alpha.pdf") == "alpha~3"
    assert catalog.documents.free_name("alpha", make_document("two").source_key) == "alpha~2"
    assert catalog.documents.free_name("beta", "file:///beta.pdf") == "beta"
    assert catalog.documents.free_name("beta", "file:///beta.pdf", taken={"beta", "beta~2"}) == "beta~3"
    assert catalog.documents.free_name("alpha", make_document("two").source_key, taken={"alpha~2"}) == "alpha~2"


def test_a_name_is_free_for_who_does_not_see_its_source_and_that_one_can_give_way(catalog):
    put(catalog, make_document("alpha", label="deal:falcon", state=DocumentState.SUPERSEDED))
    put(catalog, make_document("two", name="alpha~2", company="Beta", label="internal"))
    put(catalog, make_document("three", name="alpha~3"))
    everybody = Access("everybody", frozenset({"public", "internal"}))
    asked = [catalog.documents.free_name("alpha", "file:///alpha.md", seen=one) for one in (None, everybody)]
    assert asked == ["alpha~4", "alpha"]
    closed = replace(everybody, closed=frozenset({"Beta"}))
    assert catalog.documents.free_name("alpha", "file:///alpha.md", taken={"alpha"}, seen=everybody) == "alpha~4"
    assert catalog.documents.free_name("alpha", "file:///alpha.md", taken={"alpha"}, seen=closed) == "alpha~2"

    before, first = catalog.documents.version(), make_document("alpha").source_key
    catalog.documents.rename(first, "alpha~f1")
    assert catalog.documents.version() > before
    assert catalog.documents.newest(first).name == "alpha~f1"
    assert catalog.documents.free_name("alpha", first) == "alpha~f1"
    assert catalog.documents.free_name("alpha", "file:///alpha.md") == "alpha"
    with pytest.raises(ValueError, match="another source"):
        catalog.documents.rename(first, "alpha~3")


def test_names_of_many_sources_that_ask_for_one_are_numbered_without_gaps(catalog):
    for number in range(1, 12):
        name = catalog.documents.free_name("entry", f"feed#{number}")
        assert name == ("entry" if number == 1 else f"entry~{number}")
        catalog.documents.add(make_document(str(number), name=name, source_key=f"feed#{number}"), [], [])


def test_documents_are_stored_together_with_all_their_parts(catalog):
    alpha, beta = make_document("alpha"), make_document("beta")
    fact, mark = make_fact(beta), PageMark(beta.id, 3, MarkKind.DISCLOSURE)
    before = catalog.documents.version()
    catalog.documents.add_all([(alpha, make_chunks(alpha), [], []), (beta, make_chunks(beta), [fact], [mark])])
    assert names(catalog) == ["alpha", "beta"]
    assert catalog.documents.chunks(ANYONE, document_ids=[beta.id]) == make_chunks(beta)
    assert catalog.facts.find(ANYONE, FactFilter(everything=True)) == [fact]
    assert catalog.documents.marks(ANYONE, [alpha.id, beta.id]) == [mark]
    assert catalog.documents.version() > before
    catalog.documents.add_all([])


def test_one_document_that_breaks_a_rule_leaves_none_of_those_stored_with_it(catalog):
    put(catalog, make_document("alpha"))
    before = catalog.documents.version()
    gamma, thief = make_document("gamma"), make_document("alpha", id="id-thief", source_key="file:///elsewhere.pdf")
    with pytest.raises(ValueError, match="alpha"):
        catalog.documents.add_all([(gamma, make_chunks(gamma), [], []), (thief, [], [], [])])
    assert names(catalog) == ["alpha"]
    assert catalog.documents.current(gamma.source_key) is None
    assert catalog.documents.version() == before
    with pytest.raises(ValueError, match="name"):
        put(catalog, make_document("three", name="alpha"))


def test_changing_what_is_not_there_is_an_error(catalog):
    with pytest.raises(NotFoundError):
        catalog.documents.set_state("nothing", DocumentState.LEXICAL)
    with pytest.raises(NotFoundError):
        catalog.documents.complete("nothing")
    with pytest.raises(NotFoundError):
        catalog.documents.get(ANYONE, "nothing")
