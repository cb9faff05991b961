"""How `desk facts` shows what is not the company's own actual figure: of whom, expected or not, on which terms."""

from decimal import Decimal

from research.nouns.facts import Basis, Status
from tests.contracts.samples import make_document, make_fact
from ui.cli.contract import fact_json, fact_line

DOCUMENT = make_document()


def test_a_segments_figure_names_its_parts_in_both_forms():
    fact = make_fact(DOCUMENT, value=Decimal(812), low=None, high=None, basis=Basis(), dimensions=(("segment", "Pumps"),), statement=None)
    assert "Revenues [Pumps]" in fact_line(fact, "doc")
    shown = fact_json(fact, "doc", "Pumps 812")
    assert (shown["dimensions"], shown["statement"], shown["range"]) == ([{"axis": "segment", "member": "Pumps"}], None, None)


def test_guidance_shows_its_range_status_and_basis():
    fact = make_fact(
        DOCUMENT,
        value=Decimal("9.45"),
        low=Decimal("9.20"),
        high=Decimal("9.70"),
        status=Status.GUIDANCE,
        basis=Basis("adjusted", "diluted"),
        dimensions=(),
    )
    assert "9.20 to 9.70" in fact_line(fact, "doc")
    assert "[guidance, adjusted, diluted]" in fact_line(fact, "doc")
    shown = fact_json(fact, "doc", "")
    assert (shown["status"], shown["basis"], shown["range"]) == ("guidance", "adjusted, diluted", {"low": "9.20", "high": "9.70"})


def test_a_statements_own_figure_needs_no_terms():
    fact = make_fact(DOCUMENT, low=None, high=None, basis=Basis(), dimensions=())
    assert "[" not in fact_line(fact, "doc")


def test_a_terminal_groups_digits_and_json_does_not():
    fact = make_fact(DOCUMENT, value=Decimal(-48_200_000), low=None, high=None)
    assert " -48,200,000 " in fact_line(fact, "doc")
    assert fact_json(fact, "doc", "")["value"] == "-48200000"
