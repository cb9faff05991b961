"""Hostile questions are read without a failure and without a blow-up, and random ones keep the rules of plans."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from research.answering.topics import topics
from research.formulas.expressions import names_in, parse_formula
from research.planning.folding import fold, unaccented
from research.planning.periods import find_periods, find_relative
from research.planning.plan import make_plan
from tests.bench.fuzz import MOST, REPEATED, STRANGE
from tests.research.planning.test_salads import NAMES, PHRASES, PIECES

# Seconds of processor time: what a long question may take on a slow machine; before, some of these took minutes.
LONGEST = 5.0
WORDS = st.sampled_from([*PIECES, *PHRASES, *STRANGE])


@pytest.mark.parametrize("part", REPEATED)
def test_a_part_repeated_without_end_takes_no_time(part):
    make_plan("Quillmere revenue 2024", NAMES, topics())
    question = (f"Quillmere {part * MOST}")[: MOST - 13] + " revenue 2024"
    started = time.process_time()
    plan = make_plan(question, NAMES, topics())
    assert time.process_time() - started < LONGEST
    assert not plan.formula or parse_formula(plan.formula)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=25).map(" ".join))
def test_a_figure_is_wanted_only_where_no_word_is_left(question):
    plan = make_plan(question, NAMES, topics())
    assert not (plan.qualifiers and (plan.wants_figure or plan.wants_computed or plan.formula))
    assert plan.question == question
    if plan.formula:
        assert {name.name for name in names_in(parse_formula(plan.formula))} <= {topic.name for topic in topics()}


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_has_periods_that_the_calendar_has(text):
    for term in find_periods(text):
        assert (term.fiscal_year is None) == (term.on is not None)
        assert term.fiscal_year is None or 1900 <= term.fiscal_year <= 2099
    relative = find_relative(text)
    assert relative is None or 0 < relative[0].count <= 15


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=100))
def test_plain_letters_stay_plain_and_accents_keep_their_place(text):
    assert fold(fold(text)) == fold(text)
    assert len(unaccented(text)) == len(text)


@settings(max_examples=40, deadline=None)
@given(st.integers(1990, 2030), st.integers(1990, 2030))
def test_two_years_joined_by_to_are_every_year_between(first, last):
    years = [term.fiscal_year for term in find_periods(f"revenue from FY{first} to FY{last}")]
    low, high = sorted((first, last))
    assert set(years) == (set(range(low, high + 1)) if 0 < high - low <= 15 else {first, last})


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["revenue", "capex", "inventories", "goodwill"]), min_size=2, max_size=4, unique=True), st.data())
def test_a_formula_in_signs_is_read_as_written(figures, data):
    signs = [data.draw(st.sampled_from(["+", "-", "−"])) for _ in figures[1:]]
    said = figures[0] + "".join(f" {sign} {figure}" for sign, figure in zip(signs, figures[1:], strict=True))
    names = {"capex": "capital_expenditure"}
    wanted = names.get(figures[0], figures[0])
    for sign, figure in zip(signs, figures[1:], strict=True):
        wanted += f" {'+' if sign == '+' else '-'} {names.get(figure, figure)}"
    plan = make_plan(f"Quillmere ({said}) 2024", NAMES, topics())
    assert (plan.formula, plan.qualifiers) == (wanted, ())
