"""What is asked of walls beside the paths: what is brought again, what was derived, time, and what a purge leaves."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from research.errors import DeskError
from research.evaluation.cases import FeedbackKind, feedback_event
from research.nouns.conversations import FRESH
from research.nouns.jobs import IngestJob, JobState
from research.nouns.purging import Chosen
from research.nouns.queries import DocumentFilter
from research.purging.choosing import Choice
from tests.bench.canaries import hits
from tests.bench.leak_paths import GHOST, Look, Pages, brought, found_in, plain, uploads
from tests.bench.walled import CHIEF, FALCON, LEAVE, OUTSIDER, PLACES, Secret, Walled
from ui.pages.drafts_desk import NewDraft

TIMES = 50
# Medians that are further apart than both would tell the one from the other.
MOST_APART, MOST_APART_MS = 0.15, 0.3


def derive(held: Walled, *, aliases: bool = True) -> None:
    """Have somebody who sees everything make of the restricted documents what others might come across.

    Names, answers with a word on each, page layouts, drafts of some, and files that wait to be read.
    """
    workspace, pages = held.workspace, Pages.of(held)
    access = workspace.access("kim")
    pages.read_by(held, "kim")
    waiting = []
    for one in held.secrets:
        if aliases:
            workspace.names.put(f"Aliva{one.word}", one.company, user="kim")
        waiting.append(IngestJob(0, "", f"/{one.place}/{one.stem}.md", None, one.label, (), JobState.QUEUED))
        found = workspace.documents.find(access, DocumentFilter(names=(held.name(one),)))
        if not found:
            continue
        # What a user typed stays theirs: before a purge nobody types what only a document says.
        question = f"What is the Texva{one.word} programme of {one.company}?" if aliases else "What lowered the cost of freight?"
        kept = workspace.converse(question, access, FRESH)
        held.kept[one.number] = kept.id
        workspace.ledger.record(feedback_event(kept, FeedbackKind.GOOD, user="kim", at=datetime.now(UTC)))
        with suppress(DeskError):
            pages.desk.page_layout(found[0], 1, "")
        if one.kind == "filing":
            held.drafts[one.number] = pages.drafts.write(NewDraft("tear-sheet", one.company)).id
    held.writing.ask("What lowered the cost of freight?", access)  # models are tried when they are first asked
    if aliases:
        workspace.jobs.enqueue(waiting)


def brought_again(held: Walled, folder: Path, users: list[str]) -> list[str]:
    """Return where a file with a hidden document's bytes was not told of as one with nobody's bytes, by each way, label and user."""
    pages, wrong = Pages.of(held), []
    brought: set[int] = set()  # of these there are copies now, which are told of
    for place, user in enumerate(users):
        for turn, (way, call) in enumerate(_WAYS.items()):
            target = next(one for one in held.hidden(user) if one.kind == "note" and one.number not in brought)
            brought.add(target.number)
            number = place * len(_WAYS) + turn
            ghost = Secret(20_000 + number, target.label, f"vaztholk{number:04d}", f"Corvavaztholk{number:04d} Industries, Inc.", "note")
            ghost = ghost if target.company.startswith("Corva") else Secret(ghost.number, ghost.label, ghost.word, target.company, "note")
            told = [plain(call(Look(held, pages, user, one, folder)), one) for one in (target, ghost)]
            if told[0] != told[1]:
                wrong.append(f"{user} {way}: {told[0]!r} and {told[1]!r}")
    return wrong


_WAYS: dict[str, Callable[[Look], str]] = {
    "uploads under a label of their own": uploads,
    "uploads without a label": lambda look: uploads(look, ""),
    "uploads under its label": lambda look: uploads(look, look.target.label),
    "ingests without a label": brought,
    "ingests under its label": lambda look: brought(look, "--label", look.target.label),
}


def after_the_right(held: Walled) -> list[str]:
    """Return the words of what somebody made while they had a right and is still told when it is gone: answer, draft, list."""
    workspace, pages = held.workspace, Pages.of(held)
    pages.read_by(held, "eve")
    target = next(one for one in held.secrets if one.label == FALCON and one.kind == "filing")
    workspace.rights.grant(CHIEF, "eve", FALCON, LEAVE)
    kept = workspace.converse(f"What were net sales of {target.company} in FY2024?", workspace.access("eve"), FRESH)
    assert kept.answer.values, "nothing was answered while there was a right"
    draft = pages.drafts.write(NewDraft("tear-sheet", target.company))
    workspace.rights.revoke(CHIEF, "eve", FALCON, reason="left")
    look = Look(held, pages, "eve", target, Path())
    told = [
        look.tried(lambda: pages.desk.reopen(kept.id)),
        look.tried(lambda: workspace.draft_editor.open(draft.id, workspace.access("eve")).draft.sections),
        look.tried(lambda: pages.drafts.file(workspace.draft_editor.open(draft.id, workspace.access("eve")).draft, ".md").decode()),
        look.cli("drafts", "show", draft.id, "--check"),
    ]
    return [word for one in told for word in (*found_in(one, [target], target), *(["1,482.0"] if "1,482.0" in one else []))]


def timed(held: Walled) -> tuple[list[str], int]:
    """Return lines on how long a hidden document and one that nobody has take, in milliseconds of the processor, and how many differ."""
    workspace, pages = held.workspace, Pages.of(held)
    pages.read_by(held, OUTSIDER)
    access = workspace.access(OUTSIDER)
    everything = {one.source_key: one for one in workspace.documents.find(CHIEF, DocumentFilter())}
    hidden = [(one, next(found for key, found in everything.items() if f"/{one.place}/" in key)) for one in held.hidden(OUTSIDER)]
    pairs = [(one.word, one.company, found.id, found.name) for one, found in hidden if one.company.startswith("Corva")]
    ghosts = [
        (f"vaz{word[3:]}", f"Corvavaz{word[3:]} Industries, Inc.", f"{n:024x}-0a1b2c", f"Filvavaz{word[3:]}~0a1b2c")
        for n, (word, *_) in enumerate(pairs)
    ]
    look = Look(held, pages, OUTSIDER, GHOST, Path())
    calls: dict[str, Callable[[tuple[str, str, str, str]], object]] = {
        "a document by its id": lambda one: look.tried(lambda: pages.desk.document(one[2])),
        "a page's text": lambda one: look.tried(lambda: workspace.documents.pages(access, one[2], [1])),
        "versions of a name": lambda one: look.tried(lambda: pages.library.versions(one[3])),
        "a search for its word": lambda one: workspace.search(f"Texva{one[0]}", access),
        "a search in it": lambda one: workspace.search("freight", access, wanted=DocumentFilter(names=(one[3],))),
        "a figure of its company": lambda one: workspace.ask(f"What were net sales of {one[1]} in FY2024?", access, telling=None),
        "a question for its word": lambda one: workspace.ask(f"What is the Texva{one[0]} programme?", access, telling=None),
        "a comparison with it": lambda one: look.tried(lambda: workspace.comparer.compare(access, one[3], "alderbrook-note")),
        "facts on the command line": lambda one: look.cli("facts", one[1]),
    }
    lines, apart = [], 0
    for name, call in calls.items():
        spent: tuple[list[float], list[float]] = ([], [])
        for turn in range(TIMES + 2):
            for times, of in zip(spent, (pairs, ghosts), strict=True):
                began = time.process_time()
                call(of[turn % len(of)])
                times.append(1000 * (time.process_time() - began))
        one, other = (median(times[2:]) for times in spent)
        differs = abs(one - other) > max(MOST_APART * max(one, other), MOST_APART_MS)
        apart += differs
        lines.append(f"{name}: {one:.2f} ms hidden, {other:.2f} ms not there{' APART' if differs else ''}")
    return lines, apart


def purged(held: Walled) -> list[tuple[str, str, str]]:
    """Purge every restricted document by its label and return where a word of one still stands in a file of the workspace."""
    purger = held.workspace.purger
    labels = dict.fromkeys(one.label for one in held.secrets)
    for label in labels:
        purger.purge(CHIEF, purger.plan(CHIEF, Choice(Chosen.LABEL, label)), reason="asked for")
    # The company that a draft was written of is what its user chose: that stays theirs.
    words = [f"{place}{one.word}" for one in held.secrets for place in PLACES if place != "Corva"]
    return hits(held.home, words)


__all__ = ["after_the_right", "brought_again", "derive", "purged", "timed"]
