"""Drafts in the file: versions share their parts, what was signed or changed by hand is told, rows of before are read."""

import sqlite3
import zlib
from contextlib import closing
from dataclasses import replace
from decimal import Decimal

import pytest
from pydantic import TypeAdapter

from research.adapters.sqlite import open_ledger
from research.errors import WorkspaceDamagedError
from research.nouns.access import Access
from research.nouns.answers import Claim
from research.nouns.drafts import Draft, DraftState, ParagraphBlock, Section
from research.nouns.editing import SignOff, SignOffAction
from research.nouns.queries import AuditEvent
from tests.contracts.samples import JANUARY
from tests.contracts.test_draft_store import make_draft

ANN = Access("ann")
EVENT = AuditEvent(JANUARY, "ann", "draft reviewed", "Alpha")


@pytest.fixture
def stores(tmp_path):
    opened = open_ledger(tmp_path)
    yield opened
    opened.close()


def on_file(folder, *statement):
    with closing(sqlite3.connect(folder / "ledger.db")) as connection:
        found = connection.execute(*statement).fetchall()
        connection.commit()
    (folder / "ledger.db.sums").unlink(missing_ok=True)  # which would tell of the change before the draft does
    return found


def signed(stores, version=1):
    found = next(one for one in stores.drafts.versions(ANN, "d1") if one.number == version)
    sign_off = SignOff("d1", version, found.sha256, SignOffAction.REVIEWED, "ann", JANUARY)
    stores.drafts.sign(ANN, sign_off, expected=found.state, event=EVENT)


def test_versions_share_what_they_have_in_common(stores, tmp_path):
    draft = replace(make_draft(), state=DraftState.DRAFT)
    stores.drafts.save(ANN, draft, expected=0)
    (before,) = on_file(tmp_path, "SELECT count(*) FROM draft_parts")[0]
    for version in range(1, 9):
        last = Section("Outlook", (ParagraphBlock((Claim(f"Text {version}."),)),), 2)
        stores.drafts.save(ANN, replace(draft, sections=(draft.sections[0], last)), expected=version)
    (after,) = on_file(tmp_path, "SELECT count(*) FROM draft_parts")[0]
    # Of each version its own paragraph and the section that has it.
    assert after - before == 2 * 8


def test_equal_figures_that_are_printed_otherwise_stay_apart(stores):
    draft = make_draft()
    chart = draft.sections[0].blocks[2]
    for version, value in enumerate((Decimal("1.50"), Decimal("1.5"), Decimal("1.500"))):
        shown = replace(chart, series=(replace(chart.series[0], values=(None, value)),))
        stores.drafts.save(ANN, replace(draft, sections=(Section("Chart", (shown,)),)), expected=version)
    stored = [stores.drafts.get(ANN, "d1", number).sections[0].blocks[0].series[0].values[1] for number in (1, 2, 3)]
    assert [str(one) for one in stored] == ["1.50", "1.5", "1.500"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE drafts SET content = replace(content, 'Alpha', 'Omega')",
        "UPDATE drafts SET sha256 = 'none'",
        "DELETE FROM drafts",
        "REPLACE INTO drafts SELECT * FROM drafts",
        "UPDATE draft_sign_offs SET signed_by = 'bob'",
        "DELETE FROM draft_sign_offs",
        "REPLACE INTO draft_sign_offs SELECT * FROM draft_sign_offs",
        "UPDATE draft_parts SET content = x'00'",
    ],
)
def test_what_was_signed_is_changed_by_no_program(stores, tmp_path, statement):
    stores.drafts.save(ANN, replace(make_draft(), state=DraftState.DRAFT), expected=0)
    signed(stores)
    with pytest.raises(sqlite3.IntegrityError, match=r"never|append only"):
        on_file(tmp_path, statement)


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        (("UPDATE drafts SET content = replace(content, 'Alpha', 'Omega')",), "its content is not what was saved"),
        (("DELETE FROM draft_parts WHERE rowid = (SELECT max(rowid) FROM draft_parts)",), "is missing"),
        (("INSERT OR REPLACE INTO draft_parts (sha256, content) SELECT sha256, x'0102' FROM draft_parts",), "is damaged"),
        (
            ("INSERT OR REPLACE INTO draft_parts (sha256, content) SELECT sha256, ? FROM draft_parts", (zlib.compress(b"{}"),)),
            "is not what was saved",
        ),
    ],
)
def test_a_draft_that_was_changed_by_hand_is_not_shown(tmp_path, statement, why):
    stores = open_ledger(tmp_path)
    stores.drafts.save(ANN, make_draft(), expected=0)
    stores.close()
    on_file(tmp_path, *statement)
    stores = open_ledger(tmp_path)
    with pytest.raises(WorkspaceDamagedError, match=f"version 1 of draft d1 is damaged: .*{why}"):
        stores.drafts.get(ANN, "d1")
    stores.close()


def test_a_row_of_before_is_read_and_can_be_signed(stores, tmp_path):
    draft = replace(make_draft(), version=1, state=DraftState.DRAFT)
    content = TypeAdapter(Draft).dump_json(draft).decode()
    on_file(
        tmp_path,
        "INSERT INTO drafts (user, id, version, saved_at, content) VALUES ('ann', 'd1', 1, ?, ?)",
        (JANUARY.isoformat(timespec="microseconds"), content),
    )
    assert stores.drafts.get(ANN, "d1") == draft
    assert [(one.title, one.state) for one in stores.drafts.drafts(ANN)] == [(draft.title, DraftState.DRAFT)]
    before = stores.drafts.versions(ANN, "d1")
    signed(stores)
    after = stores.drafts.versions(ANN, "d1")
    assert [one.sha256 for one in before] == [one.sha256 for one in after]
    assert replace(stores.drafts.get(ANN, "d1"), state=DraftState.DRAFT) == draft
    assert stores.drafts.get(ANN, "d1").state is DraftState.REVIEWED
