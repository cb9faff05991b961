"""The first fault of an audit trail is named, whatever was done to it."""

from dataclasses import replace

import pytest

from research.audit.proving import prove, read_head
from research.errors import UsageError
from research.nouns.audit import BEGINNING, AuditEnd, AuditHead, AuditRow, row_hash


def made(count):
    rows = []
    for number in range(1, count + 1):
        row = AuditRow(number, f"2024-01-{number:02d}T09:00:00.000000+00:00", "ann", "ask", f"question {number}", "[]", "")
        rows.append(replace(row, hash=row_hash(rows[-1].hash if rows else BEGINNING, row)))
    return rows


def rewritten(rows):
    """The rows bound anew, as somebody would who knows how."""
    bound = []
    for row in rows:
        bound.append(replace(row, hash=row_hash(bound[-1].hash if bound else BEGINNING, row)))
    return bound


ROWS = made(6)
END = AuditEnd(6)


def test_a_whole_trail_has_a_head():
    proof = prove(ROWS, END)
    assert (proof.rows, proof.head, proof.fault, proof.row) == (6, AuditHead(6, ROWS[-1].hash), "", None)
    assert prove([], AuditEnd(0)).head == AuditHead(0, BEGINNING)


@pytest.mark.parametrize("field", ["at", "user", "action", "subject", "details", "hash"])
def test_a_changed_field_is_found_at_its_row(field):
    rows = [*ROWS[:2], replace(ROWS[2], **{field: "0" * 64}), *ROWS[3:]]
    proof = prove(rows, END)
    assert (proof.row, proof.rows) == (3, 2)
    assert "row 3 is not what was recorded" in proof.fault


@pytest.mark.parametrize(
    ("rows", "end", "row", "said"),
    [
        ([*ROWS[:2], *ROWS[3:]], END, 3, "row 3 is gone"),
        ([*ROWS[:2], AuditRow(3, "", "", "", "", "", ROWS[2].hash, is_gone=True), *ROWS[3:]], END, 3, "only its hash is left"),
        (ROWS[:4], END, 5, "with all after it: 6 rows were recorded"),
        (ROWS[1:], END, 1, "row 1 is gone"),
        ([*ROWS, replace(ROWS[-1], id=7, hash="")], AuditEnd(7), 7, "row 7 has no hash"),
        ([*ROWS, *made(7)[6:]], END, 7, "row 7 was never given out"),
        ([replace(ROWS[0], id=0), *ROWS], END, 1, "row 0 was put in"),
        ([ROWS[0], replace(ROWS[2], id=2), replace(ROWS[1], id=3), *ROWS[3:]], END, 2, "row 2 is not what was recorded"),
    ],
)
def test_rows_removed_added_or_exchanged_are_found(rows, end, row, said):
    proof = prove(rows, end)
    assert proof.row == row
    assert said in proof.fault


def test_a_trail_written_anew_is_whole_in_itself_and_shown_by_a_kept_head():
    kept = [AuditHead(4, ROWS[3].hash)]
    forged = rewritten([*ROWS[:1], replace(ROWS[1], subject="another question"), *ROWS[2:]])
    assert prove(forged, END).fault == ""
    assert prove(forged, END, kept).row == 4
    assert prove(ROWS, END, kept).fault == ""
    assert "a head of row 4 was kept" in prove(ROWS[:3], AuditEnd(3), kept).fault


def test_a_missing_guard_is_a_fault_of_no_row():
    proof = prove(ROWS, AuditEnd(6, ("audit_is_never_deleted",)))
    assert proof.row is None
    assert "audit_is_never_deleted is gone" in proof.fault


def test_a_head_is_read_as_it_is_printed():
    head = prove(ROWS, END).head
    assert read_head(f" {head}\n") == head
    for text in ("", "6", f"6:{'g' * 64}", f"x:{'0' * 64}", f"6:{'0' * 63}"):
        with pytest.raises(UsageError, match="is no head"):
            read_head(text)


@pytest.mark.parametrize("details", ["5", "no JSON", "{}", "", "[" * 100_000, '[["words_sha256", "0"]]'])
def test_words_beside_a_row_whose_details_name_none_are_found_also_where_the_whole_chain_was_computed_anew(details):
    rows = rewritten([*ROWS[:2], replace(ROWS[2], details=details, words="[]"), *ROWS[3:]])
    proof = prove(rows, END)
    assert (proof.row, proof.fault) == (3, "row 3 has other words beside it than were recorded with it")
