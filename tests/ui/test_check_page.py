"""The page of drafts run without a browser: what was found, letting a sentence stand, and reopening it."""

import pytest
from streamlit.testing.v1 import AppTest

from research.settings import load_settings
from research.workspace import Workspace
from ui.pages.check_desk import CheckDesk

DRAFT = b"# Quillmere in 2024\n\nNet sales were $1,284.6 million. Diluted EPS was $2.12.\n"


def page(desk) -> None:
    from ui.pages import check

    check.show(desk)


@pytest.fixture
def desk(sample_home):
    with Workspace.open(load_settings(sample_home), create=False) as workspace:
        yield CheckDesk(workspace)


def brought(desk, content=DRAFT, name="note.md"):
    """Return the page with a draft brought to it."""
    app = AppTest.from_function(page, args=(desk,), default_timeout=120).run()
    app.file_uploader(key="draft-file").set_value((name, content, "text/markdown")).run()
    assert not app.exception
    return app


def htmls(app):
    return " ".join(str(one.proto.body) for one in app.get("html"))


def test_what_is_wrong_stands_beside_its_source(desk):
    written = htmls(brought(desk))
    assert "Diluted EPS was $2.12." in written
    assert "$2.09 per share" in written
    assert "quillmere-10k-2024, page 9" in written
    assert "1 mismatch, 1 supported, 1 not checkable" in written
    assert "Net sales were" not in written


def test_every_sentence_is_shown_when_it_is_asked_for(desk):
    app = brought(desk)
    app.segmented_control(key="check-shown").set_value("Every sentence").run()
    assert "Net sales were $1,284.6 million." in htmls(app)


def test_a_sentence_is_let_stand_with_a_reason_and_reopened(desk):
    app = brought(desk)
    app.button(key="check-accept-3").click().run()
    assert "A reason has 1 to 500 characters" in htmls(app)
    app.text_input(key="check-reason-3").set_value("basic, as agreed")
    app.button(key="check-accept-3").click().run()
    assert "Let stand: basic, as agreed" in htmls(app)
    assert "Let stand: basic, as agreed" in htmls(brought(desk))
    app.button(key="check-reopen-3").click().run()
    assert "Let stand:" not in htmls(app)


def test_a_draft_that_cannot_be_read_is_one_card(desk):
    app = brought(desk, b"\xff\xfe\x00bad", "note.md")
    assert "rd-notice-error" in htmls(app)
    assert "check-row" not in htmls(app)
