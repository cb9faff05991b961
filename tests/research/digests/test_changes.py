"""What changed: figures of a new report against the year before, guidance against the last one, periods that are restated."""

from dataclasses import replace
from decimal import Decimal

import pytest

from research.nouns.documents import Kind
from research.nouns.facts import Calculation, Status
from research.nouns.news import EventType
from tests.research.digests.desk import BEFORE, Q3, Q3_BEFORE, Desk, section, texts

TEXT = "For the quarterly period ended September 30, 2024\nRevenues 1,577 1,480\nNet income 90 (10)\n"
REPORT = {"form_type": "10-Q", "fiscal_year": 2024, "fiscal_period": "Q3"}
REVENUE = [("Revenues", "1,577", Q3, {}), ("Revenues", "1,480", Q3_BEFORE, {})]
INCOME = [
    ("Net income", "90", Q3, {"concept": "net_income"}),
    ("Net income", "10", Q3_BEFORE, {"concept": "net_income", "value": Decimal(-10_000_000), "printed": "(10)"}),
]
COMPANY = "Quillmere, Inc."


@pytest.fixture
def desk():
    return Desk()


def test_figures_are_set_against_the_year_before_with_their_calculation(desk):
    desk.paper("q3", TEXT, facts=REVENUE, **REPORT)
    (line,) = section(desk.digest(), "changes", COMPANY)
    assert line.text == "Revenue Q3 FY2024: $1,577 million, up 6.6 % from $1,480 million in Q3 FY2023"
    calculation = line.calculation
    assert isinstance(calculation, Calculation)
    assert (calculation.metric, calculation.unit, round(calculation.value, 4)) == ("revenue growth", "%", Decimal("6.5541"))
    assert [citation.quote for citation in line.citations] == ["Revenues 1,577 1,480"] * 2
    assert line.note == ""


def test_growth_from_a_loss_is_shown_as_an_amount(desk):
    desk.paper("q3", TEXT, facts=[*REVENUE, *INCOME], **REPORT)
    assert texts(desk.digest(), "changes", COMPANY)[1] == (
        "Net income attributable to the company Q3 FY2024: $90 million, up $100 million from -$10 million in Q3 FY2023"
    )


def test_what_an_earlier_paper_stated_already_is_no_change(desk):
    desk.paper("release", TEXT, kind=Kind.RESULTS, came=BEFORE, facts=REVENUE, **REPORT)
    desk.paper("q3", TEXT, facts=REVENUE, **REPORT)
    assert texts(desk.digest(), "changes", COMPANY) == []


def test_a_figure_whose_row_does_not_print_it_is_left_out_and_counted(desk):
    wrong = [(label, printed, period, {"printed": "9,999"}) for label, printed, period, _ in REVENUE]
    desk.paper("q3", TEXT, facts=wrong, **REPORT)
    digest = desk.digest()
    assert texts(digest, "changes", COMPANY) == []
    assert "not listed: 1 of the lines, whose words or figures could not be cited" in digest.missing


GUIDED = {"concept": None, "status": Status.GUIDANCE, "statement": None, "low": Decimal(50), "high": Decimal(60), "unit": "USD"}


def test_guidance_that_changed_comes_first_and_new_guidance_is_told(desk):
    desk.paper("old", "Capital spending 50 to 60\n", came=BEFORE, kind=Kind.RESULTS, facts=guided_row("Capital spending 50 to 60", 50, 60))
    desk.paper(
        "new",
        "Capital spending 55 to 65\nTax rate 20 to 22\n",
        kind=Kind.RESULTS,
        facts=guided_row("Capital spending 55 to 65", 55, 65, "Tax rate 20 to 22"),
    )
    digest = desk.digest()
    changed = [line for line in section(digest, "exceptions") if line.event is EventType.GUIDANCE]
    assert [line.text for line in changed] == ["Capital spending: guidance for Q3 FY2024 55 to 65, was 50 to 60"]
    assert changed[0].note == "before in old"
    assert [citation.document for citation in changed[0].citations] == ["new", "old"]
    (first,) = section(digest, "changes", COMPANY)
    assert (first.text, first.note) == ("Tax rate: guidance for Q3 FY2024 20 to 22", "none before it is in the library")


def guided_row(row, low, high, *others):
    """Return facts of rows that end in a range."""
    found = []
    for text, (least, most) in zip((row, *others), ((low, high), (20, 22)), strict=False):
        label, printed = text[: -len(" 50 to 60")], text[-len("50 to 60") :]
        found.append(
            (
                label,
                str(least),
                Q3,
                GUIDED | {"printed": printed, "value": Decimal(least + most) / 2, "low": Decimal(least), "high": Decimal(most)},
            )
        )
    return found


def test_guidance_that_stays_is_nothing_new(desk):
    row = "Capital spending 50 to 60"
    desk.paper("old", f"{row}\n", came=BEFORE, kind=Kind.RESULTS, facts=guided_row(row, 50, 60))
    desk.paper("new", f"{row}\n", kind=Kind.RESULTS, facts=guided_row(row, 50, 60))
    digest = desk.digest()
    assert [line.event for line in section(digest, "exceptions")] == [EventType.RESULTS]
    assert texts(digest, "changes", COMPANY) == []


def test_a_period_that_is_stated_differently_comes_first(desk):
    earlier = "For the quarterly period ended September 30, 2023\nRevenues 1,500\n"
    before = {"form_type": "10-Q", "fiscal_year": 2023, "fiscal_period": "Q3", "period_end": Q3_BEFORE.end}
    desk.paper("old", earlier, came=BEFORE, facts=[("Revenues", "1,500", Q3_BEFORE, {})], **before)
    desk.paper("q3", TEXT, facts=REVENUE, period_end=Q3.end, **REPORT)
    (line, _) = section(desk.digest(), "exceptions")
    assert (line.text, [citation.document for citation in line.citations]) == ("Revenues 1,577 1,480", ["q3", "old"])
    assert line.note == "income statement Q3 FY2023 differs (restated?): 1,500 USD in millions in old"


def test_a_later_filing_that_came_after_the_window_is_not_looked_at(desk):
    desk.paper("q3", TEXT, facts=REVENUE, **REPORT)
    first = desk.digest()
    desk.paper("later", TEXT, came=BEFORE.replace(month=6), facts=REVENUE, **REPORT | {"form_type": "10-K"})
    assert replace(desk.digest(), missing=first.missing) == first
