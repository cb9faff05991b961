"""`desk drafts` in a team: a draft goes to review, and somebody else than its writer notes, returns, reviews and releases it."""

import json
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from research.errors import NotAllowedError, NotFoundError, UsageError
from research.nouns.access import Access
from research.nouns.answers import Claim
from research.nouns.drafts import Draft, DraftState, Section, TableBlock
from research.settings import Settings
from research.workspace import Workspace
from tests.research.rights.team import add_users
from ui.cli.main import app

runner = CliRunner()
TABLE = TableBlock("Orders", ("", "FY2024"), ((Claim("Orders"), Claim("12")),))
DRAFT = Draft("d1", "Quillmere", None, "own", DraftState.DRAFT, 0, (Section("Orders", (TABLE,)),), datetime(2026, 3, 2, tzinfo=UTC))


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Return what runs a command as a user of a team, of whom the writer has a draft."""
    monkeypatch.setenv("DESK_TEAM", "{}")
    monkeypatch.setenv("DESK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DESK_USER", "analyst")  # what --user sets is taken back
    with Workspace.open(Settings(home=tmp_path / "home", team={})) as workspace:
        add_users(workspace)
        workspace.drafts.save(Access("writer"), DRAFT, expected=0)

    def run(user, *words):
        done = runner.invoke(app, ["--user", user, "drafts", *words])
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.stdout

    return run


def test_a_draft_is_sent_by_its_writer_and_released_by_somebody_else(desk):
    told = json.loads(desk("reviewer", "awaiting", "--json"))
    assert told == {"drafts": []}
    assert desk("writer", "send", "d1", "--version", "1", "--comment", "ready") == "Quillmere: version 1 sent to review\n"
    (waiting,) = json.loads(desk("reviewer", "awaiting", "--json"))["drafts"]
    assert (waiting["draft"], waiting["by"], waiting["state"]) == ("writer/d1", "writer", "in review")
    assert "writer/d1" in desk("reviewer", "awaiting")
    assert desk("reviewer", "list") == ""
    shown = json.loads(desk("reviewer", "show", "writer/d1", "--check", "--json"))
    assert (shown["draft"], shown["state"], shown["blocking"]) == ("writer/d1", "in review", [])
    assert desk("reviewer", "note", "writer/d1", "--version", "1", "--comment", "a date?") == "Quillmere: version 1 noted\n"
    assert desk("reviewer", "review", "writer/d1", "--version", "1") == "Quillmere: version 1 reviewed\n"
    signed = json.loads(desk("reviewer", "release", "writer/d1", "--version", "1", "--json"))
    assert (signed["version"]["state"], signed["signed"]["by"], signed["signed"]["own_draft"]) == ("released", "reviewer", False)
    assert "version 1 noted by reviewer" in desk("writer", "show", "d1")


def test_no_other_hand_is_let_through(desk):
    with pytest.raises(NotAllowedError, match="not allowed for the role writer: to release drafts"):
        desk("writer", "release", "d1", "--version", "1")
    with pytest.raises(NotAllowedError, match="not allowed for the role reader: to write drafts"):
        desk("reader", "send", "d1", "--version", "1")
    with pytest.raises(NotFoundError, match="no draft writer/d1"):
        desk("reviewer", "review", "writer/d1", "--version", "1")
    desk("writer", "send", "d1", "--version", "1")
    with pytest.raises(NotFoundError, match="no draft writer/d1"):
        desk("administrator", "show", "writer/d1")
    with pytest.raises(UsageError, match="nothing is said"):
        desk("reviewer", "return", "writer/d1", "--version", "1")
    assert desk("reviewer", "return", "writer/d1", "--version", "1", "--comment", "thin") == "Quillmere: version 1 returned\n"
    assert json.loads(desk("writer", "show", "d1", "--json"))["state"] == "draft"
