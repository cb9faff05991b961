"""Stock splits: found from recast figures or from a noted jump, never from other restatements; older figures put on today's basis."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from research.nouns.facts import Basis, Period, Span, Statement
from research.splits import find_splits, noted_ratios, on_todays_basis
from tests.contracts.samples import make_document, make_fact

BEFORE, AFTER, LATER = (make_document(f"k{year}", period_end=date(year, 12, 31), fiscal_year=year) for year in (2022, 2023, 2026))
DOCUMENTS = {one.id: one for one in (BEFORE, AFTER, LATER)}


def fact(document, concept, value, year=2022):
    per_share = concept.startswith("eps")
    return replace(
        make_fact(document, f"{concept}{year}"),
        concept=concept,
        value=Decimal(value),
        printed=value,
        scale=1,
        unit="USD/share" if per_share else "shares",
        period=Period(date(year, 12, 31), date(year, 1, 1), Span.YEAR, f"FY{year}", year),
        basis=Basis(share="diluted"),
        statement=Statement.INCOME,
        dimensions=(),
        caveats=(),
    )


OLD = [fact(BEFORE, "shares_diluted", "28800000"), fact(BEFORE, "eps_diluted", "4.63")]
NEW = [fact(AFTER, "shares_diluted", "57600000"), fact(AFTER, "eps_diluted", "2.32")]


def test_shares_doubled_and_earnings_per_share_halved_are_a_split():
    (split,) = find_splits(OLD + NEW, DOCUMENTS, {BEFORE.id: "", AFTER.id: "a two-for-one stock split", LATER.id: ""}.__getitem__)
    assert (split.ratio, split.before, split.after, split.noted) == (Fraction(2), "k2022", "k2023", True)
    assert split.name == "2-for-1 split"
    assert not find_splits(OLD + NEW, DOCUMENTS)[0].noted


@pytest.mark.parametrize("eps", ["2.10", "4.63"])
def test_shares_alone_that_were_restated_are_no_split(eps):
    assert find_splits([*OLD, NEW[0], fact(AFTER, "eps_diluted", eps)], DOCUMENTS) == ()


def test_a_jump_between_filings_without_a_common_period_counts_with_a_note_only():
    jumped = [*OLD, fact(LATER, "shares_diluted", "272000000", year=2025)]
    texts = {BEFORE.id: "", AFTER.id: "", LATER.id: "after the 10-for-1 forward stock split of that year"}
    (split,) = find_splits(jumped, DOCUMENTS, texts.__getitem__)
    assert (split.name, split.before, split.after) == ("10-for-1 split", "k2022", "k2026")
    assert find_splits(jumped, DOCUMENTS) == ()


def test_older_figures_are_put_on_todays_basis_and_say_so():
    splits = find_splits(OLD + NEW, DOCUMENTS)
    shares, each = (on_todays_basis(one, splits, DOCUMENTS) for one in OLD)
    assert (shares.value, each.value) == (57_600_000, Decimal("2.3150"))
    assert each.basis.restated == "adjusted for the 2-for-1 split"
    assert each.printed == "4.63"
    assert each.caveats == ("FY2022 is printed as 4.63 and was put on the basis after the 2-for-1 split",)
    assert [on_todays_basis(one, splits, DOCUMENTS) for one in NEW] == NEW
    revenue = make_fact(BEFORE)
    assert on_todays_basis(revenue, splits, DOCUMENTS) is revenue


def test_filings_of_one_split_are_one_and_two_splits_are_two():
    quarter = make_document("q2023", period_end=date(2023, 6, 30), fiscal_year=2023)
    last = make_document("k2024", period_end=date(2024, 12, 31), fiscal_year=2024)
    documents = DOCUMENTS | {quarter.id: quarter, last.id: last}
    recast = [fact(AFTER, "shares_diluted", "57000000", year=2023), fact(AFTER, "eps_diluted", "2.40", year=2023)]
    again = [fact(last, "shares_diluted", "114000000", year=2023), fact(last, "eps_diluted", "1.20", year=2023)]
    found = find_splits(OLD + NEW + recast + again, documents)
    assert [(one.before, one.after) for one in found] == [("k2022", "k2023"), ("k2023", "k2024")]
    assert on_todays_basis(OLD[0], found, documents).value == 115_200_000


@pytest.mark.parametrize(
    ("text", "ratios"),
    [
        ("a two-for-one stock split", {Fraction(2)}),
        ("a 20-for-1 split of our common stock, and a 3-for-2 stock split", {Fraction(3, 2)}),
        ("a 1-for-8 reverse stock split", {Fraction(1, 8)}),
        ("one-for-one exchange of units", set()),
    ],
)
def test_notes_name_ratios(text, ratios):
    assert noted_ratios(text) == ratios
