"""Corrections of figures: applied by the worker, quoted as printed, kept over every re-ingest, never given to another figure."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest

from ingest.fact_keys import column_key, figure_key, find_column, find_figure, read_key
from ingest.fact_upkeep import FactUpkeep, _period
from ingest.worker import IngestWorker
from research.adapters.sqlite import open_catalog, open_ledger
from research.errors import NotFoundError, UsageError
from research.nouns.access import Access
from research.nouns.documents import Document, DocumentState
from research.nouns.facts import Basis, Fact, Period, Span, Statement, Status
from research.nouns.queries import DocumentFilter, FactFilter
from tests.ingest.samples import FakeWorkspace, Silence, ingest, text_readers

READER = Access("analyst")
TODAY = datetime.now(UTC).date().isoformat()
BY = f"Corrected by analyst on {TODAY}: "
TEXT = "Quillmere report\nNet sales 120 110\nOther 5 4\nOther 5 3\nGross profit 40 (8)\n"
CONCEPTS = {"Net sales": "revenue", "Gross profit": None, "Other": None}


def read_rows(loaded, metadata, *, document_id, company):
    """Read every line that ends in two figures: FY2024, then FY2023, in millions."""
    facts, at = [], 0
    for line in loaded.text.splitlines(keepends=True):
        words = line.split()
        if len(words) > 2 and all(word.strip("()").isdigit() for word in words[-2:]):
            label, start = " ".join(words[:-2]), at
            cell = start + len(label)
            for printed, year in zip(words[-2:], (2024, 2023), strict=True):
                cell = loaded.text.index(printed, cell)
                facts.append(make_fact(document_id, company, label, printed, year, (start, at + len(line.rstrip()), cell)))
                cell += len(printed)
        at += len(line)
    return facts


def make_fact(document_id, company, label, printed, year, places):
    value = Decimal(printed.strip("()")) * (-1 if "(" in printed else 1) * 10**6
    start, end, cell = places
    return Fact(
        id=f"{document_id}-{cell}",
        company=company,
        concept=CONCEPTS.get(label),
        label=label,
        value=value,
        printed=printed,
        scale=10**6,
        unit="USD",
        currency="USD",
        period=Period(date(year, 12, 31), date(year, 1, 1), Span.YEAR, f"FY{year}", year),
        status=Status.ACTUAL,
        basis=Basis(),
        statement=Statement.INCOME,
        document_id=document_id,
        page=1,
        start=start,
        end=end,
        cell_start=cell,
        cell_end=cell + len(printed),
    )


READERS = text_readers(read_rows)


@pytest.fixture
def catalog(tmp_path):
    catalog = open_catalog(tmp_path / "home")
    yield catalog
    catalog.close()


@pytest.fixture
def workspace(catalog):
    return FakeWorkspace.over(catalog)


@pytest.fixture
def desk(catalog, tmp_path):
    ledger = open_ledger(tmp_path / "home")
    kept = SimpleNamespace(
        documents=catalog.documents,
        corrections=catalog.corrections,
        names=catalog.names,
        jobs=catalog.jobs,
        ledger=ledger.ledger,
        facts=catalog.facts,
    )
    yield SimpleNamespace(upkeep=FactUpkeep(kept), ledger=ledger.ledger, catalog=catalog)
    ledger.close()


@pytest.fixture
def file(tmp_path, workspace):
    path = tmp_path / "report.pdf"
    path.write_text(TEXT)
    ingest(workspace, path, readers=READERS)
    return path


def facts(catalog, label, **wanted):
    found = catalog.facts.find(READER, FactFilter(**wanted))
    return [fact for fact in found if fact.label == label]


def only(catalog) -> Document:
    (document,) = catalog.documents.find(READER, DocumentFilter())
    return document


def work(workspace, batch):
    IngestWorker(workspace, READERS, Silence()).run(batch)
    return [job.outcome for job in workspace.jobs.batch(batch)]


def read_again(workspace, path):
    return ingest(workspace, path, readers=READERS)[0].outcome


def listed(desk):
    return [(one.correction.value, one.not_applied) for one in desk.upkeep.corrections(READER, [only(desk.catalog)])]


def test_a_value_is_corrected_with_a_caveat_and_the_page_is_quoted_as_printed(catalog, workspace, desk, file):
    fact = facts(catalog, "Net sales")[0]
    batch = desk.upkeep.correct_value(READER, fact, "1,021.5", reason="  the scan  blurs it ")
    assert facts(catalog, "Net sales")[0].value == 120_000_000, "the worker has not run"
    assert work(workspace, batch) == ["replaced"]
    after = facts(catalog, "Net sales")[0]
    assert (after.value, after.printed) == (Decimal(1_021_500_000), "120")
    assert after.caveats == (f"{BY}1,021.5 stands in place of the printed 120, in millions (the scan blurs it).",)
    assert only(catalog).fact_count == 8
    document = catalog.documents.get(READER, after.document_id)
    assert document.text[after.cell_start : after.cell_end] == "120"
    assert [(event.action, dict(event.details)["reason"]) for event in desk.ledger.events(READER)] == [("correct", "the scan blurs it")]


def test_an_undone_correction_gives_way_and_stays_listed(catalog, workspace, desk, file):
    work(workspace, desk.upkeep.correct_value(READER, facts(catalog, "Net sales")[0], "121", reason="typo"))
    work(workspace, desk.upkeep.correct_value(READER, facts(catalog, "Net sales")[0], "122", reason="typo again"))
    assert facts(catalog, "Net sales")[0].value == 122_000_000
    assert len(facts(catalog, "Net sales")[0].caveats) == 1, "only the last one counts"
    (last, first) = desk.upkeep.corrections(READER, [only(catalog)])
    assert work(workspace, desk.upkeep.undo(READER, last.correction.id)) == ["replaced"]
    assert facts(catalog, "Net sales")[0].value == 121_000_000
    work(workspace, desk.upkeep.undo(READER, first.correction.id))
    assert (facts(catalog, "Net sales")[0].value, facts(catalog, "Net sales")[0].caveats) == (120_000_000, ())
    assert [one.correction.undone_by for one in desk.upkeep.corrections(READER, [only(catalog)])] == ["analyst", "analyst"]
    with pytest.raises(UsageError, match="was undone before"):
        desk.upkeep.undo(READER, first.correction.id)


def test_a_withdrawn_figure_is_there_no_more(catalog, workspace, desk, file):
    work(workspace, desk.upkeep.withdraw(READER, facts(catalog, "Gross profit")[1], reason="it is a note's number"))
    assert [fact.printed for fact in facts(catalog, "Gross profit")] == ["40"]
    assert listed(desk) == [(None, "")]


def test_it_outlives_the_same_file_a_changed_file_and_a_new_pipeline(catalog, workspace, desk, file):
    work(workspace, desk.upkeep.correct_value(READER, facts(catalog, "Gross profit")[1], "(9)", reason="typo"))
    assert read_again(workspace, file) == "unchanged"
    file.write_text("Quillmere report\nA new line moves everything down\n" + TEXT.partition("\n")[2].replace("Net sales", "NET  SALES"))
    assert read_again(workspace, file) == "replaced"
    assert facts(catalog, "Gross profit")[1].value == -9_000_000
    older = replace(catalog.documents.get(READER, only(catalog).id), id="of-an-earlier-pipeline", corrected=())
    catalog.documents.add(older, [], [])
    catalog.documents.complete(older.id)
    assert read_again(workspace, file) == "replaced"
    assert (facts(catalog, "Gross profit")[1].value, only(catalog).corrected) == (-9_000_000, (("1", ""),))


def test_a_new_version_that_prints_another_figure_is_not_corrected_and_says_so(catalog, workspace, desk, file):
    work(workspace, desk.upkeep.correct_value(READER, facts(catalog, "Net sales")[0], "121", reason="typo"))
    file.write_text(TEXT.replace("120", "125"))
    assert read_again(workspace, file) == "replaced"
    assert (facts(catalog, "Net sales")[0].value, facts(catalog, "Net sales")[0].caveats) == (125_000_000, ())
    assert listed(desk) == [("121000000", "the figure is not there any more, or it is printed otherwise")]
    (defect,) = only(catalog).defects
    assert defect.code == "correction_not_applied"
    assert "(report, page 1: Net sales, FY2024, printed 120) is not applied" in defect.message
    file.write_text(TEXT)
    assert read_again(workspace, file) == "replaced"
    assert facts(catalog, "Net sales")[0].value == 121_000_000


def test_two_rows_that_cannot_be_told_apart_are_not_corrected(catalog, workspace, desk, file):
    first, second = (fact for fact in facts(catalog, "Other") if fact.period.label == "FY2024")
    assert first.printed == second.printed
    with pytest.raises(UsageError, match="more than one row has this label"):
        desk.upkeep.correct_value(READER, first, "6", reason="typo")
    older = next(fact for fact in facts(catalog, "Other") if fact.printed == "4")
    work(workspace, desk.upkeep.correct_value(READER, older, "7", reason="typo"))
    assert sorted(fact.value for fact in facts(catalog, "Other")) == [3_000_000, 5_000_000, 5_000_000, 7_000_000]


def test_a_label_is_mapped_and_takes_the_concept_from_the_row_that_had_it(catalog, workspace, desk, file):
    work(workspace, desk.upkeep.map_label(READER, facts(catalog, "Gross profit")[0], "revenue", reason="it is net of excise"))
    mapped = facts(catalog, "Gross profit")
    assert [fact.concept for fact in mapped] == ["revenue", "revenue"]
    assert mapped[0].caveats[0].startswith(f"{BY}the row is read as Revenue in place of no concept")
    assert [fact.concept for fact in facts(catalog, "Net sales")] == [None, None]
    assert {fact.label for fact in catalog.facts.find(READER, FactFilter(concepts=("revenue",)))} == {"Gross profit"}


def test_a_label_can_mean_nothing(catalog, workspace, desk, file):
    work(workspace, desk.upkeep.map_label(READER, facts(catalog, "Net sales")[0], None, reason="it is a subtotal"))
    assert catalog.facts.find(READER, FactFilter(concepts=("revenue",))) == []


def test_a_mapping_for_the_company_holds_for_its_other_filings_and_those_to_come(catalog, workspace, desk, file, tmp_path):
    other = tmp_path / "other.pdf"
    other.write_text(TEXT.replace("120", "99"))
    ingest(workspace, other, readers=READERS)
    fact = facts(catalog, "Gross profit")[0]
    batch = desk.upkeep.map_label(READER, fact, "gross_profit", reason="plain", whole_company=True)
    assert work(workspace, batch) == ["replaced", "replaced"]
    third = tmp_path / "third.pdf"
    third.write_text("Quillmere report\nGROSS PROFIT 41 40\n")
    unrelated = tmp_path / "unrelated.pdf"
    unrelated.write_text("Tarrowby report\nGross profit 3 2\n")
    ingest(workspace, third, unrelated, readers=READERS)
    by_company = {(fact.company, fact.label, fact.concept) for fact in catalog.facts.find(READER, FactFilter())}
    assert {one for one in by_company if one[1].casefold() == "gross profit"} == {
        ("Quillmere", "Gross profit", "gross_profit"),
        ("Quillmere", "GROSS PROFIT", "gross_profit"),
        ("Tarrowby", "Gross profit", None),
    }
    assert [document.defects for document in catalog.documents.find(READER, DocumentFilter())] == [(), (), (), ()]
    assert work(workspace, desk.upkeep.undo(READER, 1)) == ["replaced"] * 3
    assert catalog.facts.find(READER, FactFilter(concepts=("gross_profit",))) == []


def test_a_column_s_period_is_corrected_for_all_its_figures(catalog, workspace, desk, file):
    batch = desk.upkeep.correct_period(READER, facts(catalog, "Net sales")[1], (2023, "9M"), date(2023, 9, 30), reason="nine months")
    work(workspace, batch)
    moved = [fact for fact in catalog.facts.find(READER, FactFilter()) if fact.period.fiscal_year == 2023]
    assert {fact.period for fact in moved} == {Period(date(2023, 9, 30), date(2023, 1, 1), Span.NINE_MONTHS, "9M FY2023", 2023, "9M")}
    assert len(moved) == 4
    assert "the column is 9M FY2023 (to 2023-09-30) in place of FY2023 (to 2023-12-31) (nine months)" in moved[0].caveats[0]
    # A correction made on what the first one left is applied after it.
    work(workspace, desk.upkeep.correct_value(READER, facts(catalog, "Net sales")[1], "111", reason="typo"))
    assert facts(catalog, "Net sales")[1].value == 111_000_000
    assert listed(desk)[0] == ("111000000", "")


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda upkeep, fact: upkeep.correct_value(READER, fact, "121", reason="  "), "needs a reason"),
        (lambda upkeep, fact: upkeep.correct_value(READER, fact, "lots", reason="x"), "is no number"),
        (lambda upkeep, fact: upkeep.correct_value(READER, fact, "12 of 13", reason="x"), "is no number"),
        (lambda upkeep, fact: upkeep.correct_value(READER, fact, "12.5%", reason="x"), "is no number"),
        (lambda upkeep, fact: upkeep.correct_value(READER, fact, "120.0", reason="x"), "already"),
        (lambda upkeep, fact: upkeep.map_label(READER, fact, "profitability", reason="x"), "is not known"),
        (lambda upkeep, fact: upkeep.map_label(READER, fact, "total_assets", reason="x"), "is no row of the income statement"),
        (lambda upkeep, fact: upkeep.map_label(READER, fact, "eps_diluted", reason="x"), "is counted in per share, this row in USD"),
        (lambda upkeep, fact: upkeep.map_label(READER, fact, "revenue", reason="x"), "already"),
        (lambda upkeep, fact: upkeep.correct_period(READER, fact, (2024, "Q9"), date(2024, 12, 31), reason="x"), "no fiscal period"),
        (lambda upkeep, fact: upkeep.correct_period(READER, fact, (2024, "FY"), date(2024, 12, 31), reason="x"), "already"),
    ],
)
def test_what_does_not_fit_is_one_line_and_nothing_is_kept(catalog, desk, file, act, said):
    with pytest.raises(UsageError, match=said):
        act(desk.upkeep, facts(catalog, "Net sales")[0])
    assert desk.upkeep.corrections(READER, [only(catalog)]) == []


def test_a_reader_without_the_document_corrects_and_undoes_nothing(catalog, workspace, desk, file):
    fact = facts(catalog, "Net sales")[0]
    work(workspace, desk.upkeep.correct_value(READER, fact, "121", reason="typo"))
    guest = Access("guest", frozenset({"internal"}))
    with pytest.raises(NotFoundError):
        desk.upkeep.correct_value(guest, fact, "122", reason="typo")
    with pytest.raises(NotFoundError):
        desk.upkeep.undo(guest, 1)
    assert desk.upkeep.corrections(guest, [only(catalog)]) == []


def test_an_older_version_is_not_corrected(catalog, workspace, desk, file):
    before = facts(catalog, "Net sales")[0]
    work(workspace, desk.upkeep.correct_value(READER, before, "121", reason="typo"))
    with pytest.raises(UsageError, match="was replaced or removed"):
        desk.upkeep.correct_value(READER, before, "122", reason="typo")


def test_a_figure_of_another_table_is_corrected_and_its_column_is_left_alone(catalog, workspace, desk, file):
    everything = FactFilter(everything=True)
    plain = catalog.facts.find(READER, everything)[0]
    other = replace(plain, id="of-a-note", label="Freight", statement=None)
    key = read_key(figure_key(other).to_text())
    assert (key, find_figure(key, [plain, other])) == (figure_key(other), [other])
    assert find_column(column_key(other), [plain, other]) == []
    with pytest.raises(UsageError, match="cannot be told from its neighbours"):
        desk.upkeep.correct_period(READER, other, (2023, "FY"), date(2023, 12, 31), reason="x")


def test_two_columns_are_put_in_each_other_s_place(catalog, workspace, desk, file):
    now, before = facts(catalog, "Net sales")
    work(workspace, desk.upkeep.correct_period(READER, now, (2023, "FY"), date(2023, 12, 31), reason="swapped"))
    moved = next(fact for fact in facts(catalog, "Net sales") if fact.printed == now.printed)
    with pytest.raises(UsageError, match="undo that correction first"):
        desk.upkeep.correct_period(READER, moved, (2022, "FY"), date(2022, 12, 31), reason="x")
    other = next(fact for fact in facts(catalog, "Net sales") if fact.printed == before.printed)
    work(workspace, desk.upkeep.correct_period(READER, other, (2024, "FY"), date(2024, 12, 31), reason="swapped"))
    assert {fact.printed: fact.period.label for fact in facts(catalog, "Net sales")} == {now.printed: "FY2023", before.printed: "FY2024"}


def test_a_year_of_53_weeks_keeps_its_length_when_only_its_name_is_corrected(catalog, desk, file):
    fact = facts(catalog, "Net sales")[0]
    long_year = replace(fact, period=replace(fact.period, start=date(2023, 1, 29), end=date(2024, 2, 3)))
    assert _period(long_year, (2022, "FY"), date(2024, 2, 3)).start == date(2023, 1, 29)


def test_what_is_said_of_a_restricted_document_stays_with_those_who_may_see_it(catalog, workspace, desk, file, tmp_path):
    board = tmp_path / "board.pdf"
    board.write_text(TEXT.replace("120", "99"))
    ingest(workspace, board, readers=READERS, label="deal:x")
    restricted = next(one for one in catalog.documents.find(READER, DocumentFilter()) if one.label != "public")
    fact = facts(catalog, "Gross profit", document_ids=(restricted.id,))[0]
    work(workspace, desk.upkeep.map_label(READER, fact, "gross_profit", reason="per the board", whole_company=True))
    by_label = {one.id: one.label for one in catalog.documents.find(READER, DocumentFilter())}
    mapped = {by_label[one.document_id] for one in catalog.facts.find(READER, FactFilter(concepts=("gross_profit",)))}
    assert mapped == {"deal:x"}


def test_a_mapping_for_the_company_is_listed_and_undone_when_its_document_is_gone(catalog, workspace, desk, file, tmp_path):
    other = tmp_path / "other.pdf"
    other.write_text(TEXT.replace("120", "99"))
    ingest(workspace, other, readers=READERS)
    made_on = next(one for one in catalog.documents.find(READER, DocumentFilter()) if one.name == "other")
    fact = facts(catalog, "Gross profit", document_ids=(made_on.id,))[0]
    work(workspace, desk.upkeep.map_label(READER, fact, "gross_profit", reason="plain", whole_company=True))
    standing = next(one for one in catalog.documents.find(READER, DocumentFilter()) if one.name == "other")
    catalog.documents.set_state(standing.id, DocumentState.SUPERSEDED)
    left = catalog.documents.find(READER, DocumentFilter())
    assert [(one.document, one.correction.id) for one in desk.upkeep.corrections(READER, left)] == [("other", 1)]
    work(workspace, desk.upkeep.undo(READER, 1))
    assert catalog.facts.find(READER, FactFilter(concepts=("gross_profit",))) == []
