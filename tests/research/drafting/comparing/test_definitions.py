"""Which sentences define a measure, and which only tell results with it."""

import pytest

from research.drafting.comparing.definitions import definitions


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("Adjusted operating profit excludes restructuring charges and amortization.", "Adjusted operating profit"),
        ("We define free cash flow as cash from operating activities less purchases of property.", "free cash flow"),
        ("In this report organic net sales are calculated at constant rates.", "organic net sales"),
        ("Our outlook for adjusted EPS and organic growth are non-GAAP financial measures that leave out restructuring.", "adjusted EPS"),
        ("Net debt is defined as total debt less cash.", "Net debt"),
        ("自由现金流是指经营活动现金流量净额减去资本开支。", "自由现金流"),
    ],
)
def test_a_sentence_that_says_what_a_measure_is_defines_it(text, measure):
    assert [one.measure for one in definitions(text)] == [measure]


@pytest.mark.parametrize(
    "text",
    [
        "We met our goals of double-digit growth in net sales and in the segment operating profit excluding purchase accounting effects.",
        "The impacts of the strike on net sales and organic net sales were calculated from our own forecasts.",
        "Net sales growth on a constant-currency basis is calculated as follows:",
        "Adjusted operating profit rose 4% on higher volume.",
    ],
)
def test_results_told_with_a_measure_and_leads_to_a_table_define_nothing(text):
    assert definitions(text) == ()
