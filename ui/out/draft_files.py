"""A draft as a file: Markdown, HTML that stands by itself, or Word in the styles of the house."""

from __future__ import annotations

from pathlib import Path

from research.errors import CannotReadError
from research.nouns.drafts import Draft

HOUSE_STYLES = "house.docx"
FORMATS = (".md", ".html", ".docx")


def draft_file(draft: Draft, ending: str, templates: Path) -> bytes:
    """Return a draft in the form of a file's ending, one of FORMATS; `templates` is the folder that may hold the house's styles of Word.

    Raises CannotReadError for a `house.docx` that cannot be read.
    """
    if ending == ".md":
        from ui.render.draft_markdown import draft_markdown  # noqa: PLC0415  (each form is loaded when it is written)

        return draft_markdown(draft).encode()
    if ending == ".html":
        from ui.render.draft_html import draft_html  # noqa: PLC0415

        return draft_html(draft).encode()
    from ui.render.draft_view import with_state  # noqa: PLC0415
    from ui.render.word import draft_word  # noqa: PLC0415

    house = templates / HOUSE_STYLES
    return draft_word(with_state(draft), reference=_reference(house), name=str(house))


def _reference(house: Path) -> bytes | None:
    """Return the Word file whose styles the house's drafts have, None where a workspace has none; raises CannotReadError."""
    if not house.is_file():
        return None
    try:
        return house.read_bytes()
    except OSError as error:
        raise CannotReadError(f"file {house}: {(error.strerror or str(error)).lower()}", "make it readable") from error
