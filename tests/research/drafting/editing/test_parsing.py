"""From typed text to blocks and back: nothing that was typed is lost, and what was not touched keeps its evidence."""

import random
from dataclasses import replace

import pytest

from research.drafting.editing.parsing import Known, blocks_of, cleaned, known_of
from research.drafting.editing.texts import text_of
from research.nouns.answers import Claim, Verdict
from research.nouns.drafts import ChartBlock, MissingBlock, ParagraphBlock, ParagraphStyle, Section, TableBlock, Voice
from tests.research.drafting.editing.desk import HIDDEN, SHOWN, make_draft

MOMENTS = 400
TYPED = (
    "Sales rose.",
    "[1]",
    "[2]",
    "[7]",
    "\n\n",
    "\n",
    "- ",
    "> ",
    "~ ",
    "Opinion: ",
    "{{table: Income}}",
    "{{table: Inc",
    "…",
    "“Q”",
    "U.S. 2.5 %",
)


def known(*sections):
    by_line, claims = known_of(sections, sections)
    return Known(by_line, claims, {"1": SHOWN, "2": HIDDEN}, lambda _: None)


def parsed(text, *sections):
    return blocks_of(cleaned(text, "Results"), known(*(sections or make_draft().sections)))


def claims(text, *sections):
    return [claim for block in parsed(text, *sections) if isinstance(block, ParagraphBlock) for claim in block.claims]


def words(text):
    """Return the words of a text without its marks and white space."""
    return "".join(part for part in text.replace("[1]", " ").replace("[2]", " ").split())


def test_what_was_not_touched_comes_back_equal():
    for section in make_draft().sections:
        assert parsed(text_of(section)) == section.blocks


def test_styles_and_voices_are_told_by_how_a_paragraph_begins():
    blocks = parsed("- One.\n- Opinion: Two.\n> Three.\n~ Four\ngoes on.\n\nEstimate: Five.\n\nSix.")
    assert [(block.style, block.voice, block.claims[0].text) for block in blocks] == [
        (ParagraphStyle.BULLET, Voice.FACT, "One."),
        (ParagraphStyle.BULLET, Voice.OPINION, "Two."),
        (ParagraphStyle.QUOTE, Voice.FACT, "Three."),
        (ParagraphStyle.NOTE, Voice.FACT, "Four goes on."),
        (ParagraphStyle.BODY, Voice.ESTIMATE, "Five."),
        (ParagraphStyle.BODY, Voice.FACT, "Six."),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sales rose. [1]", [("Sales rose.", ["1"])]),
        ("Sales rose [1].", [("Sales rose.", ["1"])]),
        ("Sales rose. [1][2] They fell. [2]", [("Sales rose.", ["1", "2"]), ("They fell.", ["2"])]),
        ("[1] Sales rose.", [("Sales rose.", ["1"])]),
        ("Sales [1] rose.", [("Sales rose.", ["1"])]),
        ("Sales rose. [1] [1]", [("Sales rose.", ["1"])]),
        ("Sales rose. [9]", [("Sales rose. [9]", [])]),
        ("Revenues were $1,577 million. [1] [2]", [("Revenues were $1,577 million.", ["1", "2"])]),
        ("Revenues were $1,577 million.", [("Revenues were $1,577 million.", [])]),
        ("销售额增长。[1]利润下降。", [("销售额增长。", ["1"]), ("利润下降。", [])]),
        ("The U.S. grew 2.5 %. It did.", [("The U.S. grew 2.5 %.", []), ("It did.", [])]),
    ],
)
def test_marks_belong_to_the_sentence_that_they_follow(text, expected):
    assert [(one.text, [cited.marker for cited in one.citations]) for one in claims(text)] == expected


def test_a_sentence_that_was_moved_keeps_its_evidence_and_one_that_was_changed_does_not():
    moved, changed = claims("They rose. Revenues were $1,577 million. [1] Revenues were $1,578 million. [1]")[1:]
    assert (moved.verdict, changed.verdict) == (Verdict.SUPPORTED, Verdict.NOT_CHECKABLE)


def test_a_line_of_evidence_stands_by_itself():
    kinds = [type(block) for block in parsed("Before.\n{{table: Income}}\nAfter. {{table: Income}} Within.")]
    assert kinds == [ParagraphBlock, TableBlock, ParagraphBlock]
    assert parsed("{{missing: the 10-K of 2021}}") == (MissingBlock("the 10-K of 2021"),)
    assert parsed("{{table: Nowhere}}")[0].claims[0].text == "{{table: Nowhere}}"
    assert not any(isinstance(block, ChartBlock) for block in parsed("{{chart: Income}}"))


def test_tables_that_look_alike_stay_each_the_one_that_it_was():
    (table,) = [block for section in make_draft().sections for block in section.blocks if isinstance(block, TableBlock)]
    other = replace(table, header=("", "FY2022"))
    section = Section("Figures", (table, other))
    assert parsed("{{table: Income}}\n{{table: Income}}", section) == (table, other)
    elsewhere = Section("Elsewhere", (table,))
    assert parsed("{{table: Income}}", Section("Figures", (other,)), elsewhere) == (other,)
    assert parsed("{{table: Income}}", Section("Words"), elsewhere) == (table,)


def test_what_cannot_be_seen_is_not_kept():
    assert [one.text for one in claims("Sales\x00 ro\x07se.\r\n\r\nThey\u2028did.")] == ["Sales rose.", "They did."]


@pytest.mark.parametrize("seed", range(4))
def test_no_word_that_was_typed_is_lost_wherever_it_was_typed(seed):
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    for _ in range(MOMENTS // 4):
        text = text_of(chance.choice(make_draft().sections))
        for _ in range(chance.randint(1, 6)):
            at = chance.randint(0, len(text))
            end = min(len(text), at + chance.choice((0, 0, 1, 9)))
            text = text[:at] + chance.choice(TYPED) + text[end:]
        blocks = parsed(text)
        again = text_of(Section("Results", blocks))
        assert words(again) == words(text)
        assert text_of(Section("Results", parsed(again, Section("Results", blocks)))) == again


def test_a_sentence_known_by_its_words_keeps_how_it_was_worked_out():
    from tests.contracts.test_draft_store import make_draft as with_calculations

    claim = with_calculations().sections[0].blocks[0].claims[0]
    cited = replace(claim, citations=(replace(SHOWN, marker="1"),))
    section = Section("Results", (ParagraphBlock((cited,)),))
    (typed,) = claims(f"{claim.text} [2]", section)
    assert (typed.calculation, [one.marker for one in typed.citations]) == (claim.calculation, ["2"])
    assert isinstance(typed, Claim)
