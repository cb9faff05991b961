"""What is recorded of an act: with whose rights, over which state of the library, of which files; never what they hold."""

import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from hashlib import sha256

import pytest

from research.audit.acts import Act, Acts, reader_details, source_hashes
from research.audit.describing import export_act, trail_act
from research.nouns.access import Access
from research.nouns.audit import AuditFilter
from tests.contracts.samples import JANUARY, make_document
from tests.fakes.ledger import FakeLedger
from tests.fakes.stores import FakeDocumentStore

ANN = Access("ann", frozenset({"public", "desk:rates"}), JANUARY)
TEXT = "Canary sentence of the source."


@pytest.fixture
def stores():
    documents, ledger = FakeDocumentStore(), FakeLedger()
    for number, label in (("b", "public"), ("a", "desk:rates"), ("c", "deal:sand")):
        made = make_document(id=number * 4, name=number, source_key=f"/{number}", label=label, content_hash=number * 64)
        documents.add(replace(made, text=TEXT, pages=()), [], [])
    return documents, ledger


def recorded(stores, act, access=ANN, **more):
    documents, ledger = stores
    Acts(ledger, documents, **more).record(access, act)
    return dict(ledger.recorded[-1].details)


def test_an_act_says_who_could_see_what(stores):
    said = recorded(stores, Act("ask", "What?", (("status", "answered"),)))
    packed = json.dumps([["desk:rates", "public"], "2024-01-15T09:30:00.123456+00:00", 3], separators=(",", ":"))
    assert said == {
        "status": "answered",
        "labels": "desk:rates,public",
        "as_of": "2024-01-15T09:30:00.123456+00:00",
        "revision": "3",
        "allowed_sha256": sha256(packed.encode()).hexdigest(),
    }
    assert [(one.user, one.action, one.subject) for one in stores[1].recorded] == [("ann", "ask", "What?")]


def test_the_hash_is_the_same_for_the_same_rights_only():
    def hashed(access, revision=7):
        return dict(reader_details(access, revision))["allowed_sha256"]

    elsewhere = JANUARY.astimezone(timezone(timedelta(hours=5)))
    assert hashed(ANN) == hashed(replace(ANN, user="bob", as_of=elsewhere))
    others = (replace(ANN, labels=None), replace(ANN, labels=frozenset({"public"})), replace(ANN, as_of=None))
    assert len({hashed(ANN), hashed(ANN, 8), *map(hashed, others)}) == 5
    one, two = Access("ann", frozenset({"a,b"})), Access("ann", frozenset({"a", "b"}))
    assert hashed(one) != hashed(two)
    assert dict(reader_details(Access("ann"), 7))["labels"] == "all"


def test_sources_are_named_with_the_hashes_of_their_files_as_far_as_the_reader_may_see_them(stores):
    documents = ("bbbb", "aaaa", "bbbb", "cccc", "gone")
    said = recorded(stores, Act("ask", "What?", documents=documents), replace(ANN, as_of=None))
    assert said["source_hashes"] == f"aaaa:{'a' * 64},bbbb:{'b' * 64}"
    assert source_hashes([]) == ""


def test_of_a_file_that_is_taken_its_hash_is_kept_and_none_of_its_bytes(stores):
    said = recorded(stores, export_act("grid of 2 cells", "grid.xlsx", TEXT.encode(), ("aaaa",)))
    assert (said["file"], said["sha256"], said["bytes"]) == ("grid.xlsx", sha256(TEXT.encode()).hexdigest(), "30")
    assert TEXT not in repr(stores[1].recorded)


def test_where_words_went_to_become_vectors_is_told_only_where_they_left(stores):
    asked = Act("ask", "What?", is_embedded=True)
    assert recorded(stores, asked, embedded_at="vectors.example.com")["embedded_at"] == "vectors.example.com"
    assert "embedded_at" not in recorded(stores, asked)
    assert "embedded_at" not in recorded(stores, Act("facts", "3M"), embedded_at="vectors.example.com")


def test_an_export_of_the_trail_says_which_rows_were_wanted(stores):
    wanted = AuditFilter(user="bob", since=datetime.fromisoformat("2026-01-01T00:00:00+00:00"), words=("net", "sales"))
    act = trail_act("/tmp/out/trail.jsonl", b"{}\n", 1, wanted)  # noqa: S108 - a name, nothing is written
    said = recorded(stores, act)
    assert (act.subject, said["rows"], said["user"], said["since"], said["words"]) == (
        "trail.jsonl",
        "1",
        "bob",
        "2026-01-01T00:00:00+00:00",
        "net sales",
    )
    assert "until" not in said
