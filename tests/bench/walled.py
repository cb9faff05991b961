"""A walled library of invented companies: public papers and news, and restricted ones, each of which has a word of its own everywhere."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import numpy as np

from ingest.discovery import discover
from ingest.given import fields_for, read_metadata_file
from ingest.progress import Silence
from ingest.worker import IngestWorker
from research.model_settings import ModelSettings
from research.nouns.access import Access
from research.nouns.jobs import IngestJob, JobState
from research.nouns.queries import DocumentFilter
from research.rights.service import Leave
from research.settings import Settings
from research.workspace import Workspace
from tests.bench.model_latency import quoting
from tests.bench.reading_here import readers_here
from tests.fakes.indexes import HashingEmbedder
from tests.fakes.model_server import ModelServer, Reply, serving

CHIEF = Access("chief")
LEAVE = Leave("C. Lindqvist", "on the team")
# Where a restricted document carries its word, by what the word begins with there.
PLACES = ("Titva", "Corva", "Texva", "Labva", "Filva", "Pathva", "Newva", "Aliva")
# The labels' own names are as secret as what carries them.
RATES, CREDIT, FALCON, OSPREY = "desk:zanrates", "desk:zancredit", "deal:zanfalcon", "deal:zanosprey"
CLOSED = "Hexborough Mills plc"
LABELS = (RATES, FALCON, "personal:ben", OSPREY, CREDIT, FALCON, RATES, "personal:ann", "internal")
OUTSIDER = "olga"
GRANTED = {
    OUTSIDER: (),
    "ann": (RATES,),
    "ben": (FALCON,),
    "cat": (CREDIT, OSPREY),
    "dan": (f"company:{CLOSED}",),
    "kim": (RATES, CREDIT, FALCON, OSPREY, f"company:{CLOSED}"),
}
PUBLIC_COMPANIES = ("Alderbrook Pumps, Inc.", "Marrowgate Foods, Inc.", "Tindale Freight plc", "Osterley Glass plc")
_OWN = re.compile(rf"\b(?:{'|'.join(PLACES)})\w+")
_SYLLABLES = ("brel", "dosk", "fenn", "grum", "hest", "jorv", "kelp", "lunt", "morb", "nust", "plim", "quor")


@dataclass(frozen=True)
class Secret:
    """A restricted document: its number, label, the word that is its own, its company, and what kind of file it is."""

    number: int
    label: str
    word: str
    company: str
    kind: str

    @property
    def stem(self) -> str:
        """Return its file's name without the ending, which its name begins with."""
        return f"Filva{self.word}"

    @property
    def place(self) -> str:
        """Return the folder of its file, which has its word too."""
        return f"Pathva{self.word}"

    def is_open_to(self, user: str) -> bool:
        """Return whether a user may see it, by what they were granted and nothing else."""
        granted = GRANTED.get(user, ())
        if self.label == "internal":
            return f"company:{CLOSED}" in granted
        return self.label == f"personal:{user}" or self.label in granted


def word_of(number: int) -> str:
    """Return a word that no other number has."""
    size = len(_SYLLABLES)
    more = _SYLLABLES[number // size**2 - 1] if number >= size**2 else ""
    return _SYLLABLES[number % size] + _SYLLABLES[(number // size * 5 + number + 3) % size] + _SYLLABLES[number // size % size] + more


def secrets(count: int) -> list[Secret]:
    """Return so many restricted documents, of all labels and kinds in turn."""
    kinds = ("note", "filing", "note", "feed")
    made = []
    for number in range(count):
        label, kind, word = LABELS[number % len(LABELS)], kinds[number % len(kinds)], word_of(number)
        company = CLOSED if label == "internal" else f"Corva{word} Industries, Inc."
        kind = "note" if company == CLOSED else kind  # an internal entry of a feed about others is for everyone
        made.append(Secret(number, label, word, company, kind))
    return made


@dataclass
class Told:
    """What a command wrote, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def all(self) -> str:
        """Return everything that was written."""
        return f"{self.out}\n{self.err}"


@dataclass
class Walled:
    """A walled home that is open: its workspace, its restricted documents, and what stands between tests and a model of vectors.

    `server` is that model and one of language, which `writing`, the same workspace opened again, asks. `kept` and `drafts` are answers
    and drafts that were made of restricted documents, by these one's numbers.
    """

    workspace: Workspace
    home: Path
    secrets: list[Secret]
    environment: dict[str, str]
    server: ModelServer
    writing: Workspace
    kept: dict[int, str] = field(default_factory=dict)
    drafts: dict[int, str] = field(default_factory=dict)

    def hidden(self, user: str) -> list[Secret]:
        """Return what a user may not see."""
        return [one for one in self.secrets if not one.is_open_to(user)]

    def name(self, one: Secret) -> str:
        """Return the name of a restricted document, which behind walls has a mark of its own; for one that is not there a like one."""
        found = self.workspace.documents.find(Access("everyone"), DocumentFilter())
        return next((held.name for held in found if f"/{one.place}/" in held.source_key), f"{one.stem}~0a1b2c")

    def desk(self, user: str, *words: str) -> Told:
        """Run a command in this process as a user."""
        from ui.cli.main import run

        out, err, code = io.StringIO(), io.StringIO(), 0
        before, argv = dict(os.environ), sys.argv
        os.environ.update(self.environment | {"DESK_USER": user})
        sys.argv = ["desk", *words]
        try:
            with redirect_stdout(out), redirect_stderr(err):
                run()
        except SystemExit as end:
            code = int(end.code or 0) if not isinstance(end.code, str) else 1
        finally:
            os.environ.clear()
            os.environ.update(before)
            sys.argv = argv
        return Told(code, out.getvalue(), err.getvalue())


def note(company: str, word: str, *, title: str) -> str:
    """Return a broker's note of a company with its word in title, text and table."""
    return (
        f"# {title}\n\n{company}: rating Buy, target price $48.00\n\n"
        f"The Texva{word} programme of {company} lowered the cost of freight in fiscal 2024, and inventory fell as the plant was rebuilt. "
        f"Management expects that demand for pumps and valves grows by 4% in 2025 because customers replace old machines.\n\n"
        f"| (in millions) | 2024 | 2023 |\n|---|---|---|\n| Labva{word} revenue | 1,210 | 1,100 |\n| Net income | 130 | 96 |\n"
    )


def filing(company: str, word: str, *, title: str) -> str:
    """Return an annual report of a company as a page, its word in title, text and a row."""
    rows = (
        ("Net sales", "1,482.0", "1,301.5"),
        ("Cost of sales", "902.0", "811.1"),
        (f"Labva{word} charges", "12.0", "9.5"),
        ("Operating income", "201.4", "177.7"),
        ("Net income", "151.2", "130.4"),
    )
    body = "".join(f"<tr><td>{escape(name)}</td><td>{one}</td><td>{two}</td></tr>" for name, one, two in rows)
    return (
        f"<html><head><title>{escape(title)}</title></head><body><p>UNITED STATES SECURITIES AND EXCHANGE COMMISSION</p><p>FORM 10-K</p>"
        f"<p>ANNUAL REPORT for the fiscal year ended December 31, 2024</p><p>{escape(company)}</p><p>(Exact name of registrant)</p>"
        f"<p>{escape(title)}. The Texva{word} programme of {escape(company)} lowered the cost of freight. Net sales rose because "
        "volumes of pumps grew and prices were raised in the spring.</p><p>CONSOLIDATED STATEMENTS OF INCOME</p><p>(in millions)</p>"
        f"<table><tr><td>Years ended December 31,</td><td>2024</td><td>2023</td></tr>{body}</table></body></html>"
    )


def feed(entries: Sequence[tuple[str, str, str]], *, outlet: str) -> str:
    """Return a feed of (title, text, key)."""
    items = "".join(
        f"<item><title>{escape(title)}</title><link>https://wire.example.com/{key}</link><guid isPermaLink='false'>{key}</guid>"
        f"<pubDate>Mon, 10 Feb 2025 13:00:00 +0000</pubDate><description>{escape(text)}</description></item>"
        for title, text, key in entries
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>{escape(outlet)}</title>'
        f"<link>https://wire.example.com/</link><description>Releases</description>{items}</channel></rss>"
    )


STORY = (
    f"{PUBLIC_COMPANIES[0]} to acquire Brindle Valves for $420 million",
    f"{PUBLIC_COMPANIES[0]} said on Monday that it agreed to acquire Brindle Valves for $420 million in cash, its largest deal to date.",
)


def secret_file(folder: Path, one: Secret) -> Path:
    """Write a restricted document under a folder that carries its word too, and return its path."""
    place = folder / one.place
    place.mkdir(parents=True, exist_ok=True)
    title = f"Titva{one.word} review"
    if one.kind == "note":
        path, text = place / f"{one.stem}.md", note(one.company, one.word, title=title)
    elif one.kind == "filing":
        path, text = place / f"{one.stem}.html", filing(one.company, one.word, title=title)
    else:
        entries = [
            (STORY[0], f"{STORY[1]} The Texva{one.word} team advises. Newva{one.word}.", f"s{one.number}"),
            (
                f"{one.company} cuts its outlook: Titva{one.word}",
                f"{one.company} cut its outlook. Newva{one.word} said so.",
                f"c{one.number}",
            ),
        ]
        path, text = place / f"{one.stem}.xml", feed(entries, outlet=f"Newva{one.word} Wire")
    path.write_text(text, encoding="utf-8")
    return path


def public_files(folder: Path, companies: Sequence[str] = PUBLIC_COMPANIES) -> list[Path]:
    """Write the public papers and news of some companies and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, company in enumerate(companies):
        stem = company.split()[0].lower()
        paths += [folder / f"{stem}-10k-2024.html", folder / f"{stem}-note.md"]
        paths[-2].write_text(filing(company, f"open{number}", title=f"{company} annual report"), encoding="utf-8")
        paths[-1].write_text(note(company, f"open{number}", title=f"{company}: on track"), encoding="utf-8")
    paths.append(folder / "wire.xml")
    paths[-1].write_text(feed([(*STORY, "p1")], outlet="Fenwick Wire"), encoding="utf-8")
    return paths


def _fields(folder: Path, one: Secret, path: Path) -> dict[str, object]:
    if one.kind == "feed":
        return {}
    form = {"form_type": "10-K"} if one.kind == "filing" else {}
    return {"path": str(path), "company": one.company, "title": f"Titva{one.word} review", "fiscal_year": 2024, **form}


def read_in(workspace: Workspace, paths: Sequence[Path], *, label: str | None, fields: Sequence[dict[str, object]] = ()) -> None:
    """Read files in with a label and what is said of them."""
    lines = ()
    if given := [one for one in fields if one]:
        said = workspace.settings.home.parent / "fields.jsonl"
        said.write_text("".join(json.dumps(one) + "\n" for one in given), encoding="utf-8")
        lines = read_metadata_file(said)
    files = discover(paths).files
    batch = workspace.jobs.enqueue([IngestJob(0, "", str(one), None, label, fields_for(one, lines), JobState.QUEUED) for one in files])
    IngestWorker(workspace, readers_here(), Silence()).run(batch)
    ended = [(one.path, one.error) for one in workspace.jobs.batch(batch) if one.state is not JobState.DONE]
    assert not ended, ended


def add_secrets(workspace: Workspace, folder: Path, held: Sequence[Secret]) -> None:
    """Read restricted documents in, label by label."""
    for label in dict.fromkeys(one.label for one in held):
        of_label = [one for one in held if one.label == label]
        paths = [secret_file(folder, one) for one in of_label]
        fields = [_fields(folder, one, path) for one, path in zip(of_label, paths, strict=True)]
        read_in(workspace, paths, label=label, fields=fields)


def grant_all(workspace: Workspace) -> None:
    """Grant every user what is theirs, and close the restricted company to the others."""
    workspace.rights.restrict(CHIEF, CLOSED, reason="mandate")
    for user, labels in GRANTED.items():
        for label in labels:
            workspace.rights.grant(CHIEF, user, label, LEAVE)


def vectors(texts: list[str]) -> list[list[float]]:
    """Return vectors that words alone decide, those of restricted documents left out: a question after one is as near as after another."""
    return np.asarray(HashingEmbedder().embed([_OWN.sub("", one) for one in texts]), dtype=np.float64).tolist()


@contextmanager
def walled(folder: Path, count: int, *, companies: Sequence[str] = PUBLIC_COMPANIES, **more: str) -> Iterator[Walled]:
    """Make a walled home with so many restricted documents and open it as an outsider; `more` are settings of commands."""
    home, held = folder / "home", secrets(count)
    with serving(Reply(quoting), embed=vectors) as server:
        plain = {"DESK_HOME": str(home), "DESK_CACHE": str(folder / "cache"), "DESK_WALLS": "true"}
        environment = {**plain, "DESK_EMBEDDING_URL": server.url, "DESK_EMBEDDING_NAME": "hashing", **more}
        settings = Settings(
            home=home, cache=folder / "cache", walls=True, user=OUTSIDER, embedding_url=server.url, embedding_name="hashing"
        )
        writer = ModelSettings(name="quoting", url=server.url, retries=0)
        with Workspace.open(settings) as workspace, Workspace.open(settings.model_copy(update={"models": (writer,)})) as writing:
            read_in(workspace, public_files(folder / "open", companies), label="public")
            add_secrets(workspace, folder / "closed", held)
            grant_all(workspace)
            yield Walled(workspace, home, held, environment, server, writing)
