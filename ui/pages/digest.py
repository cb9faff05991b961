"""The page of digests: exceptions first, then by company what is new, each line's source beside it, on one screen; more on request."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import streamlit as st

from research.digests.past_days import LastDay, has_news
from research.digests.window import ending_day
from research.nouns.answers import Citation
from research.nouns.digests import Digest, DigestLine, DigestSection, DigestSummary
from research.nouns.sending import FileFormat
from research.nouns.watchlists import Watchlist
from ui.out.delivery import delivered_line
from ui.out.files import render_file
from ui.pages.boundary import page_boundary
from ui.pages.digest_desk import DigestDesk, line_ids
from ui.pages.digest_lists import show_lists
from ui.pages.digest_sending import show_schedules
from ui.pages.digest_state import (
    DAY,
    LIST,
    TITLE,
    UNREAD,
    choose_day,
    choose_list,
    chosen_list,
    close_line,
    digest_state,
    edit,
    follow_address,
    lead_to,
    open_line,
    opened,
    refresh,
    show_day,
    show_sending,
    turn_page,
    unfold,
    unfold_sections,
    write_address,
)
from ui.pages.digest_summary import show_summary, with_summary
from ui.pages.downloads import Download, show_download
from ui.pages.source_pane import show_source
from ui.pages.styles import show_styles
from ui.pages.top_bar import top_bar
from ui.render.answer_html import note_html, notice_html
from ui.render.digest_page import (
    FIRST_SECTIONS,
    MORE_LINES,
    MORE_SECTIONS,
    ending_html,
    head_html,
    line_html,
    lines_shown,
    section_html,
)
from ui.render.digest_view import DigestLinks, cited_documents, last_day_of, shown_sections, text_of
from ui.render.escaping import escape_html, escape_label, shorten, visible_line
from ui.render.words import counted

FILES = {
    FileFormat.MARKDOWN: ("Markdown", "text/markdown"),
    FileFormat.HTML: ("HTML", "text/html"),
    FileFormat.JSON: ("JSON", "application/json"),
}
STYLE = Path(__file__).with_name("style.css")
DIGEST_STYLE = Path(__file__).with_name("digest.css")


def show(desk: DigestDesk) -> None:
    """Show the page; `?watchlist=NAME&start=TIME&end=TIME&line=ID` in the address opens what it names."""
    show_styles(STYLE, DIGEST_STYLE)
    lists = desk.lists()
    names = [desk.name_of(one) for one in lists]
    follow_address(names)
    top_bar(TITLE, counted(len(lists), "watchlist"))
    if digest_state().editing or not lists:
        show_lists(desk, lists)
        return
    if digest_state().sending:
        show_schedules(desk, names)
        return
    for item in desk.troubles():
        line = delivered_line(item)
        st.html(note_html(line[:1].upper() + line[1:]))
    held = chosen_list(lists, names, digest_state().watchlist)
    with st.container(key="digest-bar", horizontal=True, vertical_alignment="center", gap="small"):
        _choose(desk, held, names)
    if held is None:
        asked = digest_state().watchlist
        st.html(notice_html("error", f"There is no watchlist “{visible_line(asked)[:80]}”", ["Choose one of those that there are."], "?"))
        return
    with st.spinner("Making the digest …"):
        digest, links = desk.digest(held, digest_state().start, digest_state().end or datetime.now(UTC))
        last = None if has_news(digest) else desk.last_day(held, digest.start)
    if last and last.filled_later and digest_state().open and not shown_sections(digest):
        lead_to(last.day, held.zone, f"Nothing new has come since the library was filled. This is {_day_words(last)}.")
        st.rerun()
    if digest_state().led:
        st.html(note_html(digest_state().led))
    write_address(digest)
    digest, coming = with_summary(desk, digest)
    _show_digest(desk, digest, links, coming)
    if last:
        st.button(f"Show {_day_words(last)}", key="digest-last-day", on_click=show_day, args=(last.day, held.zone))


def _day_words(last: LastDay) -> str:
    return f"{last.day:%a} {last.day.day} {last.day:%b %Y}, {last.words}"


def _choose(desk: DigestDesk, held: Watchlist | None, names: Sequence[str]) -> None:
    """Show the choice of a list and of a day, and the way to the lists."""
    st.session_state[LIST] = desk.name_of(held) if held else None
    st.selectbox("Watchlist", names, key=LIST, placeholder="Choose a list", label_visibility="collapsed", on_change=choose_list, width=300)
    if held is not None:
        end = digest_state().end or datetime.now(UTC)
        today = datetime.now(UTC).astimezone(ZoneInfo(held.zone)).date()
        st.session_state[DAY] = min(ending_day(end, held.zone), today)
        st.date_input(
            "Day",
            key=DAY,
            max_value=today,
            format="YYYY-MM-DD",
            label_visibility="collapsed",
            on_change=choose_day,
            args=(held.zone,),
            width=140,
        )
        st.button("Up to now", key="digest-refresh", icon=":material/refresh:", on_click=refresh, help="Show what is new up to now")
    own = held is not None and held.user.casefold() == desk.access.user.casefold()
    st.button("Edit lists", key="digest-edit", on_click=edit, args=(held.name if held and own else "",))
    st.button("Sending", key="digest-sending", on_click=show_sending, help="When digests go out by themselves, and to whom")


def _show_digest(desk: DigestDesk, digest: Digest, links: DigestLinks, coming: Future[DigestSummary] | None) -> None:
    read = desk.read(digest)
    found = opened(digest, digest_state())
    if found is None or found[1] is None:
        with st.container(key="digest-alone"):
            _lines(desk, digest, links, read, coming=coming)
        return
    left, right = st.columns([10, 9], gap="medium", wrap=False)
    with left, st.container(key="digest-left"):
        _lines(desk, digest, links, read, coming=coming)
    with right, st.container(key="digest-right", gap="xsmall"), page_boundary():
        _source(desk, found[0], found[1])


def _lines(desk: DigestDesk, digest: Digest, links: DigestLinks, read: frozenset[str], *, coming: Future[DigestSummary] | None) -> None:
    unread = [line for line in line_ids(digest) if line not in read]
    with st.container(key="digest-head", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.html(head_html(digest, len(unread)), width="content")
        with st.container(key="digest-marks", horizontal=True, vertical_alignment="center", gap="small", width="content"):
            only = st.toggle("Unread only", key=UNREAD)
            _download(desk, digest, links)
            st.button("Mark all as read", key="digest-all-read", disabled=not unread, on_click=desk.mark, args=(unread,))
    show_summary(digest, links, coming, partial(_open, desk, number=0))
    sections = [(at, one, [line for line in one.lines if not (only and line.id in read)]) for at, one in enumerate(shown_sections(digest))]
    sections = [(at, one, lines) for at, one, lines in sections if lines]
    most = FIRST_SECTIONS + digest_state().more * MORE_SECTIONS
    for at, section, lines in sections[:most]:
        with st.container(key=f"digest-section-{at}", gap=None):
            _section(desk, (at, section, lines), (digest, links), read)
    if left := len(sections[most:]):
        label = _more(left, MORE_SECTIONS, "more section")
        st.button(label, key="digest-unfold-sections", on_click=unfold_sections)
    if not sections and line_ids(digest):
        st.html('<p class="rd-muted" data-testid="digest-none">Nothing unread.</p>')
    st.html(ending_html(digest))


def _download(desk: DigestDesk, digest: Digest, links: DigestLinks) -> None:
    """Offer the digest as a file."""
    stem = f"digest-{last_day_of(digest)}"
    with st.popover("Download", key="digest-download"):
        for form, (label, mime) in FILES.items():
            data = partial(render_file, digest, form, links)
            file = Download(f"{stem}.{form.value}", mime, data, f"digest of {digest.watchlist}", cited_documents(digest))
            show_download(desk.desk, label, file, key=f"digest-file-{form.value}")


def _section(
    desk: DigestDesk, place: tuple[int, DigestSection, Sequence[DigestLine]], made: tuple[Digest, DigestLinks], read: frozenset[str]
) -> None:
    at, section, lines = place
    st.html(section_html(section))
    shown = lines[: lines_shown(section, digest_state().unfolded.count(at))]
    for number, line in enumerate(shown):
        with st.container(key=f"digest-line-{at}-{number}", horizontal=True, vertical_alignment="top", gap="small"):
            st.html(line_html(line, section, *made, read=line.id in read), width="stretch")
            _buttons(desk, line, f"{at}-{number}", is_read=line.id in read)
    if left := len(lines) - len(shown):
        st.button(_more(left, MORE_LINES, "more line"), key=f"digest-unfold-{at}", type="tertiary", on_click=unfold, args=(at,))


def _more(left: int, step: int, what: str) -> str:
    """Return the label of a button that shows some of what is left: "Show 5 more lines", "Show 25 more lines of 140"."""
    return f"Show {counted(min(left, step), what)}" + (f" of {left:,}" if left > step else "")


def _buttons(desk: DigestDesk, line: DigestLine, place: str, *, is_read: bool) -> None:
    state = digest_state()
    what = escape_label(shorten(text_of(line), 80))
    with st.container(key=f"digest-buttons-{place}", horizontal=True, gap="xsmall", width="content"):
        numbers = _places(line)
        for count, number in enumerate(numbers, 1):
            lit = (state.line, state.source) == (line.id, number)
            st.button(
                "Source" if len(numbers) == 1 else f"Source {count}",
                key=f"digest-source-{place}-{number}",
                type="primary" if lit else "secondary",
                help=f"Show where this stands: {what}",
                on_click=_open,
                args=(desk, line, number),
            )
        if is_read:
            st.button(
                "Mark unread",
                key=f"digest-unmark-{place}",
                type="tertiary",
                help=f"Mark as not read: {what}",
                on_click=desk.unmark,
                args=([line.id],),
            )
        else:
            st.button(
                "Mark read",
                key=f"digest-mark-{place}",
                type="tertiary",
                help=f"Mark as read: {what}",
                on_click=desk.mark,
                args=([line.id],),
            )


def _places(line: DigestLine) -> list[int]:
    """Return the number of the first citation of each page that a line cites: the others of a page are lit with it."""
    firsts: dict[tuple[str, int], int] = {}
    for number, one in enumerate(line.citations):
        firsts.setdefault((one.document_id, one.page), number)
    return list(firsts.values())


def _open(desk: DigestDesk, line: DigestLine, number: int) -> None:
    """Open a line's source; whoever has seen that has read the line."""
    desk.mark([line.id])
    open_line(line.id, number)


def _source(desk: DigestDesk, line: DigestLine, citation: Citation) -> None:
    with st.container(key="digest-detail", horizontal=True, horizontal_alignment="distribute", vertical_alignment="top", wrap=False):
        st.html(f'<div class="rd-small rd-muted">{escape_html(shorten(text_of(line), 200))}</div>')
        st.button("Close", key="digest-close", on_click=close_line)
    page = digest_state().page or citation.page
    show_source(desk.desk, citation.document_id, page, citation=citation, on_page=turn_page, also=line.citations)
