"""One company for all the ways that filings print its name."""

from research.directory import Company, companies_called

MMM = Company("3M Company", ("3M COMPANY", "3M Company"), ("3M", "MMM"))
AMAZON = Company("Amazon.com, Inc.", ("Amazon.com, Inc.",), ("AMZN", "Amazon", "Amazon.com"))
OTHER = Company("Amazon Gold Corp.", ("Amazon Gold Corp.",), ("Amazon",))


def test_case_and_punctuation_do_not_count():
    for name in ("3m", "3M", "mmm", "3m company"):
        assert companies_called(name, (MMM, AMAZON)) == (MMM,)
    assert companies_called("amazon com inc", (MMM, AMAZON)) == (AMAZON,)


def test_a_part_of_a_name_is_no_name_and_neither_is_nothing():
    assert companies_called("amaz", (MMM, AMAZON)) == ()
    assert companies_called(" . ", (MMM, AMAZON)) == ()


def test_a_name_of_two_companies_gives_both():
    assert companies_called("amazon", (AMAZON, OTHER)) == (AMAZON, OTHER)
