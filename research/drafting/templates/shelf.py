"""The templates that can be used: those of the program, and a workspace's own in its folder `templates`, which go before them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from research.drafting.templates.reading import LONGEST_TEMPLATE, Template, read_template
from research.errors import CannotReadError, UsageError

SHIPPED = Path(__file__).with_name("shipped")
MOST_FILES = 200


@dataclass(frozen=True, slots=True)
class Shelved:
    """A template of a shelf by its name, or why it cannot be used."""

    name: str
    template: Template | None
    problem: str = ""
    shipped: bool = False


class TemplateShelf:
    """Finds templates by name; a workspace's own of a shipped one's name takes its place."""

    def __init__(self, own: Path) -> None:
        self._own = own

    def all(self) -> tuple[Shelved, ...]:
        """Return every template, the workspace's own first, each with what is wrong with it where it cannot be used."""
        return tuple(_shelved(path, shipped=shipped) for path, shipped in self._files())

    def the(self, name: str) -> Template:
        """Return the template of a name, written in any way ("tear-sheet", "Company tear sheet"), or the only one whose name has it.

        Raises UsageError, which names those there are, and CannotReadError for one that breaks a rule.
        """
        wanted = _key(name)
        files = list(self._files())
        named = [(path, shipped) for path, shipped in files if _key(path.stem) == wanted]
        if not named and wanted:
            titled = [(path, shipped) for path, shipped in files if wanted in {_key(title) for title in _titles(path, shipped=shipped)}]
            named = titled or [(path, shipped) for path, shipped in files if wanted in _key(path.stem)]
            named = named if len(named) == 1 or titled else []
        if not named:
            there = ", ".join(path.stem for path, _ in files)
            raise UsageError(f"template {name!r} is not known", f"name one of: {there}")
        path, shipped = named[0]
        return _read(path, shipped=shipped)

    def _files(self) -> Iterator[tuple[Path, bool]]:
        seen: set[str] = set()
        for folder, shipped in ((self._own, False), (SHIPPED, True)):
            for path in sorted(folder.glob("*.md"))[:MOST_FILES] if folder.is_dir() else ():
                if path.stem not in seen:
                    seen.add(path.stem)
                    yield path, shipped


def _shelved(path: Path, *, shipped: bool) -> Shelved:
    try:
        return Shelved(path.stem, _read(path, shipped=shipped), shipped=shipped)
    except CannotReadError as error:
        return Shelved(path.stem, None, str(error), shipped=shipped)


def _titles(path: Path, *, shipped: bool) -> tuple[str, ...]:
    template = _shelved(path, shipped=shipped).template
    return (template.front.title,) if template else ()


def _read(path: Path, *, shipped: bool) -> Template:
    shown = path.name if shipped else str(path)
    if not path.is_file():
        raise CannotReadError(f"template {shown}: it is no file", "put a file of Markdown there, or take it away")
    try:
        with path.open("rb") as file:
            content = file.read(LONGEST_TEMPLATE + 1)
    except OSError as error:
        raise CannotReadError(f"template {shown}: {(error.strerror or str(error)).lower()}", "make it readable") from error
    return read_template(path.stem, shown, content, shipped=shipped)


def _key(name: str) -> str:
    return re.sub(r"[\W_]", "", name.casefold())
