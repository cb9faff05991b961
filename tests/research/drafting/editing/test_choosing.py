"""Elements are given, changed and opened again, also where the draft shows them; sources are chosen once each."""

from dataclasses import replace

import pytest

from research.drafting.editing.choosing import chosen, filled
from research.drafting.editing.opening import as_told
from research.drafting.editing.sections import with_ids
from research.drafting.editing.texts import text_of
from research.errors import NotFoundError, UsageError
from research.nouns.answers import Claim
from research.nouns.drafts import DraftElement, MissingBlock, ParagraphBlock, ParagraphStyle, Section, SourceChoice, SourceUse, TableBlock
from tests.research.drafting.editing.desk import make_draft


def draft_with_elements():
    head = TableBlock("Company", ("", ""), ((Claim("Rating"), Claim("open")), (Claim("Ticker"), Claim("open"))))
    sections = (Section("At a glance", (head,)), Section("Disclaimer", (MissingBlock("To be given"),)))
    elements = (DraftElement("rating", ""), DraftElement("disclaimer", ""), DraftElement("sources", "2 places"))
    return with_ids(replace(make_draft(), sections=sections, elements=elements))


def shown(draft):
    return [row[1].text for row in draft.sections[0].blocks[0].rows], text_of(draft.sections[1])


def test_an_element_is_given_changed_and_opened_again_where_it_is_shown():
    draft = filled(draft_with_elements(), {"rating": " Hold\n", "disclaimer": "No advice."})
    assert [one.value for one in draft.elements] == ["Hold", "No advice.", "2 places"]
    assert shown(draft) == (["Hold", "open"], "~ No advice.")
    draft = filled(draft, {"rating": "Buy", "disclaimer": "None."})
    assert shown(draft) == (["Buy", "open"], "~ None.")
    draft = filled(draft, {"rating": "", "disclaimer": ""})
    assert shown(draft) == (["open", "open"], "{{missing: To be given: the disclaimer}}")


def test_an_element_that_was_typed_as_two_paragraphs_is_changed_as_one():
    draft = filled(draft_with_elements(), {"disclaimer": "No advice."})
    typed = ParagraphBlock((Claim("No offer."),), ParagraphStyle.NOTE)
    section = replace(draft.sections[1], blocks=(*draft.sections[1].blocks, typed))
    after = as_told(draft, replace(draft, sections=(draft.sections[0], section)))
    assert after.elements[1].value == "No advice. No offer."
    assert shown(filled(after, {"disclaimer": "None."}))[1] == "~ None."
    assert shown(filled(after, {"disclaimer": ""}))[1] == "{{missing: To be given: the disclaimer}}"


def test_a_section_of_an_elements_name_that_says_more_does_not_change_the_element():
    draft = filled(draft_with_elements(), {"disclaimer": "No advice."})
    more = replace(draft.sections[1], blocks=(ParagraphBlock((Claim("We advise nobody."),)),))
    draft = replace(draft, sections=(draft.sections[0], more))
    assert as_told(draft, replace(draft, sections=(draft.sections[0], replace(more, blocks=())))).elements[1].value == "No advice."


@pytest.mark.parametrize(
    ("given", "why"),
    [({"sources": "3"}, "'sources' is none"), ({"x": "1"}, "name one of: disclaimer, rating"), ({"rating": "a" * 5000}, "4,000")],
)
def test_what_is_no_element_is_refused(given, why):
    with pytest.raises(UsageError, match=why):
        filled(draft_with_elements(), given)


def test_a_source_is_pinned_or_left_out_once():
    draft = draft_with_elements()
    choice = SourceChoice(draft.sections[0].id, "id-alpha", None, SourceUse.PINNED)
    other = replace(choice, use=SourceUse.EXCLUDED)
    draft = chosen(chosen(draft, choice, back=False), other, back=False)
    assert draft.choices == (other,)
    assert chosen(draft, choice, back=True).choices == ()
    with pytest.raises(NotFoundError):
        chosen(draft, replace(choice, section="nowhere"), back=False)
