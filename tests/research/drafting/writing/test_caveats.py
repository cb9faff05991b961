"""Notes below a table: what is said of most rows is said once, values of others together, what an adjustment explains not at all."""

from datetime import date
from decimal import Decimal

from research.drafting.templates.evidence import RowSpec
from research.drafting.writing.caveats import notes_of
from research.drafting.writing.figures import Grid, Outcome, Row
from research.drafting.writing.gatekeeper import Passed
from research.nouns.answers import PeriodTerm
from research.nouns.facts import Calculation, Period, Span


def made(year, *caveats):
    period = Period(date(year, 12, 31), date(year, 1, 1), Span.YEAR, f"FY{year}", year)
    calculation = Calculation("x", "", "", Decimal(1), "USD", period, "Alpha", (), caveats)
    return Outcome(PeriodTerm(year, "FY", ""), calculation, Passed(Decimal(1), ()))


def row(label, *outcomes, figure="revenue", growth=False):
    return Row(RowSpec(figure=figure, growth=growth), label, outcomes)


def notes(*rows):
    return notes_of(Grid((), rows, 10**6))


def test_a_row_that_the_statement_also_prints_is_named_once_for_all_years():
    also = "the statement also prints “Net sales” of {} USD in millions (page 53)"
    said = notes(row("Revenue", made(2023, also.format("605")), made(2024, also.format("642"))))
    assert said == ("Revenue, FY2023 and FY2024: the statement also prints “Net sales”, with another value.",)


def test_other_values_of_a_row_stand_together_with_their_documents():
    first = "restated in a-2024: a-2023, the period's own filing, states 4.64 USD for the same period (page 6)"
    second = "a-2023x states 4.64 USD for the same period (page 3)"
    said = notes(row("EPS", made(2022, "a-2022 states 3.71 USD for the same period (page 6)"), made(2023, first, second)))
    assert said == ("EPS: stated otherwise elsewhere: FY2022 3.71 USD in a-2022; FY2023 4.64 USD in a-2023 and a-2023x.",)


def test_what_a_split_explains_is_said_once_as_the_split():
    split = "{} is printed as {} and was put on the basis after the 2-for-1 split"
    other = "a-2024 states 2.32 USD/share for the same period (page 6)"
    said = notes(row("EPS", made(2022, split.format("FY2022", "3.71")), made(2023, split.format("FY2023", "4.64"), other)))
    assert said == ("EPS: FY2022 and FY2023 put on the basis after the 2-for-1 split.",)


def test_growth_repeats_nothing_of_the_row_that_has_grown():
    caveat = "something is uncertain"
    said = notes(row("Revenue", made(2023, caveat)), row("Revenue growth", made(2023, caveat, "another thing is too"), growth=True))
    assert said == ("Revenue, FY2023: something is uncertain.", "Revenue growth, FY2023: another thing is too.")


def test_a_year_of_53_weeks_is_told_once_whatever_rows_are_of_it():
    long, other = "this fiscal year has 53 weeks.", "FY2023 has 53 weeks, FY2022 364 days."
    rows = [row("Revenue", made(2023, long)), row("Net income", made(2023, long)), row("Growth", made(2024, "FY2023 has 53 weeks", other))]
    assert notes(*rows) == ("FY2023 has 53 weeks.",)
    assert notes(row("Revenue", made(2017, long), made(2023, long))) == ("FY2017 and FY2023 have 53 weeks.",)


def test_of_many_notes_the_last_ones_are_counted():
    said = notes(row("Revenue", made(2024, *(f"something is uncertain, number {word}" for word in "abcdefghij"))))
    assert len(said) == 9
    assert said[-1] == "And 2 more, which stand with these figures in the library."
