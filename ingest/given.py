"""What the caller knows of a file: fields from the command line and from a metadata file, which go before the document's own words.

A metadata file holds one JSON object a line: `path` or `name` says which file, the other keys are fields. Values travel as
text (a job's `metadata`) and are checked when they are read, before any file is opened.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeAlias

from ingest.loaded import Metadata
from research.errors import UsageError
from research.nouns.access import PUBLIC
from research.nouns.documents import Document, Kind, Tier
from research.nouns.jobs import IngestJob

# Where a field's value came from, beside the places in the document that the metadata reader names.
CALLER = "caller"
LABEL = "label"

Value: TypeAlias = str | int | date | datetime | Kind | Tier
Pairs: TypeAlias = tuple[tuple[str, str], ...]


def _instant(text: str) -> datetime:
    """Return an instant; a date is its first moment and one without a zone is UTC."""
    parsed = datetime.fromisoformat(text)
    return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)


def _text(text: str) -> str:
    if not text.strip():
        raise ValueError("it is empty")
    return text.strip()


PARSERS: Mapping[str, Callable[[str], Value]] = {
    "title": _text,
    "company": _text,
    "ticker": _text,
    "kind": Kind,
    "tier": Tier,
    "form_type": _text,
    "fiscal_year": int,
    "fiscal_period": _text,
    "period_end": date.fromisoformat,
    "published_at": _instant,
    "language": _text,
    LABEL: _text,
}

LONGEST_VALUE = 300
YEARS = range(1900, 2101)
FISCAL_PERIODS = ("FY", "Q1", "Q2", "Q3", "Q4", "H1", "H2", "9M")
# What fits, in words, where the error of the type alone would not tell.
_FITTING = {
    "kind": f"it is one of {', '.join(Kind)}",
    "tier": f"it is one of {', '.join(Tier)}",
    "fiscal_year": f"it is a year from {YEARS[0]} to {YEARS[-1]}, as 2024",
    "fiscal_period": f"it is one of {', '.join(FISCAL_PERIODS)}",
    "period_end": "it is a date, as 2024-12-31",
    "published_at": "it is a date, as 2024-12-31, or an instant, as 2024-12-31T16:30:00+01:00",
}


@dataclass(frozen=True, slots=True)
class MetadataLine:
    """One line of a metadata file: its number, which file it is for (path or name), its fields, and keys that are no field."""

    number: int
    path: Path | None
    name: str | None
    fields: Pairs
    unknown: tuple[str, ...]

    def fits(self, file: Path) -> bool:
        """Return whether the line is for this file: its resolved path, its name, or its name without suffix."""
        if self.path is not None:
            return self.path == file
        return self.name in (file.name, file.stem)


def read_metadata_file(path: Path) -> tuple[MetadataLine, ...]:
    """Return the lines of a metadata file; paths are taken from the current folder, else from the file's own.

    Raises UsageError with the line's number for a line that is no object, names no file, or holds a value that does not fit.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise UsageError(f"metadata file {path}: {error.strerror}", "correct --metadata") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"metadata file {path} is not UTF-8", "save it as UTF-8") from error
    return tuple(_read_line(path, number, line) for number, line in enumerate(lines, 1) if line.strip())


def fields_for(file: Path, lines: Iterable[MetadataLine]) -> Pairs:
    """Return the fields that a metadata file gives a file; a later line goes before an earlier one."""
    return tuple(dict(pair for line in lines if line.fits(file) for pair in line.fields).items())


def check_fields(pairs: Sequence[tuple[str, str]], *, where: str) -> None:
    """Raise UsageError unless every pair is a known field with a value that fits."""
    for name, text in pairs:
        if name not in PARSERS:
            raise UsageError(f"{where}: {name!r} is no field of a document", f"fields: {', '.join(PARSERS)}")
        try:
            parse_field(name, text)
        except ValueError as error:
            raise UsageError(f"{where}: {name} {text!r} does not fit ({error})", "correct the value") from error


def parse_field(name: str, text: str) -> Value:
    """Return the value of a field as a person typed it; ValueError says in words what would fit."""
    if len(text) > LONGEST_VALUE:
        raise ValueError(f"it is longer than {LONGEST_VALUE} characters")
    try:
        value = PARSERS[name](text.strip())
    except (ValueError, OverflowError) as error:
        raise ValueError(_FITTING.get(name) or str(error)) from error
    if (name == "fiscal_year" and value not in YEARS) or (name == "fiscal_period" and value not in FISCAL_PERIODS):
        raise ValueError(_FITTING[name])
    return value


def apply_given(metadata: Metadata, given: Mapping[str, str]) -> Metadata:
    """Return the metadata with the caller's fields in place of the document's, each marked as the caller's; labels are not metadata."""
    fields = {name: PARSERS[name](text) for name, text in given.items() if name != LABEL}
    sources = tuple(pair for pair in metadata.sources if pair[0] not in given)
    return replace(metadata, **fields, sources=sources + tuple((name, CALLER) for name in given))  # type: ignore[arg-type]


def given_before(document: Document | None) -> dict[str, str]:
    """Return the fields that the caller gave an earlier version, and its label: an update without them does not lose them."""
    if document is None:
        return {}
    sources = dict(document.sources)
    names = [name for name, source in sources.items() if source == CALLER and name in PARSERS]
    kept = {name: as_text(getattr(document, name)) for name in names if getattr(document, name) is not None}
    if document.label != PUBLIC and LABEL not in sources:
        kept[LABEL] = document.label
    return kept | dict(document.given)


def agrees(document: Document, given: Mapping[str, str]) -> bool:
    """Return whether a stored document already says all that the caller gives."""
    return all(getattr(document, name) == PARSERS[name](text) for name, text in given.items())


def as_text(value: Value) -> str:
    """Return a field's value as it travels; `PARSERS` reads it back."""
    return value.isoformat() if isinstance(value, date) else str(value)


def _read_line(path: Path, number: int, line: str) -> MetadataLine:
    where = f"metadata file {path} line {number}"
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{where} is not JSON: {getattr(error, 'msg', error)}", "one object a line") from error
    if not isinstance(record, dict):
        raise UsageError(f"{where} is not an object", 'as {"name": "report.pdf", "company": "Example"}')
    target, name = record.pop("path", None), record.pop("name", None)
    if not any(isinstance(one, str) and one for one in (target, name)):
        raise UsageError(f"{where} names no file", 'give it a "path" or a "name"')
    fields = {key: value for key, value in record.items() if key in PARSERS and value is not None}
    if odd := next((key for key, value in fields.items() if isinstance(value, (bool, dict, list))), None):
        raise UsageError(f"{where}: {odd} is neither text nor a number", "give one value a field")
    pairs = tuple((key, str(value)) for key, value in fields.items())
    check_fields(pairs, where=where)
    unknown = tuple(str(key) for key in record if key not in PARSERS)
    return MetadataLine(number, _resolve(path, target, where) if isinstance(target, str) and target else None, name, pairs, unknown)


def _resolve(metadata_file: Path, target: str, where: str) -> Path:
    """Return the file that a line's path names, from the current folder or the metadata file's; raises UsageError for what is no path."""
    try:
        here = Path(target).expanduser().resolve()
        return here if here.exists() else (metadata_file.resolve().parent / target).resolve()
    except (OSError, ValueError, RuntimeError) as error:
        raise UsageError(f"{where}: {target[:80]!r} is no path of a file ({error})", "correct the path") from error


def given_by(job: IngestJob) -> dict[str, str]:
    """Return the fields that a job's caller gives: those of the file's own metadata line before those of the whole call."""
    whole_call = {name: value for name, value in (("kind", job.kind), (LABEL, job.label)) if value}
    return whole_call | dict(job.metadata)
