"""A library whose vectors an endpoint makes: read in, asked, and asked again when the endpoint is gone."""

from __future__ import annotations

import json

from research.settings import Settings
from research.workspace import Workspace
from tests.cli.desk_process import desk
from tests.conftest import ROOT
from tests.fakes.indexes import HashingEmbedder
from tests.fakes.model_server import serving

NOTE = ROOT / "data" / "sample" / "library" / "castlereach-note-2025-02-18.pdf"
QUERY = "price target and rating"


def test_an_endpoint_makes_the_vectors_and_words_alone_are_searched_when_it_is_gone(tmp_path):
    home, model = tmp_path / "home", HashingEmbedder()
    with serving(embed=lambda texts: model.embed(texts).tolist()) as server:
        named = {"DESK_EMBEDDING_URL": server.url, "DESK_EMBEDDING_NAME": "hashing"}
        report = json.loads(desk("ingest", NOTE, "--json", home=home, **named).stdout)
        assert (report["failed"], report["documents"]) == ([], 1)
        found = desk("search", QUERY, "--json", home=home, **named)
        assert (found.returncode, found.stderr) == (0, "")
        with Workspace.open(Settings(home=home, embedding_url=server.url, embedding_name="hashing")) as workspace:
            fingerprint = workspace.embedder.fingerprint
            (document,) = workspace.matrix.documents()
            assert workspace.embeddings.missing(document, fingerprint) == []
    assert all(headers.get("authorization") is None for _, headers in server.requests)
    gone = desk("search", QUERY, "--json", home=home, **named)
    assert gone.returncode == 0
    assert json.loads(gone.stdout)["results"][0]["document"] == "castlereach-note-2025-02-18"
    assert gone.stderr.startswith("searched by words and figures only: embedding endpoint 127.0.0.1:")
    assert "hashing could not be reached" in " ".join(gone.stderr.split())
