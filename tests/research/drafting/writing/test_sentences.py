"""Sentences of papers as they are quoted: of Han text, which no space parts, one by one and without the headings above them."""

from research.drafting.writing.sentences import han_sentences, sentences_on
from research.text.quotable import Part, PartKind, quotable_parts

PAGE = (
    "第二节 管理层讨论与分析\n一、经营情况讨论与分析\n公司主要从事减速器的研发、生产和销售。报告期末\n员工4,386人。\n"
    "（一）收入分析\n减速器收入同比增长16.8%，主要系二期产线达产。\n"
)


def test_sentences_of_han_text_stand_alone_and_where_they_say():
    found = list(han_sentences(Part(PartKind.SENTENCE, 0, len(PAGE), PAGE, "", 0)))
    assert [one.text for one in found] == [
        "公司主要从事减速器的研发、生产和销售。",
        "报告期末\n员工4,386人。",
        "减速器收入同比增长16.8%，主要系二期产线达产。",
    ]
    assert all(PAGE[one.start : one.end] == one.text for one in found)


def test_other_text_is_left_as_it_is():
    parts = list(quotable_parts("We make pumps. They last.\n"))
    assert [one for part in parts for one in han_sentences(part)] == parts


def test_a_point_of_a_list_opens_a_paragraph_and_is_quoted_without_its_number():
    first, second = "Prices may fall faster than our own costs.", "Customers are few in all of our markets."
    text = f"1. {first} New plants compete with ours in every one of them.\n2. {second} The first five buy four tenths of all.\n"
    found = list(sentences_on(text))
    assert [part.text for part, opens in found if opens] == [first, second]
    assert all(text[part.start : part.start + len(part.text)] == part.text for part, _ in found)
