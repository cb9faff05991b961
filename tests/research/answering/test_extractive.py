"""The extractive reader: which sentences and rows of the pages found answer a question, and when none does."""

from dataclasses import replace

import pytest

from research.answering.causes import cause_spans
from research.answering.extractive import ExtractiveReader, best_score
from research.answering.told import ReadPage, abbreviations
from research.answering.topics import topics
from research.planning.plan import make_plan

NAMES = {"Quillmere": ("Quillmere",), "Tarrow": ("Tarrow",), "Good Buys": ("Good Buys",)}


def page(text, *, name="d", number=1, year=2024, section="Management's Discussion › Results of Operations", rank=1.0):
    return ReadPage(name, number, 0, text, section, rank, year)


def read(question, *pages, **kept):
    plan = make_plan(question, NAMES, topics())
    return [extract.text for extract in ExtractiveReader().read(plan, pages, **kept)]


RESULTS = """Net sales

Net sales were $412.0 million in 2024, an increase of 6.0% on 2023. The increase was due to higher prices of castings, the purchase of
a foundry, and more volume in Asia, partially offset by a weaker euro.

Gross margin fell to 31.2% in 2024 because resin became dearer.

Operating income decreased 4.0% in 2024 due to the start of a plant.
"""


def test_a_reason_comes_with_the_change_that_it_explains_and_its_causes_as_items():
    found = read("What drove the growth of Quillmere's net sales in 2024?", page(RESULTS))
    assert found[0].startswith("Net sales were $412.0 million in 2024")
    assert found[1].startswith("The increase was due to higher prices")
    assert found[2:] == [
        "higher prices of castings",
        "the purchase of\na foundry",
        "more volume in Asia",
        "partially offset by a weaker euro",
    ]


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("Why did Quillmere's gross margin fall in 2024?", "Gross margin fell to 31.2%"),
        ("Why did Quillmere's operating income decline in 2024?", "Operating income decreased 4.0%"),
    ],
)
def test_a_reason_is_of_the_measure_that_is_asked_about(question, begins):
    assert [text[: len(begins)] for text in read(question, page(RESULTS))][:1] == [begins]


def test_a_measure_among_the_causes_is_not_what_changed():
    assert (
        read("Why did Quillmere's net sales rise in 2024?", page("Operating income rose in 2024, driven by higher net sales in Asia."))
        == []
    )


def test_another_year_is_not_quoted():
    text = (
        "Gross margin fell in 2023 because resin became dearer.\n\n2023 compared to 2022\nGross margin rose because freight became cheaper."
    )
    assert read("Why did Quillmere's gross margin fall in 2024?", page(text)) == []


def test_the_whole_company_comes_before_a_segment():
    text = (
        "PUMPS SEGMENT\n\nNet sales decreased in 2024 due to fewer orders from mines.\n\nResults of Operations\n\n"
        "Consolidated net sales decreased in 2024 due to the sale of a plant.\n"
    )
    assert read("Why did Quillmere's net sales decrease in 2024?", page(text)) == [
        "Consolidated net sales decreased in 2024 due to the sale of a plant."
    ]


def test_a_segment_that_only_the_heading_names_is_named():
    text = "PUMPS SEGMENT\n\nNet sales decreased in 2024 due to fewer orders from mines.\n"
    plan = make_plan("Why did Quillmere's net sales in pumps decrease in 2024?", NAMES, topics())
    (found,) = ExtractiveReader().read(plan, [page(text)])
    assert found.caption == "PUMPS SEGMENT"


def test_a_list_after_the_sentence_that_announces_it_is_quoted_whole():
    text = "Gross margin decreased in 2024 due to the following:\n• lower prices of pumps;\n• a strike at the foundry.\n"
    assert read("Why did Quillmere's gross margin decrease in 2024?", page(text)) == [
        "Gross margin decreased in 2024 due to the following:",
        "lower prices of pumps;",
        "a strike at the foundry.",
    ]


def test_a_paragraph_printed_again_takes_one_place():
    text = "Quillmere acquired Harlow Seals for $12.0 million in May 2024.\n"
    assert len(read("Which companies did Quillmere acquire in 2024?", page(text), page(text, number=7, rank=0.9))) == 1


def test_the_companies_compared_each_have_their_passage():
    pages = [page("We sell pumps to mines in 2024.", name="q"), page("We sell yogurt, and pumps of our own to dairies in 2024.", name="t")]
    companies = {"q": "Quillmere", "t": "Tarrow"}
    found = read("To whom do Quillmere and Tarrow sell pumps?", *pages, companies=companies)
    assert len(found) == 2


def test_a_company_s_name_is_no_topic():
    text = "Before he joined Good Buys he ran a chain of pharmacies in Ohio. He likes Good Buys."
    assert read("Which pharmacies did Good Buys buy in 2024?", page(text)) == []


@pytest.mark.parametrize(
    "question",
    [
        "Who heads Quillmere's robotics unit?",
        "What does Quillmere say about its mission to Mars?",
        "Why did Quillmere's airline revenue fall in 2024?",
        "Should I buy Quillmere stock?",
        "Will Quillmere beat earnings next quarter?",
    ],
)
def test_what_no_page_says_is_not_answered(question):
    assert read(question, page(RESULTS)) == []


def test_years_far_ahead_need_to_be_named():
    plan = make_plan("Quillmere pumps installed in 2031", NAMES, topics())
    assert best_score(plan, [page("We installed pumps in many mines.")]) == 0
    assert best_score(plan, [page("We plan to have 900 pumps installed in 2031.")]) > 0


def test_which_is_the_largest_is_said_by_the_sentence_itself():
    question = "Which is Quillmere's largest plant?"
    assert read(question, page("Our plant in Zwolle makes pumps. Our largest plant is in Hedley.")) == ["Our largest plant is in Hedley."]


def test_abbreviations_stand_for_what_a_page_says():
    assert abbreviations('Our Effective Tax Rate ("ETR") rose.')["ETR"] == {"effect", "tax", "rate"}
    assert abbreviations("Our plant in Ohio (OPQ) closed.") == {}


@pytest.mark.parametrize(
    ("text", "causes"),
    [
        ("Sales fell due to lower prices.", []),
        ("Sales fell due to lower prices and higher returns.", ["lower prices", "higher returns"]),
        (
            "Margin rose 2.0 points, driven by cheaper freight, fewer markdowns, and a better mix, partially offset by wages.",
            ["cheaper freight", "fewer markdowns", "a better mix", "partially offset by wages"],
        ),
        ("Because of a strike, sales fell in Ohio, Iowa and Texas.", []),
        (
            "Sales rose, reflecting strong growth in Fernol, Tarrix and the Meters line, partially offset by declines in Oldrin and Paxit.",
            ["strong growth in Fernol, Tarrix and the Meters line", "partially offset by declines in Oldrin and Paxit"],
        ),
        ("Sales fell due to weaker demand across the stores, particularly home theater, phones and stoves.", []),
    ],
)
def test_the_causes_that_a_sentence_lists(text, causes):
    assert [text[start:end] for start, end in cause_spans(text)] == causes


def test_risk_factors_give_no_reason():
    text = "In 2024 a stronger dollar reduced our net sales by 0.5 points.\n"
    assert read("Why did Quillmere's net sales fall in 2024?", page(text, section="Item 1A. Risk Factors")) == []
    assert read("Why did Quillmere's net sales fall in 2024?", page(text)) != []


SHARES = """Dairy gave 54% of net sales in 2024; cheese gave 31%.

Net sales rose 5.5% to $318.5 million in 2024 from $301.8 million in 2023. Volume gave 6.9 percentage points, led by kefir and by a
contract that began in September 2023; lower prices, which follow those of milk, took away 1.4 points.
"""


@pytest.mark.parametrize("question", ["What drove Quillmere's revenue in 2024?", "Why did Quillmere's net sales rise in 2024?"])
def test_shares_of_a_change_are_its_reasons_whole_and_shares_of_the_sum_are_none(question):
    found = read(question, page(SHARES))
    assert [one.split()[0] for one in found] == ["Net", "Volume"]
    assert found[1].endswith("took away 1.4 points.")


MOVES = """Verrolt: raised to buy by Rookwood. Quillmere: cut to hold by Thornbury, target $44. Ironquay Shipping: started by Castlereach,
target $31.
"""


def test_an_item_of_a_list_that_goes_through_companies_answers_for_its_own_company_alone():
    news = replace(page(MOVES, section=""), is_news=True)
    assert read("What is Castlereach's target price for Quillmere?", news) == []
    assert read("What is Thornbury's target price for Quillmere?", news) == ["Quillmere: cut to hold by Thornbury, target $44."]


EXPECTED = """We expect net sales to grow between 3% and 5% in 2025.

Gains of $2 million on forward contracts are expected to be recognised in 2025. We will look at the tax authorities' guidance again.
"""


def test_guidance_is_what_the_company_expects_of_its_business_in_figures():
    asked = "What is Quillmere's guidance for 2025?"
    assert read(asked, page(EXPECTED)) == ["We expect net sales to grow between 3% and 5% in 2025."]
    assert read(asked, page(EXPECTED.partition("\n\n")[2])) == []
