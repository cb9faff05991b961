"""The sign of a printed income tax, told from the sums of its statement."""

from dataclasses import replace
from decimal import Decimal

import pytest

from research.metrics.signs import PrintedSign, printed_sign
from research.nouns.facts import Statement
from tests.research.library import make_document, make_fact

CONCEPTS = {"pretax": "pretax_income", "tax": "income_tax", "net": "net_income", "group": "net_income_including_noncontrolling"}
LABELS = {
    "pretax": "Income before income taxes",
    "tax": "Provision for income taxes",
    "net": "Net income",
    "group": "Consolidated net income",
}


def facts(**values):
    """Return the tax and the facts of one statement, row by row; a name that is no key of CONCEPTS is the row's label."""
    labels = {name: LABELS.get(name, name.replace("_", " ")) for name in values}
    rows = tuple(f"{labels[name]} {value}" for name, value in values.items())
    document = make_document("d", "Quillmere", 2024, rows)
    made = {}
    for name, row in zip(values, rows, strict=True):
        value = Decimal(values[name]) * 10**6
        fact = make_fact(document, row, str(values[name]), concept=CONCEPTS.get(name), value=value, year=2024)
        made[name] = replace(fact, statement=Statement.INCOME, label=labels[name])
    return made["tax"], list(made.values())


@pytest.mark.parametrize(
    ("values", "sign"),
    [
        # Amazon.com, Inc., 10-K for 2017, page 38: (769) after 3,806, with (4) from equity-method investments, before 3,033.
        ({"pretax": 3806, "tax": -769, "Equity-method_investment_activity,_net_of_tax": -4, "net": 3033}, PrintedSign.OPPOSITE),
        # 3M Company, 10-K for 2018, page 56.
        ({"pretax": 7000, "tax": 1637, "group": 5363, "net": 5349}, PrintedSign.CANONICAL),
        ({"pretax": 100, "tax": 20, "net": 120}, PrintedSign.OPPOSITE),
        ({"pretax": -100, "tax": -20, "net": -80}, PrintedSign.CANONICAL),
        ({"pretax": 100, "tax": -21, "net": 80}, PrintedSign.OPPOSITE),
        ({"pretax": 100, "tax": 0, "net": 100}, PrintedSign.CANONICAL),
        ({"pretax": 100, "tax": -21, "net": 60}, PrintedSign.UNKNOWN),
        ({"pretax": 100, "tax": 1, "net": 100}, PrintedSign.UNKNOWN),
        ({"tax": -21, "net": 60}, PrintedSign.UNKNOWN),
        ({"pretax": 100, "tax": 20, "Equity_in_affiliates": 40, "net": 120}, PrintedSign.OPPOSITE),
        ({"pretax": 100, "tax": 20, "Income_from_continuing_operations_after_equity": 80, "net": 40}, PrintedSign.UNKNOWN),
    ],
)
def test_the_sums_of_the_statement_tell_the_sign(values, sign):
    tax, siblings = facts(**values)
    assert printed_sign(tax, siblings) is sign


def test_losses_printed_without_their_sign_tell_nothing():
    tax, siblings = facts(pretax=100, tax=20, net=80)
    plain = [replace(one, label=one.label.replace("Income before", "Loss before")) for one in siblings]
    assert printed_sign(tax, siblings) is PrintedSign.CANONICAL
    assert printed_sign(tax, plain) is PrintedSign.UNKNOWN
