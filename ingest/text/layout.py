"""The headings, a call's turns and the tables of a page of running text, of whatever format."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from ingest.kinds.recognise import headings_of
from ingest.layouts import NEIGHBOURS, TextLayout, TextRow, digest_of
from ingest.loaded import Limits, Loader
from research.nouns.documents import Kind


def text_layouts(content: bytes, page: int, *, name: str, limits: Limits, loader: str, kind: str) -> Mapping[int, TextLayout]:
    """Return the layouts of a page and its neighbours by number; raises as the loader does, whose text the offsets are of."""
    module, _, reader = loader.partition(":")
    maker: type[Loader] = getattr(import_module(module), reader)
    loaded = maker(limits).load(content, name=name)
    headings = headings_of(loaded, Kind(kind))
    rows = [TextRow(row.start, row.end, tuple((c.column, c.start, c.end) for c in row.cells)) for one in loaded.tables for row in one.rows]
    return {
        one.number: TextLayout(
            digest_of(loaded.text[one.start : one.end]),
            tuple((at.start, at.level, at.text) for at in headings if one.start <= at.start < one.end),
            tuple(row for row in rows if one.start <= row.start < one.end),
        )
        for one in loaded.pages
        if abs(one.number - page) <= NEIGHBOURS
    }
