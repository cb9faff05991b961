"""`desk purge` and `desk hold` as a user types them, up to where documents would go."""

import json
from datetime import UTC, datetime

import pytest

from research.nouns.purging import PurgeOrder
from research.purging.service import PurgePlan, PurgeReport
from research.settings import Settings
from research.workspace import Workspace
from tests.cli.desk_process import desk
from tests.contracts.samples import make_chunks, make_document
from ui.cli.purge import _print_report


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "home"
    with Workspace.open(Settings(home=folder), create=True) as workspace:
        document = make_document("alpha")
        workspace.documents.add(document, make_chunks(document), [])
    return folder


def test_nothing_goes_unasked(home):
    asked = desk("purge", "alpha", "--reason", "sent in error", home=home)
    assert (asked.returncode, asked.stdout) == (2, "")
    assert "1 document, versions counted:" in asked.stderr
    assert "nothing was purged; say --yes" in asked.stderr
    missing = desk("purge", "nope", "--reason", "x", "--yes", home=home)
    assert (missing.returncode, "no document named nope is in the library" in missing.stderr) == (1, True)
    assert desk("purge", "--reason", "x", "--yes", home=home).returncode == 2


def test_a_hold_refuses_until_it_is_lifted(home):
    held = json.loads(desk("hold", "add", "alpha", "--reason", "matter 17", "--json", home=home).stdout)
    assert (held["hold"], held["kind"], held["on"], held["by"]) == (1, "document", "alpha", "analyst")
    refused = desk("purge", "alpha", "--reason", "sent in error", "--yes", home=home)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "alpha is under legal hold: hold 1 on document alpha, by analyst since" in refused.stderr
    assert "matter 17; desk hold remove 1 lifts it" in refused.stderr
    assert "hold 1 on document alpha is lifted" in desk("hold", "remove", "1", "--reason", "settled", home=home).stdout
    assert json.loads(desk("hold", "list", "--json", home=home).stdout) == {"holds": []}


def test_what_was_deleted_is_counted_in_words(capsys):
    report = PurgeReport(
        PurgeOrder("p1", "ann", datetime.now(UTC), "asked for", ()), {"originals": 1, "replies of models": 2, "uploads": 1}
    )
    _print_report(report, PurgePlan(()), [])
    assert "deleted: 1 original, 2 replies of models, 1 upload" in capsys.readouterr().out
