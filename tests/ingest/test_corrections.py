"""Corrections outlive every re-ingest, outrank document and caller, and give way when they are undone."""

from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from ingest.gone import retire_gone
from ingest.upkeep import RemovedName, Upkeep
from ingest.worker import IngestWorker
from research.adapters.sqlite import open_catalog, open_ledger
from research.errors import CouldNotAskError, NotFoundError, UsageError
from research.nouns.access import Access
from research.nouns.corrections import Corrected
from research.nouns.documents import DocumentState, Kind
from research.nouns.labels import OPEN
from research.nouns.queries import DocumentFilter
from research.settings import Settings
from tests.ingest.samples import Silence, ingest, text_readers

READER = Access("analyst")
TODAY = datetime.now(UTC).date().isoformat()
TEXT = "Quillmere report of 120 pumps"


@pytest.fixture
def desk(workspace, tmp_path):
    """Return the user's hands: upkeep over real stores, and a `do` that works through the queue."""
    catalog, ledger = open_catalog(tmp_path / "home"), open_ledger(tmp_path / "home")
    kept = SimpleNamespace(
        documents=catalog.documents, corrections=catalog.corrections, names=catalog.names, jobs=catalog.jobs, ledger=ledger.ledger
    )
    yield SimpleNamespace(upkeep=Upkeep(kept), kept=kept, ledger=ledger.ledger, names=catalog.names)
    ledger.close()
    catalog.close()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "report.pdf"
    path.write_text(TEXT)
    return path


def only(workspace):
    (document,) = workspace.documents.find(READER, DocumentFilter())
    return document


def work(workspace, batch):
    IngestWorker(workspace, text_readers(), Silence()).run(batch)
    (job,) = workspace.jobs.batch(batch)
    return job


def correct(workspace, desk, field, text, **more):
    return work(workspace, desk.upkeep.correct(READER, only(workspace).id, field, text, **more))


def undo(workspace, desk, place=-1):
    holding = workspace.corrections.holding(Corrected.METADATA, only(workspace).source_key)
    return work(workspace, desk.upkeep.undo(READER, only(workspace).id, holding[place].id))


def source(workspace, field="company"):
    return dict(only(workspace).sources).get(field)


def test_a_correction_is_applied_by_the_worker_and_says_who_and_when(workspace, desk, file):
    (first,) = ingest(workspace, file)
    batch = desk.upkeep.correct(READER, first.document_id, "company", "  Tarrowby   Foods ", reason="the cover is wrong")
    assert only(workspace).company == "Quillmere"
    assert work(workspace, batch).outcome == "replaced"
    document = only(workspace)
    assert (document.company, source(workspace)) == ("Tarrowby Foods", f"corrected by analyst on {TODAY}")
    assert document.name == "report"
    (chunk,) = workspace.documents.chunks(READER, document_ids=[document.id])
    assert chunk.context.startswith("Tarrowby Foods")
    assert document.known_at == workspace.documents.get(READER, first.document_id).known_at


def test_it_outlives_the_same_file_a_changed_file_and_a_new_pipeline(workspace, desk, file):
    ingest(workspace, file)
    correct(workspace, desk, "company", "Tarrowby")
    assert ingest(workspace, file)[0].outcome == "unchanged"
    file.write_text("Quillmere report of 130 pumps")
    assert ingest(workspace, file)[0].outcome == "replaced"
    assert only(workspace).company == "Tarrowby"
    made_before = replace(workspace.documents.get(READER, only(workspace).id), id="of-an-earlier-pipeline", sources=(), company="Quillmere")
    workspace.documents.add(made_before, [], [])
    workspace.documents.complete(made_before.id)
    assert ingest(workspace, file)[0].outcome == "replaced"
    assert (only(workspace).company, source(workspace)) == ("Tarrowby", f"corrected by analyst on {TODAY}")


def test_it_outlives_a_renamed_file(workspace, desk, file):
    ingest(workspace, file)
    correct(workspace, desk, "company", "Tarrowby")
    moved = file.rename(file.with_name("annual.pdf"))
    assert ingest(workspace, moved)[0].outcome == "unchanged"
    moved.write_text("Quillmere report of 130 pumps")
    ingest(workspace, moved)
    assert only(workspace).company == "Tarrowby"


def test_it_outlives_removal_and_return(workspace, desk, file):
    ingest(workspace, file)
    correct(workspace, desk, "company", "Tarrowby")
    document = only(workspace)
    assert work(workspace, desk.upkeep.remove(READER, document.id)).outcome == "removed"
    assert workspace.documents.find(READER, DocumentFilter()) == []
    assert workspace.documents.get(READER, document.id).state is DocumentState.SUPERSEDED
    assert work(workspace, desk.upkeep.restore(READER, document.id)).outcome == "added"
    assert only(workspace).company == "Tarrowby"


def remove_and_restore(workspace, desk, file):
    document = only(workspace)
    work(workspace, desk.upkeep.remove(READER, document.id))
    return lambda: work(workspace, desk.upkeep.restore(READER, document.id))


def remove_and_ingest(workspace, desk, file):
    work(workspace, desk.upkeep.remove(READER, only(workspace).id))
    return lambda: ingest(workspace, file)[0]


def lose_and_find(workspace, desk, file):
    content = file.read_text()
    file.unlink()
    (file.parent / "other.pdf").write_text("Tarrowby other")
    assert [one.name for one in retire_gone(workspace.documents, workspace.jobs, READER, [file.parent], acts=workspace.acts)] == ["report"]
    file.write_text(content.replace("120", "130"))
    return lambda: ingest(workspace, file)[0]


@pytest.mark.parametrize("take_out", [remove_and_restore, remove_and_ingest, lose_and_find])
def test_what_comes_back_keeps_its_label_and_what_the_caller_gave(workspace, desk, file, take_out):
    ingest(workspace, file, label="secret", metadata=(("company", "Tarrowby"),))
    bring_back = take_out(workspace, desk, file)
    assert workspace.documents.find(READER, DocumentFilter()) == []
    assert bring_back().outcome == "added"
    document = only(workspace)
    assert (document.label, document.company, source(workspace)) == ("secret", "Tarrowby", "caller")
    guest = Access("guest", labels=frozenset({"public"}))
    assert workspace.documents.find(guest, DocumentFilter(any_state=True)) == []


def test_behind_walls_what_comes_back_does_not_take_the_place_of_what_its_reader_may_not_see(workspace, desk, file):
    workspace.settings = Settings(max_file_mb=1, walls=True)
    workspace.labels_of = {READER.user: OPEN}
    ingest(workspace, file, by=READER.user)
    document = only(workspace)
    work(workspace, desk.upkeep.remove(READER, document.id))
    hidden = file.with_name("hidden.pdf")
    hidden.write_text(TEXT)
    ingest(workspace, hidden, label="deal:falcon", by="olga")
    hidden.unlink()
    assert work(workspace, desk.upkeep.restore(READER, document.id)).outcome == "added"
    assert workspace.documents.current(str(file)).label == "public"
    assert workspace.documents.current(str(hidden)).label == "deal:falcon"


def test_a_label_given_anew_on_the_way_back_holds_for_the_older_versions_too(workspace, desk, file):
    ingest(workspace, file)
    remove_and_ingest(workspace, desk, file)
    assert ingest(workspace, file, label="secret")[0].outcome == "added"
    guest = Access("guest", labels=frozenset({"public"}))
    assert workspace.documents.find(guest, DocumentFilter(any_state=True)) == []


def test_undone_the_document_says_what_it_said(workspace, desk, file):
    ingest(workspace, file)
    before = only(workspace)
    correct(workspace, desk, "company", "Tarrowby")
    assert undo(workspace, desk).outcome == "replaced"
    after = only(workspace)
    assert (after.company, after.sources) == ("Quillmere", before.sources)
    assert ingest(workspace, file)[0].outcome == "unchanged"


def test_undone_what_the_caller_gave_counts_again_and_meanwhile_it_is_outranked(workspace, desk, file):
    ingest(workspace, file, metadata=(("company", "Given"), ("ticker", "GVN")))
    correct(workspace, desk, "company", "Tarrowby")
    assert ingest(workspace, file, metadata=(("company", "Given"),))[0].outcome == "unchanged"
    assert ingest(workspace, file, metadata=(("company", "Given later"),))[0].outcome == "replaced"
    assert only(workspace).company == "Tarrowby"
    undo(workspace, desk)
    document = only(workspace)
    assert (document.company, document.ticker, source(workspace), source(workspace, "ticker")) == ("Given later", "GVN", "caller", "caller")


def test_the_last_of_two_counts_and_undoing_it_brings_the_other_back(workspace, desk, file):
    ingest(workspace, file)
    correct(workspace, desk, "company", "One")
    correct(workspace, desk, "company", "Two")
    assert only(workspace).company == "Two"
    undo(workspace, desk)
    assert only(workspace).company == "One"


def test_values_of_every_sort_and_unknown(workspace, desk, file):
    ingest(workspace, file, metadata=(("ticker", "OLD"),))
    wanted = {
        "title": ("Interim report", "Interim report"),
        "kind": ("results", Kind.RESULTS),
        "form_type": ("10-q", "10-Q"),
        "fiscal_year": ("2023", 2023),
        "fiscal_period": ("Q2", "Q2"),
        "period_end": ("2023-06-30", date(2023, 6, 30)),
        "published_at": ("2023-08-01", datetime(2023, 8, 1, tzinfo=UTC)),
        "ticker": ("", None),
        "language": ("en", "en"),
    }
    for field, (typed, _) in wanted.items():
        correct(workspace, desk, field, typed)
    document = only(workspace)
    assert {name: getattr(document, name) for name in wanted} == {name: value for name, (_, value) in wanted.items()}
    assert {source(workspace, name) for name in wanted} == {f"corrected by analyst on {TODAY}"}


@pytest.mark.parametrize(
    ("field", "typed", "line"),
    [
        ("fiscal_period", "Q7", "Fiscal period “Q7” does not fit: it is one of FY, Q1, Q2, Q3, Q4, H1, H2, 9M"),
        ("period_end", "31.12.2024", "Period end “31.12.2024” does not fit: it is a date, as 2024-12-31"),
        ("fiscal_year", "24", "Fiscal year “24” does not fit: it is a year from 1900 to 2100"),
        ("published_at", "yesterday", "Published at “yesterday” does not fit: it is a date"),
        ("kind", "novel", "Kind “novel” does not fit: it is one of filing, results"),
        ("title", "  ", "Title cannot be unknown"),
        ("company", "Quillmere", "Company is Quillmere already"),
        ("company", "x" * 301, "it is longer than 300 characters"),
        ("sector", "x", "'sector' is no field"),
    ],
)
def test_a_value_that_does_not_fit_is_one_line_and_changes_nothing(workspace, desk, file, field, typed, line):
    ingest(workspace, file)
    with pytest.raises(UsageError) as caught:
        desk.upkeep.correct(READER, only(workspace).id, field, typed)
    assert line in str(caught.value)
    assert "\n" not in str(caught.value)
    assert workspace.corrections.of(READER, Corrected.METADATA, str(file)) == []
    assert workspace.jobs.waiting() == 0


def test_a_corrected_label_hides_older_versions_too(workspace, desk, file):
    (first,) = ingest(workspace, file)
    guest = Access("guest", labels=frozenset({"public"}))
    correct(workspace, desk, "label", "internal")
    assert workspace.documents.find(guest, DocumentFilter(any_state=True)) == []
    with pytest.raises(NotFoundError):
        workspace.documents.get(guest, first.document_id)
    file.write_text("Quillmere report of 130 pumps")
    ingest(workspace, file)
    assert only(workspace).label == "internal"
    undo(workspace, desk)
    assert only(workspace).label == "public"


def test_a_reader_who_may_not_see_the_document_can_change_nothing(workspace, desk, file):
    (job,) = ingest(workspace, file, label="internal")
    guest = Access("guest", labels=frozenset({"public"}))
    for step in (desk.upkeep.remove, desk.upkeep.read_again, desk.upkeep.restore):
        with pytest.raises(NotFoundError, match="not in the library"):
            step(guest, job.document_id)
    with pytest.raises(NotFoundError, match="not in the library"):
        desk.upkeep.correct(guest, job.document_id, "company", "X")


def test_an_older_version_cannot_be_corrected(workspace, desk, file):
    (old,) = ingest(workspace, file)
    file.write_text("Quillmere report of 130 pumps")
    ingest(workspace, file)
    with pytest.raises(UsageError, match="was replaced or removed"):
        desk.upkeep.correct(READER, old.document_id, "company", "X")
    with pytest.raises(UsageError, match="answers already"):
        desk.upkeep.restore(READER, old.document_id)


def test_a_correction_is_about_what_answers_and_not_about_what_the_file_holds_by_now(workspace, desk, file):
    ingest(workspace, file)
    file.unlink()
    correct(workspace, desk, "company", "Tarrowby")
    assert only(workspace).company == "Tarrowby"
    file.write_text("Quillmere report of 130 pumps")
    correct(workspace, desk, "ticker", "TRW")
    document = workspace.documents.get(READER, only(workspace).id)
    assert "120" in document.text


def test_a_file_is_read_again_on_demand_changed_or_gone(workspace, desk, file):
    (first,) = ingest(workspace, file)
    assert work(workspace, desk.upkeep.read_again(READER, only(workspace).id)).outcome == "replaced"
    assert only(workspace).id == f"{first.document_id}-2"
    file.write_text("Quillmere report of 130 pumps")
    work(workspace, desk.upkeep.read_again(READER, only(workspace).id))
    assert "130" in workspace.documents.get(READER, only(workspace).id).text
    file.unlink()
    assert work(workspace, desk.upkeep.read_again(READER, only(workspace).id)).outcome == "replaced"


def test_a_document_that_is_removed_while_its_new_version_waits_is_gone_whole(workspace, desk, file):
    ingest(workspace, file)
    document = only(workspace)
    newer = replace(workspace.documents.get(READER, document.id), id="newer", state=DocumentState.LEXICAL, supersedes=document.id)
    workspace.documents.add(newer, [], [])
    work(workspace, desk.upkeep.remove(READER, document.id))
    assert workspace.documents.find(READER, DocumentFilter()) == []


def test_every_step_is_in_the_audit_trail(workspace, desk, file):
    ingest(workspace, file)
    correct(workspace, desk, "company", "Tarrowby", reason="cover")
    undo(workspace, desk)
    work(workspace, desk.upkeep.remove(READER, only(workspace).id))
    events = desk.ledger.events(READER)
    assert [(one.action, one.subject) for one in reversed(events)] == [
        ("correct", "report"),
        ("undo correction", "report"),
        ("remove document", "report"),
    ]
    details = dict(events[-1].details)
    assert (details["field"], details["before"], details["value"], details["reason"]) == ("company", "Quillmere", "Tarrowby", "cover")


def test_a_removed_name_can_be_put_back(desk):
    desk.upkeep.add_name(READER, " Square,  Inc. ", "Block")
    desk.upkeep.add_name(READER, "Facebook", "Meta Platforms")
    assert desk.names.all() == {"Facebook": "Meta Platforms", "Square, Inc.": "Block"}
    desk.upkeep.remove_name(READER, "Square, Inc.")
    assert desk.upkeep.removed_names(READER) == (RemovedName("Square, Inc.", "Block"),)
    desk.upkeep.add_name(READER, "Square, Inc.", "Block")
    assert desk.upkeep.removed_names(READER) == ()
    with pytest.raises(UsageError, match="both needed"):
        desk.upkeep.add_name(READER, "...", "Block")


def test_nothing_is_changed_that_cannot_be_recorded(desk):
    def refuse(event):
        raise CouldNotAskError("the disk is full")

    desk.upkeep.add_name(READER, "Square, Inc.", "Block")
    upkeep = Upkeep(SimpleNamespace(**vars(desk.kept) | {"ledger": SimpleNamespace(record=refuse)}))
    with pytest.raises(CouldNotAskError):
        upkeep.add_name(READER, "Facebook", "Meta Platforms")
    with pytest.raises(CouldNotAskError):
        upkeep.remove_name(READER, "Square, Inc.")
    assert desk.names.all() == {"Square, Inc.": "Block"}
