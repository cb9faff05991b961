"""What a passage must not be quoted for: another's figure, another stretch of time, a change for a level, a plan for an event."""

import pytest

from research.answering.extractive import ExtractiveReader
from research.answering.told import ReadPage
from research.answering.topics import topics
from research.planning.plan import make_plan

NAMES = {"Quillmere": ("Quillmere",), "Tarrow": ("Tarrow",)}


def read(question, text, *, section="Management's Discussion › Results of Operations"):
    page = ReadPage("d", 1, 0, text, section, 1.0, 2024)
    return [extract.text for extract in ExtractiveReader().read(make_plan(question, NAMES, topics()), [page])]


SALES = "What were Quillmere's net sales in 2024?"
STORES = "How many stores did Quillmere have at the end of 2024?"


@pytest.mark.parametrize(
    "text",
    [
        "In 2024 Harrowmere reported net sales of $9.3 billion.",
        "Net sales of Harrowmere were $9.3 billion in 2024.",
        "Had the purchase been made earlier, net sales would have been $512.0 million in 2024.",
        "Pro forma net sales were $512.0 million in 2024.",
        "Net sales increased by $43.5 million in 2024.",
        "The increase in net sales was $43.5 million in 2024.",
        "Net sales in the fourth quarter of 2024 were $112.0 million.",
        "Net sales for the three months ended December 31, 2024 were $112.0 million.",
        "Adjusted net sales were $409.0 million in 2024.",
        "Deferred net sales were $9.0 million in 2024.",
        "The net sales of our equity method investees were $112.0 million in 2024.",
    ],
)
def test_a_level_of_a_year_is_not_answered_by_something_like_it(text):
    assert read(SALES, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Net sales were $412.0 million in 2024.",
        "Net sales increased by $43.5 million to $412.0 million in 2024.",
        "Net sales were $412.0 million in 2024, an increase of 6.0% on 2023.",
        "For the year ended December 31, 2024, the Company had net sales of $412.0 million.",
    ],
)
def test_a_level_of_the_year_answers(text):
    assert read(SALES, text) == [text]


def test_a_change_is_answered_by_a_change():
    assert read("By how much did Quillmere's net sales increase in 2024?", "Net sales increased by $43.5 million in 2024.") != []


def test_a_quarter_is_answered_by_that_quarter():
    text = "Net sales in the second quarter of 2024 were $98.0 million. Net sales in the third quarter of 2024 were $101.0 million."
    assert read("What were Quillmere's net sales in the third quarter of 2024?", text) == [
        "Net sales in the third quarter of 2024 were $101.0 million."
    ]


ROW = "Net sales                      $ 312.0      $ 301.0"
TABLE = "{above}\n\n                                 2024         2023\n{row}\nOperating income                  $ 21.0       $ 19.0\n"


def test_a_row_of_another_company_s_table_is_none_of_the_company():
    assert read(SALES, TABLE.format(above="The following table shows our net sales and income:", row=ROW)) != []
    for above in ("Summarized results of our equity method investees are as follows:", "Results of the acquired business are as follows:"):
        assert read(SALES, TABLE.format(above=above, row=ROW)) == []


def test_a_row_of_shares_states_no_amount():
    shares = "Percent of net sales\n\n            2024     2023\nNet sales   100.0%   100.0%\nCost of sales   61.2%   60.1%\n"
    assert read("What was Quillmere's cost of sales in 2024?", shares) == []
    bare = shares.replace("%", "").replace("Percent of net sales", "Our results")
    assert read("What was Quillmere's cost of sales in 2024?", bare) == []


@pytest.mark.parametrize(
    "text",
    [
        "We expect to have 240 stores at the end of 2024.",
        "We may close up to 12 stores in 2024.",
        "If leases are not renewed, we could have only 200 stores in 2024.",
        "We opened 12 stores in 2024.",
    ],
)
def test_a_plan_or_a_danger_counts_nothing(text):
    assert read(STORES, text) == []


def test_a_count_may_go_on_with_a_plan():
    text = "We had 228 stores at the end of 2024 and expect to open 12 more."
    assert read(STORES, text) == [text]


def test_a_danger_is_no_event():
    question = "Did Quillmere close any plants in 2024?"
    assert read(question, "We could close plants in Hedley if demand falls in 2024.") == []
    assert read(question, "In 2024 we closed plants in Hedley and Zwolle.") != []
    assert read("Which plants may Quillmere close in 2024?", "We may close plants in Hedley in 2024.") != []


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("The Pumps segment had the highest gross margin of our segments in 2024, 45.2%.", True),
        ("Gross margin was 45.2% in 2024, the highest gross margin in ten years, helped by the Pumps segment.", False),
        ("Pumps is our largest segment, and gross margin was 45.2% in 2024.", False),
        ("The Pumps segment had the lowest gross margin of our segments in 2024, 45.2%.", False),
    ],
)
def test_the_highest_is_said_of_the_measure_and_of_the_end_asked_for(text, answers):
    assert bool(read("Which segment of Quillmere had the highest gross margin in 2024?", text)) is answers


MARGIN = "Why did Quillmere's operating margin fall in 2024?"


def test_a_reason_of_a_part_that_opens_the_paragraph_is_not_the_company_s():
    reason = "Operating margins were 12.0%, down 3.1 points, because resin became dearer."
    assert read(MARGIN, reason) != []
    assert read(MARGIN, f"In Pumps and Valves, total sales rose 0.3% in 2024. {reason}") == []
    assert read(MARGIN.replace("operating", "Pumps operating"), f"In Pumps, total sales rose 0.3% in 2024. {reason}") != []
    assert read(MARGIN, f"In May 2024, total sales rose 0.3%. {reason}") != []


def test_a_reason_of_a_labelled_part_is_not_the_company_s():
    text = "Garden: The 8.6% decline of operating margin in 2024 was driven by fewer orders."
    assert read(MARGIN, text) == []
    assert read(MARGIN.replace("operating", "Garden operating"), text) != []


def test_a_quarter_gives_no_reason_of_a_year():
    text = "In the fourth quarter of 2024 operating margin fell because resin became dearer."
    assert read(MARGIN, text) == []
    assert read(MARGIN.replace("in 2024", "in the fourth quarter of 2024"), text) != []


def test_an_issue_of_another_year_is_not_the_one_of_the_year_named():
    question = "Quillmere senior notes issued in March 2024: amount and maturity"
    assert read(question, "In November 2019, the Company issued $200.0 million of senior notes due on December 1, 2026.") == []
    assert read(question, "In November 2024, the Company issued $200.0 million of senior notes due in 2031.") == []
    assert read(question, "In March 2024, the Company issued $90.0 million of senior notes due in 2031.") != []


def test_the_mere_name_of_a_figure_wants_a_figure_of_all_that_it_names():
    question = "Quillmere Garden valve volume 2024"
    assert read(question, "Garden valve volume rose in 2024 as resin became cheaper.") == []
    assert read(question, "Garden valve volume was 412,000 in 2024.") == ["Garden valve volume was 412,000 in 2024."]
    assert read(question, "Garden hose volume was 412,000 in 2024.") == []


def test_risks_are_told_by_what_speaks_of_danger():
    question = "What risks did Quillmere see in the Fennimore deal?"
    assert read(question, "A subsidiary of Quillmere merged into Fennimore under the deal.") == []


def test_why_a_measure_is_shown_gives_no_reason_of_its_change():
    text = "We believe operating margin is a meaningful metric of a fall or growth resulting from prices and volume in 2024."
    assert read(MARGIN, text) == []


def test_what_came_with_a_purchase_does_not_say_what_was_bought():
    question = "Which companies did Quillmere acquire in 2024?"
    assert read(question, "We wrote down $9.0 million of brands acquired in our Fern Meters acquisition in 2024.\n") == []
    assert read(question, "In April 2024 we acquired all shares of Fern Meters for $52.0 million.\n") != []
