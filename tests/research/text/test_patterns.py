"""Word lists and patterns beside the modules that read them."""

import research.planning.counts
from research.text.patterns import any_of, patterns_of, read_beside


def test_phrases_are_whole_words_whatever_the_space_and_case_and_han_words_join():
    found = any_of(["net sales", "net", "收入"])
    assert found.findall("Net\n sales of the network, net; 营业收入总额") == ["Net\n sales", "net", "收入"]


def test_a_list_is_of_phrases_and_a_text_a_pattern_that_tells_capitals_only_where_it_is_named():
    found = patterns_of({"listed": ["a.b"], "said": r"rose\b", "names": "[A-Z][a-z]+"}, as_written={"names"})
    assert found["listed"].findall("A.B axb") == ["A.B"]
    assert found["said"].search("It ROSE") is not None
    assert found["names"].findall("Orchard and pear") == ["Orchard"]


def test_a_file_is_read_from_the_folder_of_the_module():
    assert {"asks", "happened"} <= read_beside(research.planning.counts.__file__, "counts.toml").keys()
