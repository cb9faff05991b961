"""The library's page of widgets, run without a browser over a real catalog."""

from datetime import UTC, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from research.adapters.sqlite import open_catalog
from research.errors import LimitExceededError, NotAllowedError
from research.nouns.access import Access
from research.nouns.documents import Kind
from research.nouns.roles import Action
from tests.contracts.samples import JANUARY, make_document
from tests.ui.library_desk import done, text_library
from tests.waiting import LONG_SECONDS
from ui.pages.library_desk import NEWS_A_PAGE, Upload

TODAY = datetime.now(UTC).date()


def page(desk) -> None:
    from ui.pages import library

    library.show(desk)


@pytest.fixture
def desk(tmp_path):
    with text_library(tmp_path, annual="Quillmere annual report", quarter="Tarrowby <b>quarter</b>") as desk:
        yield desk


def opened(desk, *, section="Documents", **asked):
    app = AppTest.from_function(page, args=(desk,), default_timeout=LONG_SECONDS)
    app.session_state["section"] = section
    for name, value in asked.items():
        app.query_params[name] = value
    return app.run()


def settled(app, desk):
    """Wait for the work that the last click asked for, and show the page again."""
    for batch in app.session_state["library"].state.batches:
        done(desk, batch.id)
    return app.run()


def held(desk):
    """Return the names of the documents that answer."""
    return [row.document.name for row in desk.rows(desk.sought(""), 1)]


def html(app):
    assert not app.exception
    return "\n".join(element.proto.body for element in app.get("html"))


def typed(app, label):
    return next(one for one in app.text_input if one.label == label)


def button(app, key):
    return next(one for one in app.button if one.key == key)


def test_an_address_that_says_what_is_lacking_opens_the_section_to_add_it(desk):
    app = AppTest.from_function(page, args=(desk,), default_timeout=LONG_SECONDS)
    app.query_params["add"] = "Umbrella <b>& Sons</b> FY2024 " + "x" * 300
    app.query_params["answer"] = "refused-1"
    app.run()
    assert app.session_state["places"] == {"Ask": {"answer": "refused-1"}}
    said = next(one.proto.body for one in app.get("html") if "Not in the library:" in one.proto.body)
    assert "Umbrella &lt;b&gt;&amp; Sons&lt;/b&gt; FY2024" in said
    assert "x" * 130 not in said
    assert not {"add", "answer"} & set(app.query_params)
    assert typed(app, "Folder or file")


def test_the_table_lists_what_answers_with_its_state_in_words(desk):
    app = opened(desk)
    frame = app.dataframe[0].value
    assert list(frame["Document"]) == ["annual", "quarter"]
    assert list(frame.columns) == ["Document", "Company", "Form", "Period", "State", "Defects", "Facts", "Pages", "Kind", "Tier", "Label"]
    assert list(frame["Company"]) == ["Quillmere", "Tarrowby"]
    assert set(frame["State"]) == {"ready"}
    assert set(frame["Form"]) == {"unknown"}
    assert 'aria-current="page">Library' not in html(app)


def test_the_filter_takes_every_word(desk):
    app = opened(desk)
    app.text_input(key="filter").set_value("tarrowby FILING").run()
    assert list(app.dataframe[0].value["Document"]) == ["quarter"]
    assert "1 of 2 documents matches “tarrowby FILING”" in html(app)
    app.text_input(key="filter").set_value("nothing of the kind").run()
    assert "No document has all these words" in html(app)
    assert len(app.dataframe) == 0


def test_an_empty_library_says_what_to_do(tmp_path):
    with text_library(tmp_path) as desk:
        assert "The library is empty" in html(opened(desk))
        assert "Nothing is held yet" in html(opened(desk, section="Coverage"))


def test_a_document_shows_every_field_with_its_source_and_what_is_unknown(desk):
    shown = html(opened(desk, document="annual"))
    for words in ("Quillmere annual report", "page 1", "the document does not say", "Unknown: Ticker, Form type", "SHA-256 of the file"):
        assert words in shown


def test_text_of_a_document_is_never_markup(desk):
    shown = html(opened(desk, document="quarter"))
    assert "<b>quarter</b>" not in shown
    assert "Tarrowby &lt;b&gt;quarter&lt;/b&gt;" in shown


def test_a_document_that_is_not_there_is_one_line(desk):
    shown = html(opened(desk, document="nowhere"))
    assert "Document nowhere is not in the library" in shown


def test_a_field_is_corrected_and_the_correction_undone(desk):
    app = opened(desk, document="annual")
    typed(app, "New value").set_value("Bracklow")
    typed(app, "Reason").set_value("renamed")
    button(app, "correct").click()
    app.run()
    shown = html(settled(app, desk))
    days = {TODAY, datetime.now(UTC).date()}  # midnight may have passed since the tests were collected
    assert any(f"corrected by analyst on {day.isoformat()}" in shown for day in days)
    assert "Quillmere → Bracklow" in shown
    assert "renamed" in shown
    assert "Versions (2)" in shown
    assert desk.versions("annual")[0].company == "Bracklow"
    assert typed(app, "New value").value == "Bracklow"
    next(one for one in app.button if (one.key or "").startswith("undo-")).click()
    app.run()
    shown = html(settled(app, desk))
    assert "undone by analyst" in shown
    assert desk.versions("annual")[0].company == "Quillmere"


def test_a_value_that_does_not_fit_is_one_line_and_nothing_is_queued(desk):
    app = opened(desk, document="annual")
    app.selectbox(key="correct-field").set_value("period_end").run()
    typed(app, "New value").set_value("next spring")
    button(app, "correct").click()
    shown = html(app.run())
    assert "Period end “next spring” does not fit: it is a date, as 2024-12-31" in shown
    assert desk.queue().waiting == 0
    assert len(desk.versions("annual")) == 1


def test_deleting_asks_first_and_a_deleted_document_can_be_restored(desk):
    app = opened(desk, document="annual")
    button(app, "delete").click()
    app.run()
    assert "Delete annual?" in html(app)
    button(app, "delete-no").click()
    app.run()
    assert "Delete annual?" not in html(app)
    button(app, "delete").click()
    app.run()
    button(app, "delete-yes").click()
    app.run()
    settled(app, desk)
    assert held(desk) == ["quarter"]
    app.toggle(key="show-deleted").set_value(True).run()
    assert list(app.dataframe[0].value["State"]) == ["deleted"]
    app = opened(desk, document="annual")
    button(app, "restore").click()
    app.run()
    settled(app, desk)
    assert held(desk) == ["annual", "quarter"]


def test_an_older_version_opens_and_cannot_be_changed(desk):
    queued = desk.add_uploads([Upload("annual.pdf", b"Quillmere annual report, amended")], kind=None, label="")
    done(desk, queued.batch)
    app = opened(desk, document="annual")
    button(app, "version-open-1").click()
    shown = html(app.run())
    assert "older version: replaced" in shown
    assert not any(one.key in {"correct", "delete", "read-again", "restore"} for one in app.button)
    assert any(one.key == "version-now" for one in app.button)


def test_what_a_reader_may_not_see_is_nowhere_on_the_page(desk):
    done(desk, desk.add_uploads([Upload("secret.pdf", b"Umbrella secret")], kind=None, label="internal").batch)
    desk.reader = lambda: Access("guest", labels=frozenset({"public"}))
    app = opened(desk)
    assert list(app.dataframe[0].value["Document"]) == ["annual", "quarter"]
    assert "Umbrella" not in html(app)
    assert "Document secret is not in the library" in html(opened(desk, document="secret"))
    assert "Umbrella" not in html(opened(desk, section="Coverage"))
    app = opened(desk, section="Company names")
    app.text_input(key="name-asked").set_value("Umbrella").run()
    assert "No document of the library is of a company called Umbrella" in html(app)


def test_coverage_is_a_matrix_with_the_years_as_columns(desk):
    shown = html(opened(desk, section="Coverage"))
    assert "FY2024" in shown
    assert "Quillmere" in shown


def test_a_name_is_added_looked_up_removed_and_put_back(desk):
    app = opened(desk, section="Company names")
    app.text_input(key="name-new-0").set_value("Old Mill")
    app.text_input(key="name-company-0").set_value("Quillmere")
    button(app, "name-add").click()
    assert "<strong>Old Mill</strong> means Quillmere" in html(app.run())
    app.text_input(key="name-asked").set_value("Old Mill")
    assert "Quillmere, printed as Quillmere" in html(app.run())
    button(app, "name-remove-0").click()
    assert "Old Mill meant Quillmere" in html(app.run())
    button(app, "name-back-0").click()
    app.run()
    assert desk.names() == {"Old Mill": "Quillmere"}


def test_a_folder_is_read_in_and_every_file_has_its_line(desk, tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "good.pdf").write_text("Bracklow report")
    (folder / "bad.pdf").write_text("damaged")
    (folder / "old.doc").write_text("x")
    app = opened(desk, section="Add files")
    app.text_input(key="folder-0").set_value(str(folder))
    button(app, "add-path").click()
    app.run()
    shown = html(settled(app, desk))
    assert "1 added · 1 skipped · 1 failed" in shown
    assert "is damaged; fetch it again" in shown
    assert "save it as .docx" in shown


@pytest.mark.parametrize(
    ("typed", "line"), [("reports", "is not a whole path"), ("/no/such/place", "does not exist"), ("", "is not a whole path")]
)
def test_a_path_that_names_nothing_is_one_line(desk, typed, line):
    app = opened(desk, section="Add files")
    app.text_input(key="folder-0").set_value(typed)
    button(app, "add-path").click()
    assert line in html(app.run())


def test_uploads_of_one_name_do_not_overwrite_each_other_in_silence(desk):
    uploads = [Upload("same.pdf", b"Bracklow one"), Upload("same.pdf", b"Bracklow two"), Upload("empty.pdf", b"")]
    queued = desk.add_uploads(uploads, kind=None, label="")
    done(desk, queued.batch)
    assert [(one.path, one.reason.split(";")[0]) for one in queued.left_out] == [
        ("same.pdf", "another file of this name came with it"),
        ("empty.pdf", "empty.pdf is empty"),
    ]
    again = desk.add_uploads([Upload("same.pdf", b"Bracklow two")], kind="report", label="")
    done(desk, again.batch)
    assert [job.outcome for job in desk.progress(again.batch).jobs] == ["replaced"]
    assert desk.versions("same")[0].kind == "report"
    assert desk.original(desk.versions("same")[0]) == b"Bracklow two"


def test_files_are_added_once_they_have_arrived_and_not_before(desk):
    app = opened(desk, section="Add files")
    assert button(app, "add-uploads").disabled
    app.file_uploader[0].upload("bracklow.pdf", b"Bracklow one", "application/pdf")
    assert not button(app.run(), "add-uploads").disabled
    button(app, "add-uploads").click().run()
    assert "adding 1 file" in html(settled(app, desk))
    assert held(desk) == ["annual", "bracklow", "quarter"]
    assert button(app, "add-uploads").disabled


def test_an_upload_of_too_many_files_is_refused_whole(desk):
    desk.settings = desk.settings.model_copy(update={"max_upload_files": 1})
    app = opened(desk, section="Add files")
    for name in ("one.pdf", "two.pdf"):
        app.file_uploader[0].upload(name, b"Bracklow", "application/pdf")
    button(app.run(), "add-uploads").click().run()
    assert "An upload of 2 files, more than 1" in html(app)
    assert held(desk) == ["annual", "quarter"]


def test_a_folder_of_too_many_files_is_refused_whole(desk, tmp_path):
    desk.settings = desk.settings.model_copy(update={"max_run_files": 1})
    for name in ("one.pdf", "two.pdf"):
        (tmp_path / "more").mkdir(exist_ok=True)
        (tmp_path / "more" / name).write_bytes(b"%PDF-1.7 Bracklow")
    with pytest.raises(LimitExceededError, match="more than 1 files to read in at a time"):
        desk.add_folder(str(tmp_path / "more"), kind=None, label="")
    assert held(desk) == ["annual", "quarter"]


def test_of_a_team_only_who_runs_the_service_has_folders_of_the_machine_read(desk, tmp_path):
    (tmp_path / "server").mkdir()
    (tmp_path / "server" / "keys.md").write_text("Not for the library.")
    desk.reader = lambda: Access("ben", role="writer", actions=frozenset({Action.READ, Action.INGEST}))
    assert "Add a folder of this machine" not in html(opened(desk, section="Add files"))
    for typed in (tmp_path / "server", tmp_path / "none"):
        with pytest.raises(NotAllowedError, match="not allowed for the role writer: to run the service"):
            desk.add_folder(str(typed), kind=None, label="")
    assert held(desk) == ["annual", "quarter"]
    desk.reader = lambda: Access("cat", role="reader", actions=frozenset({Action.READ}))
    app = opened(desk, section="Add files")
    assert "Upload files" not in html(app)
    assert app.session_state["section"] == "Documents"
    desk.reader = lambda: Access("root", role="administrator", actions=frozenset({Action.READ, Action.INGEST, Action.RUN}))
    assert "Add a folder of this machine" in html(opened(desk, section="Add files"))


def test_two_sessions_share_the_library_and_not_their_place(desk):
    first, second = opened(desk, document="annual"), opened(desk)
    assert "SHA-256 of the file" in html(first)
    assert "SHA-256 of the file" not in html(second.run())


def add_news(folder, count):
    """Put news into the library, the last of which came last."""
    catalog = open_catalog(folder / "home")
    entries = (
        make_document(f"entry-{at:04}", kind=Kind.NEWS, title=f"Headline {at}", known_at=JANUARY + timedelta(minutes=at), form_type=None)
        for at in range(count)
    )
    catalog.documents.add_all([(one, [], [], []) for one in entries])
    catalog.close()


def test_news_are_shown_by_the_page_the_last_first_and_papers_before_them(desk, tmp_path):
    add_news(tmp_path, NEWS_A_PAGE + 2)
    app = opened(desk)
    shown = list(app.dataframe[0].value["Document"])
    assert (shown[:3], shown[-1], len(shown)) == (["annual", "quarter", "entry-0501"], "entry-0002", NEWS_A_PAGE + 2)
    assert "504 documents. Tick one" in html(app)
    app.number_input[0].set_value(2).run()
    assert list(app.dataframe[0].value["Document"]) == ["entry-0001", "entry-0000"]
    app.text_input(key="filter").set_value("HEADLINE 500").run()
    assert list(app.dataframe[0].value["Document"]) == ["entry-0500"]
    assert "1 of 504 documents matches “HEADLINE 500”" in html(app)
    assert not app.number_input
    app.text_input(key="filter").set_value("quillmere").run()
    assert list(app.dataframe[0].value["Document"]) == ["annual"]


def test_news_that_a_reader_may_not_see_are_neither_shown_nor_counted(desk, tmp_path):
    add_news(tmp_path, 3)
    desk.reader = lambda: Access("guest", frozenset({"elsewhere"}))
    assert (desk.sought("").found, desk.total(), desk.rows(desk.sought(""), 1)) == (0, 0, ())


@pytest.mark.parametrize("number", ["1", "99"])
def test_an_address_with_a_page_opens_the_document_there(desk, number):
    app = opened(desk, document="annual", page=number)
    assert 'data-testid="text"' in html(app)
    assert app.number_input[-1].value == 1
    assert "page" not in app.query_params


@pytest.mark.parametrize("number", ["", "0", "-1", "x", "²", "9" * 40])
def test_a_page_that_is_none_opens_the_document_alone(desk, number):
    shown = html(opened(desk, document="annual", page=number))
    assert "Text as it was read" in shown
    assert 'data-testid="text"' not in shown
