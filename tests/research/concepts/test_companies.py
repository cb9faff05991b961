import pytest

from research.concepts.companies import short_names, strip_legal_form


@pytest.mark.parametrize(
    ("legal", "names"),
    [
        ("3M Company", ("3M Company", "3M")),
        ("Amazon.com, Inc.", ("Amazon.com, Inc.", "Amazon.com", "Amazon")),
        ("Best Buy Co., Inc.", ("Best Buy Co., Inc.", "Best Buy")),
        ("MGM Resorts International", ("MGM Resorts International", "MGM Resorts")),
        ("The Orchard Tools Company", ("The Orchard Tools Company", "Orchard Tools")),
        ("Orchard Holdings N.V.", ("Orchard Holdings N.V.", "Orchard Holdings", "Orchard")),
        ("Harbour & Co.", ("Harbour & Co.", "Harbour")),
        ("Orchard Tools Corporation /DE/", ("Orchard Tools Corporation /DE/", "Orchard Tools")),
    ],
)
def test_short_names(legal, names):
    assert short_names(legal) == names


def test_a_name_of_legal_words_alone_stays():
    assert strip_legal_form("Limited") == "Limited"
