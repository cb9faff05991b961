"""Two documents of one company: what is told of them, in which order, and to whom."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from research.audit.describing import compared_act
from research.errors import NotFoundError, UsageError
from research.nouns.access import Access
from research.nouns.comparisons import ChangeKind, ChangeTopic
from research.nouns.documents import DocumentState
from tests.research.drafting.comparing.pair import COMPANY, READER, comparer_of, comparison, newer, older, stated


def lines(found):
    return [(change.kind, change.topic, change.title) for change in found.changes]


def test_changes_are_told_the_most_material_first():
    found = comparison()
    assert (found.company, found.older.name, found.newer.name) == (COMPANY, "q-2023", "q-2024")
    assert lines(found) == [
        (ChangeKind.REMOVED, ChangeTopic.RISK, "Herons block our intake"),
        (ChangeKind.ADDED, ChangeTopic.RISK, "A lighthouse may go dark"),
        (ChangeKind.RESTATED, ChangeTopic.FIGURE, "Freight FY2023: (11.5) USD in millions is now (11.9) USD in millions"),
        (ChangeKind.REWORDED, ChangeTopic.DEFINITION, "Definition of adjusted operating income changed"),
        (
            ChangeKind.REWORDED,
            ChangeTopic.RISK,
            "Our ferry to Skerrow carries most finished goods, and it stops in heavy swell for days at a time in winter.",
        ),
        (
            ChangeKind.FIGURES_UPDATED,
            ChangeTopic.RISK,
            "The guild of glaziers sets our wages, and its contract with us ends in May 2025 after four years of calm.",
        ),
    ]
    assert [change.is_risk_factor for change in found.changes] == [True, True, False, False, False, False]
    assert (found.unchanged_paragraphs, found.left_out, found.missing) == (4, 0, ())


def test_the_words_that_are_others_are_marked_on_both_sides():
    change = next(one for one in comparison().changes if one.topic is ChangeTopic.RISK and one.kind is ChangeKind.REWORDED)
    assert [change.older.text[start:end] for start, end in change.older.marks] == ["all"]
    assert [change.newer.text[start:end] for start, end in change.newer.marks] == ["most"]
    assert change.words == 1


def test_every_change_cites_its_pages_under_its_number():
    for number, change in enumerate(comparison().changes, 1):
        for passage in filter(None, (change.older, change.newer)):
            assert [one.marker for one in passage.citations] == [str(number)]
    (defined,) = [one for one in comparison().changes if one.topic is ChangeTopic.DEFINITION]
    assert (defined.older.pages, defined.newer.pages) == ((2,), (2,))
    assert defined.newer.citations[0].quote.endswith("before restructuring and relocation charges of the year.")


def test_the_newer_period_stands_beside_the_older_with_its_change():
    sales, costs = comparison().figures
    assert (sales.name, sales.older.value, sales.newer.value) == ("Revenue", Decimal(2_400_000_000), Decimal(2_640_000_000))
    assert (sales.calculation.value, sales.calculation.unit, sales.restated) == (Decimal(10), "%", None)
    assert costs.name == "Total operating expenses"


def test_the_order_of_the_names_does_not_matter():
    both = comparer_of(older(), newer())
    assert both.compare(READER, "q-2024", "q-2023") == both.compare(READER, "q-2023", "q-2024")


def test_a_figure_under_another_label_and_a_restated_base_are_said():
    renamed = stated(
        "q-2024", 2024, "Item 8. Financial Statements\n2024 2023\nNet sales 2,640 2,410\nFreight (12) (11.5)\nTotal costs 1,311 1,204\n"
    )
    (restated,) = comparer_of(older(), renamed).compare(READER, "q-2023", "q-2024").figures[:1]
    assert restated.caveats == ("q-2024 states 2,410 for FY2023",)
    assert restated.restated.printed == "2,410"
    assert restated.calculation.value == Decimal(230) / Decimal(2410) * 100


@pytest.mark.parametrize(
    ("names", "error", "said"),
    [
        (("q-2023", "q-2023"), UsageError, "q-2023 is named twice"),
        (("q-2023", "q-2031"), NotFoundError, "no document named q-2031 is in the library"),
        (("q-2023", "w-2024"), UsageError, "q-2023 is about Quillmere Pumps, Inc., w-2024 about Wexcombe Bancshares, Inc."),
        (("q-2023", "nobody"), UsageError, "nobody is about no company that is known"),
    ],
)
def test_what_cannot_be_compared_is_said_in_a_line(names, error, said):
    other = stated("w-2024", 2024, "Item 1. Business\n\nWe lend.\n", company="Wexcombe Bancshares, Inc.")
    unknown = stated("nobody", 2024, "Item 1. Business\n\nWe lend.\n", company=None)
    with pytest.raises(error, match=said):
        comparer_of(older(), newer(), other, unknown).compare(READER, *names)


def test_a_document_that_a_reader_may_not_see_is_not_there():
    both = comparer_of(older(), newer(label="secret"))
    with pytest.raises(NotFoundError, match="no document named q-2024"):
        both.compare(Access("guest", frozenset({"public"})), "q-2023", "q-2024")
    assert both.compare(Access("chief", frozenset({"public", "secret"})), "q-2023", "q-2024").changes


def test_what_is_not_read_yet_is_missing():
    document, chunks, _ = newer()
    found = comparer_of(older(), (replace(document, state=DocumentState.PARSED, language="zh"), chunks, [])).compare(
        READER, "q-2023", "q-2024"
    )
    assert found.missing == ("the figures of q-2024 are not read yet",)
    assert found.figures == ()


def test_a_comparison_is_recorded_with_what_was_compared_for_whom():
    noted = []
    found = comparer_of(older(), newer(), note=lambda *told: noted.append(told)).compare(READER, "q-2024", "q-2023")
    assert noted == [(found, READER)]
    act = compared_act(found)
    details = dict(act.details)
    assert (act.action, act.subject, act.documents) == ("compare", "q-2023 and q-2024", (found.older.id, found.newer.id))
    assert details["documents"] == f"{found.older.id},{found.newer.id}"
    assert details["changes"] == str(len(found.changes))


def test_what_came_later_is_not_compared():
    both = comparer_of(older(), newer())
    with pytest.raises(NotFoundError, match="no document named q-2024"):
        both.compare(replace(READER, as_of=datetime(2024, 6, 1, tzinfo=UTC)), "q-2023", "q-2024")
