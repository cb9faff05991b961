"""Under the answer: copy it, link to it, say what it is worth."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from research.nouns.answers import Answer
from research.nouns.conversations import KeptAnswer
from ui.pages import ask_state
from ui.pages.desk import Desk
from ui.pages.downloads import Download, show_download
from ui.pages.feedback import thumbs
from ui.render.answer_view import short_unit
from ui.render.copying import number_only, sentence_with_source, table_csv, table_tsv
from ui.render.escaping import escape_html


def show_actions(desk: Desk, kept: KeptAnswer, *, marker: str) -> None:
    """Show what can be done with an answer; the link is to the answer with the lit marker."""
    open_one = ask_state.state().taking
    with st.container(key="actions", horizontal=True, gap="xsmall", vertical_alignment="center"):
        if kept.answer.claims:
            _opener(ask_state.COPY, "content_copy", open_one)
        _opener(ask_state.LINK, "link", open_one)
        thumbs(desk, kept)
    if not open_one:
        return
    # In the flow of the page, right after its button: the next Tab leads into it.
    with st.container(key="taking", gap="xsmall"):
        if open_one == ask_state.COPY:
            _copies(desk, kept.answer)
        else:
            _links(kept.id, marker)


def _opener(name: str, icon: str, open_one: str) -> None:
    label = f"{name} ▴" if name == open_one else f"{name} ▾"
    st.button(label, key=name.lower(), icon=f":material/{icon}:", on_click=ask_state.take, args=(name,))


def _copies(desk: Desk, answer: Answer) -> None:
    for value in answer.values:
        _copy(f"Number only · {value.calculation.company}, {value.period}, {short_unit(value)}", number_only(value))
    _copy("Sentences with their sources", sentence_with_source(answer))
    if answer.values:
        _copy("Table for a spreadsheet", table_tsv(answer))
        documents = tuple(one.document_id for one in answer.citations)
        file = Download("figures.csv", "text/csv", partial(table_csv, answer), f"figures of: {answer.question}", documents)
        show_download(desk, "Table as CSV", file, key="csv")


def _links(answer_id: str, marker: str) -> None:
    address = urlsplit(st.context.url or "")
    _copy("This answer", urlunsplit(address._replace(query=urlencode({"answer": answer_id}), fragment="")))
    if marker:
        query = urlencode({"answer": answer_id, "marker": marker})
        _copy(f"This answer with marker {marker} lit", urlunsplit(address._replace(query=query, fragment="")))


def _copy(name: str, text: str) -> None:
    st.html(f'<div class="rd-small rd-muted">{escape_html(name)}</div>')
    st.code(text, language=None, wrap_lines=True)
