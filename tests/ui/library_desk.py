"""A library desk over real stores and a worker that reads plain text: for tests of the page without models or PDF."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.background import BackgroundIngest
from research.adapters.sqlite import open_catalog, open_ledger
from research.directory import CompanyDirectory
from research.settings import Settings
from tests.ingest.samples import FakeWorkspace, text_readers
from tests.waiting import LONG_SECONDS, wait_until
from ui.pages.library_desk import LibraryDesk, Upload


@contextmanager
def text_library(folder: Path, **texts: str) -> Iterator[LibraryDesk]:
    """Yield a desk whose library holds these texts, uploaded as `NAME.pdf`; all that is queued is done first."""
    catalog, ledger = open_catalog(folder / "home"), open_ledger(folder / "home")
    workspace = FakeWorkspace.over(catalog)
    workspace.settings = Settings(home=folder / "home", max_file_mb=1)
    workspace.names, workspace.ledger = catalog.names, ledger.ledger  # type: ignore[attr-defined]
    workspace.directory = CompanyDirectory(catalog.documents, catalog.names)  # type: ignore[attr-defined]
    background = BackgroundIngest(workspace, text_readers())
    desk = LibraryDesk(workspace, background)  # type: ignore[arg-type]
    if texts:
        done(desk, desk.add_uploads([Upload(f"{name}.pdf", text.encode()) for name, text in texts.items()], kind=None, label="").batch)
    try:
        yield desk
    finally:
        background.wait(LONG_SECONDS)
        ledger.close()
        catalog.close()


def done(desk: LibraryDesk, batch: str) -> None:
    """Wait until a batch is over."""
    wait_until(lambda: desk.progress(batch).over, "the end of the batch")
