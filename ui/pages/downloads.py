"""Downloads: a file is made, and recorded with its hash, when it is asked for; nothing of it is in the browser before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import streamlit as st

from research.audit.acts import Acts
from research.audit.describing import export_act
from research.nouns.access import Access


@dataclass(frozen=True, slots=True)
class Download:
    """A file to be taken: its name and MIME type, what makes its bytes, what it is of, and the ids of the documents that it shows."""

    name: str
    mime: str
    make: Callable[[], bytes]
    what: str
    documents: Sequence[str] = ()


class Giver(Protocol):
    """A page's desk, as far as it gives files."""

    @property
    def access(self) -> Access:
        """Return what the reader may see now."""
        ...

    @property
    def acts(self) -> Acts:
        """Return what records what the reader does."""
        ...


def show_download(desk: Giver, label: str, download: Download, *, key: str, icon: str | None = None, tip: str | None = None) -> None:
    """Show the button that gives a file; whoever presses it is recorded, with the file's hash, before the file is given."""
    data = taken(desk, download)
    st.download_button(label, data, download.name, download.mime, key=key, icon=icon, help=tip, on_click="ignore")


def taken(desk: Giver, download: Download) -> Callable[[], bytes]:
    """Return what makes a file's bytes and records that they are given."""

    def make() -> bytes:
        """Return the bytes, once it is recorded that they are given."""
        content = download.make()
        desk.acts.record(desk.access, export_act(download.what, download.name, content, download.documents))
        return content

    return make
