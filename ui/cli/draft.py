"""`desk draft`: a draft from a template, every figure with its source, what is lacking by name."""

from __future__ import annotations

import os
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from research.errors import UsageError
from ui.cli.bundled import bundled
from ui.cli.contract import Json
from ui.cli.exporting import ForFile, export_file
from ui.cli.options import AsOfOption, Filters, HomeOption, JsonOption, named_companies, opened
from ui.cli.output import check_writable, console, notes, print_json
from ui.out.draft_files import FORMATS, draft_file
from ui.render.words import counted

if TYPE_CHECKING:
    from research.drafting.templates.reading import Template
    from research.drafting.writing.writer import Subject, Written
    from research.nouns.access import Access
    from research.nouns.drafts import Draft
    from research.workspace import Workspace

NOT_FINAL = 3
# The instant that a draft made again for the same library is to bear (https://reproducible-builds.org/docs/source-date-epoch/).
_EPOCH = "SOURCE_DATE_EPOCH"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be written: by which template, of whom, about what, and what is given for it."""

    template: Annotated[str, typer.Option("--template", metavar="NAME", help="The template; desk draft --list shows them.")] = "tear-sheet"
    peers: Annotated[
        list[str] | None, typer.Option("--peer", metavar="NAME", help="A company to set beside it; may be repeated (peer-comparison).")
    ] = None
    topic: Annotated[str, typer.Option("--topic", metavar="WORDS", help="What a topic-brief is about.")] = ""
    given: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=TEXT", help="An element of the draft, for example rating=Hold; may be repeated."),
    ] = None
    as_of: AsOfOption = None
    no_llm: Annotated[bool, typer.Option("--no-llm", help="Use no language model, even when one is configured.")] = False


@dataclass(frozen=True, slots=True)
class Form:
    """What the draft is written to, and whether it has to be final."""

    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="The .docx, .html or .md file to write (default: Markdown on stdout)."),
    ] = None
    final: Annotated[bool, typer.Option("--final", help="Refuse, with 3, while something that is required is open.")] = False


@bundled
def draft_command(
    company: Annotated[str | None, typer.Argument(metavar="COMPANY", help="The company, by any of its names.")] = None,
    wish: Wish = Wish(),
    form: Form = Form(),
    listed: Annotated[bool, typer.Option("--list", help="List the templates and what is wrong with one that cannot be used.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a draft from a template: tables and charts from facts, sentences word for word, and what is missing by name.

    Every figure is held against its source first: what its source does not bear out is left out and named. Where a language model is
    configured it puts passages in words, each sentence checked against the places that it cites. Own templates lie in the workspace's
    folder templates, beside house.toml with what every draft has and house.docx with the styles of Word files. Each draft is kept, as the
    next version of the same template's about the same company.

    Example: desk draft 3M --template tear-sheet --set rating=Hold -o 3m.html
    """
    if form.output is not None:
        _check_format(form.output)
        check_writable(form.output)
    with opened(home) as workspace:
        if listed:
            _list(workspace, as_json=as_json)
            return
        if company is None:
            raise UsageError("no company is named", "write desk draft COMPANY, or desk draft --list")
        access = Filters(as_of=wish.as_of).access(workspace)
        written = _written(workspace, access, company, wish)
        if form.final and written.draft.open_items:
            _refuse(written, as_json=as_json)
        from ui.out.links import with_links  # noqa: PLC0415

        written = replace(written, draft=replace(written.draft, is_final=form.final))
        kept = workspace.drafting.keep(written, access)
        templates = workspace.settings.home / "templates"
        content = draft_file(with_links(workspace, access, kept), form.output.suffix.lower() if form.output else ".md", templates)
        if form.output is not None:
            cited = tuple(one.citation.document_id for one in kept.sources)
            export_file(workspace.acts, access, form.output, ForFile(content, f"draft {kept.id} version {kept.version}", cited))
    _print(written, kept, form.output, content, as_json=as_json)


def _written(workspace: Workspace, access: Access, company: str, wish: Wish) -> Written:
    """Return the draft; on a terminal a line tells that a model writes."""
    template = workspace.drafting.shelf.the(wish.template)
    subject = _subject(workspace, access, template, company, wish=wish)
    asks = bool(workspace.models) and not wish.no_llm
    with notes().status("a model reads the papers") if asks else nullcontext():
        return workspace.drafting.write(template, subject, access, _now(), in_words=not wish.no_llm)


def _subject(workspace: Workspace, access: Access, template: Template, company: str, *, wish: Wish) -> Subject:
    """Return what a draft is about; raises UsageError for what its template needs and does not get, or gets and does not know."""
    from research.drafting.writing.elements import given_elements  # noqa: PLC0415
    from research.drafting.writing.subjects import LONGEST_TOPIC, MOST_PEERS, companies_beside, company_filed_as  # noqa: PLC0415
    from research.drafting.writing.writer import Subject  # noqa: PLC0415

    about, peers = template.front.about, wish.peers or ()
    if about == "topic" and not wish.topic.strip():
        raise UsageError(f"template {template.name} needs a topic", 'name it, for example --topic "tariffs"')
    if len(wish.topic) > LONGEST_TOPIC:
        raise UsageError(f"the topic has {len(wish.topic):,} characters", f"name it in at most {LONGEST_TOPIC}")
    if len(peers) > MOST_PEERS:
        raise UsageError(f"{len(peers)} companies are set beside it", f"name at most {MOST_PEERS}")
    directory = workspace.directory.companies(access)
    named = named_companies([company, *peers], directory)
    found = [one if one in directory else company_filed_as(workspace.documents, access, one.name, directory) or one for one in named]
    beside = tuple(found[1:]) or (companies_beside(workspace.documents, access, found[0], directory) if about == "peers" else ())
    return Subject(found[0], beside, " ".join(wish.topic.split()), given_elements(wish.given or (), template.front))


def _list(workspace: Workspace, *, as_json: bool) -> None:
    """Print the templates, those that cannot be used with why."""
    shelved = workspace.drafting.shelf.all()
    if as_json:
        rows: list[Json] = [
            {
                "template": one.name,
                "title": one.template.front.title if one.template else None,
                "description": one.template.front.description if one.template else None,
                "about": one.template.front.about if one.template else None,
                "required": list[Json](one.template.front.required) if one.template else None,
                "shipped": one.shipped,
                "problem": one.problem or None,
            }
            for one in shelved
        ]
        print_json({"templates": rows})
        return
    for one in shelved:
        console().print(f"{one.name}: {one.template.front.description or one.template.front.title}" if one.template else one.problem)


def _refuse(written: Written, *, as_json: bool) -> None:
    """Say what is open and end with 3."""
    if as_json:
        print_json({"status": "not final", "open": list[Json](written.draft.open_items), "missing": list[Json](written.missing)})
    else:
        console().print(f"{written.draft.title} is not final; open:")
        for line in written.draft.open_items:
            console().print(f"  {line}")
        notes().print('give an element with --set, for example --set "rating=Hold", or for every draft in templates/house.toml')
    raise typer.Exit(NOT_FINAL)


def _print(written: Written, kept: Draft, output: Path | None, content: bytes, *, as_json: bool) -> None:
    counts = written.counts
    if as_json:
        print_json(
            {
                "draft": kept.id,
                "version": kept.version,
                "title": kept.title,
                "template": kept.template,
                "company": kept.company,
                "file": str(output) if output else None,
                "status": "final" if kept.is_final else "draft",
                "model": ", ".join(written.models) or None,
                "figures": counts.passed,
                "figures_passed": counts.passed,
                "figures_left_out": counts.figures - counts.passed,
                "footnotes": written.footnotes,
                "footnotes_resolved": written.resolved,
                "missing": list[Json](written.missing),
                "open": list[Json](kept.open_items),
                "completed_at": kept.completed_at.isoformat() if kept.completed_at else None,
            }
        )
        return
    if output is None:
        console().print(content.decode(), end="")
    out = counts.figures - counts.passed
    told = f"{counted(counts.passed, 'figure')}, each borne out by its source{f', {out} left out' if out else ''}"
    told = f"{told}; {counted(written.footnotes, 'place')} cited"
    lacking = f", {counted(len(written.missing), 'line')} of what is missing" if written.missing else ""
    still = f", open: {', '.join(kept.open_items)}" if kept.open_items and not kept.is_final else ""
    notes().print(f"{output or kept.title}: version {kept.version}, {told}{lacking}{still}", soft_wrap=True)


def _check_format(output: Path) -> None:
    if output.suffix.lower() not in FORMATS:
        raise UsageError(f"file {output} has no form that drafts are written in", f"end its name with one of: {', '.join(FORMATS)}")


def _now() -> datetime:
    """Return the instant that a draft is completed at: now, or the one that SOURCE_DATE_EPOCH says."""
    said = os.environ.get(_EPOCH, "")
    return datetime.fromtimestamp(int(said), UTC) if said.isascii() and said.isdigit() and len(said) < 12 else datetime.now(UTC)
