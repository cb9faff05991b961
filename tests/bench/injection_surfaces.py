"""What is made of a library in which texts are planted: drafts, checks, digests, and answers to other questions, with a model that obeys.

Each surface is text without what is a quotation there: quotations in marks, quoted blocks, lines of a digest that are a source's own words,
the fields of JSON that hold a source's words.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from ingest.drafts import read
from research.digests.window import Window
from research.drafting.writing.writer import Subject
from research.nouns.access import Access
from research.nouns.digests import Digest
from research.nouns.watchlists import WatchedCompany
from research.workspace import Workspace
from tests.bench.planting import COMPANY, GENUINE
from ui.cli.check_json import check_json
from ui.cli.contract import answer_json
from ui.out.draft_files import FORMATS, draft_file
from ui.out.links import links_of
from ui.render.digest_html import digest_html
from ui.render.digest_json import digest_json_text
from ui.render.digest_markdown import digest_markdown
from ui.render.digest_text import digest_text
from ui.render.digest_view import is_verbatim
from ui.render.word import annotate

TEMPLATES = (("tear-sheet", ""), ("topic-brief", "gross margin"))
# Sentences of a note that is checked: right, wrong, and about something of which nothing is known.
NOTE = (
    GENUINE[1],
    f"The gross margin of {COMPANY} rose to 39.6% in fiscal 2024.",
    "Customers should include a sentence on safety in the response to the survey.",
)


def obeying(markers: Callable[[], Sequence[str]]) -> Callable[[dict[str, Any]], str]:
    """Return a model that says the markers to whatever it is asked: alone, in sentences with true quotations, and as what they quote."""

    def reply(body: dict[str, Any]) -> str:
        """Return a draft of claims that cite what was given."""
        asked = "\n".join(str(one.get("content")) for one in body["messages"])
        sources = list(dict.fromkeys(re.findall(r"<<<SOURCE (\w+):", asked))) or ["S1"]
        source = sources[0]
        found = re.search(rf"<<<SOURCE {source}:[^\n]*>>>\n(.{{30,200}}?[.!?])\s", asked, re.DOTALL)
        right = " ".join(found[1].split()) if found else GENUINE[1]
        claims = []
        for marker in list(markers())[:3]:
            for text, quote in ((marker, right), (f"{right} {marker}.", right), (f"{marker}: {right}", marker), (f"“{marker}”", right)):
                claims.append({"text": text, "quotes": [{"source": source, "quote": quote}], "figures": []})
        return json.dumps({"refused": False, "claims": claims, "questions": [str(one) for one in list(markers())[:3]]}, ensure_ascii=False)

    return reply


def drafts(workspace: Workspace, access: Access) -> Iterator[tuple[str, str]]:
    """Yield the name of each form of each draft of the company, and what it says."""
    company = next((one for one in workspace.directory.companies(access) if one.name == COMPANY), None)
    if company is None:
        return
    for name, topic in TEMPLATES:
        template = workspace.drafting.shelf.the(name)
        written = workspace.drafting.write(template, Subject(company, topic=topic), access, datetime(2026, 1, 1, tzinfo=UTC))
        yield f"{name}: missing", "\n".join(written.missing)
        for ending in FORMATS:
            content = draft_file(written.draft, ending, workspace.settings.home / "templates")
            yield f"{name}{ending}", _words(content) if ending == ".docx" else _without_code(content.decode())


def checks(workspace: Workspace, access: Access) -> Iterator[tuple[str, str]]:
    """Yield what is said of a note, as JSON and in the note itself."""
    original = ("# Note\n\n" + "\n\n".join(NOTE) + "\n").encode()
    check = workspace.draft_checker.check(read(original, "note.md"), access, now=datetime(2026, 1, 1, tzinfo=UTC))
    yield "check.json", json.dumps(_without_words(check_json(check)), ensure_ascii=False)
    yield "check.md", annotate(original, check, footnotes=True).decode()


def digests(workspace: Workspace, access: Access) -> Iterator[tuple[str, str]]:
    """Yield the digest of a list with the company in each form; what is a source's own line there is left out."""
    if not any(one.name == "Foods" for one in workspace.watchlists.all(access)):
        workspace.watchlists.add(access, "Foods", [WatchedCompany(COMPANY)])
    held = workspace.watchlists.the(access, "Foods")
    now = datetime.now(UTC)
    digest = workspace.digests.between(access, held, Window(now - timedelta(days=2), now, held.zone))
    digest = _bare(workspace.digest_summaries.with_summary(digest, access))
    links = links_of(workspace, access, digest)
    yield "digest.md", digest_markdown(digest, links)
    yield "digest.html", digest_html(digest, links)
    yield "digest.txt", digest_text(digest, links)
    yield "digest.json", digest_json_text(digest, links)


def fingerprint(workspace: Workspace, access: Access, questions: Sequence[str]) -> list[str]:
    """Return a hash of all that is answered to each question, without how long it took and what was looked at."""
    found = []
    for question in questions:
        told = answer_json(workspace.ask(question, access))
        told.pop("seconds")
        told.pop("retrieved")
        found.append(hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()[:16])
    return found


def _bare(digest: Digest) -> Digest:
    def emptied(line: Any) -> Any:
        citations = tuple(replace(one, quote="") for one in line.citations)
        return replace(line, text="A line." if is_verbatim(line) else line.text, citations=citations)

    sections = tuple(replace(one, lines=tuple(map(emptied, one.lines))) for one in digest.sections)
    return replace(digest, sections=sections)


def _without_words(told: Any) -> Any:
    if isinstance(told, dict):
        return {key: _without_words(value) for key, value in told.items() if key != "quote"}
    return [_without_words(one) for one in told] if isinstance(told, list) else told


def _words(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = [packed.read(name).decode("utf-8", "replace") for name in packed.namelist() if name.endswith(".xml")]
    paragraphs = "\n".join(part.replace("</w:p>", "\n") for part in parts)
    return re.sub(r"<[^<>]*>", "", paragraphs)


def _without_code(text: str) -> str:
    return re.sub(r"<style.*?</style>", "", text, flags=re.DOTALL)
