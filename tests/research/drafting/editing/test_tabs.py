"""Tabs that save at the same moment, over the real ledger: every text is in the newest version, or stands beside it."""

from threading import Barrier, Thread

import pytest

from research.adapters.sqlite import open_ledger
from tests.research.drafting.editing.desk import ANN, Desk

SAVES = 12


@pytest.fixture
def desk(tmp_path):
    ledger = open_ledger(tmp_path)
    yield Desk(ledger)
    ledger.close()


def at_once(desk, sections):
    """Let a tab for each section save again and again, all at the same moments; return what went wrong."""
    begin, failed = Barrier(len(sections)), []

    def save(tab, section):
        base = 1
        try:
            for number in range(SAVES):
                begin.wait()
                base = desk.editor.edit("d1", section, f"Tab {tab} says {number}.", ANN, base=base, tab=tab).version
        except Exception as error:  # noqa: BLE001  (told to the test)
            failed.append(error)
            begin.abort()

    threads = [Thread(target=save, args=(f"t{at}", section)) for at, section in enumerate(sections)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return failed


def test_sections_saved_at_once_all_have_their_last_text(desk):
    ids = [one for _, one in desk.ids]
    assert at_once(desk, ids) == []
    newest = desk.open(tab="look").draft
    assert [desk.editor.text_of(one) for one in newest.sections] == [f"Tab t{at} says {SAVES - 1}." for at in range(len(ids))]
    assert newest.conflicts == ()


def test_one_section_saved_at_once_keeps_every_text(desk):
    section = desk.ids[2][1]
    assert at_once(desk, [section, section]) == []
    newest = desk.open(tab="look").draft
    kept = {desk.editor.text_of(newest.sections[2]), *(one.text for one in newest.conflicts)}
    versions = desk.editor.versions("d1", ANN)
    texts = {desk.editor.text_of(desk.open(version=one.number, tab="look").draft.sections[2]) for one in versions}
    last = {f"Tab t{at} says {SAVES - 1}." for at in (0, 1)}
    assert last <= kept
    assert {f"Tab t{at} says {number}." for at in (0, 1) for number in range(SAVES)} <= texts
