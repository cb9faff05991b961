"""A choice names one source, goes with all its versions, and says plainly what is not there."""

from dataclasses import replace
from datetime import timedelta

import pytest

from research.directory import CompanyDirectory
from research.errors import NotFoundError, UsageError
from research.nouns.access import Access
from research.nouns.documents import DocumentState
from research.nouns.purging import Chosen
from research.purging.choosing import Choice, Chooser, checked_reason, spellings
from tests.contracts.samples import make_document
from tests.fakes.stores import fake_catalog

ANN = Access("ann", frozenset({"public"}))


@pytest.fixture
def catalog():
    stores = fake_catalog()
    yield stores
    stores.close()


@pytest.fixture
def chooser(catalog):
    return Chooser(catalog.documents, CompanyDirectory(catalog.documents, catalog.names))


def test_a_name_of_several_sources_is_refused_and_an_id_is_not(catalog, chooser):
    first = make_document("alpha", state=DocumentState.SUPERSEDED)
    other = replace(make_document("beta"), name="alpha")
    catalog.documents.documents.update({first.id: first, other.id: other})
    with pytest.raises(UsageError) as refused:
        chooser.source_of(ANN, "alpha")
    assert refused.value.message == "'alpha' names documents of 2 sources"
    assert refused.value.hint == f"name one by its id: id-alpha ({first.source_key}), id-beta ({other.source_key})"
    assert chooser.source_of(ANN, "id-alpha").source_key == first.source_key


def test_versions_out_of_sight_go_too_and_the_one_in_sight_is_named(catalog, chooser):
    old = make_document("alpha", label="public", state=DocumentState.SUPERSEDED)
    new = replace(old, id="id-newer", label="deal:x", state=DocumentState.COMPLETE, known_at=old.known_at + timedelta(days=1))
    catalog.documents.documents.update({old.id: old, new.id: new})
    assert [one.id for one in chooser.chosen(ANN, Choice(Chosen.DOCUMENT, "alpha"))] == ["id-alpha", "id-newer"]
    assert chooser.source_of(ANN, "alpha").id == "id-alpha"


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Chosen.DOCUMENT, "no document named nope is in the library"),
        (Chosen.SOURCE, "nothing in the library was read from nope"),
        (Chosen.COMPANY, "no document of nope is in the library"),
        (Chosen.LABEL, "no document labelled nope is in the library"),
    ],
)
def test_what_is_not_there_is_said_plainly(chooser, kind, said):
    with pytest.raises(NotFoundError) as missing:
        chooser.chosen(ANN, Choice(kind, "nope"))
    assert missing.value.message == said


def test_a_path_is_spelt_in_every_way_its_part_too(tmp_path, monkeypatch):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "real" / "feed.xml").touch()
    monkeypatch.chdir(tmp_path)
    real = f"{(tmp_path / 'real').resolve()}/feed.xml"
    assert spellings("link/feed.xml") == ("link/feed.xml", f"{tmp_path}/link/feed.xml", real)
    assert f"{real}#entry-1" in spellings("link/feed.xml#entry-1")
    assert spellings("https://wire.example/rss#1") == ("https://wire.example/rss#1",)


def test_a_reason_is_one_line_that_is_there():
    assert checked_reason(" sent \n in error ") == "sent in error"
    for one, why in ((" ", "empty"), ("x" * 501, "longer than 500"), ("a\x07b", "cannot be printed")):
        with pytest.raises(UsageError, match=f"the reason is .*{why}"):
            checked_reason(one)
