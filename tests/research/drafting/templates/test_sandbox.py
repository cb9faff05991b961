"""The sandbox fills checked texts; values are data, whatever they say."""

import pytest

from research.drafting.templates.body import Piece, PieceKind, pieces_of
from research.drafting.templates.sandbox import LONGEST_OUTPUT, Placed, TemplateTextError, fill


def pieces(text, **values):
    return list(pieces_of(fill(text, values)))


def test_a_value_is_data_it_begins_no_heading_no_list_and_no_evidence():
    evil = {"name": "# Evil\n- item\n\x02\x01table\x01\x03 {{ 7 * 7 }}"}
    found = pieces("{{ company.name }} stays.\n\n- {{ company.name }}\n", company=evil)
    said = "# Evil - item table {{ 7 * 7 }}"
    assert found == [Piece(PieceKind.PARAGRAPH, f"{said} stays."), Piece(PieceKind.BULLET, said)]


def test_headings_paragraphs_lists_quotes_and_evidence_are_told_apart():
    text = "# {{ name }}\n\n## Part\n\nOne\ntwo.\n{{ evidence.t }}\n- a\n- b\nc\n> Write\n\n### Deeper\n"
    assert pieces(text, name="Alpha", evidence={"t": Placed("t")}) == [
        Piece(PieceKind.HEADING, "Alpha", 1),
        Piece(PieceKind.HEADING, "Part", 2),
        Piece(PieceKind.PARAGRAPH, "One two."),
        Piece(PieceKind.EVIDENCE, "t"),
        Piece(PieceKind.BULLET, "a"),
        Piece(PieceKind.BULLET, "b c"),
        Piece(PieceKind.QUOTE, "Write"),
        Piece(PieceKind.HEADING, "Deeper", 3),
    ]


def test_conditions_and_loops_are_followed():
    rated = "{% if elements.rating %}\nRated {{ elements.rating | upper }}.\n{% else %}\n> open\n{% endif %}\n"
    text = rated + "{% for one in peers %}\n- {{ one }}\n{% endfor %}\n"
    assert [one.text for one in pieces(text, elements={"rating": "hold"}, peers=("A", "B"))] == ["Rated HOLD.", "A", "B"]
    assert [one.text for one in pieces(text, elements={"rating": ""}, peers=())] == ["open"]


def test_a_text_that_writes_without_end_is_stopped():
    with pytest.raises(TemplateTextError, match="more than 400,000 characters"):
        fill("{% for one in peers %}{{ one }}{% endfor %}", {"peers": ("x" * 1000,) * (LONGEST_OUTPUT // 1000 + 1)})


def test_a_name_that_is_not_there_is_an_error_and_not_nothing():
    with pytest.raises(TemplateTextError, match="undefined"):
        fill("{{ nothing }}", {})
