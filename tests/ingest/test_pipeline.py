"""One file's way into the catalog: what is added, left, replaced, refused, and what the caller's words change."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ingest.metadata import read_metadata
from ingest.naming import document_stem
from ingest.parts import Readers
from ingest.progress import Silence
from ingest.worker import IngestWorker
from research.coverage import figures_unread
from research.errors import IndexDamagedError
from research.nouns.access import Access
from research.nouns.documents import Cell, Defect, DocumentState, Kind, Table, TableRow
from research.nouns.jobs import IngestJob, JobState, JobTask
from research.nouns.queries import DocumentFilter, FactFilter
from tests.contracts.samples import make_document, make_fact
from tests.fakes.stores import fake_catalog
from tests.golden import calls
from tests.ingest.samples import (
    FakeWorkspace,
    WordEmbedder,
    ingest,
    load_text,
    read_dated_line,
    read_first_line,
    read_no_facts,
    text_readers,
)

READER = Access("tester")
TEXT = "Quillmere Annual Report\nRevenue was 120 in the year. Costs were 80 in the year.\fA second page with more words on it."


@pytest.fixture
def workspace():
    return FakeWorkspace.over(fake_catalog())


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "quillmere.pdf"
    path.write_text(TEXT)
    return path


def only(workspace, **wanted):
    (document,) = workspace.documents.find(READER, DocumentFilter(**wanted))
    return workspace.documents.get(READER, document.id)


def test_a_new_file_is_complete_in_catalog_and_indexes(workspace, file):
    (job,) = ingest(workspace, file)
    assert (job.state, job.outcome, job.error) == (JobState.DONE, "added", "")
    document = only(workspace)
    assert document.id == job.document_id
    assert (document.name, document.source_key, document.state) == ("quillmere", str(file), DocumentState.COMPLETE)
    assert (document.company, document.label, document.supersedes) == ("Quillmere", "public", None)
    assert document.page_count == 2
    chunks = workspace.documents.chunks(READER, document_ids=[document.id])
    assert [chunk.page for chunk in chunks] == [1, 2]
    assert workspace.documents.original(READER, document.id) == file.read_bytes()
    assert workspace.embeddings.missing(document.id, "words-1") == []
    assert workspace.lexical.held[document.id] == (tuple(chunks),)
    assert workspace.vectors.held[document.id][0] == workspace.matrix.held[document.id][0] == [chunk.id for chunk in chunks]
    assert workspace.keeper.syncs == 1


def test_a_calls_chunks_say_who_speaks(workspace, tmp_path):
    file = tmp_path / "call.pdf"
    file.write_text(calls.DASHES)
    ingest(workspace, file, readers=replace(text_readers(), metadata=read_metadata))
    document = only(workspace)
    assert (document.kind, document.company, document.fiscal_period) == (Kind.TRANSCRIPT, "Quillmere Pumps", "Q3")
    (answer,) = [one for one in workspace.documents.chunks(READER, document_ids=[document.id]) if "third of it" in one.text]
    assert answer.section == "Q&A › Jane Roe, Chief Financial Officer"
    assert answer.context == "Quillmere Pumps · transcript · Q3 FY2024 · Q&A › Jane Roe, Chief"
    assert "Bob Lee" not in answer.text


def test_the_same_file_again_is_unchanged_and_nothing_is_embedded(workspace, file):
    first = ingest(workspace, file)
    embedded = len(workspace.embedder.embedded)
    (job,) = ingest(workspace, file)
    assert (job.outcome, job.document_id) == ("unchanged", first[0].document_id)
    assert len(workspace.embedder.embedded) == embedded


def test_another_model_makes_new_vectors_without_reading_the_file_again(workspace, file):
    ingest(workspace, file)
    workspace.embedder = WordEmbedder(fingerprint="words-2")
    (job,) = ingest(workspace, file)
    assert job.outcome == "unchanged"
    assert workspace.embeddings.missing(job.document_id, "words-2") == []


def test_a_changed_file_replaces_its_older_version(workspace, file):
    (old,) = ingest(workspace, file)
    file.write_text(TEXT.replace("120", "130"))
    (new,) = ingest(workspace, file)
    assert new.outcome == "replaced"
    document = only(workspace)
    assert (document.id, document.name, document.supersedes) == (new.document_id, "quillmere", old.document_id)
    assert "130" in document.text
    assert workspace.documents.get(READER, old.document_id).state is DocumentState.SUPERSEDED


def test_a_file_that_returns_to_an_earlier_state_is_a_document_of_its_own(workspace, file):
    (first,) = ingest(workspace, file)
    file.write_text(TEXT + " More.")
    ingest(workspace, file)
    file.write_text(TEXT)
    (third,) = ingest(workspace, file)
    assert third.outcome == "replaced"
    assert third.document_id == f"{first.document_id}-2"
    assert only(workspace).id == third.document_id
    assert ingest(workspace, file)[0].outcome == "unchanged"


def test_an_update_that_cannot_be_read_leaves_the_old_answering(workspace, file):
    (old,) = ingest(workspace, file)
    file.write_text("damaged")
    (job,) = ingest(workspace, file)
    assert (job.state, job.error) == (JobState.FAILED, "quillmere.pdf is damaged; fetch it again")
    assert only(workspace).id == old.document_id


def test_an_update_that_cannot_be_embedded_leaves_the_old_answering_until_the_next_run(workspace, file):
    (old,) = ingest(workspace, file)
    file.write_text(TEXT.replace("120", "130"))
    embedder, broken = workspace.embedder, WordEmbedder()
    broken.embed = lambda texts: 1 / 0
    workspace.embedder = broken
    (job,) = ingest(workspace, file)
    assert job.outcome == "replaced"
    assert only(workspace).id == old.document_id
    workspace.embedder = embedder
    (job,) = ingest(workspace, file)
    assert "130" in only(workspace).text
    assert only(workspace).id == job.document_id


@pytest.mark.parametrize(
    ("label", "told"),
    [("public", "same content as quillmere ({file}, label public)"), ("internal", "same content as a document of the library")],
)
def test_the_same_bytes_under_another_path_are_skipped_and_say_whose_they_are(workspace, file, tmp_path, label, told):
    (first,) = ingest(workspace, file, label=label)
    twin = tmp_path / "copy.pdf"
    twin.write_text(TEXT)
    (job,) = ingest(workspace, twin)
    assert (job.state, job.outcome, job.document_id) == (JobState.SKIPPED, "skipped", first.document_id)
    assert job.error == told.format(file=file)


def test_a_file_that_becomes_the_copy_of_another_still_replaces_its_own_old_version(workspace, file, tmp_path):
    other = tmp_path / "other.pdf"
    other.write_text(TEXT.replace("120", "99"))
    ingest(workspace, file, other)
    other.write_text(TEXT)
    (job,) = ingest(workspace, other)
    assert job.outcome == "replaced"
    assert all("99" not in workspace.documents.get(READER, one.id).text for one in workspace.documents.find(READER, DocumentFilter()))


def test_two_files_of_one_name_have_two_names(workspace, tmp_path):
    for folder, figure in (("a", "1"), ("b", "2")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "report.pdf").write_text(f"Quillmere {figure}")
    ingest(workspace, tmp_path / "a" / "report.pdf", tmp_path / "b" / "report.pdf")
    assert [one.name for one in workspace.documents.find(READER, DocumentFilter())] == ["report", "report~2"]


def test_the_callers_words_go_before_the_documents_and_are_marked(workspace, file):
    ingest(workspace, file, kind="results", metadata=(("company", "Tarrowby"), ("published_at", "2024-02-01"), ("kind", "report")))
    document = only(workspace)
    assert (document.company, document.kind) == ("Tarrowby", Kind.REPORT)
    assert document.published_at == datetime(2024, 2, 1, tzinfo=UTC)
    assert dict(document.sources) == {"company": "caller", "published_at": "caller", "kind": "caller"}
    chunks = workspace.documents.chunks(READER, document_ids=[document.id])
    assert chunks[0].context.startswith("Tarrowby · report")


def test_other_words_of_the_caller_derive_the_document_again_and_keep_when_it_was_known(workspace, file):
    ingest(workspace, file)
    before = only(workspace)
    (job,) = ingest(workspace, file, label="internal")
    assert job.outcome == "replaced"
    assert (only(workspace).label, only(workspace).known_at) == ("internal", before.known_at)
    assert workspace.documents.find(Access("guest", frozenset({"public"})), DocumentFilter()) == []


def test_an_update_without_words_keeps_label_and_fields_of_before(workspace, file):
    ingest(workspace, file, label="internal", metadata=(("company", "Tarrowby"), ("fiscal_year", "2023")))
    file.write_text(TEXT + " More.")
    (job,) = ingest(workspace, file)
    document = only(workspace)
    assert job.outcome == "replaced"
    assert (document.label, document.company, document.fiscal_year) == ("internal", "Tarrowby", 2023)


def test_statements_that_break_the_reader_cost_the_facts_and_not_the_file(workspace, file):
    def broken(loaded, metadata, *, document_id, company):
        raise ValueError("two columns of one head")

    (job,) = ingest(workspace, file, readers=text_readers(facts=broken))
    assert job.outcome == "added"
    assert [(defect.code, defect.message) for defect in only(workspace).defects] == [
        ("facts_unread", "The statements could not be read into facts: two columns of one head.")
    ]


def test_what_does_not_tie_out_is_a_defect_of_the_document_and_a_caveat_of_its_figures(file):
    catalog = fake_catalog()
    workspace = FakeWorkspace.over(catalog)

    def untied(loaded, metadata, facts):
        return [replace(fact, caveats=("Does not tie out.",)) for fact in facts], (Defect("not_tied", "Does not tie out.", 1),)

    readers = replace(text_readers(facts=stated), tie_out=untied)
    ingest(workspace, file, readers=readers)
    document = only(workspace)
    assert [(defect.code, defect.page) for defect in document.defects] == [("not_tied", 1)]
    (fact,) = catalog.facts.find(READER, FactFilter(document_ids=(document.id,), everything=True))
    assert fact.caveats == ("Does not tie out.",)


def with_table(title, *cells):
    """Readers that find one table of one row in every file."""

    def load(content, *, name, settings):
        table = Table(1, title, "", ("2024",), (TableRow("Revenue", 0, 5, cells),), 0, 5)
        return replace(load_text(content, name=name, settings=settings), tables=(table,))

    return Readers(load, read_first_line, read_no_facts)


def stated(loaded, metadata, *, document_id, company):
    """Read one figure out of every file."""
    placed = {"page": 1, "start": 0, "end": 9, "cell_start": 2, "cell_end": 6}
    return (make_fact(make_document(), document_id=document_id, company=company, caveats=(), **placed),)


def test_words_are_found_while_figures_are_being_read(file):
    catalog = fake_catalog()
    workspace, seen = FakeWorkspace.over(catalog), []

    def watched(loaded, metadata, *, document_id, company):
        document = only(workspace)
        words = workspace.documents.chunks(READER, document_ids=[document.id])
        seen.append((document.state, document.fact_count, document.defects, workspace.lexical.held[document.id] == (tuple(words),)))
        return stated(loaded, metadata, document_id=document_id, company=company)

    untied = Defect("not_tied", "Does not tie out.", 1)
    readers = Readers(load_text, read_dated_line, watched, tie_out=lambda loaded, metadata, facts: (facts, (untied,)))
    (job,) = ingest(workspace, file, readers=readers)
    assert seen == [(DocumentState.PARSED, 0, (), True)]
    document = only(workspace)
    assert (job.outcome, document.state, document.fact_count, document.defects) == ("added", DocumentState.COMPLETE, 1, (untied,))
    assert [fact.document_id for fact in catalog.facts.find(READER, FactFilter(everything=True))] == [document.id]
    assert ingest(workspace, file, readers=readers)[0].outcome == "unchanged"
    assert len(seen) == 1


def test_a_file_without_a_period_is_stored_in_one_step(workspace, file):
    def watched(loaded, metadata, *, document_id, company):
        assert workspace.documents.find(READER, DocumentFilter(any_state=True)) == []
        return ()

    assert ingest(workspace, file, readers=text_readers(facts=watched))[0].outcome == "added"


def test_figures_that_cannot_be_stored_leave_the_words_and_the_next_run_reads_them(file):
    catalog = fake_catalog()
    workspace, readers = FakeWorkspace.over(catalog), Readers(load_text, read_dated_line, stated)
    add_facts = catalog.documents.add_facts
    catalog.documents.add_facts = lambda document, facts: (_ for _ in ()).throw(OSError("No space left on device"))
    (job,) = ingest(workspace, file, readers=readers)
    assert (job.state, job.error) == (JobState.FAILED, "unexpected OSError: No space left on device")
    begun = only(workspace)
    assert begun.state is DocumentState.PARSED
    catalog.documents.add_facts = add_facts
    (job,) = ingest(workspace, file, readers=readers)
    document = only(workspace)
    assert (job.outcome, document.state, document.fact_count) == ("added", DocumentState.COMPLETE, 1)
    assert (document.id, document.known_at) == (begun.id, begun.known_at)
    assert len(workspace.documents.find(READER, DocumentFilter(any_state=True))) == 1


def test_a_document_whose_figures_cannot_be_read_says_so_and_the_next_run_tries_again(file):
    catalog = fake_catalog()
    workspace, asked = FakeWorkspace.over(catalog), []

    def once(loaded, metadata, *, document_id, company):
        asked.append(document_id)
        if len(asked) == 1:
            raise RecursionError("too deep")
        return stated(loaded, metadata, document_id=document_id, company=company)

    readers = Readers(load_text, read_dated_line, once)
    (job,) = ingest(workspace, file, readers=readers)
    document = only(workspace)
    assert (job.outcome, document.state, document.fact_count) == ("added", DocumentState.COMPLETE, 0)
    (defect,) = document.defects
    assert defect.message.startswith(
        "The figures could not be read: unexpected RecursionError: too deep. The next ingest of the file tries"
    )
    assert not figures_unread([document])
    (job,) = ingest(workspace, file, readers=readers)
    again = only(workspace)
    assert (job.outcome, again.id, again.state, again.fact_count, again.defects) == ("added", document.id, DocumentState.COMPLETE, 1, ())
    assert ingest(workspace, file, readers=readers)[0].outcome == "unchanged"
    assert asked == [document.id] * 2


def test_the_older_version_answers_until_the_new_one_has_its_figures_and_vectors(workspace, file):
    answering = []

    def watched(loaded, metadata, *, document_id, company):
        answering.append(only(workspace).id)
        return ()

    readers = Readers(load_text, read_dated_line, watched)
    (old,) = ingest(workspace, file, readers=readers)
    file.write_text(TEXT.replace("120", "130"))
    (new,) = ingest(workspace, file, readers=readers)
    assert answering == [old.document_id, old.document_id]
    assert only(workspace).id == new.document_id


def test_reading_again_that_was_cut_off_goes_on_under_the_same_id(workspace, file):
    class Killed(BaseException):
        pass

    def die(loaded, metadata, *, document_id, company):
        raise Killed

    readers = Readers(load_text, read_dated_line, stated)
    (first,) = ingest(workspace, file, readers=readers)
    batch = workspace.jobs.enqueue([IngestJob(0, "", str(file), None, None, (), JobState.QUEUED, task=JobTask.READ_AGAIN)])
    with pytest.raises(Killed):
        IngestWorker(workspace, replace(readers, facts=die), Silence()).run(batch)
    assert only(workspace).id == first.document_id
    IngestWorker(workspace, readers, Silence()).run(batch)
    document = only(workspace)
    assert (document.id, document.supersedes, document.fact_count) == (f"{first.document_id}-2", first.document_id, 1)
    assert [job.outcome for job in workspace.jobs.batch(batch)] == ["replaced"]
    assert len(workspace.documents.find(READER, DocumentFilter(any_state=True))) == 2


def test_statements_of_an_unknown_period_are_a_defect_and_not_silence(workspace, file):
    ingest(workspace, file, readers=with_table("Statement of Income", Cell(0, 0, 5)))
    assert [(defect.code, defect.message) for defect in only(workspace).defects] == [
        (
            "facts_unread",
            "The statements were not read into facts: the document does not say its fiscal period or period end; "
            "give it with --metadata or on the page.",
        )
    ]


@pytest.mark.parametrize(
    "readers",
    [with_table("Prices by market", Cell(0, 0, 5)), with_table("Statement of Income"), text_readers()],
    ids=["another table", "no figures", "no table"],
)
def test_what_holds_no_statements_lacks_none(workspace, file, readers):
    ingest(workspace, file, readers=readers)
    assert only(workspace).defects == ()


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", "quillmere.pdf is empty; fetch it again"),
        (b" \n \f ", "quillmere.pdf has no text (pages: 2); if it is a scan, run OCR on it first"),
        (b"x" * (1024 * 1024 + 1), "quillmere.pdf is larger than 1 MiB; raise DESK_MAX_FILE_MB or split the file"),
    ],
)
def test_files_that_cannot_answer_fail_with_one_line(workspace, file, content, error):
    file.write_bytes(content)
    (job,) = ingest(workspace, file)
    assert (job.state, job.error) == (JobState.FAILED, error)
    assert workspace.documents.find(READER, DocumentFilter(any_state=True)) == []


def test_a_file_that_is_gone_when_its_turn_comes_fails(workspace, tmp_path):
    (job,) = ingest(workspace, tmp_path / "gone.pdf")
    assert job.error == "gone.pdf: No such file or directory; check the file and its permissions"


def test_a_damaged_index_is_left_to_the_keeper(workspace, file):
    workspace.lexical.broken = IndexDamagedError("lexical index is torn")
    (job,) = ingest(workspace, file)
    assert job.outcome == "added"
    assert workspace.keeper.syncs == 2


def test_a_document_of_another_pipeline_version_is_derived_again(workspace, file):
    ingest(workspace, file)
    earlier = FakeWorkspace.over(fake_catalog())
    earlier.documents.add(replace(only(workspace), id="made-by-an-earlier-version"), (), ())
    (job,) = ingest(earlier, file)
    assert (job.outcome, job.document_id) == ("replaced", only(workspace).id)
    assert only(earlier).supersedes == "made-by-an-earlier-version"


@pytest.mark.parametrize(
    ("key", "stem"),
    [
        ("/files/3M_2018_10K.pdf", "3M_2018_10K"),
        ("/files/report.2024.final.pdf", "report.2024.final"),
        ("/files/.pdf", ".pdf"),
        ("/files/a\x1b[31m.pdf", "a[31m"),
        ("/files/" + "n" * 300 + ".pdf", "n" * 120),
    ],
)
def test_names_start_from_the_files_stem(key, stem):
    assert document_stem(key) == stem
