"""Answers say what is doubtful of their figures: in the sentence, on the calculation, once; sound figures say nothing."""

from dataclasses import replace
from decimal import Decimal

from research.answering.doubts import with_doubts
from research.directory import Company, CompanyDirectory
from research.governance.service import QualityReader
from research.nouns.answers import Verdict
from tests.research.answering.shelf import INCOME, QUILLMERE, READER, YEARS, ask, file, shelf
from ui.cli.contract import answer_json
from ui.render.answer_view import all_caveats

SALES = "What was Quillmere's revenue in FY2024?"
BOTH = "What was Quillmere's revenue in FY2024 and FY2023?"


def scaled(years=("FY2024",)):
    """Return the shelf with Quillmere's revenue of some years read a thousand times too large."""
    catalog = shelf()
    held = catalog.documents.facts_of
    for key, facts in held.items():
        held[key] = [
            replace(one, value=one.value * 1_000)
            if (one.concept, one.company) == ("revenue", QUILLMERE) and one.period.label in years
            else one
            for one in facts
        ]
    return catalog


def test_a_figure_of_another_scale_says_so_in_words_in_its_calculation_and_in_json():
    answer = ask(SALES, scaled())
    (value,) = answer.values
    (caveat,) = [one for one in value.calculation.caveats if one.startswith("in doubt, distorted scale: ")]
    assert "of FY2024, 1,200.0 USD in millions, read as 1,200,000,000,000.0, is 1,200 times “Net sales” of FY2023" in caveat
    assert f" Note: {caveat}." in answer.text
    assert answer.text == "\n".join(claim.text for claim in answer.claims)
    assert answer.claims[0].calculation is value.calculation is answer.calculation
    assert caveat in answer_json(answer)["calculation"]["caveats"]
    assert caveat in all_caveats(value.calculation)
    assert value.number * value.scale == Decimal(1_200_000_000_000)
    assert answer.claims[0].verdict is Verdict.SUPPORTED


def test_what_is_said_once_is_not_said_again():
    text = ask(BOTH, scaled()).text
    assert (text.count("in doubt"), "FY2023" in text) == (1, True)


def test_sound_figures_say_nothing_and_so_do_those_of_other_companies():
    assert "in doubt" not in ask(SALES).text
    assert "in doubt" not in ask("What was Tarrow's revenue in FY2024?", scaled()).text


def test_a_restatement_is_said_of_the_figure_that_was_restated():
    catalog = shelf()
    rows = ((INCOME, "Net sales", "revenue", ("1,300.0", "1,250.0", "1,000.0")),)
    file(catalog, QUILLMERE, "quillmere-2025", ("FY2025", *YEARS[:2]), rows)
    text = ask(SALES, catalog).text
    assert "1,250.0" in text


def test_a_quoted_figure_in_doubt_is_told_beside_the_quotation_which_stays_as_printed():
    catalog = scaled()
    plain = ask(SALES, catalog)
    (place,) = plain.citations
    quoted = replace(plain, values=(), calculation=None, claims=(replace(plain.claims[0], text="Net sales 1,200.0", calculation=None),))
    quality = QualityReader(catalog.documents, catalog.facts, CompanyDirectory(catalog.documents, catalog.names))
    company = Company(QUILLMERE, (QUILLMERE,), ())
    told = with_doubts(quoted, quality, [company], READER)
    (line,) = set(told.missing) - set(quoted.missing)
    assert line.startswith(f"{place.document}, page 1: a quoted figure is in doubt, distorted scale: “Net sales” of FY2024")
    assert told.claims == quoted.claims
    elsewhere = replace(quoted, claims=(replace(quoted.claims[0], citations=(replace(place, start=0, end=3),)),))
    assert with_doubts(elsewhere, quality, [company], READER) == elsewhere
