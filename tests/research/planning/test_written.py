"""Names as questions write them: in any case, short, in the possessive; and words of the language that are also names."""

import pytest

from research.answering.topics import topics
from research.concepts.companies import short_names
from research.planning.companies import find_companies, find_shared_names
from research.planning.plan import make_plan

LEGAL = {
    "QUELL, Inc.": ["QLL"],
    "AMERIDAN EXPRESSA CO": ["AXQ"],
    "ADJUNCT MICRO DEVICES, INC.": ["ADQ"],
    "JORRICK & JENSSEN": ["JNQ"],
    "4X COMPANY": ["FXX"],
    "Block, Inc.": ["SQQ"],
    "Apple Orchards Inc.": ["Apple"],
    "TARGET CORPORATION": ["TGQ"],
    "The Gap, Inc.": ["GPQ"],
    "BEST BUY LAMPS CO., INC.": ["Best Buy"],
    "Neströl S.A.": [],
    "Corva-Sola Company": ["KQ"],
    "RT&T Inc.": ["RQ"],
    "Brackwell Steel Corp": [],
    "Brackwell Foods Ltd": [],
}
NAMES = {company: [*short_names(company), *others] for company, others in LEGAL.items()}


@pytest.mark.parametrize(
    ("question", "company"),
    [
        ("Quell revenue 2022", "QUELL, Inc."),
        ("quell revenue 2022", "QUELL, Inc."),
        ("ＱＵＥＬＬ revenue 2022", "QUELL, Inc."),
        ("AmEx revenue 2022", "AMERIDAN EXPRESSA CO"),
        ("amex revenue 2022", "AMERIDAN EXPRESSA CO"),
        ("adq's revenue 2022", "ADJUNCT MICRO DEVICES, INC."),
        ("What was adq revenue in FY2022?", "ADJUNCT MICRO DEVICES, INC."),
        ("adjunct-micro-devices revenue", "ADJUNCT MICRO DEVICES, INC."),
        ("J&J net income 2021", "JORRICK & JENSSEN"),
        ("j&j net income 2021", "JORRICK & JENSSEN"),
        ("J & J net income 2021", "JORRICK & JENSSEN"),
        ("Jorrick and Jenssen's net income 2021", "JORRICK & JENSSEN"),
        ("4X’s net income", "4X COMPANY"),
        ("4x's net income", "4X COMPANY"),
        ("Nestrol revenue", "Neströl S.A."),
        ("neströl's revenue", "Neströl S.A."),
        ("Corva Sola revenue", "Corva-Sola Company"),
        ("rt&t revenue", "RT&T Inc."),
        ("RTT revenue", "RT&T Inc."),
        ("Block revenue 2022", "Block, Inc."),
        ("What is Target's target margin?", "TARGET CORPORATION"),
        ("target's net income 2022", "TARGET CORPORATION"),
        ("revenue of target in 2022", "TARGET CORPORATION"),
        ("Gap Inc revenue 2022", "The Gap, Inc."),
        ("the Gap's revenue 2022", "The Gap, Inc."),
        ("best buy revenue 2022", "BEST BUY LAMPS CO., INC."),
    ],
)
def test_a_name_counts_in_any_case_and_in_its_usual_short_forms(question, company):
    plan = make_plan(question, NAMES, topics())
    assert ([term.value for term in plan.companies], plan.unknown_companies) == ([company], ())


@pytest.mark.parametrize(
    "question",
    [
        "what did they block in revenue 2022",
        "what is the target revenue for 2022",
        "target net income 2022",
        "gap between revenue and costs in 2022",
        "is it the best buy? revenue 2022",
        "a block of revenue",
    ],
)
def test_a_word_of_the_language_is_no_name(question):
    assert find_companies(question, NAMES) == ()


def test_a_capital_at_the_beginning_of_a_sentence_makes_no_second_company():
    names = NAMES | {"Quillmere Pumps, Inc.": ["Quillmere"]}
    assert [one.company for one in find_companies("Gap between Quillmere revenue and costs", names)] == ["Quillmere Pumps, Inc."]


@pytest.mark.parametrize("question", ["Brackwell revenue 2022", "brackwell's revenue 2022"])
def test_a_beginning_of_two_names_means_neither_and_is_told(question):
    assert find_companies(question, NAMES) == ()
    assert [term.value.lower() for term in find_shared_names(question, NAMES, ())] == ["brackwell"]
    assert [term.value.lower() for term in make_plan(question, NAMES, topics()).unknown_companies] == ["brackwell"]


def test_what_two_companies_are_called_means_neither():
    names = {"Quillmere Pumps, Inc.": ["Osgrove"], "Tarrowby Foods plc": ["Osgrove"]}
    assert find_companies("Osgrove revenue 2022", names) == ()
