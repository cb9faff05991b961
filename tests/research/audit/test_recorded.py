"""Each act over a workspace leaves one row, with what its reader could see and the hashes of what it showed, and no text of a source."""

import shutil
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from ingest.drafts import read
from research.drafting.checking.accepted import accept
from research.drafting.writing.writer import Subject
from research.models.service import SILENT
from research.nouns.access import Access
from research.nouns.answers import Verdict
from research.nouns.conversations import FRESH
from research.nouns.grids import GridQuestion
from research.nouns.queries import DocumentFilter
from research.nouns.watchlists import WatchedCompany
from research.settings import load_settings
from research.workspace import Workspace

ANN, BEN = Access("ann"), Access("ben", frozenset({"public"}))
FIGURE = "What was Quillmere's capital expenditure in FY2024?"
REFUSED = "What was Quillmere's revenue in FY2031?"
DRAFT = b"# Quillmere in 2024\n\nNet sales were $1,284.6 million. Diluted EPS was $2.12.\n"
NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def workspace(sample_home, tmp_path_factory):
    home = shutil.copytree(sample_home, tmp_path_factory.mktemp("recorded") / "home")
    with Workspace.open(load_settings(home), create=False) as opened:
        yield opened


def rows_of(workspace, act, access=ANN):
    """Return what an act gives, and the rows that it left: action, subject, details."""
    before = workspace.ledger.events(access, limit=1)
    made = act()
    events = workspace.ledger.events(access, limit=50)
    new = [one for one in events if not before or one.id > before[0].id]
    return made, [(one.action, one.subject, dict(one.details)) for one in reversed(new)]


def hash_of(workspace, document_id):
    (found,) = workspace.documents.find(ANN, DocumentFilter(ids=(document_id,)))
    return f"{found.id}:{found.content_hash}"


def test_a_question_says_what_its_answer_stands_on(workspace):
    answer, [(action, subject, said)] = rows_of(workspace, lambda: workspace.ask(FIGURE, ANN))
    assert (action, subject, said["status"], said["marked"], said["struck"]) == ("ask", FIGURE, "answered", "0", "0")
    first = answer.citations[0]
    assert said["sources"].split(",")[0] == f"{first.document_id}:{first.page}:{first.start}-{first.end}"
    assert said["source_hashes"] == hash_of(workspace, first.document_id)
    assert said["answer_sha256"] == sha256(answer.text.encode()).hexdigest()
    assert (said["labels"], said["revision"], len(said["allowed_sha256"])) == ("all", str(workspace.documents.version()), 64)
    assert first.quote not in repr(said)
    _, [(_, _, of_ben)] = rows_of(workspace, lambda: workspace.ask(FIGURE, BEN), BEN)
    assert (of_ben["labels"], of_ben["allowed_sha256"] == said["allowed_sha256"]) == ("public", False)


def test_a_refusal_and_a_cell_of_a_grid(workspace):
    _, [(action, _, said)] = rows_of(workspace, lambda: workspace.ask(REFUSED, ANN))
    assert (action, said["status"]) == ("ask", "insufficient_evidence")
    asker = workspace.grid(ANN)
    _, [(action, _, said)] = rows_of(workspace, lambda: asker.cell(GridQuestion("What was revenue in FY2024?"), asker.companies[0]))
    assert (action, said["of"]) == ("grid", asker.companies[0].name)


def test_a_search_names_the_pages_that_it_found(workspace):
    found, [(action, subject, said)] = rows_of(workspace, lambda: workspace.search("risk of tariffs", ANN, top_k=3))
    first = found.retrieval.results[0].chunk
    assert (action, subject, said["sources"].split(",")[0]) == ("search", "risk of tariffs", f"{first.document_id}:{first.page}")
    assert hash_of(workspace, first.document_id) in said["source_hashes"]
    assert first.text[:60] not in repr(said)


def test_an_answer_that_is_opened_again(workspace):
    kept, [(_, _, asked)] = rows_of(workspace, lambda: workspace.converse(FIGURE, ANN, FRESH, telling=SILENT))
    _, [(action, subject, said)] = rows_of(workspace, lambda: workspace.reopen(kept.id, BEN), BEN)
    assert (action, subject, said["kept"], said["user"]) == ("reopen", FIGURE, asked["kept"], "ann")
    assert asked["source_hashes"] in said["source_hashes"]


def test_a_draft_that_is_checked_and_what_is_let_stand(workspace, tmp_path):
    path = tmp_path / "note.md"
    path.write_bytes(DRAFT)
    check, [(action, subject, said)] = rows_of(workspace, lambda: workspace.draft_checker.check(read(path), ANN, now=NOW))
    assert (action, subject, said["draft_sha256"]) == ("check", "note.md", sha256(DRAFT).hexdigest())
    assert (said["supported"], said["mismatch"]) == ("1", "1")
    assert "1,284.6" not in repr(said)
    wrong = next(one for one in check.sentences if one.verdict is Verdict.MISMATCH)
    _, [(action, subject, stands)] = rows_of(workspace, lambda: accept(workspace.accepted, ANN, wrong, "as the client asked", now=NOW))
    assert (action, subject, stands["verdict"], len(stands["sentence_sha256"])) == (
        "accept sentence",
        "",
        "mismatch",
        64,
    )
    key = stands["sentence_sha256"]
    _, [(action, _, again)] = rows_of(workspace, lambda: workspace.accepted.withdraw(ANN, key, Verdict.MISMATCH))
    assert (action, again["sentence_sha256"]) == ("reopen sentence", key)
    assert rows_of(workspace, lambda: workspace.accepted.withdraw(ANN, key, Verdict.MISMATCH)) == (False, [])


def test_a_digest_that_is_opened(workspace):
    workspace.watchlists.add(ANN, "Pumps", [WatchedCompany("Quillmere Industries, Inc.")])
    held = workspace.watchlists.get(ANN, "Pumps")
    made, [(action, subject, said)] = rows_of(workspace, lambda: workspace.digests.until(ANN, held, NOW))
    assert (action, subject, said["digest"], said["to"]) == ("digest", "Pumps", made.id, NOW.isoformat())
    assert rows_of(workspace, lambda: workspace.digests.last_day(ANN, held, NOW))[1] == []


def test_a_draft_that_is_written(workspace):
    company = workspace.directory.companies(ANN)[0]
    template = workspace.drafting.shelf.the("tear-sheet")
    written = workspace.drafting.write(template, Subject(company), ANN, NOW)
    kept, rows = rows_of(workspace, lambda: workspace.drafting.keep(written, ANN))
    [(action, _, said)] = rows
    assert (action, said["draft"], said["version"], said["struck"]) == ("draft", kept.id, "1", "0")
    assert hash_of(workspace, kept.sources[0].citation.document_id) in said["source_hashes"]
    assert len(said["allowed_sha256"]) == 64
