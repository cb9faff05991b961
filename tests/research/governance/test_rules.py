"""The rules one by one: what each tells of a made-up company's reports, and that it is silent on sound ones."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from research.coverage import NOT_TIED
from research.governance.copies import find_copies_across
from research.governance.record import record_of
from research.governance.report import company_findings, figure_findings
from research.nouns.documents import Defect
from research.nouns.facts import Statement
from research.nouns.quality import OTHER_UNIT, TURNED, UNTIED, Doubt, Severity
from tests.research.governance.books import SOON, Books, figure, report, statements


def told(books, on=SOON):
    """Return each finding's doubt, severity, document and page."""
    return [(one.doubt, one.severity, one.document) for one in company_findings(books.record(), on)]


def only(books, doubt):
    """Return the one finding of a doubt."""
    (found,) = [one for one in company_findings(books.record(), SOON) if one.doubt is doubt]
    return found


def test_sound_reports_have_no_findings():
    assert told(Books(2021, 2022, 2023)) == []
    assert told(Books()) == []


def test_a_figure_a_thousand_times_off_is_held_against_the_same_fact_elsewhere():
    books = Books(2021, 2022, 2023)
    wrong = books.times(2022, "goodwill", 2021, 1_000)
    found = only(books, Doubt.SCALE)
    assert (found.severity, found.document, found.page) == (Severity.ERROR, "wick-2022", 3)
    assert found.in_doubt == (wrong,)
    assert found.figures[1].document_id == "id-wick-2021"
    assert "1,000 times “Goodwill” of FY2021, 96 USD in millions, in wick-2021 (page 3)" in found.message


def test_a_figure_that_no_other_document_states_is_held_against_its_row():
    books = Books(2023)
    books.times(2023, "revenue", 2023, Decimal("0.001"))
    assert told(books) == [(Doubt.SCALE, Severity.ERROR, "wick-2023")]
    books = Books(2023)
    books.times(2023, "revenue", 2021, 1_000_000)
    assert only(books, Doubt.SCALE).in_doubt[0].period.label == "FY2021"


def test_a_column_of_another_scale_is_one_finding():
    books = Books(2022, 2023)
    for concept in ("revenue", "cost_of_revenue", "gross_profit"):
        books.times(2023, concept, 2022, 1_000)
    assert len(only(books, Doubt.SCALE).in_doubt) == 3


def test_what_does_not_tie_out_is_told_with_its_figures_and_by_its_words():
    books = Books(2022, 2023)
    balance = f"{UNTIED} Balance sheet: “Total assets” is 1, but “Total liabilities and equity” is 2."
    for concept in ("total_assets", "total_liabilities_and_equity"):
        books.change(2023, concept, 2023, caveats=(balance,))
    books.change(2023, "gross_profit", 2023, caveats=(f"{UNTIED} Income statement: the rows above “Gross profit” give 1, printed is 2.",))
    books.change(2022, "net_income", 2022, caveats=(f"{UNTIED} Rows give 1, printed is 2; {TURNED} “Net income”.",))
    books.change(2022, "goodwill", 2022, caveats=(f"{UNTIED} Most figures are larger; {OTHER_UNIT}.",))
    books.documents[2022] = report(2022, defects=(Defect(NOT_TIED, f"{UNTIED} Balance sheet: no row “Total assets” was read.", 7),))
    assert told(books) == [
        (Doubt.SCALE, Severity.ERROR, "wick-2022"),
        (Doubt.BALANCE, Severity.ERROR, "wick-2023"),
        (Doubt.TOTALS, Severity.ERROR, "wick-2023"),
        (Doubt.SIGN, Severity.ERROR, "wick-2022"),
        (Doubt.UNREAD, Severity.WARNING, "wick-2022"),
    ]
    assert len(only(books, Doubt.BALANCE).in_doubt) == 2
    assert only(books, Doubt.UNREAD).page == 7


def test_a_sign_is_turned_where_a_figure_cannot_be_negative_or_another_filing_prints_the_other():
    books = Books(2022, 2023)
    books.times(2023, "revenue", 2023, -1)
    assert told(books) == [(Doubt.SIGN, Severity.ERROR, "wick-2023")]
    books = Books(2021, 2022, 2023)
    books.times(2023, "net_income", 2022, -1)
    found = only(books, Doubt.SIGN)
    assert (found.document, found.others) == ("wick-2023", ("wick-2022",))
    losses = Books(2023)
    for year in (2021, 2022, 2023):
        losses.times(2023, "net_income", year, -1)
    assert told(losses) == []


def test_a_jump_is_told_unless_a_sum_or_another_document_bears_it_out():
    books = Books(2023)
    books.times(2023, "total_current_assets", 2023, 6)
    found = only(books, Doubt.JUMP)
    assert (found.severity, found.document, found.in_doubt[0].period.label) == (Severity.WARNING, "wick-2023", "FY2023")
    borne_out = Books(2023)
    for concept in ("total_assets", "total_liabilities_and_equity", "revenue", "cost_of_revenue", "gross_profit"):
        borne_out.times(2023, concept, 2023, 6)
    assert told(borne_out) == []
    twice = Books(2022, 2023)
    for year in (2022, 2023):
        twice.times(year, "total_current_assets", 2022, 6)
    twice.times(2023, "total_current_assets", 2023, 6)
    assert [one.in_doubt[0].period.label for one in figure_findings(twice.record())] == ["FY2021"]


def test_copies_are_told_and_copies_that_disagree():
    books = Books(2023)
    second = replace(report(2023), id="id-again", name="wick-again", content_hash="other", known_at=report(2024).known_at)
    books.documents[0] = second
    books.facts += [replace(one, id=f"{one.id}-again", document_id=second.id) for one in statements(report(2023))]
    assert told(books) == [(Doubt.COPY, Severity.WARNING, "wick-again")]
    wrong = books.facts[-1] = replace(books.facts[-1], value=books.facts[-1].value + 5_000_000)
    found = only(books, Doubt.DISAGREE)
    assert (found.document, found.in_doubt, "state 1 figures differently" in found.message) == ("wick-again", (wrong,), True)
    assert Doubt.RESTATED not in {one for one, _, _ in told(books)}
    books.documents[0] = replace(second, content_hash=books.documents[2023].content_hash)
    assert only(books, Doubt.COPY).message == "wick-again is the same file as wick-2023."


def test_the_figures_of_another_company_are_told():
    own = Books(2023)
    other = report(2023, company="Tallow Ltd", id="id-tallow", name="tallow")
    facts = [replace(one, company="Tallow Ltd", document_id="id-tallow") for one in own.facts]
    (found,) = find_copies_across([own.record(), record_of("Tallow Ltd", [other], facts)])
    assert (found.company, found.document, found.doubt) == ("Tallow Ltd", "tallow", Doubt.COPY)
    assert list(find_copies_across([own.record(), Books(2022).record()])) == []


def test_a_restatement_names_both_filings_and_is_no_other_doubt():
    books = Books(2022, 2023)
    books.change(2023, "revenue", 2022, value=Decimal(815_000_000), printed="815")
    found = only(books, Doubt.RESTATED)
    assert (found.document, found.others, found.severity) == ("wick-2022", ("wick-2023",), Severity.WARNING)
    assert [fact.value for fact in found.figures] == [810_000_000, 815_000_000]


def test_a_missing_year_is_a_warning_where_no_column_states_it_and_a_note_where_one_does():
    assert [(one.severity, one.message) for one in company_findings(Books(2018, 2023).record(), SOON)] == [
        (Severity.WARNING, "No document covers FY2019, FY2020: the annual report is missing between those of FY2018 and FY2023."),
        (
            Severity.NOTE,
            "The annual report of FY2021, FY2022 is missing between those of FY2018 and FY2023; only columns of later reports state "
            "figures of it.",
        ),
    ]


def test_a_missing_quarter_is_told():
    books = Books(2023)
    for quarter, month in (("Q1", 3), ("Q3", 9)):
        changes = {"form_type": "10-Q", "fiscal_period": quarter, "period_end": date(2023, month, 28), "fact_count": 0}
        books.documents[month] = report(2023, id=quarter, name=quarter, content_hash=quarter, **changes)
    assert only(books, Doubt.MISSING).message == "No report of Q2 FY2023 is held, between Q1 and Q3."


def test_a_company_is_stale_when_its_own_rhythm_is_overdue():
    books = Books(2022, 2023)
    assert told(books, date(2025, 2, 1)) == []
    assert told(books, date(2025, 4, 30)) == [(Doubt.STALE, Severity.WARNING, "wick-2023")]
    assert told(Books(2023), date(2026, 1, 1)) == [(Doubt.STALE, Severity.NOTE, "wick-2023")]


def test_a_year_that_ends_unlike_the_others_is_told():
    books = Books(2021, 2022, 2023)
    books.documents[2022] = replace(books.documents[2022], period_end=date(2022, 9, 30))
    assert (Doubt.PERIOD, Severity.WARNING, "wick-2022") in told(books)


def moved(books, year, of, by, *, label_only=False):
    """Move the income statement's column of a year by some years."""
    for at, fact in enumerate(books.facts):
        was = fact.period
        if fact.document_id == f"id-wick-{year}" and fact.statement is Statement.INCOME and was.fiscal_year == of:
            now = replace(was, label=f"FY{of + by}", fiscal_year=of + by)
            ends = {} if label_only else {"end": date(of + by, 12, 31), "start": date(of + by, 1, 1)}
            books.facts[at] = replace(fact, period=replace(now, **ends))


def test_columns_under_a_wrong_period_are_told():
    for of, by, words in ((2023, 1, "after the document's own period"), (2021, -1, "a period between them is skipped")):
        books = Books(2023)
        books.facts += [figure(books.documents[2023], f"row_{n}", year, 10 * n) for n in range(1, 5) for year in (2021, 2022, 2023)]
        moved(books, 2023, of, by)
        messages = [one.message for one in company_findings(books.record(), SOON) if one.doubt is Doubt.PERIOD]
        assert any(words in message for message in messages)
    books = Books(2023)
    moved(books, 2023, 2022, -3, label_only=True)
    assert "the period that ended on 2022-12-31 is labelled FY2019" in only(books, Doubt.PERIOD).message


def test_another_currency_is_told_of_the_odd_document():
    books = Books(2021, 2022, 2023)
    books.facts = [replace(one, unit="CAD", currency="CAD") if one.document_id == "id-wick-2021" else one for one in books.facts]
    assert only(books, Doubt.CURRENCY).document == "wick-2021"


def test_pages_without_text_and_documents_without_a_date_are_told():
    books = Books(2023)
    blank = tuple(Defect("no_text", f"Page {page} has no text.", page) for page in (4, 9))
    scan = Defect("little_text", "Half of the 50 pages hold fewer than 200 characters of text.")
    books.documents[2023] = report(2023, published_at=None, defects=(*blank, Defect("garbled_text", "Page 8's text cannot be decoded.", 8)))
    assert told(books) == [
        (Doubt.UNREAD, Severity.WARNING, "wick-2023"),
        (Doubt.UNDATED, Severity.WARNING, "wick-2023"),
        (Doubt.TEXTLESS, Severity.NOTE, "wick-2023"),
    ]
    assert only(books, Doubt.TEXTLESS).message == "Pages 4, 9 of 50 have no text: blank, or a scanned image."
    books.documents[2023] = report(2023, defects=(scan,))
    assert told(books) == [(Doubt.TEXTLESS, Severity.WARNING, "wick-2023")]


def test_rows_that_a_document_states_twice_for_a_period_are_not_compared():
    books = Books(2022, 2023)
    books.times(2023, "net_income", 2022, -1)
    books.facts.append(replace(figure(books.documents[2023], "net_income", 2022, 81), id="twice"))
    assert told(books) == []
