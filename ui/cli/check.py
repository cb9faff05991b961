"""`desk check`: a draft against the library, sentence by sentence, and the same file back with what was found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from research.errors import CannotReadError, UsageError
from research.nouns.answers import Verdict
from ui.cli.bundled import bundled
from ui.cli.check_json import check_json
from ui.cli.exporting import ForFile, export_file
from ui.cli.options import AsOfOption, Filters, HomeOption, JsonOption, opened
from ui.cli.output import check_writable, console, notes, print_json
from ui.cli.progress import sentence_bar

if TYPE_CHECKING:
    from research.nouns.access import Access
    from research.nouns.drafts import CheckedSentence, DraftCheck
    from research.workspace import Workspace

MISMATCH = 4
_STYLES = {Verdict.SUPPORTED: "green", Verdict.MISMATCH: "red", Verdict.STALE: "yellow", Verdict.NO_EVIDENCE: "yellow"}
_SHOWN = frozenset({Verdict.MISMATCH, Verdict.STALE, Verdict.NO_EVIDENCE})


@dataclass(frozen=True, slots=True)
class Annotating:
    """What of a check is written into a copy of the draft."""

    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the same file with a comment at each finding.")
    ] = None
    footnotes: Annotated[bool, typer.Option("--footnotes", help="With -o: add a footnote with its source to each supported sentence.")] = (
        False
    )


@dataclass(frozen=True, slots=True)
class Decision:
    """Which sentence is let stand and why, and of which that is taken back."""

    accept: Annotated[
        int | None, typer.Option("--accept", metavar="N", help="Let the sentence of this number stand; give the --reason.")
    ] = None
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="With --accept: why it stands.")] = ""
    reopen: Annotated[
        int | None, typer.Option("--reopen", metavar="N", help="Forget the reason with which the sentence of this number stands.")
    ] = None


@bundled
def check_command(
    draft: Annotated[Path, typer.Argument(metavar="DRAFT", help="The draft: a Word (.docx) or Markdown (.md) file.")],
    annotating: Annotating = Annotating(),
    decision: Decision = Decision(),
    as_of: AsOfOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check a draft line by line against the library.

    Each sentence and each table cell is supported, a mismatch (with the source's figure), stale (a newer filing states another), without
    evidence, or not checkable, with the source found. A sentence that was let stand with a reason is remembered by its words. Ends with 4
    when a mismatch is left, or sentences of the draft contradict each other.

    Example: desk check note.docx -o checked.docx --json
    """
    from ingest.drafts import read  # noqa: PLC0415  (only this command needs it)

    _check_options(draft, annotating, decision)
    text = read(draft)
    with opened(home) as workspace:
        access = Filters(as_of=as_of).access(workspace)
        with sentence_bar(notes()) as told:
            check = workspace.draft_checker.check(text, access, now=datetime.now(UTC), told=told)
        if decision.accept is not None or decision.reopen is not None:
            _decide(workspace, access, check, decision)
            check = workspace.draft_checker.check(text, access, now=datetime.now(UTC))
        if annotating.output is not None:
            cited = tuple(one.citation.document_id for one in check.sentences if one.citation)
            content = _annotated(draft, check, footnotes=annotating.footnotes)
            export_file(workspace.acts, access, annotating.output, ForFile(content, f"check of {draft.name}", cited))
            notes().print(f"written: {annotating.output}", soft_wrap=True)
    print_json(check_json(check)) if as_json else _print(check)
    if speaks_against(check):
        raise typer.Exit(MISMATCH)


def speaks_against(check: DraftCheck) -> bool:
    """Return whether a mismatch of a draft, or a contradiction in it, is left that nobody let stand."""
    standing = {one.sentence for one in check.sentences if one.accepted}
    open_mismatch = any(one.verdict is Verdict.MISMATCH and not one.accepted for one in check.sentences)
    return open_mismatch or any(not {one.first, one.second} & standing for one in check.contradictions)


def _check_options(draft: Path, annotating: Annotating, decision: Decision) -> None:
    """Raise UsageError for options that do not go together or a file that the copy cannot be, CannotReadError for one not to be written."""
    if annotating.footnotes and annotating.output is None:
        raise UsageError("--footnotes needs -o", "name the file to write, for example -o checked.docx")
    if (decision.accept is None) != (not decision.reason):
        raise UsageError("--accept and --reason go together", "for example --accept 12 --reason 'audited figure follows in March'")
    if annotating.output is not None:
        _check_output(draft, annotating.output)


def _check_output(draft: Path, output: Path) -> None:
    if output.suffix.lower() != draft.suffix.lower():
        raise UsageError(f"the copy of {draft.name} is a {draft.suffix} file as well", f"name it so, for example -o checked{draft.suffix}")
    if output.exists() and draft.exists() and output.samefile(draft):
        raise UsageError(f"-o {output} is the draft itself", f"the copy is another file: for example -o checked{draft.suffix}")
    check_writable(output)


def _annotated(draft: Path, check: DraftCheck, *, footnotes: bool) -> bytes:
    """Return the draft with what was found of it; raises CannotReadError for one that is not the draft that was checked."""
    from ui.render.word import annotate  # noqa: PLC0415  (only this command needs it)

    try:
        original = draft.read_bytes()
    except OSError as error:
        raise CannotReadError(f"draft {draft} cannot be read: {error.strerror}", "check the file and its rights") from error
    return annotate(original, check, footnotes=footnotes, name=draft.name)


def _decide(workspace: Workspace, access: Access, check: DraftCheck, decision: Decision) -> None:
    """Remember that a sentence stands, or forget it; raises UsageError for a number that no sentence has."""
    from research.drafting.checking.accepted import accept as let_stand  # noqa: PLC0415
    from research.drafting.checking.accepted import sentence_hash  # noqa: PLC0415

    if decision.accept is not None:
        let_stand(workspace.accepted, access, _numbered(check, decision.accept), decision.reason, now=datetime.now(UTC))
    if decision.reopen is not None:
        one = _numbered(check, decision.reopen)
        if not workspace.accepted.withdraw(access, sentence_hash(one), one.verdict):
            raise UsageError(f"sentence {decision.reopen} was not accepted", "its number is the one that desk check prints")


def _numbered(check: DraftCheck, number: int) -> CheckedSentence:
    if not 1 <= number <= len(check.sentences):
        raise UsageError(f"the draft has no sentence {number}", f"its sentences are numbered 1 to {len(check.sentences)}")
    return check.sentences[number - 1]


def _print(check: DraftCheck) -> None:
    out = console()
    for number, one in enumerate(check.sentences, 1):
        if one.verdict not in _SHOWN:
            continue
        out.print(f"{number}. {one.verdict.value.replace('_', ' ')}", style=_STYLES.get(one.verdict, ""), end=" ")
        out.print(f"“{one.sentence.text}”", soft_wrap=True, markup=False, highlight=False)
        out.print(f"   {one.reason}", soft_wrap=True, markup=False, highlight=False)
        if one.citation:
            quote = " ".join(one.citation.quote.split())
            out.print(f"   {one.citation.document}, page {one.citation.page}: {quote}", soft_wrap=True, markup=False, highlight=False)
        if one.accepted:
            out.print(f"   accepted: {one.accepted}", soft_wrap=True, markup=False, highlight=False)
    for pair in check.contradictions:
        out.print("contradiction", style="red", end=" ")
        out.print(pair.reason, soft_wrap=True, markup=False, highlight=False)
    counts = Counter(one.verdict for one in check.sentences)
    out.print(", ".join(f"{counts[one]} {one.value.replace('_', ' ')}" for one in Verdict if counts[one]) or "no sentence")
