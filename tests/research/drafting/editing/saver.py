"""A process that saves a draft of the size of a real one without an end, and what has to hold after it was killed."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from pathlib import Path

from research.adapters.sqlite import open_ledger
from research.nouns.answers import Claim
from research.nouns.drafts import ParagraphBlock, Section
from tests.killed import told_until_killed
from tests.research.drafting.editing.desk import ANN, SHOWN, Desk, make_draft

SECTIONS, SENTENCES = 12, 25
SIGNED_EVERY = 7


def large_draft():
    """Return a draft of twelve sections of cited sentences."""
    draft = make_draft()
    sections = [
        Section(f"Section {number}", tuple(ParagraphBlock((Claim(f"Sentence {at} of {number}.", (SHOWN,)),)) for at in range(SENTENCES)))
        for number in range(SECTIONS)
    ]
    return replace(draft, sections=tuple(sections), open_items=(), elements=())


def text_of_save(number):
    """Return what the save of a number has typed: every second one goes on with the one before."""
    first = number - number % 2
    return f"Save {first} begins. {'It has many words. ' * 20}It ends." + (f" Save {number} goes on. [1]" if number % 2 else "")


def section_of_save(number):
    """Return to which section a save goes: pairs of saves take turns."""
    return (number // 2) % SECTIONS


def save_on(folder, acknowledged, first=0, end=None):
    """Save without an end, or to the one that is given, saying each number once its save has returned; every so often sign, and reopen by
    the next save."""
    ledger = open_ledger(Path(folder))
    desk = Desk(ledger, large_draft(), is_new=not ledger.drafts.versions(ANN, "d1", limit=1))
    opened = desk.open(tab="a")
    base, ids = opened.draft.version, [one.id for one in opened.draft.sections]
    for number in count(first) if end is None else range(first, end):
        saved = desk.editor.edit("d1", ids[section_of_save(number)], text_of_save(number), ANN, base=base, tab="a")
        base = saved.version
        acknowledged.send(number)
        if number % SIGNED_EVERY == SIGNED_EVERY - 1:
            desk.editor.review("d1", ANN, version=base, sha256=saved.sha256)
    ledger.close()


def saved_texts(folder):
    """Return how the sections stand in the draft's newest version, as they are typed; empty where there is no draft."""
    ledger = open_ledger(Path(folder))
    try:
        if not ledger.drafts.versions(ANN, "d1", limit=1):
            return []
        desk = Desk(ledger, is_new=False)
        return [desk.editor.text_of(one) for one in desk.open(tab="a").draft.sections]
    finally:
        ledger.close()


def killed_at(folder, saves, after):
    """Kill a process that saves, so many seconds after so many saves; return the number of the last save that it has told of."""
    told, _ = told_until_killed(save_on, str(folder), told=saves, after=after)
    return told[-1] if told else -1


def wrong_after(folder, last):
    """Return what is wrong in a ledger after a kill, the last save that was told of known: nothing may be."""
    ledger = open_ledger(Path(folder))
    try:
        return list(_wrong(ledger, last))
    finally:
        ledger.close()


def _wrong(ledger, last):
    desk = Desk(ledger, is_new=False)
    versions = ledger.drafts.versions(ANN, "d1")
    if not versions:
        yield from [] if last < 0 else ["the draft is gone"]
        return
    if [one.number for one in versions] != list(range(len(versions), 0, -1)):
        yield f"versions {[one.number for one in versions]}"
    for one in versions:
        opened = desk.open(version=one.number, tab="a")
        if len(opened.draft.sections) != SECTIONS or opened.sha256 != one.sha256:
            yield f"version {one.number} is not whole"
    newest = desk.open(tab="a").draft
    held = [
        number
        for number in (last + 1, last, -1)
        if number < 0 or desk.editor.text_of(newest.sections[section_of_save(number)]) == text_of_save(number)
    ]
    if held[0] < last:
        yield f"save {last} was told of and is not there"
    signed = [(one.version, one.action.value) for version in reversed(versions) for one in version.sign_offs]
    events = [
        (int(dict(one.details)["version"]), one.action.removeprefix("draft ")) for one in desk.events() if one.action == "draft reviewed"
    ]
    if signed != events:
        yield f"signed {signed}, recorded {events}"
    before = newest.version
    saved = desk.editor.edit("d1", newest.sections[0].id, "After the kill.", ANN, base=before, tab="b")
    if saved.version != before + 1 or saved.conflict is not None:
        yield f"a save after the kill became version {saved.version} of {before}"
