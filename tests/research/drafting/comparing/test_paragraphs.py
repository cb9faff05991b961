"""Paragraphs as they are put together from printed lines."""

from ingest.chunking import chunk_document
from research.drafting.comparing.definitions import definitions
from research.drafting.comparing.headings import heading_key, topic_of
from research.drafting.comparing.paragraphs import cut_paragraph, read_paragraphs
from research.nouns.comparisons import ChangeTopic
from tests.research.statements.samples import make_filing

LONG = "Our ferry to the island of Skerrow carries nearly all of the goods that the foundry"


def paragraphs(*pages):
    document = make_filing("q", 2024, *pages)
    chunks = chunk_document(document, (), count_pieces=lambda texts: [len(text.split()) for text in texts], max_pieces=120)
    return read_paragraphs(document, chunks, ())


def texts(*pages):
    return [one.text for one in paragraphs(*pages)]


def test_lines_are_joined_until_a_sentence_ends_short_of_the_margin():
    assert texts(f"{LONG}\nmakes, and stops in swell.\nGlaziers set our wages.\n") == [
        f"{LONG} makes, and stops in swell.",
        "Glaziers set our wages.",
    ]


def test_a_paragraph_goes_on_over_the_page_without_its_number_and_running_head():
    towns = ("Skerrow", "Merrow", "Lorrimer", "Coxley", "Kilbride")
    pages = [f"Table of Contents\n\n{LONG.replace('Skerrow', town)}\n\n{number}\n" for number, town in enumerate(towns, 1)]
    pages[1] = "Table of Contents\n\nmakes each day, in swell or calm.\n\n2\n"
    first = paragraphs(*pages)[0]
    assert first.text == f"{LONG} makes each day, in swell or calm."
    assert [page for _, _, page in first.places] == [1, 2]


def test_points_of_a_list_are_paragraphs_and_a_figure_in_brackets_is_none():
    assert texts(f"{LONG}\nincludes:\n• brass lamps;\n• oil.\n") == [f"{LONG} includes:", "• brass lamps;", "• oil."]
    assert texts(f"{LONG}\n(6) months later.\n") == [f"{LONG} (6) months later."]


def test_rows_of_tables_and_contents_are_left_out():
    contents = "".join(f"Item {number}. Something {number}\n" for number in range(1, 7))
    assert texts(contents, f"{LONG}\nmakes.\n\nNet sales 1,204 1,100\nCosts 12 10\n") == [f"{LONG} makes."]


def test_sections_follow_items_and_a_reference_to_an_earlier_item_opens_none():
    found = paragraphs(
        f"Item 7. Management's Discussion\n\n{LONG} as told in\nItem 1A.\n\nLamps sold well in the harbor towns this year.\n"
    )
    assert {one.section for one in found} == {"Item 7. Management's Discussion"}


def test_chinese_headings_open_sections():
    found = paragraphs(
        "第二节 管理层讨论与分析\n\n二、可能面对的风险\n1. 客户集中风险：前五名客户占四成。\n2. 汇率风险：境外收入以美元结算。\n"
    )
    assert [one.text for one in found if not one.heading] == ["1. 客户集中风险：前五名客户占四成。", "2. 汇率风险：境外收入以美元结算。"]
    assert found[-1].section == "第二节 管理层讨论与分析 › 二、可能面对的风险"
    assert found[-1].topic is ChangeTopic.RISK


def test_topics_and_keys_of_headings():
    assert topic_of("Item 8. Financial Statements › Note 1. Summary of significant accounting policies") is ChangeTopic.POLICY
    assert topic_of("Item 7. Management’s Discussion and Analysis › LIQUIDITY") is ChangeTopic.DISCUSSION
    assert topic_of("") is ChangeTopic.OTHER
    assert heading_key("Item 8. X › Note 12. Income Taxes") == heading_key("Note 9 — INCOME TAXES") == "incometaxes"


def test_a_paragraph_is_cut_only_where_a_sentence_ends():
    (one,) = paragraphs(f"{LONG} makes. It stops\nin swell.\n")
    first, second = cut_paragraph(one, one.text.index("It"))
    assert (first.text, second.text) == (f"{LONG} makes.", "It stops in swell.")
    assert first.places[0][1] <= second.start
    assert cut_paragraph(one, one.text.index("stops")) is None


def test_sentences_that_define_a_measure_are_found():
    text = (
        "Sales rose. Free cash flow, which we define as cash from operations less capital expenditure, fell. Free cash flow was $3 million."
    )
    assert [(one.measure, text[one.start : one.end][:14]) for one in definitions(text)] == [("Free cash flow", "Free cash flow")]
    assert [one.measure for one in definitions("扣非净利润是指扣除非经常性损益后的净利润。")] != []
    assert definitions("Backlog was $486.2 million, compared with $447.9 million a year before.") == ()
