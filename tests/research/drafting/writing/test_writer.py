"""A draft is written from the library alone: figures that their sources bear out, what is missing by name, for one reader."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from research.directory import CompanyDirectory
from research.drafting.templates.reading import read_template
from research.drafting.writing.passages import Finding
from research.drafting.writing.writer import DraftWriter, Library, Subject
from research.errors import CannotReadError, NotFoundError
from research.news.stories import StoryReader
from research.nouns.access import Access
from research.nouns.answers import Verdict
from research.nouns.documents import Chunk
from research.nouns.drafts import ChartBlock, MissingBlock, ParagraphBlock, TableBlock
from research.verification.citing import EvidenceReader
from tests.research.library import make_document, make_fact, make_library

ANN = Access("ann")
NOW = datetime(2025, 3, 1, 9, 30, tzinfo=UTC)
TEMPLATE = """+++
title = "Sheet"
sections = ["Cash", "Words", "Case", "Disclaimer"]
required = ["rating", "sources", "disclaimer"]

[evidence.table]
kind = "figures"
caption = "Cash flow"
rows = [
  {head = "Spent"},
  {figure = "capital_expenditure", label = "Capex"},
  {figure = "capital_expenditure", label = "Capex growth", growth = true},
  "total_assets",
]

[evidence.chart]
kind = "chart"
caption = "Spending"
rows = ["capital_expenditure"]

[evidence.said]
kind = "passages"
about = "why margins fell"
papers = "all"
+++
# {{ company.name }}

## Cash

{{ evidence.table }}

{{ evidence.chart }}

## Words

{{ evidence.said }}

## Case

> To be written: the case

## Disclaimer

{% if elements.disclaimer %}
{{ elements.disclaimer }}
{% else %}
> To be given
{% endif %}
"""


class Desk:
    """A library in memory and what writes drafts from it."""

    def __init__(self, catalog=None):
        self.catalog = catalog or make_library()
        documents, facts = self.catalog.documents, self.catalog.facts
        self.directory = CompanyDirectory(documents, self.catalog.names)
        evidence = EvidenceReader(documents, facts, self.directory)
        stories = StoryReader(self.catalog.news, self.catalog.stories)

        def finding(access):
            return Finding(lambda query, wanted: [(one.id, 1) for one in documents.find(access, wanted)])

        self.writer = DraftWriter(Library(documents, facts, evidence, stories, finding))

    def company(self, name):
        return next(one for one in self.directory.companies(ANN) if name in one.name)

    def write(self, access=ANN, text=TEMPLATE, **subject):
        template = read_template("sheet", "sheet.md", text.encode(), shipped=False)
        return self.writer.write(template, Subject(self.company("Quillmere"), **subject), access, NOW)


def blocks(written, kind):
    return [block for section in written.draft.sections for block in section.blocks if isinstance(block, kind)]


def test_a_table_has_the_figures_of_the_library_with_their_rows_and_names_what_is_missing():
    written = Desk().write()
    table = blocks(written, TableBlock)[0]
    assert table.header == ("", "FY2022A", "FY2023A", "FY2024A")
    assert table.unit == "US$ in millions, except ratios"
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["Spent", "", "", ""],
        ["Capex", "60.2", "76.0", "88.4"],
        ["Capex growth", "n.a.", "26.2%", "17.7%"],
    ]
    capex = table.rows[1][3]
    assert (capex.verdict, capex.citations[0].document, capex.calculation.value) == (
        Verdict.SUPPORTED,
        "quillmere-2024",
        Decimal("88400000"),
    )
    assert written.missing == (
        "Not in the library: figures for FY2020 and FY2021",
        "Not in the library: FY2022–FY2024 total assets",
        "To be written: the case",
        "To be given",
    )
    assert (written.counts.figures, written.counts.passed) == (8, 8)
    assert written.footnotes == written.resolved == len(written.draft.sources)


def test_what_is_optional_and_was_not_given_is_not_shown_and_what_is_required_is_open():
    text = TEMPLATE.replace('required = ["rating",', 'optional = ["price"]\nrequired = ["rating",').replace(
        "[evidence.table]", '[evidence.top]\nkind = "particulars"\ncaption = "Report"\n\n[evidence.table]'
    )
    text = text.replace("{{ evidence.table }}", "{{ evidence.top }}\n\n{{ evidence.table }}")
    for given, shown in (
        ({"rating": "", "price": ""}, {"Rating": "open"}),
        ({"rating": "", "price": "40"}, {"Rating": "open", "Price": "40"}),
    ):
        rows = {row[0].text: row[1].text for row in blocks(Desk().write(text=text, elements=given), TableBlock)[0].rows}
        assert {name: rows[name] for name in ("Rating", "Price") if name in rows} == shown


def test_a_chart_says_its_figures_in_words_and_has_the_same_sources():
    chart = blocks(Desk().write(), ChartBlock)[0]
    assert chart.labels == ("FY2022A", "FY2023A", "FY2024A")
    assert chart.series[0].values == (Decimal("60.2"), Decimal(76), Decimal("88.4"))
    assert chart.alt_text == "Capital expenditure rose in each period: FY2022A 60.2, FY2023A 76.0, FY2024A 88.4."
    assert {one.document for one in chart.sources} == {"quillmere-2023", "quillmere-2024"}


def test_sentences_are_the_papers_own_with_their_places():
    said = [claim for block in blocks(Desk().write(), ParagraphBlock) for claim in block.claims if claim.citations]
    assert [claim.text for claim in said] == ["Gross margin fell because resin and freight cost more than a year before."]
    assert said[0].citations[0].quote == said[0].text
    assert said[0].verdict is Verdict.SUPPORTED


def test_a_figure_that_its_row_does_not_print_is_left_out_and_named():
    desk = Desk()
    facts = desk.catalog.documents.facts_of["id-quillmere-2024"]
    facts[0] = replace(facts[0], value=Decimal("-98400000"))
    written = desk.write()
    assert [cell.text for cell in blocks(written, TableBlock)[0].rows[1]] == ["Capex", "60.2", "76.0"]
    assert "Not shown: FY2024 capital expenditure: it could not be borne out by its source" in written.missing
    assert (written.counts.figures, written.counts.passed) == (8, 5)
    assert "98.4" not in repr(written.draft.sections)


def test_a_figure_that_is_all_but_nought_is_not_taken_for_one_without_a_source():
    desk = Desk()
    row = "Purchases of property, plant and equipment"
    paper = make_document("quillmere-2025", "Quillmere Pumps, Inc.", 2025, ("Quillmere Pumps cash flows", f"{row} (88.42) (88.41)"))
    values = (("(88.42)", "-88420000", 2025), ("(88.41)", "-88410000", 2024))
    facts = [make_fact(paper, row, printed, concept="capital_expenditure", value=value, year=year) for printed, value, year in values]
    desk.catalog.documents.add(paper, [Chunk("id-25", paper.id, 0, 0, len(paper.text), paper.text, 1)], facts)
    written = desk.write()
    assert blocks(written, TableBlock)[0].rows[2][-1].text == "0.0%"
    assert written.counts.figures == written.counts.passed


def test_a_reader_sees_nothing_of_what_is_withheld_from_them():
    desk = Desk(make_library(label="deal:sand"))
    written = desk.write(Access("bob", frozenset({"public"})))
    assert [one.header for one in blocks(written, TableBlock)] == [("", "FY2022A", "FY2023A")]
    assert "quillmere-2024" not in repr(written)
    assert "88.4" not in repr(written)
    with pytest.raises(NotFoundError, match="no paper of Quillmere"):
        desk.write(Access("bob", frozenset({"nothing"})))


def test_only_what_was_known_by_then_is_drawn():
    written = Desk().write(replace(ANN, as_of=datetime(2024, 6, 1, tzinfo=UTC)))
    assert blocks(written, TableBlock)[0].header == ("", "FY2022A", "FY2023A")


def test_what_is_open_keeps_a_draft_from_being_final():
    desk = Desk()
    assert desk.write().draft.open_items == ("rating", "disclaimer", "Case: To be written: the case")
    given = desk.write(elements={"rating": "Hold", "disclaimer": "No advice."}, text=TEMPLATE.replace("> To be written: the case", "Dear."))
    assert given.draft.open_items == ()
    assert [(one.name, one.value) for one in given.draft.elements] == [
        ("rating", "Hold"),
        ("sources", "3 places"),
        ("disclaimer", "No advice."),
    ]


def test_the_same_library_and_instant_give_the_same_draft():
    assert Desk().write().draft == Desk().write().draft


def test_every_line_of_what_is_missing_is_a_block_of_its_section():
    written = Desk().write()
    assert [block.text for block in blocks(written, MissingBlock)] == list(written.missing)


def test_evidence_that_is_placed_over_and_over_is_refused():
    again = TEMPLATE.replace("{{ evidence.said }}", "{{ evidence.said }}\n\n" * 5)
    with pytest.raises(CannotReadError, match=r"it places “said” more than 4 times"):
        Desk().write(text=again)
