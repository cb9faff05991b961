from streamlit.testing.v1 import AppTest

from tests.waiting import LONG_SECONDS
from ui.render.escaping import escape_html, escape_label, shorten

HOSTILE = '<script>alert(1)</script> **bold** $x^2$ [link](http://x) :red[red] `code` & "quotes"'


def test_html_keeps_the_text_and_no_markup():
    assert escape_html("<b a='1'>\"&") == "&lt;b a=&#x27;1&#x27;&gt;&quot;&amp;"


def test_html_drops_what_would_turn_or_hide_text():
    assert escape_html("a\u202eb\x00c\x1bd\ne\tf") == "abcd\ne\tf"


def test_label_escapes_everything_that_markdown_reads():
    escaped = escape_label(HOSTILE)
    for sign in "*$[]`<>:_(":
        assert all(escaped[place - 1] == "\\" for place, letter in enumerate(escaped) if letter == sign)


def test_label_is_one_line():
    assert escape_label("a\n\n# b") == r"a \# b"


def test_label_is_shown_as_the_text_itself():
    def page() -> None:
        import streamlit as st

        from ui.render.escaping import escape_label

        st.button(escape_label("5 $ and $6 :blue[x]"))

    app = AppTest.from_function(page).run(timeout=LONG_SECONDS)
    assert app.button[0].label == r"5 \$ and \$6 \:blue\[x\]"


def test_shorten_cuts_at_a_word():
    assert shorten("one two three", 20) == "one two three"
    assert shorten("one two,  three four", 10) == "one two…"
