"""`desk labels set` as a user types it, of a document that answers no more."""

import json

import pytest

from research.errors import NotFoundError
from research.nouns.access import Access
from research.nouns.documents import DocumentState
from research.nouns.queries import DocumentFilter
from research.settings import Settings
from research.workspace import Workspace
from tests.contracts.samples import make_chunks, make_document
from ui.cli.labels import set_command
from ui.cli.options import end_of_day, start_of_day

ANN = Access("analyst")


def test_a_removed_document_gets_another_label_with_all_its_versions(tmp_path, capsys):
    settings = Settings(home=tmp_path / "home")
    with Workspace.open(settings, create=True) as workspace:
        for number in (1, 2):
            document = make_document("alpha", id=f"id-{number}", state=DocumentState.SUPERSEDED)
            workspace.documents.add(document, make_chunks(document), [])
    set_command("alpha", "deal:bluebird", reason="wall crossing", home=settings.home, as_json=True)
    assert json.loads(capsys.readouterr().out) == {"document": "alpha", "label": "deal:bluebird", "before": "public"}
    with Workspace.open(settings) as workspace:
        found = workspace.documents.find(ANN, DocumentFilter(any_state=True))
        assert {one.label for one in found} == {"deal:bluebird"}
        assert dict(workspace.ledger.events(ANN, action="correct")[0].details)["reason"] == "wall crossing"
    with pytest.raises(NotFoundError, match="no document named nope is in the library"):
        set_command("nope", "internal", reason="x", home=settings.home)


def test_a_day_has_a_start_and_an_end():
    assert (start_of_day("2027-03-31").isoformat(), end_of_day("2027-03-31").isoformat()) == (
        "2027-03-31T00:00:00+00:00",
        "2027-03-31T23:59:59.999999+00:00",
    )
