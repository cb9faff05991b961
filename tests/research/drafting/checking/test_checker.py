"""Drafts against the sample's two filings: verdicts, the row that shows it, and what the draft should say."""

from datetime import UTC, datetime

import pytest

from research.drafting.checking.accepted import accept
from research.drafting.checking.checker import CheckedAgainst, DraftChecker
from research.errors import UsageError
from research.nouns.access import Access
from research.nouns.answers import Verdict
from research.nouns.drafts import DraftCell, DraftKind, DraftPart, DraftPlace, DraftSentence, DraftTable, DraftText
from research.settings import load_settings
from research.workspace import Workspace

ANN = Access("ann")
NOW = datetime(2025, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def workspace(sample_home):
    with Workspace.open(load_settings(sample_home), create=False) as opened:
        yield opened


def place(block, row=None, column=None):
    return DraftPlace(DraftPart.BODY, block, row, column, 0, 1)


def draft(*texts, title="", headings=(), tables=(), cells=()):
    """Return a draft of one paragraph for each text, then the cells of its tables."""
    told = tuple(DraftSentence(text, place(at), tuple(headings)) for at, text in enumerate(texts))
    return DraftText("note.md", title, DraftKind.MARKDOWN, (*told, *cells), tuple(tables), (), "0" * 64)


def verdicts(workspace, *texts, access=ANN, **kept):
    checked = workspace.draft_checker.check(draft(*texts, **kept), access, now=NOW)
    return [(one.verdict, one.expected) for one in checked.sentences]


@pytest.mark.parametrize(
    ("text", "verdict", "expected"),
    [
        ("Quillmere's net sales rose 5.4% to $1,284.6 million in 2024.", Verdict.SUPPORTED, None),
        ("Quillmere's net sales fell 5.4% to $1,284.6 million in 2024.", Verdict.MISMATCH, "+5.4 %; $65.3 million"),
        ("Quillmere's net sales were $1,284.6 billion in 2024.", Verdict.MISMATCH, "$1,284.6 million"),
        ("Quillmere's diluted EPS was $2.12 in 2024.", Verdict.MISMATCH, "$2.09 per share"),
        ("Quillmere's operating income: FY2022A $132.4 million, FY2023A $153.8 million, FY2024A $133.9 million.", Verdict.SUPPORTED, None),
        ("Quillmere's gross margin: FY2022A 36.8%, FY2023A 37.6%, FY2024A 38.1%.", Verdict.MISMATCH, "36.1 %"),
        ("Quillmere's diluted EPS was $1.05 in 2024, after a split.", Verdict.NOT_CHECKABLE, None),
        ("Quillmere's gross profit was $133.9 million in 2024.", Verdict.MISMATCH, "$463.5 million"),
        ("Quillmere's gross margin narrowed by 1.5 percentage points in 2024.", Verdict.SUPPORTED, None),
        ("Quillmere's gross margin narrowed by 1.5% in 2024.", Verdict.MISMATCH, "-1.5 pp"),
        ("Quillmere spent 4.6% of net sales on research and development in 2024.", Verdict.SUPPORTED, None),
        ("Tarrowby's net sales were $301.8 million in fiscal 2024.", Verdict.MISMATCH, "$318,462 thousand"),
        ("Tarrowby's net sales were nearly $319 million in fiscal 2024.", Verdict.SUPPORTED, None),
        ("Fluid Handling brought Quillmere sales of $634.2 million in 2024.", Verdict.SUPPORTED, None),
        ("Quillmere recorded no restructuring charges in 2024.", Verdict.MISMATCH, "$11.3 million"),
        ("Quillmere recorded no restructuring charges in 2023.", Verdict.SUPPORTED, None),
        ("Quillmere's operating income fell in 2024.", Verdict.SUPPORTED, None),
        ("Quillmere's operating income rose in 2024.", Verdict.MISMATCH, "-$19.9 million"),
        ("Quillmere's operating income doubled in 2024.", Verdict.MISMATCH, "0.87x"),
        ("We expect Quillmere's net sales to reach $1,400 million in 2025.", Verdict.NOT_CHECKABLE, None),
        ("We like the shares.", Verdict.NOT_CHECKABLE, None),
        ("Quillmere's net sales were 1,284.6 in 2024.", Verdict.SUPPORTED, None),
        ("Quillmere's net sales were 1,384.6 in 2024.", Verdict.MISMATCH, "$1,284.6 million"),
        ("Quillmere's net sales were 5 in 2024.", Verdict.NOT_CHECKABLE, None),
        ("Quillmere's effective tax rate in 2024 was 22.0%, up from 22.5%.", Verdict.MISMATCH, "-0.5 pp"),
        ("Quillmere's effective tax rate improved in 2024.", Verdict.SUPPORTED, None),
        ("Quillmere's effective tax rate worsened in 2024.", Verdict.MISMATCH, "-0.5 pp"),
        ("Quillmere's net sales rose by a third in 2024.", Verdict.MISMATCH, "5.4 %"),
        ("Quillmere's operating income fell by about an eighth in 2024.", Verdict.SUPPORTED, None),
        ("Quillmere's operating income fell by a fifth in 2024.", Verdict.NO_EVIDENCE, None),
        ("Quillmere's net sales for the fiscal year ended 31 December 2024 were $1,284.6 million.", Verdict.SUPPORTED, None),
        ("Brackwater's net sales were $12 million in 2024.", Verdict.NO_EVIDENCE, None),
        (
            "The report says that “About two fifths of its orders come from municipal water and wastewater authorities”.",
            Verdict.SUPPORTED,
            None,
        ),
    ],
)
def test_sentences_get_their_verdict(workspace, text, verdict, expected):
    assert verdicts(workspace, text) == [(verdict, expected)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Draft · Company tear sheet · completed 27 November 2026, 01:45 UTC", "says when the draft was made"),
        ("Prices as of the close on 26 November 2026", "says when the draft was made"),
        ("Investment case: To be written: the three reasons for the rating", "says what the draft lacks"),
        ("Not in the library: notes on Quillmere", "says what the draft lacks"),
        ("Total debt: no row of short-term debt was found for FY2023; it is taken as nothing.", "says how figures of the draft were found"),
        ("Gross profit: stated otherwise elsewhere: FY2022 64,760 USD in thousands in a.", "says how figures of the draft were found"),
        ("This note is for information only and is no offer to buy or sell securities.", "says what the draft is good for"),
    ],
)
def test_lines_about_the_draft_itself_are_not_looked_for(workspace, text, why):
    (found,) = workspace.draft_checker.check(draft(text), ANN, now=NOW).sentences
    assert (found.verdict, found.reason) == (Verdict.NOT_CHECKABLE, why)


def test_a_line_that_says_a_figure_is_checked_whatever_it_says_besides(workspace):
    said = "Quillmere's net sales were $1,384.6 million in 2024, published 14 February 2025."
    assert verdicts(workspace, said) == [(Verdict.MISMATCH, "$1,284.6 million")]


def test_the_row_that_shows_it_is_cited_and_numbered_once(workspace):
    checked = workspace.draft_checker.check(
        draft("Quillmere's net sales were $1,284.6 million in 2024.", "In 2024 Quillmere had net sales of $1.28 billion."), ANN, now=NOW
    )
    places = [(one.citation.document, one.citation.page, one.citation.quote, one.citation.marker) for one in checked.sentences]
    assert places == [("quillmere-10k-2024", 9, "Total net sales 1,284.6 1,219.3 1,148.6", "1")] * 2
    assert [one.citation.marker for one in checked.sources] == ["1"]
    assert checked.checked_at == NOW


def test_title_headings_and_the_sentence_before_tell_whose_and_when(workspace):
    assert verdicts(workspace, "Net sales were $1,284.6 million.", title="Quillmere in 2024") == [(Verdict.SUPPORTED, None)]
    assert verdicts(workspace, "Sales rose 5.9% in 2024.", title="Quillmere", headings=("Fluid Handling",)) == [(Verdict.SUPPORTED, None)]
    assert verdicts(workspace, "Net sales were $1,219.3 million.", title="Quillmere in 2024") == [(Verdict.STALE, "$1,284.6 million")]


def test_a_headings_period_is_never_one_that_it_is_set_against(workspace):
    title = "Quillmere: what we learned from the FY24 numbers"
    assert verdicts(workspace, "Net sales were $1,284.6 million.", title=title) == [(Verdict.SUPPORTED, None)]
    assert verdicts(workspace, "Net sales were $1,384.6 million.", title="Quillmere 4Q24 / FY2024") == [
        (Verdict.MISMATCH, "$1,284.6 million")
    ]


def test_an_old_figure_that_is_told_as_such_is_not_stale(workspace):
    told = "Tarrowby's gross profit for fiscal 2022 was recast to $64.8 million from the $70.6 million first reported."
    assert verdicts(workspace, told)[0][0] is not Verdict.STALE


def test_sentences_of_one_draft_that_disagree_are_told(workspace):
    checked = workspace.draft_checker.check(
        draft("Quillmere's backlog was $486.2 million in 2024.", "In 2024 the backlog of Quillmere was $468.2 million."), ANN, now=NOW
    )
    assert [one.reason for one in checked.contradictions] == [
        "backlog of Quillmere Pumps & Instruments, Inc. for FY2024: $486.2 million here, $468.2 million there"
    ]


def test_a_captions_number_and_a_line_that_cites_are_no_claims(workspace):
    caption = DraftSentence("Chart 1: Quillmere's revenue in 2024", place(0), is_caption=True)
    source = DraftSentence("Quillmere 10-K 2024, page 9", place(1), is_source=True)
    text = DraftText("note.md", "", DraftKind.MARKDOWN, (caption, source), (), (), "0" * 64)
    checked = workspace.draft_checker.check(text, ANN, now=NOW)
    assert [one.verdict for one in checked.sentences] == [Verdict.NOT_CHECKABLE, Verdict.NOT_CHECKABLE]


def cell(text, row, column, row_head, *heads):
    return DraftSentence(text, place(0, row, column), (), DraftCell(0, row, column, row_head, heads))


def test_cells_are_held_against_the_figures_of_their_row_and_column(workspace):
    table = DraftTable(0, "Quillmere, $ in millions", "", (), (("", "2023", "2024"), ("Gross profit", "458.3", "436.5")), 1)
    cells = (
        cell("458.3", 1, 1, "Gross profit", "2023"),
        cell("436.5", 1, 2, "Gross profit", "2024"),
        cell("36.1%", 2, 2, "Gross margin", "2024"),
        cell("480.0", 1, 3, "Gross profit", "2025E"),
    )
    assert verdicts(workspace, tables=(table,), cells=cells) == [
        (Verdict.SUPPORTED, None),
        (Verdict.MISMATCH, "$463.5 million"),
        (Verdict.SUPPORTED, None),
        (Verdict.NOT_CHECKABLE, None),
    ]


def test_the_line_over_a_chart_tells_the_scale_of_its_words(workspace):
    caption = "Revenue and income (US$ in millions)"
    words = "Revenue rose in each period: FY2022A 1,148.6, FY2023A 1,219.3, FY2024A 1,284.6."
    assert verdicts(workspace, caption, words, title="Quillmere")[1] == (Verdict.SUPPORTED, None)
    assert verdicts(workspace, "Revenue and income (US$ in billions)", words, title="Quillmere")[1][0] is Verdict.MISMATCH


def test_a_caption_names_the_figure_of_a_table_by_parts(workspace):
    table = DraftTable(0, "Quillmere, revenue by segment ($ in millions)", "", (), (("", "2024"), ("Fluid Handling", "634.2")), 1)
    cells = (
        cell("634.2", 1, 1, "Fluid Handling", "2024"),
        cell("84.9", 1, 1, "Fluid Handling", "2024"),
        cell("1,284.6", 2, 1, "Total", "2024"),
    )
    found = verdicts(workspace, tables=(table,), cells=cells)
    assert [one for one, _ in found] == [Verdict.SUPPORTED, Verdict.MISMATCH, Verdict.SUPPORTED]


def test_a_reader_without_the_label_learns_nothing(workspace):
    stranger = Access("ben", frozenset({"restricted"}))
    checked = workspace.draft_checker.check(draft("Quillmere's net sales were $5 million in 2024."), stranger, now=NOW)
    assert [(one.verdict, one.expected, one.citation) for one in checked.sentences] == [(Verdict.NO_EVIDENCE, None, None)]
    assert "1,284.6" not in checked.sentences[0].reason


def test_a_sentence_that_was_accepted_is_remembered_by_its_words(workspace):
    text = draft("Quillmere's diluted EPS was $2.12 in 2024.")
    (before,) = workspace.draft_checker.check(text, ANN, now=NOW).sentences
    accept(workspace.accepted, ANN, before, "  basic,\nas the client asked ", now=NOW)
    (after,) = workspace.draft_checker.check(text, ANN, now=NOW).sentences
    assert (before.accepted, after.accepted, after.verdict) == ("", "basic, as the client asked", Verdict.MISMATCH)
    (other,) = workspace.draft_checker.check(text, Access("ben"), now=NOW).sentences
    assert other.accepted == ""


def test_a_draft_that_was_checked_is_not_checked_anew(workspace):
    asked = []

    def search(words, access, wanted, most):
        asked.append(words)
        return workspace.search(words, access, wanted=wanted, top_k=most).retrieval.results

    parts = workspace.documents, workspace.facts, workspace.directory, workspace.evidence, search, workspace.accepted
    checker = DraftChecker(CheckedAgainst(*parts))
    text = draft("Quillmere's plant at Hedley ran at 61% of its rated output.", "Quillmere's net sales were $1,284.6 million in 2024.")
    first = checker.check(text, ANN, now=NOW)
    count = len(asked)
    again = checker.check(text, ANN, now=NOW)
    assert count > 0
    assert (again, len(asked)) == (first, count)
    checker.check(text, Access("ben", frozenset({"restricted"})), now=NOW)
    assert len(asked) > count


def test_nothing_is_accepted_without_need_or_reason(workspace):
    right, wrong = workspace.draft_checker.check(
        draft("Quillmere's net sales were $1,284.6 million in 2024.", "Quillmere's net sales were $1 million in 2024."), ANN, now=NOW
    ).sentences
    with pytest.raises(UsageError, match="nothing speaks against it"):
        accept(workspace.accepted, ANN, right, "because", now=NOW)
    with pytest.raises(UsageError, match="a reason has 1 to 500 characters"):
        accept(workspace.accepted, ANN, wrong, "   ", now=NOW)


def test_a_table_under_years_takes_the_scale_at_which_its_cells_agree(workspace):
    rows = (("", "2023", "2024"), ("Net sales", "1,219.3", "1,284.6"), ("Gross profit", "458.3", "464.5"))
    table = DraftTable(0, "", "The board raised the quarterly dividend.", (), rows, 1)
    cells = tuple(cell(rows[row][at], row, at, rows[row][0], rows[0][at]) for row in (1, 2) for at in (1, 2))
    assert verdicts(workspace, title="Quillmere: results note", tables=(table,), cells=cells) == [
        (Verdict.SUPPORTED, None),
        (Verdict.SUPPORTED, None),
        (Verdict.SUPPORTED, None),
        (Verdict.MISMATCH, "$463.5 million"),
    ]


def test_a_table_in_which_no_cell_agrees_tells_no_scale(workspace):
    table = DraftTable(0, "", "", (), (("", "2024"), ("Gross profit", "464.5")), 1)
    cells = (cell("464.5", 1, 1, "Gross profit", "2024"),)
    assert verdicts(workspace, title="Quillmere", tables=(table,), cells=cells) == [(Verdict.NOT_CHECKABLE, None)]


@pytest.mark.parametrize(
    ("text", "verdict", "expected"),
    [
        ("Diluted EPS was $2.19, against $2.48 in 2023.", Verdict.MISMATCH, "$2.09 per share"),
        (
            "Aftermarket Services remained the fastest growing segment, with sales of $247.6 million (+8.1%).",
            Verdict.SUPPORTED,
            None,
        ),
        ("Process Instruments grew 4.9% to $402.8 million.", Verdict.MISMATCH, "+2.9 %"),
        ("Net debt stood at $278.9 billion at year-end, or 1.5x EBITDA.", Verdict.MISMATCH, "$278.9 million"),
        ("Net debt stood at $278.9 million at year-end, or 1.5x EBITDA.", Verdict.SUPPORTED, None),
        (
            "Gross margin fell by 150 basis points to 36.1%, below the 37.4% to 38.0% that management had guided to a year earlier.",
            Verdict.SUPPORTED,
            None,
        ),
        ("Tobias Renn has been chief financial officer since July 2024.", Verdict.SUPPORTED, None),
        ("Tobias Renn has been chief executive officer since July 2024.", Verdict.NO_EVIDENCE, None),
    ],
)
def test_the_period_of_a_note_goes_on_across_its_paragraphs(workspace, text, verdict, expected):
    first = "Quillmere's net sales rose 5.4% to $1,284.6 million in 2024."
    assert verdicts(workspace, first, text, title="Quillmere: results note")[1] == (verdict, expected)


def test_who_waits_is_told_how_far_a_check_is_and_nothing_of_one_that_was_made_before(workspace):
    said = draft("Quillmere pumps water.", "It was founded long ago.", "Its pumps are blue, we found.")
    told = []
    for _ in range(2):
        workspace.draft_checker.check(said, ANN, now=NOW, told=lambda *how_far: told.append(how_far))
    assert told == [(1, 3), (2, 3), (3, 3)]
