"""Options that several commands share, and what they are turned into."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from research.errors import NotFoundError, UsageError
from research.nouns.access import Access
from research.nouns.answers import PeriodTerm
from research.nouns.documents import Document
from research.nouns.queries import DocumentFilter
from ui.cli.team import allowed_settings

if TYPE_CHECKING:
    from research.directory import Company
    from research.workspace import Workspace


def named_path(text: str) -> Path:
    """Return a path that a command names; raises UsageError for "", which a shell gives for a variable that is not set."""
    if not str(text).strip():
        raise UsageError("a path is empty", "name a file or a folder; . is the working folder")
    return Path(text)


HomeOption = Annotated[
    Path | None,
    typer.Option("--home", metavar="FOLDER", help="Workspace folder (default: DESK_HOME, else data/workspace).", show_default=False),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON on stdout.")]
CompanyOption = Annotated[
    list[str] | None, typer.Option("--company", metavar="NAME", help="Only documents of this company; may be repeated.")
]
PeriodOption = Annotated[
    str | None, typer.Option("--period", metavar="YEAR", help="Only documents of this fiscal year, for example FY2018.")
]
FormOption = Annotated[
    list[str] | None, typer.Option("--form-type", metavar="FORM", help="Only this form, for example 10-K; may be repeated.")
]
DocumentOption = Annotated[
    list[str] | None, typer.Option("--document", metavar="NAME", help="Only the document of this name; may be repeated.")
]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="Only what was published and received by this date (YYYY-MM-DD).")
]
BatchOption = Annotated[
    Path | None, typer.Option("--batch", metavar="FILE", help="Read one JSON object a line from this file, print one a line.")
]
UseDocumentOption = Annotated[bool, typer.Option("--use-document", help="With --batch: search only the line's `document`.")]
AcrossOption = Annotated[
    list[str] | None,
    typer.Option(
        "--across",
        metavar="NAME",
        help="With --batch: ask each line of this company; may be repeated; all stands for every one of the library.",
    ),
]
WorkbookOption = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="With --across: write the grid of questions by companies to this .xlsx file."),
]


# What may stand between the periods of an option.
_BESIDE_PERIODS = re.compile(r"\band\b|[\s,;]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters of a command, as they were typed."""

    companies: tuple[str, ...] = ()
    period: str | None = None
    form_types: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    as_of: str | None = None

    def access(self, workspace: Workspace) -> Access:
        """Return the reader of the command; raises UsageError for a date that is none."""
        return workspace.access(as_of=end_of_day(self.as_of) if self.as_of else None)

    def wanted(self, workspace: Workspace, access: Access) -> DocumentFilter:
        """Return the filter for the workspace's documents, company names resolved to the ways that documents print them."""
        return DocumentFilter(
            companies=self._spellings(workspace, access),
            form_types=tuple(form.upper() if form[:1].isdigit() else form for form in self.form_types),
            fiscal_years=tuple(sorted({period.fiscal_year for period in self.periods() if period.fiscal_year})),
            names=self.documents,
        )

    def periods(self) -> tuple[PeriodTerm, ...]:
        """Return the periods typed; raises UsageError when they are none."""
        from research.planning.periods import each_once, place_periods  # noqa: PLC0415

        if self.period is None:
            return ()
        placed = place_periods(self.period)
        rest = list(self.period)
        for one in placed:
            rest[one.start : one.end] = " " * (one.end - one.start)
        if not placed or _BESIDE_PERIODS.sub("", "".join(rest)):
            raise UsageError(f"period {self.period!r} is not understood", "write it as FY2018 or Q3 FY2018")
        return each_once(one.term for one in placed)

    def held(self, workspace: Workspace, access: Access, wanted: DocumentFilter) -> list[Document]:
        """Return the documents that `wanted` leaves; raises NotFoundError, which names the filters, when it leaves none."""
        documents = workspace.documents.find(access, wanted)
        if documents:
            return documents
        raise NotFoundError(self.none_left(), "desk status lists what is; add it with desk ingest")

    def none_left(self) -> str:
        """Return the line that says that no document fits, which names the filters; raises UsageError for a period that is none."""
        parts = [
            *([f"of {' or '.join(self.companies)}"] if self.companies else []),
            *([f"for {' or '.join(period.label for period in self.periods())}"] if self.period else []),
            *([f"of form {' or '.join(self.form_types)}"] if self.form_types else []),
            *([f"named {' or '.join(self.documents)}"] if self.documents else []),
            *([f"published and received by {self.as_of}"] if self.as_of else []),
        ]
        return " ".join(["no document", *parts, "is in the library"])

    def _spellings(self, workspace: Workspace, access: Access) -> tuple[str, ...]:
        """Return the ways that documents print the companies typed; raises UsageError."""
        if not self.companies:
            return ()
        named = named_companies(self.companies, workspace.directory.companies(access))
        return tuple(spelling for company in named for spelling in company.spellings)


def named_companies(typed: Iterable[str], directory: Sequence[Company]) -> tuple[Company, ...]:
    """Return the companies of the directory that are typed, each once; a name that none carries is a company of its own.

    Raises UsageError for an empty name and for one that may be several companies.
    """
    from research.directory import Company, companies_called  # noqa: PLC0415
    from research.planning.companies import find_companies  # noqa: PLC0415

    names = {company.name: (*company.spellings, *company.other_names) for company in directory}
    companies: dict[str, Company] = {}
    for name in typed:
        if not name.strip():
            raise UsageError("the company's name is empty", "name a company; desk status lists those of the library")
        named = {match.company for match in find_companies(name, names)}
        found = [company for company in directory if company.name in named] or companies_called(name, directory)
        if not named and len(found) > 1:
            raise UsageError(f"{name!r} may be {' or '.join(company.name for company in found)}", "write the whole name")
        companies |= {company.name: company for company in found or [Company(name, (name,), ())]}
    return tuple(companies.values())


def start_of_day(text: str) -> datetime:
    """Return the first instant (UTC) of a date written YYYY-MM-DD; raises UsageError."""
    return datetime.combine(_day(text), time.min, tzinfo=UTC)


def end_of_day(text: str) -> datetime:
    """Return the last instant (UTC) of a date written YYYY-MM-DD; raises UsageError."""
    return datetime.combine(_day(text), time.max, tzinfo=UTC)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"date {text!r} is not one", "write it as YYYY-MM-DD") from error


@contextmanager
def opened(home: Path | None, *, create: bool = False) -> Iterator[Workspace]:
    """Open the workspace that `home` or the settings name; only a command that writes to it may `create` it."""
    from research.workspace import Workspace  # noqa: PLC0415  (heavy, and only some commands need it)

    with Workspace.open(allowed_settings(home), create=create) as workspace:
        yield workspace
