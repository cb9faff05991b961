"""Every path by which a document may be told of, each asked as a user: what it gives is searched for the words of what they may not see."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from ingest.background import BackgroundIngest
from ingest.child import render_in_child
from ingest.naming import source_mark
from research.errors import DeskError
from research.nouns.conversations import FRESH, Turn
from research.nouns.documents import Document
from research.nouns.jobs import IngestJob
from research.nouns.news import NewsFilter
from research.nouns.queries import DocumentFilter, FactFilter
from tests.bench.reading_here import readers_here
from tests.bench.walled import CLOSED, PUBLIC_COMPANIES, Secret, Told, Walled, feed, filing, note
from ui.out.links import links_of
from ui.out.sending import make_digest
from ui.pages.check_desk import CheckDesk
from ui.pages.company_desk import CompanyDesk
from ui.pages.compare_desk import CompareDesk
from ui.pages.desk import Desk
from ui.pages.digest_desk import DigestDesk, DigestMaking
from ui.pages.drafts_desk import DraftsDesk
from ui.pages.library_desk import LibraryDesk, Upload

# No document has this word: what is asked of it is what "nothing found" reads like.
GHOST = Secret(10_000, "deal:nobody", "vaztholkrin", "Corvavaztholkrin Industries, Inc.", "note")
_UNASKED = ("titva", "labva", "pathva")
# A document's name, which is said again to who typed it: those of feeds are long, and of internal ones have no mark.
_NAMED = re.compile(r"FilvaWORD[\w~-]*", re.IGNORECASE)
# Which names that the reader may see are near a typed one depends on what was typed; hidden words in it are found all the same.
_NEAR = re.compile(r"near ones are [^\n”]*|desk status lists what is; add it with desk ingest")
_MOVING = re.compile(
    r'"(?:seconds|took|created_at|checked_at|at|id|batch)": ?(?:"[^"]*"|[\d.]+)|\b\d+(?:\.\d+)? s\b|[0-9a-f]{12,64}(?:-[0-9a-f]{6})?'
    r"|\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+[\d:]+)?|\b\d\d:\d\d UTC|\bversion \d+"
    r"|[~-][0-9a-f]{6}\b|seconds=[\d.]+|datetime\([^)]*\)|answer [\w-]+"
)


@dataclass
class Pages:
    """What the pages are given, shared by all users as in one process; `reader` says who looks."""

    desk: Desk
    library: LibraryDesk
    company: CompanyDesk
    compare: CompareDesk
    check: CheckDesk
    digest: DigestDesk
    drafts: DraftsDesk

    @classmethod
    def of(cls, walled: Walled) -> Pages:
        """Return the pages' logic over a workspace."""
        workspace = walled.workspace
        desk = Desk(workspace, workspace.settings, render_in_child)
        library = LibraryDesk(workspace, BackgroundIngest(workspace, readers_here()))
        making = DigestMaking(partial(make_digest, workspace), lambda digest: links_of(workspace, desk.access, digest))
        return cls(
            desk,
            library,
            CompanyDesk(workspace, desk, library),
            CompareDesk(workspace, desk),
            CheckDesk(workspace),
            DigestDesk(workspace, desk, making),
            DraftsDesk(workspace, desk, lambda access, draft: draft),
        )

    def read_by(self, walled: Walled, user: str) -> None:
        """Have the next looks be a user's."""
        for one in (self.desk, self.library, self.check):
            one.reader = partial(walled.workspace.access, user)


@dataclass
class Look:
    """A user's look at the library: what they ask for is one restricted document, or the ghost."""

    walled: Walled
    pages: Pages
    user: str
    target: Secret
    folder: Path

    @property
    def company(self) -> str:
        """Return the company asked for; that of the closed list is no secret in itself."""
        return self.target.company if self.target.company != CLOSED else f"Corva{self.target.word} Industries, Inc."

    @property
    def name(self) -> str:
        """Return the document's name."""
        return self.walled.name(self.target)

    def cli(self, *words: str) -> str:
        """Return what a command tells, with its exit code."""
        told: Told = self.walled.desk(self.user, *words)
        return f"exit {told.code}\n{told.all}"

    def tried(self, call: Callable[[], object]) -> str:
        """Return what a call gives, or its error, in words."""
        try:
            return repr(call())
        except DeskError as error:
            return f"{type(error).__name__}: {error} (exit {error.exit_code})"

    def file(self, name: str, content: str) -> str:
        """Write a file and return its path."""
        path = self.folder / name
        path.write_text(content, encoding="utf-8")
        return str(path)


Path_ = Callable[[Look], Iterator[str]]


def _asked(look: Look) -> Iterator[str]:
    """Questions: figures, reasons, lists, by company, alias and word, plain and as JSON."""
    word, company = look.target.word, look.company
    for question in (
        f"What were net sales of {company} in FY2024?",
        f"What was net income of Aliva{word} in FY2024?",
        f"What is the Texva{word} programme?",
        f"Which companies cut their outlook? What of Newva{word}?",
    ):
        yield look.cli("ask", question, "--json")
    yield look.cli("ask", f"Compare net sales of {company} and {PUBLIC_COMPANIES[0]} in FY2024")
    yield look.cli("ask", "What were net sales?", "--document", look.name, "--json")
    yield look.cli("ask", "What were net sales?", "--company", company, "--json")


def _generic(look: Look) -> Iterator[str]:
    """Questions and lists that name nothing: counts, coverage, status, suggestions, news."""
    for question in (
        "What lowered the cost of freight?",
        "How many companies are in the library?",
        "Which company had the highest net sales in FY2024?",
        "What is the news on Alderbrook Pumps?",
        "Who cut its outlook?",
    ):
        yield look.cli("ask", question, "--json")
    yield look.cli("search", "freight programme review outlook acquire", "--json", "--top-k", "100")
    for words in (["status"], ["coverage"], ["names"], ["labels"], ["feeds"], ["watchlists"], ["drafts"], ["schedule", "list"]):
        yield look.cli(*words, "--json") + look.cli(*words)
    yield look.cli("schedule", "outbox", "--json")
    yield look.cli("eval", "cases", "--json")
    yield look.cli("doctor")
    batch = look.file("batch.jsonl", json.dumps({"id": "1", "question": "What were net sales in FY2024?"}) + "\n")
    yield look.cli("ask", "--batch", batch, "--across", "all", "-o", str(look.folder / "grid.xlsx"))
    yield unzipped(look.folder / "grid.xlsx")


def _named(look: Look) -> Iterator[str]:
    """What is asked for by name: facts, metrics, comparisons, drafts, claims, checks, purges, corrections."""
    stem, company = look.name, look.company
    yield look.cli("search", f"Texva{look.target.word}", "--json")
    yield look.cli("search", "freight", "--document", stem, "--json")
    yield look.cli("facts", company, "--json")
    yield look.cli("facts", f"Aliva{look.target.word}")
    yield look.cli("facts", PUBLIC_COMPANIES[0], "--document", stem)
    yield look.cli("metrics", company, "--json")
    yield look.cli("compare", stem, "alderbrook-10k-2024")
    yield look.cli("draft", company, "--no-llm")
    claims = json.dumps({"id": "1", "claim": "Net sales were $1,482.0 million.", "evidence": [{"document": stem, "page": 1}]})
    yield look.cli("verify-claims", look.file("claims.jsonl", claims + "\n"), "--json")
    draft = f"# Note\n\nNet sales of {company} were $1,482.0 million in FY2024. Freight fell at {PUBLIC_COMPANIES[1]}.\n"
    yield look.cli("check", look.file("draft.md", draft), "--json")
    yield look.cli("labels", "set", stem, "public", "--reason", "try")
    yield look.cli("purge", stem, "--reason", "try", "--json")
    yield look.cli("purge", "--company", company, "--reason", "try")
    yield look.cli("hold", "add", stem, "--reason", "try")
    yield look.cli("digest", "--watchlist", f"kim/Watch{look.target.word}")


def _opened(look: Look) -> Iterator[str]:
    """Direct links: documents, pages, images, originals and answers by their ids, facts by their documents, through the pages' logic."""
    access, documents = look.walled.workspace.access(look.user), look.walled.workspace.documents
    for document_id in _ids(look.walled, look.target):
        yield look.tried(lambda one=document_id: look.pages.desk.document(one))
        yield look.tried(lambda one=document_id: documents.get(access, one))
        yield look.tried(lambda one=document_id: documents.pages(access, one, [1]))
        yield look.tried(lambda one=document_id: documents.original(access, one))
        yield look.tried(lambda one=document_id: documents.chunks(access, document_ids=[one]))
        yield look.tried(lambda one=document_id: documents.marks(access, [one]))
        shell = _shell(document_id)
        yield look.tried(lambda one=shell: look.pages.desk.page_image(one, 1))
        yield look.tried(lambda one=shell: look.pages.desk.page_layout(one, 1, ""))
        yield look.tried(lambda one=shell: look.pages.desk.page_drawing(one, 1, "x", lambda png: png))
        yield look.tried(lambda one=shell: look.pages.library.original(one))
        yield look.tried(lambda one=document_id: look.pages.library.upkeep.read_again(access, one))
        yield look.tried(lambda one=document_id: look.pages.library.upkeep.relabel(access, one, "public", reason="try"))
        yield look.tried(lambda one=document_id: look.walled.workspace.facts.find(access, FactFilter(document_ids=(one,), everything=True)))
    yield look.tried(lambda: look.pages.library.versions(look.name))
    yield look.tried(lambda: look.pages.compare.compare(look.name, "alderbrook-10k-2024"))
    kept = look.walled.kept.get(look.target.number, "nothing-of-that")
    yield look.tried(lambda: look.pages.desk.reopen(kept))


def _lists(look: Look) -> Iterator[str]:
    """What pages list for a reader, right after somebody else has looked: state is shared by the sessions of a process."""
    pages, access = look.pages, look.walled.workspace.access(look.user)
    pages.read_by(look.walled, "kim")
    _each_list(pages)
    pages.read_by(look.walled, look.user)
    yield from _each_list(pages)
    yield look.tried(lambda: look.walled.workspace.documents.totals(access, DocumentFilter()))
    yield look.tried(lambda: look.walled.workspace.documents.find(access, DocumentFilter(any_state=True)))
    yield look.tried(lambda: look.walled.workspace.facts.find(access, FactFilter(everything=True)))
    yield look.tried(lambda: pages.library.upkeep.removed_names(access))


def _each_list(pages: Pages) -> list[str]:
    sought = pages.library.sought("")
    companies = pages.company.companies()
    return [
        repr(pages.desk.library()),
        repr((pages.desk.total(), pages.desk.companies(), pages.desk.carriers())),
        repr((sought, pages.library.rows(sought, 1), pages.library.deleted(), pages.library.coverage(), pages.library.names())),
        repr((companies, [pages.company.choices(one) for one in companies], pages.compare.companies())),
        repr((pages.drafts.companies(), pages.drafts.drafts(), pages.digest.lists(), pages.digest.troubles())),
        repr(pages.drafts.find("freight programme", None)),
    ]


def _followed(look: Look) -> Iterator[str]:
    """A follow-up to a question that named it: what the plan before knew must not answer."""
    workspace, access = look.walled.workspace, look.walled.workspace.access(look.user)
    first = workspace.converse(f"What were net sales of {look.company} in FY2024?", access, FRESH)
    yield _answered(first)
    yield _answered(workspace.converse("And net income?", access, Turn(earlier=first.answer.plan)))


def _stories(look: Look) -> Iterator[str]:
    """News: stories with their outlets, digests of a list, and where their lines lead."""
    workspace, access = look.walled.workspace, look.walled.workspace.access(look.user)
    now = datetime.now(UTC)
    stories = workspace.stories.stories(access, NewsFilter())
    yield repr(stories)
    for held in workspace.watchlists.all(access):
        digest = make_digest(workspace, access, look.pages.digest.name_of(held), start=now - timedelta(days=2), end=now)
        yield repr((digest, links_of(workspace, access, digest)))


PATHS: dict[str, tuple[Path_, bool]] = {
    # Each with whether it is asked of a document, so that the ghost has to read the same.
    "questions and search that name nothing, lists of commands, batches": (_generic, False),
    "questions by company, alias, word and document": (_asked, True),
    "commands by name: facts, metrics, compare, draft, claims, check, labels, purge, hold, digest": (_named, True),
    "direct links: documents, pages, images, originals, facts, answers": (_opened, True),
    "lists of pages after a change of user": (_lists, False),
    "follow-ups": (_followed, True),
    "stories, outlets, digests": (_stories, False),
}


def uploads(look: Look, label: str | None = None) -> str:
    """Upload the bytes of a document, or of one that nobody has, under a label (the user's own unless said), and return what is told."""
    one, pages = look.target, look.pages
    pages.read_by(look.walled, look.user)
    name, text = file_of(one)
    given = f"personal:{look.user}" if label is None else label
    queued = pages.library.add_uploads([Upload(name, text.encode())], kind=None, label=given)
    pages.library._background.wait(120)
    jobs = pages.library.progress(queued.batch).jobs
    access = look.walled.workspace.access(look.user)
    names = [
        (found.name, found.label, found.state)
        for job in jobs
        for found in look.walled.workspace.documents.find(access, DocumentFilter(ids=(job.document_id or "-",)))
    ]
    ids = ["-" in (job.document_id or "").removesuffix(_mark(job)) for job in jobs]
    return repr([(job.state, job.outcome, job.error) for job in jobs]) + repr((queued.left_out, names, ids))


def brought(look: Look, *words: str) -> str:
    """Read a file with the bytes of a document in on the command line and return what is told, without the totals of the library."""
    name, text = file_of(look.target)
    return re.sub(r"The library holds [^.]*\.", "", look.cli("ingest", look.file(name, text), *words))


def file_of(one: Secret) -> tuple[str, str]:
    """Return the name and the bytes of a restricted document's file, as they were read in; of a feed another one."""
    made = {"note": note, "filing": filing}.get(one.kind)
    text = made(one.company, one.word, title=f"Titva{one.word} review") if made else feed([("A", f"Newva{one.word}", "k")], outlet="W")
    return f"{one.stem}.{ {'note': 'md', 'filing': 'html', 'feed': 'xml'}[one.kind] }", text


def _mark(job: IngestJob) -> str:
    return f"-{source_mark(job.path)}"


def plain(told: str, target: Secret) -> str:
    """Return what was told, the target's word and what changes by itself taken out, so that two looks can be compared."""
    for said in (target.word, target.word.capitalize()):
        told = told.replace(said, "WORD")
    return _MOVING.sub("…", _NEAR.sub("NEAR", _NAMED.sub("NAME", told)))


def found_in(told: str, hidden: list[Secret], asked: Secret | None) -> list[str]:
    """Return the words of hidden documents in what was told; what was asked for by its own word may be said again in the question.

    Titles, labels of rows and folders are never asked for: these give away what was asked for as well.
    """
    low = told.lower()
    return [
        one.word
        for one in hidden
        if one.word in low and (asked is None or one.word != asked.word or any(f"{place}{one.word}" in low for place in _UNASKED))
    ]


def _answered(kept: object) -> str:
    return repr(replace(kept, id="", answer=replace(kept.answer, question="", plan=None))) if hasattr(kept, "answer") else repr(kept)


def _shell(document_id: str) -> Document:
    """Return a document as a stale page holds it: its id, and nothing else that is true."""
    from tests.contracts.samples import make_document

    return replace(make_document("shell"), id=document_id)


def _ids(walled: Walled, target: Secret) -> list[str]:
    """Return the id of a restricted document, of the first entry of a feed; of the ghost one that nothing has."""
    everything = replace(walled.workspace.access("kim"), labels=None, closed=frozenset())
    held = walled.workspace.documents.find(everything, DocumentFilter(any_state=True))
    return [one.id for one in held if target.word in one.name][:1] or [f"{target.number:064x}"]


def unzipped(path: Path) -> str:
    """Return the text of all parts of a packed file, "" where there is none."""
    if not path.is_file():
        return ""
    with zipfile.ZipFile(path) as archive:
        return "\n".join(archive.read(one).decode("utf-8", "replace") for one in archive.namelist() if one.endswith((".xml", ".rels")))


__all__ = ["GHOST", "PATHS", "Look", "Pages", "Path_", "brought", "found_in", "plain", "unzipped", "uploads"]
