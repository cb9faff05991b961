"""What a packed office file states of itself: title, company and day of creation, when they look meant."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from ingest.loaded import Stated
from ingest.office.package import Package
from research.text.patterns import read_beside

SOURCE = "document properties"


@cache
def _defaults() -> dict[str, frozenset[str]]:
    """Return by field the values that programs fill in by themselves, lower case."""
    raw = read_beside(__file__, "defaults.toml")
    return {name: frozenset(values) for name, values in raw.items()}


def read_properties(package: Package, *, dated: bool = True) -> list[Stated]:
    """Return title, company and (when `dated`) the instant of creation as the file states them; those that nobody meant are left out."""
    core, extended = _values(package, "core-properties"), _values(package, "extended-properties")
    found = {"title": core.get("title", ""), "company": extended.get("Company", "")}
    stated = [Stated(name, " ".join(value.split()), SOURCE) for name, value in found.items() if is_meant(name, value)]
    if dated and (created := _instant(core.get("created", ""))):
        stated.append(Stated("published_at", created, SOURCE))
    return stated


def is_meant(field: str, value: str) -> bool:
    """Return whether a person may have chosen the value: it has letters enough and no program fills it in."""
    plain = " ".join(value.split()).casefold()
    letters = sum(character.isalpha() for character in plain)
    if letters < 3 or plain in _defaults()[field]:
        return False
    return not any(plain.startswith(start) for start in _defaults()["beginnings"]) and not plain.endswith(
        (".docx", ".doc", ".pptx", ".xlsx")
    )


def _values(package: Package, kind: str) -> dict[str, str]:
    part = package.related("", kind)
    if part is None:
        return {}
    return {str(one.tag).rpartition("}")[2]: (one.text or "").strip() for one in package.xml(part) if isinstance(one.tag, str)}


def _instant(text: str) -> str | None:
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        return None
    aware = parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
    shown = aware.isoformat()
    return None if shown in _defaults()["created"] or aware.year < 1990 else shown
