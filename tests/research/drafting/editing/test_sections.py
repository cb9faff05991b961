"""Sections keep their ids, each its own, whatever their headings are."""

from dataclasses import replace

import pytest

from research.drafting.editing.sections import section_of, with_ids, with_section
from research.errors import NotFoundError
from research.nouns.drafts import Section
from tests.research.drafting.editing.desk import make_draft


def test_ids_are_made_of_headings_and_stay():
    draft = replace(make_draft(), sections=(Section("Risks"), Section("Risks"), Section("Case")))
    first = with_ids(draft)
    ids = [one.id for one in first.sections]
    assert len(set(ids)) == 3
    assert with_ids(draft) == first
    renamed = replace(first, sections=(replace(first.sections[0], heading="Dangers"), *first.sections[1:]))
    assert [one.id for one in with_ids(renamed).sections] == ids


def test_a_section_without_an_id_gets_one_that_is_free():
    held = with_ids(make_draft()).sections[0]
    draft = replace(make_draft(), sections=(held, Section(held.heading)))
    first, second = with_ids(draft).sections
    assert first.id == held.id != second.id


def test_a_section_that_is_gone_comes_back_below_those_that_it_stood_after():
    draft = with_ids(make_draft())
    one, two, three = draft.sections
    without = replace(draft, sections=(one, three))
    assert [part.id for part in with_section(without, two, after=(one.id,)).sections] == [one.id, two.id, three.id]
    with pytest.raises(NotFoundError, match=f"no section {two.id}"):
        section_of(without, two.id)
