"""What leaves to be embedded: nothing of a document that its label withholds, and a row of the audit trail for the rest."""

from __future__ import annotations

import pytest

from research.nouns.access import Access
from research.nouns.documents import DocumentState
from research.settings import Settings
from tests.fakes.stores import fake_catalog
from tests.ingest.samples import READER, REPORT, FakeWorkspace, ingest, only

ANN = Access("ann")
AWAY = Settings(embedding_url="https://vectors.example/v1", embedding_name="vec", embedding_key="sk-nobody", user="ann")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "quillmere.pdf"
    path.write_text(REPORT)
    return path


def embedded(file, settings, label):
    workspace = FakeWorkspace.over(fake_catalog())
    workspace.settings = settings
    (job,) = ingest(workspace, file, label=label)
    assert job.outcome == "added"
    return workspace, only(workspace)


@pytest.mark.parametrize("label", ["deal:orchid", "personal:ann"])
def test_a_withheld_document_is_found_by_its_words_and_not_sent(file, label):
    workspace, document = embedded(file, AWAY, label)
    assert document.state is DocumentState.COMPLETE
    assert workspace.embedder.embedded == []
    assert document.id not in workspace.matrix.held
    assert workspace.lexical.held[document.id] == (tuple(workspace.documents.chunks(READER, document_ids=[document.id])),)
    assert workspace.ledger.events(ANN, limit=10) == []


def test_what_is_sent_is_recorded_without_the_text_and_the_key(file):
    workspace, document = embedded(file, AWAY, "public")
    assert len(workspace.embedder.embedded) == 2
    (event,) = workspace.ledger.events(ANN, limit=10)
    assert (event.action, event.subject, event.user) == ("embedding", document.name, "ann")
    assert dict(event.details) == {
        "model": "vec",
        "endpoint": "vectors.example",
        "remote": "yes",
        "documents": document.id,
        "passages": "2",
    }


@pytest.mark.parametrize("settings", [Settings(user="ann"), AWAY.model_copy(update={"embedding_local": True})], ids=["bundled", "ours"])
def test_a_model_that_is_ours_is_given_every_document_and_nothing_is_recorded(file, settings):
    workspace, _ = embedded(file, settings, "deal:orchid")
    assert len(workspace.embedder.embedded) == 2
    assert workspace.ledger.events(ANN, limit=10) == []
