"""`desk quality`: what is doubtful as plain data and in lines, with its filters."""

import json

import pytest

from research.errors import NotFoundError, UsageError
from research.nouns.audit import AuditFilter
from research.settings import Settings
from research.workspace import Workspace
from tests.research.governance.books import SOON, Books
from ui.cli.quality import finding_json, quality_command
from ui.render.quality_view import counts_line, figure_line, where_line


def test_a_finding_is_plain_data_with_each_figure_and_its_place():
    books = Books(2022, 2023)
    books.times(2023, "goodwill", 2022, 1_000)
    (found,) = books.findings(SOON)
    data = finding_json(found, {one.id: one.name for one in books.documents.values()})
    assert {name: data[name] for name in ("kind", "severity", "company", "document", "page", "others")} == {
        "kind": "distorted scale",
        "severity": "error",
        "company": "Wick & Co",
        "document": "wick-2023",
        "page": 3,
        "others": ["wick-2022"],
    }
    assert [(one["value"], one["document"], one["page"], one["start"], one["doubted"]) for one in data["figures"]] == [
        ("108000000000", "wick-2023", 3, 17, True),
        ("108000000", "wick-2022", 3, 17, False),
    ]
    assert where_line(found) == "Wick & Co, wick-2023, page 3"
    assert figure_line(found.figures[1], "wick-2022") == "Goodwill FY2022: 108 USD in millions (wick-2022, page 3)"
    assert (counts_line([found] * 2), counts_line([])) == ("2 errors", "nothing is doubtful")


def test_quality_prints_json_and_lines_and_says_what_it_does_not_know(tmp_path, capsys):
    home, books = tmp_path / "home", Books(2022, 2023)
    books.times(2023, "goodwill", 2022, 1_000)
    with Workspace.open(Settings(home=home), create=True) as workspace:
        for document in books.documents.values():
            workspace.documents.add(document, [], [one for one in books.facts if one.document_id == document.id])
    quality_command(company=["Wick"], severity=["error"], home=home, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert [one["document"] for one in told["findings"]] == ["wick-2023"]
    assert told["counts"] == {"error": 1, "warning": 0, "note": 0}
    quality_command(severity=["error"], as_of="2025-01-01", home=home)
    assert "error: distorted scale · Wick & Co, wick-2023, page 3" in capsys.readouterr().out
    with pytest.raises(UsageError, match="grave"):
        quality_command(severity=["grave"], home=home)
    with pytest.raises(NotFoundError, match="no document named nowhere is in the library"):
        quality_command(document=["nowhere"], home=home)
    with Workspace.open(Settings(home=home)) as workspace:
        (_, row) = workspace.trail.newest(AuditFilter(), limit=2)
    assert (row.action, row.subject) == ("quality", "Wick")
