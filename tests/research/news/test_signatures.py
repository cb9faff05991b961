"""What others are found by that may belong to an entry."""

from research.news.signatures import BANDS, signed
from tests.research.news.told import traits

LONG = "Harrowgate Pumps raised its dividend to 12 pence a share, payable on March 28 to holders of record on March 7, it said on Thursday."


def looked_up(entry):
    """Return the keys of those that may belong to an entry."""
    return set(signed(entry)[1])


def keys(*entry, **changes):
    return set(signed(traits(*entry, **changes))[0].keys)


def test_keys_are_numbers_of_63_bits_in_order_and_the_same_each_time():
    signature = signed(traits("Harrowgate Pumps raises dividend", LONG))[0]
    assert list(signature.keys) == sorted(set(signature.keys))
    assert all(0 <= key < 2**63 for key in signature.keys)
    assert signature == signed(traits("Harrowgate Pumps raises dividend", LONG))[0]
    assert len(signature.keys) > BANDS


def test_copies_of_unknown_companies_are_found_for_some_days():
    one, other = (
        ("Brewer raises dividend", LONG.replace("Harrowgate Pumps", "Lochmere")),
        ("Payout up", LONG.replace("Harrowgate Pumps", "Lochmere")),
    )
    assert len(keys(*one) & looked_up(traits(*other, key="b", hours=71))) >= BANDS


def test_other_words_about_a_company_are_found_some_days_around():
    first = ("Harrowgate Pumps raises dividend", "More money for shareholders.")
    second = traits("Higher payout at Harrowgate", "The dividend goes up.", key="b", hours=70)
    assert keys(*first) & looked_up(second)
    late = traits("Higher payout at Harrowgate", "The dividend goes up.", key="b", hours=24 * 60)
    assert not keys(*first) & looked_up(late)


def test_what_says_little_is_found_by_its_company():
    said = keys("Harrowgate Pumps raises dividend", LONG)
    little = traits("HGP: well, well", "Harrowgate it is.", key="b", hours=1)
    assert said & looked_up(little)
    assert keys("HGP: well, well", "Harrowgate it is.") & looked_up(traits("Harrowgate Pumps raises dividend", LONG, key="b"))


def test_other_companies_are_not_found():
    assert not keys("Harrowgate Pumps raises dividend", "Good.") & looked_up(
        traits("Marlstone Bancshares raises dividend", "Fine.", key="b")
    )


BOILERPLATE = "Holders who bought the shares between March 3 and May 9 may ask to lead the suit before the end of June, it was said."


def found(first, second):
    """Return whether each of two entries is found by the other's keys."""
    sides = [bool(set(signed(one)[0].keys) & looked_up(other)) for one, other in ((first, second), (second, first))]
    assert sides[0] is sides[1]
    return sides[0]


def test_the_same_words_about_companies_that_are_known_are_no_reason_to_look():
    first = traits("Harrowgate Pumps faces a suit", BOILERPLATE)
    assert not found(first, traits("Marlstone Bancshares faces a suit", BOILERPLATE, key="b", hours=2))
    assert found(first, traits("Harrowgate Pumps: a deadline nears", BOILERPLATE, key="b", hours=24 * 12))
    assert not found(first, traits("Harrowgate Pumps: a deadline nears", BOILERPLATE, key="b", hours=24 * 60))


def test_the_same_words_about_a_company_that_is_not_known_are_looked_at_for_the_days_of_a_story():
    unknown = traits("Lochmere faces a suit", BOILERPLATE)
    assert not unknown.companies
    for title in ("Tarnbrook faces a suit", "Harrowgate Pumps faces a suit"):
        assert found(unknown, traits(title, BOILERPLATE, key="b", hours=71))
        assert not found(unknown, traits(title, BOILERPLATE, key="b", hours=24 * 10))


def test_keys_of_a_day_stand_together():
    first, second, late = (
        min(signed(traits("Lochmere faces a suit", BOILERPLATE, key="b", hours=hours))[0].keys) >> 46 for hours in (0, 1, 24 * 10)
    )
    assert first == second
    assert 7 <= late - first <= 13
