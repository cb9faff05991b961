"""The page of an evaluation run: its questions with pictures of what their answers cite, written to a file."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from ingest.child import render_in_child
from research.errors import DeskError
from research.evaluation.scoring import Judged
from research.nouns.access import Access
from research.nouns.answers import Citation
from ui.cli.exporting import ForFile, export_file
from ui.render.crops import plan_crop
from ui.render.evaluation_page import Entry, Picture, evaluation_page
from ui.render.page_image import Sheet, draw_crop, lights_of

if TYPE_CHECKING:
    from research.workspace import Workspace

PICTURES = 2
# Pixels a point: a line of a filing is read without effort, and a picture of a table takes about 25 kB.
SCALE = 1.5
COLORS = 32
MOST_PICTURE_BYTES = 120_000
MOST_BYTES = 24_000_000


@dataclass(slots=True)
class PageWriter:
    """Collects the questions of a run as they are judged, and writes the page. Pictures beyond `MOST_BYTES` in all are left out."""

    workspace: Workspace
    access: Access
    entries: list[Entry] = field(default_factory=list)
    _bytes: int = 0

    def add(self, judged: Judged) -> None:
        """Take in a question that was judged, with pictures of the first pages that its answer cites."""
        self.entries.append(Entry(judged, tuple(self._pictures(judged.answer.citations))))

    def write(self, path: Path, title: str) -> None:
        """Write the page; raises CannotReadError."""
        now = datetime.now(UTC)
        made = f"{len(self.entries)} questions · {now.day} {now:%B %Y, %H:%M} UTC · settings {self.workspace.settings.fingerprint()}"
        cited = tuple(one.document_id for entry in self.entries for one in entry.judged.answer.citations)
        content = evaluation_page(title, made, self.entries).encode()
        export_file(self.workspace.acts, self.access, path, ForFile(content, title, cited))

    def _pictures(self, citations: Sequence[Citation]) -> list[Picture]:
        pages = list(dict.fromkeys((one.document_id, one.page) for one in citations if one.boxes))[:PICTURES]
        drawn = [self._picture([one for one in citations if (one.document_id, one.page) == page]) for page in pages]
        return [one for one in drawn if one]

    def _picture(self, cited: Sequence[Citation]) -> Picture | None:
        """Return the first citation's lines as they are printed, the others of that page lit too; None when they cannot be drawn."""
        first, documents = cited[0], self.workspace.documents
        try:
            ((page, text),) = documents.pages(self.access, first.document_id, [first.page])
            crop = plan_crop(page, text, first)
            if crop is None or page.width <= 0 or self._bytes >= MOST_BYTES:
                return None
            content = documents.original(self.access, first.document_id)
            png = render_in_child(content, first.page, scale=SCALE, settings=self.workspace.settings, name=first.document)
        except DeskError:  # a page that cannot be drawn is quoted instead
            return None
        drawn = _fewer_colors(draw_crop(png, Sheet(page.width, page.height), lights_of(first, cited[1:], crop.heads), crop))
        if len(drawn) > MOST_PICTURE_BYTES:
            return None
        self._bytes += len(drawn)
        return Picture(first.marker, f"[{first.marker}] {first.document}, page {first.page}", drawn)


def _fewer_colors(png: bytes) -> bytes:
    buffer = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(COLORS).save(buffer, format="PNG", optimize=True)
    return buffer.getvalue()
