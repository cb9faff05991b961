"""What is said of a figure must be said of it and of no other: right claims in other words are supported, twisted ones are not."""

import pytest

from research.nouns.answers import Verdict
from research.verification.evidence import Evidence
from research.verification.gate import verify
from tests.golden.twisted import COMPANIES, TWISTS


def of_company(name, passage):
    return Evidence(passage, "report", 1, name, (name, name.split()[0]), ("Fennimore",), fiscal_year=2024, fiscal_period="FY")


PAIRS = [
    *(
        (twist.kind, Evidence(twist.passage), claim, right)
        for twist in TWISTS
        for claims, right in ((twist.right, True), (twist.wrong, False))
        for claim in claims
    ),
    *(
        ("company", of_company(name, passage) if name else Evidence(passage), claim, is_right)
        for name, passage, right, wrong in COMPANIES
        for claims, is_right in ((right, True), (wrong, False))
        for claim in claims
    ),
]


@pytest.mark.parametrize(
    ("evidence", "claim"), [(evidence, claim) for _, evidence, claim, right in PAIRS if right], ids=lambda one: str(one)[:60]
)
def test_what_the_passage_says_in_other_words_is_supported(evidence, claim):
    checked = verify(claim, [evidence])
    assert checked.verdict is Verdict.SUPPORTED, checked.figures


@pytest.mark.parametrize(
    ("evidence", "claim"), [(evidence, claim) for _, evidence, claim, right in PAIRS if not right], ids=lambda one: str(one)[:60]
)
def test_what_the_passage_does_not_say_is_not_supported(evidence, claim):
    checked = verify(claim, [evidence])
    assert checked.verdict is not Verdict.SUPPORTED
    assert checked.reasons
