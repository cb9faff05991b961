"""A place keeps its mark, a new one gets a free one, and what goes out is numbered by its order."""

from dataclasses import replace

from research.drafting.editing.sections import with_ids
from research.drafting.editing.sources import adopted, cited_only
from research.nouns.answers import Claim
from research.nouns.drafts import CitedSource, ParagraphBlock, Section
from tests.research.drafting.editing.desk import HIDDEN, SHOWN, make_draft


def of(citation, text="Said."):
    return Section("New", (ParagraphBlock((Claim(text, (citation,)),)),))


def marks(section):
    return [one.marker for claim in section.claims for one in claim.citations]


def test_a_place_that_is_known_has_the_mark_that_it_had():
    section, sources = adopted(of(replace(SHOWN, marker="7")), (), make_draft())
    assert marks(section) == ["1"]
    assert sources == make_draft().sources


def test_a_new_place_gets_a_free_mark_and_its_title():
    new = replace(SHOWN, marker="2", start=0, end=5)
    section, sources = adopted(of(new), (CitedSource(new, "Another title"),), make_draft())
    assert marks(section) == ["3"]
    assert [(one.citation.marker, one.title) for one in sources] == [("1", "Alpha 10-K"), ("2", "Secret memo"), ("3", "Another title")]


def test_what_goes_out_lists_what_is_cited_in_its_order():
    draft = with_ids(make_draft())
    draft = replace(draft, sections=(of(HIDDEN, "One."), of(SHOWN, "Two."), of(HIDDEN, "Three.")))
    out = cited_only(draft)
    assert [marks(one) for one in out.sections] == [["1"], ["2"], ["1"]]
    assert [(one.citation.marker, one.title) for one in out.sources] == [("1", "Secret memo"), ("2", "Alpha 10-K")]
    assert [one.title for one in cited_only(replace(draft, sections=(of(SHOWN),))).sources] == ["Alpha 10-K"]
