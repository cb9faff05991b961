"""A filing's statement is put together again as it was printed."""

from dataclasses import replace
from datetime import date

from research.nouns.facts import Basis, Period, Span, Statement, Status
from research.statements.printed import of_statement, read_others, read_printed
from tests.research.statements.samples import make_filing, read_filing, year

BALANCE = """Quillmere Pumps, Inc.
Consolidated Balance Sheets
2024 2023
Assets
Current assets:
  Cash 10 9
  Receivables 7 6
  Total current assets 17 15
Goodwill 4 4
Total assets 21 19
Liabilities and equity
Current liabilities:
  Accounts payable 8 7
"""
REST = """Quillmere Pumps, Inc. (continued)
2024 2023
  Total current liabilities 8 7
Commitments (Note 9)
Equity:
Retained earnings 13 12
Total equity 13 12
"""
CASH = """Cash flows
2024 2023
Operating activities:
Net income 5 4
Net cash provided by operating activities 5 4
Investing activities:
Purchases of equipment (2) (1)
Net increase in cash 3 3
Cash at beginning of year 9 6
Cash at end of year 12 9
"""
BALANCES = (year(2024, instant=True), year(2023, instant=True))


def printed(document, facts):
    return read_printed(document, facts, {page.number: (page, document.text[page.start : page.end]) for page in document.pages})


def outline(statement):
    lines = []
    for row in statement.rows:
        lines += [f"{'  ' * head.level}# {head.text}" for head in row.heads]
        lines.append(f"{'  ' * row.level}{'= ' if row.total else ''}{row.label}")
    return lines


def test_heads_and_indents_are_those_of_the_pages_also_over_a_turn_of_the_page():
    document = make_filing("filing", 2024, BALANCE, REST)
    statement = printed(document, read_filing(document, Statement.BALANCE, BALANCES, {"Total equity": "total_equity"}))
    assert outline(statement) == [
        "# Assets",
        "  # Current assets:",
        "    Cash",
        "    Receivables",
        "  = Total current assets",
        "  Goodwill",
        "= Total assets",
        "# Liabilities and equity",
        "  # Current liabilities:",
        "    Accounts payable",
        "  = Total current liabilities",
        "  # Equity:",
        "    Retained earnings",
        "  = Total equity",
    ]
    sections = {row.label: row.section for row in statement.rows}
    assert sections["Cash"] == sections["Total current assets"] == "Current assets:"
    assert sections["Goodwill"] == sections["Total assets"] == "Assets"
    assert sections["Retained earnings"] == "Equity:"


def test_where_the_page_is_printed_the_indents_are_measured():
    document = make_filing("filing", 2024, BALANCE, indents=True)
    statement = printed(document, read_filing(document, Statement.BALANCE, BALANCES, {}))
    levels = {row.label: row.level for row in statement.rows}
    assert levels == {
        "Cash": 1,
        "Receivables": 1,
        "Total current assets": 1,
        "Goodwill": 0,
        "Total assets": 0,
        "Accounts payable": 1,
    }


def test_balances_among_flows_stand_in_the_column_that_they_begin_or_end():
    document = make_filing("filing", 2024, CASH)
    facts = read_filing(document, Statement.CASH_FLOW, (year(2024), year(2023)), {})
    instants = {"Cash at beginning of year": -1, "Cash at end of year": 0}
    moved = [
        replace(fact, period=year(fact.period.fiscal_year + instants.get(fact.label, 0), instant=fact.label in instants)) for fact in facts
    ]
    statement = printed(document, moved)
    by_label = {row.label: [fact.printed for _, fact in sorted(row.facts.items(), reverse=True)] for row in statement.rows}
    assert by_label["Cash at beginning of year"] == ["9", "6"]
    assert by_label["Cash at end of year"] == ["12", "9"]
    assert set(statement.columns) == {(date(2024, 12, 31), Span.YEAR), (date(2023, 12, 31), Span.YEAR)}
    assert [row.total for row in statement.rows] == [False, True, False, False, False, False]


def test_a_balance_that_neither_begins_nor_ends_a_flow_has_no_place():
    document = make_filing("filing", 2024, CASH)
    facts = read_filing(document, Statement.CASH_FLOW, (year(2024), year(2023)), {})
    odd = Period(date(2024, 6, 30), None, Span.INSTANT, "Q2 FY2024", 2024, "Q2")
    statement = printed(document, [replace(fact, period=odd) if "end of year" in fact.label else fact for fact in facts])
    assert "Cash at end of year" not in {row.label for row in statement.rows}


def test_what_is_expected_adjusted_or_of_a_segment_is_no_part_of_a_statement():
    document = make_filing("filing", 2024, CASH)
    fact = read_filing(document, Statement.CASH_FLOW, (year(2024), year(2023)), {})[0]
    assert of_statement(fact, Statement.CASH_FLOW)
    assert of_statement(replace(fact, basis=Basis(accounting="GAAP")), Statement.CASH_FLOW)
    for changes in (
        {"dimensions": (("segment", "Pumps"),)},
        {"status": Status.GUIDANCE},
        {"basis": Basis(accounting="adjusted")},
        {"basis": Basis(entity="parent")},
        {"statement": None},
        {"statement": Statement.INCOME},
    ):
        assert not of_statement(replace(fact, **changes), Statement.CASH_FLOW)
    assert of_statement(replace(fact, statement=None, status=Status.GUIDANCE, dimensions=(("segment", "Pumps"),)), None)


def test_figures_of_other_tables_are_grouped_by_their_terms():
    document = make_filing("filing", 2024, CASH)
    net, _, cash, *_ = read_filing(document, Statement.CASH_FLOW, (year(2024), year(2023)), {})
    plain = replace(net, statement=None)
    pumps = replace(cash, statement=None, dimensions=(("segment", "Pumps"),))
    expected = replace(net, statement=None, status=Status.GUIDANCE, period=year(2025))
    statement = read_others(document, [plain, pumps, expected])
    assert outline(statement) == ["Net income", "# guidance", "  Net income", "# Pumps", "  Net cash provided by operating activities"]
