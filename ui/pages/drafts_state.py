"""One session's place on the page of drafts: the list, the form of a new draft, or a draft that is open with what is shown of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from secrets import token_urlsafe

import streamlit as st

from research.errors import DeskError
from research.nouns.answers import Citation
from ui.pages.session import held
from ui.pages.top_bar import keep_place

TITLE = "Drafts"
_STATE = "drafts"
# What is shown beside a section.
SOURCES, SEARCH, VERSIONS, SIGNING = "Sources", "Find more", "Versions", "Sign-off"


@dataclass(slots=True)
class Field:
    """What stands in the field of a section's text: whose it is, the version that it was taken from, and what is saved of it.

    `number` counts the fields of a session, so that each has a name of its own; `typed` is the text as it was saved last, `seen` the same
    as the draft has it. `failed` is a text that could not be saved, None when all is saved.
    """

    section: str = ""
    number: int = 0
    base: int = 0
    typed: str = ""
    seen: str = ""
    failed: str | None = None

    @property
    def key(self) -> str:
        """Return the name of the field's widget."""
        return f"draft-text-{self.number}"


@dataclass(slots=True)
class DraftsState:
    """What a session shows, changed in place.

    `tab` names this session to others; `new` says that the form of a new draft is shown. `draft` is the id of the open draft, "" for the
    list; `version` the number of an older one that is read, None for the newest; `section` the id of the section that is shown, `base` the
    version that this tab has, `missed` those of other tabs that came between two of its own. `marker` is the source that is open, `place`
    one that is open without being cited, `page` the page turned to in it. `failed` has what could not be saved of other sections, by id.
    `beside` is what is shown on the right, `query` what is searched for there, `replacing` the mark whose source is to be another,
    `compared` the version that the shown one is set beside. `rewriting` says that the section is to be written anew, `editing` is the hash
    of a signed version that is edited all the same. `said` is told once above the page, `error` what went wrong. `followed` is what the
    address asked for last.
    """

    tab: str = field(default_factory=lambda: token_urlsafe(8))
    new: bool = False
    draft: str = ""
    version: int | None = None
    section: str = ""
    base: int = 0
    missed: tuple[int, int] | None = None
    text: Field = field(default_factory=Field)
    failed: dict[str, str] = field(default_factory=dict)
    marker: str = ""
    place: Citation | None = None
    page: int | None = None
    beside: str = SOURCES
    query: str = ""
    replacing: str = ""
    rewriting: bool = False
    compared: int | None = None
    editing: str = ""
    shown: int = 0
    said: str = ""
    error: DeskError | None = None
    followed: tuple[str, str, str] = ("", "", "")


def drafts_state() -> DraftsState:
    """Return the session's place."""
    return held(_STATE, DraftsState, DraftsState)


def follow_address() -> None:
    """Take what the address names (draft, section, version), once; later the address follows the page."""
    state = drafts_state()
    asked = (st.query_params.get("draft", ""), st.query_params.get("section", ""), st.query_params.get("version", ""))
    if asked == state.followed:
        return
    draft, section, version = asked
    if draft != state.draft:
        open_draft(draft)
    state.followed, state.section = asked, section
    state.version = int(version) if version.isdecimal() and len(version) < 10 else None


def write_address() -> None:
    """Make the address one that opens what is shown, also from the bar of another page."""
    state = drafts_state()
    version = str(state.version) if state.version is not None else ""
    shown = {name: value for name, value in (("draft", state.draft), ("section", state.section), ("version", version)) if value}
    state.followed = (state.draft, state.section if state.draft else "", version)
    keep_place(TITLE, shown)
    if dict(st.query_params.items()) != shown:
        st.query_params.from_dict(shown)


def open_draft(draft: str) -> None:
    """Open a draft from its first section, "" to go back to the list."""
    state = drafts_state()
    state.draft, state.section, state.version, state.base, state.missed, state.editing = draft, "", None, 0, None, ""
    state.new, state.said, state.error, state.beside, state.compared = False, "", None, SOURCES, None
    state.query, state.replacing = "", ""
    state.text, state.failed = Field(number=state.text.number + 1), {}
    close_source()


def open_section(section: str) -> None:
    """Show another section of the open draft; what could not be saved of this one is kept."""
    state = drafts_state()
    if state.text.failed is not None:
        state.failed[state.text.section] = state.text.failed
    state.section, state.error, state.said, state.replacing = section, None, "", ""
    close_source()


def open_version(version: int | None) -> None:
    """Show an older version of the open draft to be read, None for the newest one."""
    state = drafts_state()
    state.version, state.said, state.error = version, "", None
    close_source()


def open_marker(marker: str) -> None:
    """Open the source of a mark, or close it when it is the open one."""
    state = drafts_state()
    same = state.marker == marker
    close_source()
    state.marker = "" if same else marker


def open_place(place: Citation) -> None:
    """Open a source that is found and not cited."""
    close_source()
    drafts_state().place = place


def close_source() -> None:
    """Close the source that is open."""
    state = drafts_state()
    state.marker, state.place, state.page = "", None, None


def replace_source(marker: str, words: str) -> None:
    """Look for another source in place of that of a mark."""
    state = drafts_state()
    state.replacing, state.query, state.beside = marker, words, SEARCH


def end_replacing() -> None:
    """Keep the source that was to be replaced, or go on from the one that took its place."""
    state = drafts_state()
    state.replacing, state.query, state.beside = "", "", SOURCES


def turn_page(page: int) -> None:
    """Turn the open source to another page."""
    drafts_state().page = page


def show_form() -> None:
    """Show the form of a new draft."""
    open_draft("")
    drafts_state().new = True


def end_form() -> None:
    """Go back to the list."""
    open_draft("")
