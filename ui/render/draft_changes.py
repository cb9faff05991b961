"""What changed between two versions of a draft: the sections that did, words that came in and that went, marked by line and colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from research.nouns.editing import ChangeKind, DraftDifference, SectionDifference, WordRun
from ui.render.escaping import escape_html
from ui.render.words import counted

_WORDS = {ChangeKind.ADDED: "Section added", ChangeKind.REMOVED: "Section removed", ChangeKind.CHANGED: "Changed", ChangeKind.SAME: "Same"}
_TAGS = {ChangeKind.ADDED: "ins", ChangeKind.REMOVED: "del"}
# So many characters of unchanged words stand before and after a change.
_AROUND = 160


def difference_html(difference: DraftDifference) -> str:
    """Return the changes of a draft, section by section in the order of the newer version."""
    head = f"Version {difference.old} to version {difference.new}: {difference_words(difference)}"
    parts = "".join(_section(one) for one in difference.sections)
    return f'<section class="rd-changes" data-testid="draft-changes"><p class="rd-small">{escape_html(head)}</p>{parts}</section>'


def difference_words(difference: DraftDifference) -> str:
    """Return how many sections changed: "2 sections changed, 1 added", "no words changed"."""
    kinds = [one.kind for one in difference.sections]
    counts = [
        (kinds.count(ChangeKind.CHANGED), "changed"),
        (kinds.count(ChangeKind.ADDED), "added"),
        (kinds.count(ChangeKind.REMOVED), "removed"),
    ]
    said = [f"{counted(number, 'section')} {word}" for number, word in counts if number]
    return ", ".join(said) or "no words changed"


def runs_html(runs: Sequence[WordRun]) -> str:
    """Return words with what came in and what went; a long stretch that both have is shortened to what is around the changes."""
    joined = tuple(_joined(runs))
    return "".join(_run(run, is_first=at == 0, is_last=at == len(joined) - 1) for at, run in enumerate(joined))


def _joined(runs: Sequence[WordRun]) -> Iterator[WordRun]:
    """Yield runs with changes that only a space parts brought together: what went before what came."""
    gone, came = "", ""
    for at, run in enumerate(runs):
        between = run.kind is ChangeKind.SAME and not run.text.strip() and (gone or came) and at + 1 < len(runs)
        if run.kind is ChangeKind.SAME and not between:
            yield from _changed(gone, came)
            gone, came = "", ""
            yield run
            continue
        gone += run.text if run.kind is not ChangeKind.ADDED else ""
        came += run.text if run.kind is not ChangeKind.REMOVED else ""
    yield from _changed(gone, came)


def _changed(gone: str, came: str) -> Iterator[WordRun]:
    """Yield what went and what came; the space that both end with stands after them."""
    space = gone[len(gone.rstrip()) :] if gone and came and gone[len(gone.rstrip()) :] == came[len(came.rstrip()) :] else ""
    end = -len(space) or None
    yield from (WordRun(kind, text[:end]) for kind, text in ((ChangeKind.REMOVED, gone), (ChangeKind.ADDED, came)) if text.strip())
    if space or (gone and not gone.strip()) or (came and not came.strip()):
        yield WordRun(ChangeKind.SAME, space or came or gone)


def _section(one: SectionDifference) -> str:
    same = all(run.kind is ChangeKind.SAME for run in one.words)
    words = '<span class="rd-muted">Its words are the same; figures of its tables or charts, or its sources, are not.</span>'
    return (
        f'<article class="rd-change"><h3>{escape_html(one.heading)} <span class="rd-muted rd-small">{_WORDS[one.kind]}</span></h3>'
        f'<div class="rd-change-words">{words if same else runs_html(one.words)}</div></article>'
    )


def _run(run: WordRun, *, is_first: bool, is_last: bool) -> str:
    if tag := _TAGS.get(run.kind):
        lines = [escape_html(line) for line in run.text.split("\n")]
        return "<br>".join(f"<{tag}>{line}</{tag}>" if line.strip() else line for line in lines)
    return escape_html(_short(run.text, is_first=is_first, is_last=is_last)).replace("\n", "<br>")


def _short(text: str, *, is_first: bool, is_last: bool) -> str:
    """Return unchanged words without their middle where they are long; before the first change and after the last, their far end goes."""
    before, after = (0 if is_first else _AROUND), (0 if is_last else _AROUND)
    if len(text) <= before + after + 40:
        return text
    head = text[:before].rsplit(" ", 1)[0] + " " if before else ""
    tail = " " + text[len(text) - after :].split(" ", 1)[-1] if after else ""
    return f"{head}…{tail}"
