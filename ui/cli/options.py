"""Options that several commands share, and what they are turned into."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from research.errors import UsageError
from research.nouns.access import Access
from research.nouns.queries import DocumentFilter
from research.settings import Settings, load_settings

if TYPE_CHECKING:
    from research.workspace import Workspace

HomeOption = Annotated[
    Path | None, typer.Option("--home", help="Workspace folder (default: DESK_HOME, else data/workspace).", show_default=False)
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON on stdout.")]
CompanyOption = Annotated[list[str] | None, typer.Option("--company", help="Only documents of this company; may be repeated.")]
PeriodOption = Annotated[str | None, typer.Option("--period", help="Only documents of this fiscal year, for example FY2018.")]
FormOption = Annotated[list[str] | None, typer.Option("--form-type", help="Only this form, for example 10-K; may be repeated.")]
DocumentOption = Annotated[list[str] | None, typer.Option("--document", help="Only the document of this name; may be repeated.")]
AsOfOption = Annotated[str | None, typer.Option("--as-of", help="Only what was published and received by this date (YYYY-MM-DD).")]
BatchOption = Annotated[Path | None, typer.Option("--batch", help="Read one JSON object a line from this file, print one a line.")]
UseDocumentOption = Annotated[bool, typer.Option("--use-document", help="With --batch: search only the line's `document`.")]


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters of a command, as they were typed."""

    companies: tuple[str, ...] = ()
    period: str | None = None
    form_types: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    as_of: str | None = None

    def access(self, settings: Settings) -> Access:
        """Return the reader of the command; raises UsageError for a date that is none."""
        return Access(settings.user, None, end_of_day(self.as_of) if self.as_of else None)

    def wanted(self, workspace: Workspace, access: Access) -> DocumentFilter:
        """Return the filter for the workspace's documents, company names resolved to the ways that documents print them."""
        from research.directory import company_directory  # noqa: PLC0415
        from research.planning.companies import find_companies  # noqa: PLC0415
        from research.planning.periods import find_periods  # noqa: PLC0415

        spellings: list[str] = []
        if self.companies:
            directory = company_directory(workspace.documents.find(access, DocumentFilter()))
            names = {company.name: (*company.spellings, *company.other_names) for company in directory}
            printed = {company.name: company.spellings for company in directory}
            for typed in self.companies:
                found = find_companies(typed, names)
                spellings += [name for match in found for name in printed[match.company]] or [typed]
        periods = find_periods(self.period) if self.period else ()
        if self.period and not periods:
            raise UsageError(f"period {self.period!r} is not understood", "write it as FY2018")
        return DocumentFilter(
            companies=tuple(spellings),
            form_types=tuple(form.upper() if form[:1].isdigit() else form for form in self.form_types),
            fiscal_years=tuple(sorted({period.fiscal_year for period in periods if period.fiscal_year})),
            names=self.documents,
        )


def end_of_day(text: str) -> datetime:
    """Return the last instant (UTC) of a date written YYYY-MM-DD; raises UsageError."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"date {text!r} is not one", "write it as YYYY-MM-DD") from error
    return datetime.combine(day, time.max, tzinfo=UTC)


@contextmanager
def opened(home: Path | None, *, create: bool = False) -> Iterator[Workspace]:
    """Open the workspace that `home` or the settings name; only a command that writes to it may `create` it."""
    from research.workspace import Workspace  # noqa: PLC0415  (heavy, and only some commands need it)

    with Workspace.open(load_settings(home), create=create) as workspace:
        yield workspace
