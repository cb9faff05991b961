"""A section's tables and charts on the editing page, and the pages that it rests on."""

from dataclasses import replace

from lxml import html

from research.nouns.answers import Claim, Verdict
from research.nouns.drafts import SourceChoice, SourceUse
from research.nouns.editing import SentenceSupport, SupportedBy
from tests.ui.word.notes import COSTS, SALES, chart, own_draft, table
from ui.render.draft_blocks import chart_image, chart_source_html, chart_words, missing_html, table_html
from ui.render.draft_evidence import citation_of, evidence_pages, page_html, places_of
from ui.render.draft_sentences import sentence_html, support_summary

HOSTILE = '<script>alert(1)</script>"\u202e'


def test_a_figure_is_a_button_that_names_its_source():
    rows = ((Claim("Net sales"), Claim("1,234", (SALES.citation,)), Claim("n.m.")),)
    found = html.fragment_fromstring(table_html(replace(table(), rows=rows, totals=()), places_of(own_draft()), lit="1"))
    (button,) = found.xpath(".//td/button")
    assert (button.text, button.get("data-rd-marker"), button.get("aria-pressed")) == ("1,234", "1", "true")
    assert button.get("title").startswith("Fennimore 10-K 2024, 14 February 2025, page 41")
    assert [one.text for one in found.xpath(".//p/button")] == ["41", "42"]


def test_what_documents_say_is_text_alone():
    block = replace(table(), caption=HOSTILE, header=(HOSTILE, "", ""), rows=((Claim(HOSTILE), Claim(HOSTILE), Claim("")),), totals=())
    shown = table_html(block, {"1": HOSTILE})
    assert "<script" not in shown
    assert "\u202e" not in shown
    drawn = chart_image(replace(chart(), caption=HOSTILE))
    assert "<script" not in drawn


def test_a_chart_is_an_image_that_stands_by_itself():
    drawn = html.fragment_fromstring(chart_image(chart()))
    assert drawn.tag == "svg"
    assert "prefers-color-scheme: dark" in drawn.xpath("./style")[0].text
    assert chart_words(chart()) == "Sales and costs. Sales rose from 1,200.5 to 1,234."
    assert 'data-rd-marker="1"' in chart_source_html(chart(), {})
    assert chart_source_html(replace(chart(), sources=()), {}) == ""


def test_what_is_missing_is_a_list():
    first, second = own_draft().sections
    assert "The FY2021 10-K is not in the library." in missing_html(first)
    assert missing_html(second) == ""


def test_the_pages_of_a_section_stand_pinned_first_and_left_out_last():
    draft = own_draft()
    section = replace(draft.sections[0], id="s1")
    choices = (SourceChoice("s1", COSTS.citation.document_id, 42, SourceUse.PINNED), SourceChoice("s2", "id-fenn", 41, SourceUse.EXCLUDED))
    pages = evidence_pages(replace(draft, choices=choices), section)
    assert [(one.page, one.use) for one in pages] == [(42, SourceUse.PINNED), (41, None)]
    of_all = (SourceChoice("s1", "id-fenn", None, SourceUse.EXCLUDED), choices[0])
    assert [one.page for one in evidence_pages(replace(draft, choices=of_all), section)] == [42, 41]
    shown = page_html(pages[0], lit="2")
    assert "<strong>Fennimore 10-K 2024</strong>" in shown
    assert ", 14 February 2025, page 42" in shown
    assert 'data-rd-marker="2" aria-pressed="true"' in shown
    assert "pinned" in shown
    assert citation_of(draft, "2") == COSTS.citation
    assert citation_of(draft, "99") is None


def test_a_page_with_many_places_names_the_rest_by_their_marks():
    sources = tuple(replace(SALES, citation=replace(SALES.citation, marker=str(at), start=at)) for at in range(1, 8))
    block = replace(table(), rows=((Claim("Net sales", tuple(one.citation for one in sources)),),), sources=())
    draft = own_draft(sources=sources)
    (page,) = evidence_pages(draft, replace(draft.sections[0], blocks=(block,)))
    shown = page_html(page)
    assert "3 more places on this page" in shown
    assert shown.count('data-rd-marker="') == 7


def test_a_sentence_stands_with_its_verdict_in_words():
    support = SentenceSupport(
        0, 0, "Sales were <5>.", Verdict.MISMATCH, "the figure differs", SupportedBy.LIBRARY, ("1",), SALES.citation, "$1,234 million"
    )
    shown = sentence_html(support, places_of(own_draft()))
    assert "rd-check-mismatch" in shown
    assert "Sales were &lt;5&gt;." in shown
    assert "$1,234 million" in shown
    assert "The figure differs" in shown
    assert 'data-rd-marker="1"' in shown
    held = replace(support, verdict=Verdict.SUPPORTED, by=SupportedBy.FOOTNOTE, expected=None)
    assert "by its footnote" in sentence_html(held, {})
    assert support_summary((support, held, held)) == "1 mismatch, 2 supported"
