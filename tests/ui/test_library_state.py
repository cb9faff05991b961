"""A press that begins work, run without a browser: whatever the reader presses next, it is done to the end and seen."""

from __future__ import annotations

import tomllib

from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT
from tests.waiting import LONG_SECONDS


def page() -> None:
    import streamlit as st
    from streamlit.runtime.scriptrunner import get_script_run_ctx
    from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

    from ui.pages.library_state import Batch, library_state, try_action
    from ui.pages.session import widget_value

    def press_elsewhere():
        get_script_run_ctx().script_requests.request_rerun(RerunData())

    def begin():
        press_elsewhere()
        return Batch("one", f"correcting {widget_value('value')}")

    def begin_late():
        press_elsewhere()
        try_action("correct", lambda: Batch("two", f"undoing {widget_value('value')}"))

    st.text_input("Value", "Bracklow", key="value")
    st.button("Correct", key="correct", on_click=try_action, args=("correct", begin))
    st.button("Undo", key="undo", on_click=begin_late)
    for batch in library_state().batches:
        st.text(batch.title)


def titles(app):
    assert not app.exception
    return [one.value for one in app.text]


def test_work_that_a_press_begins_is_on_the_page_though_something_else_is_pressed_meanwhile():
    app = AppTest.from_function(page, default_timeout=LONG_SECONDS).run()
    assert titles(app.button("correct").click().run()) == ["correcting Bracklow"]
    assert titles(app.button("undo").click().run()) == ["undoing Bracklow", "correcting Bracklow"]


def test_runs_of_a_page_follow_one_another_and_leave_the_worker_its_time():
    runner = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["runner"]
    assert runner == {"fastReruns": False, "postScriptGC": False}
