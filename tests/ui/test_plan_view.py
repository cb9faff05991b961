from dataclasses import replace

from research.nouns.answers import PartKind, PeriodTerm, PlanPart, PlanTerm, QuestionPlan, RelativePeriods
from research.nouns.facts import Statement
from ui.render.plan_view import Chip, chip_html, plan_chips

PLAN = QuestionPlan(
    "q",
    companies=(PlanTerm("Quillmere Pumps & Instruments, Inc.", "Quillmere"),),
    unknown_companies=(PlanTerm("Umbrella", "Umbrella"),),
    periods=(PeriodTerm(2024, "FY", ""), PeriodTerm(2023, "Q2", "second quarter of 2023")),
    statements=((Statement.CASH_FLOW, "cash flow statement"),),
    metric=PlanTerm("capital_expenditure", "", "the only one asked"),
    qualifiers=("organic",),
    unit="USD",
    scale=1_000_000,
    decimals=1,
)


def test_each_part_names_the_words_it_came_from():
    shown = [(chip.kind, chip.value, chip.origin) for chip in plan_chips(PLAN)]
    assert shown == [
        ("Company", "Quillmere Pumps & Instruments, Inc.", "from “Quillmere”"),
        ("Not in the library", "Umbrella", "from “Umbrella”"),
        ("Period", "FY2024", "every year in the library"),
        ("Period", "Q2 FY2023", "from “second quarter of 2023”"),
        ("Statement", "cash flow statement", "from “cash flow statement”"),
        ("Metric", "Capital expenditure", "the only one asked"),
        ("Also asked", "organic", ""),
        ("Shown in", "USD millions, 1 decimal", ""),
    ]
    assert [chip.known for chip in plan_chips(PLAN)[:2]] == [True, False]


def test_one_period_that_nobody_named_is_said_to_be_assumed():
    assumed = plan_chips(replace(PLAN, periods=(PeriodTerm(2024, "FY", ""),)))[2]
    assert assumed.origin == "assumed: newest in the library"


def test_a_chip_names_what_its_button_removes():
    assert plan_chips(PLAN)[3].name == "Period Q2 FY2023"
    assert plan_chips(PLAN)[3].part == PlanPart(PartKind.PERIOD, "Q2 FY2023")


def test_what_was_carried_over_and_what_was_taken_out_say_so():
    gone = PlanPart(PartKind.FORM, "10-K")
    chips = plan_chips(replace(PLAN, carried=(PlanPart(PartKind.PERIOD, "FY2024"),), removed=(gone,)))
    assert [chip.value for chip in chips if chip.carried] == ["FY2024"]
    assert chips[2].origin == "from the question before"
    assert chips[-1] == Chip("Form", "10-K", "removed by you", gone, removed=True)


def test_chips_are_escaped_and_an_unknown_one_says_so_in_words():
    part = PlanPart(PartKind.UNKNOWN, "<img src=x>")
    shown = chip_html(Chip("Not in the library", "<img src=x>", "from “<i>”", part, known=False))
    assert "<img" not in shown
    assert "Not in the library" in shown
    assert "rd-chip-unknown" in shown


def test_an_empty_plan_shows_nothing():
    assert plan_chips(QuestionPlan("q")) == ()


def test_years_counted_back_say_so_and_what_was_not_understood_is_called_asked():
    counted = replace(PLAN, periods=(PeriodTerm(2024, "FY", ""), PeriodTerm(2023, "FY", "")), derived="why", qualifiers=())
    chips = plan_chips(replace(counted, relative=RelativePeriods(2, "FY", "the last two years")))
    assert [(chip.value, chip.origin) for chip in chips if chip.kind == "Period"] == [
        ("FY2024", "one of the last 2 years"),
        ("FY2023", "one of the last 2 years"),
        ("last 2 years", "from “the last two years”"),
    ]
    (asked,) = [chip for chip in chips if chip.value == "why"]
    assert (asked.kind, asked.part.kind) == ("Also asked", PartKind.DERIVED)
