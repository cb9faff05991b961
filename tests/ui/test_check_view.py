"""A checked draft as rows and as HTML: what is shown, in which words, and nothing of a draft as markup."""

from datetime import UTC, datetime

from research.nouns.answers import Citation, Verdict
from research.nouns.drafts import CheckedSentence, DraftCell, DraftCheck, DraftContradiction, DraftPart, DraftPlace, DraftSentence
from ui.render.check_html import contradictions_html, row_html
from ui.render.check_view import check_rows, check_summary

HOSTILE = "<script>alert(1)</script> fell 5%."
SOURCE = Citation("1", "d" * 64, "harbourne-10k-2024", 9, 10, 30, "Net  sales\n1,284.6 <b>")


def sentence(text, block, cell=None):
    return DraftSentence(text, DraftPlace(DraftPart.BODY, block, None, None, 0, len(text)), (), cell)


WRONG = CheckedSentence(sentence(HOSTILE, 0), Verdict.MISMATCH, "it rose <i>", SOURCE, "+5 %")
RIGHT = CheckedSentence(sentence("Sales rose.", 1), Verdict.SUPPORTED, "so it is", SOURCE)
CELL = CheckedSentence(sentence("12", 2, DraftCell(0, 1, 2, "Sales", ("US$ m", "2024"))), Verdict.STALE, "recast", accepted="as filed")
CHECK = DraftCheck(
    (WRONG, RIGHT, CELL),
    (DraftContradiction(WRONG.sentence, RIGHT.sentence, "sales: 5 here, <6> there"),),
    datetime(2025, 3, 1, tzinfo=UTC),
)


def test_findings_are_shown_with_their_number_in_the_draft():
    assert [(row.number, row.verdict, row.may_stand) for row in check_rows(CHECK, everything=False)] == [
        (1, Verdict.MISMATCH, True),
        (3, Verdict.STALE, True),
    ]
    assert [row.number for row in check_rows(CHECK, everything=True)] == [1, 2, 3]


def test_a_row_says_where_it_is_and_what_the_source_prints():
    first, last = check_rows(CHECK, everything=False)
    assert (first.source, first.quote, first.expected) == ("harbourne-10k-2024, page 9", "Net sales 1,284.6 <b>", "+5 %")
    assert (last.place, last.source, last.accepted) == ("Sales, US$ m 2024", "", "as filed")


def test_the_summary_counts_what_was_found():
    assert check_summary(CHECK) == "1 mismatch, 1 stale, 1 supported; 1 contradiction; 1 let stand"


def test_nothing_of_a_draft_or_a_source_is_markup():
    written = row_html(check_rows(CHECK, everything=False)[0]) + contradictions_html(CHECK.contradictions)
    assert "<script>" not in written
    assert "<i>" not in written
    assert "<b>" not in written
    assert "<6>" not in written
    assert "&lt;script&gt;alert(1)&lt;/script&gt; fell 5%." in written


def test_the_verdict_stands_in_words():
    assert ">mismatch<" in row_html(check_rows(CHECK, everything=False)[0]).replace("</span> mismatch<", "></span>>mismatch<")
    assert contradictions_html(()) == ""
