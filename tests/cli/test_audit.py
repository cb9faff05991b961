"""`desk audit`: the trail is proved, listed and written out; a tampered one ends with code 4."""

import hashlib
import json
import sqlite3
from contextlib import closing

import pytest

from research.settings import Settings
from research.workspace import Workspace
from tests.cli.desk_process import desk


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "home"
    with Workspace.open(Settings(home=folder), create=True):
        pass
    desk("names", "add", "Quill Pumps", "Quillmere", home=folder)
    desk("names", "remove", "Quill Pumps", home=folder)
    return folder


def test_a_whole_trail_prints_its_head_which_proves_it_later(home):
    told = desk("audit", "verify", home=home)
    assert told.returncode == 0
    assert "2 rows, each bound to the one before" in told.stdout
    head = told.stdout.splitlines()[-1]
    desk("names", "add", "Harrow", "Alder", home=home)
    again = desk("audit", "verify", "--head", head, "--json", home=home)
    proof = json.loads(again.stdout)
    assert (again.returncode, proof["rows"], proof["whole"], proof["fault"]) == (0, 3, True, None)


def test_a_changed_row_is_named_with_code_4(home):
    with closing(sqlite3.connect(home / "ledger.db")) as connection:
        connection.execute("DROP TRIGGER audit_is_never_changed")
        connection.execute("UPDATE audit SET user = 'somebody' WHERE id = 2")
        connection.commit()
    told = desk("audit", "verify", home=home)
    assert (told.returncode, told.stdout) == (
        4,
        "audit trail: row 2 is not what was recorded: it, its hash or the hash before was changed\n",
    )
    assert json.loads(desk("audit", "verify", "--json", home=home).stdout)["row"] == 2


def test_an_export_is_recorded_and_its_hashes_can_be_computed_again(home, tmp_path):
    written = desk("audit", "export", "-o", str(tmp_path / "trail.jsonl"), "--json", home=home)
    assert json.loads(written.stdout)["rows"] == 2
    before = "0" * 64
    for line in (tmp_path / "trail.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        fields = [before, *(row[name] for name in ("id", "at", "user", "action", "subject", "details"))]
        before = row["hash"]
        assert before == hashlib.sha256(json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
    newest = json.loads(desk("audit", "list", "--limit", "1", "--json", home=home).stdout)["rows"]
    assert [(row["action"], row["subject"]) for row in newest] == [("export audit", "trail.jsonl")]


def test_wrong_filters_and_heads_are_told_in_a_line(home):
    assert "is no head of an audit trail" in desk("audit", "verify", "--head", "x", home=home).stderr
    assert "date 'soon' is not one" in desk("audit", "list", "--since", "soon", home=home).stderr
    assert "no row fits" in desk("audit", "list", "--user", "nobody", home=home).stderr
