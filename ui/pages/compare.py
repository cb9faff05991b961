"""The page that compares two documents of a company: the changes in order, both excerpts beside each other, a click from their pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import streamlit as st

from research.directory import Company
from research.nouns.comparisons import ChangeKind, ChangeTopic, Comparison, Passage
from research.nouns.documents import Document
from ui.pages.boundary import page_boundary
from ui.pages.compare_desk import CompareDesk
from ui.pages.compare_state import (
    COMPANY,
    KINDS,
    NEWER,
    OLDER,
    TITLE,
    TOPICS,
    change_state,
    choose,
    close_place,
    compare_state,
    filtered,
    follow_address,
    open_place,
    settle,
    show_more,
    turn_page,
    write_address,
)
from ui.pages.downloads import Download, show_download
from ui.pages.source_pane import show_source
from ui.pages.styles import show_styles
from ui.pages.top_bar import top_bar
from ui.render.answer_html import note_html, notice_html
from ui.render.compare_html import COMPARE_STYLE, change_html, comparison_html, figures_html, head_html
from ui.render.compare_markdown import comparison_markdown
from ui.render.compare_view import KIND_WORDS, change_words
from ui.render.escaping import escape_html, escape_label, shorten, visible_line
from ui.render.words import counted, document_period

STYLE, PAGE_STYLE = Path(__file__).with_name("style.css"), Path(__file__).with_name("compare.css")
# So many changes are shown at first, and with every press of the button below them.
FIRST = 20

# What a comparison can be taken as: its name, its ending, its MIME type and what writes it.
_FILES: tuple[tuple[str, str, str, Callable[[Comparison], str]], ...] = (
    ("HTML", "html", "text/html", comparison_html),
    ("Markdown", "md", "text/markdown", comparison_markdown),
)


def show(desk: CompareDesk) -> None:
    """Show the page; `?company=NAME&older=DOCUMENT&newer=DOCUMENT` in the address opens what it names."""
    show_styles(STYLE, COMPARE_STYLE, PAGE_STYLE)
    companies = desk.companies()
    top_bar(TITLE, counted(len(companies), "company", "companies"))
    if not companies:
        st.html(
            '<h2 class="rd-h2">No company has two documents yet</h2>'
            '<p class="rd-muted">Add filings on the page Library, or with <code>desk ingest PATH</code>.</p>'
        )
        return
    follow_address([company.name for company in companies])
    with st.container(key="compare-bar", horizontal=True, vertical_alignment="bottom", gap="small"):
        company = _company(companies)
        if company is not None:
            _documents(desk.documents(company))
    if company is None:
        asked = visible_line(compare_state().company)[:80]
        st.html(notice_html("error", f"“{asked}” has no two documents here", ["Choose one of the companies that have."], "?"))
        return
    write_address()
    with st.spinner("Comparing …"):
        comparison = desk.compare(compare_state().older, compare_state().newer)
    _show(desk, comparison)


def _company(companies: tuple[Company, ...]) -> Company | None:
    names = [company.name for company in companies]
    asked = compare_state().company
    found = next((one for one in companies if asked in {one.name, *one.spellings, *one.other_names}), None)
    if found and found.name != asked:
        change_state(company=found.name)
    st.session_state[COMPANY] = found.name if found else None
    st.selectbox("Company", names, key=COMPANY, on_change=choose, args=(COMPANY, "company"), width=240)
    return found


def _documents(documents: Sequence[Document]) -> None:
    """Show the choice of both documents; the one that is chosen on one side is not offered on the other."""
    settle(documents)
    state = compare_state()
    words = {one.name: " · ".join(filter(None, (one.form_type, document_period(one).split(" · ")[0], one.name))) for one in documents}
    for label, key, name, other in (("Document", OLDER, "older", state.newer), ("Compared with", NEWER, "newer", state.older)):
        st.session_state[key] = getattr(state, name)
        offered = [one for one in words if one != other]
        st.selectbox(label, offered, key=key, format_func=words.__getitem__, on_change=choose, args=(key, name), width=285)


def _show(desk: CompareDesk, comparison: Comparison) -> None:
    state = compare_state()
    opened = _opened(comparison)
    if opened is None:
        with st.container(key="compare-alone"):
            _changes(desk, comparison)
        return
    left, right = st.columns([10, 9], gap="medium", wrap=False)
    with left, st.container(key="compare-left"):
        _changes(desk, comparison)
    with right, st.container(key="compare-right", gap="xsmall"), page_boundary():
        number = state.opened[0] if state.opened else 0
        _source(desk, f"{change_words(comparison.changes[number])}: {comparison.changes[number].title}", opened)


def _opened(comparison: Comparison) -> Passage | None:
    """Return the passage whose source is open, None when none is."""
    place = compare_state().opened
    if place is None or place[0] >= len(comparison.changes):
        return None
    change = comparison.changes[place[0]]
    passage = change.newer if place[1] else change.older
    return passage if passage and passage.citations else None


def _changes(desk: CompareDesk, comparison: Comparison) -> None:
    st.html(head_html(comparison))
    for line in comparison.missing:
        st.html(note_html(line[:1].upper() + line[1:]))
    _filters(desk, comparison)
    numbers = filtered(comparison)
    most = FIRST * (compare_state().more + 1)
    for number in numbers[:most]:
        with st.container(key=f"compare-change-{number}", gap=None):
            st.html(change_html(comparison.changes[number], comparison, number + 1))
            _buttons(comparison, number)
    if not numbers:
        st.html('<p class="rd-muted" data-testid="compare-none">No change is like this.</p>')
    if left := len(numbers[most:]):
        st.button(f"Show {counted(min(left, FIRST), 'more change')} of {left:,}", key="compare-more", on_click=show_more)
    st.html(figures_html(comparison) or "<p></p>")


def _filters(desk: CompareDesk, comparison: Comparison) -> None:
    """Show the filters by kind and by topic, each with how many changes it has, and the downloads."""
    kinds = Counter(change.kind for change in comparison.changes)
    topics = Counter(change.topic for change in comparison.changes)
    with st.container(key="compare-filters", horizontal=True, vertical_alignment="bottom", gap="small"):
        _filter("Kind", KINDS, {one.value: f"{KIND_WORDS[one]} ({kinds[one]})" for one in ChangeKind if kinds[one]})
        _filter("Subject", TOPICS, {one.value: f"{one.value.capitalize()} ({topics[one]})" for one in ChangeTopic if topics[one]})
        with st.popover("Download", key="compare-download"):
            stem = f"{comparison.older.name}-{comparison.newer.name}"
            what, both = f"comparison of {comparison.older.name} and {comparison.newer.name}", (comparison.older.id, comparison.newer.id)
            for label, ending, mime, write in _FILES:
                file = Download(f"{stem}.{ending}", mime, partial(_written, write, comparison), what, both)
                show_download(desk.desk, label, file, key=f"compare-{label.lower()}")


def _written(write: Callable[[Comparison], str], comparison: Comparison) -> bytes:
    return write(comparison).encode()


def _filter(label: str, key: str, words: dict[str, str]) -> None:
    chosen = [one for one in st.session_state.get(key, []) if one in words]
    st.session_state[key] = chosen
    st.multiselect(label, list(words), key=key, format_func=words.__getitem__, placeholder="All", width=340)


def _buttons(comparison: Comparison, number: int) -> None:
    change, state = comparison.changes[number], compare_state()
    with st.container(key=f"compare-buttons-{number}", horizontal=True, gap="small"):
        for newer, passage, document in ((False, change.older, comparison.older), (True, change.newer, comparison.newer)):
            if passage and passage.citations:
                st.button(
                    escape_label(f"Page {passage.pages[0]} of {document.name}"),
                    key=f"compare-open-{number}-{'newer' if newer else 'older'}",
                    type="primary" if state.opened == (number, newer) else "secondary",
                    help=f"Show where this stands: {escape_label(shorten(change.title, 80))}",
                    on_click=open_place,
                    args=(number,),
                    kwargs={"newer": newer},
                )


def _source(desk: CompareDesk, title: str, passage: Passage) -> None:
    with st.container(key="compare-detail", horizontal=True, horizontal_alignment="distribute", vertical_alignment="top", wrap=False):
        st.html(f'<div class="rd-small rd-muted">{escape_html(shorten(title, 200))}</div>')
        st.button("Close", key="compare-close", on_click=close_place)
    first = passage.citations[0]
    page = compare_state().page or first.page
    citation = next((one for one in passage.citations if one.page == page), first)
    show_source(desk.desk, first.document_id, page, citation=citation, on_page=turn_page, also=passage.citations)
