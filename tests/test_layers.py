"""The layers hold: imports point down only, each library has one door, and nothing heavy loads before it is needed."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("research", "ingest", "ui")
# Lower rank = deeper layer. The longest prefix decides. A module may import its own rank only inside its own prefix.
RANKS = {
    "research.errors": 0,
    "research.nouns": 1,
    "research.protocols": 2,
    "research.settings": 2,
    "research.model_settings": 1.5,
    "research.team_settings": 1.5,
    "research.text": 2,
    "research.concepts": 3,
    "research.formulas": 3,
    "research.planning": 4,
    "research.directory": 4,
    "research.calendars": 4,
    "research.watchlists": 5,
    "research.comparatives": 4,
    "research.splits": 5,
    "research.audit": 5,
    "research.rights": 6,
    "research.governance": 7,
    "research.coverage": 6,
    "research.citations": 5,
    "research.indexing": 5,
    "research.retrieval": 5,
    "research.metrics": 6,
    "research.news": 6,
    "research.statements": 6,
    "research.verification": 7,
    "research.answering": 8,
    "research.models": 9,
    "research.evaluation": 9.5,
    "research.digests": 9.2,
    "research.drafting": 9.3,
    "research.adapters": 10,
    "research.opened": 10.5,
    "research.backups": 10.8,
    "research.purging": 9.6,
    "research.workspace": 11,
    "research.examination": 12,
    "research": 0,
    "ingest": 20,
    "ui": 30,
}
# A library and the only places that may import it.
DOORS = {
    "argon2": {"research.adapters.passwords"},
    "apscheduler": {"ui.out.clock"},
    "smtplib": {"ui.out.smtp"},
    "chromadb": {"research.adapters.chroma_index"},
    "openvino": {"research.adapters.embedding_model", "research.adapters.embedding_export"},
    "sentence_transformers": {"research.adapters.embedding_model", "research.adapters.embedding_export"},
    "torch": {"research.adapters.embedding_model", "research.adapters.embedding_export"},
    "exchange_calendars": {"research.adapters.market_hours"},
    "tantivy": {"research.adapters.tantivy_index"},
    "ahocorasick": {"research.news.terms"},
    "rjieba": {"research.text.segments"},
    "sqlite3": {"research.adapters.sqlite"},
    "streamlit": {"ui"},
    "pypdfium2": {"ingest.pdf"},
    "feedparser": {"ingest.feeds"},
    "httpcore": {"ingest.fetch", "ingest.connecting"},
    "certifi": {"ingest.connecting"},
    "idna": {"ingest.web_address"},
    "trafilatura": {"ingest.articles"},
    "nh3": {"ui.render.markup_view"},
    "openpyxl": {"ui.render.grid_workbook", "ui.render.facts_workbook", "ui.render.workbook_cells", "ui.render.word.charts"},
    "lxml": {
        "ingest.html",
        "ingest.sheets",
        "ingest.drafts",
        "ingest.word",
        "ingest.mail",
        "ingest.office",
        "ingest.slides",
        "ingest.feed_text",
        "ingest.opml",
        "ui.render.word",
    },
    "jinja2": {"research.drafting.templates.sandbox"},
    "llama_index": {"ingest.sentences", "research.adapters.gateway"},
    "openai": {"research.adapters.gateway"},
    "workflows": {"research.models.workflow"},
}


@cache
def modules():
    """Every module's name and path."""
    paths = [path for part in PARTS for path in sorted((ROOT / part).rglob("*.py"))]
    return [(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"), path) for path in paths]


@cache
def imports(path):
    """Every imported module, function bodies and type-checking blocks included."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return found


def prefix(name):
    return max((known for known in RANKS if name == known or name.startswith(known + ".")), key=len, default=None)


def is_under(name, place):
    return name == place or name.startswith(place + ".")


def test_every_module_has_a_layer():
    assert all(prefix(name) for name, _ in modules())
    unplaced = [name for name, _ in modules() if prefix(name) == "research" and name != "research"]
    assert unplaced == []


@pytest.mark.parametrize(("name", "path"), modules(), ids=lambda value: value if isinstance(value, str) else "")
def test_imports_point_down(name, path):
    for target in imports(path):
        if target.split(".")[0] not in PARTS or target.split(".")[0] == target:
            continue
        assert prefix(target) == prefix(name) or RANKS[prefix(target)] < RANKS[prefix(name)], f"{name} imports {target}"


def test_adapters_are_imported_by_the_workspace_and_its_examination_alone():
    for name, path in modules():
        if any(is_under(target, "research.adapters") for target in imports(path)):
            assert is_under(name, "research.adapters") or name in {"research.opened", "research.workspace", "research.examination"}, name


def test_each_library_has_one_door():
    for name, path in modules():
        for target in imports(path):
            for library, doors in DOORS.items():
                if is_under(target, library):
                    assert any(is_under(name, door) for door in doors), f"{name} imports {target}"


def test_no_door_is_listed_that_is_not_used():
    used = {
        (library, door)
        for name, path in modules()
        for target in imports(path)
        for library, doors in DOORS.items()
        for door in doors
        if is_under(target, library) and is_under(name, door)
    }
    assert used == {(library, door) for library, doors in DOORS.items() for door in doors}


def test_there_is_no_import_cycle():
    graph = {name: {prefix_of for t in imports(path) if (prefix_of := _module(t)) and prefix_of != name} for name, path in modules()}
    done, path = set(), []

    def visit(name):
        assert name not in path, " → ".join([*path[path.index(name) :], name])
        if name in done:
            return
        path.append(name)
        for target in sorted(graph.get(name, ())):
            visit(target)
        done.add(path.pop())

    for name in graph:
        visit(name)


def _module(target):
    names = dict(modules())
    while target and target not in names:
        target = target.rpartition(".")[0]
    return target if target.count(".") else ""


@pytest.mark.parametrize("module", ["research.settings", "research.protocols.search", "ui.cli.main"])
def test_importing_is_light_and_opens_nothing(module):
    heavy = "chromadb,openvino,torch,sentence_transformers,streamlit,pandas,llama_index,tantivy,sqlite3,transformers"
    code = f"import sys, {module}; print([m for m in '{heavy}'.split(',') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"HOME": "/nonexistent"}, cwd=ROOT)
    assert done.stdout.strip() == "[]"
