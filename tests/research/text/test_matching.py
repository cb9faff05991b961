import pytest

from research.text.matching import find_quote, normal_form


def test_normal_form_drops_white_space_and_soft_hyphens_and_folds_compatibility_characters():
    assert normal_form("ﬁnan\u00adcial\u00a0 state\nments ½") == "financialstatements1⁄2"


@pytest.mark.parametrize(
    ("quote", "text", "expected"),
    [
        ("Net sales 1,577", "x  Net\nsales   1,577 y", "Net\nsales   1,577"),
        ("efficient", "an eﬃcient plant", "eﬃcient"),
        ("capital", "cap\u00adital", "cap\u00adital"),
    ],
)
def test_find_quote_returns_the_verbatim_span(quote, text, expected):
    start, end = find_quote(quote, text)
    assert text[start:end] == expected


@pytest.mark.parametrize(("quote", "text"), [("4,212", "3,911"), ("", "anything"), (" \n", "anything"), ("1577", "1,577")])
def test_find_quote_never_accepts_another_text(quote, text):
    assert find_quote(quote, text) is None
