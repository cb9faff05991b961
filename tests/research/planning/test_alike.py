"""Questions and filings in different words."""

from research.planning.alike import asks_for_reasons, gives_a_reason, related_topics, said_otherwise, topics, without_asking
from research.text.words import topic_stems


def test_what_means_the_same_is_one_topic():
    assert topics(topic_stems("growth, grew and fell")) == topics(topic_stems("increases"))
    assert topics(topic_stems("outlook")) == topics(topic_stems("guidance"))
    assert topics(topic_stems("backlog")) == ["backlog"]


def test_related_words_order_pages_without_making_one_topic_of_an_answer():
    bought, acquired = topic_stems("bought"), topic_stems("acquired")
    assert related_topics(bought) == related_topics(acquired)
    assert topics(bought) != topics(acquired)
    assert related_topics(topic_stems("growth, slumped")) == topics(topic_stems("growth"))
    assert "employed" in said_otherwise(["headcount"])


def test_other_words_are_searched_for_where_they_are_rare():
    assert said_otherwise(["guidance"]) == ["guide", "outlook", "expect", "forecast"]
    assert said_otherwise(["growth"]) == []


def test_words_that_ask_for_a_reason_stand_in_no_answer():
    assert without_asking(topic_stems("What drove the drivers of growth?")) == ["growth"]
    assert asks_for_reasons("What drove the change?")
    assert not asks_for_reasons("What was the change?")
    assert gives_a_reason("It fell because milk became dearer.")
    assert not gives_a_reason("We report three segments.")
