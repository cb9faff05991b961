"""Traces recognise long stretches of a text in others, and nothing shorter."""

import pytest

from research.purging.traces import LEAST, SURE, Traces

TEXT = " ".join(f"word{number} of a paper that somebody may have copied" for number in range(200))
PLAIN = "".join(TEXT.split())


@pytest.mark.parametrize("at", [0, 1, 317, 4000, len(PLAIN) - SURE])
def test_every_stretch_of_the_sure_length_is_found_wherever_it_stands(at):
    traces = Traces(Traces.of([TEXT, "another"]).packed())
    assert traces.found_in(f"He said: {PLAIN[at : at + SURE].upper()} and no more.")


def test_shorter_ones_and_other_words_are_not():
    traces = Traces.of([TEXT])
    assert not traces.found_in(f"# {PLAIN[100 : 100 + LEAST - 1]} #")
    assert not traces.found_in("Words that nobody has written before, however many of them there are in a row." * 3)
    assert not Traces().found_in(TEXT)
    assert not Traces.of(["short"]).found_in("short")
    assert not traces.found_in("")
