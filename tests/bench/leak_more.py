"""Further paths by which a document may be told of: to a model, by mail, in files, quality, drafts, a reader's own records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from research.digests.window import Window
from research.nouns.audit import AuditFilter
from research.nouns.conversations import FRESH
from research.nouns.facts import Statement
from research.nouns.queries import DocumentFilter
from research.nouns.roles import Role
from research.nouns.sheets import SheetRequest
from research.nouns.watchlists import WatchedCompany, Watchlist
from research.rights.roles import actions_of
from tests.bench.leak_paths import PATHS, Look, Path_, unzipped
from tests.bench.walled import PUBLIC_COMPANIES
from ui.out.links import links_of
from ui.pages.compliance_desk import ComplianceDesk
from ui.pages.quality_desk import QualityDesk
from ui.render.copying import sentence_with_source, table_csv
from ui.render.digest_html import digest_html
from ui.render.digest_json import digest_json_text
from ui.render.digest_mail import digest_mail
from ui.render.digest_markdown import digest_markdown
from ui.render.facts_workbook import sheet_workbook

FIRST, SECOND = PUBLIC_COMPANIES[0], PUBLIC_COMPANIES[-1]


def _sent(look: Look) -> Iterator[str]:
    """The body of every request to a model of language or vectors while questions are answered in its words, and the answers."""
    workspace, server = look.walled.writing, look.walled.server
    access, before = workspace.access(look.user), len(server.requests)
    for question in (
        f"What is the Texva{look.target.word} programme?",
        f"Why did net sales of {look.company} rise?",
        f"Why did net sales of {FIRST} rise?",
        f"What lowered the cost of freight at {FIRST}, and what of Newva{look.target.word}?",
    ):
        answer = workspace.ask(question, access)
        yield repr((answer.status, answer.text, answer.missing, [one.quote for one in answer.citations]))
    yield json.dumps([body for body, _ in server.requests[before:]])


def _wanted(look: Look) -> Watchlist:
    names = (*PUBLIC_COMPANIES[:2], look.company)
    return Watchlist("Own", look.user, tuple(map(WatchedCompany, names)), keywords=("acquire", f"Newva{look.target.word}"))


def _mailed(look: Look) -> Iterator[str]:
    """Digests of a list that names it, as page, mail, file and summary, and what waits in the outbox and was recorded of it."""
    workspace, access, now = look.walled.workspace, look.walled.workspace.access(look.user), datetime.now(UTC)
    for start in (now - timedelta(days=2), datetime(2025, 2, 1, tzinfo=UTC)):
        digest = workspace.digests.between(access, _wanted(look), Window(start, now, "America/New_York"))
        links = links_of(workspace, access, digest)
        yield digest_markdown(digest, links)
        yield digest_html(digest, links)
        yield digest_json_text(digest, links)
        yield repr(digest_mail(digest, links))
    yield repr(workspace.outbox.find(access))
    yield repr([workspace.schedules.last_sent(access, one.id) for one in workspace.schedules.all(access)])


def _files(look: Look) -> Iterator[str]:
    """What is written to files: drafts, comparisons, facts, sheets, checks with remarks, tables of answers."""
    folder, company = look.folder, look.company
    draft = look.file("note.md", f"# Note\n\nNet sales of {company} were $1,482.0 million in FY2024. Freight fell at {FIRST}.\n")
    wanted = [
        (("draft", FIRST, "--no-llm"), "draft.docx"),
        (("draft", FIRST, "--no-llm"), "draft.md"),
        (("draft", "--template", "peer-comparison", FIRST, "--peer", company, "--no-llm"), "peers.docx"),
        (("compare", "alderbrook-10k-2024", "alderbrook-note"), "compared.md"),
        (("compare", look.name, "alderbrook-note"), "compared.html"),
        (("facts", FIRST), "facts.xlsx"),
        (("facts", company), "facts.csv"),
        (("check", draft, "--footnotes"), "checked.md"),
    ]
    for words, name in wanted:
        path = folder / name
        path.unlink(missing_ok=True)
        yield look.cli(*words, "-o", str(path))
        yield _read(path)
    pages = look.pages
    pages.read_by(look.walled, look.user)
    found = next(one for one in pages.company.companies() if one.name == FIRST)
    sheet = pages.company.sheet(found, SheetRequest(Statement.INCOME))
    sheet_path = folder / "sheet.xlsx"
    sheet_path.write_bytes(sheet_workbook(sheet))
    yield unzipped(sheet_path)
    answer = look.walled.workspace.ask(f"Compare net sales of {FIRST} and {SECOND} in FY2024", look.walled.workspace.access(look.user))
    yield table_csv(answer).decode()
    yield sentence_with_source(answer)


def _read(path: Path) -> str:
    if not path.is_file():
        return "no file"
    return unzipped(path) if path.suffix in {".docx", ".xlsx"} else path.read_text(encoding="utf-8")


def _doubted(look: Look) -> Iterator[str]:
    """What is said of the library's quality: all of it, of a company, of a document, on page and command line."""
    workspace, pages = look.walled.workspace, look.pages
    pages.read_by(look.walled, look.user)
    desk = QualityDesk(workspace, pages.desk)
    yield repr((desk.findings(), desk.doubtful(), sorted(desk.names().values())))
    yield look.cli("quality", "--json")
    yield look.cli("quality", "--company", look.company)
    yield look.cli("quality", "--document", look.name, "--json")


def _guessed(look: Look) -> Iterator[str]:
    """Names that are nearly right, cut short or mistyped: suggestions may come of what is seen alone."""
    word = look.target.word
    for name in (f"Corva{word[:-1]}", f"Corva{word}x", f"Aliva{word[1:]}", "Corv", "Filva"):
        for told in (look.cli("facts", name), look.cli("ask", f"What were net sales of {name} in FY2024?", "--json")):
            yield told.replace(word, "WORD").replace(word[:-1], "WORD").replace(word[1:], "WORD")
    yield look.cli("drafts", "show", "Titva")
    yield look.cli("digest", "--watchlist", "Watc")


def _of_others(look: Look) -> Iterator[str]:
    """What others made of it: a draft, its versions and signatures, lists, evaluation cases."""
    editor, access = look.walled.workspace.draft_editor, look.walled.workspace.access(look.user)
    made = look.walled.drafts.get(look.target.number, "nothing-of-that")
    for asked in (editor.open, editor.versions, editor.blocking, lambda *given: editor.difference(given[0], 1, 2, given[1])):
        yield look.tried(lambda asked=asked: asked(made, access)).replace(made, "")
    yield look.cli("drafts", "show", made, "--check", "--json").replace(made, "")
    yield look.cli("check", look.file("other.md", f"# Note\n\nFreight fell at {look.company}.\n"), "--json")


def _own(look: Look) -> Iterator[str]:
    """A reader's own records right after they asked: history, evaluation cases, audit rows, and the trail as each role is given it."""
    workspace = look.walled.workspace
    access = workspace.access(look.user)
    before = len(workspace.ledger.events(access))
    workspace.converse("What lowered the cost of freight?", access, FRESH)
    events = workspace.ledger.events(access)
    yield repr(events[: len(events) - before])  # what they typed before is theirs to read
    yield look.cli("eval", "cases", "--json")
    desk = ComplianceDesk(workspace)
    for role in Role:
        if role not in {Role.COMPLIANCE, Role.ADMINISTRATOR}:  # these look after what all users do
            desk.reader = partial(replace, access, role=role.value, actions=actions_of(role))
            yield look.tried(lambda: desk.rows(AuditFilter(), 500))
            yield look.tried(desk.named)


def standing(look: Look) -> str:
    """Return what lists and counts a reader is given of the whole library, in one string that may not change with what is hidden."""
    workspace, pages = look.walled.workspace, look.pages
    access = workspace.access(look.user)
    pages.read_by(look.walled, look.user)
    listed = [look.cli(*words, "--json") for words in (["status"], ["coverage"], ["names"], ["labels"], ["watchlists"], ["quality"])]
    counted = (pages.desk.total(), pages.library.queue(), pages.library.coverage(), pages.desk.companies(), pages.company.companies())
    stored = (workspace.documents.totals(access, DocumentFilter()), workspace.quality.findings(access))
    return repr((listed, counted, stored))


ALL: dict[str, tuple[Path_, bool]] = PATHS | {
    "what is sent to a model, and what it says": (_sent, True),
    "digests as page, mail and file, outbox": (_mailed, True),
    "files: drafts, comparisons, facts, sheets, checks, tables": (_files, True),
    "quality": (_doubted, True),
    "names nearly right": (_guessed, True),
    "what others made: drafts, versions, cases": (_of_others, True),
    "own records, the trail by role": (_own, False),
}
