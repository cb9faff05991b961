"""A file's figures on their way into the catalog: after its words, with what does not tie out, and again when they could not be read."""

from dataclasses import replace

import pytest

from ingest.parts import Readers
from ingest.progress import Silence
from ingest.worker import IngestWorker
from research.coverage import figures_unread
from research.nouns.documents import Cell, Defect, DocumentState, Table, TableRow
from research.nouns.jobs import IngestJob, JobState, JobTask
from research.nouns.queries import DocumentFilter, FactFilter
from tests.contracts.samples import make_document, make_fact
from tests.fakes.stores import fake_catalog
from tests.ingest.samples import (
    READER,
    REPORT,
    FakeWorkspace,
    ingest,
    load_text,
    only,
    read_dated_line,
    read_first_line,
    read_no_facts,
    text_readers,
)


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
    catalog.documents.add_facts = lambda document, facts: (_ for _ in ()).throw(OSError("Input/output error"))
    (job,) = ingest(workspace, file, readers=readers)
    assert (job.state, job.error) == (JobState.FAILED, "unexpected OSError: Input/output error")
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
    file.write_text(REPORT.replace("120", "130"))
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
