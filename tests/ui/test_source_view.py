from dataclasses import replace

from research.nouns.documents import DocumentState
from tests.ui.sample_desk import ACCESS, figure_answer, sample_store
from ui.render.source_view import SourceView, excerpt_html, header_html, lit_html, source_view


def view(page=11, **changes):
    document = replace(sample_store().get(ACCESS, "quillmere-id"), **changes)
    return source_view(document, sample_store().pages(ACCESS, document.id, [page])[0], figure_answer("capex?").citations[0])


def test_the_cited_page_is_lit_and_another_is_not():
    assert view(11).lit is not None
    assert view(10).lit is None
    assert "no citation on this page" in lit_html(view(10))
    assert "Marker [1] boxed" in lit_html(view(11))


def test_the_header_names_company_form_period_tier_and_version():
    shown = header_html(view())
    for words in (
        "Quillmere Pumps &amp; Instruments, Inc.",
        "10-K",
        "FY2024 · period ended 31 December 2024",
        "audited",
        "current version",
    ):
        assert words in shown
    assert "superseded by a newer version" in header_html(view(state=DocumentState.SUPERSEDED))


def test_the_header_does_not_repeat_what_the_title_says():
    shown = header_html(view(title="Quillmere Pumps & Instruments, Inc. 10-K FY2024"))
    assert shown.count("Quillmere") == 1
    assert "FY2024 · period ended 31 December 2024" in shown


def test_the_alt_text_says_what_is_boxed():
    expected = "Page 11 of 14 of quillmere-10k-2024; marker [1] boxes: Purchases of property, plant and equipment (63.8) (71.5) (48.2)"
    assert view().alt == expected
    assert view(10).alt == "Page 10 of 14 of quillmere-10k-2024"


def test_the_excerpt_marks_the_cited_line_among_its_neighbours():
    shown = excerpt_html(view())
    near = shown.split("<details")[0]
    assert "<mark>Purchases of property, plant and equipment (63.8) (71.5) (48.2)</mark>" in near
    assert "Cash flows from investing activities" in near
    assert "Net income" not in near
    assert "Net income $ 89.6" in shown


def test_a_page_without_a_citation_is_shown_whole():
    assert "Total assets" in excerpt_html(view(10))
    assert "<mark>" not in excerpt_html(view(10))


def test_page_text_cannot_become_markup():
    plain = view()
    hostile = "<script>$x$</script>"
    text = hostile + plain.text[len(hostile) :]
    shown = excerpt_html(SourceView(plain.document, plain.page, text, plain.lit))
    assert "<script" not in shown
    assert "&lt;script&gt;$x$&lt;/script&gt;" in shown
    assert "<b>" not in header_html(view(title="<b>Title</b>", company="<b>Co</b>"))


def test_a_page_without_a_printed_form_is_shown_whole_with_the_cited_line_marked():
    printed = view()
    plain = SourceView(printed.document, replace(printed.page, width=0.0, height=0.0, lines=()), printed.text, printed.lit)
    assert (plain.is_printed, printed.is_printed) == (False, True)
    shown = excerpt_html(plain)
    assert "<details" not in shown
    assert shown.count("<mark>") == 1
    assert "Net income $ 89.6" in shown
