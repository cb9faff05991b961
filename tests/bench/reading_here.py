"""Readers that read in this process, for files that a bench made itself: hundreds of small ones need no limited child each."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import PurePath

from ingest.entry_parts import entry_stem
from ingest.feed_entry import entry_bytes
from ingest.feeds import read_feed
from ingest.formats import FEED, format_of
from ingest.loaded import Limits, Loaded, Part
from ingest.parts import Readers, each_by_itself
from ingest.readers import file_readers
from research.settings import Settings


def readers_here() -> Readers:
    """Return the readers of files, without their child processes."""
    return replace(file_readers(), load=_load, split=_split, entries=each_by_itself)


def _load(content: bytes, *, name: str, settings: Settings) -> Loaded:
    module, _, loader = format_of(content, name=name).loader.partition(":")
    del settings
    found: Loaded = getattr(import_module(module), loader)(Limits()).load(content, name=name)
    return found


def _split(content: bytes, *, name: str, settings: Settings) -> tuple[Part, ...] | None:
    del settings
    if format_of(content, name=name).name != FEED:
        return None
    stem = PurePath(name).stem
    return tuple(Part(one.key, entry_stem(one, stem), entry_bytes(one)) for one in read_feed(content, name=name).entries)
