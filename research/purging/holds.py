"""Legal holds against documents: which hold forbids to purge which."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from research.concepts.companies import strip_legal_form
from research.directory import Company, companies_called, identity
from research.nouns.documents import Document
from research.nouns.purging import Chosen, Hold

# Between the path of a file and the key of the part that a document is.
PART_MARK = "#"


def holds_on(holds: Iterable[Hold], documents: Sequence[Document], directory: Sequence[Company]) -> list[tuple[Hold, Document]]:
    """Return the holds that stand on any of the documents, each with the first that it holds."""
    found = []
    real: dict[str, str] = {}
    for hold in holds:
        names = company_names(hold.target, directory) if hold.kind is Chosen.COMPANY else frozenset()
        held = next((one for one in documents if _is_held(hold, one, names, real)), None)
        if held is not None:
            found.append((hold, held))
    return found


def company_names(name: str, directory: Sequence[Company]) -> frozenset[str]:
    """Return what makes a document one of a company: its names as documents print them, the legal form left out."""
    spelt = [spelling for one in companies_called(name, directory) for spelling in one.spellings]
    return frozenset(_plain(one) for one in (name, *spelt)) - {""}


def is_of_source(source_key: str, source: str) -> bool:
    """Return whether a document's source is a file or address, or a part of it."""
    return source_key == source or source_key.startswith(source + PART_MARK)


def is_of_company(document: Document, names: frozenset[str]) -> bool:
    """Return whether a document says that it is of a company of these names."""
    return _plain(document.company or "") in names


def hold_words(hold: Hold) -> str:
    """Return a hold in words: number, what it holds, why, who and since when."""
    since = f"{hold.held_at:%Y-%m-%d %H:%M} UTC"
    return f"hold {hold.number} on {hold.kind.value} {hold.shown}, by {hold.held_by} since {since}: {hold.reason}"


def real_path(source: str) -> str:
    """Return where a path leads once the links in it are followed; of an address, and of a path that leads nowhere, what it is."""
    if "://" in source:
        return source
    try:
        return os.path.realpath(source)
    except (OSError, ValueError):
        return source


def _is_held(hold: Hold, document: Document, names: frozenset[str], real: dict[str, str]) -> bool:
    """Return whether a hold is on a document; `real` keeps where the paths of documents lead."""
    if hold.kind is Chosen.COMPANY:
        return is_of_company(document, names)
    if hold.kind is Chosen.LABEL:
        return document.label == hold.target
    if any(is_of_source(document.source_key, one) for one in hold.targets):
        return True
    path, mark, part = document.source_key.partition(PART_MARK)
    leads = real.get(path) or real.setdefault(path, real_path(path))
    return any(is_of_source(leads + mark + part, real_path(one)) for one in hold.targets)


def _plain(name: str) -> str:
    return identity(strip_legal_form(name))
