"""What happens to a section's text: saved when its writer pauses, kept in the field when that fails, beside another tab's text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from research.drafting.editing.texts import text_of
from research.errors import DeskError
from research.nouns.drafts import Draft, Section
from research.nouns.editing import Saved
from ui.pages.boundary import expected
from ui.pages.drafts_desk import DraftsDesk
from ui.pages.drafts_state import Field, drafts_state
from ui.pages.drafts_typing import Typed
from ui.pages.session import widget_value
from ui.render.draft_conflict import all_texts

T = TypeVar("T")
REOPENED = "This version was signed; with your change the draft is one again. What was signed stays among the versions."


def fill_field(draft: Draft, section: Section) -> Field:
    """Return the field of a section's text, filled anew where another section's, or none, was shown before."""
    state = drafts_state()
    if state.text.section != section.id:
        load_field(draft, section)
    return state.text


def load_field(draft: Draft, section: Section) -> None:
    """Fill the field with a section's text as it stands, or with what could not be saved of it."""
    state = drafts_state()
    text = text_of(section)
    held = state.failed.pop(section.id, None)
    failed = state.text.failed if state.text.section == section.id and state.text.failed is not None else held
    state.text = Field(section.id, state.text.number + 1, draft.version, text, text, failed)


def save_field(desk: DraftsDesk) -> None:
    """Save what stands in the field; a text that cannot be saved stays there, and the page says that it is not saved."""
    field = drafts_state().text
    save_text(desk, field.section, str(widget_value(field.key) or ""), base=field.base, reload=False)


def tried(do: Callable[[], T]) -> T | None:
    """Return what something gives, None where it fails: what went wrong is shown above the page."""
    state = drafts_state()
    state.error, state.said = None, ""
    try:
        return do()
    except DeskError as error:
        state.error = expected(error)
        return None


def save_text(desk: DraftsDesk, section: str, text: str, *, base: int, reload: bool = True) -> None:
    """Save a text of a section, and show it in the field where it came from elsewhere."""
    state = drafts_state()
    saved = tried(lambda: desk.edit(state.draft, section, text, base=base, tab=state.tab))
    if saved is not None:
        take(saved, typed=None if reload else text)
    elif state.text.section == section:
        state.text.failed = text
        # A text that came from elsewhere than the field has to stand in it, or what is typed next would take its place.
        state.text.number += 1 if reload else 0


def take(saved: Saved, *, typed: str | None = None, said: str = "") -> None:
    """Take a saved version as what this tab has; `typed` is the text that stands in the field already, None to fill it anew."""
    state = drafts_state()
    _note_others(saved)
    state.base, state.version, state.error = saved.version, None, None
    state.said = f"{said} {REOPENED}".strip() if saved.reopened else said
    if typed is None:
        load_field(saved.draft, saved.section)
        return
    field = state.text
    field.base, field.typed, field.seen, field.failed = saved.version, typed, text_of(saved.section), None


def _note_others(saved: Saved) -> None:
    """Note which versions of other tabs came before a save of this one, so that they are told."""
    state = drafts_state()
    if state.base and saved.version > state.base + 1:
        state.missed = (state.missed[0] if state.missed else state.base, saved.version - 1)


def renew(saved: Saved, said: str) -> None:
    """Take a saved version in which something else than the text was changed; a field that has nothing unsaved is filled anew."""
    state = drafts_state()
    _note_others(saved)
    state.base, state.error, state.said = saved.version, None, f"{said} {REOPENED}" if saved.reopened else said
    if state.text.failed is None:
        state.text = Field(number=state.text.number + 1)


def keep_all(desk: DraftsDesk, section: str, texts: Sequence[str], base: int) -> None:
    """Save the texts of a section as one, each with all its lines."""
    save_text(desk, section, all_texts(texts[0], texts[1:]), base=base)


def keep_own(desk: DraftsDesk, section: str) -> None:
    """Have this text of a section stand; the other one is kept in its version."""
    state = drafts_state()
    saved = tried(lambda: desk.settle(state.draft, section, state.tab))
    if saved is not None:
        take(saved, typed=state.text.typed)


def change(do: Callable[[], Saved], said: str = "") -> None:
    """Do something to a section other than typing, show it as it is then, and say so."""
    saved = tried(do)
    if saved is not None:
        take(saved, said=said)


def take_kept(desk: DraftsDesk, typed: Typed) -> None:
    """Save what a browser had kept of a section that was typed and never saved."""
    state = drafts_state()
    if typed.draft != state.draft:
        return
    save_text(desk, typed.section, typed.text, base=typed.base)
    if state.error is None:
        state.said = (
            "What was typed here and not saved was still in this browser: it is saved now. The text before it is among the versions."
        )
