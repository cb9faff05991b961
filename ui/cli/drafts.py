"""`desk drafts`: your drafts and those that await your review, their versions, what differs between two, and who signed which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from research.errors import UsageError
from research.nouns.access import Access
from research.nouns.editing import ChangeKind, DraftSummary, OpenDraft, Signature, SignOffAction
from ui.cli.bundled import bundled
from ui.cli.contract import Json
from ui.cli.drafts_json import difference_json, open_json, sign_off_json, summary_json, support_json, version_json
from ui.cli.options import HomeOption, JsonOption, opened
from ui.cli.output import console, notes, print_json, shown
from ui.render.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from research.nouns.editing import DraftDifference, SentenceSupport
    from research.workspace import Workspace

IdArgument = Annotated[str, typer.Argument(metavar="DRAFT", help="The draft's id, as desk drafts list or awaiting shows it.")]
drafts_app = typer.Typer(
    help="List your drafts, show what changed from version to version, review and release them.",
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
)
_STYLES = {ChangeKind.ADDED: "green", ChangeKind.REMOVED: "red"}


@dataclass(frozen=True, slots=True)
class Signing:
    """Which version is signed, by its number and its content, and what is kept with the signature."""

    version: Annotated[int, typer.Option("--version", metavar="N", help="The version that you have read: it has to be the newest one.")]
    sha256: Annotated[
        str, typer.Option("--sha256", metavar="HASH", help="The hash of its content, or how it begins; refused for another.")
    ] = ""
    comment: Annotated[str, typer.Option("--comment", metavar="TEXT", help="What is to be kept with the signature.")] = ""


@drafts_app.callback()
def drafts_command(context: typer.Context, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """List your drafts, show what changed from version to version, review and release them.

    Without a command the drafts are listed. What cites a document that is not there for you is withheld, and it is said that it is.
    """
    if context.invoked_subcommand is None:
        _list(home, as_json=as_json)


@drafts_app.command("list")
def list_command(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """List your drafts, the last saved first."""
    _list(home, as_json=as_json)


@drafts_app.command("awaiting")
def awaiting_command(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """List the drafts of others that wait for you to review or release them, the last saved first.

    A draft is there for you when you may see every document that it was made from. Its id begins with its writer's name.
    """
    with opened(home) as workspace:
        found = workspace.draft_editor.awaiting(workspace.access())
    _print_list(found, "no draft awaits your review", as_json=as_json)


@drafts_app.command("show")
def show_command(
    draft: IdArgument,
    version: Annotated[int | None, typer.Option("--version", metavar="N", help="That version, in place of the newest one.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Say too what each sentence rests on, and what keeps it from release.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a draft as it is edited: its sections, what is open, its versions and who signed them.

    Example: desk drafts show 3f2a9c0d1e4b5a67 --check
    """
    with opened(home) as workspace:
        access = workspace.access()
        found = workspace.draft_editor.open(draft, access, version)
        supports = _supports(workspace, access, found) if check else {}
        blocking = workspace.draft_editor.blocking(draft, access) if check and version is None else ()
    if as_json:
        told: dict[str, Json] = open_json(found)
        if check:
            told["support"] = [support_json(section, one) for section, rests in supports.items() for one in rests]
            told["blocking"] = list[Json](blocking)
        print_json(told)
        return
    _show(found, supports)
    for line in blocking:
        console().print(f"keeps it from release: {line}", style="yellow", markup=False, highlight=False, soft_wrap=True)


@drafts_app.command("diff")
def diff_command(
    draft: IdArgument,
    old: Annotated[int | None, typer.Argument(metavar="OLD", help="The older version (default: the one before the newer).")] = None,
    new: Annotated[int | None, typer.Argument(metavar="NEW", help="The newer version (default: the newest).")] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what changed from one version to another, word by word.

    Example: desk drafts diff 3f2a9c0d1e4b5a67 4 7
    """
    with opened(home) as workspace:
        access = workspace.access()
        numbers = [one.number for one in workspace.draft_editor.versions(draft, access)]
        later = numbers[0] if new is None else new
        before = next((number for number in numbers if number < later), later) if old is None else old
        found = workspace.draft_editor.difference(draft, before, later, access)
    if as_json:
        print_json(difference_json(found))
    elif len(numbers) == 1:
        console().print(f"version {later} is the only one: there is none to compare it with")
    else:
        _print_difference(found)


@drafts_app.command("send")
@bundled
def send_command(draft: IdArgument, signing: Signing, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Send a version of your draft to those who review: somebody of your team who may see all that it was made from.

    You can go on editing it, which takes it back, or take it back with desk drafts reopen.

    Example: desk drafts send 3f2a9c0d1e4b5a67 --version 7 --comment "figures of the quarter are in"
    """
    _sign(SignOffAction.SENT, draft, signing, home, as_json=as_json)


@drafts_app.command("note")
@bundled
def note_command(draft: IdArgument, signing: Signing, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Note something on a draft that was sent to review; it stays where it is, and its writer reads the note.

    Example: desk drafts note ann/3f2a9c0d1e4b5a67 --version 7 --comment "the target price needs its date"
    """
    _sign(SignOffAction.NOTED, draft, signing, home, as_json=as_json)


@drafts_app.command("return")
@bundled
def return_command(draft: IdArgument, signing: Signing, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Return a draft that was sent to review to its writer, with what is to be done; it is a draft again.

    Example: desk drafts return ann/3f2a9c0d1e4b5a67 --version 7 --comment "the risks of the note of May are missing"
    """
    _sign(SignOffAction.RETURNED, draft, signing, home, as_json=as_json)


@drafts_app.command("review")
@bundled
def review_command(draft: IdArgument, signing: Signing, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Sign a version as read. Any edit makes it a draft again.

    The signature holds for the content of that version, by its hash, and is recorded in the audit trail; that it is your own draft, too. In
    a team it is somebody else's, which was sent to review.

    Example: desk drafts review 3f2a9c0d1e4b5a67 --version 7 --comment "figures held against the filing"
    """
    _sign(SignOffAction.REVIEWED, draft, signing, home, as_json=as_json)


@drafts_app.command("release")
@bundled
def release_command(draft: IdArgument, signing: Signing, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Release a reviewed version: it is final from then on.

    Refused while a required element is open, something is still to be written, a section has another text beside it, a sentence that was
    not let stand with a reason is against its source, or something of it is withheld from you. In a team nobody releases their own.

    Example: desk drafts release 3f2a9c0d1e4b5a67 --version 7
    """
    _sign(SignOffAction.RELEASED, draft, signing, home, as_json=as_json)


@drafts_app.command("reopen")
@bundled
def reopen_command(draft: IdArgument, signing: Signing, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Make a reviewed or released draft a draft again; its signatures stay on record."""
    _sign(SignOffAction.REOPENED, draft, signing, home, as_json=as_json)


def _sign(action: SignOffAction, draft: str, signing: Signing, home: HomeOption, *, as_json: bool) -> None:
    """Sign a version and print that it is; raises UsageError for a hash that is not its own."""
    with opened(home) as workspace:
        editor, access = workspace.draft_editor, workspace.access()
        stored = next((one for one in editor.versions(draft, access) if one.number == signing.version), None)
        if stored is None:
            raise UsageError(f"draft {draft} has no version {signing.version}", "desk drafts show tells its versions")
        if not stored.sha256.startswith(signing.sha256.strip().lower()):
            told = f"version {stored.number} of draft {draft} has the hash {stored.sha256}, not {signing.sha256}"
            raise UsageError(told, "open it again and read it")
        found = editor.sign(Signature(action, stored.number, stored.sha256, signing.comment), draft, access)
    _print_signed(found, as_json=as_json)


def _supports(workspace: Workspace, access: Access, found: OpenDraft) -> dict[str, tuple[SentenceSupport, ...]]:
    """Return what the sentences of each section rest on, by its id."""
    return {section.id: workspace.draft_editor.support(found.draft, section, access) for section in found.draft.sections}


def _list(home: HomeOption, *, as_json: bool) -> None:
    with opened(home) as workspace:
        found = workspace.draft_editor.drafts(workspace.access())
    _print_list(found, "there is no draft yet: desk draft COMPANY makes one", as_json=as_json)


def _print_list(found: Sequence[DraftSummary], none: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"drafts": [summary_json(one) for one in found]})
        return
    table = Table("id", "title", "template", "state", "version", "saved", box=None, pad_edge=False)
    for one in found:
        told = (shown(one.id), shown(one.title), one.template, one.state.value, str(one.version))
        table.add_row(*told, f"{one.saved_at:%Y-%m-%d %H:%M} UTC")
    if found:
        console().print(table)
    else:
        notes().print(none, soft_wrap=True)


def _show(found: OpenDraft, supports: dict[str, tuple[SentenceSupport, ...]]) -> None:
    from research.drafting.editing.texts import text_of  # noqa: PLC0415  (only this command needs it)

    draft, out = found.draft, console()
    out.print(draft.title, style="bold", markup=False)
    version = f"{draft.template}, version {draft.version}, {draft.state.value}, saved {draft.saved_at:%Y-%m-%d %H:%M} UTC"
    out.print(f"{version}\nsha256 {found.sha256}", markup=False, highlight=False, soft_wrap=True)
    for section in draft.sections:
        out.print(f"\n{'#' * (section.level + 1)} {section.heading}", style="bold", markup=False)
        out.print(text_of(section), markup=False, highlight=False, soft_wrap=True)
        for one in supports.get(section.id, ()):
            accepted = f" (accepted: {one.accepted})" if one.accepted else ""
            said = f"  {one.verdict.value.replace('_', ' ')}: {one.text} – {one.reason}{accepted}"
            out.print(said, style="dim", markup=False, highlight=False, soft_wrap=True)
    out.print()
    for other in draft.conflicts:
        heading = next((one.heading for one in draft.sections if one.id == other.section), other.section)
        out.print(f"another text of “{heading}”, of version {other.version}:\n{other.text}", style="yellow", markup=False)
    for hidden in found.withheld:
        out.print(f"withheld from you in “{hidden.heading}”: {counted(hidden.pieces, 'piece')}", style="yellow", markup=False)
    for line in draft.open_items:
        out.print(f"open: {line}", markup=False, highlight=False, soft_wrap=True)
    for signed in found.sign_offs:
        own = ", whose own draft it is" if signed.is_own and signed.action is not SignOffAction.SENT else ""
        comment = f": {signed.comment}" if signed.comment else ""
        line = f"version {signed.version} {signed.action.value} by {signed.by}{own}, {signed.at:%Y-%m-%d %H:%M} UTC{comment}"
        out.print(line, markup=False, highlight=False, soft_wrap=True)
    out.print(counted(len(found.versions), "version"))


def _print_difference(found: DraftDifference) -> None:
    out = console()
    if not found.sections:
        out.print(f"versions {found.old} and {found.new} say the same")
    for section in found.sections:
        out.print(f"{section.heading}: {section.kind.value}", style="bold", markup=False)
        for run in section.words:
            said = {ChangeKind.ADDED: f"{{+{run.text}+}}", ChangeKind.REMOVED: f"[-{run.text}-]"}.get(run.kind, run.text)
            out.print(said, style=_STYLES.get(run.kind, ""), end="", markup=False, highlight=False, soft_wrap=True)
        out.print("\n")


def _print_signed(found: OpenDraft, *, as_json: bool) -> None:
    signed = found.sign_offs[-1]
    if as_json:
        newest = next(one for one in found.versions if one.number == signed.version)
        print_json({"draft": found.draft.id, "version": version_json(newest), "signed": sign_off_json(signed)})
        return
    own = "; it is your own draft, and the record says so" if signed.is_own and signed.action is not SignOffAction.SENT else ""
    done = "sent to review" if signed.action is SignOffAction.SENT else signed.action.value
    console().print(f"{found.draft.title}: version {signed.version} {done}{own}", markup=False, soft_wrap=True)
